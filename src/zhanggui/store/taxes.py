"""Refunds whose file tells one sum with the tax in it: sales are without tax that comes on top, and so are refunds.

An account of payments says what went back to the buyer and does not part it. Its order says how much of what was paid
is tax on top: that share is taken out, exact for an order that went back whole. Where no order says so the refund
stays as it was told. All of it is a function of the rows in the books, done again for `zg_touched`.
"""

import duckdb

from zhanggui.store.resolve import any_row, of_touched
from zhanggui.store.schema import past


def take_out(con: duckdb.DuckDBPyConnection) -> None:
    """Let refunds of the touched orders that are told with tax be without it, as their orders say."""
    for name in ("refund", past("refund")):
        if any_row(con, name, f"whole IS NOT NULL AND order_id <> '' AND {of_touched(name)}"):
            con.execute(
                f"""
                UPDATE {name} SET amount = CASE WHEN t.tax > 0 AND t.goods > 0 THEN CAST(round(CAST(whole AS DOUBLE)
                    * CAST(t.goods AS DOUBLE) / CAST(t.goods + t.tax AS DOUBLE), 2) AS DECIMAL(18,4)) ELSE whole END
                FROM (
                    SELECT o.shop, o.order_id, sum(l.paid) + coalesce(sum(l.shipping), 0) AS goods, sum(l.tax) AS tax
                    FROM zg_touched o LEFT JOIN order_line l ON l.shop = o.shop AND l.order_id = o.order_id
                    GROUP BY ALL
                ) t
                WHERE {name}.whole IS NOT NULL AND {name}.shop = t.shop AND {name}.order_id = t.order_id
                """
            )
