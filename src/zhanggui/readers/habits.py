"""The file's own evidence gathered: a sample of its cells, and whole columns where dates need it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import duckdb

from zhanggui.readers.base import Plan, lined, raw
from zhanggui.readers.cells import DateOrder, Habits, simple
from zhanggui.readers.evidence import Group, Key, commas, date_order, grouped, settled, short, told
from zhanggui.readers.relation import Relation, file_of
from zhanggui.readers.short_years import Short
from zhanggui.readers.spec import NUMERIC, Field
from zhanggui.readers.words import quoted

SAMPLE = 4096
PAIRS = 4000
SCRATCH = "zg_sample"
FIGURES = NUMERIC | {"range"}
DATES = frozenset({"date", "days", "time"})


@dataclass(frozen=True, slots=True)
class Unclear:
    """A date column whose order of day and month nothing tells; ``example`` is one of its cells, in ``line``."""

    field: str
    example: str
    line: int = 0


def learn(
    con: duckdb.DuckDBPyConnection, plan: Plan, relation: Relation, answer: str | None
) -> Habits | Unclear:
    """How the file writes, from its first rows; dates that need it are asked of every row."""
    names = ", ".join(quoted(f.name) for f in plan.fields)
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE {SCRATCH} AS SELECT {names} FROM ({raw(plan, relation)}) LIMIT {SAMPLE}"
    )
    thousands = _thousands(con, plan)
    plain = _plain(con, plan) - thousands
    rest = [f.name for f in plan.fields if f.name not in plain]
    columns = _columns(con, rest)
    numbers = {f.name: columns[f.name] for f in plan.fields if f.name in rest and f.type in FIGURES}
    dates = [f.name for f in plan.fields if f.name in rest and f.type in DATES]
    points = _pointed(con, [f.name for f in plan.fields if f.name in plain and f.type in FIGURES])
    asked = [name for name in dates if any(short(cell) for cell in columns[name])]
    styles = commas(numbers, points, _counts(plan)) | thousands
    orders = _orders(con, plan, relation, asked, (answer, bool(styles)))
    return orders if isinstance(orders, Unclear) else Habits(plain, styles, orders, _filled(con, plan))


def sure(con: duckdb.DuckDBPyConnection, plan: Plan, relation: Relation) -> tuple[Habits, frozenset[int]]:
    """How several files that are read as one write, and which of them could be read in two ways.

    Of the others, every one alone is read by these habits: no cell of theirs could hold a decimal comma, a dot between
    thousands or a date that does not begin with its year.
    """
    names = ", ".join(quoted(f.name) for f in plan.fields)
    inner = f"SELECT _line, {names} FROM ({raw(plan, relation)})"
    con.execute(f"CREATE OR REPLACE TEMP TABLE {SCRATCH} AS {inner}")
    tests = [test for f in plan.fields if (test := _unsure(f))]
    left: frozenset[int] = frozenset()
    if tests:
        file = file_of("_line")
        rows = con.execute(f"SELECT DISTINCT {file} FROM {SCRATCH} WHERE {' OR '.join(tests)}").fetchall()
        left = frozenset(row[0] for row in rows)
    if left:
        con.execute(f"DELETE FROM {SCRATCH} WHERE {file_of('_line')} IN ({', '.join(map(str, left))})")
    return Habits(_plain(con, plan), filled=_filled(con, plan)), left


def _unsure(item: Field) -> str:
    """SQL that is true where a cell may be written in more ways than one; '' where none can."""
    cell = quoted(item.name)
    tests = []
    if item.type in FIGURES:
        tests.append(f"regexp_matches({cell}, ',\\d{{1,2}}\\D*$|\\.\\d{{3}},|^\\D*0,')")
    if item.type == "count":
        tests.append(f"contains({cell}, '.')")
    if item.type == "money":
        tests.append(f"regexp_matches({cell}, '\\d\\.\\d{{3}}\\D*$')")
    if item.type in DATES:
        tests.append(f"regexp_matches({cell}, '^\\D*\\d{{1,2}}\\s*[/.-]\\s*\\d{{1,2}}\\s*[/.-]')")
    return f"coalesce({' OR '.join(tests)}, false)" if tests else ""


def again(
    con: duckdb.DuckDBPyConnection, plan: Plan, relation: Relation, answer: str | None, bits: int
) -> Habits | Unclear:
    """The habits once more, from whole columns, for the fields that ``bits`` says could not be read."""
    bad = [f for place, f in enumerate(plan.fields) if bits & 2**place]
    telling = {}
    for item in bad:
        if item.type in FIGURES:
            cell = quoted(item.name)
            source = f"({raw(plan, relation)}) WHERE regexp_matches({cell}, '[.,]')"
            sql = f"SELECT DISTINCT {cell} FROM {source} LIMIT {PAIRS * 4}"
            telling[item.name] = sorted(row[0] for row in con.execute(sql).fetchall())
    styles = plan.habits.commas - set(telling) | commas(telling, 0, _counts(plan))
    asked = [f.name for f in bad if f.type in DATES]
    orders = _orders(con, plan, relation, asked, (answer, bool(styles)))
    if isinstance(orders, Unclear):
        return orders
    plain = plan.habits.plain - {f.name for f in bad}
    return Habits(plain, styles, {**plan.habits.orders, **orders}, plan.habits.filled)


def _counts(plan: Plan) -> frozenset[str]:
    """Fields of whole numbers."""
    return frozenset(f.name for f in plan.fields if f.type == "count")


def _pointed(con: duckdb.DuckDBPyConnection, names: Sequence[str]) -> int:
    """How many of these fields, all read as they stand, show a decimal point."""
    if not names:
        return 0
    some = ", ".join(
        f"CAST(coalesce(bool_or(contains({quoted(name)}, '.')), false) AS INTEGER)" for name in names
    )
    return sum(con.execute(f"SELECT {some} FROM {SCRATCH}").fetchone() or ())


def _filled(con: duckdb.DuckDBPyConnection, plan: Plan) -> frozenset[str]:
    """Fields without an empty cell in the sample."""
    counts = ", ".join(f"count({quoted(f.name)})" for f in plan.fields)
    lines, *filled = con.execute(f"SELECT count(*), {counts} FROM {SCRATCH}").fetchone() or (0,)
    return frozenset(f.name for f, cells in zip(plan.fields, filled, strict=True) if cells == lines)


def _thousands(con: duckdb.DuckDBPyConnection, plan: Plan) -> frozenset[str]:
    """Amounts that are written with a dot between thousands; looked for only where a cell could be one."""
    names = [f.name for f in plan.fields if f.type == "money"]
    asked = " OR ".join(f"regexp_matches({quoted(name)}, '\\d\\.\\d{{3}}\\D*$')" for name in names)
    if not names or con.execute(f"SELECT coalesce(bool_or({asked}), false) FROM {SCRATCH}").fetchone() != (
        True,
    ):
        return frozenset()
    return grouped(_columns(con, names))


def _plain(con: duckdb.DuckDBPyConnection, plan: Plan) -> frozenset[str]:
    """Fields of which every sampled cell is read by the shortcut; a date needs one that is year-first."""
    made = {f.name: simple(f, quoted(f.name)) for f in plan.fields}
    tests = [
        f"count(*) FILTER ({quoted(name)} IS NOT NULL AND ({sql}) IS NULL)"
        for name, sql in made.items()
        if sql
    ]
    row = con.execute(f"SELECT {', '.join(tests) or '0'} FROM {SCRATCH}").fetchone() or ()
    return frozenset(
        name for (name, _), odd in zip(((n, s) for n, s in made.items() if s), row, strict=False) if not odd
    )


def _columns(con: duckdb.DuckDBPyConnection, names: Sequence[str]) -> dict[str, list[str]]:
    """Sampled cells per field."""
    if not names:
        return {}
    rows = con.execute(f"SELECT {', '.join(quoted(name) for name in names)} FROM {SCRATCH}").fetchall()
    return {name: [row[i] for row in rows if row[i]] for i, name in enumerate(names)}


def _orders(
    con: duckdb.DuckDBPyConnection,
    plan: Plan,
    relation: Relation,
    names: Sequence[str],
    known: tuple[str | None, bool],
) -> dict[str, DateOrder] | Unclear:
    """Order of day, month and year per field; what its own rows leave open follows the file's other columns.

    ``known``: the operator's answer, and whether the file's numbers have a decimal comma. Clocks that say AM or PM
    stand behind dates of either order whatever the numbers are; some platforms then write the month first (``noon``).
    """
    answer, comma = known
    if any(_noon(con, plan, relation, name) for name in names):
        answer, comma = answer or plan.format.noon or None, False
    groups = {name: _groups(con, plan, relation, name) + _shorts(con, plan, relation, name) for name in names}
    said = {name: told(found, plan.today) for name, found in groups.items()}
    others = _agreed(said.values())
    out: dict[str, DateOrder] = {}
    for name, found in said.items():
        orders = settled(found, others, answer, comma=comma)
        if not all(orders.values()):
            return _unclear(con, plan, relation, name)
        out[name] = date_order(orders, groups[name])
    return out


def _noon(con: duckdb.DuckDBPyConnection, plan: Plan, relation: Relation, name: str) -> bool:
    """Whether a clock of the column says AM or PM."""
    said = f"regexp_matches({quoted(name)}, '(?i)\\d\\s*[ap]\\.?\\s?m\\b')"
    return bool(con.execute(f"SELECT 1 FROM ({raw(plan, relation)}) WHERE {said} LIMIT 1").fetchone())


def _agreed(said: Iterable[Mapping[Key, str]]) -> dict[Key, str]:
    """What all columns that tell an order agree on."""
    every: dict[Key, set[str]] = {}
    for found in said:
        for key, order in found.items():
            if order and order != "both":
                every.setdefault(key, set()).add(order)
    return {key: next(iter(orders)) for key, orders in every.items() if len(orders) == 1}


def _groups(con: duckdb.DuckDBPyConnection, plan: Plan, relation: Relation, name: str) -> list[Group | Short]:
    """What the column's dates look like, per separator."""
    source = f"SELECT {quoted(name)} AS cell FROM ({raw(plan, relation)}) WHERE {quoted(name)} IS NOT NULL"
    year_first = "regexp_extract(cell, '(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})', ['y', 'm', 'd'])"
    parts = f"SELECT zg_split(cell) AS s, {year_first} AS i FROM ({source})"
    numbers = (
        "SELECT CASE WHEN s.sign <> '' THEN s.sign WHEN i.y <> '' THEN 'y' END AS sign, "
        "TRY_CAST(CASE WHEN s.sign <> '' THEN s.a ELSE i.m END AS INTEGER) AS a, "
        "TRY_CAST(CASE WHEN s.sign <> '' THEN s.b ELSE i.d END AS INTEGER) AS b, "
        f"TRY_CAST(CASE WHEN s.sign <> '' THEN s.y ELSE i.y END AS INTEGER) AS y FROM ({parts}) "
        "WHERE s.sign = '' OR length(s.y) = 4"
    )
    sql = (
        "SELECT sign, count(*), count(*) FILTER (a > 12), count(*) FILTER (b > 12), "
        "list_slice(list(DISTINCT {'a': a, 'b': b, 'y': y}) FILTER (a BETWEEN 1 AND 12 AND b BETWEEN 1 AND 12), 1, "
        f"{PAIRS}) FROM ({numbers}) WHERE sign IS NOT NULL GROUP BY sign ORDER BY sign"
    )
    return [
        Group(sign, rows, big, small, tuple(sorted((p["a"], p["b"], p["y"]) for p in pairs or ())))
        for sign, rows, big, small, pairs in con.execute(sql).fetchall()
    ]


