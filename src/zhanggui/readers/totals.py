"""Rows that only the whole table gives away: totals without a word, and ids that a spreadsheet has rounded."""

from collections.abc import Sequence

import duckdb

from zhanggui.model.tables import TABLES
from zhanggui.readers.base import Plan
from zhanggui.readers.relation import file_of
from zhanggui.readers.spec import ADDITIVE
from zhanggui.readers.words import identifiers, quoted

MOST = 20
EXACT_DIGITS = 15
SHARE = 0.2
LEAST = 3


def drop_totals(con: duckdb.DuckDBPyConnection, plan: Plan, table: str) -> None:
    """Mark as no data the rows that name nothing and whose amounts equal the sums of all other rows."""
    keys = [place for place, f in enumerate(plan.fields) if f.key]
    amounts = [f.name for f in plan.fields if f.type in ADDITIVE]
    if not keys or not amounts:
        return
    mask = sum(2**place for place in keys)
    nameless = " AND ".join([f"{quoted(name)} IS NULL" for name in _naming(plan)] or ["true"])
    candidates = con.execute(
        f"SELECT rowid FROM {table} WHERE NOT _drop AND (_bad & {mask}) <> 0 AND {nameless} "
        f"ORDER BY rowid LIMIT {MOST + 1}"
    ).fetchall()
    if not candidates or len(candidates) > MOST:
        return
    rowids = [row[0] for row in candidates]
    picked = ", ".join(quoted(name) for name in amounts)
    given = ", ".join(str(r) for r in rowids)
    rows = con.execute(f"SELECT rowid, {picked} FROM {table} WHERE rowid IN ({given})").fetchall()
    added = ", ".join(f"sum({quoted(name)})" for name in amounts)
    sums = con.execute(f"SELECT {added} FROM {table} WHERE NOT _drop AND rowid NOT IN ({given})").fetchone()
    totals = [row[0] for row in rows if _equal(row[1:], sums or ())]
    if totals:
        con.execute(
            f"UPDATE {table} SET _drop = true, _bad = 0 WHERE rowid IN ({', '.join(map(str, totals))})"
        )


def _naming(plan: Plan) -> list[str]:
    """Fields that name what a row is about: ids, people, moments, and texts that are part of a canonical key."""
    keyed = {
        f for t in plan.format.tables for k in TABLES[t.table].key for f in identifiers(t.columns.get(k, ""))
    }
    return [
        f.name
        for f in plan.fields
        if f.type in {"id", "time"} or f.personal or (f.type == "text" and f.name in keyed)
    ]


def _equal(row: Sequence[object], sums: Sequence[object]) -> bool:
    """Whether at least half of the amounts that are not zero equal their sums: a count alone may do so by chance."""
    equal = [value == total for value, total in zip(row, sums, strict=True) if value]
    return bool(equal) and 2 * sum(equal) >= len(equal)


def damaged_ids(con: duckdb.DuckDBPyConnection, plan: Plan, table: str) -> None:
    """Mark ids of 16 and more digits that end in zeros from the 16th on, where far too many of a column do.

    Spreadsheets keep 15 digits. One id in a hundred ends in two zeros by itself; when a fifth of them does,
    they were rounded, and nobody can tell the lost digits.
    """
    kind = "BIGINT" if len(plan.fields) < 62 else "HUGEINT"  # noqa: PLR2004 - as the table is made
    for place, name in _long_ids(con, plan, table):
        long, zeros = _rounded(name)
        row = con.execute(f"SELECT {_both(name)} FROM {table} WHERE {long}").fetchone()
        if row and row[1] >= LEAST and row[1] > SHARE * row[0]:
            con.execute(
                f"UPDATE {table} SET _bad = _bad | CAST({2**place} AS {kind}) WHERE NOT _drop AND {zeros}"
            )


def files_with_damage(con: duckdb.DuckDBPyConnection, plan: Plan, table: str) -> frozenset[int]:
    """Which of the files that are read as one have ids that ``damaged_ids`` would mark."""
    file = file_of("_line")
    found: set[int] = set()
    for _, name in _long_ids(con, plan, table):
        long, _ = _rounded(name)
        rows = con.execute(f"SELECT {file}, {_both(name)} FROM {table} WHERE {long} GROUP BY {file}")
        found |= {place for place, every, bad in rows.fetchall() if bad >= LEAST and bad > SHARE * every}
    return frozenset(found)


def _long_ids(con: duckdb.DuckDBPyConnection, plan: Plan, table: str) -> list[tuple[int, str]]:
    """Places and quoted names of the fields of ids of which some are longer than a spreadsheet keeps."""
    ids = [
        (place, quoted(f.name)) for place, f in enumerate(plan.fields) if f.type == "id" and not f.personal
    ]
    longest = ", ".join(f"coalesce(max(length({name})), 0)" for _, name in ids)
    lengths = con.execute(f"SELECT {longest} FROM {table}").fetchone() if ids else None
    return [one for one, length in zip(ids, lengths or (), strict=True) if length > EXACT_DIGITS + 1]


def _rounded(name: str) -> tuple[str, str]:
    """Conditions that an id is a long number, and one that ends in zeros where a spreadsheet has rounded."""
    long = f"length({name}) > {EXACT_DIGITS + 1} AND regexp_full_match({name}, '[1-9]\\d+')"
    return long, f"{long} AND regexp_full_match(substr({name}, {EXACT_DIGITS + 1}), '0+')"


def _both(name: str) -> str:
    """How many different long ids there are, and how many of them are rounded."""
    return f"count(DISTINCT {name}), count(DISTINCT {name}) FILTER ({_rounded(name)[1]})"
