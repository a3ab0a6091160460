from dataclasses import replace
from decimal import Decimal
from typing import Any

from tests.metrics.shop_books import BOTH, ONE, books, engine, line
from zhanggui.metrics.ask import ask
from zhanggui.metrics.itemless import itemless
from zhanggui.metrics.query import Where
from zhanggui.metrics.question import Answer, Question

LINES = [line(str(n), ONE, "100", sku=f"s{n % 2}") for n in range(4)]
FEE = books()["fee"][0]
AD = {**books()["ad"][0], "grain": "listing", "sku": "", "listing_id": "", "spend": Decimal(30)}


def told(answer: Answer) -> list[tuple[str, object, object, object]]:
    """What is said of costs without an item."""
    return [
        (one.code, one.params["measure"], one.params["dim"], one.params["share"])
        for one in answer.missing
        if one.code.endswith("without_item")
    ]


def test_costs_without_an_item_are_told_where_rows_are_of_items() -> None:
    fees = [
        {**FEE, "fee_id": "a", "order_id": "1", "sku": "s1"},
        {**FEE, "fee_id": "b", "amount": Decimal(30)},
    ]
    held = engine(order_line=LINES, fee=fees)
    for dims in (("shop",), ()):
        assert told(ask(held, Question(("fees", "gmv"), dims))) == []
    assert told(ask(held, Question(("fees", "gmv"), ("sku",)))) == [("without_item", "fees", "sku", 0.75)]


def spend(ads: list[dict[str, Any]], *by: str, where: tuple[Where, ...] = ()) -> Answer:
    return ask(engine(order_line=LINES, ad=ads), Question(("ad_spend", "gmv"), by, BOTH, where))


def test_what_advertising_spent_on_an_item_is_unknown_where_it_names_none() -> None:
    answer = spend([AD], "shop", "sku")
    assert answer.cells["ad_spend"] == [None, None]
    assert told(answer) == [("ads_without_item", "ad_spend", "sku", 1.0)]
    assert spend([AD], where=(Where("sku", ("s1",)),)).cells["ad_spend"] == [None]
    assert spend([AD], "shop").cells["ad_spend"] == [30]
    assert told(spend([AD], "shop")) == []


def test_an_item_of_a_shop_that_names_others_has_no_advertising() -> None:
    answer = spend([{**AD, "sku": "s1"}], "shop", "sku")
    assert {row["sku"]: row["ad_spend"] for row in answer.rows} == {"s0": 0, "s1": 30}
    assert told(answer) == []


def test_a_part_that_names_no_item_is_told() -> None:
    ads = [{**AD, "sku": "s1"}, {**AD, "channel": "other", "spend": Decimal(10)}]
    answer = spend(ads, "sku")
    assert {row["sku"]: row["ad_spend"] for row in answer.rows} == {"s0": 0, "s1": 30}
    assert told(answer) == [("ads_without_item", "ad_spend", "sku", 0.25)]


def test_shops_are_found_by_what_the_question_asks() -> None:
    held = engine(order_line=LINES, ad=[{**AD, "listing_id": "L"}])
    assert itemless(held, Question(("ad_spend",), ("sku",), BOTH)) == {"a"}
    assert itemless(held, Question(("ad_spend",), ("listing",), BOTH)) == frozenset()
    assert itemless(held, Question(("ad_spend",), ("day",), BOTH)) == frozenset()
    assert itemless(held, Question(("gmv",), ("category",), BOTH)) == frozenset()


def test_a_share_of_several_currencies_is_that_of_their_sum_where_they_are_converted() -> None:
    fees = [
        {**FEE, "fee_id": "a", "sku": "s1", "amount": Decimal(30)},
        {**FEE, "fee_id": "b", "shop": "b", "currency": "USD", "amount": Decimal(10)},
    ]
    rate = {"shop": "", "day": ONE, "base": "USD", "quote": "CNY", "rate": Decimal(7)}
    plain = Question(("fees", "gmv"), ("sku",), BOTH)
    converted = replace(plain, currency="CNY", converted=True)
    rated, bare = engine(order_line=LINES, fee=fees, fx=[rate]), engine(order_line=LINES, fee=fees)
    assert told(ask(rated, converted)) == [("without_item", "fees", "sku", 0.7)]
    assert told(ask(bare, converted)) == []
    assert told(ask(rated, plain)) == [("without_item", "fees", "sku", 1.0)]


def test_what_summaries_of_several_days_spent_on_items_is_unknown_too() -> None:
    answer = spend([{**AD, "days": 2}], "shop", "sku")
    assert answer.cells["ad_spend"] == [None, None]
    assert told(answer) == [("ads_without_item", "ad_spend", "sku", 1.0)]
    assert spend([{**AD, "days": 2}], "shop").cells["ad_spend"] == [30]
