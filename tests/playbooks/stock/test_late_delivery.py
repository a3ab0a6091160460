from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest

from tests.playbooks.days import daily
from tests.playbooks.giving import DAY, columns, given
from zhanggui.actions.action import Action
from zhanggui.metrics.query import Key, Value
from zhanggui.playbooks.ahead import DRIFT, chance
from zhanggui.playbooks.play import Z80
from zhanggui.playbooks.shelf import MEASURES
from zhanggui.playbooks.stock.late_delivery import DAYS, needs, propose

Row = tuple[Value | Key, ...]


def order(
    late: int = 8, *, sku: str | None = "A1", came: int | None = None, due: bool = True, ago: int = 22
) -> Row:
    """An order due ``late`` days ago, that ``came`` so many days after it was due."""
    expected = DAY - timedelta(days=late)
    arrived = None if came is None else expected + timedelta(days=came)
    ordered = DAY - timedelta(days=ago)
    return (
        sku,
        f"P{late}",
        "Li",
        ordered,
        expected if due else None,
        arrived,
        50,
        None if came is None else 50,
    )


PAST = tuple(order(n * 10, came=came, ago=n * 10 + 14) for n, came in ((3, 0), (5, 1), (7, -1), (9, 0)))


def run(
    *orders: Row,
    left: int = 4,
    pace: float = 2.0,
    counted: int = 2,
    stock: str = "A1",
    past: bool = True,
    priced: bool = True,
) -> list[Action]:
    units = np.full(DAYS, pace)
    units[-2:] = 0.0 if left < 5 else pace
    facts = {
        "sold": daily(
            {
                ("taobao", "A1", "L1"): {"units": units, **({"gmv": units * 100} if priced else {})},
                ("jd", "B1", "L2"): {"units": units, "gmv": units},
            },
            ("shop", "sku", "listing"),
        ),
        "stock": columns(
            {"sku": [stock], "day": [DAY - timedelta(days=counted)]}, {name: [left] for name in MEASURES}
        ),
    }
    assert set(facts) == set(needs(DAY))
    return list(propose(given(facts, rows={"orders": (*(PAST if past else ()), *orders), "styles": ()})))


def test_an_overdue_delivery_is_told_with_what_the_empty_shelf_costs() -> None:
    (action,) = run(order(8))
    assert (action.stage, action.target.ident, action.cause) == ("stock", "L1", "overdue")
    assert (action.evidence["days"], action.evidence["left"], action.evidence["quantity"]) == (8, 4, 50)
    # it takes 8 days more as likely as not, 12.03 as a mean of at most 28: at two a day, less the four that are left,
    # 20.07 units of 40 over four weeks
    assert float(action.impact.mid) == pytest.approx(200.65, 0.001)
    assert action.impact.low == 0
    # 28 days at most: 52 units; or 12.03 days at a pace of 2.55 (56 units, whose variance is twice their mean): 26.7
    # beside that, 20 units are a count, and the level drifts
    ahead = Z80 * np.hypot(DRIFT, chance(20.07))
    assert float(action.impact.high) == pytest.approx(
        200.65 * np.exp(np.sqrt(np.log(52 / 20.07) ** 2 + np.log(26.7 / 20.07) ** 2 + ahead**2)), 0.01
    )
    assert action.sheet is not None
    assert action.sheet.rows[0][:3] == ("P8", "A1", "Li")


def test_a_delivery_that_comes_after_the_shelf_is_empty_is_told_while_it_is_not_yet_late() -> None:
    (action,) = run(order(-12, ago=3), left=4)
    assert (action.cause, action.evidence["cover"], action.evidence["days"]) == ("comes_too_late", 2.0, -12)
    assert action.evidence["expected"] == DAY + timedelta(days=12)
    # twelve days at two a day, less the four that are left: 20 units of 40 over four weeks
    assert action.impact.mid == Decimal(200)
    assert Decimal(0) < action.impact.low < action.impact.mid < action.impact.high
    assert run(order(-12, ago=3), left=22) == []
    assert run(order(-8, ago=7), left=4) == []
    assert run(order(-7, ago=8), left=0) == [], "it may be here in three days"
    assert run(order(-12, ago=3), left=1, pace=0.8) == []
    (sooner,) = run(order(-12, ago=3), order(-11, ago=4), left=4)
    assert sooner.evidence["expected"] == DAY + timedelta(days=11)


def test_an_order_that_comes_soon_makes_a_late_one_harmless() -> None:
    assert run(order(8), order(-2, ago=9), left=12) == []


def test_what_arrived_since_the_count_is_on_the_shelf() -> None:
    few: Row = (*order(1, came=0, ago=30)[:7], 6)
    (action,) = run(order(8), few, counted=5)
    assert action.evidence["left"] == 4 - 3 * 2 + 6
    assert run(order(8), order(1, came=0, ago=30), counted=5) == []
    assert run(order(8), left=40) == []


def test_usual_lateness_open_dates_and_things_long_forgotten_are_left_alone() -> None:
    assert run(order(2)) == []
    assert len(run(order(10, ago=24), past=False)) == 1
    often = tuple(order(n, came=9, ago=n + 20) for n in (30, 40, 50))
    assert run(order(8), *often, past=False) == []
    assert run(order(8, due=False), order(8, sku=None), order(8, ago=-1), order(200, ago=220)) == []
    assert run(order(8), pace=0) == []
    assert run(order(8), stock="B1") == []
    assert run(order(8, came=0)) == []
    assert isinstance(DAY, date)


def test_an_order_placed_before_the_books_begin_has_no_pace() -> None:
    assert run(order(100, ago=DAYS + 5)) == []


def test_what_was_paid_for_an_item_may_be_unknown() -> None:
    assert run(order(8), priced=False) == []
