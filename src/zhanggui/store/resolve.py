"""What no single file says: split orders put together, refunds without a date, the paid day of a refund's order.

All of it is a function of the rows in the books, done again for the orders that a load touched. `zg_touched`
(shop, order_id) holds those orders.
"""

import duckdb

from zhanggui.model.tables import TABLES
from zhanggui.store.schema import all_columns, past, quoted

PARTS = ("order_head", "order_item")
STATED = "|stated"
RETURNED = "|returned|"
ACCOUNTED = "|account|"  # of these, those that an account tells without the number of their order
# Refunds that the store made, not a file.
DERIVED = (
    f"(starts_with(refund_id, order_id || '{STATED}') OR starts_with(refund_id, order_id || '{RETURNED}') "
    f"OR starts_with(refund_id, order_id || '{ACCOUNTED}'))"
)

_OF_TOUCHED = "EXISTS (SELECT 1 FROM zg_touched z WHERE z.shop = {0}.shop AND z.order_id = {0}.order_id)"
# Lines put together by `put_together`: the load they name as their source brought heads or items.
FROM_PARTS = "(source_file IN (SELECT load FROM load_table WHERE table_name IN ('order_head', 'order_item')))"

# Columns that the later of head and item tells, when it has them.
_SHARED = (
    "created_at paid_at shipped_at received_at created_day paid_day paid_hour paid_weekday shipped_day "
    "received_day status status_text currency"
).split()


def of_touched(row: str) -> str:
    """SQL: a row is of an order of `zg_touched`."""
    return _OF_TOUCHED.format(row)


def any_row(con: duckdb.DuckDBPyConnection, table: str, where: str = "TRUE") -> bool:
    """Whether a table has a row such that ``where``."""
    return con.execute(f"SELECT 1 FROM {quoted(table)} WHERE {where} LIMIT 1").fetchone() is not None


def touch_all(con: duckdb.DuckDBPyConnection) -> None:
    """Every order of the books is to be done."""
    con.execute(
        """
        CREATE OR REPLACE TEMP TABLE zg_touched AS
        SELECT shop, order_id FROM order_line UNION SELECT shop, order_id FROM order_head
        UNION SELECT shop, order_id FROM order_item UNION SELECT shop, order_id FROM refund WHERE order_id <> ''
        """
    )


def drop_derived(con: duckdb.DuckDBPyConnection) -> None:
    """Remove the order lines that were put together for the touched orders."""
    con.execute(f"DELETE FROM order_line WHERE {FROM_PARTS} AND {of_touched('order_line')}")


def put_together(con: duckdb.DuckDBPyConnection) -> None:
    """Order lines of the touched orders from heads and items; orders that a file gave whole are left alone.

    A head alone is one line without SKU. Where both are there the line keeps its own paid amount when those of
    the order add up to the head's; else the head's is spread by list amount (by units, evenly, where that is
    unknown), in whole cents that add up exactly.
    """
    con.execute(
        """
        CREATE OR REPLACE TEMP TABLE zg_split AS SELECT z.shop, z.order_id FROM zg_touched z
        WHERE NOT EXISTS (SELECT 1 FROM order_line l WHERE l.shop = z.shop AND l.order_id = z.order_id)
        """
    )
    # Most orders come whole: the statements below are long, and cost as much for none as for a few.
    if con.execute("SELECT 1 FROM zg_split LIMIT 1").fetchone():
        _heads_alone(con)
        if con.execute(f"SELECT 1 FROM order_item i WHERE {_of_split('i')} LIMIT 1").fetchone():
            _with_items(con)
    con.execute("DROP TABLE zg_split")


def _of_split(alias: str) -> str:
    return f"EXISTS (SELECT 1 FROM zg_split z WHERE z.shop = {alias}.shop AND z.order_id = {alias}.order_id)"


