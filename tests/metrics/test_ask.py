from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.metrics.shop_books import BOTH, ONE, SHOPS, THREE, TWO, books, engine, line, visits
from zhanggui.engines.memory import MemoryEngine
from zhanggui.metrics.ask import ask
from zhanggui.metrics.catalogue import CATALOGUE
from zhanggui.metrics.query import Where
from zhanggui.metrics.question import Answer, Question
from zhanggui.model.period import Period, day
from zhanggui.model.shop import Shop


def codes(answer: Answer) -> list[str]:
    return [one.code for one in answer.missing]


def test_a_period_in_one_row() -> None:
    metrics = (
        "gmv orders buyers units refunds refunds_of_orders net_sales cost_of_goods fees ad_spend contribution margin "
        "visitor_days conversion aov spend_per_buyer refund_rate repeat_rate roas acos tacos cpc cpm stock cover_days"
    ).split()
    answer = ask(engine(), Question(tuple(metrics), period=BOTH))
    assert answer.refused == ()
    (row,) = answer.rows
    exact = {
        "gmv": 300,
        "orders": 3,
        "buyers": 2,
        "units": 4,
        "refunds": 50,
        "refunds_of_orders": 50,
        "net_sales": 250,
        "cost_of_goods": 80,
        "fees": 10,
        "ad_spend": 30,
        # 250 + 6 shipping - 80 - 10 - 30; platform discounts are stated nowhere
        "contribution": 136,
        "visitor_days": 100,
        "aov": 100,
        "spend_per_buyer": 150,
        "repeat_rate": 0.5,
        "roas": 3,
        "cpc": Decimal("0.6"),
        "cpm": 30,
        "stock": 6,
    }
    assert {name: row[name] for name in exact} == exact
    shares = {
        "margin": 136 / 250,
        "conversion": 3 / 100,
        "refund_rate": 1 / 6,
        "acos": 1 / 3,
        "tacos": 0.1,
        "cover_days": 6 / 2,
    }
    assert {name: row[name] for name in shares} == pytest.approx(shares)
    assert answer.currencies == ["CNY"]
    assert answer.provisional == [True]
    assert answer.labels == {"conversion": "buyer_days / visitor_days"}
    assert codes(answer) == ["ads_end", "not_stated"]


def test_days_with_known_zeros_and_unknowns() -> None:
    answer = ask(
        engine(), Question(("gmv", "refunds", "fees", "ad_spend", "conversion"), ("day", "shop"), BOTH)
    )
    assert answer.columns == ("day", "shop", "gmv", "refunds", "fees", "ad_spend", "conversion")
    assert [tuple(row.values()) for row in answer.rows] == [
        (ONE, "a", Decimal(220), Decimal(0), Decimal(10), Decimal(30), 2 / 40),
        (TWO, "a", Decimal(80), Decimal(50), Decimal(0), None, 1 / 60),
    ]
    assert answer.labels == {"conversion": "buyers / visitors"}
    assert len(answer) == 2


def test_old_rows_are_not_provisional() -> None:
    late = line("9", ONE + timedelta(days=20), "1")
    answer = ask(engine(order_line=[*books()["order_line"], late]), Question(("net_sales",), ("day",)))
    assert answer.provisional == [False, False, True]
    assert ask(engine(), Question(("gmv",))).provisional == [False]


def test_visitors_of_one_day_are_given_and_of_two_days_refused() -> None:
    one = ask(engine(), Question(("visitors", "conversion"), period=day(ONE)))
    assert one.rows == [{"visitors": 40, "conversion": 2 / 40}]
    two = ask(engine(), Question(("visitors", "gmv"), period=BOTH))
    (refusal,) = two.refused
    assert (refusal.code, refusal.params["over"]) == ("adds_distinct", "day")
    assert refusal.nearest == Question(("visitor_days",), period=BOTH)
    assert two.rows == [{"gmv": Decimal(300)}]


def test_visitors_of_a_week_are_read_only_where_the_platform_gave_that_week() -> None:
    week = [visits(ONE, 85, days=7), visits(ONE, 40)]
    answer = ask(engine(traffic_shop=week), Question(("visitors",), ("week",)))
    assert answer.rows == [{"week": ONE, "visitors": 85}]
    answer = ask(
        engine(traffic_shop=week), Question(("visitors",), period=Period(ONE, ONE + timedelta(days=6)))
    )
    assert answer.rows == [{"visitors": 85}]
    shifted = [visits(TWO, 85, days=7)]
    assert (
        ask(engine(traffic_shop=shifted), Question(("visitors",), ("week",))).refused[0].params["over"]
        == "week"
    )


