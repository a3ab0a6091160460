"""What a row takes from the others of its group: values carried down, the first line's mark, amounts spread.

Windows are asked of the few columns that they need, and only where a group has several rows; a row on its own has
all it needs. What they say is a table by row number, joined to the typed rows when those are read.
"""

from zhanggui.readers.base import Plan
from zhanggui.readers.spec import Allocate
from zhanggui.readers.words import identifiers, quoted

_BEFORE = "ORDER BY _rowid ROWS UNBOUNDED PRECEDING"
_ALL = "ORDER BY _rowid ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING"
_WEIGHT = "DECIMAL(38,6)"


def asked(plan: Plan) -> bool:
    """Whether rows look at their neighbours at all."""
    first = any(
        "first_line" in identifiers(s) for t in plan.format.tables for s in [*t.columns.values(), t.when]
    )
    return bool(plan.format.carry or plan.format.allocate) or first


def group(plan: Plan) -> str:
    """Field that holds a group together."""
    if plan.format.allocate:
        return plan.format.allocate.by
    if plan.format.carry:
        return plan.format.carry.by
    return "order_id" if "order_id" in plan.format.fields else plan.format.need[0]


def counted(plan: Plan, rows: str) -> str:
    """SELECT of how many rows there are, and how many groups."""
    return f"SELECT count(*), count(DISTINCT {quoted(group(plan))}) FROM {rows}"


def told(plan: Plan, rows: str, *, alone: bool) -> str:
    """SELECT of what the typed rows ``rows`` take from their groups, by ``_rowid``.

    ``alone``: leave out rows that are the only one of their group. ``_stated`` is the amount, as text, of a row that
    states another one for its group than the first row that states any; NULL elsewhere.
    """
    by = quoted(group(plan))
    where = ""
    if alone:
        several = f"SELECT {by} FROM {rows} GROUP BY {by} HAVING count(*) > 1"
        where = f" WHERE {by} IN ({several}) OR {by} IS NULL"
    sql = _carried(plan, f"SELECT * FROM {rows}{where}", by)
    names = [f"{quoted(name)} AS {_near(name)}" for name in _carries(plan)]
    rule = plan.format.allocate
    if rule is None:
        first = f"row_number() OVER (PARTITION BY {by} {_BEFORE}) = 1 AS first_line"
        return f"SELECT _rowid, {', '.join([*names, first])} FROM ({sql})"
    shares = [f"{_share(name)} AS {_near(name)}" for name in rule.amounts]
    picked = ["_i = 1 AS first_line", *(_near(name) for name in _carries(plan)), *shares]
    return (
        f"SELECT _rowid, {', '.join(picked)}, {_stated(rule)} AS _stated FROM ({_summed(rule, sql, names)})"
    )


def joined(plan: Plan, rows: str, near: str) -> str:
    """SELECT of the typed rows with what ``near``, made of ``told``, says of them; '' where every row is alone."""
    rule = plan.format.allocate
    amounts = rule.amounts if rule else {}
    if not near:
        made = "".join(f", {_amount(sql)} AS {quoted(name)}" for name, sql in amounts.items())
        return f"SELECT *, true AS first_line{made} FROM {rows}"
    alone = "n._rowid IS NULL"
    carried = ", ".join(
        f"CASE WHEN {alone} THEN r.{quoted(name)} ELSE n.{_near(name)} END AS {quoted(name)}"
        for name in _carries(plan)
    )
    made = "".join(
        f", CASE WHEN {alone} THEN {_amount(sql)} ELSE n.{_near(name)} END AS {quoted(name)}"
        for name, sql in amounts.items()
    )
    replaced = f" REPLACE ({carried})" if carried else ""
    return (
        f"SELECT r.*{replaced}, {alone} OR n.first_line AS first_line{made} "
        f"FROM {rows} r LEFT JOIN {near} n ON n._rowid = r._rowid"
    )