def _heads_alone(con: duckdb.DuckDBPyConnection) -> None:
    columns = {column.name: "NULL" for column in all_columns(TABLES["order_line"])}
    columns |= dict.fromkeys(("line_id", "listing_id", "variant_id", "sku"), "''")
    for column in all_columns(TABLES["order_head"]):
        columns[column.name] = "h." + quoted(column.name)
    con.execute(
        f"INSERT INTO order_line ({', '.join(map(quoted, columns))}) SELECT {', '.join(columns.values())} "
        f"FROM order_head h WHERE {_of_split('h')} AND NOT EXISTS "
        "(SELECT 1 FROM order_item i WHERE i.shop = h.shop AND i.order_id = h.order_id)"
    )


# Items of the orders to do. Lines with and without ids of the same order come from two exports of it: the later
# group counts. `weight` spreads the head's amounts.
_ITEMS = """
CREATE OR REPLACE TEMP TABLE zg_item AS
WITH items AS (
    SELECT i.*, h.order_id IS NOT NULL AS headed, h.paid AS head_paid, h.shipping AS head_shipping,
        h.refund_stated AS head_refund, h.version AS head_version, h.buyer, h.channel, h.device, h.region,
        {head_columns},
        max(CASE WHEN i.line_id = '' THEN i.version END) OVER o AS whole_version,
        max(CASE WHEN i.line_id <> '' THEN i.version END) OVER o AS lines_version
    FROM order_item i LEFT JOIN order_head h ON h.shop = i.shop AND h.order_id = i.order_id
    WHERE {split}
    WINDOW o AS (PARTITION BY i.shop, i.order_id)
), latest AS (
    SELECT * FROM items
    WHERE whole_version IS NULL OR lines_version IS NULL OR (line_id = '') = (whole_version > lines_version)
), weighed AS (
    SELECT *, CASE
        WHEN min(coalesce(list_amount, -1)) OVER o >= 0 AND sum(list_amount) OVER o > 0 THEN list_amount
        WHEN min(coalesce(quantity, -1)) OVER o >= 0 AND sum(quantity) OVER o > 0 THEN CAST(quantity AS DECIMAL(18,4))
        ELSE CAST(1 AS DECIMAL(18,4)) END AS weight,
        sum(paid) OVER o AS own_paid, count(*) OVER o AS lines, count(paid) OVER o AS own_known,
        sum(refund_stated) OVER o AS own_refund, max(version) OVER o AS own_version
    FROM latest
    WINDOW o AS (PARTITION BY shop, order_id)
)
SELECT *, sum(weight) OVER (PARTITION BY shop, order_id) AS whole,
    sum(weight) OVER inside AS upto, row_number() OVER inside AS place
FROM weighed
WINDOW inside AS (PARTITION BY shop, order_id ORDER BY line_id, source_row, sku, title
                  ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
"""

_KEEPS_OWN = "(NOT headed OR head_paid IS NULL OR (own_known = lines AND own_paid = head_paid))"
_UPTO = (
    "CASE WHEN place = lines THEN head_paid ELSE CAST(round(CAST(head_paid AS DOUBLE) * CAST({upto} AS DOUBLE) "
    "/ CAST(whole AS DOUBLE), 2) AS DECIMAL(18,4)) END"
)
_BEFORE = (
    "CASE WHEN place = 1 THEN 0 ELSE CAST(round(CAST(head_paid AS DOUBLE) * CAST(upto - weight AS DOUBLE) "
    "/ CAST(whole AS DOUBLE), 2) AS DECIMAL(18,4)) END"
)
# The later tells, and where both say the same sum the items say of which line it is.
_HEAD_TELLS_REFUND = "(own_refund IS NULL OR (head_refund <> own_refund AND head_version > own_version))"


