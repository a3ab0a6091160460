"""Which days a shop trades, learnt from its own books: a closed Saturday is no alarm, and Monday follows Friday."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WEEK = 7
_SEEN = 4
_RARE = 0.1


@dataclass(frozen=True, slots=True)
class Trading:
    """A learnt trading calendar.

    `weekdays` are those on which the shop trades (0 = Monday); `closed` are single days without trade on such
    weekdays, within the days learnt from (holidays, missing files: the books cannot tell them apart).
    """

    weekdays: frozenset[int]
    closed: frozenset[date]

    def trades(self, day: date) -> bool:
        """Whether trade is to be expected on `day`."""
        return day.weekday() in self.weekdays and day not in self.closed

    def open(self, days: Iterable[date]) -> tuple[date, ...]:
        """Those of ``days`` that are no weekday of rest."""
        return tuple(day for day in days if day.weekday() in self.weekdays)

    def previous(self, day: date, steps: int = 1) -> date:
        """The `steps`-th trading day before `day`."""
        found = day
        for _ in range(steps):
            found -= timedelta(days=1)
            while not self.trades(found):
                found -= timedelta(days=1)
        return found

    def same_weekday(self, day: date, weeks: int, known: Iterable[date] | None = None) -> tuple[date, ...]:
        """The last `weeks` earlier days of the same weekday on which the shop traded, newest first.

        `known` bounds the search to those days (at most a year back); fewer are returned when there are no more.
        """
        allowed = None if known is None else frozenset(known)
        found: list[date] = []
        for step in range(1, 54):
            earlier = day - timedelta(days=WEEK * step)
            if len(found) < weeks and self.trades(earlier) and (allowed is None or earlier in allowed):
                found.append(earlier)
        return tuple(found)

    def days(self, first: date, last: date) -> tuple[date, ...]:
        """Trading days from `first` to `last`, both included."""
        span = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return tuple(d for d in span if self.trades(d))


def learn(traded: Sequence[date]) -> Trading:
    """The trading calendar of a shop that traded on these days (any order, repeats allowed).

    A weekday on which less than a tenth of its days within the span saw trade, over at least four such days, is one
    of rest. Without any day, the shop is taken to trade every day.
    """
    seen = frozenset(traded)
    if not seen:
        return Trading(frozenset(range(WEEK)), frozenset())
    first, last = min(seen), max(seen)
    span = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    weekdays: set[int] = set()
    for weekday in range(WEEK):
        days = [d for d in span if d.weekday() == weekday]
        open_days = sum(d in seen for d in days)
        if len(days) < _SEEN or open_days >= _RARE * len(days):
            weekdays.add(weekday)
    if not weekdays:  # a shop that hardly ever trades has no day of rest
        weekdays = set(range(WEEK))
    return Trading(
        frozenset(weekdays), frozenset(d for d in span if d.weekday() in weekdays and d not in seen)
    )
