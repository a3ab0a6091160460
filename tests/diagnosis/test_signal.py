from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from zhanggui.diagnosis.signal import RATE, Direction, Kind, Series, as_far, judge
from zhanggui.model.calendar import Calendar, Market

FIRST = date(2025, 1, 6)
SHAPE = np.array([0.95, 0.95, 0.95, 1.0, 1.05, 1.15, 1.1])


def world(seed: int, days: int, count: int = 8) -> tuple[list[date], list[Series], list[str]]:
    """Figures without any cause: weekday, festival effects, wandering level, over-dispersed counts, sums of amounts."""
    rng = np.random.default_rng(seed)
    span = [FIRST + timedelta(days=n) for n in range(days)]
    events = Calendar(Market.WEST).codes(span)
    effect = {c: rng.normal(0.3, 0.3) for c in sorted(set(events))} | {"": 0.0}
    shape = SHAPE[np.arange(days) % 7] * np.exp([effect[e] for e in events])
    series: list[Series] = []
    for i in range(count):
        level = rng.choice([3.0, 20.0, 200.0, 2000.0]) * np.exp(np.cumsum(rng.normal(0, 0.01, days)))
        noisy = rng.gamma(50.0, 1 / 50.0, days)
        orders = rng.poisson(level * shape * noisy)
        if i % 3 == 0:
            paid = [float(rng.lognormal(4, 0.6, int(n)).sum()) for n in orders]
            series.append(Series(f"paid{i}", Kind.MONEY, np.array(paid)))
        elif i % 3 == 1:
            series.append(Series(f"orders{i}", Kind.COUNT, orders.astype(float)))
        else:
            visits = rng.poisson(level * shape * 30)
            buyers = rng.binomial(visits, 0.03)
            series.append(Series(f"rate{i}", Kind.COUNT, buyers.astype(float), visits.astype(float)))
    return span, series, events


def until(series: list[Series], day: int) -> list[Series]:
    return [
        replace(s, values=s.values[:day], exposure=None if s.exposure is None else s.exposure[:day])
        for s in series
    ]


def test_over_200_mornings_of_pure_noise_false_alarms_stay_within_the_stated_rate() -> None:
    alarms = mornings = 0
    for seed in range(4):
        days, series, events = world(seed, 350)
        for day in range(200, 350, 3):
            morning = judge(days[:day], until(series, day), events[:day])
            mornings += 1
            alarms += any(s.calls for s in morning)
    assert mornings == 200
    assert alarms / mornings <= RATE + 1.65 * np.sqrt(RATE * (1 - RATE) / mornings)


def test_the_range_holds_what_it_says() -> None:
    inside = shown = 0
    for seed in range(10, 14):
        days, series, events = world(seed, 330)
        for day in range(150, 330, 9):
            for signal in judge(days[:day], until(series, day), events[:day]):
                if signal.low is not None and signal.high is not None and signal.value is not None:
                    shown += 1
                    inside += signal.low <= signal.value <= signal.high
    assert 0.92 <= inside / shown <= 0.99


@pytest.mark.parametrize("row", [0, 1, 2])
def test_a_fall_by_a_third_of_a_thick_figure_is_called(row: int) -> None:
    rng = np.random.default_rng(5)
    days = [FIRST + timedelta(days=n) for n in range(200)]
    count = rng.poisson(900 * SHAPE[np.arange(200) % 7]).astype(float)
    series = [
        Series("paid", Kind.MONEY, count * 50.0),
        Series("orders", Kind.COUNT, count.copy()),
        Series("rate", Kind.COUNT, count.copy(), 30_000 * SHAPE[np.arange(200) % 7]),
    ]
    series[row].values[-1] *= 0.67
    found = judge(days, series, [""] * 200)
    assert [s.calls for s in found] == [i == row for i in range(3)]
    assert found[row].direction is Direction.DOWN
    z = found[row].z
    assert z is not None
    assert z < -4
    assert found[2].expected == pytest.approx(0.03, rel=0.03)


