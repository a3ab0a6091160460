"""Slices that stand out: of sums and of ratios, within a shop, in money of two currencies."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from zhanggui.app.compared.comparison import Comparison
from zhanggui.app.compared.history import History
from zhanggui.app.where.standing import MOST, Chosen, Search, Standing
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


def test_a_value_of_one_shop_alone_is_named_with_it() -> None:
    rows = [
        {**row, "channel": "app" if row["sku"] == "S0" else ("" if row["shop"] == "t" else "web")}
        for row in two_shops("tsouth")
    ]
    found = search(rows, ("units", None)).find(("channel",), {})
    assert found[0].where == (("shop", "t"), ("channel", ""))
    gone = search(two_shops("tnorth"), ("units", None)).find(("sku",), {}, 0.5)
    assert (("shop", "t"), ("sku", "S0")) in [one.where for one in gone]
    assert all(one.p <= 0.5 for one in gone)


def test_rows_of_a_shop_that_tells_nothing_are_no_slice() -> None:
    rows = [{**row, "channel": "" if row["shop"] == "t" else row["region"]} for row in two_shops("tnorth")]
    assert all(
        "channel" not in dict(one.where) for one in search(rows, ("units", None)).find(("channel",), {})
    )


def refund(day: date, n: int, sku: str, age: int) -> dict[str, Any]:
    return {
        "shop": "t", "refund_id": f"{day}{n}{sku}", "order_id": f"{day}{n}", "sku": sku, "order_day": day,
        "settled_day": day + timedelta(days=age), "amount": Decimal(30), "currency": "CNY", "quantity": 1,
        "reason": "", "kind": "refund", "stage": "",
    }  # fmt: skip


def test_young_refunds_are_held_against_what_was_known_at_their_age() -> None:
    """Most refunds come after ten days; of the last day's orders nine of one SKU came at once."""
    days = [FIRST + timedelta(days=n) for n in range(DAYS)]
    rows = [
        line("t", day, 100 * k + j, f"S{k}", "north") for day in days for k in range(3) for j in range(30)
    ]
    back = [refund(day, j, f"S{k}", 10) for day in days[:-1] for k in range(3) for j in range(8)]
    back += [
        refund(day, 50 + j, f"S{k}", 1)
        for n, day in enumerate(days)
        for k in range(3)
        for j in range(2 + n % 2)
    ]
    back += [refund(days[-1], 90 + j, "S1", 1) for j in range(9)]
    last = days[-1]
    history = History(MemoryEngine({"order_line": rows, "refund": back}, [CN]), "CNY", last, (CN,))
    period = Period(last, last)
    compared = Comparison.of(history, period, history.baseline(period))
    parts = ("refunds_of_orders", "gmv")
    found = Search(compared, parts, (), 1).find(("sku",), {})
    assert [one.where for one in found] == [(("sku", "S1"),)]
    assert found[0].actual > found[0].expected
    plain = Search(compared, parts, ()).find(("sku",), {})
    assert all(one.where != (("sku", "S1"),) or one.actual < one.expected for one in plain)


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


def refunded(day_of: str) -> Search:
    """Orders of three items; one of five comes back after two days; all of one item's orders of one day come back."""
    sold = [
        line("t", FIRST + timedelta(days=n), 100 * k + j, f"S{k}", "north") | {"paid": Decimal(30 + k)}
        for n in range(DAYS)
        for k in range(3)
        for j in range(9 + n % 2)
    ]
    last = FIRST + timedelta(days=DAYS - 1)
    struck = last if day_of == "settled_day" else last - timedelta(days=2)
    back = [
        {
            "shop": "t", "refund_id": row["order_id"], "order_id": row["order_id"], "line_id": "",
            "sku": row["sku"], "order_day": row["paid_day"],
            "settled_day": last if hit else row["paid_day"] + timedelta(days=2),
            "amount": row["paid"], "currency": "CNY", "quantity": None, "reason": "", "kind": "refund", "stage": "",
        }
        for at, row in enumerate(sold)
        if (hit := row["paid_day"] == struck and row["sku"] == "S1")
        or (at * 37 % 101 < 20 and row["paid_day"] + timedelta(days=2) <= last)
    ]  # fmt: skip
    costs = [{"shop": "", "sku": f"S{k}", "product": f"P{k}", "from_day": FIRST} for k in range(3)]
    tables = {"order_line": sold, "refund": back, "sku_cost": costs}
    history = History(MemoryEngine(tables, [CN]), "CNY", last, (CN,))
    period = Period(last, last) if day_of == "settled_day" else Period(struck, struck)
    metric = "refunds" if day_of == "settled_day" else "refunds_of_orders"
    return Search(Comparison.of(history, period, history.baseline(period)), (metric, None), ())


@pytest.mark.parametrize("day_of", ["settled_day", "order_day"])
@pytest.mark.parametrize(("dim", "item"), [("sku", "S1"), ("product", "P1")])
def test_refunds_stand_out_at_their_item(day_of: str, dim: str, item: str) -> None:
    found = refunded(day_of).find((dim,), {})
    assert [one.where for one in found] == [((dim, item),)]
    assert found[0].actual == pytest.approx(10 * 31, abs=62)


