"""Places: the item that fell is found, money of two currencies is one, small places are no answer."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.app.shops import LAST
from zhanggui.app.books import engine
from zhanggui.app.history import History
from zhanggui.app.places import LEAST, Places
from zhanggui.engines.memory import MemoryEngine
from zhanggui.model.period import Period
from zhanggui.model.shop import Shop
from zhanggui.store.folder import ShopFolder

CN = Shop("t", "taobao", "CN", "CNY", "Asia/Shanghai")
US = Shop("u", "shopify", "US", "USD", "America/New_York")
START = date(2024, 1, 1)


def line(shop: str, day: date, sku: str, paid: int, n: int = 0) -> dict[str, Any]:
    return {
        "shop": shop,
        "order_id": f"{day}{sku}{n}",
        "line_id": "",
        "sku": sku,
        "paid_day": day,
        "created_day": day,
        "quantity": 1,
        "paid": Decimal(paid),
        "status": "paid",
        "currency": "USD" if shop == "u" else "CNY",
    }


def test_the_item_that_fell_is_the_first_place(shop: ShopFolder) -> None:
    with engine(shop) as books:
        history = History(books, "CNY", LAST, tuple(one.shop for one in shop.settings.shops.values()))
        baseline = history.baseline(Period(LAST, LAST))
        found = Places(books, "CNY", history, ("gmv", None)).find((), (LAST,), baseline)
    assert {dim: value for dim, value, _ in found.places[0].where} in (
        {"sku": "T01-M"},
        {"listing": "5501"},
    )
    assert found.places[0].change < 0
    assert all(place.share is not None and abs(place.share) >= LEAST for place in found.places)
    assert found.proof is not None
    assert all(row[3] == "T01-M" for row in found.proof.rows)


def test_foreign_money_is_worth_its_day_s_rate() -> None:
    days = [START + timedelta(days=n) for n in range(36)]
    rows = [
        line(shop, day, sku, 50, n)
        for day in days
        for shop, sku in (("t", "A"), ("u", "B"))
        for n in range(6)
    ]
    rows += [line("u", days[-1], "B", 50, 100 + n) for n in range(30)]
    rates = [{"shop": "", "day": day, "base": "USD", "quote": "CNY", "rate": Decimal(7)} for day in days]
    books = MemoryEngine({"order_line": rows, "fx": rates}, [CN, US])
    history = History(books, "CNY", days[-1], (CN, US))
    search = Places(books, "CNY", history, ("gmv", None))
    found = search.find(("sku",), (days[-1],), history.baseline(Period(days[-1], days[-1])))
    assert found.places[0].where[0][:2] == ("sku", "B")
    assert found.places[0].expected == pytest.approx(6 * 50 * 7)
    assert found.places[0].actual == pytest.approx(36 * 50 * 7)
    lost = MemoryEngine({"order_line": rows}, [CN, US])
    blind = Places(lost, "CNY", History(lost, "CNY", days[-1], (CN, US)), ("gmv", None))
    assert blind.find(("sku",), (days[-1],), history.baseline(Period(days[-1], days[-1]))).places == ()


def test_a_ratio_is_searched_with_its_history() -> None:
    days = [START + timedelta(days=n) for n in range(36)]
    traffic = [
        {
            "shop": "t",
            "day": day,
            "days": 1,
            "device": "all",
            "listing_id": listing,
            "impressions": 1000,
            "clicks": 20 if listing == "L1" and day == days[-1] else 100 + (day.day + n) % 5,
            "currency": "CNY",
        }
        for day in days
        for n, listing in enumerate(("L1", "L2", "L3"))
    ]
    orders = [line("t", day, "A", 5) for day in days]
    books = MemoryEngine({"order_line": orders, "traffic_listing": traffic}, [CN])
    history = History(books, "CNY", days[-1], (CN,))
    search = Places(books, "CNY", history, ("traffic_clicks", "traffic_impressions"))
    found = search.find(("listing",), (days[-1],), history.baseline(Period(days[-1], days[-1])))
    assert found.places[0].where[0][:2] == ("listing", "L1")
    assert found.places[0].change < 0
    assert found.proof is None


def test_one_item_such_as_there_never_was() -> None:
    days = [START + timedelta(days=n) for n in range(30)]
    rows = [line("t", day, f"S{n}", 40 + (7 * n + day.day) % 13) for day in days for n in range(8)]
    rows.append(line("t", days[-1], "FEE", 900))
    history = History(MemoryEngine({"order_line": rows}, [CN]), "CNY", days[-1], (CN,))
    search = Places(history.books, "CNY", history, ("gmv", None))
    found = search.lump(days[-1], 360.0)
    assert found is not None
    assert found < 1e-6
    assert search.lump(days[-1], 10_000.0) is None  # too small a part of the day
    assert search.lump(days[5], 10.0) is None  # too little history
    assert Places(history.books, "CNY", history, ("gmv", "units")).lump(days[-1], 10.0) is None


def test_without_days_to_compare_there_are_no_places() -> None:
    history = History(MemoryEngine({"order_line": [line("t", START, "A", 9)]}, [CN]), "CNY", START, (CN,))
    search = Places(history.books, "CNY", history, ("gmv", None))
    assert search.find((), (START,), history.baseline(Period(START, START))).places == ()
