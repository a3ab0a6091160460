"""Days in a file that is taken for one of a whole period: its column of days has a name that nobody knows."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

import duckdb

from zhanggui.readers.base import Plan
from zhanggui.readers.relation import Relation

SAMPLE = 2000  # rows that are looked at
_YEAR_FIRST = re.compile(r"(20\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?:\D.*)?")
_SERIAL = re.compile(r"([45]\d{4})(?:\.\d+)?")  # as spreadsheets count days
_BEGAN = date(1899, 12, 30)
_WORN = " \t\u00a0'`\"="  # what spreadsheets wrap around a cell
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](20\d\d)(?:\D.*)?")


def split_by_day(
    con: duckdb.DuckDBPyConnection, plan: Plan, relation: Relation, days: tuple[date, date]
) -> tuple[str, str] | None:
    """Name of the unread column whose cells are days of the period ``days`` (first, last), and one cell; None for none.

    At least two different days must stand there, and nearly every filled cell must be one, in either order of day and
    month. Days of another time, on which campaigns began or goods were listed, tell nothing of the rows.
    """
    used = set(plan.columns.values()) | set(plan.wide)
    unread = [index for index in range(min(relation.width, len(plan.header))) if index not in used]
    if not unread or days[0] == days[1]:
        return None
    picked = ", ".join(f"c{index}" for index in unread)
    rows = con.execute(f"SELECT {picked} FROM {relation.sql()} LIMIT {SAMPLE}").fetchall()
    for place, index in enumerate(unread):
        cells = [cell for row in rows if (cell := (row[place] or "").strip(_WORN))]
        if _are_days(cells, days):
            return plan.header[index].strip(), cells[0]
    return None


def _are_days(cells: list[str], days: tuple[date, date]) -> bool:
    """Whether ``cells`` but for a few totals are days of the period, and more than one of them."""
    inside = [cell for cell in cells if any(days[0] <= day <= days[1] for day in _days(cell))]
    return len(set(inside)) > 1 and len(inside) >= 0.9 * len(cells)


def _days(cell: str) -> Iterable[date]:
    """The days that a cell may mean."""
    serial = _SERIAL.fullmatch(cell)
    if serial:
        yield _BEGAN + timedelta(days=int(serial.group(1)))
    first, last = _YEAR_FIRST.fullmatch(cell), _YEAR_LAST.fullmatch(cell)
    found = [(first.group(1), first.group(2), first.group(3))] if first else []
    if last:
        a, b, year = last.groups()
        found = [(year, b, a), (year, a, b)]
    for year, month, day in found:
        try:
            yield date(int(year), int(month), int(day))
        except ValueError:
            continue
