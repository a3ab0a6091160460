from dataclasses import replace

import numpy as np
import pytest

from tests.simulator.worlds import busy, busy_shop
from zhanggui.simulator.counterfactual import life_after
from zhanggui.simulator.faults import FAULTS
from zhanggui.simulator.placing import place
from zhanggui.simulator.signals import Scope, first_seen, series, since
from zhanggui.simulator.world import Story, live_shop

FIRST = 30


def test_a_story_cut_at_a_day_is_the_story_lived_from_that_morning() -> None:
    cut, again = since(busy(), FIRST), life_after(busy(), FIRST, ())
    told, other = series(cut, Scope()), series(again, Scope())
    assert told.keys() == other.keys()
    for name, values in told.items():
        assert np.array_equal(values, other[name], equal_nan=True), name


def test_nothing_shows_where_nothing_is_wrong() -> None:
    assert first_seen(busy(), life_after(busy(), FIRST, ()), Scope(), FIRST) is None


def with_fault(key: str) -> tuple[Story, Scope]:
    (placed,) = place((key,), {"taobao": busy_shop()}, 3, FIRST + 20)
    placed = replace(placed, first=FIRST)
    whole = placed.fault.scope == "shop"
    return live_shop(busy_shop(), placed.effects(), (FIRST,)), Scope(
        None if whole else np.array(placed.targets)
    )


@pytest.mark.parametrize(
    ("key", "signals", "days"),
    [
        ("price_below_cost", {"price", "clicks", "carts", "orders", "ad_clicks"}, 1),
        ("image_swapped", {"clicks", "visitors", "ad_clicks"}, 7),
        ("late_replies", {"reply_minutes"}, 2),
        ("commission_wrong", {"fee_commission"}, 25),
        ("stock_out_coming", {"stock"}, 14),
        ("cost_rise", {"unit_cost"}, 1),
        ("title_lost_term", {"title"}, 1),
        ("fake_orders", {"orders", "orders_made", "sales", "asked_back"}, 7),
    ],
)
def test_a_fault_shows_where_it_works(key: str, signals: set[str], days: int) -> None:
    assert FAULTS[key].platforms
    story, scope = with_fault(key)
    seen = first_seen(story, life_after(story, FIRST, ()), scope, FIRST)
    assert seen is not None
    assert seen.signal in signals
    assert FIRST <= seen.day <= FIRST + days
