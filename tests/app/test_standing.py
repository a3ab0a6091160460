"""Slices that stand out: of sums and of ratios, within a shop, in money of two currencies."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from zhanggui.app.comparison import Comparison
from zhanggui.app.history import History
from zhanggui.app.standing import MOST, Chosen, Search, Standing
from zhanggui.engines.memory import MemoryEngine
from zhanggui.model.period import Period
from zhanggui.model.shop import Shop

CN = Shop("t", "taobao", "CN", "CNY", "Asia/Shanghai")
US = Shop("u", "shopify", "US", "USD", "America/New_York")
FIRST = date(2024, 6, 10)
DAYS = 81


def line(shop: str, day: date, n: int, sku: str, region: str, *, unpaid: bool = False) -> dict[str, Any]:
    return {
        "shop": shop, "order_id": f"{shop}{day}{n}", "line_id": "1", "sku": sku, "region": region,
        "paid_day": None if unpaid else day, "created_day": day, "quantity": 1, "paid": Decimal(30),
        "status": "cancelled" if unpaid else "paid", "currency": "USD" if shop == "u" else "CNY",
    }  # fmt: skip


def search(rows: list[dict[str, Any]], parts: tuple[str, str | None], rates: bool = True) -> Search:
    last = FIRST + timedelta(days=DAYS - 1)
    tables: dict[str, list[dict[str, Any]]] = {"order_line": rows}
    if rates:
        tables["fx"] = [
            {"shop": "", "day": FIRST + timedelta(days=n), "base": "USD", "quote": "CNY", "rate": Decimal(7)}
            for n in range(DAYS)
        ]
    history = History(MemoryEngine(tables, [CN, US]), "CNY", last, (CN, US))
    period = Period(last, last)
    return Search(Comparison.of(history, period, history.baseline(period)), parts, ())


def lively(n: int, k: int) -> int:
    return 9 + (n * (k + 2) + n // 3) % 4


def two_shops(fallen: str) -> list[dict[str, Any]]:
    """Two shops that both send to two regions; on the last day `fallen` (shop and region) buys nothing."""
    return [
        line(shop, FIRST + timedelta(days=n), 100 * k + j, f"S{k}", region)
        for n in range(DAYS)
        for k, (shop, region) in enumerate((s, r) for s in "tu" for r in ("north", "south"))
        for j in range(0 if n == DAYS - 1 and shop + region == fallen else lively(n, k))
    ]


def test_a_region_within_one_shop() -> None:
    found = search(two_shops("unorth"), ("units", None)).find(("region",), {})
    assert found[0].where == (("shop", "u"), ("region", "north"))
    assert found[0].actual == 0
    assert found[0].expected > 8
    assert found[0].p <= 0.05


def test_a_shop_and_money_of_its_days() -> None:
    rows = [
        row
        for row in two_shops("")
        if row["shop"] == "t" or row["paid_day"] != FIRST + timedelta(days=DAYS - 1)
    ]
    found = search(rows, ("gmv", None)).find(("shop",), {})
    assert found[0].where == (("shop", "u"),)
    assert found[0].expected == pytest.approx(7 * 30 * 21, rel=0.3)
    assert search(rows, ("gmv", None), rates=False).find(("shop",), {}) == ()


def test_a_share_near_one_is_judged_by_what_is_missing() -> None:
    rows = [
        line("t", FIRST + timedelta(days=n), j, "A", "north" if j % 2 else "south", unpaid=bool(unpaid))
        for n in range(DAYS)
        for j in range(40)
        for unpaid in [j < 2 or (n == DAYS - 1 and j % 2 and j < 30)]
    ]
    found = search(rows, ("orders_created_paid", "orders_created")).find(("region",), {})
    assert [one.where for one in found] == [(("region", "north"),)]
    assert found[0].actual < found[0].expected


def test_values_are_limited_and_unknown_metrics_have_no_slices() -> None:
    rows = two_shops("unorth")
    assert search(rows, ("units", None)).find(("region",), {"region": Chosen(("south",), MOST + 1)}) == ()
    assert search(rows, ("page_views", None)).find(("shop",), {}) == ()
    assert search([], ("units", None)).find(("shop",), {}) == ()
    assert Standing((("shop", "t"),), 1.0, 2.0, 0.01).p == pytest.approx(0.01)
