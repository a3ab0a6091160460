"""How many records a typed table has: those that are data, the refused, what is wrong with them, and their days."""

from dataclasses import dataclass
from datetime import date

import duckdb

from zhanggui.readers.base import Plan
from zhanggui.readers.relation import file_of
from zhanggui.readers.words import quoted


@dataclass(frozen=True, slots=True)
class Counts:
    """Records of the typed table, those that are data, the refused, the fields that are bad, and the days."""

    records: int
    rows: int
    refused: int
    bits: int
    first: date | None
    last: date | None


def count(con: duckdb.DuckDBPyConnection, plan: Plan, table: str) -> Counts:
    """Count the typed table in one pass."""
    row = con.execute(f"SELECT {_counted(plan)} FROM {table}").fetchone()
    assert row is not None  # noqa: S101 - an aggregate has one row
    return Counts(*row)


def by_file(con: duckdb.DuckDBPyConnection, plan: Plan, table: str) -> dict[int, Counts]:
    """As ``count``, of each of the files that are read as one."""
    file = file_of("_line")
    rows = con.execute(f"SELECT {file}, {_counted(plan)} FROM {table} GROUP BY {file}").fetchall()
    return {place: Counts(*told) for place, *told in rows}


def _counted(plan: Plan) -> str:
    """What is asked."""
    dated = [f for f in plan.fields if f.type in {"date", "days", "time"} and f.name in plan.events]
    times = [quoted(f.name) for f in dated]
    ends = [
        f'"{f.name}" + CAST("{f.name}_days" - 1 AS INTEGER)' if f.type == "days" else quoted(f.name)
        for f in dated
    ]
    good = "FILTER (NOT _drop AND _bad = 0)"
    lows = ", ".join(f"CAST(min({name}) {good} AS DATE)" for name in times)
    highs = ", ".join(f"CAST(max({name}) {good} AS DATE)" for name in ends)
    bounds = f"least({lows}), greatest({highs})" if times else "NULL, NULL"
    return (
        "count(*), count(*) FILTER (NOT _drop), count(*) FILTER (NOT _drop AND _bad <> 0), "
        f"coalesce(bit_or(_bad), 0), {bounds}"
    )
