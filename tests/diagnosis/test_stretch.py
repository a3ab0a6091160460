"""The reach of chance over a comparison: nominal on noise, narrow for long stretches, silent without history."""

import sys
from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
import pytest

from bench import intervals
from zhanggui.diagnosis.stretch import Compared, Reach, reach, reach_of_days, reach_of_few
from zhanggui.stats.arrays import Floats

START = date(2024, 3, 4)


def axis(days: int) -> dict[date, int]:
    return {START + timedelta(days=n): n for n in range(days)}


def weekly(last: int, length: int = 1) -> Compared:
    """The last days against the mean of the same weekdays of four weeks."""
    days = [START + timedelta(days=last - n) for n in reversed(range(length))]
    step = 7 * ((length + 6) // 7)
    against: dict[date, float] = {}
    for day in days:
        for week in range(4):
            other = day - timedelta(days=step + 7 * week)
            against[other] = against.get(other, 0.0) + 0.25
    return Compared(tuple(days), against)


def test_both_sides_are_moved_back_together() -> None:
    values = np.arange(40.0)
    past = weekly(39).past(axis(40), values, None)
    assert past.shape == (12, 2)
    assert past[0].tolist() == [39.0, (32 + 25 + 18 + 11) / 4]
    assert past[3].tolist() == [36.0, past[0][1] - 3]
    ratio = weekly(39).past(axis(40), values, np.full(40, 2.0))
    assert ratio[0].tolist() == [19.5, past[0][1] / 2]
    assert np.isnan(weekly(39).past(axis(40), values, np.zeros(40))).all()
    assert weekly(39).past(axis(10), values[:10], None).shape == (0, 2)
    now, then = weekly(39).held(axis(40), values[None], np.full((1, 40), 2.0))
    assert now[0, 0] == 39.0
    assert then[0, 0] == pytest.approx(past[0][1])  # the other days' ratio on today's denominator
    assert weekly(39).held(axis(40), values[None])[1][0, 0] == past[0][1]


def test_the_last_day_has_its_own_weekdays() -> None:
    last = weekly(60, 7).last()
    assert last.days == (START + timedelta(days=60),)
    assert {day.weekday() for day in last.against} == {last.days[0].weekday()}
    assert sum(last.against.values()) == pytest.approx(1.0)
    day = START + timedelta(days=9)
    assert Compared((day,), {day - timedelta(days=1): 2.0}).last().against == {day - timedelta(days=1): 1.0}


def chances(length: int, days: int, seeds: int, alike: float) -> list[Reach]:
    found = []
    for seed in range(seeds):
        draw = np.random.default_rng(seed).normal(size=days)
        for n in range(1, days):
            draw[n] = alike * draw[n - 1] + np.sqrt(1 - alike**2) * draw[n]
        values = 100.0 * np.exp(0.15 * draw)
        compared = weekly(days - 1, length)
        past = compared.past(axis(days), values, None)
        told = reach(past, length)
        if told is None:
            told = reach_of_days(past[0], compared.last().past(axis(days), values, None), length)
        assert told is not None
        assert told.logs
        found.append(told)
    return found


@pytest.mark.parametrize(
    ("length", "days", "alike"), [(1, 90, 0.0), (1, 60, 0.5), (7, 80, 0.3), (7, 140, 0.3)]
)
def test_noise_is_called_real_no_more_often_than_promised(length: int, days: int, alike: float) -> None:
    found = chances(length, days, 120, alike)
    assert sum(one.p <= 0.05 for one in found) <= 12  # 6 expected


def test_several_days_scatter_less_than_one() -> None:
    one, seven = (np.mean([c.deviation for c in chances(n, 110, 30, 0.0)]) for n in (1, 7))
    assert seven < 0.75 * one


@pytest.mark.parametrize(("length", "days"), [(1, 90), (7, 80), (7, 140)])
def test_a_fall_is_seen(length: int, days: int) -> None:
    values = 100.0 * np.exp(0.1 * np.random.default_rng(3).normal(size=days))
    values[-length:] *= 0.45
    compared = weekly(days - 1, length)
    past = compared.past(axis(days), values, None)
    told = reach(past, length) or reach_of_days(
        past[0], compared.last().past(axis(days), values, None), length
    )
    assert told is not None
    assert told.p < 0.01


def test_figures_of_either_sign_are_compared_as_they_are() -> None:
    values = np.random.default_rng(1).normal(size=120) * 10
    for length in (1, 7):
        compared = weekly(119, length)
        past = compared.past(axis(120), values, None)
        daily = compared.last().past(axis(120), values, None)
        for told in (reach(past, length), reach_of_days(past[0], daily, length)):
            assert told is not None
            assert not told.logs
            assert told.deviation > 5


def test_too_little_or_nothing_to_learn_from() -> None:
    empty = np.empty((0, 2))
    assert reach(empty, 1) is None
    assert reach(np.array([[np.nan, 1.0], [1.0, 1.0]]), 1) is None
    assert reach(np.ones((5, 2)), 1) is None
    assert reach_of_days(np.ones(2), np.ones((10, 2)), 2) is None
    assert reach_of_days(np.array([np.nan, 1.0]), np.ones((40, 2)), 2) is None


@pytest.mark.parametrize(("now", "p"), [(1.0, 1.0), (2.0, 0.0)])
def test_a_figure_that_never_moves(now: float, p: float) -> None:
    flat: Floats = np.ones((40, 2))
    changed = flat.copy()
    changed[0, 0] = now
    assert reach(changed, 1) == Reach(0.0, logs=True, p=p)
    assert reach_of_days(np.array([now, 1.0]), flat, 2) == Reach(0.0, logs=True, p=p)


def test_intervals_of_drivers_hold_the_true_effects_as_often_as_they_say(
    capsys: pytest.CaptureFixture[str],
) -> None:
    covered = intervals.run(120, 40_000, sys.stdout)
    assert len(covered) == len(intervals.CHAIN) * len(intervals.LEVELS)
    for (_, level), share in covered.items():
        assert share >= level - 0.06
    assert capsys.readouterr().out.count("interval holds") == len(covered)


@pytest.mark.parametrize(("length", "days"), [(1, 8), (1, 20), (5, 16), (7, 22)])
@pytest.mark.parametrize("alike", [0.0, 0.4])
def test_young_books_call_noise_real_no_more_often_than_promised(
    length: int, days: int, alike: float
) -> None:
    alarms, rng = 0, np.random.default_rng(7)
    shape = np.array([0.9, 0.9, 1.0, 1.0, 1.1, 1.2, 1.0])
    for _ in range(400):
        noise = rng.normal(0.0, 0.3, days + length)
        for n in range(1, len(noise)):
            noise[n] = alike * noise[n - 1] + np.sqrt(1 - alike**2) * noise[n]
        values = 100.0 * np.exp(noise) * shape[np.arange(len(noise)) % 7]
        whole = np.array([values[days:].sum(), values[days - length : days].sum()])
        told = reach_of_few(whole, values[:days], length, float(length))
        assert told is not None
        alarms += told.p <= 0.05
    assert alarms / 400 <= 0.075


def test_young_books_see_what_is_far_from_all_their_days() -> None:
    days = np.array([100.0, 120.0, 90.0, 110.0, 95.0, 105.0, 130.0, 100.0, 115.0])
    fall, same = (reach_of_few(np.array([now, 108.0]), days, 1, 1.0) for now in (15.0, 97.0))
    assert fall is not None
    assert same is not None
    assert fall.p < 0.01
    assert same.p > 0.4
    assert fall.logs


def test_young_books_with_days_of_either_sign_or_too_few() -> None:
    days = np.array([5.0, -3.0, 4.0, -2.0, 6.0, -4.0, 3.0, np.nan])
    told = reach_of_few(np.array([90.0, 2.0]), days, 2, 2.0)
    assert told is not None
    assert not told.logs
    assert told.p < 0.01
    assert reach_of_few(np.ones(2), days[:6], 1, 1.0) is None
    assert reach_of_few(np.ones(2), np.array([]), 1, 1.0) is None
    assert reach_of_few(np.array([np.nan, 1.0]), np.arange(9.0), 1, 1.0) is None
    assert reach_of_few(np.array([2.0, 1.0]), np.ones(9), 1, 1.0) == Reach(0.0, logs=True, p=0.0)
    assert reach_of_few(np.ones(2), np.ones(9), 1, 1.0) == Reach(0.0, logs=True, p=1.0)


def test_sums_of_few_events_are_called_no_more_often_than_promised() -> None:
    """Refunds: four a day of very different size, now and then none."""
    rng = np.random.default_rng(12)
    days, tries = 130, 400
    p = []
    for _ in range(tries):
        money = np.array([rng.lognormal(4.5, 0.8, many).sum() for many in rng.poisson(4, days)])
        found = reach(weekly(days - 1).past(axis(days), money, None), 1)
        assert found is not None
        p.append(found.p)
    assert np.mean(np.array(p) <= 0.05) <= 0.05
    assert np.mean(np.array(p) <= 0.05) > 0.005


def test_large_sums_are_judged_alike_on_both_scales() -> None:
    rng = np.random.default_rng(5)
    money = rng.normal(1000.0, 30.0, 130)
    money[-1] = 850.0
    found = reach(weekly(129).past(axis(130), money, None), 1)
    assert found is not None
    assert found.p < 0.005


def test_what_has_been_wrong_for_a_fortnight_teaches_no_chance() -> None:
    rng = np.random.default_rng(9)
    orders = rng.poisson(80, 120).astype(float)
    orders[-14:] *= 2
    found = reach(weekly(119, 7).past(axis(120), orders, None), 7)
    assert found is not None
    assert found.p < 0.01


def drifting(seed: int, days: int) -> Floats:
    """Money of days whose level wanders slowly beneath a scatter that hides it."""
    draw = np.random.default_rng(seed)
    level = np.zeros(days)
    for day in range(1, days):
        level[day] = 0.97 * level[day - 1] + draw.normal(0, 0.05)
    return np.exp(level + draw.normal(0, 0.25, days))


def refunded(seed: int, days: int) -> Floats:
    """Money of few refunds a day, some of which are large."""
    draw = np.random.default_rng(seed)
    return np.array([draw.lognormal(4.0, 1.0, draw.poisson(1.6)).sum() for _ in range(days)])


@pytest.mark.parametrize(
    ("made", "length", "days"), [(drifting, 14, 90), (refunded, 7, 75), (refunded, 14, 90)]
)
def test_weeks_of_what_wanders_or_comes_in_large_pieces(
    made: Callable[[int, int], Floats], length: int, days: int
) -> None:
    """A promise of one in twenty, of weeks of which too few are known to make the comparison itself."""
    called = 0
    for seed in range(200):
        values = made(seed, days)
        compared = weekly(days - 1, length)
        past = compared.past(axis(days), values, None)
        told = reach_of_days(past[0], compared.last().past(axis(days), values, None), length)
        few = reach_of_few(past[0], values[: days - length], length, 4.0 * length)
        assert told is not None
        assert few is not None
        called += max(told.p, few.p) <= 0.05
    assert called <= 14


def grown(seed: int, days: int) -> Floats:
    """Money of days whose level rises for two months and then no more."""
    draw = np.random.default_rng(seed)
    rise = np.minimum(np.arange(days) / 60, 1) * draw.uniform(0, 0.5)
    return np.exp(rise + draw.normal(0, 0.15, days))


def wandering(seed: int, days: int) -> Floats:
    """Money of days whose level goes on from where it is."""
    draw = np.random.default_rng(seed)
    return np.exp(np.cumsum(draw.normal(0, 0.015, days)) + draw.normal(0, 0.2, days))


@pytest.mark.parametrize("made", [drifting, refunded, grown, wandering])
@pytest.mark.parametrize("days", [120, 200])
def test_four_weeks_against_the_four_before(made: Callable[[int, int], Floats], days: int) -> None:
    """A promise of one in twenty: the drift of the days before is that of one stretch, and may go on or be over."""
    called = 0
    for seed in range(150):
        values = made(seed, days)
        compared = weekly(days - 1, 28)
        past = compared.past(axis(days), values, None)
        told = reach_of_days(past[0], compared.last().past(axis(days), values, None), 28)
        assert told is not None
        called += told.p <= 0.05
    assert called <= 14
