"""Price bands: edges by sales, the same items on both sides, prices of before."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from zhanggui.app.compared.comparison import Comparison
from zhanggui.app.compared.history import History
from zhanggui.app.where.bands import BAND, Bands
from zhanggui.app.where.places import Places
from zhanggui.engines.memory import MemoryEngine
from zhanggui.model.period import Period
from zhanggui.model.shop import Shop

CN = Shop("t", "taobao", "CN", "CNY", "Asia/Shanghai")
US = Shop("u", "shopify", "US", "USD", "America/New_York")
FIRST = date(2024, 6, 24)
LAST = FIRST + timedelta(days=41)


def line(day: date, sku: str, paid: int, n: int = 0, shop: str = "t") -> dict[str, Any]:
    return {
        "shop": shop, "order_id": f"{day}{sku}{n}", "line_id": "1", "sku": sku, "paid_day": day, "created_day": day,
        "quantity": 2, "paid": Decimal(paid), "status": "paid", "currency": "USD" if shop == "u" else "CNY",
    }  # fmt: skip


def bands(rows: list[dict[str, Any]]) -> dict[str, str]:
    then, now = (FIRST, FIRST + timedelta(days=1)), (LAST,)
    return dict(Bands.learnt(MemoryEngine({"order_line": rows}, [CN, US]), "CNY", then, now).of)


def test_items_of_like_price_are_one_band_by_the_price_of_before() -> None:
    rows = [line(FIRST, f"S{n}", 20 * (n + 1)) for n in range(10)]
    rows += [line(LAST, f"S{n}", 2) for n in range(10)]  # all for next to nothing: the bands stay
    rows += [line(LAST, "NEW", 30), line(FIRST, "FREE", 0), line(FIRST, "DOLLARS", 9, shop="u")]
    found = bands(rows)
    assert set(found) == {*(f"S{n}" for n in range(10)), "NEW"}
    assert found["S0"] == found["NEW"]
    assert found["S9"] == "100.00"
    assert found["S0"] != found["S9"]
    assert len(set(found.values())) == 5
    assert found["S1"].split("–")[0] <= "20.00"


def test_too_few_items_or_one_price_have_no_bands() -> None:
    assert bands([line(FIRST, f"S{n}", 20) for n in range(3)]) == {}
    assert bands([line(FIRST, f"S{n}", 20) for n in range(9)]) == {}
    assert bands([]) == {}


def test_the_band_that_fell_is_a_place() -> None:
    days = [FIRST + timedelta(days=n) for n in range(42)]
    rows = [
        line(day, f"S{n}", 20 + 10 * n, k)
        for at, day in enumerate(days)
        for n in range(40)
        for k in range(0 if at == 41 and 16 <= n < 24 and (n + at) % 5 else 4 + (at * (n + 3)) % 4)
    ]
    history = History(MemoryEngine({"order_line": rows}, [CN]), "CNY", days[-1], (CN,))
    period = Period(days[-1], days[-1])
    compared = Comparison.of(history, period, history.baseline(period))
    found = Places(history.books, "CNY", history, ("gmv", None)).find((BAND,), compared, 4, real=True)
    assert {dim for place in found.places for dim, _, _ in place.where} == {BAND}
    assert found.places[0].change < 0
    low, high = (float(edge) for edge in found.places[0].where[0][1].split("–"))
    assert low < 115 < high + 30
