from datetime import timedelta

import numpy as np
import pytest

from tests.playbooks.giving import DAY, columns
from zhanggui.playbooks.shift import DAYS, by_day, few, shift

Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


def fees(seed: int, rise: float = 1.0, days: int = 7) -> tuple[Floats, Floats]:
    """Fees of five per cent of sales that scatter, of which the last ``days`` are ``rise`` times as high."""
    rng = np.random.default_rng(seed)
    sales = rng.gamma(20, 50, DAYS)
    share = 0.05 * rng.gamma(40, 1 / 40, DAYS)
    share[-days:] *= rise
    return sales * share, sales


def test_a_share_that_has_risen_is_found_with_its_size() -> None:
    for seed in range(8):
        found = shift(*fees(seed, 1.6))
        assert found is not None
        assert found.now / found.usual == pytest.approx(1.6, rel=0.15)
        assert found.weekly == pytest.approx(7000, rel=0.3)
        assert found.sure >= 4


def test_noise_is_no_rise() -> None:
    assert sum(shift(*fees(seed)) is not None for seed in range(60)) == 0


def test_one_odd_day_is_no_rise() -> None:
    over, under = fees(1)
    over[-2] *= 12
    assert shift(over, under) is None


def test_a_rise_may_lie_on_days_of_unlike_weight() -> None:
    rng = np.random.default_rng(7)
    tickets = rng.integers(1, 4, DAYS).astype(np.float64)
    tickets[-3:] = 0, 1, 4
    minutes = tickets * rng.gamma(4, 2.5, DAYS)
    minutes[-3:] = 0, 280, 760
    found = shift(minutes, tickets)
    assert found is not None
    assert found.now == pytest.approx(208)
    minutes[-2] = 8
    assert shift(minutes, tickets) is None


def test_days_on_which_nothing_is_left_to_share_are_raised() -> None:
    paid = np.random.default_rng(3).gamma(40, 0.25, DAYS)
    sent = np.roll(paid, 1)
    sent[-7:] = 0, 0, 0, 0, 6, 0, 5
    found = shift(paid, sent, 1.0)
    assert found is not None
    assert found.days <= 7


def test_what_has_been_as_high_before_is_no_news() -> None:
    over, under = fees(2, 1.6)
    over[20:34] *= 1.8
    assert shift(over, under) is None


def test_a_young_history_or_days_without_any_say_nothing() -> None:
    over, under = fees(3, 2.0)
    under[:-20] = over[:-20] = 0
    assert shift(over, under) is None
    over, under = fees(3, 2.0)
    under[-42:] = 0
    assert shift(over, under) is None


def test_what_was_never_charged_before_is_found() -> None:
    over, under = fees(4)
    over[:-7] = 0
    found = shift(over, under)
    assert found is not None
    assert found.usual == 0


def test_few_counts_may_be_luck() -> None:
    under = np.full(DAYS, 14.0)
    over = np.zeros(DAYS)
    over[::5] = 1
    over[-3:] = 2, 2, 2
    assert shift(over, under, 0.5, counts=True) is None
    over[-7:] = 5
    assert shift(over, under, 0.5, counts=True) is not None


def test_days_are_summed_by_their_keys() -> None:
    facts = columns(
        {
            "shop": ["a", "a", None, "a", "a"],
            "day": [DAY, DAY, DAY - timedelta(days=1), DAY - timedelta(days=DAYS), None],
        },
        {"fees": [1, 2, 4, 8, None]},
    )
    table = by_day(facts, ("shop",), "fees", DAY)
    assert table["a",][-1] == 3
    assert table["",][-2] == 4
    assert sum(float(days.sum()) for days in table.values()) == 7


def test_counts_of_a_few_orders_are_judged_by_their_chance_alone() -> None:
    under = np.zeros(DAYS)
    under[::2] = 2
    over = np.zeros(DAYS)
    over[::20] = 1
    assert few(over, under) is None
    over[-10:] = under[-10:]
    found = few(over, under)
    assert found is not None
    assert found.now > 0.7
    assert found.usual < 0.11
    over[-10:] = 0
    over[-2] = 10  # all of one day
    assert few(over, under) is None
    many, some = np.full(DAYS, 400.0), np.full(DAYS, 20.0)
    some[-3:] = 32  # no luck, yet no stretch beyond those that days bring
    assert few(some, many) is None
