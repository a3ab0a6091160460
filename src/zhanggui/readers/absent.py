"""Columns that a file could have and has not, or has twice: what is unknown because of it, told once per column."""

from collections.abc import Collection, Mapping, Sequence

import duckdb

from zhanggui.model.issue import NOTICE, Issue
from zhanggui.model.tables import SQL_TYPES, TABLES
from zhanggui.readers.base import Plan
from zhanggui.readers.cells import TYPES
from zhanggui.readers.faults import Where
from zhanggui.readers.names import normal
from zhanggui.readers.relation import Relation, file_of
from zhanggui.readers.spec import VARIABLES, Format, Target
from zhanggui.readers.words import identifiers, quoted

# Canonical column → the headline measures that need it, as `zhanggui define` calls them.
HEADLINES: Mapping[str, Mapping[str, str]] = {
    table: {
        "paid_day": "gmv, orders, buyers, refunds_of_orders",
        "paid": "gmv, net_sales, aov",
        "buyer": "buyers, spend_per_buyer, repeat_rate",
        "quantity": "units, units_per_order",
        "refund_stated": "refunds, net_sales, refund_rate",
        **({"sku": "cost_of_goods, contribution, margin"} if table == "order_line" else {}),
    }
    for table in ("order_line", "order_head")
} | {
    "refund": {"amount": "refunds, net_sales"},
    "fee": {"amount": "fees, contribution"},
    "ad": {"spend": "ad_spend, roas, acos", "sales": "ad_sales, roas, acos"},
    "traffic_shop": {"visitors": "visitors, visitor_days, conversion"},
    "traffic_listing": {"visitors": "visitors, conversion"},
    "stock": {"on_hand": "stock, cover_days"},
}

# Canonical column → what is told where it is unknown though the amounts are known: they count with nothing else.
LINKS: Mapping[str, Mapping[str, str]] = {"fee": {"order_id": "orders_unlinked"}}

EMPTY = "''"

# Canonical table → fields that a file lacks, each with the canonical column that it would feed.
Wanting = Mapping[str, Sequence[tuple[str, str]]]

# Canonical columns that no figure depends on: a damaged text there costs nothing else of its row.
DECORATIVE = frozenset(
    "buyer title variant category region channel device status_text reason supplier note".split()
)


def decorative(item: Format) -> frozenset[str]:
    """Text fields of ``item`` that feed decorative columns alone, or none."""
    needed = {f for sql in (*item.drop, *item.parts, item.updated, item.shop.name) for f in identifiers(sql)}
    needed |= {*item.covers, *item.need} - {f.name for f in item.fields.values() if f.type == "text"}
    if item.carry:
        needed.add(item.carry.by)
    if item.allocate:
        needed |= {item.allocate.by, *identifiers(item.allocate.weight)}
        needed |= {f for sql in item.allocate.amounts.values() for f in identifiers(sql)}
    for target in item.tables:
        needed |= set(identifiers(target.when))
        for column, sql in target.columns.items():
            if column not in DECORATIVE or column in TABLES[target.table].key:
                needed |= set(identifiers(sql))
    return frozenset(
        f.name for f in item.fields.values() if f.type == "text" and not f.key and f.name not in needed
    )


def notices(
    con: duckdb.DuckDBPyConnection, plan: Plan, tables: Mapping[str, str], where: Where
) -> list[Issue]:
    """One notice for each column whose absence leaves a headline measure unknown for every row of the file.

    ``tables``: canonical table → its relation. A measure that the rest of the columns still gives is not missed.
    """
    found: dict[str, Sequence[bool]] = {}
    wanting = _wanting(con, plan)
    for table, fields in wanting.items():
        asked = [
            f"SELECT 1 FROM {tables[table]} WHERE {_known(table, column)} LIMIT 1" for _, column in fields
        ]
        found[table] = [con.execute(one).fetchone() is not None for one in asked]
    return _told(plan, wanting, found, where.name)


def by_file(
    con: duckdb.DuckDBPyConnection, plan: Plan, tables: Mapping[str, str], names: Mapping[int, str]
) -> dict[int, list[Issue]]:
    """As ``notices``, of each of the files that are read as one; ``names``: what each is called."""
    found: dict[int, dict[str, Sequence[bool]]] = {place: {} for place in names}
    file, wanting = file_of("source_row"), _wanting(con, plan)
    for table, fields in wanting.items():
        known = ", ".join(f"coalesce(bool_or({_known(table, column)}), false)" for _, column in fields)
        rows = con.execute(f"SELECT {file}, {known} FROM {tables[table]} GROUP BY {file}").fetchall()
        has = {place: told for place, *told in rows}
        for place, told in found.items():
            told[table] = has.get(place, [False] * len(fields))
    return {place: _told(plan, wanting, found[place], name) for place, name in names.items()}


def _told(plan: Plan, wanting: Wanting, found: Mapping[str, Sequence[bool]], name: str) -> list[Issue]:
    """Notices of what no row of a file has; ``found``: by table, whether any row has what is wanting."""
    told: dict[str, dict[str, None]] = {}
    links: dict[str, str] = {}
    for table, fields in wanting.items():
        for (field, column), has in zip(fields, found[table], strict=True):
            if has:
                continue
            if column in LINKS.get(table, {}):
                links[field] = LINKS[table][column]
            else:
                told.setdefault(field, {}).update(dict.fromkeys(HEADLINES[table][column].split(", ")))
    return [
        Issue(name, 0, _shown(plan, field), "column_absent", ", ".join(names)[:80], NOTICE)
        for field, names in told.items()
    ] + [Issue(name, 0, _shown(plan, field), code, "", NOTICE) for field, code in links.items()]


