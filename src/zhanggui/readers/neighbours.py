"""What a row takes from the others of its group: values carried down, the first line's mark, amounts spread.

A row on its own has all it needs. Of groups of several rows there is a table of sums, joined to the typed rows when
those are read: it says everything of two rows. Windows are asked only of larger groups whose amounts are spread.
"""

from dataclasses import replace

import duckdb

from zhanggui.model.issue import NOTICE, Issue
from zhanggui.readers.base import Plan, heading
from zhanggui.readers.relation import file_of
from zhanggui.readers.spec import NUMERIC, Allocate
from zhanggui.readers.words import identifiers, quoted

_WEIGHT = "DECIMAL(38,6)"
GROUP = "_group"  # where several files are read as one: the file, and what holds its rows together
_FIRST = 20_000  # rows that show whether groups of several rows are common
_MOST = 100  # rows told that dispute their order's amount


def gather(con: duckdb.DuckDBPyConnection, plan: Plan, prefix: str, shown: str) -> tuple[str, list[Issue]]:
    """Make the view of the typed rows (``prefix`` + ``_typed``) with what they take from their groups.

    Returns its name, and a notice for rows that state another amount for their order than the one that counts;
    ``shown`` names the file. Temporary tables that the view stands on are named as ``MADE`` says.
    """
    typed, rows, sums, near = (f"{prefix}_{name}" for name in ("typed", "rows", "sums", "near"))
    if not asked(plan):
        return typed, []
    where = ""
    if not _crowded(con, plan, typed):
        lines, groups = con.execute(counted(plan, typed)).fetchone() or (0, 0)
        if lines == groups:
            con.execute(f"CREATE TEMP VIEW {rows} AS {joined(plan, typed, '', '')}")
            return rows, []
        where = _several(plan, typed) if 2 * groups > lines else ""
    if plan.format.carry:
        con.execute(f"CREATE TEMP TABLE {prefix}_carried AS {first_values(plan, typed, where)}")
        con.execute(f"CREATE TEMP VIEW {prefix}_whole AS {carried(plan, typed, f'{prefix}_carried')}")
        typed = f"{prefix}_whole"
    con.execute(f"CREATE TEMP TABLE {sums} AS {summed(plan, typed, where)}")
    rule = allocated(plan)
    if rule and con.execute(f"SELECT 1 FROM {sums} WHERE _n > 2 LIMIT 1").fetchone():
        con.execute(f"CREATE TEMP TABLE {near} AS {spread(plan, rule, (typed, sums))}")
    else:
        near = ""
    con.execute(f"CREATE TEMP VIEW {rows} AS {joined(plan, typed, sums, near)}")
    if rule is None or rule.take != "same":
        return rows, []
    if not con.execute(f"SELECT 1 FROM {sums} WHERE _odd LIMIT 1").fetchone():
        return rows, []
    found = con.execute(disagreeing(plan, rule, (typed, sums))).fetchall()
    columns = [heading(plan, quoted(name)) for name in _terms(rule)]
    return rows, [
        Issue(shown, int(row), columns[which], "order_differs", amount, NOTICE)
        for row, which, amount in found
    ]


def hand_on(con: duckdb.DuckDBPyConnection, plan: Plan, table: str) -> None:
    """Give carried values that stand on rows that are no data, as a statement's total, to the rows of their group."""
    if not plan.format.carry or plan.format.carry.by not in plan.columns:
        return
    by, file = quoted(plan.format.carry.by), file_of("_line") if plan.many else "0"
    for name in map(quoted, (name for name in plan.format.carry.fields if name in plan.columns)):
        given = (
            f"SELECT {by} AS _by, {file} AS _file, arg_min({name}, rowid) AS _value FROM {table} "
            f"WHERE _drop AND {name} IS NOT NULL AND {by} IS NOT NULL GROUP BY 1, 2"
        )
        con.execute(
            f"UPDATE {table} SET {name} = g._value FROM ({given}) g "
            f"WHERE NOT _drop AND {table}.{name} IS NULL AND {table}.{by} = g._by AND {file} = g._file"
        )