def test_conversion_is_unknown_when_a_day_of_sales_has_no_visits() -> None:
    answer = ask(engine(traffic_shop=[visits(ONE, 40)]), Question(("conversion", "gmv"), period=BOTH))
    assert answer.rows == [{"conversion": None, "gmv": Decimal(300)}]
    assert codes(answer) == ["days_without"]
    told = {"table": "traffic_shop", "shops": ("a",), "metrics": ("conversion",)}
    assert answer.missing[0].params == {**told, "days": (str(TWO),), "first": str(TWO), "last": str(TWO)}


def test_a_row_for_exactly_the_period_answers_what_adds_up() -> None:
    rows = [visits(ONE, 90, days=2, page_views=500)]
    answer = ask(
        engine(traffic_shop=rows, traffic_listing=[]), Question(("page_views", "conversion"), period=BOTH)
    )
    assert answer.rows == [{"page_views": 500, "conversion": 3 / 90}]


def test_page_views_of_a_shop_come_from_its_listings_where_its_own_rows_lack() -> None:
    answer = ask(
        engine(traffic_shop=[visits(ONE, 40, page_views=75)]),
        Question(("page_views", "visitor_days"), ("day",)),
    )
    assert answer.rows == [
        {"day": ONE, "page_views": 75, "visitor_days": 40},
        {"day": TWO, "page_views": 100, "visitor_days": None},
    ]


def test_visits_of_listings() -> None:
    answer = ask(engine(), Question(("visitor_days", "conversion", "gmv"), ("listing",), BOTH))
    assert answer.rows == [
        {"listing": "L", "visitor_days": 80, "conversion": 3 / 80, "gmv": Decimal(300)},
        {"listing": "M", "visitor_days": 20, "conversion": 0.0, "gmv": Decimal(0)},
    ]


def test_one_sku_without_a_cost_makes_the_cost_unknown_and_is_named() -> None:
    lines = [*books()["order_line"], line("5", TWO, "100", sku="bare")]
    answer = ask(engine(order_line=lines), Question(("cost_of_goods", "margin"), period=BOTH))
    assert answer.rows == [{"cost_of_goods": None, "margin": None}]
    missing = {one.code: one.params for one in answer.missing}["no_cost"]
    assert missing == {"currency": "CNY", "skus": ("bare",), "count": 1.0, "share": 0.25}
    by_sku = ask(engine(order_line=lines), Question(("cost_of_goods",), ("sku",), BOTH))
    assert [row["cost_of_goods"] for row in by_sku.rows] == [None, Decimal(80)]
    none = ask(engine(sku_cost=[]), Question(("cost_of_goods",), period=BOTH))
    assert none.rows == [{"cost_of_goods": None}]
    assert {one.code for one in none.missing} == {"no_cost"}


def test_a_shop_that_never_loaded_its_fees_has_no_contribution() -> None:
    lines = [*books()["order_line"], line("6", ONE, "10", shop="b")]
    answer = ask(engine(order_line=lines), Question(("contribution", "gmv"), ("shop",), BOTH))
    assert [row["contribution"] for row in answer.rows] == [Decimal(136), None]
    tables = [one.params["table"] for one in answer.missing if one.code == "shop_without"]
    assert tables == ["ad", "fee", "refund"]
    bare = ask(engine(ad=[]), Question(("roas", "gmv", "contribution"), period=BOTH))
    told = [(one.code, one.params["table"]) for one in bare.missing if one.params.get("table") == "ad"]
    assert told == [("no_table", "ad")]
    assert ask(engine(order_line=lines), Question(("contribution",), period=BOTH)).rows == [
        {"contribution": None}
    ]


def test_refunds_stated_in_order_files_make_no_refund_a_known_zero() -> None:
    lines = [*books()["order_line"], line("6", ONE, "10", shop="b", refund_stated=Decimal(0))]
    question = Question(("refunds_of_orders", "net_sales"), ("shop",), BOTH)
    assert [row["refunds_of_orders"] for row in ask(engine(order_line=lines), question).rows] == [50, 0]


FX = {"shop": "", "base": "USD", "quote": "CNY", "rate": Decimal(7)}


def two_currencies(**tables: list[dict[str, object]]) -> MemoryEngine:
    american = [
        line("7", ONE, "10", shop="b", currency="USD"),
        line("8", TWO, "20", shop="b", currency="USD"),
    ]
    return engine(order_line=[*books()["order_line"], *american], **tables)