def repeated(header: Sequence[str], columns: Mapping[str, int]) -> dict[str, list[int]]:
    """Fields whose name stands in several columns, with the places of those that are not read."""
    names = [normal(cell) for cell in header]
    places = {name: at for name, at in columns.items() if 0 <= at < len(names) and names[at]}
    taken = set(columns.values())
    found = {
        name: [n for n, other in enumerate(names) if other == names[at] and n not in taken]
        for name, at in places.items()
    }
    return {name: others for name, others in found.items() if others}


def twice(con: duckdb.DuckDBPyConnection, plan: Plan, relation: Relation, where: Where) -> list[Issue]:
    """A notice for each column that is read while another of its name says something else in some row.

    Texts that no figure depends on may differ: a buyer and a receiver both have a city.
    """
    told = []
    spare = decorative(plan.format)
    for name, others in repeated(plan.header, plan.columns).items():
        if name in spare:
            continue
        at = plan.columns[name]
        differ = " OR ".join(
            f"(trim(c{n}) <> '' AND trim(c{n}) <> trim(coalesce(c{at}, '')))" for n in others
        )
        other = f"coalesce({', '.join(f'nullif(trim(c{n}), {EMPTY})' for n in others)})"
        row = con.execute(f"SELECT {other} FROM {relation.sql()} WHERE {differ} LIMIT 1").fetchone()
        if row:
            column = plan.header[at].strip()
            told.append(Issue(where.name, 0, column, "column_twice", str(row[0])[:80], NOTICE))
    return told


def _known(table: str, column: str) -> str:
    """SQL condition: a row has a value."""
    text = SQL_TYPES[TABLES[table].column(column).type] == "VARCHAR"
    return f"{quoted(column)} <> ''" if text else f"{quoted(column)} IS NOT NULL"


def _can(
    con: duckdb.DuckDBPyConnection, plan: Plan, table: str, column: str, fields: Collection[str]
) -> bool:
    """Whether a row of a file with ``fields`` could have the canonical column: its SQL, over some value in each."""
    for target in plan.format.tables:
        sql = _given(target, column) if target.table == table else ""
        if not sql:
            continue
        row = ", ".join(f"{_some(plan, word, fields)} AS {quoted(word)}" for word in identifiers(sql)) or "1"
        made = con.execute(f"SELECT ({sql}) IS NOT NULL FROM (SELECT {row})").fetchone()
        if made and made[0]:
            return True
    return False


def _missed(con: duckdb.DuckDBPyConnection, plan: Plan, table: str, column: str) -> bool:
    """Whether it is for want of columns that no row can have the canonical column."""
    return not _can(con, plan, table, column, plan.columns) and _can(
        con, plan, table, column, plan.format.fields
    )


def _some(plan: Plan, word: str, fields: Collection[str]) -> str:
    """SQL for some value of what ``word`` names in a format's SQL; NULL where it is not among ``fields``."""
    if word in VARIABLES:
        return {"file_day": "DATE '2024-01-01'", "file_currency": "''", "first_line": "true"}.get(word, "1")
    amounts = plan.format.allocate.amounts if plan.format.allocate else {}
    if word in amounts:
        terms = ", ".join(
            f"{_some(plan, one, fields)} AS {quoted(one)}" for one in identifiers(amounts[word])
        )
        return f"(SELECT CAST(({amounts[word]}) AS {TYPES['money']}) FROM (SELECT {terms}))"
    field = plan.format.fields.get(word) or plan.format.fields.get(word.rpartition("_")[0])
    kind = "BIGINT" if field is None or word != field.name else TYPES[field.type]
    if field is None or field.name not in fields:
        return f"CAST(NULL AS {kind})"
    return "DATE '2024-01-01'" if kind in {"DATE", "TIMESTAMP"} else f"CAST('1' AS {kind})"


def _given(target: Target, column: str) -> str:
    """SQL that gives the canonical column, of the time that it is the day of, '' for none."""
    given = target.columns.get(column, "")
    return given or (target.columns.get("paid_at", "") if column == "paid_day" else "")


def _shown(plan: Plan, field: str) -> str:
    names = plan.format.fields[field].names
    return names[0] if names else field


def _wanting(con: duckdb.DuckDBPyConnection, plan: Plan) -> Wanting:
    """What the file lacks columns for, unless those it has can give it.

    Rows of a table may just not have happened (nobody sent anything back): such a figure is not missed.
    """
    spread = plan.format.allocate.amounts if plan.format.allocate else {}
    out: dict[str, list[tuple[str, str]]] = {}
    for target in plan.format.tables:
        links = LINKS.get(target.table, {})
        for column in (*HEADLINES.get(target.table, ()), *links):
            given = _given(target, column)
            needed = [f for word in identifiers(given) for f in identifiers(spread.get(word, word))]
            lacking = [f for f in needed if f in plan.format.fields and f not in plan.columns]
            if lacking and (column in links or _missed(con, plan, target.table, column)):
                out.setdefault(target.table, []).append((lacking[0], column))
    return out
