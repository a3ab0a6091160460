"""What the books hold: days covered per shop and table, loads, and what was wrong with them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import duckdb

from zhanggui.model.issue import Issue
from zhanggui.model.tables import TABLES, Table
from zhanggui.store.load import LoadRow
from zhanggui.store.loadbook import all_loads
from zhanggui.store.schema import quoted


@dataclass(frozen=True, slots=True)
class Coverage:
    """One table of one shop: ``first``, ``last`` and ``missing`` days between them (None and none for a table
    without days); ``loaded_at`` is the last load that brought rows which still count.
    """

    shop: str
    table: str
    rows: int
    first: date | None
    last: date | None
    missing: tuple[date, ...]
    loaded_at: datetime | None


def coverage(con: duckdb.DuckDBPyConnection) -> tuple[Coverage, ...]:
    """Every shop × table that has rows, by shop and table. A row over several days covers them all."""
    found = [one for table in TABLES.values() for one in _of_table(con, table)]
    return tuple(sorted(found, key=lambda one: (one.shop, one.table)))


def _of_table(con: duckdb.DuckDBPyConnection, table: Table) -> list[Coverage]:
    name = quoted(table.name)
    first = f"t.{quoted(table.day)}" if table.day else "CAST(NULL AS DATE)"
    days = "coalesce(t.days, 1)" if "days" in table.names else "1"
    counts = con.execute(
        f"""
        SELECT t.shop, count(*), min({first}), max(CAST({first} + CAST({days} - 1 AS INTEGER) AS DATE)),
            max(l.loaded_at)
        FROM {name} t LEFT JOIN load l ON l.load = t.source_file GROUP BY t.shop ORDER BY t.shop
        """
    ).fetchall()
    covered: dict[str, set[date]] = {}
    if table.day and counts:
        for shop, day, length in con.execute(
            f"SELECT DISTINCT shop, {first}, {days} FROM {name} t WHERE {first} IS NOT NULL"
        ).fetchall():
            covered.setdefault(shop, set()).update(day + timedelta(days=n) for n in range(length))
    return [
        Coverage(shop, table.name, rows, low, high, _gaps(low, high, covered.get(shop, set())), loaded)
        for shop, rows, low, high, loaded in counts
    ]


def _gaps(first: date | None, last: date | None, covered: set[date]) -> tuple[date, ...]:
    if first is None or last is None:
        return ()
    span = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return tuple(day for day in span if day not in covered)


def loads(con: duckdb.DuckDBPyConnection) -> tuple[LoadRow, ...]:
    """Every load, newest first."""
    return all_loads(con)


def issues(con: duckdb.DuckDBPyConnection, load: str | None = None) -> tuple[Issue, ...]:
    """Issues of one load, or of all, in the order in which they were found."""
    found = con.execute(
        "SELECT file, source_row, column_name, code, value, level FROM load_issue "
        "WHERE $load IS NULL OR load = $load ORDER BY file, load, position",
        {"load": load},
    ).fetchall()
    return tuple(Issue(*row) for row in found)