def test_two_currencies_as_sold_and_in_the_reporting_currency() -> None:
    fx = [{**FX, "day": ONE}, {**FX, "day": TWO, "rate": Decimal("7.5")}]
    sold = ask(two_currencies(fx=fx), Question(("gmv", "aov"), ("shop",), BOTH, currency="CNY"))
    assert sold.currencies == ["CNY", "USD"]
    assert [row["gmv"] for row in sold.rows] == [Decimal(300), Decimal(30)]
    whole = ask(two_currencies(fx=fx), Question(("gmv", "orders", "aov"), period=BOTH, currency="CNY"))
    assert whole.rows == [{"gmv": Decimal(520), "orders": 5, "aov": Decimal(104)}]
    assert whole.currencies == ["CNY"]
    split = ask(two_currencies(fx=fx), Question(("gmv",), ("currency",), BOTH, currency="CNY"))
    assert (split.currencies, [row["gmv"] for row in split.rows]) == (
        ["CNY", "USD"],
        [Decimal(300), Decimal(30)],
    )


def test_a_missing_rate_is_unknown_and_named() -> None:
    answer = ask(
        two_currencies(fx=[{**FX, "day": TWO}]), Question(("gmv", "orders"), ("day",), BOTH, currency="CNY")
    )
    assert [row["gmv"] for row in answer.rows] == [None, Decimal(220)]
    assert [row["orders"] for row in answer.rows] == [3, 2]
    missing = {one.code: one.params for one in answer.missing}
    assert missing["no_rate"] == {
        "base": "USD",
        "quote": "CNY",
        "days": 1.0,
        "first": str(ONE),
        "last": str(ONE),
    }
    undecided = ask(two_currencies(), Question(("gmv",), period=BOTH))
    assert undecided.rows == [{"gmv": None}]
    assert {one.code: one.params for one in undecided.missing}["no_reporting_currency"] == {
        "currencies": ("CNY", "USD")
    }


def test_costs_in_another_currency_than_the_sales() -> None:
    cost = {"shop": "", "sku": "s", "from_day": date(2024, 1, 1), "cost": Decimal(21), "currency": "CNY"}
    question = Question(("cost_of_goods",), ("shop",), BOTH, (Where("shop", ("b",)),), "CNY")
    answer = ask(two_currencies(fx=[{**FX, "day": ONE}], sku_cost=[cost]), question)
    assert answer.rows == [{"shop": "b", "cost_of_goods": Decimal(6)}]
    assert answer.currencies == ["USD"]


def test_shipping_without_a_rate_is_not_taken_for_none() -> None:
    lines = [*books()["order_line"], line("7", ONE, "0", currency="USD", shipping=Decimal(3))]
    answer = ask(engine(order_line=lines), Question(("cm2",), period=BOTH, currency="CNY"))
    assert answer.rows == [{"cm2": None}]


def test_two_shops_of_a_day_are_not_added_to_visitors() -> None:
    rows = [*books()["traffic_shop"], visits(ONE, 5, shop="b")]
    answer = ask(engine(traffic_shop=rows), Question(("visitors",), ("day",)))
    assert answer.refused[0].params["over"] == "shop"
    wide = ask(engine(traffic_shop=rows), Question(("visitors", "visitor_days"), ("day", "platform")))
    assert [row["visitors"] for row in wide.rows] == [5, 40, 60]


def test_figures_per_buyer_say_what_share_of_sales_has_no_buyer() -> None:
    lines = [*books()["order_line"], line("9", TWO, "100", buyer=None)]
    answer = ask(engine(order_line=lines), Question(("spend_per_buyer",), period=BOTH))
    assert answer.rows == [{"spend_per_buyer": Decimal(200)}]
    assert answer.missing[0].params == {"currency": "CNY", "share": 0.25, "metrics": ("spend_per_buyer",)}


def test_refunds_without_a_day_are_named() -> None:
    undated = {**books()["refund"][0], "refund_id": "u", "settled_day": None}
    question = Question(("refunds", "refunds_of_orders"), period=BOTH)
    answer = ask(engine(refund=[*books()["refund"], undated]), question)
    assert answer.rows == [{"refunds": None, "refunds_of_orders": Decimal(100)}]
    assert codes(answer) == ["undated_refunds"]


def test_platform_and_market_filters() -> None:
    where = (Where("platform", ("amazon",)),)
    assert ask(two_currencies(), Question(("gmv",), where=where)).rows == [{"gmv": Decimal(30)}]
    others = (Where("market", ("US",), exclude=True),)
    answer = ask(two_currencies(), Question(("gmv", "conversion"), ("platform",), BOTH, others))
    assert answer.rows == [{"platform": "taobao", "gmv": Decimal(300), "conversion": 3 / 100}]


