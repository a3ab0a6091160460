"""Which item a refund is of, where its file names the order alone: what the lines of the order say.

A refund is of the item of its line (sub-order) where it names one; else of the only item that was paid for, or of the
only one that was paid as much as came back. Where none of these is certain it stays without an item. What an order
states line by line is told line by line. All of it is a function of the rows in the books, done again for `zg_touched`.
"""

import duckdb

from zhanggui.model.tables import TABLES
from zhanggui.store.resolve import STATED, any_row, of_touched
from zhanggui.store.schema import all_columns, past, quoted

# Of the lines of an order: those that the refund names, those that were paid for, those paid as much.
_NAMED = "b.line_id <> '' AND l.line_id = b.line_id"
_PAID = "l.paid IS NULL OR l.paid > 0"
_EQUAL = "l.paid = b.amount"


def forget(con: duckdb.DuckDBPyConnection) -> None:
    """Take back what was taken from the touched orders."""
    for name in ("refund", past("refund")):
        if any_row(con, name, "filled IS NOT NULL"):
            con.execute(
                f"""
                UPDATE {name} SET filled = NULL,
                    sku = CASE WHEN filled IN ('sku', 'both') THEN '' ELSE sku END,
                    listing_id = CASE WHEN filled IN ('listing', 'both') THEN '' ELSE listing_id END
                WHERE filled IS NOT NULL AND {of_touched(name)}
                """
            )


def fill(con: duckdb.DuckDBPyConnection) -> None:
    """Let refunds of the touched orders name the item that the order says they are of."""
    _split(con)
    for name in ("refund", past("refund")):
        bare = f"order_id <> '' AND (sku = '' OR listing_id = '') AND {of_touched(name)}"
        if any_row(con, name, bare):
            con.execute(_found(name, bare))
            con.execute(
                f"""
                UPDATE {name} SET
                    sku = CASE WHEN {name}.sku = '' THEN f.sku ELSE {name}.sku END,
                    listing_id = CASE WHEN {name}.listing_id = '' THEN f.listing ELSE {name}.listing_id END,
                    filled = CASE WHEN {name}.sku <> '' OR f.sku = '' THEN 'listing'
                        WHEN {name}.listing_id <> '' OR f.listing = '' THEN 'sku' ELSE 'both' END
                FROM zg_item_of f WHERE {name}.rowid = f.place
                    AND (({name}.sku = '' AND f.sku <> '') OR ({name}.listing_id = '' AND f.listing <> ''))
                """
            )
            con.execute("DROP TABLE zg_item_of")


def _found(name: str, bare: str) -> str:
    """SQL that makes `zg_item_of`: row of a refund, and the SKU and listing that it is of, '' where not certain."""
    return f"""
        CREATE OR REPLACE TEMP TABLE zg_item_of AS
        SELECT b.place, {_only("sku")} AS sku, {_only("listing_id")} AS listing
        FROM (SELECT rowid AS place, shop, order_id, line_id, amount FROM {name} WHERE {bare}) b
        JOIN order_line l ON l.shop = b.shop AND l.order_id = b.order_id
        GROUP BY b.place
    """


def _only(column: str) -> str:
    """SQL: the only value of a column among the lines that a refund may be of, by the first rule that gives one."""
    rules = [
        f"CASE WHEN count(DISTINCT coalesce(l.{column}, '')) FILTER ({rule}) = 1 "
        f"THEN nullif(min(coalesce(l.{column}, '')) FILTER ({rule}), '') END"
        for rule in (_NAMED, _PAID, _EQUAL)
    ]
    return f"coalesce({', '.join(rules)}, '')"


def _split(con: duckdb.DuckDBPyConnection) -> None:
    """What touched orders of several items state as refunded, line by line, where nothing dated is a part of it.

    What stands on one line alone is of that line where the file states refunds by line, else of the order.
    """
    whole = f"refund_id = order_id || '{STATED}' AND sku = '' AND {of_touched('refund')}"
    if not any_row(con, "refund", whole):
        return
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE zg_stated AS
        WITH lines AS (
            SELECT r.rowid AS place, l.sku, l.listing_id, sum(l.refund_stated) AS part,
                bool_and(coalesce(l.refund_of_line, false)) AS own
            FROM (SELECT rowid, shop, order_id FROM refund WHERE {whole}) r
            JOIN order_line l ON l.shop = r.shop AND l.order_id = r.order_id
            WHERE l.refund_stated > 0 GROUP BY ALL
        ), told AS (
            SELECT *, sum(part) OVER (PARTITION BY place) AS stated, count(*) OVER (PARTITION BY place) AS parts,
                row_number() OVER (PARTITION BY place ORDER BY sku, listing_id) AS number
            FROM lines
        )
        SELECT t.* FROM told t JOIN refund r ON r.rowid = t.place WHERE t.stated = r.amount AND (t.parts > 1 OR t.own)
        """
    )
    values = {column.name: f"r.{quoted(column.name)}" for column in all_columns(TABLES["refund"])}
    values |= {
        "refund_id": f"r.order_id || '{STATED}|' || t.number",
        "sku": "coalesce(t.sku, '')",
        "listing_id": "coalesce(t.listing_id, '')",
        "amount": "CAST(t.part AS DECIMAL(18,4))",
    }
    con.execute(
        f"INSERT INTO refund ({', '.join(map(quoted, values))}) SELECT {', '.join(values.values())} "
        "FROM zg_stated t JOIN refund r ON r.rowid = t.place"
    )
    con.execute("DELETE FROM refund WHERE rowid IN (SELECT place FROM zg_stated)")
    con.execute("DROP TABLE zg_stated")
