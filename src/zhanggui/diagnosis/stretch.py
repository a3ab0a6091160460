"""How far one comparison goes by chance: the same comparison made of earlier days, moved back day by day.

A figure over some days is held against a weighted mean of other days. Moved back by a day, by two days and so on, that
very comparison shows what it does when nothing in particular happens: the scatter of days, their likeness to each other
and the slow drift between then and now are all in it, whatever the number of days. Stretches that overlap count for as
many as fit beside each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from scipy.special import stdtr

from zhanggui.diagnosis.signal import as_far, fit
from zhanggui.stats.arrays import Floats
from zhanggui.stats.intervals import LEVEL, z_of

FEWEST = 6
"""Stretches beside each other that chance is learnt from at least."""
_MOST_ALIKE = 0.9
_DAYS = 15
_RECENT = 14
_WEEK, _TIMES = 7, 3
_HELD = 0.5
_EMPTY = 0.2
_NOTHING = 1e-9
_LEAST_FREEDOM = 3.0
_ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Reach:
    """What chance does to a comparison.

    `deviation`: standard error of the change, of its logarithm where `logs`, widened such that a normal interval at
    95 % is as wide as Student's t on so few stretches. `p`: chance of a change at least as large (two-sided).
    """

    deviation: float
    logs: bool
    p: float


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison: `days` held against days with weights (`against`); weights add up to the number of `days`."""

    days: tuple[date, ...]
    against: Mapping[date, float]

    def last(self) -> Compared:
        """The comparison of the last day alone, with the days of its own weekday (without any: with all of them)."""
        day = self.days[-1]
        own = {one: w for one, w in self.against.items() if one.weekday() == day.weekday()} or self.against
        whole = sum(own.values())
        return Compared((day,), {one: w / whole for one, w in own.items()})

    def past(self, axis: Mapping[date, int], values: Floats, exposure: Floats | None) -> Floats:
        """Both sides of the comparison moved back by 0, 1, 2... days, shape (shifts, 2); NaN where a day is unknown.

        `axis` says where in `values` a day is; of a ratio, `values` are numerators and `exposure` denominators.
        """
        now, then = self._sides(axis, values[None])
        if exposure is not None:
            over, owed = self._sides(axis, exposure[None])
            now, then = _ratio(now, over), _ratio(then, owed)
        return np.stack([now[0], then[0]], axis=1)

    def held(
        self, axis: Mapping[date, int], values: Floats, exposure: Floats | None = None
    ) -> tuple[Floats, Floats]:
        """What many figures were and were to be, both of shape (figures, shifts), from days of shape (figures, days).

        Of ratios, numerators: what the ratio of the other days makes of today's denominator is to be expected.
        """
        now, then = self._sides(axis, values)
        if exposure is None:
            return now, then
        over, owed = self._sides(axis, exposure)
        return now, _ratio(then, owed) * over

    def _sides(self, axis: Mapping[date, int], values: Floats) -> tuple[Floats, Floats]:
        """Sums of both sides for every shift, each of shape (figures, shifts); none where a day is not on the axis.

        Of the days held against, the known ones stand for the others where they are half of them.
        """
        now = np.array([axis[day] for day in self.days if day in axis], dtype=np.int64)
        then = np.array([axis[day] for day in self.against if day in axis], dtype=np.int64)
        if len(now) < len(self.days) or len(then) < len(self.against) or not len(then):
            return np.empty((len(values), 0)), np.empty((len(values), 0))
        weight = np.array(list(self.against.values()))
        shift = np.arange(min(int(now.min()), int(then.min())) + 1)[:, None]
        other = values[:, then - shift]
        known = np.isfinite(other) @ weight
        told = np.where(np.isfinite(other), other, 0.0) @ weight
        enough = known >= _HELD * float(weight.sum())
        whole = np.where(enough, told * float(weight.sum()) / np.where(enough, known, 1.0), np.nan)
        return values[:, now - shift].sum(axis=2), whole


def _ratio(over: Floats, under: Floats) -> Floats:
    return np.where(under > 0, over / np.where(under > 0, under, 1.0), np.nan)


