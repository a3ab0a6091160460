"""Staged rows into a table of the books: of two files that hold the same set of rows, the later wins whole.

The end state is a function of the files alone, never of the order in which they came: what is current is the
greatest (version, load id) of each key, every other set is in the table's past.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import duckdb

from zhanggui.model.tables import SQL_TYPES, TABLES, Column, Table
from zhanggui.store.schema import all_columns, column_list, past, quoted

# Time of rows of which nothing at all tells the time: earlier than everything that has one.
NO_TIME = datetime(1, 1, 1)


@dataclass(frozen=True, slots=True)
class Source:
    """Staged rows on their way in.

    ``table``: canonical name; ``staged``: temporary table; ``load``: load id; ``shops``: stated name → shop key;
    ``unnamed``: key for rows that state none; ``fallback``: version of rows without one.
    """

    table: str
    staged: str
    load: str
    shops: Mapping[str, str] = field(default_factory=dict)
    unnamed: str = ""
    fallback: datetime = NO_TIME


def literal(value: str) -> str:
    """``value`` as an SQL string."""
    return "'" + value.replace("'", "''") + "'"


def _shop(source: Source) -> str:
    """The shop key of a staged row, as SQL."""
    if not source.shops:
        return f"{literal(source.unnamed)}::VARCHAR"
    cases = " ".join(
        f"WHEN {literal(name)} THEN {literal(key)}" for name, key in sorted(source.shops.items())
    )
    return f"CASE s.shop {cases} ELSE {literal(source.unnamed)} END"


def _expression(column: Column, table: Table, source: Source) -> str:
    name = quoted(column.name)
    if column.name == "shop":
        return _shop(source)
    if column.name == "source_file":
        return literal(source.load)
    if column.name == "version":
        return f"coalesce(s.version, TIMESTAMP {literal(str(source.fallback))})"
    if column.name in table.key and SQL_TYPES[column.type] == "VARCHAR":
        return f"coalesce(s.{name}, '')"
    return f"s.{name}"


def incoming(source: Source, *, brief: bool = False) -> str:
    """The staged rows as the books will hold them, as an SQL subquery; ``brief``: what tells which they replace."""
    table = TABLES[source.table]
    chosen = ", ".join(
        f"{_expression(column, table, source)} AS {quoted(column.name)}"
        for column in all_columns(table)
        if not brief or column.name in {*table.key, "version"}
    )
    return f"(SELECT {chosen} FROM {quoted(source.staged)} s)"


def same_key(table: Table, left: str, right: str) -> str:
    """SQL condition: two rows belong to the same set."""
    return " AND ".join(
        f"{left}.{quoted(name)} = {right}.{quoted(name)}"
        if SQL_TYPES[table.column(name).type] == "VARCHAR"
        else f"{left}.{quoted(name)} IS NOT DISTINCT FROM {right}.{quoted(name)}"
        for name in table.key
    )


@dataclass(frozen=True, slots=True)
class Merged:
    """``rows`` that a file has for a table. Of their sets, ``tied`` differ from those of another file that is no
    earlier and no later, so that a fixed rule decides; ``older`` differ from what the books keep from a later file.
    """

    rows: int
    tied: int = 0
    older: int = 0


def upsert(con: duckdb.DuckDBPyConnection, source: Source) -> Merged:
    """Merge ``source`` into its table, inside the caller's transaction.

    Where no staged key is in the books yet, this is one INSERT. Else the staged set and the set in the books
    contend; the loser goes (or stays) in the table's past. Lookups go by row number after the first join.
    """
    table = TABLES[source.table]
    rows = incoming(source)
    columns = column_list(table)
    name = quoted(table.name)
    if _empty(con, table.name) or not _contest(con, table, incoming(source, brief=True), source.load):
        return Merged(_insert(con, name, columns, rows))
    tied, older = _differing(con, source, "tied"), _differing(con, source, "NOT tied AND NOT wins")
    old = quoted(past(table.name))
    con.execute(
        f"INSERT INTO {old} ({columns}) SELECT {columns} FROM {name} "
        "WHERE rowid IN (SELECT place FROM zg_contest WHERE wins)"
    )
    con.execute(f"DELETE FROM {name} WHERE rowid IN (SELECT place FROM zg_contest WHERE wins)")
    lost = f"SELECT 1 FROM zg_contest z WHERE NOT z.wins AND {same_key(table, 'z', 's')}"
    if con.execute("SELECT 1 FROM zg_contest WHERE NOT wins LIMIT 1").fetchone():
        count = _insert(con, old, columns, f"{rows} s WHERE EXISTS ({lost})")
        count += _insert(con, name, columns, f"{rows} s WHERE NOT EXISTS ({lost})")
    else:
        count = _insert(con, name, columns, rows)
    con.execute("DROP TABLE zg_contest")
    return Merged(count, tied, older)


# What the books add to rows of their own, or what changes with every file.
_ADDED = frozenset({"order_day", "source_file", "source_row", "version", "filled"})
# Texts that are one of a few words.
_WORDS = frozenset({"status", "kind", "stage", "device", "grain"})
# What a row of the books said before the order filled it in.
_SAID: Mapping[tuple[str, str], str] = {
    ("refund", "sku"): "CASE WHEN filled IN ('sku', 'both') THEN '' ELSE sku END",
    ("refund", "listing_id"): "CASE WHEN filled IN ('listing', 'both') THEN '' ELSE listing_id END",
    ("refund", "amount"): "coalesce(whole, amount)",
}


def _differing(con: duckdb.DuckDBPyConnection, source: Source, where: str) -> int:
    """How many staged sets, of those such that ``where``, say another thing than the books.

    Amounts and counts are compared as sums of the set, so that one report by parts and one of the whole may say the
    same; anything else where each side has one value of it. What one side leaves open, and names and remarks, differ
    from nothing.
    """
    if not con.execute(f"SELECT 1 FROM zg_contest WHERE {where} LIMIT 1").fetchone():
        return 0
    table = TABLES[source.table]
    keys = ", ".join(map(quoted, table.key))
    compared = [
        one
        for one in all_columns(table)
        if one.name not in _ADDED and one.name not in table.key and (one.type != "text" or one.name in _WORDS)
    ]
    ours = ", ".join(f"{_of_set(one, quoted(one.name))} AS {quoted(one.name)}" for one in compared)
    said = {one.name: _SAID.get((table.name, one.name), quoted(one.name)) for one in compared}
    theirs = ", ".join(f"{_of_set(one, said[one.name])} AS {quoted(one.name)}" for one in compared)
    asked = f"SELECT 1 FROM zg_contest z WHERE {where} AND {same_key(table, 'z', 's')}"
    found = con.execute(
        f"""
        SELECT count(*) FROM (
            SELECT {keys}, {ours} FROM {incoming(source)} s WHERE EXISTS ({asked}) GROUP BY {keys}
        ) a JOIN (
            SELECT {keys}, {theirs} FROM {quoted(table.name)}
            WHERE rowid IN (SELECT place FROM zg_contest WHERE {where}) GROUP BY {keys}
        ) b ON {same_key(table, "a", "b")}
        WHERE {" OR ".join(f"a.{quoted(one.name)} <> b.{quoted(one.name)}" for one in compared)}
        """
    ).fetchone()
    return int(found[0]) if found else 0


def _of_set(column: Column, value: str) -> str:
    """SQL: what a set of rows says of a column, NULL where it says nothing or several things."""
    if column.type in ("money", "count"):
        return f"sum({value})"
    one = f"nullif({value}, '')" if column.type in ("id", "text") else value
    return f"CASE WHEN min({one}) = max({one}) THEN min({one}) END"


def _insert(con: duckdb.DuckDBPyConnection, into: str, columns: str, source: str) -> int:
    """Add the rows of ``source``; returns how many they are."""
    row = con.execute(f"INSERT INTO {into} ({columns}) SELECT {columns} FROM {source}").fetchone()
    return int(row[0]) if row else 0


def _empty(con: duckdb.DuckDBPyConnection, name: str) -> bool:
    return con.execute(f"SELECT 1 FROM {quoted(name)} LIMIT 1").fetchone() is None


def _contest(con: duckdb.DuckDBPyConnection, table: Table, rows: str, load: str) -> bool:
    """Make ``zg_contest``: each row of the books whose set is staged too, and whether the staged set wins.

    False, and no such table, when there is none. A set's version is the greatest of its rows'.
    """
    keys = ", ".join(quoted(name) for name in table.key)
    of_row = ", ".join(f"c.{quoted(name)}" for name in table.key)
    hits = con.execute(
        f"CREATE OR REPLACE TEMP TABLE zg_hit AS SELECT c.rowid AS place, {of_row}, c.source_file, c.version "
        f"FROM {quoted(table.name)} c WHERE EXISTS (SELECT 1 FROM {rows} s WHERE {same_key(table, 'c', 's')})"
    ).fetchone()
    if hits == (0,):
        con.execute("DROP TABLE zg_hit")
        return False
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE zg_contest AS
        WITH theirs AS (SELECT {keys}, max(version) AS version FROM zg_hit GROUP BY ALL),
             ours AS (SELECT {keys}, max(version) AS version FROM {rows} s GROUP BY ALL)
        SELECT z.place, {", ".join(f"z.{quoted(name)}" for name in table.key)},
               ours.version > theirs.version OR (ours.version = theirs.version AND {literal(load)} > z.source_file)
                   AS wins, ours.version = theirs.version AS tied
        FROM zg_hit z JOIN theirs ON {same_key(table, "z", "theirs")} JOIN ours ON {same_key(table, "z", "ours")}
        """
    )
    con.execute("DROP TABLE zg_hit")
    return True


