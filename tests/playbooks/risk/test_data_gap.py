from decimal import Decimal

import numpy as np

from tests.playbooks.days import Floats, daily, none
from tests.playbooks.giving import DAY, given
from zhanggui.actions.action import Action
from zhanggui.playbooks.risk.data_gap import DAYS, needs, propose


def run(views: Floats, orders: float = 20) -> list[Action]:
    shop = ("taobao",)
    facts = {
        "orders": daily({shop: {"lines": np.full(DAYS, orders)}}, ("shop",)),
        "traffic": daily({shop: {"page_views": np.full(DAYS, 900.0)}}, ("shop",)),
        "listings": daily(
            {("taobao", "L1"): {"page_views": views}, ("taobao", "L2"): {"page_views": views}},
            ("shop", "listing"),
        ),
        "ads": none(("shop", "day"), "impressions"),
    }
    assert set(facts) == set(needs(DAY))
    return list(propose(given(facts)))


def test_a_day_between_others_is_missed_and_promises_no_money() -> None:
    views = np.full(DAYS, 50.0)
    views[-4] = 0
    (action,) = run(views)
    assert (action.cause, action.stage, action.target.kind) == ("no_listings", "risk", "shop")
    assert action.impact.low == action.impact.high == Decimal(0)
    assert action.impact.basis == "data"
    assert action.evidence["count"] == 1
    assert action.sheet is not None
    assert len(action.sheet.rows) == 1


def test_late_reports_and_quiet_or_young_ones_are_no_gap() -> None:
    views = np.full(DAYS, 50.0)
    assert run(views) == []
    views[-2:] = 0
    assert run(views) == []
    views[::2] = 0
    assert run(views) == []
    views = np.full(DAYS, 1.0)
    views[-5] = 0
    assert run(views) == []


def test_a_shop_that_never_sells_on_some_weekday_keeps_holidays_too() -> None:
    views = np.full(DAYS, 50.0)
    views[[-27, -20, -13, -6]] = 0
    assert run(views) == []
    views[-4] = 0
    assert run(views) == []
    views[-20] = 1
    assert [action.evidence["count"] for action in run(views)] == [3]


def test_a_week_and_more_may_be_missing() -> None:
    views = np.full(DAYS, 50.0)
    views[-10:-3] = 0
    (action,) = run(views)
    assert action.evidence["count"] == 7


def test_a_small_shop_has_days_without_an_order() -> None:
    views = np.full(DAYS, 50.0)
    views[-4] = 0
    small = np.tile([4.0, 6, 5, 9, 7, 5, 8], DAYS // 7)
    small[-6] = 0
    facts = {
        "orders": daily({("taobao",): {"lines": small}}, ("shop",)),
        "traffic": none(("shop", "day"), "page_views"),
        "listings": none(("shop", "listing", "day"), "page_views"),
        "ads": none(("shop", "day"), "impressions"),
    }
    assert propose(given(facts)) == []
    facts["orders"] = daily({("taobao",): {"lines": small * 4}}, ("shop",))
    assert [action.cause for action in propose(given(facts))] == ["no_orders"]
