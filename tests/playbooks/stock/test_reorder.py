from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest

from tests.playbooks.giving import DAY, columns, given
from zhanggui.metrics.query import Key, Value
from zhanggui.playbooks.columns import Columns
from zhanggui.playbooks.play import Given
from zhanggui.playbooks.stock.reorder import needs, propose


def sold(units: list[int], sku: str | None = "A1", price: int = 50) -> Columns:
    days: list[date] = [DAY - timedelta(days=len(units) - 1 - n) for n in range(len(units))]
    return columns(
        {"shop": ["taobao"] * len(units), "sku": [sku] * len(units), "day": days},
        {"units": units, "gmv": [Decimal(n * price) for n in units]},
    )


def situation(
    demand: Columns,
    available: int | None,
    *,
    inbound: int | None = 0,
    lead: int | None = 10,
    on_hand: int | None = None,
    counted: date = DAY,
    earlier: int = 9,
    orders: Sequence[tuple[Key | Value, ...]] = (),
) -> Given:
    stock = columns(
        {"sku": ["A1", "A1", None], "day": [counted, counted - timedelta(days=7), counted]},
        {"available": [available, earlier, 5], "stock": [on_hand, earlier, 5], "inbound": [inbound, 0, 0]},
    )
    supply = [
        ("A1", date(2026, 1, 1), lead, 30, "factory"),
        ("A1", date(2025, 1, 1), 99, 1, "old"),
        ("A1", date(2027, 1, 1), 1, 1, "future"),
    ]
    return given({"demand": demand, "stock": stock}, rows={"supply": supply, "orders": orders})


def steady(seed: int = 1, mean: float = 6.0) -> Columns:
    return sold([int(n) for n in np.random.default_rng(seed).poisson(mean, 28)])


def test_stock_that_ends_before_delivery_is_ordered_with_its_money() -> None:
    (action,) = propose(situation(steady(), 12))
    assert action.target.ident == "A1"
    assert action.evidence["lead_days"] == 10
    assert 180 <= int(str(action.evidence["quantity"])) <= 290  # 6 a day for 40 days, less 12
    # 168 wanted in four weeks, 12 there: 39 a week short at 20 profit each.
    assert 600 < float(action.impact.mid) < 950
    assert action.impact.low < action.impact.mid < action.impact.high
    assert action.sheet is not None
    assert action.sheet.rows[0][2] == "factory"


def test_enough_stock_or_enough_on_the_way_is_silence() -> None:
    assert propose(situation(steady(), 300)) == []
    assert propose(situation(steady(), 12, inbound=300)) == []


def test_lumpy_demand_needs_more_than_steady_demand() -> None:
    lumpy = sold([0, 0, 0, 42, 0, 0, 0] * 4)
    (action,) = propose(situation(lumpy, 70))
    assert propose(situation(sold([6] * 28), 90)) == []
    assert action.impact.high > action.impact.mid


def test_unknown_lead_time_is_assumed_and_said() -> None:
    (action,) = propose(situation(steady(), 12, lead=None))
    assert (action.evidence["lead_days"], action.evidence["lead_known"]) == (14, 0)


def test_on_hand_stands_in_for_available_and_unknown_stock_is_no_zero() -> None:
    assert propose(situation(steady(), None, on_hand=12))
    assert propose(situation(steady(), None, earlier=999)) == []


def test_too_few_sales_say_nothing_and_unknown_skus_are_left_out() -> None:
    assert propose(situation(sold([1, 0, 0, 1]), 0)) == []
    assert propose(situation(sold([5] * 28, sku=None), 0)) == []
    assert (
        propose(
            given(
                {
                    "demand": steady(),
                    "stock": columns({"sku": [], "day": []}, {"available": [], "stock": [], "inbound": []}),
                },
                rows={"supply": []},
            )
        )
        == []
    )


def test_one_buyer_of_many_units_is_no_pace() -> None:
    assert propose(situation(sold([0] * 20 + [1, 16] + [0] * 6), 9)) == []
    usual = [2, 1] * 14
    (action,) = propose(situation(sold(usual), 9))
    bulk = [*usual[:20], 200, *usual[21:]]
    (more,) = propose(situation(sold(bulk), 9))
    assert float(str(more.evidence["daily_units"])) < 2.1 * float(str(action.evidence["daily_units"]))


def test_a_new_sku_is_paced_from_its_first_sale() -> None:
    (action,) = propose(situation(sold([0] * 18 + [6] * 10), 5))
    assert float(str(action.evidence["daily_units"])) == 6.0
    assert set(needs(DAY)) == {"demand", "stock"}


