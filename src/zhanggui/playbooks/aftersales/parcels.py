"""Parcels that should have arrived and have not: arrivals against what was sent, told from chance.

How long a shop's parcels take is learnt from its own past: each region's mean, and the scatter that all of them share
(a gamma distribution of the days on the way, by moments). What was sent each day then says how many must have arrived
over the last days, and how much that may scatter: what one region is sent on one day may be one buyer's, or one
lorry's, and comes together or not at all. Where the shop's past scattered more than that, so does what is expected
now. So few arrivals have a chance; the chances of all regions and shops of a morning are judged together by the caller.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import gammainc

from zhanggui.playbooks.shift import DAYS
from zhanggui.stats.counts import share_at_most

WINDOWS = (3, 5, 7, 14)  # days in question
PAST = DAYS - WINDOWS[-1]  # days that say what is usual
START = 21  # first days, whose arrivals were sent before the first of them
LEAST_KNOWN = 20.0  # parcels that say how long they take
LEAST_EXPECTED = 3.0
TOGETHER = 0.3  # correlation, at least, of parcels that one region is sent on one day
LEAST_SCATTER = 0.02  # variance of the days on the way over their square
WITHIN_DAY = 1 / 12  # variance of the hour at which a day's parcel leaves
WORTH = 2.0  # parcels that the shop's mean counts for beside a region's own
COME = 10.0  # parcels, of which all but one arrive, that count beside a region's own
MOST = 0.98  # share that arrives of what is sent: a parcel gets lost now and then
NEARLY = 0.7  # of the smallest log chance: the shortest window that is nearly as sure
A_DAY = 86_400.0

Floats = npt.NDArray[np.float64]
Table = Mapping[str, Floats]  # region → by day, shape (DAYS,), oldest first


@dataclass(frozen=True, slots=True)
class Held:
    """Over the last ``days`` in ``region`` ('' the whole shop): what came, was expected, the chance ``p`` of so few."""

    region: str
    days: int
    came: float
    expected: float
    p: float

    @property
    def late(self) -> float:
        """Days of parcels that are missing."""
        return self.days * max(1.0 - self.came / self.expected, 0.0)


@dataclass(frozen=True, slots=True)
class _Way:
    """Of each region, in one order: mean and variance of the days on the way, and the share that ever arrives."""

    mean: Floats
    variance: Floats
    arrives: Floats


@dataclass(frozen=True, slots=True)
class _Due:
    """By region and day: what came over a window that ends there, what must have come, and its variance.

    ``squares``: the sum, over what was sent, of the square of its share that must have come.
    """

    came: Floats
    expected: Floats
    variance: Floats
    squares: Floats

    def rows(self, at: int) -> "_Due":
        """Of one region."""
        return _Due(self.came[[at]], self.expected[[at]], self.variance[[at]], self.squares[[at]])

    def whole(self) -> "_Due":
        """Of all regions together."""
        came, expected, variance, squares = (
            table.sum(axis=0, keepdims=True)
            for table in (self.came, self.expected, self.variance, self.squares)
        )
        return _Due(came, expected, variance, squares)


def held(seconds: Table, arrived: Table, sent: Table) -> tuple[Held, ...]:
    """One for the whole shop and for each region that is sent enough, of the window that says most.

    ``seconds`` on the way of what ``arrived`` that day; parcels ``sent`` that day. The best of several windows is
    taken, so its chance is multiplied by their number (Bonferroni). Nothing where too few have arrived so far.
    """
    regions = sorted(set(seconds) & set(arrived) & set(sent))
    took, came, left = (
        np.array([table[name] for name in regions]).reshape(len(regions), DAYS)
        for table in (seconds, arrived, sent)
    )
    if came[:, :PAST].sum() < LEAST_KNOWN or took[:, :PAST].sum() <= 0:
        return ()
    way = _way(took, came, left)
    tables = {days: _due(way, came, left, days) for days in WINDOWS}
    out = [_best("", {days: table.whole() for days, table in tables.items()})]
    for at, name in enumerate(regions):
        if name:
            mine = {days: table.rows(at) for days, table in tables.items()}
            out.append(_best(name, mine))
    return tuple(one for one in out if one is not None)


def rest(seconds: Table, arrived: Table, sent: Table, but: Sequence[str]) -> Held | None:
    """All regions ``but`` these as a whole; None where they say nothing."""
    tables = (
        {name: days for name, days in table.items() if name not in but} for table in (seconds, arrived, sent)
    )
    found = held(*tables)
    return found[0] if found and not found[0].region else None


def _way(took: Floats, came: Floats, left: Floats) -> _Way:
    past = slice(0, PAST)
    known, days = came[:, past], took[:, past] / A_DAY
    shop = float(days.sum() / known.sum())
    mean = (days.sum(axis=1) + WORTH * shop) / (known.sum(axis=1) + WORTH)
    told = known > 0
    each = np.divide(days, known, out=np.zeros_like(days), where=told)
    off = np.where(told, each - mean[:, None], 0.0)
    free = max(int(told.sum()) - len(mean), 1)
    scatter = max(float((known * off**2).sum()) / free / shop**2, LEAST_SCATTER)
    variance = scatter * mean**2 + WITHIN_DAY
    shares = [_share(float(m), float(v), DAYS) for m, v in zip(mean, variance, strict=True)]
    due = np.array([np.convolve(row, share)[:DAYS] for row, share in zip(left, shares, strict=True)])
    must = due[:, PAST - 1] - due[:, START - 1]
    arrives = (came[:, START:PAST].sum(axis=1) + COME - 1) / (must + COME)
    return _Way(mean, variance, np.minimum(arrives, MOST))


def _share(mean: float, variance: float, days: int) -> Floats:
    """Of parcels sent 0, 1, ... days ago: the share that arrives within the last ``days``. Shape (DAYS,)."""
    age = np.arange(DAYS) + 0.5
    shape, scale = mean**2 / variance, variance / mean
    within: Floats = gammainc(shape, age / scale) - gammainc(shape, np.maximum(age - days, 0.0) / scale)
    return within


def _due(way: _Way, came: Floats, left: Floats, days: int) -> _Due:
    expected, alone, clumped, squares = (np.zeros_like(came) for _ in range(4))
    for at, row in enumerate(left):
        share = way.arrives[at] * _share(float(way.mean[at]), float(way.variance[at]), days)
        expected[at] = np.convolve(row, share)[:DAYS]
        alone[at] = np.convolve(row, share * (1 - share))[:DAYS]
        clumped[at] = np.convolve(row**2, share * (1 - share))[:DAYS]
        squares[at] = np.convolve(row, share**2)[:DAYS]
    sums = np.array([np.convolve(row, np.ones(days))[:DAYS] for row in came])
    past = slice(START + days, PAST)
    off = float(((sums - expected)[:, past] ** 2).sum())
    one, all_, more = off - float(alone[:, past].sum()), clumped - alone, 1e-9
    together = float(np.clip(one / max(float(all_[:, past].sum()), more), TOGETHER, 1.0))
    variance = alone + together * all_
    scatter = max(off / max(float(variance[:, past].sum()), more), 1.0)
    return _Due(sums, expected, variance * scatter, squares)


def _best(region: str, tables: Mapping[int, _Due]) -> Held | None:
    found = []
    for days, due in tables.items():
        came, expected = float(due.came[0, -1]), float(due.expected[0, -1])
        if expected >= LEAST_EXPECTED:
            found.append((days, came, expected, _chance(due)))
    if not found:
        return None
    least = min(p for *_, p in found)
    days, came, expected, p = next(one for one in found if np.log(one[3]) <= NEARLY * np.log(least))
    return Held(region, days, came, expected, min(p * len(WINDOWS), 1.0))


def _chance(due: _Due) -> float:
    """Chance of so few today: binomial of as many trials as scatter so."""
    came, expected, variance, squares = (
        float(table[0, -1]) for table in (due.came, due.expected, due.variance, due.squares)
    )
    if came >= expected:
        return 1.0
    return max(share_at_most(came, expected**2 / squares, expected, variance), 1e-300)
