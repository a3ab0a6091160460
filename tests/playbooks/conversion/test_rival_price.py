from datetime import timedelta
from decimal import Decimal

import numpy as np

from tests.playbooks.days import daily
from tests.playbooks.giving import DAY, columns, given
from zhanggui.actions.action import Action
from zhanggui.metrics.query import Key, Value
from zhanggui.playbooks.behind import DAYS
from zhanggui.playbooks.conversion.rival_price import needs, propose

Price = tuple[Value | Key, ...]


def prices(
    *amounts: float, listing: str = "L1", every: int = 7, ago: int = 2, seller: str = "rival"
) -> list[Price]:
    """One price a week, the last ``ago`` days ago."""
    size = len(amounts)
    return [
        (
            "taobao",
            listing,
            seller,
            DAY - timedelta(days=ago + (size - 1 - at) * every),
            Decimal(str(amount)),
            None,
        )
        for at, amount in enumerate(amounts)
    ]


def run(rows: list[Price], *, listings: tuple[Price, ...] = (), sells: str = "L1") -> list[Action]:
    """An item A1 that sells ten a day at 100, named by orders as ``sells``."""
    orders = np.full(DAYS, 10.0)
    facts = {
        "sold": daily(
            {("taobao", "A1", sells): {"orders": orders, "units": orders, "gmv": orders * 100}},
            ("shop", "sku", "listing"),
        ),
        "seen": columns(
            {"shop": ["taobao", "taobao"], "listing": ["L2", "L3"], "sku": ["A1", None]},
            {"page_views": [9, 9]},
        ),
    }
    assert set(facts) == set(needs(DAY))
    return list(propose(given(facts, rows={"prices": rows, "styles": (), "listings": listings})))


def test_a_rival_that_cuts_is_named_with_what_it_may_take() -> None:
    (action,) = run(prices(100, 102, 98, 101, 80))
    assert (action.stage, action.target.ident, action.cause) == ("conversion", "L1", "rival_cut")
    assert (action.evidence["rival_now"], action.evidence["rival_usual"]) == (Decimal(80), Decimal("100.5"))
    # 20 % cheaper at an elasticity of 1.17 takes 23 % of 7,000 a week at 40 %, less as orders have not fallen
    assert 200 < action.impact.mid < 640
    assert 0 < action.impact.low < action.impact.mid < action.impact.high


def test_the_deepest_of_several_cuts_counts() -> None:
    (action,) = run([*prices(100, 100, 100, 85), *prices(50, 50, 50, 30, seller="other")])
    assert action.evidence["seller"] == "other"


def test_small_old_stale_or_usual_cuts_are_no_news() -> None:
    assert run(prices(100, 100, 100, 95)) == []
    assert run(prices(100, 100, 80, 100, 100, 80)) == []
    assert run(prices(100, 100, 100, 80, 80, 80, 80, 80, 80)) == []
    assert run(prices(100, 100, 100, 80, ago=20)) == []
    assert run(prices(100, 80)) == []
    assert run([("taobao", "L1", "", DAY, Decimal(9), None), ("taobao", "L1", "x", DAY, None, None)]) == []


def test_a_listing_is_known_by_the_platform_s_lists_where_orders_do_not_name_it() -> None:
    assert run(prices(100, 100, 100, 80), sells="") == []
    assert len(run(prices(100, 100, 100, 80), sells="", listings=(("taobao", "L1", "A1"),))) == 1
    assert len(run(prices(100, 100, 100, 80, listing="L2"), sells="")) == 1
