"""Which of many slices stand out by themselves: each against its own past, all of them against what chance shows.

Slices are sums of events of some size, so that their variance goes with their mean, and the difference of roots is
even (Bartlett 1936; Anscombe 1948). Every earlier day of a slice, held against its own days before, tells its variance
for its mean; with the likeness of neighbouring days this gives the scatter of the change over any number of days. A
slice's Student's t chance is taken as many times as its family (a dimension: 30 regions, 2,000 items) has slices, so
that many small families do not hide a large slice. How little the most surprising of all slices came to on earlier
stretches says what chance makes of so many, with their tails and their dependence (step of least p: Westfall and Young
1993); beside it stands Bonferroni's bound over the families. The same slices may be asked over several spans that end
on the same day, for a day and for the week up to it: then chance is that of any slice over any span.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtr

from zhanggui.stats.arrays import Bools, Floats, Ints

FEWEST = 15
"""Earlier days that chance is learnt from at least."""
OFTEN = 0.5
"""Days among those compared on which a slice usually happens, at least."""
_RECENT = 14
_TELLING = 24  # earlier stretches among which the most surprising one has a chance of 4 %
_FREEDOM = (4.0, 30.0)
_MOST_ALIKE = 0.9


@dataclass(frozen=True, slots=True)
class Standout:
    """The slice at `number` over the span at `span`: `z` in deviations of its own past, `p` the chance of any such."""

    number: int
    span: int
    z: float
    p: float


@dataclass(frozen=True, slots=True)
class Sides:
    """What was and what was to be expected: `actual` and `expected`, shape (slices,) or (slices, days)."""

    actual: Floats
    expected: Floats


@dataclass(frozen=True, slots=True)
class Span:
    """``length`` days up to the last compared one: ``sides`` of shape (slices,), NaN where a slice is not asked."""

    sides: Sides
    length: int


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
    """Slices by their own past: `rows` are the numbers of those judged over the spans at `spans`, `z` deviations, `p`
    the chance of any as far.

    `own`: how surprising a slice is within its family, by which the most surprising come first.
    """

    rows: Ints
    spans: Ints
    z: Floats
    own: Floats
    p: Floats


@dataclass(frozen=True, slots=True)
class _Taught:
    """The days that teach, last first: what was and what was to be, shape (slices, days), and who has a past."""

    got: Floats
    due: Floats
    known: Bools
    longest: int


@dataclass(frozen=True, slots=True)
class _Told:
    """Slices over one span; `least`: of every earlier stretch the most surprising one's `own`; `families` there are."""

    rows: Ints
    z: Floats
    own: Floats
    least: Floats
    families: int


def standouts(spans: Sequence[Span], past: Sides, bar: Bar) -> tuple[Standout, ...]:
    """Slices whose change chance makes of any slice no more often than `bar.alpha`, the most surprising first.

    See `judged`; nothing is told where that says nothing.
    """
    told = judged(spans, past, bar)
    if told is None:
        return ()
    order = np.lexsort((-np.abs(told.z), told.own))
    return tuple(
        Standout(int(told.rows[i]), int(told.spans[i]), float(told.z[i]), float(told.p[i]))
        for i in order
        if told.p[i] <= bar.alpha
    )


def judged(spans: Sequence[Span], past: Sides, bar: Bar) -> Judged | None:
    """Every slice against its own past; None where fewer than 15 earlier days teach, or no slice can be judged.

    `spans`: sums over the days compared, the shortest first. `past`: single days, the last compared day first, NaN
    where unknown. The compared days teach nothing, nor does the fortnight before where there are enough others: what
    is wrong today may have been so for days. Slices that happen on fewer than `bar.often` of the days compared have no
    past to stand out of; with a bar of 0 every slice is judged, one that never happened by the size that an event of
    others has.
    """
    taught = _taught(past, spans)
    if taught is None:
        return None
    told = [
        (n, one)
        for n, span in enumerate(spans)
        if span.length <= taught.longest and (one := _over(span, taught, bar)) is not None
    ]
    if not told:
        return None
    least = np.sort(np.min([one.least for _, one in told], axis=0))
    own = np.concatenate([one.own for _, one in told])
    below = np.searchsorted(least, own, side="right")
    families = sum(one.families for _, one in told)
    return Judged(
        np.concatenate([one.rows for _, one in told]),
        np.concatenate([np.full(len(one.rows), n, np.int64) for n, one in told]),
        np.concatenate([one.z for _, one in told]),
        own,
        np.maximum((1.0 + below) / (1.0 + len(least)), np.minimum(families * own, 1.0)),
    )


def _taught(past: Sides, spans: Sequence[Span]) -> _Taught | None:
    """The days that teach; longer spans than the first are left out where too few stretches as long would be left."""
    known = np.isfinite(past.actual) & np.isfinite(past.expected)
    every = np.flatnonzero(known.any(axis=0))
    first = spans[0].length
    for longest in sorted({max(span.length, first) for span in spans}, reverse=True):
        days = every[every >= longest]
        days = days[min(_RECENT, max(len(days) - 2 * FEWEST, 0)) :]
        if len(days) - longest + 1 >= (FEWEST if longest == first else _TELLING):
            enough = known[:, days].sum(axis=1) >= FEWEST
            return _Taught(_filled(past.actual[:, days]), _filled(past.expected[:, days]), enough, longest)
    return None


def _over(span: Span, taught: _Taught, bar: Bar) -> _Told | None:
    """The slices over one span; None where none can be judged."""
    now, length, days = span.sides, span.length, taught.got.shape[1]
    used = np.isfinite(now.actual) & np.isfinite(now.expected) & taught.known
    rows = np.flatnonzero(used & ((taught.got > 0).mean(axis=1) * length >= bar.often))
    if not len(rows):
        return None
    got, due = taught.got[rows], taught.due[rows]
    unit = _unit(got, due)
    alike = _alike(got - due)
    lags = np.arange(1, length)
    scale = np.sqrt(1 + 2 * float(((1 - lags / length) * alike**lags).sum()))
    windows = _roots(_moving(got, length), _moving(due, length), unit[:, None]) / scale
    windows = windows[:, : days - taught.longest + 1]
    worth = max(days * (1 - alike) / (1 + alike), 2.0)
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
    return _Told(rows, z, many[of] * _tails(np.abs(z), freedom), least, len(names))


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
