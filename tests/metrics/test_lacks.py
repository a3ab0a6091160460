from datetime import date
from decimal import Decimal

import pytest

from tests.metrics.shop_books import ONE, THREE, TWO, books, engine, line
from tests.metrics.test_ledger import DAYS, WHOLE
from zhanggui.engines.memory import MemoryEngine
from zhanggui.metrics.ask import ask
from zhanggui.metrics.query import Where
from zhanggui.metrics.question import Answer, Question
from zhanggui.model.period import Period, day


def test_skus_without_a_cost_are_listed_by_sales() -> None:
    bare = [line(str(n), date(2024, 3, 4), str(n), sku=f"s{n}") for n in range(10, 35)]
    answer = ask(engine(order_line=bare), Question(("gross_margin",)))
    (found,) = (one for one in answer.missing if one.code == "no_cost")
    assert found.params["count"] == 25.0
    assert found.params["share"] == 1.0
    assert isinstance(found.params["skus"], tuple)
    assert found.params["skus"][:2] == ("s34", "s33")
    assert len(found.params["skus"]) == 20
    free = [line("1", date(2024, 3, 4), "0", sku="free")]
    zero = ask(engine(order_line=free), Question(("cost_of_goods",)))
    assert zero.missing[-1].params["share"] == 0.0
    assert Decimal(0) == ask(engine(order_line=free), Question(("gmv",))).rows[0]["gmv"]


def test_sums_that_listings_make_lack_no_report_of_the_shop() -> None:
    held = engine(traffic_shop=[])
    asked = Question(("page_views", "visitor_days"), (), day(TWO), (), "CNY")
    answer = ask(held, asked)
    assert answer.rows[0]["page_views"] is not None
    (gap,) = (one for one in answer.missing if one.code == "no_table")
    assert gap.params == {"table": "traffic_shop", "metrics": ("visitor_days",)}
    alone = ask(engine(traffic_shop=[], traffic_listing=[]), asked)
    (gap,) = (one for one in alone.missing if one.code == "no_table")
    assert gap.params["metrics"] == ("page_views", "visitor_days")


def test_sales_of_no_item_are_told_apart_from_items_without_a_cost() -> None:
    lines = [line("1", date(2024, 3, 4), "30", sku="a"), line("2", date(2024, 3, 4), "70", sku="")]
    told = {one.code: one.params for one in ask(engine(order_line=lines), Question(("margin",))).missing}
    assert told["no_cost"] == {"currency": "CNY", "skus": ("a",), "count": 1.0, "share": 0.3}
    assert told["no_item"] == {"currency": "CNY", "share": 0.7}
    bare = ask(engine(order_line=lines[1:]), Question(("margin",)))
    assert not [one for one in bare.missing if one.code == "no_cost"]


@pytest.mark.parametrize(
    ("ends", "period", "told"),
    [
        (59, WHOLE, None),
        (49, WHOLE, ("2024-04-20", "2024-04-29")),
        (49, Period(DAYS[55], DAYS[57]), ("2024-04-20", "2024-04-27")),
        (49, None, ("2024-04-20", "2024-04-29")),
        (49, Period(DAYS[40], DAYS[49]), None),
        (9, WHOLE, None),  # long ago: no longer advertised
    ],
)
def test_advertising_that_ended_lately_is_said_to_count_as_none(
    ends: int, period: Period | None, told: tuple[str, str] | None
) -> None:
    lines = [line(f"{shop}{n}", DAYS[n], "100", shop=shop) for shop in "ab" for n in range(60)]
    ad = books()["ad"][0]
    ads = [
        {**ad, "shop": shop, "day": DAYS[n]}
        for shop, days in (("a", 60), ("b", ends + 1))
        for n in range(days)
    ]
    answer = ask(engine(order_line=lines, ad=ads), Question(("ad_spend", "gmv"), (), period, (), "CNY"))
    found = [one for one in answer.missing if one.code == "ads_end"]
    assert [(one.params["shops"], one.params["metrics"]) for one in found] == [
        (("b",), ("ad_spend",))
    ] * bool(told)
    assert [(one.params["first"], one.params["last"]) for one in found] == ([told] if told else [])


