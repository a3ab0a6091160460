from datetime import timedelta

import numpy as np
import pytest

from tests.playbooks.days import daily
from tests.playbooks.giving import DAY, given
from zhanggui.metrics.query import Key, Value
from zhanggui.playbooks.behind import DAYS
from zhanggui.playbooks.traffic.empty_shelf import Empty, Shelves

Row = tuple[Value | Key, ...]


def look(
    *orders: Row,
    gone: int = 4,
    left: float = 0,
    ago: int = 2,
    skus: tuple[str, ...] = ("A1",),
    sold: float = 2,
) -> Empty | None:
    """SKU A1 of which so many were ``sold`` a day at 100 until ``gone`` days ago, counted ``ago`` days ago."""
    units = np.full(DAYS, sold)
    units[DAYS - gone :] = 0
    facts = {
        "sold": daily(
            {("taobao", "A1", ""): {"units": units, "gmv": units * 100}}, ("shop", "sku", "listing")
        )
    }
    shelf = {"A1": (DAY - timedelta(days=ago), left, 0.0)}
    return Shelves(given(facts, rows={"orders": orders}), shelf).empty("taobao", skus)


def order(due: int, came: int | None = None) -> Row:
    arrived = None if came is None else DAY - timedelta(days=came)
    return ("A1", "P1", "Li", DAY - timedelta(days=5), DAY + timedelta(days=due), arrived, 50, None)


def test_an_empty_shelf_costs_what_its_sales_would_have_left_until_goods_come() -> None:
    found = look(order(7))
    assert found is not None
    assert (found.days, found.sales, found.worth, found.units) == (4, 1400, 560, 56)
    assert found.back.on(DAY) == DAY + timedelta(days=7)
    low, mid, high = found.loss(100)
    assert mid == pytest.approx(560 * 7 / 28)
    # three and a half days at the earliest, and of 56 units the pace may be a quarter less
    assert low == pytest.approx(560 * (1 - 1.2816 * (2 / 56) ** 0.5) * (7 - 12 * 0.292) / 28, rel=0.02)
    assert high > mid


def test_ads_alone_are_promised_where_they_cost_more_or_nothing_was_sold() -> None:
    found = look(order(7))
    assert found is not None
    assert found.loss(1000)[1] == pytest.approx(1000 * 7 / 28)
    never = look(order(7), sold=0)
    assert never is not None
    assert never.sales == 0
    assert never.loss(100)[1] == pytest.approx(25)


def test_a_shelf_that_may_hold_goods_is_not_empty() -> None:
    assert look(left=3) is None
    assert look(ago=9) is None
    assert look(gone=1) is None
    assert look(skus=("A1", "B1")) is None
    assert look(skus=()) is None
    assert look(order(-3, came=1)) is None
    assert look(order(-3, came=3)) is not None
