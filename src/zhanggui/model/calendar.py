"""The shop's year: festivals and sale days with their run-up, peak and hangover, as data.

Lunar dates follow the Chinese calendar (China standard time) for 2010 to 2035. A day outside those years has no lunar
festival: `known` says so, and no rule is made up for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

FIRST_YEAR, LAST_YEAR = 2010, 2035

_LUNAR = {
    "spring_festival": (
        "0214 0203 0123 0210 0131 0219 0208 0128 0216 0205 0125 0212 0201 "
        "0122 0210 0129 0217 0206 0126 0213 0203 0123 0211 0131 0219 0208"
    ),
    "dragon_boat": (
        "0616 0606 0623 0612 0602 0620 0609 0530 0618 0607 0625 0614 0603 "
        "0622 0610 0531 0619 0609 0528 0616 0605 0624 0612 0601 0620 0610"
    ),
    "qixi": (
        "0816 0806 0823 0813 0802 0820 0809 0828 0817 0807 0825 0814 0804 "
        "0822 0810 0829 0819 0808 0826 0816 0805 0824 0812 0801 0820 0810"
    ),
    "mid_autumn": (
        "0922 0912 0930 0919 0908 0927 0915 1004 0924 0913 1001 0921 0910 "
        "0929 0917 1006 0925 0915 1003 0922 0912 1001 0919 0908 0927 0916"
    ),
}


class Market(StrEnum):
    """Whose year it is."""

    CHINA = "cn"
    WEST = "west"


class Stage(StrEnum):
    """Where a day stands in an event."""

    BEFORE = "before"
    PEAK = "peak"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Event:
    """One festival or promotion in one year: peak days `first`..`last`, `before` days of run-up, `after` of hangover.

    `code` is the same every year, so that a year can be laid beside another; `name` is what this one is called, where
    that is not its code's. `sale`: a sale of the whole market, whose peak rules over the shop's own promotions.
    """

    code: str
    first: date
    last: date
    before: int = 0
    after: int = 0
    name: str = ""
    sale: bool = False

    def __post_init__(self) -> None:
        """Refuse an event that ends before it begins, or a negative run-up (ValueError)."""
        if self.last < self.first or self.before < 0 or self.after < 0:
            raise ValueError(
                f"{self.code}: {self.first}..{self.last}, {self.before} before, {self.after} after"
            )

    def stage(self, day: date) -> Stage | None:
        """Stage of `day`, None outside the event."""
        if self.first <= day <= self.last:
            return Stage.PEAK
        if self.first - timedelta(days=self.before) <= day < self.first:
            return Stage.BEFORE
        if self.last < day <= self.last + timedelta(days=self.after):
            return Stage.AFTER
        return None

    def offset(self, day: date) -> int:
        """Days from the event's first peak day; negative before it."""
        return (day - self.first).days


@dataclass(frozen=True, slots=True)
class _Rule:
    """How one event falls: `when` is a fixed 'mmdd', 'lunar', or 'nth weekday of month' as (month, weekday, nth)."""

    code: str
    market: Market
    when: str | tuple[int, int, int]
    lead: int = 0
    length: int = 1
    before: int = 0
    after: int = 0
    sale: bool = False


_NOVEMBER, _MAY, _THURSDAY, _SUNDAY = 11, 5, 3, 6
_RULES = (
    _Rule("spring_festival", Market.CHINA, "lunar", lead=1, length=8, before=20, after=9),
    _Rule("queens_day", Market.CHINA, "0308", lead=2, length=3, before=4, after=4, sale=True),
    _Rule("love_day_520", Market.CHINA, "0520", before=3, after=1, sale=True),
    _Rule("dragon_boat", Market.CHINA, "lunar", before=4, after=2),
    _Rule("mid_year_618", Market.CHINA, "0618", lead=2, length=5, before=27, after=8, sale=True),
    _Rule("qixi", Market.CHINA, "lunar", before=5, after=2),
    _Rule("wine_day_99", Market.CHINA, "0909", before=2, after=2, sale=True),
    _Rule("mid_autumn", Market.CHINA, "lunar", before=8, after=4),
    _Rule("national_day", Market.CHINA, "1001", length=7, before=2, after=3),
    _Rule("double_eleven", Market.CHINA, "1111", lead=1, length=3, before=21, after=12, sale=True),
    _Rule("double_twelve", Market.CHINA, "1212", length=1, before=4, after=6, sale=True),
    _Rule("new_year", Market.WEST, "0101", after=2),
    _Rule("mothers_day", Market.WEST, (_MAY, _SUNDAY, 2), before=7, after=2),
    _Rule(
        "black_friday",
        Market.WEST,
        (_NOVEMBER, _THURSDAY, 4),
        lead=-1,
        length=4,
        before=5,
        after=5,
        sale=True,
    ),
    _Rule("christmas", Market.WEST, "1225", lead=1, length=2, before=20, after=6),
)


