"""A share of a shop's own that has risen beyond anything its weeks have shown: a fee's share of sales, unpaid orders.

Judged is a sum over a sum (fees over sales, seconds over parcels), over the last three days to six weeks, against all
days before them. It must leave its usual share by four standard errors, whose scatter is that of the shop's own days;
it must be above every earlier stretch of the same length; most of its days must be raised, and it must be raised
without its oddest day, so that one day alone (a monthly charge, a parcel of a month) is no shift.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt

import numpy as np
import numpy.typing as npt

from zhanggui.metrics.query import Key
from zhanggui.playbooks.columns import Columns
from zhanggui.stats.counts import at_most, share_at_least

WINDOWS = (3, 7, 14, 28, 42)  # days in question
DAYS = 98  # with those before them
LEAST_DAYS = 28  # days with something to count, before the days in question
SURE = 4.0  # standard errors
LEAST_RISE = 0.25  # of the usual share
NEARLY = 0.7  # of the surest window's standard errors
MOST_DAYS = 0.65  # share of the days in question that must be raised
ABOVE = 1.05  # times the highest earlier stretch
FLOOR = 0.05  # standard error of a share that nobody should trust to be smaller, of the share
LUCK = 1e-3  # chance of so many, of counts, above which they may be luck
FEW_LUCK = 2e-4  # the same where chance alone judges
FEW_MOST = 12.0  # usual ones of the days in question, above which days are to be compared
FEW_TRUST = 0.5  # of what was before: shares drift, and buyers come in twos
FEW_WINDOWS = (3, 7, 14, 28)
FEW, FEW_DAYS, FEW_BEFORE = 4, 2, 20  # counted at least, on as many days at least, of so many before
WEEK = 7

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Shift:
    """Over the last ``days``: the share ``now`` against the ``usual`` one, the standard error of their difference, and
    what a week of the divisor is (``weekly``).
    """

    days: int
    now: float
    usual: float
    error: float
    weekly: float

    @property
    def sure(self) -> float:
        """Standard errors between now and usual."""
        return (self.now - self.usual) / self.error


def by_day(
    facts: Columns, dims: tuple[str, ...], measure: str, as_of: date, days: int = DAYS
) -> Mapping[tuple[str, ...], Floats]:
    """A measure of the last ``days`` by ``dims`` (and day), oldest first, 0 where nothing was counted."""
    place: dict[Key, int] = {as_of - timedelta(days=days - 1 - at): at for at in range(days)}
    values = facts.floats(measure)
    at = np.array([place.get(day, -1) for day in facts.keys["day"].tolist()], dtype=np.int64)
    told = np.flatnonzero((at >= 0) & np.isfinite(values))
    names: dict[tuple[Key, ...], int] = {}
    rows = zip(*(facts.keys[dim][told].tolist() for dim in dims), strict=True)
    item = np.array([names.setdefault(row, len(names)) for row in rows], dtype=np.int64)
    table = np.zeros((len(names), days))
    np.add.at(table, (item, at[told]), values[told])
    out: dict[tuple[str, ...], Floats] = {}
    for row, number in names.items():
        key = tuple(str(one or "") for one in row)
        out[key] = out[key] + table[number] if key in out else table[number]
    return dict(sorted(out.items()))


def shift(over: Floats, under: Floats, least: float = LEAST_RISE, *, counts: bool = False) -> Shift | None:
    """The rise of ``over`` / ``under`` (shape (DAYS,), oldest first), None where there is none.

    Of several windows the shortest that is nearly as sure as the surest: a longer one holds days from before the rise
    and makes it small. ``least``: the rise, of the usual share, from which it is worth a word.
    ``counts``: ``over`` counts a few of those of ``under``, so that chance alone lets it scatter.
    """
    found = shifts(over, under, least)
    return shortest([one for one in found if not counts or _luck(over, under, one) <= LUCK])


def shifts(over: Floats, under: Floats, least: float = LEAST_RISE) -> list[Shift]:
    """As ``shift``, every window that shows the rise, the shortest first."""
    return [one for days in WINDOWS if (one := _window(over, under, days, least)) is not None]


def shortest(found: Sequence[Shift]) -> Shift | None:
    """Of windows in the order of their length the first that is nearly as sure as the surest; None of none."""
    best = max((one.sure for one in found), default=0.0)
    return next((one for one in found if one.sure >= NEARLY * best), None)


def few(over: Floats, under: Floats, least: float = LEAST_RISE) -> Shift | None:
    """As ``shift``, of counts too few for their days to be compared: the chance of so many must be tiny.

    ``over`` counts some of those of ``under``. At least four, not all of one day; where they are usually many, days
    that differ for reasons of their own would be no luck either.
    """
    found = []
    for days in FEW_WINDOWS:
        late, before = float(under[-days:].sum()), float(under[:-days].sum())
        many = float(over[-days:].sum())
        if before < FEW_BEFORE or many < FEW or np.count_nonzero(over[-days:]) < FEW_DAYS:
            continue
        usual, now = float(over[:-days].sum() + 0.5) / (before + 1.0), many / late
        if usual * late > FEW_MOST:
            continue
        error = sqrt(usual * (1.0 - usual) / before + max(now * (1.0 - now), 0.05) / late)
        weekly = float(under[-max(days, 4 * WEEK) :].mean()) * WEEK
        past = float(over[:-days].sum())
        luck = share_at_least(round(many), round(late), (past * FEW_TRUST, before * FEW_TRUST))
        if now >= usual * (1 + least) and luck <= FEW_LUCK:
            found.append(Shift(days, now, usual, error, weekly))
    return shortest(found)


def _luck(over: Floats, under: Floats, one: Shift) -> float:
    """Chance of so many, of counts that scatter by half more than by chance alone."""
    before = float(under[: -one.days].sum())
    mean = one.usual * float(under[-one.days :].sum()) + 0.5
    variance = mean * (1.5 + mean / max(one.usual * before, 1.0))
    return 1.0 - at_most(float(over[-one.days :].sum()) - 1, mean, variance)


def _window(over: Floats, under: Floats, days: int, least: float) -> Shift | None:
    past_over, past_under = over[:-days], under[:-days]
    late_over, late_under = over[-days:], under[-days:]
    counted = past_under > 0
    if counted.sum() < LEAST_DAYS or not (late_under > 0).any():
        return None
    usual = float(past_over.sum() / past_under.sum())
    now = float(late_over.sum() / late_under.sum())
    if now <= 0 or now < usual * (1 + least):
        return None
    error = _error(past_over, past_under, float(late_under.sum()), max(usual, now / 10))
    odd = int((late_over - usual * late_under).argmax())
    rest = float(np.delete(late_under, odd).sum())  # of the days without the oddest one
    # A day on which nothing is left of what it is a share of (nothing was sent) is raised as well.
    told = (late_under > 0) | (late_over > 0)
    raised = late_over[told] > usual * (1 + least / 2) * late_under[told]
    still = rest > 0 and float(np.delete(late_over, odd).sum()) / rest >= usual * (1 + least)
    lasts = float(raised.mean()) >= MOST_DAYS and still
    sure = (now - usual) / error >= SURE and lasts
    if not sure or now < ABOVE * _highest(past_over, past_under, days):
        return None
    weekly = float(under[-max(days, 2 * WEEK) :].mean()) * WEEK  # three days say little of a week
    return Shift(days, now, usual, error, weekly)


def _error(over: Floats, under: Floats, late: float, level: float) -> float:
    """Standard error of a share over ``late`` against that of the days before, from the scatter of these."""
    usual = over.sum() / under.sum()
    counted = under > 0
    free = int(counted.sum()) - 1
    scatter = float(((over - usual * under)[counted] ** 2).sum()) / free / float(under[counted].mean())
    # Around its own level a share's daily errors are correlated: weeks are no more certain than their floor.
    return sqrt(scatter * (1 / late + 1 / float(under.sum())) + (FLOOR * level) ** 2)


def _highest(over: Floats, under: Floats, days: int) -> float:
    """The highest share of an earlier stretch of ``days`` that counted at least half of the usual."""
    window = np.ones(days)
    tops, bottoms = np.convolve(over, window, "valid"), np.convolve(under, window, "valid")
    enough = bottoms >= max(float(np.median(bottoms)) / 2, 1e-9)
    return float((tops[enough] / bottoms[enough]).max()) if enough.any() else 0.0
