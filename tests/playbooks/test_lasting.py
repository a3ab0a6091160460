import numpy as np
import numpy.typing as npt
import pytest

from zhanggui.playbooks.lasting import DAYS, WEEK, WEEKS, Level, began, lasting, weekly

Floats = npt.NDArray[np.float64]
LEAST = 0.25


def year(seed: int, *, rise: float = 1.0, ago: int = 180, until: int = 0) -> tuple[Floats, Floats]:
    """A fee of 5 % of sales of 2,000 a day, ``rise`` times as much from ``ago`` to ``until`` days ago."""
    rng = np.random.default_rng(seed)
    sales = rng.gamma(20, 100, DAYS)
    fee = sales * 0.05 * rng.gamma(40, 1 / 40, DAYS)
    fee[DAYS - ago : DAYS - until] *= rise
    return fee, sales


def found(fee: Floats, sales: Floats) -> Level | None:
    return lasting(weekly(fee), weekly(sales), LEAST)


@pytest.mark.parametrize("ago", [45, 100, 180, 300])
def test_a_jump_of_months_ago_that_lasts_is_told_with_its_day(ago: int) -> None:
    for seed in range(5):
        fee, sales = year(seed, rise=1.6, ago=ago)
        level = found(fee, sales)
        assert level is not None
        assert level.now / level.usual == pytest.approx(1.6, rel=0.1)
        assert abs(level.weeks - ago / WEEK) <= 1
        assert abs(began(fee, sales, level.weeks) - ago) <= WEEK


def test_a_week_that_is_hardly_charged_hides_no_jump() -> None:
    fee, sales = year(1, rise=1.6, ago=150)
    fee[: DAYS - 300] = sales[: DAYS - 300] = 0.0
    fee[DAYS - 300 : DAYS - 290] *= 0.02
    assert found(fee, sales) is not None


def test_shares_as_ever_that_went_back_or_that_drift_are_none() -> None:
    for seed in range(20):
        assert found(*year(seed)) is None
        assert found(*year(seed, rise=1.6, ago=180, until=60)) is None
        fee, sales = year(seed)
        assert found(fee * np.linspace(1, 2, DAYS), sales) is None
        season = 1 + 0.4 * np.sin(np.arange(DAYS) / DAYS * 2 * np.pi)
        assert found(fee * season, sales) is None


def test_a_small_rise_or_one_within_the_scatter_of_its_weeks_is_none() -> None:
    rng = np.random.default_rng(3)
    for seed in range(10):
        assert found(*year(seed, rise=1.15)) is None
        fee, sales = year(seed, rise=1.3)
        assert found(fee * np.repeat(rng.gamma(2, 0.5, WEEKS), WEEK), sales) is None


def test_a_rise_that_comes_in_over_months_is_no_jump() -> None:
    fee, sales = year(1)
    fee[DAYS - 240 : DAYS - 120] *= np.linspace(1, 1.8, 120)
    fee[DAYS - 120 :] *= 1.8
    assert found(fee, sales) is None


def test_young_books_and_fees_that_ended_say_nothing() -> None:
    fee, sales = year(1, rise=1.6, ago=40)
    fee[: DAYS - 70] = sales[: DAYS - 70] = 0.0
    assert found(fee, sales) is None
    fee, sales = year(1, rise=1.6)
    fee[-28:] = 0.0
    assert found(fee, sales) is None


def test_days_too_few_to_tell_one_from_another_leave_the_week() -> None:
    fee, sales = year(1, rise=1.6, ago=140)
    once = np.arange(DAYS) % WEEK == 0
    level = found(fee * once, sales)
    assert level is not None
    assert began(fee * once, sales, level.weeks) == level.weeks * WEEK


def test_what_was_nothing_for_months_and_is_there_since_has_jumped() -> None:
    for ago in (60, 150, 300):
        fee, sales = year(2)
        fee[: DAYS - ago] = 0.0
        level = found(fee, sales)
        assert level is not None
        assert (level.usual, began(fee, sales, level.weeks)) == (0.0, ago)
        assert level.now == pytest.approx(0.05, rel=0.1)


def test_what_comes_and_goes_fades_or_was_there_before_is_not_new() -> None:
    fee, sales = year(2)
    fee[: DAYS - 150] = 0.0
    gone = fee.copy()
    gone[DAYS - 90 : DAYS - 60] = 0.0
    assert found(gone, sales) is None
    faded = fee.copy()
    faded[DAYS - 100 :] *= 0.2
    assert found(faded, sales) is None
    young = fee.copy()
    young[: DAYS - 20] = 0.0
    assert found(young, sales) is None
    given_back = fee.copy()
    given_back[DAYS - 300] = -5.0
    assert found(given_back, sales) is None
    barely = fee.copy()
    barely[: DAYS - 35] = 0.0
    barely[-7:] = 0.0
    assert found(barely, sales) is None