def _with_items(con: duckdb.DuckDBPyConnection) -> None:
    head_columns = ", ".join(f"h.{name} AS head_{name}" for name in _SHARED)
    con.execute(_ITEMS.format(head_columns=head_columns, split=_of_split("i")))
    columns = {column.name: quoted(column.name) for column in all_columns(TABLES["order_line"])}
    columns |= dict.fromkeys(("category", "seller_discount", "platform_discount", "tax"), "NULL")
    columns["variant_id"] = "''"
    columns |= {name: f"coalesce({name}, '')" for name in ("listing_id", "sku")}
    for name in _SHARED:
        columns[name] = (
            f"CASE WHEN head_version > version THEN coalesce(head_{name}, {name}) "
            f"ELSE coalesce({name}, head_{name}) END"
        )
    spread = f"CAST({_UPTO.format(upto='upto')} - {_BEFORE} AS DECIMAL(18,4))"
    columns["paid"] = f"CASE WHEN {_KEEPS_OWN} THEN paid ELSE {spread} END"
    columns["shipping"] = "CASE WHEN place = 1 THEN head_shipping END"
    columns["refund_stated"] = (
        f"CASE WHEN {_HEAD_TELLS_REFUND} THEN CASE WHEN place = 1 THEN head_refund END ELSE refund_stated END"
    )
    columns["refund_of_line"] = f"CASE WHEN {_HEAD_TELLS_REFUND} THEN NULL ELSE refund_of_line END"
    columns["version"] = "greatest(version, head_version)"
    con.execute(
        f"INSERT INTO order_line ({', '.join(map(quoted, columns))}) SELECT {', '.join(columns.values())} FROM zg_item"
    )
    con.execute("DROP TABLE zg_item")


