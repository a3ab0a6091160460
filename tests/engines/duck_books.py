"""Rows as dicts → a DuckDB database in memory with every canonical table."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import duckdb

from zhanggui.model.tables import SQL_TYPES, SYSTEM, TABLES


@cache
def _empty() -> duckdb.DuckDBPyConnection:
    con = duckdb.connect(config={"threads": 1})
    for table in TABLES.values():
        typed = ", ".join(f'"{column.name}" {SQL_TYPES[column.type]}' for column in (*table.columns, *SYSTEM))
        con.execute(f"CREATE TABLE {table.name} ({typed})")
    return con


def connect(tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> duckdb.DuckDBPyConnection:
    """A connection whose tables hold the rows. There is one: the next call empties it first."""
    con = _empty()
    for (name,) in con.execute("SELECT table_name FROM duckdb_tables() WHERE estimated_size > 0").fetchall():
        con.execute(f"DELETE FROM {name}")
    for name, rows in tables.items():
        columns = [column.name for column in (*TABLES[name].columns, *SYSTEM)]
        marks = ", ".join("?" for _ in columns)
        for row in rows:
            con.execute(f"INSERT INTO {name} VALUES ({marks})", [row.get(column) for column in columns])
    return con