# Relations of ``gather``, in an order in which they can be dropped.
MADE = ("rows", "near", "sums", "whole", "carried")


def allocated(plan: Plan) -> Allocate | None:
    """The rule by which amounts are spread, with those of which the file has a column; None where it has of none."""
    rule = plan.format.allocate
    if rule is None:
        return None
    held = {
        name: sql
        for name, sql in rule.amounts.items()
        if not plan.columns.keys().isdisjoint(identifiers(sql))
    }
    return replace(rule, amounts=held) if held else None


def asked(plan: Plan) -> bool:
    """Whether rows look at their neighbours at all."""
    first = any(
        "first_line" in identifiers(s) for t in plan.format.tables for s in [*t.columns.values(), t.when]
    )
    return bool(plan.format.carry or plan.format.allocate) or first


def group(plan: Plan) -> str:
    """Field that holds a group together; of several files each has groups of its own."""
    return GROUP if plan.many else grouping(plan)


def grouping(plan: Plan) -> str:
    """Field that holds a group of one file together."""
    if plan.format.allocate:
        return plan.format.allocate.by
    if plan.format.carry:
        return plan.format.carry.by
    return "order_id" if "order_id" in plan.format.fields else plan.format.need[0]


def counted(plan: Plan, rows: str) -> str:
    """SELECT of how many rows there are, and how many groups."""
    return f"SELECT count(*), count(DISTINCT {quoted(group(plan))}) FROM {rows}"


def _crowded(con: duckdb.DuckDBPyConnection, plan: Plan, rows: str) -> bool:
    """Whether the first rows alone show that groups of several are common, so that nothing is gained by counting."""
    lines, groups = con.execute(counted(plan, f"(SELECT * FROM {rows} LIMIT {_FIRST})")).fetchone() or (0, 0)
    return bool(4 * groups <= 3 * lines and lines)


def _several(plan: Plan, rows: str) -> str:
    """WHERE for the rows that are not the only one of their group."""
    by = quoted(group(plan))
    return f" WHERE {by} IN (SELECT {by} FROM {rows} GROUP BY {by} HAVING count(*) > 1) OR {by} IS NULL"


def first_values(plan: Plan, rows: str, where: str) -> str:
    """SELECT, for each group of several rows, of the first value that is there of each carried field."""
    by = quoted(group(plan))
    names = ", ".join(f"arg_min({quoted(name)}, _rowid) AS {quoted('_c_' + name)}" for name in _carries(plan))
    return f"SELECT {by} AS _by, count(*) AS _n, {names} FROM {rows}{where} GROUP BY {by} HAVING count(*) > 1"


def carried(plan: Plan, rows: str, values: str) -> str:
    """SELECT of the typed rows with what ``values``, made of ``first_values``, says of their groups."""
    names = ", ".join(
        f"CASE WHEN g._n IS NULL THEN r.{quoted(name)} ELSE g.{quoted('_c_' + name)} END AS {quoted(name)}"
        for name in _carries(plan)
    )
    return f"SELECT r.* REPLACE ({names}) FROM {rows} r LEFT JOIN {values} g ON {_same(group(plan))}"


