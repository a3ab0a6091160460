"""Slices that stand out: few on noise, the one that fell or rose among many, none without a past."""

import numpy as np
import pytest

from zhanggui.diagnosis.standout import Bar, Sides, Span, judged, standouts
from zhanggui.stats.arrays import Floats


def made(seed: int, slices: int = 40, days: int = 45, length: int = 1) -> tuple[Floats, Sides, Sides]:
    """Counts of slices of different size, last day first; and what stands against each day."""
    draw = np.random.default_rng(seed)
    size = draw.gamma(0.7, 12.0, slices) + 0.2
    values = draw.poisson(size[:, None] * draw.gamma(14.0, 1 / 14.0, (slices, days + 28))).astype(np.float64)
    expected = np.stack([values[:, 7 * k : days + 7 * k] for k in range(1, 4)]).mean(axis=0)
    actual = values[:, :days]
    now = Sides(actual[:, :length].sum(axis=1), expected[:, :length].sum(axis=1))
    return size, now, Sides(actual, expected)


def asked(now: Sides, past: Sides, length: int) -> tuple[tuple[Span, ...], Sides]:
    return (Span(now, length),), past


@pytest.mark.parametrize("length", [1, 7])
def test_noise_seldom_stands_out(length: int) -> None:
    found = [standouts(*asked(*made(seed, length=length)[1:], length), Bar(0.05)) for seed in range(150)]
    assert sum(bool(one) for one in found) <= 15  # 7.5 expected at most


@pytest.mark.parametrize(("length", "factor"), [(1, 0.0), (1, 6.0), (7, 0.2), (7, 2.5)])
def test_the_slice_that_moved_is_first(length: int, factor: float) -> None:
    first = 0
    for seed in range(10):
        size, now, past = made(seed, length=length)
        hit = int(np.argmax(size))
        now.actual[hit] *= factor
        told = standouts((Span(now, length),), past, Bar(0.05))
        first += bool(told) and told[0].number == hit and (told[0].z > 0) == (factor > 1)
    assert first >= 8


def test_too_few_days_or_nothing_that_happens() -> None:
    _, now, past = made(1)
    short = Sides(past.actual[:, :10], past.expected[:, :10])
    assert standouts((Span(now, 1),), short, Bar(0.05)) == ()
    nothing = Sides(np.zeros((3, 40)), np.zeros((3, 40)))
    assert standouts((Span(Sides(np.full(3, 9.0), np.zeros(3)), 1),), nothing, Bar(0.05)) == ()


def test_unknown_days_teach_nothing_and_an_unknown_slice_is_left_out() -> None:
    size, now, past = made(2)
    hit = int(np.argmax(size))
    now.actual[hit] = 0.0
    past.actual[:, 20] = np.nan
    past.actual[0, 5:9] = np.nan
    assert standouts((Span(now, 1),), past, Bar(0.05))[0].number == hit
    now.actual[hit] = np.nan
    assert hit not in [one.number for one in standouts((Span(now, 1),), past, Bar(0.05))]


def test_slices_that_never_vary() -> None:
    flat = Sides(np.full((4, 40), 5.0), np.full((4, 40), 5.0))
    told = standouts((Span(Sides(np.array([5.0, 5.0, 5.0, 1.0]), np.full(4, 5.0)), 1),), flat, Bar(0.05))
    assert [one.number for one in told] == [3]


def test_many_small_slices_do_not_hide_a_large_one() -> None:
    """Ten regions beside thousands of items: held against its own family, a region's fall is no longer lost."""
    alone = apart = 0
    for seed in range(10):
        draw = np.random.default_rng(seed)
        size = np.concatenate([np.full(10, 60.0), np.full(3000, 0.4)])
        values = draw.poisson(size[:, None], (len(size), 80)).astype(np.float64)
        expected = np.broadcast_to(size[:, None], values.shape).copy()
        values[3, 0] = 24.0
        now = Sides(values[:, 0], expected[:, 0])
        families = np.array([0] * 10 + [1] * 3000)
        alone += 3 in [one.number for one in standouts((Span(now, 1),), Sides(values, expected), Bar(0.05))]
        apart += 3 in [
            one.number for one in standouts((Span(now, 1),), Sides(values, expected), Bar(0.05, families))
        ]
    assert apart >= 8
    assert apart >= alone


