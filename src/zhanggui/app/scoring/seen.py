"""The books as they stood on a past morning: what had not happened yet is hidden from every question.

The simulator writes its files once, at the end. A play that is judged on a day in the middle must not see the refund
that came back a week later, nor the delivery that arrived. The orders that advertising platforms credit to a click
up to some days later are in one row with the click and can't be taken out.
"""

from datetime import date

import duckdb

# Table → the day on which a row comes to be known; rows that are not born yet are left out.
BORN = {
    "order_line": "coalesce(created_day, paid_day)",
    "order_head": "coalesce(created_day, paid_day)",
    "order_item": "coalesce(created_day, paid_day)",
    "refund": "coalesce(requested_day, settled_day, order_day)",
    "fee": "day",
    "traffic_shop": "day",
    "traffic_listing": "day",
    "traffic_source": "day",
    "ad": "day",
    "search": "day",
    "listing": "listed_day",
    "sku_cost": "from_day",
    "stock": "day",
    "purchase_order": "ordered_day",
    "review": "day",
    "ticket": "opened_day",
    "price": "day",
    "fx": "day",
}
# Table → days that are unknown as long as they have not come.
LATER = {
    "order_line": ("paid_day", "shipped_day", "received_day"),
    "order_head": ("paid_day", "shipped_day", "received_day"),
    "order_item": ("paid_day", "shipped_day", "received_day"),
    "refund": ("settled_day",),
    "purchase_order": ("received_day",),
}


def hide_after(con: duckdb.DuckDBPyConnection, day: date) -> None:
    """From now on ``con`` shows the books as on the evening of ``day``; call again for another day.

    The database itself is not changed: views of this connection alone stand before its tables.
    """
    row = con.execute("SELECT current_database()").fetchone()
    database = str(row[0]) if row else ""
    sql = "SELECT table_name FROM duckdb_tables() WHERE database_name = ? AND schema_name = 'main'"
    held = {str(name) for (name,) in con.execute(sql, [database]).fetchall()}
    for table in sorted(held & BORN.keys()):
        con.execute(view(database, table, day))


def view(database: str, table: str, day: date) -> str:
    """The SQL of the view that stands before one table."""
    later = ", ".join(
        f"CASE WHEN {column} <= DATE '{day}' THEN {column} END AS {column}" for column in LATER.get(table, ())
    )
    replace = f" REPLACE ({later})" if later else ""
    born = BORN[table]
    return (
        f"CREATE OR REPLACE TEMP VIEW {table} AS SELECT *{replace} "  # noqa: S608 - names are this module's own
        f"FROM \"{database}\".main.{table} WHERE {born} IS NULL OR {born} <= DATE '{day}'"
    )
