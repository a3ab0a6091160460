"""Signal or noise: how surprising a day's figures are against the range their own history gives them.

A figure and its expectation (`expectation`) are brought to a scale on which noise is even (variance-stabilising:
Bartlett 1947; inverse hyperbolic sine for over-dispersed counts: Anscombe 1948; fourth root for money, whose variance
grows as mean^1.5: Tweedie 1984). There the one-day-ahead errors of the past give location, scale and tail weight
(Student's t by the EM algorithm: Lange, Little and Taylor 1989), and the day's error its p-value. Over all figures of
one morning the false discovery rate is controlled (`stats.fdr`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np
from scipy.special import gammaln, ndtri, stdtr, stdtrit

from zhanggui.diagnosis.expectation import Foretold, Past, foretell
from zhanggui.stats.arrays import Bools, Floats
from zhanggui.stats.fdr import adjusted

RATE = 0.1
"""False discovery rate of a morning where the settings name none."""
_FEWEST = 21
_ENOUGH = 42
_SETTLED = 0.12
_TAILS = (2.5, 4.0, 7.0, 20.0)
_RANGE = 0.95
_ROUNDS = 20
_SAME = 1e-9


class Kind(StrEnum):
    """How a figure scatters."""

    COUNT = "count"
    """Whole numbers (orders, buyers, units); with an exposure, a rate."""
    MONEY = "money"
    """Sums of amounts of different size."""


class Direction(StrEnum):
    """Which way a figure is off."""

    UP = "up"
    DOWN = "down"
    FLAT = "flat"


@dataclass(frozen=True, slots=True)
class Series:
    """One figure's days, oldest first, the judged day last.

    `values` are sums (of a ratio: numerators); `exposure` the denominators, None for a plain figure. NaN is unknown.
    """

    code: str
    kind: Kind
    values: Floats
    exposure: Floats | None = None


@dataclass(frozen=True, slots=True)
class Signal:
    """The verdict on one figure's last day.

    `expected` and the 95 % range `low`..`high` are in the unit of the value (of a ratio: numerator over exposure, as
    `value`). `z` is the surprise as a normal deviate (positive: higher than expected), `p_noise` the probability of at
    least this surprise without a cause (two-sided). All of these are None when history is too short or the day is
    unknown. `calls` is filled by `judge`: whether the figure is called real at the morning's false discovery rate.
    """

    code: str
    value: float | None
    expected: float | None = None
    low: float | None = None
    high: float | None = None
    z: float | None = None
    p_noise: float | None = None
    direction: Direction = Direction.FLAT
    event: str = ""
    calls: bool = False


def judge(
    days: Sequence[date], series: Sequence[Series], events: Sequence[str], *, rate: float = RATE
) -> tuple[Signal, ...]:
    """Verdicts on the last day of all figures shown together, in their order.

    `events` holds for every day the calendar's code ('' on an ordinary day). Raises ValueError when lengths differ.
    Needs at least 14 ordinary days before a day to expect anything of it, and 21 errors to judge one.
    """
    if len(events) != len(days) or any(len(s.values) != len(days) for s in series):
        raise ValueError("days, events and series need one length")
    if not series or not days:
        return ()
    past = _past(days, series, events)
    told = foretell(past)
    signals = [_verdict(s, row, past, told, events[-1]) for row, s in enumerate(series)]
    p = np.array([np.nan if s.p_noise is None else s.p_noise for s in signals])
    called = np.nan_to_num(adjusted(p), nan=2.0) <= rate
    return tuple(_called(s, real=bool(c)) for s, c in zip(signals, called, strict=True))


def _called(signal: Signal, *, real: bool) -> Signal:
    return Signal(
        signal.code,
        signal.value,
        signal.expected,
        signal.low,
        signal.high,
        signal.z,
        signal.p_noise,
        signal.direction,
        signal.event,
        real,
    )


def _past(days: Sequence[date], series: Sequence[Series], events: Sequence[str]) -> Past:
    codes = {code: i for i, code in enumerate(sorted(set(events) - {""}))}
    values = np.stack([np.asarray(s.values, dtype=np.float64) for s in series])
    over = [
        np.ones(len(days)) if s.exposure is None else np.asarray(s.exposure, dtype=np.float64) for s in series
    ]
    return Past(
        values,
        np.stack(over),
        np.array([d.weekday() for d in days], dtype=np.int64),
        np.array([codes.get(e, -1) for e in events], dtype=np.int64),
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    """The scale on which a figure's noise is even: `spread` is the excess variance of counts (cv squared)."""

    kind: Kind
    spread: float

    def up(self, value: Floats) -> Floats:
        if self.kind is Kind.MONEY:
            return np.asarray(4.0 * np.maximum(value, 0.0) ** 0.25)
        k = max(self.spread, 1e-6)
        return np.asarray(2.0 / np.sqrt(k) * np.arcsinh(np.sqrt(k * (np.maximum(value, 0.0) + 0.375))))

    def down(self, scaled: float) -> float:
        if self.kind is Kind.MONEY:
            return (max(scaled, 0.0) / 4.0) ** 4
        k = max(self.spread, 1e-6)
        return max(float(np.sinh(max(scaled, 0.0) * np.sqrt(k) / 2.0)) ** 2 / k - 0.375, 0.0)

    def slope(self, mean: float) -> float:
        """Change of the scaled mean per unit of its logarithm."""
        step = 0.01
        pair = self.up(np.array([mean * (1 - step), mean * (1 + step)]))
        return float(pair[1] - pair[0]) / (2 * step)