def retract(con: duckdb.DuckDBPyConnection, name: str, load: str) -> None:
    """Take the rows of ``load`` out of a table; the best set that it had replaced becomes current again."""
    table = TABLES[name]
    current, old, columns = quoted(name), quoted(past(name)), column_list(table)
    keys = ", ".join(quoted(key) for key in table.key)
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE zg_gone AS SELECT DISTINCT {keys} FROM {current} WHERE source_file = ?",
        [load],
    )
    con.execute(f"DELETE FROM {current} WHERE source_file = ?", [load])
    con.execute(f"DELETE FROM {old} WHERE source_file = ?", [load])
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE zg_back AS
        WITH sets AS (
            SELECT {keys}, source_file, max(version) AS version FROM {old} p
            WHERE EXISTS (SELECT 1 FROM zg_gone z WHERE {same_key(table, "p", "z")}) GROUP BY ALL
        )
        SELECT {keys}, source_file FROM sets
        QUALIFY row_number() OVER (PARTITION BY {keys} ORDER BY version DESC, source_file DESC) = 1
        """
    )
    chosen = f"EXISTS (SELECT 1 FROM zg_back z WHERE {same_key(table, 'p', 'z')} AND z.source_file = p.source_file)"
    con.execute(f"INSERT INTO {current} ({columns}) SELECT {columns} FROM {old} p WHERE {chosen}")
    con.execute(f"DELETE FROM {old} p WHERE {chosen}")
    con.execute("DROP TABLE zg_gone")
    con.execute("DROP TABLE zg_back")
