"""Canonical relations of one file, with one row per key where the format's rows have ids of their own."""

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from zhanggui.model.issue import Issue
from zhanggui.model.tables import TABLES
from zhanggui.readers import shape
from zhanggui.readers.base import Plan, heading
from zhanggui.readers.faults import LIMIT, Where
from zhanggui.readers.relation import Relation, file_of
from zhanggui.readers.words import quoted


@dataclass(frozen=True, slots=True)
class Kept:
    """Canonical table → relation; what was left out for a later row of the same id."""

    tables: Mapping[str, str]
    issues: list[Issue]
    refused: int


def keep_one(
    con: duckdb.DuckDBPyConnection, plan: Plan, made: tuple[str, str, str], facts: shape.Facts, where: Where
) -> Kept:
    """Make every canonical relation; ``made``: as what (VIEW or TABLE), how its name begins, the typed rows."""
    kind, prefix, rows = made
    tables: dict[str, str] = {}
    issues: list[Issue] = []
    refused: set[int] = set()
    selects: dict[str, list[str]] = {}
    for target in plan.format.tables:
        selects.setdefault(target.table, []).append(shape.canonical(plan, facts, target, rows))
    for table, parts in selects.items():
        name = f"{prefix}_{table}"
        con.execute(f"CREATE TEMP {kind} {name} AS {' UNION ALL '.join(parts)}")
        tables[table] = name
        if (plan.format.unique or plan.alike) and _doubled(con, plan, table, name):
            lost = _single(con, plan, table, name)
            tables[table] = f"{name}_once"
            column = told_in(plan, table)
            issues += [
                Issue(where.name, row, column, "conflict", key[:80])
                for row, key in lost
                if row not in refused
            ]
            refused |= {row for row, _ in lost}
    return Kept(tables, issues if plan.many else issues[:LIMIT], len(refused))


def counted(plan: Plan) -> bool:
    """Whether the format counts visits, so that two rows of one key are parts of it, or the same told twice."""
    return not plan.format.unique and any(target.table.startswith("traffic") for target in plan.format.tables)


def alike(con: duckdb.DuckDBPyConnection, plan: Plan, relation: Relation) -> bool:
    """Whether nothing in the file tells rows of one key apart: no column that is not read holds words."""
    if not counted(plan):
        return False
    read = {*plan.columns.values(), *plan.wide}
    rest = [i for i in range(relation.width) if i not in read]
    words = " OR ".join(f"regexp_matches(c{i}, '\\pL{{2}}')" for i in rest)
    row = (
        con.execute(f"SELECT coalesce(bool_or({words}), false) FROM {relation.sql()}").fetchone()
        if rest
        else None
    )
    return row is None or not row[0]


def told_in(plan: Plan, table: str) -> str:
    """Header of the column that the ids of a canonical table come from, '' where none is in the file."""
    name = TABLES[table].key[1]
    given = (target.columns.get(name, "") for target in plan.format.tables if target.table == table)
    return next((header for sql in given if (header := heading(plan, sql))), "")


def _key(plan: Plan, table: str) -> str:
    """Columns that make a row one of its own in its file."""
    file = [file_of("source_row")] if plan.many else []
    more = [name for name in ("sku", "title") if name in TABLES[table].names] if plan.alike else []
    return ", ".join([*(quoted(name) for name in (*TABLES[table].key, *more)), *file])


def _doubled(con: duckdb.DuckDBPyConnection, plan: Plan, table: str, name: str) -> bool:
    """Whether a key occurs twice."""
    row = con.execute(
        f"SELECT count(*), (SELECT count(*) FROM (SELECT DISTINCT {_key(plan, table)} FROM {name})) FROM {name}"
    ).fetchone()
    return bool(row and row[0] != row[1])


def _single(con: duckdb.DuckDBPyConnection, plan: Plan, table: str, name: str) -> list[tuple[int, str]]:
    """Keep the latest row of each key, the last of equals; returns row and key of those that differ from it."""
    spec = TABLES[table]
    values = ", ".join(quoted(column) for column in spec.names)
    latest = f"OVER (PARTITION BY {_key(plan, table)} ORDER BY version DESC, source_row DESC)"
    first = f"OVER (PARTITION BY {_key(plan, table)} ORDER BY _same <> _kept, source_row)"
    con.execute(
        f"CREATE TEMP TABLE {name}_all AS SELECT *, row_number() {first} AS _nth FROM (SELECT *, "
        f"hash({values}) AS _same, first_value(hash({values})) {latest} AS _kept FROM {name})"
    )
    con.execute(
        f"CREATE TEMP TABLE {name}_once AS SELECT * EXCLUDE (_nth, _same, _kept) FROM {name}_all "
        "WHERE _nth = 1 ORDER BY source_row"
    )
    shown = quoted(spec.key[1])
    lost = con.execute(
        f"SELECT source_row, CAST({shown} AS VARCHAR) FROM {name}_all WHERE _nth > 1 AND _same <> _kept ORDER BY 1"
    ).fetchall()
    con.execute(f"DROP TABLE temp.{name}_all")
    return [(int(row), str(key)) for row, key in lost]
