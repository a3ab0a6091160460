"""Dates whose year has two digits (24-05-13, 13.05.24, 5/13/24): where the year stands, told by the column itself.

Nothing is taken for granted: of the readings that every cell allows, one must be left, or one must make the column
of a file's days plain, or the operator is asked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

ORDERS = ("ymd", "dmy", "mdy")
EARLIEST = date(1990, 1, 1)
CENTURY = 70  # from here on a year of two digits is of the last century
TWO_DIGITS = 2
LEAST = 3
YEAR = 366
APART = 3 * YEAR


@dataclass(frozen=True, slots=True)
class Short:
    """The distinct dates of one column that are parted by ``sign``: (first, second, third) as written."""

    sign: str
    written: tuple[tuple[str, str, str], ...]


def order_of(group: Short, today: date) -> str:
    """``ymd``, ``dmy`` or ``mdy``; '' where the dates do not tell, ``both`` where no reading fits them all.

    A reading falls away with a cell that it makes no date of, a day in the future or one before 1990; a cell that no
    reading fits tells nothing. Of several, the one whose days follow each other without a gap is meant, else the one
    that puts three days or more into one year where every other spreads them over more than three. A reading that is
    left over alone is not believed while it spreads the days over years and another one, but for stray cells, does not.
    """
    read = {order: _read(order, group.written, today) for order in ORDERS}
    telling = [place for place, days in enumerate(zip(*read.values(), strict=True)) if any(days)]
    given = {order: tuple(day for i in telling if (day := days[i])) for order, days in read.items()}
    whole = {order: days for order, days in given.items() if telling and len(days) == len(telling)}
    if not whole:
        return "both" if telling else ""
    torn = [days for order, days in given.items() if order not in whole and 2 * len(days) >= len(telling)]
    if all(_span(days) > APART for days in whole.values()) and any(_span(days) <= YEAR for days in torn):
        return ""
    return _choice(whole)


def _choice(whole: Mapping[str, tuple[date, ...]]) -> str:
    """The one of several readings that makes the days of an export plain; '' where none does."""
    if len(set(whole.values())) == 1:
        return next(iter(whole))
    gapless = [order for order, days in whole.items() if _in_a_row(days)]
    if len(gapless) == 1:
        return gapless[0]
    narrow = [order for order, days in whole.items() if _span(days) <= YEAR and len(set(days)) >= LEAST]
    wide = [order for order, days in whole.items() if _span(days) > APART]
    return narrow[0] if len(narrow) == 1 and len(narrow) + len(wide) == len(whole) else ""


def _read(order: str, written: Sequence[tuple[str, str, str]], today: date) -> tuple[date | None, ...]:
    """Days of all cells in one order; None for a cell that is no day that could be."""
    days = (_day(order, cells) for cells in written)
    return tuple(day if day and EARLIEST <= day <= today + timedelta(days=1) else None for day in days)


def _day(order: str, cells: tuple[str, str, str]) -> date | None:
    """One cell read in one order; a year always has its two digits."""
    parts = dict(zip(order, cells, strict=True))
    if len(parts["y"]) != TWO_DIGITS:
        return None
    year = int(parts["y"])
    try:
        return date(year + (1900 if year >= CENTURY else 2000), int(parts["m"]), int(parts["d"]))
    except ValueError:
        return None


def _span(days: Sequence[date]) -> int:
    return (max(days) - min(days)).days


def _in_a_row(days: Sequence[date]) -> bool:
    """Whether the distinct days follow each other without a gap."""
    distinct = set(days)
    return len(distinct) >= LEAST and _span(days) + 1 == len(distinct)
