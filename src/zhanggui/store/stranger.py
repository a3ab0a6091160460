"""Whether rows that name no shop are of another shop than the one that they would go to.

Two shops of one platform look alike in files without a shop's name. What gives them away is the time that they
share: orders of the same hours without one number and hardly an item in common, or other figures for the same days.
"""

from collections.abc import Iterable, Sequence

import duckdb

from zhanggui.model.issue import Issue
from zhanggui.model.tables import TABLES
from zhanggui.store.load import Staged

ORDERS = ("order_line", "order_head", "order_item")
LEAST = 20  # orders on either side within the time that two files share
SAMPLE = 2000
SAME_ITEMS = 0.1  # share of the new orders' items that the shop knows, above which they are its own
DAYS = 3  # days on which the figures of one shop would not all differ
APART = 0.2  # relative difference that no later count of the same day makes
# What later exports of one shop repeat of a finished day, and by what a day's row is found.
FIGURES = {
    "traffic_shop": ("visitors", "page_views"),
    "ad": ("impressions", "clicks", "spend"),
}
ITEM_COLUMNS = ("listing_id", "sku")
KEYED = {"traffic_shop": ("day", "device"), "ad": ("day", "channel")}
_MOMENT = "coalesce(created_at, paid_at)"
# Orders known and new between the first and the last moment that both have; how many of the new the shop knows, and
# how many have a status that the known have.
_SHARED = """
WITH known AS ({known}), new AS ({new}),
common AS (
    SELECT greatest((SELECT min(moment) FROM known), (SELECT min(moment) FROM new)) AS first,
        least((SELECT max(moment) FROM known), (SELECT max(moment) FROM new)) AS last
),
here AS (SELECT * FROM known, common WHERE moment > first AND moment < last),
there AS (SELECT * FROM new, common WHERE moment > first AND moment < last)
SELECT (SELECT count(DISTINCT order_id) FROM here), (SELECT count(DISTINCT order_id) FROM there),
    (SELECT count(*) FROM there WHERE order_id IN (SELECT order_id FROM {table} WHERE shop = ?)),
    (SELECT count(*) FROM there WHERE status IN (SELECT status FROM here))
"""


def telling(tables: Iterable[str]) -> bool:
    """Whether rows of these tables can give away a second shop."""
    return not {*ORDERS, *FIGURES}.isdisjoint(tables)


def stranger(
    con: duckdb.DuckDBPyConnection, staged: Staged, key: str, name: str, *, apart: bool
) -> Issue | None:
    """The question whether ``staged`` is of another shop than ``key``; None where nothing speaks for it.

    ``con`` holds the books, and what was staged, as temporary tables. ``name`` is the file as it is shown. ``apart``:
    it lies in another folder than the platform's other files, so that selling the same items says nothing.
    """
    for table, relation in sorted(staged.tables.items()):
        strange = table in ORDERS and _strange_orders(con, staged, key, (table, relation))
        if strange and (apart or not _same_items(con, key, table, relation)):
            return Issue(name, 0, "", "shop_doubtful", key)
        if table in FIGURES and _strange_figures(con, key, table, relation):
            return Issue(name, 0, "", "shop_doubtful", key)
    return None


def _strange_orders(con: duckdb.DuckDBPyConnection, staged: Staged, key: str, held: tuple[str, str]) -> bool:
    """Whether both have many orders between the same two moments, and not one order in common.

    Two halves of one export share no moment; exports by status share no status.
    """
    table, relation = held
    if staged.first_day is None or staged.last_day is None:
        return False
    picked = f"SELECT order_id, {_MOMENT} AS moment, coalesce(status, '') AS status FROM"
    known = (
        f"{picked} {table} WHERE shop = ? AND CAST({_MOMENT} AS DATE) "
        f"BETWEEN DATE '{staged.first_day}' AND DATE '{staged.last_day}'"
    )
    some = con.execute(f"SELECT count(*) FROM (SELECT 1 FROM ({known}) LIMIT {LEAST})", [key]).fetchone()
    if some != (LEAST,):
        return False
    sample = f"SELECT order_id FROM {relation} LIMIT {SAMPLE}"
    if con.execute(f"SELECT 1 FROM ({known}) WHERE order_id IN ({sample}) LIMIT 1", [key]).fetchone():
        return False
    sql = _SHARED.format(known=known, new=f"{picked} {relation}", table=table)
    here, there, shared, alike = con.execute(sql, [key, key]).fetchone() or (0, 0, 0, 0)
    return bool(here >= LEAST and there >= LEAST and not shared and alike)


def _same_items(con: duckdb.DuckDBPyConnection, key: str, table: str, relation: str) -> bool:
    """Whether the shop has sold what is staged: by listing, where both name it, else by SKU."""
    for column in ITEM_COLUMNS:
        if column not in TABLES[table].names:
            continue
        known = f"SELECT {column} FROM {table} WHERE shop = ? AND {column} <> ''"
        row = con.execute(
            f"SELECT count(DISTINCT {column}), count(DISTINCT {column}) FILTER (WHERE {column} IN ({known})), "
            f"EXISTS ({known}) FROM {relation} WHERE {column} <> ''",
            [key, key],
        ).fetchone()
        new, common, has = row or (0, 0, False)
        if new and has:
            return bool(common > SAME_ITEMS * new)
    return False


def _strange_figures(con: duckdb.DuckDBPyConnection, key: str, table: str, relation: str) -> bool:
    """Whether the books have other figures for the same days, so that no later count of one shop explains it."""
    names = FIGURES[table]
    on = " AND ".join(f"b.{name} = n.{name}" for name in KEYED[table])
    whole = "n.grain = 'account' AND b.grain = 'account'" if table == "ad" else "true"
    picked = ", ".join(f"CAST(b.{name} AS DOUBLE), CAST(n.{name} AS DOUBLE)" for name in names)
    rows = con.execute(
        f"SELECT {picked} FROM {table} b JOIN {relation} n ON {on} WHERE b.shop = ? AND b.days = 1 AND {whole} "
        f"ORDER BY b.day DESC LIMIT {SAMPLE}",
        [key],
    ).fetchall()
    return other_figures([list(zip(row[::2], row[1::2], strict=True)) for row in rows])


def other_figures(days: Sequence[Sequence[tuple[float | None, float | None]]]) -> bool:
    """Whether figures of the same days (each: the old and the new, None unknown) are of two shops.

    They are when a day has one figure far above and another far below the old ones, or when on three days or more
    every figure differs by more than a fifth: a count that goes on only rises, on the day that it was cut short.
    """
    strange = 0
    for figures in days:
        both = [(old, new) for old, new in figures if old is not None and new is not None and (old or new)]
        apart = [new - old for old, new in both if abs(new - old) > APART * max(abs(old), abs(new))]
        if any(gap > 0 for gap in apart) and any(gap < 0 for gap in apart):
            return True
        strange += bool(both) and len(apart) == len(both)
    return strange >= DAYS and 2 * strange > len(days)
