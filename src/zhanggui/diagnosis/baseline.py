"""What a period is compared with: five baselines, and which of them the calendar chooses.

Codes, not sentences: `previous`, `weekday`, `last_year`, `festival`, `plan`. A baseline is a list of days per day of
the period; its value is the mean over them, so that one closed or strange day weighs little.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from zhanggui.diagnosis.trading import Trading
from zhanggui.model.calendar import Calendar, Stage
from zhanggui.model.period import Period

WEEKS = 4
_YEAR_OF_WEEKS = timedelta(days=364)
_FEWEST = 2
_NEAR = 3
_LONG = 14
_MONTH = 31


class Against(StrEnum):
    """Kinds of baseline."""

    PREVIOUS = "previous"
    """The trading days just before, as many as the period has."""
    WEEKDAY = "weekday"
    """The same weekdays of the last weeks, ordinary days only."""
    LAST_YEAR = "last_year"
    """The same weekday 52 weeks earlier."""
    FESTIVAL = "festival"
    """The same day relative to the same festival or promotion a year earlier."""
    PLAN = "plan"
    """The shop's own plan: usual days, `scale`d to the figure that the caller holds."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """Days to compare with.

    `days` holds for every trading day of the period, in order, the days that stand against it (empty: none is known,
    and the day is left out of the comparison on both sides). `covered` are the period's trading days that have any.
    `scale`: what sums of these days are multiplied by; ratios stay as they are.
    """

    against: Against
    days: tuple[tuple[date, ...], ...]
    covered: tuple[date, ...]
    scale: float = 1.0

    @property
    def complete(self) -> bool:
        """Whether every trading day of the period has something to stand against."""
        return len(self.covered) == len(self.days)

    def weights(self) -> dict[date, float]:
        """Weight of every comparison day: each covered day's share is split evenly over the days against it.

        The baseline of a sum over `covered` is the sum of the weighted days; weights add up to the number covered,
        times `scale`.
        """
        found: dict[date, float] = {}
        for against in self.days:
            for day in against:
                found[day] = found.get(day, 0.0) + self.scale / len(against)
        return dict(sorted(found.items()))


def build(
    against: Against,
    period: Period,
    calendar: Calendar,
    trading: Trading,
    known: Iterable[date],
    *,
    weeks: int = WEEKS,
) -> Baseline:
    """The baseline of one kind for a period; `known` are the days the books hold.

    PLAN gives no days: the caller scales those of another kind (`scaled`). Days of no event that last year had too are
    held against LAST_YEAR, whatever was asked for.
    """
    have = frozenset(known)
    days = trading.days(period.first, period.last)
    if against is Against.PLAN:
        return Baseline(against, (), ())
    if against is Against.PREVIOUS:
        found = _previous(days, trading, have)
    elif against is Against.WEEKDAY:
        found = [_ordinary_weekdays(d, calendar, trading, (period, have, weeks)) for d in days]
    elif against is Against.LAST_YEAR:
        found = [_only_known((d - _YEAR_OF_WEEKS,), trading, have) for d in days]
    elif any(calendar.same_day(d, d.year - 1) is not None for d in days):
        found = [_same_festival_day(d, calendar, have) for d in days]
    else:
        return build(Against.LAST_YEAR, period, calendar, trading, have)
    covered = tuple(d for d, f in zip(days, found, strict=True) if f)
    return Baseline(against, tuple(found), covered)


def scaled(usual: Baseline, scale: float) -> Baseline:
    """The plan as usual days that bring `scale` times as much: more people at the usual rates and prices."""
    return Baseline(Against.PLAN, usual.days, usual.covered, scale)


def nearest(period: Period, days: Iterable[date]) -> bool:
    """Whether days are those of the last weeks before a period: of every weekday the last ones, none passed over."""
    weeks = (period.days + 6) // 7
    last = {day - timedelta(weeks=n) for day in period for n in range(1, WEEKS + weeks)}
    return {day for day in days if day < period.first} <= last


def choose(
    period: Period, calendar: Calendar, trading: Trading, known: Iterable[date], *, weeks: int = WEEKS
) -> Baseline:
    """The baseline the calendar calls for.

    FESTIVAL when the peak of an event lies within the period, or most of its days belong to one, and last year's
    event is known; else WEEKDAY for up to 31 days; else LAST_YEAR; when the first choice has no days, the next of
    WEEKDAY, LAST_YEAR, PREVIOUS that has. PREVIOUS comes back, possibly without days, when none has.
    """
    have = frozenset(known)
    days = trading.days(period.first, period.last)
    stages = [s[1] for s in (calendar.on(d) for d in days) if s is not None]
    order = (
        [Against.WEEKDAY, Against.LAST_YEAR]
        if period.days <= _MONTH
        else [Against.LAST_YEAR, Against.WEEKDAY]
    )
    if Stage.PEAK in stages or 2 * len(stages) > len(days):
        order.insert(0, Against.FESTIVAL)
    for against in order:
        found = build(against, period, calendar, trading, have, weeks=weeks)
        if found.against is against and found.complete and found.days:
            return found
    return build(Against.PREVIOUS, period, calendar, trading, have)


def _previous(days: tuple[date, ...], trading: Trading, have: frozenset[date]) -> list[tuple[date, ...]]:
    """Trading days just before the first one, aligned in order: the n-th of the period against the n-th of them."""
    if not days:
        return []
    run = [trading.previous(days[0], n) for n in range(len(days), 0, -1)]
    return [_only_known((d,), trading, have) for d in run]


def _ordinary_weekdays(
    day: date, calendar: Calendar, trading: Trading, limits: tuple[Period, frozenset[date], int]
) -> tuple[date, ...]:
    """The same weekday before the period, first on ordinary days; strange ones only when fewer than two are left.

    Days of a run-up of many weeks are ordinary to each other.
    """
    period, have, weeks = limits
    ahead = {d for d in have if d < period.first}
    own = {None, _stage(calendar, day)} if long_before(calendar, day) else {None}
    ordinary = [d for d in trading.same_weekday(day, 53, ahead) if _stage(calendar, d) in own]
    if len(ordinary) >= _FEWEST:
        return tuple(ordinary[:weeks])
    return trading.same_weekday(day, weeks, ahead)


def long_before(calendar: Calendar, day: date) -> bool:
    """Whether a day belongs to a run-up of many weeks, whose days are much like ordinary ones."""
    found = calendar.on(day)
    return found is not None and found[1] is Stage.BEFORE and found[0].before > _LONG


def weighty(calendar: Calendar, day: date) -> bool:
    """Whether a day belongs to a sale of the whole market or to a festival of weeks, of which no two days are alike."""
    found = calendar.on(day)
    return found is not None and (found[0].sale or found[0].before > _LONG)


def _stage(calendar: Calendar, day: date) -> tuple[date, Stage] | None:
    """The event by its first day and the stage of it that rule a day; None on an ordinary day."""
    found = calendar.on(day)
    return None if found is None else (found[0].first, found[1])


def _same_festival_day(day: date, calendar: Calendar, have: frozenset[date]) -> tuple[date, ...]:
    """The day of last year's event, or the nearest of the same stage; of other days the one 52 weeks before."""
    match = calendar.same_day(day, day.year - 1)
    code = "" if match is None else calendar.codes([day])[0]
    match = match or day - _YEAR_OF_WEEKS
    window = [match + timedelta(days=n) for n in range(-_NEAR, _NEAR + 1)]
    codes = dict(zip(window, calendar.codes(window), strict=True))
    fits = [one for one in window if one in have and (not code or codes[one] == code)]
    return tuple(sorted(fits, key=lambda one: (codes[one] != code, *_far(one, match, day)))[:1])


def _far(candidate: date, match: date, day: date) -> tuple[int, bool, date]:
    """Order of preference: the matching day itself, then the nearest, of these one of the same weekday."""
    return abs((candidate - match).days), candidate.weekday() != day.weekday(), candidate


def _only_known(days: tuple[date, ...], trading: Trading, have: frozenset[date]) -> tuple[date, ...]:
    return tuple(d for d in days if d in have and trading.trades(d))