def summed(plan: Plan, rows: str, where: str) -> str:
    """SELECT of each group of several rows: ``_by``, ``_n`` rows, ``_first`` of them, and of each amount that is spread
    the whole (``_w_``) and the first row's part (``_s_``); ``_odd`` where rows state different figures.

    An amount is reckoned from what the rows together say of its order (``_o_`` and the field): postage may stand on
    one of them alone. Weights are decimals, so that their sums do not depend on the order in which they are added.
    """
    by, rule = quoted(group(plan)), allocated(plan)
    if rule is None:
        told = f"{by} AS _by, count(*) AS _n, min(_rowid) AS _first"
        return f"SELECT {told} FROM {rows}{where} GROUP BY {by} HAVING count(*) > 1"
    fields = _terms(rule)
    names = "".join(f", {quoted(name)}" for name in fields)
    inner = f"SELECT _rowid, {by} AS _by, {_weight(rule)} AS _w{names} FROM {rows}{where}"
    told = "".join(f", {_of_order(plan, rule, name)} AS {_order(name)}" for name in fields)
    stated = [f"nullif({quoted(name)}, 0)" for name in fields if _figure(plan, name) and name in plan.columns]
    odd = " OR ".join(f"min({one}) <> max({one})" for one in stated) or "false"
    groups = (
        "SELECT _by, count(*) AS _n, min(_rowid) AS _first, sum(_w) AS _all, arg_min(_w, _rowid) AS _one, "
        f"coalesce({odd}, false) AS _odd{told} FROM ({inner}) GROUP BY _by HAVING count(*) > 1"
    )
    named = "".join(f", {_order(name)} AS {quoted(name)}" for name in fields)
    wholes = ", ".join(f"{_amount(sql)} AS {_whole(name)}" for name, sql in rule.amounts.items())
    kept = "_by, _n, _first, _all, _one, _odd" + "".join(f", {_order(name)}" for name in fields)
    orders = f"SELECT {kept}, {wholes} FROM (SELECT *{named} FROM ({groups}))"
    parts = [f"{_reached(name, '_one', '1')} AS {_part(name)}" for name in rule.amounts]
    return f"SELECT *, {', '.join(parts)} FROM ({orders})"


def _terms(rule: Allocate) -> tuple[str, ...]:
    """Fields of which the amounts are made."""
    return tuple(dict.fromkeys(name for sql in rule.amounts.values() for name in identifiers(sql)))


def _figure(plan: Plan, name: str) -> bool:
    """Whether a field is a number."""
    return name in plan.format.fields and plan.format.fields[name].type in NUMERIC


def _of_order(plan: Plan, rule: Allocate, name: str) -> str:
    """What the order says: its first row; where every row should say it, the first that is not 0, if any is.

    Of a field that the file has not, all are NULL, which need not be looked at.
    """
    if name in plan.format.fields and name not in plan.columns:
        return "CAST(NULL AS DECIMAL(18,4))" if _figure(plan, name) else f"min({quoted(name)})"
    if rule.take != "same":
        return f"arg_min_null({quoted(name)}, _rowid)"
    first = f"arg_min({quoted(name)}, _rowid)"
    return f"coalesce(arg_min(nullif({quoted(name)}, 0), _rowid), {first})" if _figure(plan, name) else first


def spread(plan: Plan, rule: Allocate, made: tuple[str, str]) -> str:
    """SELECT, by ``_rowid``, of the parts of the rows of groups of three and more; ``made``: the rows and ``summed``.

    A row's part is what the rounded running share reaches here less what it had reached before.
    """
    rows, sums = made
    wholes = ", ".join(f"g.{_whole(name)}" for name in rule.amounts)
    over = "OVER (PARTITION BY _by ORDER BY _rowid ROWS UNBOUNDED PRECEDING)"
    inner = (
        f"SELECT r._rowid, g._by, g._n, g._all, {_weight(rule)} AS _w, {wholes} "
        f"FROM {rows} r JOIN {sums} g ON {_same(group(plan))} WHERE g._n > 2"
    )
    parts = []
    for name in rule.amounts:
        here = f"CASE WHEN _i >= _n THEN {_whole(name)} ELSE {_reached(name, '_to', '_i')} END"
        before = f"CASE WHEN _i = 1 THEN CAST(0 AS DECIMAL(18,4)) ELSE {_reached(name, '_to - _w', '(_i - 1)')} END"
        parts.append(f"{here} - {before} AS {_near(name)}")
    return (
        f"SELECT _rowid, {', '.join(parts)} "
        f"FROM (SELECT *, row_number() {over} AS _i, sum(_w) {over} AS _to FROM ({inner}))"
    )


