"""The books as they were known at the end of a day: made once per generation and day, beside the books."""

import os
from datetime import date
from pathlib import Path

import duckdb

from zhanggui.model.tables import TABLES, Table
from zhanggui.store import items, plans, resolve, schema, taxes, unlinked
from zhanggui.store.books import Books, connect
from zhanggui.store.schema import column_list, past, quoted
from zhanggui.store.upsert import same_key

SYSTEM_TABLES = ("load", "load_table", "load_issue", "meta")


def as_of_file(books: Books, generation: int, day: date) -> Path:
    """A database with the sets of ``generation`` that were known by ``day``, the greatest version of each key.

    A set is known from the day of its version on. Split orders are put together from what was known.
    """
    folder = books.home / "asof"
    folder.mkdir(exist_ok=True)
    target = folder / f"{generation:06d}-{day.isoformat()}.duckdb"
    if target.is_file():
        return target
    for path in sorted(folder.iterdir()):
        if not path.name.startswith(f"{books.pointer().current:06d}-"):
            path.unlink(missing_ok=True)
    made = folder / f"{generation:06d}-{day.isoformat()}.{os.getpid()}.tmp"
    made.unlink(missing_ok=True)
    con = connect(made, books.session_scratch(), read_only=False)
    try:
        schema.create(con)
        con.execute(
            f"ATTACH '{str(books.path(generation)).replace(chr(39), chr(39) * 2)}' AS whole (READ_ONLY)"
        )
        fill(con, day)
        con.execute("DETACH whole")
    finally:
        con.close()
    made.replace(target)
    return target


def fill(con: duckdb.DuckDBPyConnection, day: date) -> None:
    """Fill empty books with what the attached database `whole` knew by ``day``."""
    con.execute("BEGIN")
    con.execute("DELETE FROM meta")
    for name in SYSTEM_TABLES:
        con.execute(f"INSERT INTO {name} BY NAME SELECT * FROM whole.{name}")
    for table in TABLES.values():
        _winners(con, table, day)
    con.execute(
        """
        UPDATE refund SET order_day = NULL WHERE order_id <> '' AND EXISTS (
            SELECT 1 FROM whole.order_line l WHERE l.shop = refund.shop AND l.order_id = refund.order_id)
        """
    )
    resolve.touch_all(con)
    resolve.put_together(con)
    items.forget(con)
    taxes.take_out(con)
    resolve.order_days(con)
    resolve.stated_refunds(con)
    unlinked.match(con)
    items.fill(con)
    plans.settle(con)
    con.execute("COMMIT")


def _winners(con: duckdb.DuckDBPyConnection, table: Table, day: date) -> None:
    """Copy, per key, the greatest set whose version is not after ``day``; derived rows are left out."""
    columns = column_list(table)
    keys = ", ".join(quoted(key) for key in table.key)
    derived = {
        "order_line": f"NOT {resolve.FROM_PARTS}",
        "refund": f"NOT {resolve.DERIVED}",
    }.get(table.name, "TRUE")
    both = " UNION ALL ".join(
        f"SELECT {columns} FROM whole.{quoted(name)} WHERE {derived}"
        for name in (table.name, past(table.name))
    )
    con.execute(
        f"""
        INSERT INTO {quoted(table.name)} ({columns})
        WITH every AS ({both}),
        sets AS (SELECT {keys}, source_file, max(version) AS version FROM every GROUP BY ALL),
        best AS (
            SELECT {keys}, source_file FROM sets WHERE CAST(version AS DATE) <= ?
            QUALIFY row_number() OVER (PARTITION BY {keys} ORDER BY version DESC, source_file DESC) = 1
        )
        SELECT {columns} FROM every e WHERE EXISTS (
            SELECT 1 FROM best b WHERE {same_key(table, "b", "e")} AND b.source_file = e.source_file)
        """,
        [day],
    )