def disagreeing(rows: str, near: str) -> str:
    """SELECT of the rows that state another amount for their order than its first row: line, amount."""
    return (
        f"SELECT r.source_row, n._stated FROM {rows} r JOIN {near} n ON n._rowid = r._rowid "
        "WHERE n._stated IS NOT NULL ORDER BY 1 LIMIT 100"
    )


def _carries(plan: Plan) -> tuple[str, ...]:
    """Fields that are carried."""
    return plan.format.carry.fields if plan.format.carry else ()


def _near(name: str) -> str:
    """Name of a column of the neighbours' table, which must not be taken for the row's own."""
    return quoted("_n_" + name)


def _carried(plan: Plan, sql: str, by: str) -> str:
    """Values that stand on the first row of a group only, on all its rows."""
    over = f"OVER (PARTITION BY {by} {_ALL})"
    names = ", ".join(f"first_value({quoted(f)} IGNORE NULLS) {over} AS {quoted(f)}" for f in _carries(plan))
    return f"SELECT * REPLACE ({names}) FROM ({sql})" if names else sql


def _amount(sql: str) -> str:
    return f"CAST(({sql}) AS DECIMAL(18,4))"


def _given(name: str) -> str:
    return quoted("_a_" + name)


def _whole(name: str) -> str:
    return quoted("_w_" + name)


def _summed(rule: Allocate, sql: str, carried: list[str]) -> str:
    """Each row's amounts and those of its group, and its place and weight in it: ``_i`` of ``_n``, ``_to`` of ``_all``.

    Weights are decimals, so that their sums do not depend on the order in which they are added.
    """
    by = quoted(rule.by)
    weight = f"greatest(coalesce(CAST(({rule.weight}) AS {_WEIGHT}), 0), 0)"
    given = [f"{_amount(amount)} AS {_given(name)}" for name, amount in rule.amounts.items()]
    inner = f"SELECT _rowid, {by}, {', '.join([*carried, *given])}, {weight} AS _w FROM ({sql})"
    taken = "IGNORE NULLS) OVER every" if rule.take == "same" else ") OVER upto"
    wholes = [f"first_value({_given(name)} {taken} AS {_whole(name)}" for name in rule.amounts]
    return (
        "SELECT *, row_number() OVER upto AS _i, count(*) OVER whole AS _n, sum(_w) OVER upto AS _to, "
        f"sum(_w) OVER whole AS _all, {', '.join(wholes)} FROM ({inner}) WINDOW whole AS (PARTITION BY {by}), "
        f"upto AS (PARTITION BY {by} {_BEFORE}), every AS (PARTITION BY {by} {_ALL})"
    )


def _share(name: str) -> str:
    """A row's part of one amount: what the rounded running share reaches here less what it had reached before."""
    whole = _whole(name)

    def reached(weight: str, place: str) -> str:
        part = (
            f"CASE WHEN _all > 0 THEN CAST({weight} AS DOUBLE) / CAST(_all AS DOUBLE) ELSE {place} / _n END"
        )
        return f"CAST(round(CAST({whole} AS DOUBLE) * {part}, 2) AS DECIMAL(18,4))"

    none = "CAST(0 AS DECIMAL(18,4))"
    here = f"CASE WHEN _i >= _n THEN {whole} ELSE {reached('_to', '_i')} END"
    before = f"CASE WHEN _i = 1 THEN {none} ELSE {reached('_to - _w', '(_i - 1)')} END"
    return f"{here} - {before}"


def _stated(rule: Allocate) -> str:
    """The amount of a row that states another one than the group's first."""
    if rule.take != "same":
        return "CAST(NULL AS VARCHAR)"
    differs = " OR ".join(f"{_given(name)} <> {_whole(name)}" for name in rule.amounts)
    first = _given(next(iter(rule.amounts)))
    return f"CASE WHEN {differs} THEN coalesce(CAST({first} AS VARCHAR), '') END"