def reach(past: Floats, length: int) -> Reach | None:
    """Judge the first row of `past` (see `Compared.past`) by the others; None where too few are known.

    `length`: days a stretch has. Changes are judged by their logarithm where both sides are always positive, and by
    their fourth roots (Tweedie 1984) where they are never negative. The chance is the greater of the two: sums of few
    events are skewed on one of these scales or the other, and where events are many both say the same. Scale and tails
    by Student's t (`signal.fit`); neighbouring stretches are alike, so that they count for fewer (Bartlett 1946:
    n (1 - r) / (1 + r) with the correlation r of neighbours), which bounds the degrees of freedom.
    """
    if not len(past) or not np.isfinite(past[0]).all():
        return None
    known = _long_ago(past[1:], length, FEWEST * length)
    beside = len(known) / length
    if beside < FEWEST:
        return None
    logs = bool((past[0] > 0).all()) and float((known <= 0).any(axis=1).mean()) < _EMPTY
    if logs:
        known = known[(known > 0).all(axis=1)]
        errors, change = np.log(known[:, 0] / known[:, 1]), float(np.log(past[0, 0] / past[0, 1]))
    else:
        errors, change = known[:, 0] - known[:, 1], float(past[0, 0] - past[0, 1])
    if float(np.ptp(errors)) < _NOTHING:
        return Reach(0.0, logs, 1.0 if abs(change - float(errors[0])) < _NOTHING else 0.0)
    worth = _worth(errors - float(np.median(errors)), beside)
    law, wider = fit(errors, worth), float(np.sqrt(1 + 1 / worth))
    half = law.reach(LEVEL, wider)
    p = max(_chance(errors, change, worth), _chance_of_roots(known, past[0], worth))
    return Reach(half / z_of(LEVEL), logs, p)


def _long_ago(earlier: Floats, length: int, fewest: int) -> Floats:
    """The earlier comparisons that are known, the last first. Of several days, without those of the fortnight before,
    as far as ``fewest`` others are left: what is wrong in them may have been so before, and is no chance.
    """
    known = earlier[np.isfinite(earlier).all(axis=1)]
    recent = min(_RECENT, len(known) - fewest) if length > 1 else 0
    return known[max(recent, 0) :]


def _chance(errors: Floats, change: float, worth: float) -> float:
    """Chance of a change among errors that are worth so many independent ones."""
    law, wider = fit(errors, worth), float(np.sqrt(1 + 1 / worth))
    off = change - law.middle
    return max(law.chance(off, wider), as_far(errors - law.middle, off))


def _chance_of_roots(known: Floats, sides: Floats, worth: float) -> float:
    """The same on the scale of fourth roots; 0 where a figure is below 0."""
    if (known < 0).any() or (sides < 0).any():
        return 0.0
    roots, own = known**0.25, sides**0.25
    return _chance(roots[:, 0] - roots[:, 1], float(own[0] - own[1]), worth)


def reach_of_days(whole: Floats, daily: Floats, length: int) -> Reach | None:
    """As `reach`, for a comparison of `length` days whose like there is too little of, from single days.

    `whole`: both sides of it; `daily`: those of its last day alone moved back, as `Compared.past` gives them. The
    variance of a mean of days is that of a day, times what neighbouring days have in common (`_together`), over their
    number. None with fewer than 15 earlier days.
    """
    known = _long_ago(daily[length:], length, 2 * _DAYS)
    if not np.isfinite(whole).all():
        return None
    told: list[Reach] = []
    for logs in _scales(whole, known):
        used = known[(known > 0).all(axis=1)] if logs else known
        if len(used) < _DAYS:
            return None
        errors = np.log(used[:, 0] / used[:, 1]) if logs else used[:, 0] - used[:, 1]
        change = float(np.log(whole[0] / whole[1]) if logs else (whole[0] - whole[1]) / length)
        worth = _worth(errors - float(np.median(errors)), float(len(errors)))
        told.append(_told(errors, (change, logs), length, (worth, (1 + length / worth) / length)))
    return _careful(told)


def reach_of_few(whole: Floats, daily: Floats, length: int, beside: float) -> Reach | None:
    """As `reach`, for books too young to have made the comparison before: by how far their single days scatter.

    `whole`: both sides of it, each the sum (or ratio) of `length` days; `daily`: the same of every earlier day, in
    order, NaN where it is unknown; `beside`: independent days that stand against it. Days of the week are not told
    apart, so that their rhythm counts as scatter: the reach is rather too wide. None with fewer than 7 earlier days,
    or than three such stretches.
    """
    known = daily[np.isfinite(daily)]
    if not np.isfinite(whole).all():
        return None
    told: list[Reach] = []
    for logs in _scales(whole, known):
        used = known[known > 0] if logs else known
        if len(used) < max(_WEEK, _TIMES * length):
            return None
        errors = np.log(used) if logs else used
        middle = float(np.median(errors))
        change = float(np.log(whole[0] / whole[1]) if logs else (whole[0] - whole[1]) / length)
        worth = _worth(errors - middle, float(len(errors)))
        told.append(
            _told(errors - middle, (change, logs), length, (worth, 1 / length + 1 / beside), moved=False)
        )
    return _careful(told)