def order_days(con: duckdb.DuckDBPyConnection) -> None:
    """Fill in `refund.order_day` of the touched orders that the books know; others stay as their file said."""
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE zg_paid AS SELECT l.shop, l.order_id, min(l.paid_day) AS day
        FROM order_line l WHERE {of_touched("l")} GROUP BY l.shop, l.order_id
        """
    )
    for name in ("refund", past("refund")):
        con.execute(
            f"UPDATE {name} SET order_day = p.day FROM zg_paid p WHERE {name}.shop = p.shop "
            f"AND {name}.order_id = p.order_id AND {name}.order_day IS DISTINCT FROM p.day"
        )
    con.execute("DROP TABLE zg_paid")


def returned_refunds(con: duckdb.DuckDBPyConnection) -> None:
    """A refund for each after-sales case of the touched orders, as far as no account tells its money.

    The list of cases says what was paid back and when, and so does the account or the settlement, under numbers of its
    own: per order (per line, where all of them name theirs), what the account tells is taken to be the money of the
    first cases, and the rest is theirs alone.
    """
    con.execute(f"DELETE FROM refund WHERE {DERIVED} AND {of_touched('refund')}")
    if not any_row(con, "refund", "kind = 'return' AND amount > 0"):
        return
    copied = "order_id line_id sku listing_id requested_at settled_at requested_day settled_day order_day"
    copied += " reason stage status_text currency source_file source_row version"
    columns = ", ".join(copied.split())
    con.execute(
        f"""
        INSERT INTO refund (shop, refund_id, kind, amount, {columns})
        WITH tells AS (
            SELECT r.*, bool_and(coalesce(r.line_id, '') <> '') OVER (PARTITION BY r.shop, r.order_id) AS lined
            FROM refund r
            WHERE (r.kind = 'refund' OR r.kind = 'return' AND r.amount > 0) AND {of_touched("r")}
        ), parts AS (
            SELECT *, CASE WHEN lined THEN line_id ELSE '' END AS part FROM tells
        ), told AS (
            SELECT shop, order_id, part, currency, sum(amount) AS amount FROM parts WHERE kind = 'refund' GROUP BY ALL
        ), cases AS (
            SELECT *, sum(amount) OVER (
                PARTITION BY shop, order_id, part, currency ORDER BY settled_at, refund_id ROWS UNBOUNDED PRECEDING
            ) AS so_far
            FROM parts WHERE kind = 'return'
        ), untold AS (
            SELECT c.*, least(c.amount, c.so_far - coalesce(t.amount, 0)) AS rest
            FROM cases c LEFT JOIN told t ON t.shop = c.shop AND t.order_id = c.order_id AND t.part = c.part
                AND t.currency IS NOT DISTINCT FROM c.currency
        )
        SELECT shop, order_id || '{RETURNED}' || refund_id, 'refund', CAST(rest AS DECIMAL(18,4)), {columns}
        FROM untold WHERE rest > 0
        """
    )


def stated_refunds(con: duckdb.DuckDBPyConnection) -> None:
    """One refund per touched order for what it states as refunded beyond its dated refunds.

    It has no day, but where the order went back whole: then the rest (the platform's share of a discount, which a list
    of cases leaves out) went back with the last of its dated refunds. Line by line where every dated refund names a
    line that states its own: money of one line is none of another's.
    """
    returned_refunds(con)
    if not any_row(con, "order_line", "refund_stated > 0"):
        return
    values = {
        "shop": "shop",
        "refund_id": f"order_id || '{STATED}'",
        "order_id": "order_id",
        "line_id": "''",
        "sku": "CASE WHEN max(skus) = 1 AND min(sku) = max(sku) THEN min(sku) ELSE '' END",
        "listing_id": "CASE WHEN max(listings) = 1 AND min(listing_id) = max(listing_id) THEN min(listing_id) "
        "ELSE '' END",
        "settled_at": "CASE WHEN bool_and(whole) THEN max(last) END",
        "settled_day": "CASE WHEN bool_and(whole) THEN CAST(max(last) AS DATE) END",
        "order_day": "min(day)",
        "amount": "CAST(sum(rest) AS DECIMAL(18,4))",
        "kind": "'refund'",
        "stage": "''",
        "currency": "min(currency)",
        "source_file": "min(origin).source_file",
        "source_row": "min(origin).source_row",
        "version": "max(version)",
    }
    con.execute(
        f"""
        INSERT INTO refund ({", ".join(values)})
        WITH told AS (
            SELECT r.shop, r.order_id, r.line_id, r.currency, sum(r.amount) AS amount, max(r.settled_at) AS last
            FROM refund r WHERE r.kind = 'refund' AND {of_touched("r")} GROUP BY ALL
        ), lined AS (
            SELECT t.shop, t.order_id FROM told t LEFT JOIN order_line l ON l.shop = t.shop AND l.order_id = t.order_id
                AND l.line_id = t.line_id AND l.line_id <> '' AND l.refund_of_line
            GROUP BY ALL HAVING count(*) = count(l.line_id)
        ), o AS (
            SELECT l.shop, l.order_id, CASE WHEN n.shop IS NULL THEN '' ELSE l.line_id END AS part,
                sum(l.refund_stated) AS stated, min(l.paid_day) AS day,
                min(l.currency) AS currency, max(l.version) AS version,
                coalesce(bool_and(l.status = 'refunded'), false) AS whole,
                count(DISTINCT l.sku) AS skus, min(l.sku) AS sku,
                count(DISTINCT l.listing_id) AS listings, min(l.listing_id) AS listing_id,
                min({{'source_file': l.source_file, 'source_row': l.source_row}})
                    FILTER (WHERE l.refund_stated > 0) AS origin
            FROM order_line l LEFT JOIN lined n ON n.shop = l.shop AND n.order_id = l.order_id
            WHERE {of_touched("l")} GROUP BY 1, 2, 3 HAVING sum(l.refund_stated) > 0
        ), d AS (
            SELECT t.shop, t.order_id, CASE WHEN n.shop IS NULL THEN '' ELSE t.line_id END AS part, t.currency,
                sum(t.amount) AS amount, max(t.last) AS last
            FROM told t LEFT JOIN lined n ON n.shop = t.shop AND n.order_id = t.order_id GROUP BY ALL
        ), left_over AS (
            SELECT o.*, d.last, o.stated - coalesce(d.amount, 0) AS rest FROM o LEFT JOIN d ON d.shop = o.shop
                AND d.order_id = o.order_id AND d.part = o.part AND d.currency IS NOT DISTINCT FROM o.currency
            WHERE o.stated > coalesce(d.amount, 0)
        )
        SELECT {", ".join(values.values())} FROM left_over GROUP BY shop, order_id
        """
    )
