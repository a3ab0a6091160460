"""One staged file into the books: its rows, its entry, and the orders it touches put in order again."""

from dataclasses import dataclass

import duckdb

from zhanggui.model.tables import TABLES
from zhanggui.store import items, plans, resolve, taxes, unlinked
from zhanggui.store.load import LoadRecord, Staged
from zhanggui.store.loadbook import add_load, add_tables, other_readings, remove_load, tables_of
from zhanggui.store.ownership import Owners
from zhanggui.store.schema import past, quoted
from zhanggui.store.upsert import NO_TIME, Source, incoming, retract, same_key, upsert

ORDERS = frozenset({"order_line", *resolve.PARTS})


@dataclass(frozen=True, slots=True)
class Change:
    """What a load did: whether it took another reading's place, and see `Merged` for the rest."""

    replaced: bool
    tied: int = 0
    older: int = 0


def merge(
    con: duckdb.DuckDBPyConnection, staged: Staged, record: LoadRecord, owners: Owners, load: str
) -> Change:
    """Apply ``staged`` as ``load``, inside the caller's transaction.

    Another reading of the same content in the same context (another map, another order of day and month) gives
    way to this one.
    """
    fallback = record.file_time or NO_TIME
    sources = [
        Source(name, temporary, load, owners.shops, owners.unnamed, fallback)
        for name, temporary in sorted(staged.tables.items())
    ]
    old = other_readings(con, record, load)
    tables = set(staged.tables).union(*(tables_of(con, one) for one in old))
    touching = _touching(con, tables)
    split = touching and bool(tables & ORDERS) and _any_parts(con, tables)
    if touching:
        _touch(con, sources, old)
    if split:
        resolve.drop_derived(con)
    for one in old:
        for name in tables_of(con, one):
            retract(con, name, one)
        remove_load(con, one)
    add_load(con, staged, record, owners, load)
    made = {source.table: upsert(con, source) for source in sources}
    add_tables(con, load, {name: one.rows for name, one in made.items()})
    if "ad" in tables:
        plans.settle(con, "" if old else load)
    if split:
        resolve.put_together(con)
    if touching or (tables & ORDERS and _touch_refunded(con, load)):
        unlinked.widen(con)
        items.forget(con)
        taxes.take_out(con)
        resolve.order_days(con)
        resolve.stated_refunds(con)
        unlinked.match(con)
        items.fill(con)
        con.execute("DROP TABLE zg_touched")
    tied, older = sum(one.tied for one in made.values()), sum(one.older for one in made.values())
    return Change(bool(old), tied, older)


def _any_parts(con: duckdb.DuckDBPyConnection, tables: set[str]) -> bool:
    if tables & set(resolve.PARTS):
        return True
    asked = " OR ".join(f"EXISTS (SELECT 1 FROM {quoted(name)})" for name in resolve.PARTS)
    return con.execute(f"SELECT {asked}").fetchone() == (True,)


def _touching(con: duckdb.DuckDBPyConnection, tables: set[str]) -> bool:
    """Whether orders other than those that the load says were refunded can change beyond their own rows."""
    if not tables & {*ORDERS, "refund"}:
        return False
    return _any_parts(con, tables) or "refund" in tables or resolve.any_row(con, "refund")


def _touch_refunded(con: duckdb.DuckDBPyConnection, load: str) -> bool:
    """Make `zg_touched` of the orders of ``load`` that state a refund; False, and no such table, where none does."""
    if not resolve.any_row(con, "order_line", f"source_file = '{load}' AND refund_stated > 0"):
        return False
    con.execute(
        "CREATE OR REPLACE TEMP TABLE zg_touched AS SELECT DISTINCT shop, order_id FROM order_line "
        f"WHERE source_file = '{load}' AND refund_stated > 0 AND order_id <> ''"
    )
    return True


def _touch(con: duckdb.DuckDBPyConnection, sources: list[Source], old: list[str]) -> None:
    """Make `zg_touched`: the orders of the staged rows, of the rows that are about to be retracted, and of every
    version of them: a later file may put a refund to another order, and the first then lacks it.
    """
    names = {*ORDERS, "refund"}
    rows = [(source.table, incoming(source)) for source in sources if source.table in names]
    for load in old:
        rows += [
            (name, f"(SELECT * FROM {quoted(name)} WHERE source_file = '{load}')")
            for name in tables_of(con, load)
            if name in names
        ]
    parts = [f"SELECT shop, order_id FROM {given}" for _, given in rows]
    parts += [
        f"SELECT c.shop, c.order_id FROM {quoted(kept)} c "
        f"WHERE EXISTS (SELECT 1 FROM {given} s WHERE {same_key(TABLES[name], 'c', 's')})"
        for name, given in rows
        if "order_id" not in TABLES[name].key
        for kept in (name, past(name))
    ]
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE zg_touched AS SELECT DISTINCT shop, order_id "
        f"FROM ({' UNION ALL '.join(parts)}) WHERE order_id <> ''"
    )
