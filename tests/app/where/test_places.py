"""Places: the item that fell is found, money of two currencies is one, small places are no answer."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from tests.app.shops import LAST
from zhanggui.app.books import engine
from zhanggui.app.compared.comparison import Comparison
from zhanggui.app.compared.history import History
from zhanggui.app.where.located import LEAST
from zhanggui.app.where.places import SPREAD, Places
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


def compared(history: History, day: date) -> Comparison:
    period = Period(day, day)
    return Comparison.of(history, period, history.baseline(period))


def test_the_item_that_fell_is_the_first_place(shop: ShopFolder) -> None:
    with engine(shop) as books:
        history = History(books, "CNY", LAST, tuple(one.shop for one in shop.settings.shops.values()))
        found = Places(books, "CNY", history, ("gmv", None)).find((), compared(history, LAST), 4, real=True)
    where = {dim: value for dim, value, _ in found.places[0].where}
    where.pop("shop", None)
    assert where in ({"sku": "T01-M"}, {"listing": "5501"})
    assert found.places[0].change < 0
    assert all(place.share is not None and abs(place.share) >= LEAST for place in found.places)
    assert found.proof is not None
    assert all(row[3] == "T01-M" for row in found.proof.rows)
    paid = [Decimal(str(row[6])) for row in found.proof.rows]
    assert paid == sorted(paid, reverse=True)


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
    found = search.find(("sku",), compared(history, days[-1]), 4, real=True)
    assert found.places[0].where[0][:2] == ("sku", "B")
    assert found.places[0].expected == pytest.approx(6 * 50 * 7)
    assert found.places[0].actual == pytest.approx(36 * 50 * 7)
    lost = MemoryEngine({"order_line": rows}, [CN, US])
    blind = Places(lost, "CNY", History(lost, "CNY", days[-1], (CN, US)), ("gmv", None))
    assert blind.find(("sku",), compared(blind.history, days[-1]), 4, real=True).places == ()


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
    found = search.find(("listing",), compared(history, days[-1]), 4, real=True)
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
    assert search.find((), compared(history, START), 1, real=True).places == ()


def test_an_item_stands_out_of_a_whole_that_did_not_move() -> None:
    days = [date(2024, 6, 21) + timedelta(days=n) for n in range(70)]
    rows = [
        line("t", day, f"S{n}", 40, 10 * n + k)
        for at, day in enumerate(days)
        for n in range(6)
        for k in range(0 if n == 2 and at == 69 else 9 + (at * (n + 3)) % 4)
    ]
    history = History(MemoryEngine({"order_line": rows}, [CN]), "CNY", days[-1], (CN,))
    search = Places(history.books, "CNY", history, ("units", None))
    found = search.find(("sku",), compared(history, days[-1]), 4, real=False)
    assert [place.where for place in found.places] == [(("sku", "S2", "S2"),)]
    place = found.places[0]
    assert place.p_noise is not None
    assert place.p_noise <= 0.05
    assert place.actual == 0
    assert place.change == -place.expected
    again = search.find(("sku",), compared(history, days[-1]), 4, real=True)
    assert again.places[0].where == place.where
    assert len({one.where for one in again.places}) == len(again.places)
    assert search.find(("sku",), compared(history, days[-1]), 4, None).places[0].where == place.where
    calm = History(history.books, "CNY", days[-2], (CN,))
    quiet = Places(history.books, "CNY", calm, ("units", None))
    assert quiet.find((), compared(calm, days[-2]), 4, real=False).places == ()


def test_a_listing_stands_out_where_another_report_tells_it() -> None:
    days = [date(2024, 6, 21) + timedelta(days=n) for n in range(70)]
    shared = {"shop": "t", "days": 1, "device": "all", "currency": "CNY"}
    seen = {
        (n, k): 0 if (n, k) == (69, 1) else 40 + (n * (k + 3) + n // 4) % 9
        for n in range(70)
        for k in range(4)
    }
    listings = [
        {**shared, "day": days[n], "listing_id": f"L{k}", "page_views": views}
        for (n, k), views in seen.items()
    ]
    whole = [
        {**shared, "day": day, "page_views": sum(seen[n, k] for k in range(4)) + (40 if n == 69 else 0)}
        for n, day in enumerate(days)
    ]
    orders = [line("t", day, "A", 5) for day in days]
    books = MemoryEngine({"order_line": orders, "traffic_listing": listings, "traffic_shop": whole}, [CN])
    history = History(books, "CNY", days[-1], (CN,))
    found = Places(books, "CNY", history, ("page_views", None)).find(
        (), compared(history, days[-1]), 4, real=False
    )
    assert found.places[0].where[0][:2] == ("listing", "L1")


OTHER = Shop("v", "jd", "CN", "CNY", "Asia/Shanghai")
SLUMP = [date(2024, 6, 24) + timedelta(days=n) for n in range(36)]


def slumped(shops: str) -> MemoryEngine:
    """Two shops of many items; on the last day half of the orders of ``shops`` stay away."""
    rng = np.random.default_rng(3)
    days = SLUMP
    rows = [
        line(shop, day, f"S{item}", 50, n)
        for day in days
        for shop in "tv"
        for n, item in enumerate(rng.integers(0, 30, 130).tolist())
        if not (shop in shops and day == days[-1] and n % 2)
    ]
    return MemoryEngine({"order_line": rows}, [CN, OTHER])


def slump(shops: str) -> tuple[str, ...]:
    """Which shops' items moved alike."""
    history = History(slumped(shops), "CNY", SLUMP[-1], (CN, OTHER))
    search = Places(history.books, "CNY", history, ("gmv", None))
    return search.find((), compared(history, SLUMP[-1]), 4, real=True).alike


