"""The daily KPI table over synthetic books beside the SQL written by hand for the same, in one process.

`python -m bench.kpi [LINES]` (10 million unless told): prints the median ratio of both, the hand-written query
fetched as Python rows; fails above the bound, or when the two tables differ. `python -m bench.kpi files FOLDER
[LINES]` writes the books as CSV files, for `bench.analyst`.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from bench.books import make, shops
from zhanggui.engines.duck import DuckEngine
from zhanggui.metrics.ask import ask
from zhanggui.metrics.question import Question

BOUND = 1.25
ROUNDS = 5
LINES = 10_000_000
METRICS = ("gmv", "orders", "buyers", "units", "refunds", "conversion", "roas", "margin")

HAND = """
WITH sold AS (
    SELECT l.paid_day AS day, l.shop, sum(l.paid) AS gmv, count(DISTINCT l.order_id) AS orders,
        count(DISTINCT l.buyer) AS buyers, sum(l.quantity) AS units, sum(l.quantity * c.cost) AS cost
    FROM order_line l LEFT JOIN sku_cost c ON c.sku = l.sku WHERE l.paid_day IS NOT NULL GROUP BY ALL
), back AS (
    SELECT settled_day AS day, shop, sum(amount) AS refunds FROM refund WHERE kind = 'refund' GROUP BY ALL
), back_of AS (
    SELECT order_day AS day, shop, sum(amount) AS refunds_of FROM refund WHERE kind = 'refund' GROUP BY ALL
), seen AS (
    SELECT day, shop, sum(visitors) AS visitors FROM traffic_shop WHERE days = 1 AND device = 'all' GROUP BY ALL
), ads AS (
    SELECT day, shop, sum(spend) AS spend, sum(sales) AS ad_sales FROM ad WHERE days = 1 GROUP BY ALL
), fees AS (
    SELECT day, shop, sum(amount) AS fees FROM fee
    WHERE kind IN ('commission', 'payment', 'logistics', 'creator', 'service', 'tax', 'other') GROUP BY ALL
), places(shop, platform) AS (VALUES {places})
SELECT day, shop, platform, gmv, orders, buyers, units, coalesce(refunds, 0) AS refunds,
    buyers / visitors AS conversion, ad_sales / spend AS roas,
    (gmv - coalesce(refunds_of, 0) - cost - fees - spend) / (gmv - coalesce(refunds_of, 0)) AS margin
FROM sold FULL JOIN back USING (day, shop) LEFT JOIN back_of USING (day, shop) LEFT JOIN seen USING (day, shop)
LEFT JOIN ads USING (day, shop) LEFT JOIN fees USING (day, shop) LEFT JOIN places USING (shop)
ORDER BY day, shop, platform
"""

FILES = {
    "orders": "SELECT shop, order_id, line_id, sku, buyer, paid_day, quantity, paid FROM order_line",
    "refunds": "SELECT shop, order_id, order_day, settled_day, amount FROM refund",
    "traffic": "SELECT shop, day, visitors FROM traffic_shop",
    "ads": "SELECT shop, day, campaign, spend, sales FROM ad",
    "fees": "SELECT shop, day, kind, amount FROM fee",
    "costs": "SELECT sku, cost FROM sku_cost",
}


def seconds(work: Callable[[], object]) -> float:
    """Wall-clock seconds of ``work``."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def differences(con: duckdb.DuckDBPyConnection, hand: str, engine: DuckEngine) -> int:
    """How many cells of days with sales differ: amounts exactly, ratios beyond the twelfth digit."""
    ours = {
        (row["day"], row["shop"]): row
        for row in ask(engine, Question(METRICS, ("day", "shop", "platform"))).rows
    }
    wrong = 0
    for day, shop, _, *cells in con.execute(hand).fetchall():
        for name, cell in zip(METRICS, cells, strict=True):
            mine = ours[day, shop][name]
            if cell is None or mine is None:
                # Days after the last order only have refunds; their other figures are unknown to both.
                wrong += cell is not None
            elif name in ("conversion", "roas", "margin"):
                wrong += abs(float(cell) - float(mine)) > 1e-12 * abs(float(cell))  # type: ignore[arg-type]
            else:
                wrong += cell != mine
    return wrong


def measure(path: Path) -> int:
    """Print the ratio of both medians; 1 when it is above the bound or the tables differ."""
    con = duckdb.connect(str(path), read_only=True)
    con.execute("SET threads = 2")
    engine = DuckEngine(con, shops())
    question = Question(METRICS, ("day", "shop", "platform"))
    hand = HAND.format(places=", ".join(f"('{shop.key}', '{shop.platform}')" for shop in shops()))
    wrong = differences(con, hand, engine)  # also warms both up
    pairs = [
        (seconds(lambda: con.execute(hand).fetchall()), seconds(lambda: ask(engine, question).rows))
        for _ in range(ROUNDS)
    ]
    plain, ours = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = ours / plain
    print(
        f"daily KPI table: {ours:.2f} s, hand-written SQL {plain:.2f} s, ratio {ratio:.2f} (at most {BOUND:g}), "
        f"medians of {ROUNDS} runs in turn, {wrong} cells differ"
    )
    return 1 if ratio > BOUND or wrong else 0


def files(folder: Path, lines: int) -> int:
    """Write the books as CSV files."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "books.duckdb"
        make(path, lines)
        con = duckdb.connect(str(path), read_only=True)
        for name, query in FILES.items():
            con.execute(f"COPY ({query}) TO '{folder / name}.csv' (HEADER)")
        con.close()
    rows = [f"{shop.key},{shop.platform}" for shop in shops()]
    (folder / "shops.csv").write_text("\n".join(["shop,platform", *rows]) + "\n", "utf-8")
    return 0


def main() -> int:
    """Measure, or write files."""
    words = sys.argv[1:]
    if words[:1] == ["files"]:
        return files(Path(words[1]), int(words[2]) if len(words) > 2 else LINES)  # noqa: PLR2004  # optional third word
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "books.duckdb"
        make(path, int(words[0]) if words else LINES)
        return measure(path)


if __name__ == "__main__":
    sys.exit(main())