@dataclass(frozen=True, slots=True)
class Law:
    """How past errors scatter: Student's t of several tails, each with its location, scale and weight.

    Few errors say little of their tail, so that no single one is chosen: chances are averaged over the tails by how
    likely the errors are under each.
    """

    middle: float
    scale: Floats
    tail: Floats
    weight: Floats

    def chance(self, off: float, stretch: float = 1.0, extra: float = 0.0) -> float:
        """Chance of an error at least `off` from the middle (two-sided); scales times `stretch`, plus `extra` error."""
        width = np.hypot(self.scale * stretch, extra)
        return min(float(self.weight @ (2.0 * stdtr(self.tail, -abs(off) / width))), 1.0)

    def reach(self, level: float, stretch: float = 1.0, extra: float = 0.0) -> float:
        """Half the width within which a share `level` of errors lies (mean over the tails)."""
        width = np.hypot(self.scale * stretch, extra)
        return float(self.weight @ (width * stdtrit(self.tail, 0.5 + level / 2.0)))


def _verdict(series: Series, row: int, past: Past, told: Foretold, event: str) -> Signal:
    value, over = float(past.values[row, -1]), float(past.exposure[row, -1])
    if not past.seen[row, -1]:
        return Signal(series.code, None, event=event)
    shown = value / over
    mean = float(told.mean[row, -1])
    used = _telling(row, past, told)
    if int(used.sum()) < _FEWEST or not mean > 0:
        return Signal(series.code, shown, event=event)
    got, due = past.values[row][used], told.mean[row][used]
    scale = _Scale(series.kind, _excess(got, due) if series.kind is Kind.COUNT else 0.0)
    errors = fit(scale.up(got) - scale.up(due))
    centre = float(scale.up(np.array([mean]))[0]) + errors.middle
    same = int((used & (past.weekday == past.weekday[-1])).sum())
    wider = _learnt_on(same), scale.slope(mean) * float(told.doubt[row, -1])
    off = float(scale.up(np.array([_nudged(value, mean, series.kind)]))[0]) - centre
    if (value - mean) * off < 0:
        off = 0.0
    p = max(errors.chance(off, *wider), as_far(scale.up(got) - scale.up(due) - errors.middle, off))
    half = errors.reach(_RANGE, *wider)
    low = scale.down(centre - half)
    if series.kind is Kind.MONEY and off < 0:
        plain, least = _plainly(got - due, value - mean, wider[0])
        p, low = max(p, plain), max(min(low, mean + least), 0.0)
    z = float(np.sign(off)) * float(-ndtri(max(p, 1e-300) / 2.0))
    return Signal(
        code=series.code,
        value=shown,
        expected=mean / over,
        low=low / over,
        high=scale.down(centre + half) / over,
        z=z,
        p_noise=p,
        direction=Direction.UP if off > 0 else Direction.DOWN if off < 0 else Direction.FLAT,
        event=event,
    )