def known(day: date) -> bool:
    """Whether lunar festivals around `day` are known."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


def _anchor(rule: _Rule, year: int) -> date | None:
    if isinstance(rule.when, tuple):
        month, weekday, nth = rule.when
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
    stamp = rule.when
    if stamp == "lunar":
        if not FIRST_YEAR <= year <= LAST_YEAR:
            return None
        stamp = _LUNAR[rule.code].split()[year - FIRST_YEAR]
    return date(year, int(stamp[:2]), int(stamp[2:]))


def festivals(year: int, market: Market) -> tuple[Event, ...]:
    """The events of a market that peak in `year`, in the order of the rules."""
    events: list[Event] = []
    for rule in _RULES:
        anchor = _anchor(rule, year) if rule.market is market else None
        if anchor is not None:
            first = anchor - timedelta(days=rule.lead)
            last = first + timedelta(days=rule.length - 1)
            events.append(Event(rule.code, first, last, rule.before, rule.after, sale=rule.sale))
    return tuple(events)


@dataclass(frozen=True, slots=True)
class Calendar:
    """A market's festivals and the shop's own promotions: a peak wins over a run-up; of peaks a sale of the whole
    market, then the shop's own promotion, then a holiday.
    """

    market: Market
    promotions: tuple[Event, ...] = ()

    def events(self, first: date, last: date) -> tuple[Event, ...]:
        """Events with any stage within the days `first`..`last`: promotions first, then festivals by first day."""
        years = range(first.year - 1, last.year + 2)
        yearly = sorted(
            (e for y in years for e in festivals(y, self.market)), key=lambda e: (e.first, e.code)
        )
        return tuple(e for e in (*self.promotions, *yearly) if _touches(e, first, last))

    def on(self, day: date) -> tuple[Event, Stage] | None:
        """The event that rules a day and its stage; None on an ordinary day."""
        return _ruling(self.events(day, day), day)

    def codes(self, days: Sequence[date]) -> list[str]:
        """For every day 'event.stage', or '' on an ordinary one."""
        if not days:
            return []
        events = self.events(min(days), max(days))
        found = [_ruling(events, day) for day in days]
        return [f"{f[0].code}.{f[1]}" if f is not None else "" for f in found]

    def same_day(self, day: date, year: int) -> date | None:
        """The day of `year` that stands to the same event as `day` does; None on an ordinary day or without it.

        Of promotions that come more than once a year, the one nearest to the same date; none that is far from it.
        """
        found = self.on(day)
        if found is None:
            return None
        event = found[0]
        away = event.first.year - day.year
        near = [
            (abs((one.first - event.first).days + round(_YEAR * (day.year - year))), one.first)
            for one in self.events(date(year, 1, 1), date(year, 12, 31))
            if one.code == event.code and one.first.year - year == away
        ]
        near = [one for one in near if one[0] <= _FAR]
        return min(near)[1] + timedelta(days=event.offset(day)) if near else None


def _touches(event: Event, first: date, last: date) -> bool:
    return (
        event.first - timedelta(days=event.before) <= last
        and event.last + timedelta(days=event.after) >= first
    )


_RANK = {Stage.PEAK: 1, Stage.BEFORE: 2, Stage.AFTER: 3}
_YEAR = 365.25
_FAR = 60  # days by which an event's date may move from year to year


def _ruling(events: Iterable[Event], day: date) -> tuple[Event, Stage] | None:
    stages = [(event, stage) for event in events if (stage := event.stage(day)) is not None]
    return min(
        stages, key=lambda one: 0 if one[0].sale and one[1] is Stage.PEAK else _RANK[one[1]], default=None
    )
