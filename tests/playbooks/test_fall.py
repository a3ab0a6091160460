import numpy as np
import pytest

from zhanggui.playbooks.fall import COMMON, DAYS, Floats, common_fall, falls


def counts(seed: int, items: int = 20, mean: float = 10.0) -> Floats:
    """Overdispersed daily counts."""
    rng = np.random.default_rng(seed)
    level = mean * np.exp(rng.normal(0, 0.4, items))[:, None]
    return rng.poisson(rng.gamma(8, level / 8, (items, DAYS))).astype(np.float64)


@pytest.mark.parametrize("days", [3, 7, 14])
def test_a_fall_of_any_length_is_seen(days: int) -> None:
    table = counts(1)
    table[0, DAYS - days :] = 0
    found = {one.at: one for one in falls(table)}
    assert found[0].p < 1e-4
    assert found[0].change[0] < -2
    assert found[0].change[1] > 0


def test_noise_is_rarely_called_a_fall() -> None:
    chances = [one.p for seed in range(30) for one in falls(counts(seed))]
    assert sum(p < 0.01 for p in chances) <= 0.02 * len(chances)


def test_what_all_have_in_common_is_nobodys_fall() -> None:
    table = counts(3)
    table[:, -7:] = np.round(table[:, -7:] * 0.5)
    assert min(one.p for one in falls(table)) > 0.001


def test_a_rate_falls_against_its_exposure() -> None:
    shown = counts(4, mean=200.0)
    rate = np.full(20, 0.1)[:, None]
    clicks = np.random.default_rng(5).poisson(shown * rate).astype(np.float64)
    assert min(one.p for one in falls(clicks, shown)) > 0.001
    fewer = clicks.copy()
    fewer[2, -14:] = np.round(fewer[2, -14:] * 0.4)
    assert next(one for one in falls(fewer, shown) if one.at == 2).p < 1e-3
    gone = shown.copy()
    gone[3, -14:] = 0
    assert all(one.at != 3 for one in falls(clicks * (gone > 0), gone))


def test_too_few_to_tell_are_left_out() -> None:
    assert falls(np.zeros((3, DAYS))) == []
    alone = np.full((1, DAYS), 5.0)
    assert [one.p for one in falls(alone)] == [1.0]


def test_the_end_of_a_burst_is_no_fall() -> None:
    burst = counts(6)
    burst[0, DAYS - 28 : DAYS - 21] *= 10
    assert {one.at: one for one in falls(burst)}[0].p > 0.01
    lasting = counts(6)
    lasting[0, : DAYS - 14] *= 4
    assert {one.at: one for one in falls(lasting)}[0].p < 1e-4


def test_a_post_that_went_round_twice_and_faded_over_weeks_is_no_level_to_fall_from() -> None:
    fading = counts(6)
    for day in (DAYS - 40, DAYS - 33):
        fading[0, day : day + 14] += np.round(fading[0].mean() * 15 * 0.6 ** np.arange(14))
    assert {one.at: one for one in falls(fading)}[0].p > 0.01
    saturdays = counts(6)
    saturdays[0, 5::7] *= 6
    saturdays[0, -14:] = np.round(saturdays[0, -14:] * 0.3)
    found = {one.at: one for one in falls(saturdays)}[0]
    assert found.p < 1e-4, "a sale of every week is usual"
    assert found.change[0] < -0.9


def test_what_few_others_lack_counts_as_far_as_it_is_likely_or_certain() -> None:
    few, error = common_fall(20, 15)
    assert 0.9 < few < 1.0
    assert error < COMMON**2
    many, error = common_fall(2000, 1500)
    assert many == pytest.approx(0.75, abs=0.02)
    assert error == pytest.approx(1 / 1500 + 1 / 2000, rel=0.1)
    assert common_fall(20, 40)[0] == 1.0
    assert common_fall(100, 20)[0] < 0.3


def test_windows_may_be_chosen_and_count_as_so_many_looks() -> None:
    table = counts(1)
    table[0, -5:] = 0
    three, five = (
        {one.at: one for one in falls(table, windows=days)}[0] for days in ((3, 7, 14), (3, 5, 7, 10, 14))
    )
    assert five.days == 5
    assert five.p < three.p