def test_an_item_that_is_no_longer_bought_is_seen_in_its_orders() -> None:
    """Item S0 has two orders a day, now and then one of a hundred pieces; on the last days nobody buys it."""
    rows = [
        line("t", FIRST + timedelta(days=n), 100 * k + j, f"S{k}", "north")
        | ({"quantity": 100, "paid": Decimal(3000)} if k == 0 and j == 0 and n % 9 == 4 else {})
        for n in range(DAYS)
        for k in range(8)
        for j in range((0 if n >= DAYS - 7 else 1 + n % 3) if k == 0 else lively(n, k))
    ]
    whole = search(rows, ("gmv", None))
    last = FIRST + timedelta(days=DAYS - 1)
    week = Period(last - timedelta(days=6), last)
    compared = Comparison.of(whole.comparison.history, week, whole.comparison.history.baseline(week))
    found = Search(compared, ("gmv", None), ()).find(("sku",), {})
    assert [one.where for one in found] == [(("sku", "S0"),)]
    assert found[0].actual == 0
    money = Search(compared, ("list_sales", None), ())
    assert money.find(("sku",), {}) == ()


def festive(last: date, fallen: str) -> Search:
    """Two shops sell thrice as much on the first such sale that the books know, but for one item of one shop."""
    days = [last - timedelta(days=n) for n in range(2 * DAYS)]
    rows = [
        line(shop, day, 100 * k + j, f"{shop}{k}", "north")
        for n, day in enumerate(days)
        for shop in "tu"
        for k in range(4)
        for j in range(
            lively(n, k) * (1 if n or shop == "u" else 3) // (6 if not n and f"{shop}{k}" == fallen else 1)
        )
    ]
    history = History(MemoryEngine({"order_line": rows}, [CN, US]), "CNY", last, (CN, US))
    period = Period(last, last)
    return Search(Comparison.of(history, period, history.baseline(period)), ("units", None), ())


def test_on_days_whose_like_is_unknown_an_item_is_held_against_the_pace_of_its_shop() -> None:
    found = festive(date(2024, 6, 18), "t1")
    assert found.comparison.strange
    one = found.find(("shop", "sku"), {})[0]
    assert one.where == (("shop", "t"), ("sku", "t1"))
    assert one.actual < one.expected / 2
    assert festive(date(2024, 6, 18), "").find(("shop", "sku"), {}) == ()
    assert Search(found.comparison, ("units", "orders"), ()).find(("sku",), {}) == ()


def rushed(last: date, unpaid: int, fallen: str, usual: int) -> Search:
    """On the first such sale of the books, ``unpaid`` of ten orders are not paid where ``usual`` ones were; of one item
    of one shop two more. Orders of a day differ from those of others.
    """
    days = [last - timedelta(days=n) for n in range(2 * DAYS)]
    rows = [
        line(shop, day, 1000 * k + j, f"{shop}{k}", "north", unpaid=(7 * j + n) % 10 < lost)
        for n, day in enumerate(days)
        for shop in "tu"
        for k in range(4)
        for lost in [usual if n else unpaid + 2 * (f"{shop}{k}" == fallen)]
        for j in range(10 * (2 + lively(n, k) % 3) * (1 if n else 2))
    ]
    history = History(MemoryEngine({"order_line": rows}, [CN, US]), "CNY", last, (CN, US))
    period = Period(last, last)
    compared = Comparison.of(history, period, history.baseline(period))
    return Search(compared, ("orders_created_paid", "orders_created"), ())


@pytest.mark.parametrize(("usual", "unpaid"), [(1, 3), (7, 6)])
def test_on_such_days_a_ratio_is_held_against_that_of_its_shop(usual: int, unpaid: int) -> None:
    found = rushed(date(2024, 6, 18), unpaid, "t1", usual)
    assert found.comparison.strange
    one = found.find(("shop", "sku"), {})[0]
    assert one.where == (("shop", "t"), ("sku", "t1"))
    assert one.actual < one.expected
    others = one.expected / (one.actual / (0.8 - unpaid / 10))
    assert others == pytest.approx(0.95 - unpaid / 10, abs=0.06)  # the shop's own share, that item in it
    assert rushed(date(2024, 6, 18), unpaid, "", usual).find(("shop", "sku"), {}) == ()


def test_an_item_low_for_a_week_is_told_on_a_day_within_its_scatter() -> None:
    """Each day of the week has two of nine orders less or so; the week has a quarter of them less than any before."""
    last = FIRST + timedelta(days=DAYS - 1)
    rows = [
        line("t", FIRST + timedelta(days=n), 100 * k + j, f"S{k}", "north")
        for n in range(DAYS)
        for k in range(6)
        for j in range(6 if k == 2 and n >= DAYS - 7 else lively(n, k))
    ]
    found = search(rows, ("units", None)).find(("sku",), {})
    assert found[0].where == (("sku", "S2"),)
    assert found[0].actual == 6
    assert found[0].lately is not None
    assert found[0].lately[0] == 42
    assert found[0].lately[1] > 60
    early = Period(last - timedelta(days=6), last)
    history = search(rows, ("units", None)).comparison.history
    whole = Comparison.of(history, early, history.baseline(early))
    assert whole.lasting is None
    assert all(one.lately is None for one in Search(whole, ("units", None), ()).find(("sku",), {}))
