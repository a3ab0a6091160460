"""Which shops a table states, learnt before any of its rows is loaded."""

import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb

from zhanggui.readers.base import Plan, raw
from zhanggui.readers.cells import Habits, expression
from zhanggui.readers.found import Found
from zhanggui.readers.relation import Relation, cleaned, straight
from zhanggui.readers.stage import prepare
from zhanggui.readers.words import identifiers, literal, quoted


def shops_stated(con: duckdb.DuckDBPyConnection, found: Found, salt: bytes) -> frozenset[str]:
    """Names in the columns of ``found`` that name its shop, as its rows will state them; none where it has none.

    A row that is no data, or is refused later, may add a name: it says what could come, not what will.
    """
    if found.source is None or found.section is None or found.section.match is None:
        return frozenset()
    match = found.section.match
    rule = match.format.shop.name
    named = [name for name in identifiers(rule) if name in match.format.fields]
    if not any(name in match.columns for name in named):
        return frozenset()
    fields = {name: match.format.fields[name] for name in named}
    item = replace(match.format, fields=fields, drop=(), tables=())
    columns = {name: match.columns[name] for name in named if name in match.columns}
    plan = Plan(item, columns, found.section.header.cells, Habits(), salt, date.max)
    prepare(con)
    with tempfile.TemporaryDirectory(prefix="zhanggui-") as folder:
        relation = straight(found.source, found.section, Path(folder))
        if relation is not None:
            try:
                return _names(con, plan, rule, relation)
            except duckdb.InvalidInputException:
                pass
        used = tuple(sorted(columns.values()))
        return _names(con, plan, rule, cleaned(found.source, found.section, used, Path(folder)))


def _names(con: duckdb.DuckDBPyConnection, plan: Plan, rule: str, relation: Relation) -> frozenset[str]:
    """Distinct names that ``rule`` makes of the rows; a header that is repeated among them is none."""
    typed = [
        f"{expression(item, quoted(name), plan.habits, plan.salt)[name]} AS {quoted(name)}"
        if name in plan.columns
        else f"CAST(NULL AS VARCHAR) AS {quoted(name)}"
        for name, item in plan.format.fields.items()
    ]
    given = ", ".join(quoted(name) for name in plan.columns)
    inner = f"SELECT {', '.join(typed)} FROM (SELECT DISTINCT {given} FROM ({raw(plan, relation)}))"
    heads = ", ".join(literal(plan.header[index].strip()) for index in plan.columns.values())
    sql = f"SELECT DISTINCT nullif(trim(CAST({rule} AS VARCHAR)), '') AS name FROM ({inner})"
    rows = con.execute(
        f"SELECT name FROM ({sql}) WHERE name IS NOT NULL AND name NOT IN ({heads})"
    ).fetchall()
    return frozenset(row[0] for row in rows)
