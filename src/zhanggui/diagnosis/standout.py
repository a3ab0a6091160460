"""Which of many slices stand out by themselves: each against its own past, all of them against what chance shows.

Slices are sums of events of some size, so that their variance goes with their mean, and the difference of roots is
even (Bartlett 1936; Anscombe 1948). Every earlier day of a slice, held against its own days before, tells its variance
for its mean; with the likeness of neighbouring days this gives the scatter of the change over any number of days. A
slice's Student's t chance is taken as many times as its family (a dimension: 30 regions, 2,000 items) has slices, so
that many small families do not hide a large slice. How little the most surprising of all slices came to on earlier
stretches says what chance makes of so many, with their tails and their dependence (step of least p: Westfall and Young
1993); beside it stands Bonferroni's bound over the families.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtr

from zhanggui.stats.arrays import Floats, Ints

FEWEST = 15
"""Earlier days that chance is learnt from at least."""
OFTEN = 0.5
"""Days among those compared on which a slice usually happens, at least."""
_RECENT = 14
_FREEDOM = (4.0, 30.0)
_MOST_ALIKE = 0.9


@dataclass(frozen=True, slots=True)
class Standout:
    """The slice at `number`: `z` in deviations of its own past, `p` the chance of any of the slices as far."""

    number: int
    z: float
    p: float


@dataclass(frozen=True, slots=True)
class Sides:
    """What was and what was to be expected: `actual` and `expected`, shape (slices,) or (slices, days)."""

    actual: Floats
    expected: Floats


@dataclass(frozen=True, slots=True)
class Bar:
    """When a slice stands out: `alpha`, and the number of each slice's family (None: all are of one).

    `sizes`: how many slices a family has where those at hand were chosen from more, by the number of the family.
    """

    alpha: float
    families: Ints | None = None
    sizes: tuple[int, ...] = ()
    often: float = OFTEN


@dataclass(frozen=True, slots=True)
class Judged:
    """Slices by their own past: `rows` are the numbers of those judged, `z` deviations, `p` the chance of any as far.

    `own`: how surprising a slice is within its family, by which the most surprising come first.
    """

    rows: Ints
    z: Floats
    own: Floats
    p: Floats


def standouts(now: Sides, past: Sides, length: int, bar: Bar) -> tuple[Standout, ...]:
    """Slices whose change chance makes of any slice no more often than `bar.alpha`, the most surprising first.

    See `judged`; nothing is told where that says nothing.
    """
    told = judged(now, past, length, bar)
    if told is None:
        return ()
    order = np.lexsort((-np.abs(told.z), told.own))
    return tuple(
        Standout(int(told.rows[i]), float(told.z[i]), float(told.p[i]))
        for i in order
        if told.p[i] <= bar.alpha
    )


def judged(now: Sides, past: Sides, length: int, bar: Bar) -> Judged | None:
    """Every slice against its own past; None where fewer than 15 earlier days teach, or no slice can be judged.

    `now`: sums over the `length` days compared. `past`: single days, the last compared day first, NaN where unknown.
    The compared days teach nothing, nor does the fortnight before where there are enough others: what is wrong today
    may have been so for days. Slices that happen on fewer than `bar.often` of the days compared have no past to stand
    out of; with a bar of 0 every slice is judged, one that never happened by the size that an event of others has.
    """
    known = np.isfinite(past.actual) & np.isfinite(past.expected)
    days = np.flatnonzero(known.any(axis=0))
    days = days[days >= length]
    days = days[min(_RECENT, max(len(days) - 2 * FEWEST, 0)) :]
    if len(days) < FEWEST + length - 1:
        return None
    used = np.isfinite(now.actual) & np.isfinite(now.expected) & (known[:, days].sum(axis=1) >= FEWEST)
    got, due = _filled(past.actual[:, days]), _filled(past.expected[:, days])
    happens = (got > 0).mean(axis=1)
    rows = np.flatnonzero(used & (happens * length >= bar.often))
    if not len(rows):
        return None
    got, due = got[rows], due[rows]
    unit = _unit(got, due)
    alike = _alike(got - due)
    lags = np.arange(1, length)
    scale = np.sqrt(1 + 2 * float(((1 - lags / length) * alike**lags).sum()))
    windows = _roots(_moving(got, length), _moving(due, length), unit[:, None]) / scale
    worth = max(len(days) * (1 - alike) / (1 + alike), 2.0)
    z = _roots(now.actual[rows], now.expected[rows], unit) / scale / float(np.sqrt(1 + length / worth))
    freedom = min(max(worth - 1.0, _FREEDOM[0]), _FREEDOM[1])
    family = np.zeros(len(rows), np.int64) if bar.families is None else bar.families[rows]
    names, of, many = np.unique(family, return_inverse=True, return_counts=True)
    told = np.array([bar.sizes[name] if name < len(bar.sizes) else 0 for name in names.tolist()], np.int64)
    many = np.maximum(many, told)
    least = np.min(
        [
            count * _tails(np.abs(windows[of == n]).max(axis=0), freedom)
            for n, count in enumerate(many.tolist())
        ],
        axis=0,
    )
    own = many[of] * _tails(np.abs(z), freedom)
    below = np.searchsorted(np.sort(least), own, side="right")
    p = np.maximum((1.0 + below) / (1.0 + len(least)), np.minimum(len(names) * own, 1.0))
    return Judged(rows, z, own, p)


def _tails(z: Floats, freedom: float) -> Floats:
    """Chance of a t value at least as far from 0."""
    return np.asarray(2.0 * stdtr(freedom, -z))


def _filled(values: Floats) -> Floats:
    """Unknown days as the mean of the known ones; 0 where none is."""
    known = np.isfinite(values)
    mean = np.where(known, values, 0.0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    return np.maximum(np.where(known, values, mean[:, None]), 0.0)


def _unit(got: Floats, due: Floats) -> Floats:
    """Variance for the mean, of every slice; no less than the size of one event where most days have none.

    Of a slice that never happened, the median size of the others' events.
    """
    variance = ((got - due) ** 2).mean(axis=1) / np.maximum(due.mean(axis=1), 1e-12)
    sold = got > 0
    size = got.sum(axis=1) / np.maximum(sold.sum(axis=1), 1)
    size = np.where(size > 0, size, np.median(size[size > 0]) if (size > 0).any() else 1.0)
    return np.asarray(np.maximum(np.maximum(variance, size * (1 - sold.mean(axis=1))), 1e-9))


def _roots(actual: Floats, expected: Floats, unit: Floats) -> Floats:
    """Difference of roots in deviations."""
    up = np.sqrt(np.maximum(actual, 0.0) + 0.375 * unit)
    return np.asarray(2.0 * (up - np.sqrt(np.maximum(expected, 0.0) + 0.375 * unit)) / np.sqrt(unit))


def _moving(values: Floats, length: int) -> Floats:
    sums = np.cumsum(np.pad(values, ((0, 0), (1, 0))), axis=1)
    return np.asarray(sums[:, length:] - sums[:, :-length])


def _alike(errors: Floats) -> float:
    """Correlation of neighbouring days, pooled over the slices."""
    square = (errors**2).sum(axis=1)
    moved = square > 0
    if not moved.any():
        return 0.0
    near = (errors[moved, 1:] * errors[moved, :-1]).sum(axis=1) / square[moved]
    return min(max(float(near.mean()), 0.0), _MOST_ALIKE)