def ended(
    channels: dict[str, list[int]], where: tuple[Where, ...] = (), period: Period | None = WHOLE
) -> list[tuple[object, ...]]:
    """What is told of channels with these days of advertising, of a shop that sells for sixty days."""
    lines = [line(f"a{n}", DAYS[n], "100", shop="a") for n in range(60)]
    ad = books()["ad"][0]
    ads = [
        {**ad, "shop": "a", "channel": channel, "day": DAYS[n]}
        for channel, days in channels.items()
        for n in days
    ]
    answer = ask(engine(order_line=lines, ad=ads), Question(("ad_spend",), (), period, where, "CNY"))
    return [
        tuple(one.params[name] for name in ("shops", "channels", "first", "last"))
        for one in answer.missing
        if one.code == "channel_ends"
    ]


def test_a_channel_that_ends_while_another_goes_on_is_said_to_count_as_none() -> None:
    on, off = list(range(60)), list(range(50))
    told = [(("a",), ("x",), "2024-04-20", "2024-04-29")]
    assert ended({"x": off, "y": on}) == told
    assert ended({"x": off, "y": on}, period=None) == told
    assert ended({"x": off, "y": on}, (Where("ad_channel", ("x",)),)) == told
    assert ended({"x": off, "y": on}, (Where("ad_channel", ("y",)),)) == []
    assert ended({"x": off, "y": on}, period=Period(DAYS[40], DAYS[49])) == []
    assert ended({"x": off, "y": on, "z": off}) == [(("a",), ("x", "z"), "2024-04-20", "2024-04-29")]
    assert ended({"x": off}) == []  # the shop's advertising ended as a whole, which is told of the shop
    assert ended({"x": [n for n in off if n % 3], "y": on}) == []  # it comes and goes
    assert ended({"x": list(range(20)), "y": on}) == []  # long ago


def of_orders(held: MemoryEngine, *by: str) -> Answer:
    return ask(held, Question(("gmv", "refunds_of_orders", "net_sales", "returned_units"), by))


def test_goods_that_came_back_without_money_leave_refunds_unknown() -> None:
    back = {
        **books()["refund"][0],
        "kind": "return",
        "amount": None,
        "quantity": 1,
        "order_id": "1",
        "order_day": ONE,
    }
    answer = of_orders(engine(order_line=[line("1", ONE, "100")], refund=[back]))
    assert answer.cells["refunds_of_orders"] == [None]
    assert answer.cells["net_sales"] == [None]
    assert answer.cells["returned_units"] == [1]


def test_money_back_without_an_order_and_orders_refunded_by_status_are_told() -> None:
    refund = {**books()["refund"][0], "order_id": "1", "order_day": ONE}
    loose = {
        **refund,
        "refund_id": "x",
        "order_id": "",
        "order_day": None,
        "settled_day": TWO,
        "amount": Decimal(70),
    }
    lines = [line("1", ONE, "100"), line("2", ONE, "100", status="refunded", refund_stated=None)]
    found = {
        one.code: one.params for one in of_orders(engine(order_line=lines, refund=[refund, loose])).missing
    }
    assert found["refunds_without_order"] == {
        "shops": ("a",),
        "amount": "70.00 CNY",
        "metrics": ("refunds_of_orders", "net_sales"),
    }
    assert found["refunds_unstated"] == {
        "shops": ("a",),
        "count": 1.0,
        "metrics": ("refunds_of_orders", "net_sales"),
    }
    other = ask(engine(order_line=lines, refund=[refund, loose]), Question(("net_sales",), (), day(THREE)))
    assert not {"refunds_without_order", "refunds_unstated"} & {one.code for one in other.missing}
    told = {**refund, "refund_id": "y", "order_id": "2"}
    whole = of_orders(engine(order_line=lines, refund=[refund, told]))
    assert not {"refunds_without_order", "refunds_unstated"} & {one.code for one in whole.missing}


def test_refunds_that_orders_state_as_none_need_no_table() -> None:
    lines = [line("1", date(2024, 3, 4), "100", refund_stated=Decimal(0))]
    answer = ask(engine(order_line=lines, refund=[]), Question(("refunds_of_orders",), (), None, (), "CNY"))
    assert answer.rows[0]["refunds_of_orders"] == Decimal(0)
    assert not [one for one in answer.missing if one.code == "no_table"]
    untold = ask(
        engine(order_line=[line("1", date(2024, 3, 4), "100")], refund=[]),
        Question(("refunds_of_orders",), (), None, (), "CNY"),
    )
    assert [one.params["table"] for one in untold.missing if one.code == "no_table"] == ["refund"]