def test_even_demand_is_short_by_what_is_missing() -> None:
    even = sold([3, 3, 3, 3, 3, 3, 4] * 4)
    (action,) = propose(situation(even, 20))
    # 88 wanted in four weeks, 20 there
    assert 67 < float(action.impact.mid) / 20 * 4 < 69
    # Even demand drifts too, and an empty shelf takes more than its own sales.
    assert float(action.impact.mid / action.impact.low) > 1.4
    assert float(action.impact.high / action.impact.mid) > 1.5


def test_a_count_of_stock_is_brought_up_to_today() -> None:
    even = sold([3, 3, 3, 3, 3, 3, 4] * 4)
    assert propose(situation(even, 60)) == []
    late = DAY - timedelta(days=10)
    assert propose(situation(even, 60, counted=late))
    came = ("A1", late - timedelta(days=9), late + timedelta(days=2), 40, None)
    assert propose(situation(even, 60, counted=late, orders=[came])) == []
    part = ("A1", late - timedelta(days=9), late + timedelta(days=2), 40, 1)
    assert propose(situation(even, 60, counted=late, orders=[part]))


def test_purchase_orders_say_better_than_the_count_what_is_on_its_way() -> None:
    even = sold([3, 3, 3, 3, 3, 3, 4] * 4)
    before, after = DAY - timedelta(days=5), DAY + timedelta(days=1)
    assert propose(situation(even, 20, inbound=200, orders=[("A1", before, before, 200, 200)]))
    assert propose(situation(even, 20, inbound=0, orders=[("A1", before, None, 200, None)])) == []
    assert propose(
        situation(even, 20, orders=[("A1", after, None, 200, None), ("A1", before, None, None, None)])
    )


def test_one_order_holds_the_skus_of_an_item_that_will_be_short_a_little_later() -> None:
    two = [sold([6] * 28), sold([3] * 28, "A2"), sold([3] * 28, "A3"), sold([6] * 28, "B1")]
    demand = columns(
        {name: [key for one in two for key in one.keys[name]] for name in ("shop", "sku", "day")},
        {name: [cell for one in two for cell in one.cells[name]] for name in ("units", "gmv")},
    )
    have = {"A1": 12, "A2": 60, "A3": 300, "B1": 90}
    stock = columns(
        {"sku": list(have), "day": [DAY] * 4},
        {"available": list(have.values()), "stock": [None] * 4, "inbound": [0] * 4},
    )
    styles = [("taobao", sku, "A" if sku[0] == "A" else "B", DAY) for sku in have]
    supply = [(sku, date(2026, 1, 1), 10, 1, "factory") for sku in have]
    (action,) = propose(
        given({"demand": demand, "stock": stock}, rows={"supply": supply, "orders": (), "styles": styles})
    )
    assert (action.target.kind, action.target.ident) == ("product", "A")
    assert action.sheet is not None
    assert [row[0] for row in action.sheet.rows] == ["A1", "A2"]
    assert action.evidence["quantity"] == sum(int(str(row[3])) for row in action.sheet.rows)
    assert action.evidence["cover"] == 2.0
    # 168 wanted and 12 there, 84 wanted and 60 there: 45 units a week short at 20 profit each
    assert abs(float(action.impact.mid) - 900) < 30


def test_days_of_an_empty_shelf_say_nothing_of_demand() -> None:
    ended = sold([3, 3, 3, 3, 3, 3, 4] * 3 + [0] * 7)
    (action,) = propose(situation(ended, 0))
    assert float(str(action.evidence["daily_units"])) == pytest.approx(3.14, abs=0.01)
    (slower,) = propose(situation(ended, 1))
    assert float(str(slower.evidence["daily_units"])) == pytest.approx(3.14 * 3 / 4, abs=0.01)


def test_goods_that_nobody_bought_are_to_be_looked_for() -> None:
    even = steady(mean=1.0)
    days = [DAY - timedelta(days=ago) for ago in (9, 2)]
    stock = columns(
        {"sku": ["A1", "A1", "Z9", "Z9"], "day": days * 2},
        {"available": [200, 80, 90, 85], "stock": [None] * 4, "inbound": [0] * 4},
    )
    (action,) = propose(given({"demand": even, "stock": stock}, rows={"supply": [], "orders": []}))
    assert (action.cause, action.stage, action.impact.basis) == ("count_fell", "stock", "data")
    assert action.impact.high == 0
    assert (action.evidence["before"], action.evidence["left"]) == (200, 80)
    assert int(str(action.evidence["count"])) == 120 - int(str(action.evidence["sold"]))
    assert action.sheet is not None
    assert action.sheet.rows[0][0] == "A1"
    assert len(propose(situation(even, 1))) == 1  # what runs out is ordered, not counted