def test_a_festival_seen_before_is_no_surprise_and_a_new_one_is_doubted() -> None:
    days = [FIRST + timedelta(days=n) for n in range(200)]
    rng = np.random.default_rng(6)
    values = rng.poisson(np.full(200, 400.0)).astype(float)
    events = [""] * 200
    for peak in (80, 140, 199):
        values[peak] = 1000.0
        events[peak] = "sale.peak"
    seen = judge(days, [Series("orders", Kind.COUNT, values)], events)[0]
    assert not seen.calls
    assert seen.event == "sale.peak"
    new = judge(days, [Series("orders", Kind.COUNT, values)], [*events[:-1], "other.peak"])[0]
    plain = judge(days, [Series("orders", Kind.COUNT, values)], [*events[:-1], ""])[0]
    assert not new.calls
    assert plain.calls
    assert plain.direction is Direction.UP


def test_where_ordinary_days_are_few_settled_event_days_teach_the_noise() -> None:
    days = [FIRST + timedelta(days=n) for n in range(60)]
    rng = np.random.default_rng(8)
    events = [""] * 20 + ["sale.before"] * 30 + [""] * 10
    values = rng.poisson(np.where(np.array(events) == "", 400.0, 800.0)).astype(float)
    calm = judge(days[:45], [Series("orders", Kind.COUNT, values[:45])], events[:45])[0]
    values[44] = 400.0
    fall = judge(days[:45], [Series("orders", Kind.COUNT, values[:45])], events[:45])[0]
    assert calm.p_noise is not None
    assert calm.p_noise > 0.01
    assert fall.calls


def test_a_figure_as_expected_is_flat() -> None:
    days = [FIRST + timedelta(days=n) for n in range(60)]
    values = np.full(60, 7.0)
    values[::2] = 8.0
    values[-1] = 7.5
    found = judge(days, [Series("orders", Kind.COUNT, values)], [""] * 60)[0]
    assert found.direction is Direction.FLAT
    assert found.p_noise == 1.0


def test_unknown_days_and_short_history_are_no_verdict() -> None:
    days = [FIRST + timedelta(days=n) for n in range(40)]
    unknown = np.full(40, 5.0)
    unknown[-1] = np.nan
    young = np.full(40, np.nan)
    young[20:] = 5.0
    none, short = judge(days, [Series("a", Kind.COUNT, unknown), Series("b", Kind.COUNT, young)], [""] * 40)
    assert (none.value, none.p_noise, none.calls) == (None, None, False)
    assert (short.value, short.p_noise) == (5.0, None)


def test_lengths_must_agree_and_nothing_is_nothing() -> None:
    assert judge([], [], []) == ()
    with pytest.raises(ValueError, match="one length"):
        judge([FIRST], [Series("a", Kind.COUNT, np.ones(2))], [""])


def test_the_bottom_of_a_thin_range_is_zero() -> None:
    days = [FIRST + timedelta(days=n) for n in range(90)]
    rng = np.random.default_rng(7)
    series = [
        Series("orders", Kind.COUNT, rng.poisson(0.7, 90).astype(float)),
        Series("paid", Kind.MONEY, rng.poisson(0.7, 90) * rng.lognormal(3, 1, 90)),
    ]
    for found in judge(days, series, [""] * 90):
        assert found.low == 0


def test_no_chance_is_less_than_what_was_seen() -> None:
    errors = np.concatenate([np.linspace(-1.0, 1.0, 96), np.full(4, -9.0)])
    assert as_far(errors, -9.0) == pytest.approx(0.04)
    assert as_far(errors, 9.5) == 0.0
    assert as_far(errors, 0.0) == 1.0


def test_days_without_any_of_few_events_are_no_signal() -> None:
    """Sums of about three events a day: one day in twenty has none, and none of these is out of the ordinary."""
    rng = np.random.default_rng(2)
    days = [FIRST + timedelta(days=n) for n in range(100)]
    called, told = 0, 0
    for _ in range(60):
        money = np.array([rng.lognormal(4.5, 0.6, many).sum() for many in rng.poisson(3, 100)])
        money[-1] = 0.0
        found = judge(days, [Series("refunds", Kind.MONEY, money)], [""] * 100)[0]
        assert found.p_noise is not None
        assert found.low == 0
        called += found.p_noise <= 0.02
        told += 1
    assert called <= told / 20
    steady = rng.normal(1000.0, 30.0, 100)
    steady[-1] = 800.0
    assert (judge(days, [Series("sales", Kind.MONEY, steady)], [""] * 100)[0].p_noise or 1) < 0.001