def test_shops_whose_items_moved_alike_are_named() -> None:
    assert slump("tv") == ("t", "v")
    assert slump("t") == ("t",)
    assert slump("") in {(), ("t", "v")}


def test_what_is_asked_for_on_a_quiet_day_may_be_chance() -> None:
    """Of a change that chance makes, some value of any dimension always holds most."""
    days = [date(2024, 6, 21) + timedelta(days=n) for n in range(70)]
    rows = [
        {**line("t", day, f"S{n}", 40, 10 * n + k), "region": f"R{(n + k) % 3}"}
        for at, day in enumerate(days)
        for n in range(6)
        for k in range(9 + (at * (n + 3)) % 4 + (2 if at == 69 and n < 2 else 0))
    ]
    history = History(MemoryEngine({"order_line": rows}, [CN]), "CNY", days[-1], (CN,))
    search = Places(history.books, "CNY", history, ("units", None))
    for by in (("sku",), ("region",), ("sku", "region")):
        found = search.find(by, compared(history, days[-1]), 4, real=False)
        assert not any(place.sure and place.p_noise is None for place in found.places)
    assert any(
        place.sure for place in search.find(("sku",), compared(history, days[-1]), 4, real=True).places
    )
    unknown = search.find(("sku",), compared(history, days[-1]), 4, None).places
    assert not any(place.sure and place.p_noise is None for place in unknown)


def test_dimensions_that_the_books_tell_a_measure_by() -> None:
    history = History(MemoryEngine({"order_line": [line("t", START, "A", 9)]}, [CN]), "CNY", START, (CN,))
    search = Places(history.books, "CNY", history, ("gmv", None))
    one = Period(START, START)
    assert search.told_by(("sku", "source", "price_band"), one) == ("sku", "price_band")
    assert search.told_by(("source",), one) == ()
    assert search.told_by(("refund_day",), one) == ()
    assert search.told_by(("listing",), one) == ()  # no row names one


def test_the_rows_behind_a_platform_are_of_its_shops() -> None:
    days = [date(2024, 6, 21) + timedelta(days=n) for n in range(70)]
    other = Shop("v", "douyin", "CN", "CNY", "Asia/Shanghai")
    rows = [
        line(shop, day, "S", 40, n)
        for at, day in enumerate(days)
        for shop in ("t", "v")
        for n in range(2 if (shop, at) == ("v", 69) else 20 + (at * 3) % 5)
    ]
    rows = [{**row, "order_id": f"{row['shop']}{row['order_id']}"} for row in rows]
    history = History(MemoryEngine({"order_line": rows}, [CN, other]), "CNY", days[-1], (CN, other))
    found = Places(history.books, "CNY", history, ("units", None)).find(
        ("platform",), compared(history, days[-1]), 4, real=True
    )
    assert ("platform", "douyin", "douyin") in found.places[0].where
    assert found.proof is not None
    assert {row[1] for row in found.proof.rows} == {"v"}


def test_many_fees_are_spread_over_items_only_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    books = MemoryEngine({"order_line": [line("t", START, "A", 50)]}, [CN])
    places = Places(books, "CNY", History(books, "CNY", START, (CN,)), ("contribution", None))
    assert set(places.dims()) == {"shop", "sku", "listing"}
    monkeypatch.setattr(MemoryEngine, "size", lambda *_: SPREAD + 1)
    assert places.dims() == ("shop",)