def _plainly(errors: Floats, off: float, stretch: float) -> tuple[float, float]:
    """Chance of a fall in money as it is, and how far it goes: sums of few events fall to nothing on days without one,
    which lies far out on a scale of roots.
    """
    law = fit(errors)
    return law.chance(min(off - law.middle, 0.0), stretch), law.middle - law.reach(_RANGE, stretch)


def as_far(errors: Floats, off: float) -> float:
    """Share of past errors at least as far off: no chance is less, whatever the law fitted to them says of its tails.

    Sums of few events, as refunds are, have days of nothing that no smooth law tells.
    """
    return float(np.mean(np.abs(errors) >= abs(off) - _SAME))


def _telling(row: int, past: Past, told: Foretold) -> Bools:
    """Days whose errors teach the noise: ordinary ones; where these are few, event days whose factor is settled too."""
    expected = np.nan_to_num(told.mean[row]) > 0
    expected[-1] = False
    used: Bools = told.ordinary[row] & expected
    if int(used.sum()) < _ENOUGH:
        used = past.seen[row] & expected & (told.doubt[row] < _SETTLED)
    return used


def _nudged(value: float, mean: float, kind: Kind) -> float:
    """Continuity correction of counts: half a unit towards the mean."""
    if kind is Kind.MONEY:
        return value
    return value - min(max(value - mean, -0.5), 0.5)


def _excess(got: Floats, due: Floats) -> float:
    """Excess variance of counts over Poisson, relative to the squared mean, by moments; wild days are cut at 4 sd."""
    k = 0.0
    for _ in range(3):
        bound = 16.0 * (due + k * due**2)
        square = np.minimum((got - due) ** 2, np.maximum(bound, np.median((got - due) ** 2) * 16.0))
        k = max(float((square - due).sum()) / float((due**2).sum()), 0.0)
    return k


def fit(errors: Floats, most: float | None = None) -> Law:
    """Student's t by EM for every tail of a grid, weighted by likelihood.

    `most`: independent errors that these are worth (None: all of them); tails have no more degrees of freedom than
    that less one, and differ in likelihood by as many errors.
    """
    worth = float(len(errors)) if most is None else most
    tail = np.array(_TAILS)[:, None]
    middle = np.full_like(tail, float(np.median(errors)))
    square = np.full_like(tail, float(np.mean(errors**2)) + 1e-12)
    for _ in range(_ROUNDS):
        weight = (tail + 1.0) / (tail + (errors - middle) ** 2 / square)
        middle = (weight * errors).sum(axis=1, keepdims=True) / weight.sum(axis=1, keepdims=True)
        square = (weight * (errors - middle) ** 2).mean(axis=1, keepdims=True) + 1e-12
    spread = np.log1p((errors - middle) ** 2 / square / tail).mean(axis=1, keepdims=True)
    norm = gammaln((tail + 1) / 2) - gammaln(tail / 2) - 0.5 * np.log(tail * np.pi * square)
    likely = (worth * (norm - (tail + 1) / 2 * spread))[:, 0]
    chances = np.exp(likely - likely.max())
    chances /= chances.sum()
    return Law(
        float(chances @ middle[:, 0]),
        np.sqrt(square[:, 0]),
        np.minimum(tail[:, 0], max(worth - 1.0, _TAILS[0])),
        chances,
    )


def _learnt_on(days: int) -> float:
    """Factor from in-sample to out-of-sample scale of a mean learnt on so many days of its weekday."""
    return float(np.sqrt((days + 2.0) / max(days, 1)))
