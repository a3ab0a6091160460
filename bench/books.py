"""Synthetic books with the tables of the product: the same every time, made by SQL from row numbers."""

from pathlib import Path

import duckdb

from zhanggui.model.shop import Shop
from zhanggui.model.tables import SQL_TYPES, SYSTEM, TABLES

PLATFORMS = ("taobao", "jd", "douyin", "pdd")
SHOPS = 40
DAYS = 730
SKUS = 2000
CATEGORIES = 20
REGIONS = 30

_DAY = "DATE '2023-01-01' + CAST({} AS INTEGER)"
_MIX = "(hash({}) % {})::BIGINT"


def shops() -> list[Shop]:
    """The shops of the books."""
    return [
        Shop(f"shop{n:02d}", PLATFORMS[n % len(PLATFORMS)], "CN", "CNY", "Asia/Shanghai")
        for n in range(SHOPS)
    ]


def create(con: duckdb.DuckDBPyConnection) -> None:
    """Every canonical table, empty."""
    for table in TABLES.values():
        columns = ", ".join(f'"{c.name}" {SQL_TYPES[c.type]}' for c in (*table.columns, *SYSTEM))
        con.execute(f"CREATE TABLE {table.name} ({columns})")


def make(path: Path, lines: int) -> None:
    """Books of ``lines`` order lines in a new database file."""
    con = duckdb.connect(str(path), config={"storage_compatibility_version": "v1.5.0"})
    con.execute("SET enable_progress_bar = false")
    create(con)
    fill(con, lines)
    con.close()


def fill(con: duckdb.DuckDBPyConnection, lines: int) -> None:
    """``lines`` order lines (two to an order), a tenth of them refunded, with traffic, ads, fees, costs."""
    orders = lines // 2
    con.execute(f"""
        INSERT INTO order_line BY NAME
        SELECT 'shop' || lpad(CAST({_MIX.format("o, 1", SHOPS)} AS VARCHAR), 2, '0') AS shop,
            '2023' || lpad(CAST(o AS VARCHAR), 14, '0') AS order_id, CAST(l AS VARCHAR) AS line_id,
            'item' || ({_MIX.format("o, l, 2", SKUS)} // 4) AS listing_id,
            'sku' || {_MIX.format("o, l, 2", SKUS)} AS sku,
            'kind' || (({_MIX.format("o, l, 2", SKUS)} // 4) % {CATEGORIES}) AS category,
            'region' || {_MIX.format("o, 6", REGIONS)} AS region,
            hex(hash({_MIX.format("o, 3", max(orders // 3, 1))})) AS buyer,
            {_DAY.format(f"o * {DAYS} // {orders}")} AS paid_day, paid_day AS created_day,
            1 + {_MIX.format("o, l, 4", 3)} AS quantity,
            CAST(990 + {_MIX.format("o, l, 5", 30000)} AS DECIMAL(18,4)) / 100 AS paid,
            'paid' AS status, 'CNY' AS currency
        FROM (SELECT i // 2 AS o, i % 2 AS l FROM range({lines}) AS r(i))
    """)
    con.execute("""
        INSERT INTO refund BY NAME
        SELECT shop, order_id AS refund_id, order_id, line_id, sku, listing_id, paid_day AS order_day,
            paid_day + 5 AS settled_day, paid AS amount, 'refund' AS kind, currency
        FROM order_line WHERE hash(order_id) % 10 = 0 AND line_id = '0'
    """)
    cells = (
        f"(SELECT 'shop' || lpad(CAST(s AS VARCHAR), 2, '0') AS shop, {_DAY.format('d')} AS day, s, d FROM "
    )
    cells += f"range({SHOPS}) AS a(s), range({DAYS}) AS b(d))"
    con.execute(f"""
        INSERT INTO traffic_shop BY NAME SELECT shop, day, 1 AS days, 'all' AS device,
            20000 + {_MIX.format("s, d", 9000)} AS visitors, 'CNY' AS currency FROM {cells}
    """)
    con.execute(f"""
        INSERT INTO ad BY NAME SELECT shop, day, 1 AS days, 'main' AS channel, 'campaign' AS grain,
            'c' || c AS campaign_id, 'c' || c AS campaign, '' AS ad_group_id, '' AS ad_group, '' AS listing_id,
            '' AS keyword, '' AS search_term, '' AS creative,
            CAST(2000 + {_MIX.format("s, d, c", 9000)} AS DECIMAL(18,4)) / 100 AS spend,
            CAST(9000 + {_MIX.format("s, c, d", 30000)} AS DECIMAL(18,4)) / 100 AS sales, 'CNY' AS currency
        FROM {cells}, range(10) AS c(c)
    """)
    con.execute(f"""
        INSERT INTO fee BY NAME SELECT shop, shop || d || k AS fee_id, day, k AS kind,
            CAST({_MIX.format("s, d, k", 90000)} AS DECIMAL(18,4)) / 100 AS amount, 'CNY' AS currency
        FROM {cells}, (VALUES ('commission'), ('payment'), ('logistics')) AS k(k)
    """)
    con.execute(f"""
        INSERT INTO sku_cost BY NAME SELECT '' AS shop, 'sku' || i AS sku, DATE '2020-01-01' AS from_day,
            CAST(500 + {_MIX.format("i", 5000)} AS DECIMAL(18,4)) / 100 AS cost, 'CNY' AS currency
        FROM range({SKUS}) AS r(i)
    """)