def _shorts(con: duckdb.DuckDBPyConnection, plan: Plan, relation: Relation, name: str) -> list[Group | Short]:
    """The column's dates whose year has two digits (or whose last number has one), per separator."""
    source = (
        f"SELECT zg_split({quoted(name)}) AS s FROM ({raw(plan, relation)}) WHERE {quoted(name)} IS NOT NULL"
    )
    sql = (
        f"SELECT s.sign, list(DISTINCT [s.a, s.b, s.y]) FROM ({source}) WHERE s.sign <> '' AND length(s.y) < 4 "
        "GROUP BY 1 ORDER BY 1"
    )
    found = con.execute(sql).fetchall()
    return [Short(sign, tuple(sorted((a, b, y) for a, b, y in cells))[:PAIRS]) for sign, cells in found]


def _unclear(con: duckdb.DuckDBPyConnection, plan: Plan, relation: Relation, name: str) -> Unclear:
    """The first date that can be read in two ways, with its line."""
    cell = quoted(name)
    line = "_line" if lined(plan, relation) else f"_place + {relation.first}"
    row = con.execute(
        f"SELECT {line}, {cell} FROM ({raw(plan, relation, place=True)}) "
        f"WHERE zg_split({cell}).a <> '' AND zg_split({cell}).a <> zg_split({cell}).b ORDER BY 1 LIMIT 1"
    ).fetchone()
    return Unclear(name, row[1] if row else "", int(row[0]) if row else 0)
