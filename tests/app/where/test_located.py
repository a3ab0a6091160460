"""Slices that explain a change: products where orders tell no listing, reports of several grains, untold dimensions."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tests.app.where.test_places import CN, US, line
from zhanggui.app.compared.comparison import Comparison
from zhanggui.app.compared.history import History
from zhanggui.app.where.located import Answer, Located
from zhanggui.app.where.slices import Slices
from zhanggui.engines.memory import MemoryEngine
from zhanggui.model.period import Period

DAYS = tuple(date(2024, 6, 24) + timedelta(days=n) for n in range(36))


def located(tables: dict[str, list[dict[str, Any]]], name: str, dims: tuple[str, ...], table: str) -> Located:
    rates = [{"shop": "", "day": day, "base": "USD", "quote": "CNY", "rate": Decimal(7)} for day in DAYS]
    books = MemoryEngine({**tables, "fx": rates}, [CN, US])
    history = History(books, "CNY", DAYS[-1], (CN, US))
    period = Period(DAYS[-1], DAYS[-1])
    compared = Comparison.of(history, period, history.baseline(period))
    return Located(Slices(history, (name,)), dims, compared, table)


def orders(fallen: str) -> list[dict[str, Any]]:
    """Six products of three SKUs in two shops; on the last day ``fallen`` (shop and product) does not sell."""
    return [
        {**line(shop, day, f"P{item}-{sku}", 50, n), "listing_id": "" if shop == "t" else f"L{item}"}
        for at, day in enumerate(DAYS)
        for shop in "tu"
        for item in range(6)
        for sku in range(3)
        for n in range(
            0 if day == DAYS[-1] and fallen == f"{shop}P{item}" else 6 + (at * (item + sku + 2)) % 3
        )
    ]


def test_a_product_is_named_where_orders_tell_no_listing() -> None:
    costs = [
        {"shop": "", "sku": f"P{item}-{sku}", "product": f"P{item}", "from_day": DAYS[0], "cost": Decimal(9)}
        for item in range(6)
        for sku in range(3)
    ]
    dims = ("shop", "sku", "listing", "product")
    search = located({"order_line": orders("tP2"), "sku_cost": costs}, "units", dims, "order_line")
    found = search.answer(4.0)
    assert dict(found.slices[0][0].where) == {"shop": "t", "product": "P2"}
    assert found.slices[0][1]
    assert set(search.sums()) == {"shop", "sku", "listing"}
    other = located({"order_line": orders("uP2"), "sku_cost": costs}, "units", dims, "order_line").answer(4.0)
    assert dict(other.slices[0][0].where) == {"shop": "u", "listing": "L2"}
    bare = located({"order_line": orders("tP2")}, "units", dims, "order_line").answer(4.0)
    assert all("" not in dict(one.where).values() for one, _ in bare.slices)


def test_a_shop_stands_for_what_it_does_not_tell() -> None:
    rows = [row for row in orders("") if row["shop"] == "u" or row["paid_day"] != DAYS[-1]]
    found = located({"order_line": rows}, "units", ("shop", "listing"), "order_line").answer(4.0)
    assert found.slices[0][0].where == (("shop", "t"),)
    assert all("listing" not in dict(one.where) or dict(one.where)["listing"] for one, _ in found.slices)


def spent(shop: str, day: date, spend: int, **told: str) -> dict[str, Any]:
    return {
        "shop": shop, "day": day, "days": 1, "channel": "search", "grain": "campaign", "campaign": "",
        "ad_group": "", "listing_id": "", "search_term": "", "creative": "", "keyword": "", "sku": "",
        "spend": Decimal(spend), "clicks": spend, "impressions": 30 * spend,
        "currency": "USD" if shop == "u" else "CNY", **told,
    }  # fmt: skip


def test_every_report_of_advertising_is_read_at_its_own_grain() -> None:
    ads = [
        spent("t", day, (200 if item == 1 and day == DAYS[-1] else 20) + (at * (item + 2)) % 5, grain="listing",
              campaign="C", listing_id=f"L{item}")
        for at, day in enumerate(DAYS)
        for item in range(4)
    ]  # fmt: skip
    ads += [
        spent("u", day, 10 + (at * (n + 3)) % 4, grain="search_term", campaign="D", ad_group=f"G{n}",
              search_term=f"w{n}")
        for at, day in enumerate(DAYS)
        for n in range(4)
    ]  # fmt: skip
    search = located(
        {"order_line": orders(""), "ad": ads},
        "ad_spend",
        ("shop", "campaign", "listing", "search_term"),
        "ad",
    )
    found = search.answer(4.0)
    assert {"shop": "t", "listing": "L1"}.items() <= dict(found.slices[0][0].where).items()
    assert search.sums() == {}
    nothing = located({"order_line": orders("")}, "ad_spend", ("shop", "campaign"), "ad")
    assert nothing.answer(4.0) == Answer()


def test_advertising_of_items_without_a_campaign() -> None:
    ads = [
        spent("t", day, (200 if item == 1 and day == DAYS[-1] else 20) + (at * (item + 2)) % 5, grain="listing",
              listing_id=f"L{item}")
        for at, day in enumerate(DAYS)
        for item in range(4)
    ]  # fmt: skip
    search = located({"order_line": orders(""), "ad": ads}, "ad_spend", ("shop", "campaign", "listing"), "ad")
    assert dict(search.answer(4.0).slices[0][0].where) == {"listing": "L1"}


def test_refunds_are_placed_and_judged_as_events() -> None:
    """Of one item three of four orders of the last day came back."""
    sold = [
        {**line("t", day, f"P{item}", 40 + 30 * item, n), "listing_id": ""}
        for day in DAYS
        for item in range(6)
        for n in range(12)
    ]
    back = [
        {"shop": "t", "refund_id": f"{row['order_id']}", "order_id": row["order_id"], "line_id": "",
         "sku": row["sku"], "listing_id": "", "order_day": row["paid_day"], "settled_day": row["paid_day"],
         "amount": row["paid"], "currency": "CNY", "quantity": None, "reason": "", "kind": "refund", "stage": ""}
        for at, row in enumerate(sold)
        if at % 11 == 0 or (row["paid_day"] == DAYS[-1] and row["sku"] == "P2" and at % 4)
    ]  # fmt: skip
    found = located({"order_line": sold, "refund": back}, "refunds_of_orders", ("shop", "sku"), "refund")
    rate = Located(
        Slices(found.slices.history, ("refunds_of_orders", "gmv")), ("shop", "sku", "listing"), found.compared, "refund"
    )  # fmt: skip
    told = rate.answer(4.0)
    assert {"sku": "P2"}.items() <= dict(told.slices[0][0].where).items()
    assert told.slices[0][0].actual == sum(
        float(row["amount"]) for row in back if row["order_day"] == DAYS[-1] and "P2" in row["order_id"]
    )
    assert told.change is not None
    assert told.change > 0
