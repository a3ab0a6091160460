"""Windows of an export: which days one file covers."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from zhanggui.simulator.exports.view import View


@dataclass(frozen=True, slots=True)
class Window:
    """Days first..last (numbers from 0, both included), known as on the evening of day ``known``."""

    first: int
    last: int
    known: int

    def name(self, view: View) -> str:
        """The window as it stands in file names: 20260301-20260331."""
        return f"{view.day(self.first):%Y%m%d}-{view.day(self.last):%Y%m%d}"


def months(view: View, since: int = 0) -> Iterator[Window]:
    """One window a calendar month from day ``since`` to the view's last day."""
    first = since
    while first <= view.until:
        start = view.day(first)
        following = date(start.year + start.month // 12, start.month % 12 + 1, 1)
        last = min(first + (following - start).days - 1, view.until)
        yield Window(first, last, view.until)
        first = last + 1


def with_overlaps(view: View, since: int = 0) -> Iterator[tuple[View, Window]]:
    """The months, and with the overlap quirk, before each full one, the export made on its twentieth day.

    Each with the view of the evening on which it is made.
    """
    for window in months(view, since):
        middle = window.first + 19
        if view.quirks.overlap and window.last > middle:
            yield replace(view, until=middle), Window(window.first, middle, middle)
        yield view, window


def covers(window: Window, number: int) -> bool:
    """Whether the window holds the day."""
    return window.first <= number <= window.last


def stamp(day: date, days: int = 1) -> str:
    """The day on which an export of ``day`` is made, as in file names."""
    return f"{day + timedelta(days=days):%Y%m%d}"
