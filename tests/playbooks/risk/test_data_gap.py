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