def joined(plan: Plan, rows: str, sums: str, near: str) -> str:
    """SELECT of the typed rows with what ``sums`` and ``near``, made of ``summed`` and ``spread``, say of them.

    '' for ``sums`` where every row is alone, for ``near`` where no group has more than two.
    """
    amounts = plan.format.allocate.amounts if plan.format.allocate else {}
    rule = allocated(plan)
    spread_out = rule.amounts if sums and rule else {}
    made = "".join(
        f", {_taken(name, sql, near) if name in spread_out else _amount(sql)} AS {quoted(name)}"
        for name, sql in amounts.items()
    )
    if not sums:
        return f"SELECT *, true AS first_line{made} FROM {rows}"
    large = f" LEFT JOIN {near} n ON n._rowid = r._rowid" if near else ""
    return (
        f"SELECT r.*, g._n IS NULL OR g._first = r._rowid AS first_line{made} "
        f"FROM {rows} r LEFT JOIN {sums} g ON {_same(group(plan))}{large}"
    )


def _taken(name: str, sql: str, near: str) -> str:
    """A row's part of one amount."""
    larger = f"WHEN g._n > 2 THEN n.{_near(name)} " if near else ""
    two = f"WHEN g._first = r._rowid THEN g.{_part(name)} ELSE g.{_whole(name)} - g.{_part(name)}"
    return f"CASE WHEN g._n IS NULL THEN {_amount(sql)} {larger}{two} END"


def disagreeing(plan: Plan, rule: Allocate, made: tuple[str, str]) -> str:
    """SELECT of the rows that state another figure for their order than the one that counts: line, which, how much.

    ``which`` is a place among ``_terms``. A row that states 0 says nothing: platforms write an order's amount on one
    row and 0 on its others.
    """
    rows, sums = made
    odds = [
        (at, f"r.{quoted(name)}", f"r.{quoted(name)} <> g.{_order(name)} AND r.{quoted(name)} <> 0")
        for at, name in enumerate(_terms(rule))
        if _figure(plan, name)
    ]
    which = " ".join(f"WHEN {odd} THEN {at}" for at, _, odd in odds)
    value = " ".join(
        f"WHEN {odd} THEN CAST(CAST({name} AS DECIMAL(18,4)) AS VARCHAR)" for _, name, odd in odds
    )
    differs = " OR ".join(f"({odd})" for _, _, odd in odds)
    most = "" if plan.many else f" LIMIT {_MOST}"
    return (
        f"SELECT r.source_row, CASE {which} END, CASE {value} END "
        f"FROM {rows} r JOIN {sums} g ON {_same(group(plan))} WHERE g._odd AND ({differs}) ORDER BY 1{most}"
    )


def _same(by: str) -> str:
    """Condition that a row ``r`` is of the group ``g``."""
    return f"g._by IS NOT DISTINCT FROM r.{quoted(by)}"


def _carries(plan: Plan) -> tuple[str, ...]:
    """Fields that are carried."""
    return plan.format.carry.fields if plan.format.carry else ()


def _amount(sql: str) -> str:
    return f"CAST(({sql}) AS DECIMAL(18,4))"


def _weight(rule: Allocate) -> str:
    return f"greatest(coalesce(CAST(({rule.weight}) AS {_WEIGHT}), 0), 0)"


def _order(name: str) -> str:
    return quoted("_o_" + name)


def _whole(name: str) -> str:
    return quoted("_w_" + name)


def _part(name: str) -> str:
    return quoted("_s_" + name)


def _near(name: str) -> str:
    return quoted("_n_" + name)


def _reached(name: str, weight: str, place: str) -> str:
    """What the rows up to one have of a whole, rounded to the cent, by weight or, without any, by their number."""
    part = f"CASE WHEN _all > 0 THEN CAST({weight} AS DOUBLE) / CAST(_all AS DOUBLE) ELSE {place} / _n END"
    return f"CAST(round(CAST({_whole(name)} AS DOUBLE) * {part}, 2) AS DECIMAL(18,4))"
