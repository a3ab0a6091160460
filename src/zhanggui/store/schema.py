"""The tables of the books, made from their declaration, and how older books are brought up to date."""

from collections.abc import Callable
from types import MappingProxyType

import duckdb

from zhanggui.model.tables import SQL_TYPES, SYSTEM, TABLES, Column, Table

# Raised whenever the shape of a canonical or system table changes; MIGRATIONS then holds the step to it.
META_VERSION = 1
PAST = "__past"

_LOAD = """
CREATE TABLE load (
    load VARCHAR, file VARCHAR, hash VARCHAR, archived VARCHAR, name VARCHAR, format VARCHAR, platform VARCHAR,
    shops VARCHAR, forced VARCHAR, given_day DATE, date_order VARCHAR, map VARCHAR, unnamed VARCHAR,
    file_time TIMESTAMP, first_day DATE, last_day DATE, exported TIMESTAMP,
    rows BIGINT, kept BIGINT, refused BIGINT, loaded_at TIMESTAMP
);
CREATE TABLE load_table (load VARCHAR, table_name VARCHAR, rows BIGINT);
CREATE TABLE load_issue (
    load VARCHAR, position BIGINT, file VARCHAR, source_row BIGINT, column_name VARCHAR, code VARCHAR,
    value VARCHAR, level VARCHAR
);
CREATE TABLE meta (key VARCHAR, value VARCHAR);
"""


class BooksTooNewError(Exception):
    """The books were written by a newer release than this one."""


def quoted(name: str) -> str:
    """``name`` as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def all_columns(table: Table) -> tuple[Column, ...]:
    """Canonical columns, then the system columns."""
    return (*table.columns, *SYSTEM)


def column_list(table: Table, prefix: str = "") -> str:
    """All columns of a table for SQL, each behind ``prefix``."""
    return ", ".join(prefix + quoted(column.name) for column in all_columns(table))


def definition(table: Table, name: str) -> str:
    """CREATE TABLE for ``table`` under ``name``. No primary key: an index costs more than it gives here."""
    spec = ", ".join(f"{quoted(column.name)} {SQL_TYPES[column.type]}" for column in all_columns(table))
    return f"CREATE TABLE {quoted(name)} ({spec})"


def past(name: str) -> str:
    """Name of the table that keeps the rows of ``name`` that a later file replaced."""
    return name + PAST


def create(con: duckdb.DuckDBPyConnection) -> None:
    """Make every table of empty books."""
    con.execute("BEGIN")
    for table in TABLES.values():
        con.execute(definition(table, table.name))
        con.execute(definition(table, past(table.name)))
    con.execute(_LOAD)
    con.execute("INSERT INTO meta VALUES ('version', ?)", [str(META_VERSION)])
    con.execute("COMMIT")


def version(con: duckdb.DuckDBPyConnection) -> int:
    """The shape the books were last brought to."""
    row = con.execute("SELECT value FROM meta WHERE key = 'version'").fetchone()
    return int(row[0]) if row else 0


def _columns_of(con: duckdb.DuckDBPyConnection) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name, column in con.execute(
        "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal AND schema_name = 'main' "
        "AND database_name = current_database()"
    ).fetchall():
        found.setdefault(name, set()).add(column)
    return found


def _add_what_is_new(con: duckdb.DuckDBPyConnection) -> None:
    """Create tables and columns that the declaration has and the books have not; values there are unknown."""
    have = _columns_of(con)
    for table in TABLES.values():
        for name in (table.name, past(table.name)):
            if name not in have:
                con.execute(definition(table, name))
                continue
            for column in all_columns(table):
                if column.name not in have[name]:
                    con.execute(
                        f"ALTER TABLE {quoted(name)} ADD COLUMN {quoted(column.name)} {SQL_TYPES[column.type]}"
                    )


def stand_in(con: duckdb.DuckDBPyConnection) -> None:
    """Let a reader of an older release's books see the columns that they lack, as unknown.

    Nothing is written: views of this connection alone stand before its tables.
    """
    have = _columns_of(con)
    (database,) = con.execute("SELECT current_database()").fetchall()[0]
    for table in TABLES.values():
        lacks = [one for one in all_columns(table) if one.name not in have.get(table.name, ())]
        if lacks and table.name in have:
            more = ", ".join(f"CAST(NULL AS {SQL_TYPES[one.type]}) AS {quoted(one.name)}" for one in lacks)
            name = quoted(table.name)
            con.execute(f"CREATE TEMP VIEW {name} AS SELECT *, {more} FROM {quoted(database)}.main.{name}")


# Version reached → what it takes to get there from the one before, besides new tables and columns.
MIGRATIONS: MappingProxyType[int, Callable[[duckdb.DuckDBPyConnection], None]] = MappingProxyType({})


def migrate(con: duckdb.DuckDBPyConnection) -> None:
    """Bring the writer's copy of the books to this release's shape; raises BooksTooNewError when it is behind them."""
    found = version(con)
    if found > META_VERSION:
        raise BooksTooNewError(f"books of version {found}, this release writes {META_VERSION}: update it")
    con.execute("BEGIN")
    _add_what_is_new(con)
    for step in range(found + 1, META_VERSION + 1):
        if step in MIGRATIONS:
            MIGRATIONS[step](con)
    if found < META_VERSION:
        con.execute("UPDATE meta SET value = ? WHERE key = 'version'", [str(META_VERSION)])
    con.execute("COMMIT")