def _scales(whole: Floats, known: Floats) -> tuple[bool, ...]:
    """Whether changes are judged by their logarithm: so, and as they are, where days of nothing are rare; else as they
    are alone.
    """
    empty = float((known <= 0).reshape(len(known), -1).any(axis=1).mean()) if len(known) else 0.0
    return (True, False) if bool((whole > 0).all()) and empty < _EMPTY else (False,)


def _careful(told: list[Reach]) -> Reach:
    """The reach on the first scale, with the greater chance of all: logarithms leave days of nothing out."""
    return Reach(told[0].deviation, told[0].logs, max(one.p for one in told))


def _told(
    errors: Floats, asked: tuple[float, bool], length: int, known: tuple[float, float], *, moved: bool = True
) -> Reach:
    """A mean change of ``length`` days, and whether in logarithms, among the errors of single days.

    ``known``: what the errors are worth, and the variance of both means beside that of a day. ``moved``: errors have a
    middle of their own. The chance is the greater of that under the law fitted to them and that under their standard
    deviation: the sum of many days is as wide as their variance says, rare large ones and all.
    """
    change, logs = asked
    worth, share = known
    if float(np.ptp(errors)) < _NOTHING:
        return Reach(0.0, logs, 1.0 if abs(change - moved * float(errors[0])) < _NOTHING else 0.0)
    law = fit(errors, worth)
    off = _beyond(change, law.middle) if moved else abs(change)
    wider = float(np.sqrt(_together(errors - float(np.median(errors)), length) * share))
    far = off / (float(errors.std(ddof=1)) * wider)
    p = max(law.chance(off, wider), float(2.0 * stdtr(max(worth - 1.0, _LEAST_FREEDOM), -far)))
    return Reach(law.reach(LEVEL, wider) * (1.0 if logs else length) / z_of(LEVEL), logs, p)


def _beyond(change: float, drift: float) -> float:
    """How far a change goes beyond no change and beyond the drift of the days before, whichever it is nearer to.

    So long a stretch has hardly a like among the days before: their drift is that of one stretch, and may be over.
    """
    return 0.0 if 0.0 <= change * drift <= drift**2 else min(abs(change), abs(change - drift))


def _together(off: Floats, length: int) -> float:
    """Variance of a sum of `length` neighbouring days beside that of as many independent ones.

    The greater of two answers: likeness that fades with the power of the distance, and the likeness found at every
    distance, up to where that of two neighbouring distances together is gone (Geyer 1992). Slow drift hides in the
    scatter of single days and shows at many distances alone. Errors are taken from a middle of their own, which makes
    every likeness too small by about what it all comes to over their number.
    """
    many = len(off)
    worth = _worth(off, float(many))
    alike = (many - worth) / (many + worth)
    lags = np.arange(1, length)
    fading = 1 + 2 * float(((1 - lags / length) * alike**lags).sum())
    square = float((off**2).sum())
    most = min(length - 1, many // 3)
    found = np.array(
        [float((off[k:] * off[:-k]).sum()) / square * many / (many - k) for k in range(1, most + 1)]
    )
    whole = 1.0
    for _ in range(_ROUNDS):
        whole = 1 + 2 * float(_lasting(found + whole / many).sum())
    kept = _lasting(found + whole / many)
    return max(fading, 1 + 2 * float(((1 - np.arange(1, len(kept) + 1) / length) * kept).sum()))


def _lasting(alike: Floats) -> Floats:
    """Likeness by distance, up to where that of two neighbouring distances together is none."""
    pairs = [alike[n : n + 2] for n in range(0, len(alike), 2)]
    gone = next((n for n, pair in enumerate(pairs) if float(pair.sum()) <= 0), len(pairs))
    return np.maximum(alike[: 2 * gone], 0.0)


def _worth(errors: Floats, most: float) -> float:
    """Number of independent errors that these, in the order of their days, are worth."""
    square = float((errors**2).sum())
    alike = float((errors[1:] * errors[:-1]).sum()) / square if square > 0 else 0.0
    alike = min(max(alike, 0.0), _MOST_ALIKE)
    return max(min(len(errors) * (1 - alike) / (1 + alike), most), 1.0)