def test_what_sells_now_and_then_is_seldom_called() -> None:
    """Items of one sale a week: a day with one is no news, though none of the like days had any."""
    called = 0
    for seed in range(60):
        draw = np.random.default_rng(seed)
        size = draw.gamma(0.6, 0.4, 60) + 0.02
        price = draw.uniform(5, 200, 60)[:, None]
        values = (draw.poisson(size[:, None], (60, 90)) * price).astype(np.float64)
        expected = np.stack([values[:, 7 * k : 60 + 7 * k] for k in range(1, 5)]).mean(axis=0)
        told = judged(
            (Span(Sides(values[:, 0], expected[:, 0]), 1),),
            Sides(values[:, :60], expected),
            Bar(0.05, often=0),
        )
        assert told is not None
        assert len(told.rows) == 60
        called += bool((told.p <= 0.05).any())
    assert called <= 7  # 3 expected


def test_an_item_that_never_sold_is_judged_by_the_size_of_the_others_sales() -> None:
    values = np.random.default_rng(5).poisson(0.3, (30, 60)).astype(np.float64) * 20.0
    values[0] = 0.0
    expected = np.full(values.shape, 6.0)
    expected[0] = 0.0

    def first(sold: float) -> float:
        now = values[:, 0].copy()
        now[0] = sold
        told = judged((Span(Sides(now, expected[:, 0]), 1),), Sides(values, expected), Bar(0.05, often=0))
        assert told is not None
        return float(told.p[0])

    assert first(20.0) > 0.2
    assert first(2000.0) < 0.05


def with_week(seed: int, slices: int = 40, days: int = 60) -> tuple[Floats, Floats, Floats]:
    """Single days of slices, the last first: sizes, what was, and what stands against it."""
    size, _, past = made(seed, slices, days)
    return size, past.actual, past.expected


def both(actual: Floats, expected: Floats) -> tuple[Span, Span]:
    """The last day, and the week up to it."""
    return tuple(
        Span(Sides(actual[:, :length].sum(axis=1), expected[:, :length].sum(axis=1)), length)
        for length in (1, 7)
    )  # type: ignore[return-value]


def test_what_is_low_for_a_week_is_seen_on_a_day_within_its_scatter() -> None:
    """Half of what is usual on each of seven days: a single day hides it, the week up to the day does not."""
    day = week = 0
    for seed in range(20):
        size, actual, expected = with_week(seed)
        hit = int(np.argsort(size)[-4])
        actual[hit, :7] = np.round(actual[hit, :7] * 0.45)
        past = Sides(actual, expected)
        spans = both(actual, expected)
        day += hit in [one.number for one in standouts(spans[:1], past, Bar(0.05))]
        week += (hit, 1) in [(one.number, one.span) for one in standouts(spans, past, Bar(0.05))]
    assert week >= 14
    assert day <= week - 6


def test_two_spans_are_called_no_oftener_than_promised() -> None:
    found = 0
    for seed in range(150):
        _, actual, expected = with_week(1000 + seed)
        found += bool(standouts(both(actual, expected), Sides(actual, expected), Bar(0.05)))
    assert found <= 15  # 7.5 expected at most


def test_a_span_of_which_nothing_is_known_is_left_out() -> None:
    size, actual, expected = with_week(2)
    hit = int(np.argmax(size))
    actual[hit, 0] = 0.0
    day, week = both(actual, expected)
    empty = Span(Sides(np.full(len(size), np.nan), week.sides.expected), 7)
    told = standouts((day, empty), Sides(actual, expected), Bar(0.05))
    assert (told[0].number, told[0].span) == (hit, 0)
    assert judged((empty,), Sides(actual, expected), Bar(0.05)) is None


def test_a_week_that_too_few_days_teach_costs_the_day_nothing() -> None:
    size, actual, expected = with_week(3, days=30)
    hit = int(np.argmax(size))
    actual[hit, 0] = 0.0
    spans, past = both(actual, expected), Sides(actual, expected)
    assert standouts(spans, past, Bar(0.05)) == standouts(spans[:1], past, Bar(0.05))
    assert standouts(spans, past, Bar(0.05))[0].number == hit
