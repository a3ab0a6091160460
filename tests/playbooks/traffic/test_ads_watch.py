from datetime import timedelta
from decimal import Decimal

import numpy as np
import pytest

from tests.playbooks.days import Floats, daily, none
from tests.playbooks.giving import DAY, columns, given
from zhanggui.actions.action import Action
from zhanggui.playbooks.behind import DAYS as SOLD
from zhanggui.playbooks.columns import Columns
from zhanggui.playbooks.shift import DAYS
from zhanggui.playbooks.traffic.ads_watch import FIGURES, needs, propose

Group = dict[str, Floats]
NO_STOCK = none(("sku", "day"), "available", "stock", "inbound")


def group(seed: int, clicks: float = 30, price: float = 1.0, value: float = 10.0) -> Group:
    """A group that is clicked so often a day, each click at about ``price``, each worth ``value`` of sales."""
    rng = np.random.default_rng(seed)
    count = rng.poisson(clicks, DAYS).astype(float)
    paid = count * price * rng.gamma(80, 1 / 80, DAYS)
    return {"ad_spend": paid, "clicks": count, "ad_sales": count * value, "impressions": count * 40}


def paused(days: int, value: float = 10.0) -> Group:
    one = group(1, value=value)
    for name in FIGURES:
        one[name][-days:] = 0
    return one


def dearer(rise: float, sales: float = 1.0) -> Group:
    one = group(2)
    one["ad_spend"][-7:] *= rise
    one["ad_sales"][-7:] *= sales
    return one


def stock(left: int, ago: int = 1) -> Columns:
    return columns(
        {"sku": ["B1"], "day": [DAY - timedelta(days=ago)]},
        {"available": [left], "stock": [left], "inbound": [0]},
    )


def sold(empty: int) -> Group:
    """Two orders of 100 a day, none for so many last days."""
    units = np.full(SOLD, 2.0)
    units[SOLD - empty :] = 0
    return {"units": units, "gmv": units * 100}


def run(
    one: Group,
    *,
    shelf: Columns = NO_STOCK,
    empty: int = 0,
    other: Group | None = None,
    listing: bool = False,
) -> list[Action]:
    """The ads of style B, SKU B1, beside those of another group."""
    groups = {("taobao", "AG-B"): one, ("taobao", "AG-X"): other or group(9), ("taobao", ""): group(8)}
    by_listing = {("taobao", "L1"): one, ("taobao", "L2"): group(9)}
    facts = {
        "groups": none(("shop", "ad_group", "day"), *FIGURES)
        if listing
        else daily(groups, ("shop", "ad_group")),
        "listings": daily(by_listing, ("shop", "listing")),
        "sold": daily({("taobao", "B1", ""): sold(empty)}, ("shop", "sku", "listing")),
        "stock": shelf,
    }
    assert set(facts) == set(needs(DAY))
    styles = [("taobao", "B1", "B", DAY - timedelta(days=90))]
    return list(propose(given(facts, rows={"styles": styles})))


def test_ads_as_ever_are_no_alarm() -> None:
    assert [run(group(seed)) for seed in range(8)] == [[]] * 8


def test_ads_that_stopped_are_worth_what_they_brought() -> None:
    (action,) = run(paused(3))
    assert (action.cause, action.stage, action.target.ident) == ("ads_stopped", "traffic", "B1")
    # 30 clicks a day: spend 210 a week, sales 2,100, of which 70 % at 40 %
    assert float(action.impact.mid) == pytest.approx(0.7 * 2100 * 0.4 - 210, rel=0.2)
    assert action.impact.low < action.impact.mid < action.impact.high


def test_ads_that_lost_money_may_rest() -> None:
    (action,) = run(paused(3, value=1.0))
    assert action.impact.low < 0


def test_a_report_that_ends_early_is_no_pause() -> None:
    assert run(paused(3), other=paused(3)) == []
    assert run(paused(1)) == []
    assert run(paused(60)) == []
    thin = paused(3)
    thin["clicks"] /= 30
    assert run(thin) == []


def test_clicks_that_cost_far_more_are_found_where_sales_do_not_follow() -> None:
    (action,) = run(dearer(4))
    assert action.cause == "clicks_dearer"
    assert float(action.impact.mid) == pytest.approx(3 * 210, rel=0.35)
    assert float(str(action.evidence["price_now"])) == pytest.approx(4, rel=0.1)
    assert action.sheet is not None
    line = dict(zip(action.sheet.columns, action.sheet.rows[0], strict=True))
    assert (line["click_now"], line["click_usual"]) == (
        action.evidence["price_now"],
        action.evidence["price_usual"],
    )
    low, mid, high = (float(getattr(action.impact, end)) for end in ("low", "mid", "high"))
    assert low < 0.65 * mid < 1.5 * mid < high, "how many clicks will come is not known"
    (followed,) = run(dearer(2, sales=3))
    assert followed.impact.low < 0


def test_ads_on_an_empty_shelf_are_paused_until_goods_come() -> None:
    (action,) = run(group(3), shelf=stock(0), empty=3)
    assert (action.cause, action.stage, action.impact.basis) == ("ads_on_empty_shelf", "stock", "known")
    assert (action.due, action.pool) == (DAY, ("stock", "taobao", "B"))
    assert action.sheet is not None
    assert action.sheet.rows[0][-2:] == (None, None)
    # 1,400 of sales a week leave 560; goods take 14 of the 28 days, three in which nobody has ordered last as long
    # again; the ads cost 210
    assert float(action.impact.mid) == pytest.approx(560 * 17 / 28, rel=0.01)
    assert float(action.impact.low) == pytest.approx(560 * 0.76 * 9.9 / 28, rel=0.05)
    assert (action.evidence["back"], action.evidence["po"]) == (DAY + timedelta(days=17), "")
    assert run(group(3), shelf=stock(5), empty=3) == []
    assert run(group(3), shelf=stock(0), empty=1) == []
    assert run(paused(1), shelf=stock(0), empty=3) == []


def test_where_no_report_names_groups_listings_are_looked_at() -> None:
    (action,) = run(paused(3), listing=True)
    assert (action.target.kind, action.target.ident) == ("listing", "L1")


def test_a_group_of_unknown_goods_is_named_itself() -> None:
    (action,) = run(group(4), other=paused(4))
    assert (action.target.kind, action.target.ident) == ("campaign", "AG-X")
    assert action.impact.mid > Decimal(0)