def test_books_without_anything() -> None:
    empty = MemoryEngine({}, SHOPS)
    answer = ask(empty, Question(("gmv", "margin", "cover_days", "stock")))
    assert answer.rows == [{"gmv": None, "margin": None, "cover_days": None, "stock": None}]
    assert {one.code for one in answer.missing} == {"no_table"}
    assert ask(empty, Question(("gmv",), ("day",))).rows == []
    assert ask(empty, Question(("nothing",))).rows == []


def test_a_day_outside_of_the_books_is_unknown() -> None:
    assert ask(engine(), Question(("gmv", "orders_created"), period=day(THREE))).rows == [
        {"gmv": None, "orders_created": None}
    ]


@pytest.mark.parametrize(
    "by", [(), ("day",), ("shop", "month"), ("sku",), ("platform", "week"), ("listing",)]
)
def test_every_name_is_answered_or_refused(by: tuple[str, ...]) -> None:
    answer = ask(engine(), Question(tuple(CATALOGUE), by))
    refused = {one.params["metric"] for one in answer.refused}
    assert refused | set(answer.cells) == set(CATALOGUE)
    assert all(len(cells) == len(answer) for cells in answer.cells.values())


def test_refunds_without_a_day_make_the_shops_refunds_by_day_unknown() -> None:
    held = books()
    undated = {**held["refund"][0], "refund_id": "late", "settled_day": None}
    shop = str(undated["shop"])
    answer = ask(
        engine(refund=[*held["refund"], undated]), Question(("refunds", "refunds_of_orders"), ("shop",), BOTH)
    )
    told = dict(zip(answer.keys["shop"], answer.cells["refunds"], strict=True))
    assert told[shop] is None
    assert answer.cells["refunds_of_orders"][answer.keys["shop"].index(shop)] is not None
    assert "undated_refunds" in {gap.code for gap in answer.missing}


def test_refunds_without_a_day_are_known_of_all_days_together() -> None:
    first = books()["refund"][0]
    undated = {**first, "refund_id": "u", "settled_day": None}
    nowhere = {**undated, "order_id": "", "refund_id": "n", "order_day": None}
    whole = Question(("refunds", "refund_count"), ("shop",), where=(Where("shop", (str(first["shop"]),)),))
    before, after = (ask(engine(refund=[first, *more]), whole) for more in ([], [undated]))
    assert (after.cells["refunds"][0], after.cells["refund_count"][0]) == (2 * first["amount"], 2)
    assert (before.cells["refunds"][0], codes(after)) == (first["amount"], codes(before))
    for question, rows in ((replace(whole, by=("week",)), [undated]), (whole, [undated, nowhere])):
        answer = ask(engine(refund=[first, *rows]), question)
        assert set(answer.cells["refunds"]) == {None}
        assert "undated_refunds" in codes(answer)


def test_who_leaves_a_figure_out_is_told_of_the_table_that_it_is_read_from() -> None:
    told = {
        "shop": "a",
        "day": ONE,
        "days": 1,
        "source": "search",
        "detail": "",
        "device": "",
        "visitors": None,
    }
    answer = ask(engine(traffic_source=[told]), Question(("visitor_days",), ("source",), BOTH))
    assert [row["visitor_days"] for row in answer.rows] == [None]
    found = [one.params["shops"] for one in answer.missing if one.code == "unknown_values"]
    assert found == [("a",)]


def test_items_that_no_order_names_have_unknown_sales_and_no_zero() -> None:
    """Visits are told by listing, orders name none: conversion of a listing is unknown, not 0 %."""
    one = date(2026, 7, 1)
    sold = [
        {"shop": "t", "order_id": f"{n}", "line_id": "1", "sku": sku, "paid_day": one, "created_day": one,
         "quantity": 1, "paid": Decimal(9), "status": "paid", "currency": "CNY", "buyer": f"b{n}"}
        for n, sku in enumerate("AAB")
    ]  # fmt: skip
    seen = [
        {
            "shop": "t",
            "day": one,
            "days": 1,
            "device": "all",
            "listing_id": item,
            "visitors": 10,
            "currency": "CNY",
        }
        for item in ("L1", "L2")
    ]
    books = MemoryEngine(
        {"order_line": sold, "traffic_listing": seen}, [Shop("t", "taobao", "CN", "CNY", "")]
    )
    answer = ask(
        books, Question(("buyer_days", "visitor_days", "conversion"), ("listing",), Period(one, one))
    )
    at = answer.keys["listing"].index("L1")
    assert [answer.cells[name][at] for name in ("buyer_days", "visitor_days", "conversion")] == [
        None,
        10,
        None,
    ]
    named = ask(books, Question(("buyer_days",), ("sku",), Period(one, one)))
    assert dict(zip(named.keys["sku"], named.cells["buyer_days"], strict=True)) == {"A": 2, "B": 1}
