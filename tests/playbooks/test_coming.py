from datetime import date, timedelta

import numpy as np
import pytest

from tests.playbooks.giving import DAY, given
from zhanggui.metrics.query import Key, Value
from zhanggui.playbooks.coming import LEAST_MORE, Back, Open, back, likely, more, opened
from zhanggui.playbooks.play import Settings

Row = tuple[Value | Key, ...]


def row(due: int, *, sku: str = "A1", ago: int = 20, came: int | None = None) -> Row:
    """An order placed ``ago`` days ago, due in ``due`` days; ``came`` days ago."""
    arrived = None if came is None else DAY - timedelta(days=came)
    ordered = DAY - timedelta(days=ago)
    return (sku, f"P{due}", "Li", ordered, DAY + timedelta(days=due), arrived, 50, None)


def test_what_is_on_its_way_the_first_due_first() -> None:
    found = opened([row(9), row(3), row(5, sku="B1"), row(1, came=2), row(4, came=-3)], DAY)
    assert [one.po for one in found["A1"]] == ["P3", "P4", "P9"]
    assert list(found) == ["A1", "B1"]
    bare: Row = ("A1", "P1", "Li", DAY, None, None, 5, None)
    assert opened([row(-130), row(3, ago=-1), row(3, sku=""), bare], DAY) == {}


def order(due: int, agreed: int = 20) -> Open:
    day = DAY + timedelta(days=due)
    return Open(day, "P", "Li", day - timedelta(days=agreed), 50)


def test_a_late_delivery_takes_as_long_again_and_one_in_time_comes_about_when_it_was_said() -> None:
    assert more(order(-18), DAY) == pytest.approx((2, 18, 162))
    low, mid, high = more(order(10), DAY)
    assert mid == 10
    assert (low, high) == pytest.approx((10 - 20 * 0.292, 10 + 20 * 0.292), abs=0.1)
    assert more(order(0), DAY)[:2] == (LEAST_MORE, LEAST_MORE)


def test_goods_are_back_with_the_first_delivery_else_after_the_lead_time() -> None:
    terms = [
        ("A1", date(2026, 1, 1), 30),
        ("A1", date(2026, 2, 1), 9),
        ("A1", DAY + timedelta(days=1), 3),
        ("B1", date(2026, 1, 1), None),
    ]
    known = given({}, rows={"terms": terms}, settings=Settings(lead_days=21))
    on_way = opened([row(12), row(6)], DAY)
    assert back(known, ("A1", "B1"), on_way) == Back(more(on_way["A1"][0], DAY), on_way["A1"][0])
    ordered = back(known, ("A1", "B1"), {})
    assert (ordered.order, ordered.on(DAY)) == (None, DAY + timedelta(days=9))
    assert back(known, ("B1",), {}).days[1] == 21
    assert back(known, (), {}).days[1] == 21


def test_what_is_late_costs_what_it_does_on_the_average_and_nobody_orders_by_himself() -> None:
    assert likely(order(10), DAY) == more(order(10), DAY)
    # Half of what is late by 4 days comes within 4 more, but of the next 28 days 8.3 are waited on the average.
    assert likely(order(-4), DAY) == pytest.approx((2, 4 * np.log(8), 36))
    late = opened([row(-4)], DAY)
    assert back(given({}), ("A1",), late).days == likely(late["A1"][0], DAY)
    known = given({}, settings=Settings(lead_days=14))
    low, mid, high = back(known, ("A1",), {}).days
    assert back(known, ("A1",), {}, idle=10).days == (low, mid + 10, high + 90)
