from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from tests.simulator.worlds import BUSY, busy, busy_shop
from zhanggui.simulator.counterfactual import Cost, cost_of, harm
from zhanggui.simulator.faults import FAULTS, FOREVER
from zhanggui.simulator.levers import LEVERS, TIMES, Effect
from zhanggui.simulator.placing import Placed, place
from zhanggui.simulator.shop import Shop
from zhanggui.simulator.targets import best_sellers
from zhanggui.simulator.world import Config, Story, live_shop, make_shops, shop_plans

FIRST = 25
TARGET = (int(best_sellers(busy_shop(), FIRST)[0]),)


def placed(key: str, strength: float = 1.0) -> Placed:
    return Placed(FAULTS[key], "taobao", TARGET, FIRST, FOREVER, strength)


def cost(fault: Placed, shop: Shop | None = None, others: tuple[Effect, ...] = ()) -> Cost:
    effects = (*fault.effects(), *others)
    story = live_shop(shop or busy_shop(), effects, (FIRST,))
    return cost_of(story, fault, effects)


def test_strength_zero_costs_exactly_nothing_and_shows_nowhere() -> None:
    """All faults at once, each at strength 0: the run is the run without them, number for number."""
    shop = busy_shop()
    keys = tuple(key for key, fault in FAULTS.items() if "taobao" in fault.platforms)
    each = [replace(one, first=FIRST, strength=0.0) for one in place(keys, {"taobao": shop}, 3, FIRST + 20)]
    assert len(each) >= 25
    effects = tuple(effect for one in each for effect in one.effects())
    story = live_shop(shop, effects, (FIRST,))
    assert np.array_equal(story.profit(), busy().profit())
    for one in each[:4]:
        told = cost_of(story, one, effects)
        assert not told.daily.any()
        assert told.visible is None


@pytest.mark.parametrize("key", FAULTS)
def test_no_effect_of_any_fault_is_left_at_strength_zero(key: str) -> None:
    """Neutral by value: multiplied by exactly 1, or exactly 0 added; and nothing happens to the stock on hand."""
    for effect in placed(key, 0.0).effects():
        assert effect.value == (1.0 if LEVERS[effect.lever][0] == TIMES else 0.0)


@pytest.mark.parametrize(
    "key",
    [
        "image_swapped",
        "price_below_cost",
        "coupon_stacked",
        "size_chart_wrong",
        "pay_fails_mobile",
        "late_replies",
        "vat_wrong",
        "reminder_stopped",
        "stock_out_coming",
        "competitor_cut_price",
        "cost_rise",
        "fake_orders",
    ],
)
def test_a_fault_costs_money(key: str) -> None:
    told = cost(placed(key))
    assert told.daily.sum() > 0
    assert told.daily.size == busy_shop().days - FIRST
    assert told.total(busy_shop().days - 1) == told.daily.sum()
    assert told.visible is None or told.visible.day >= FIRST


def test_twice_as_strong_costs_more() -> None:
    assert cost(placed("cost_rise", 2.0)).daily.sum() > 1.8 * cost(placed("cost_rise")).daily.sum()


def test_the_money_does_not_change_with_what_is_elsewhere() -> None:
    """Other shops in the world and more days to come draw other numbers, and none of this shop's."""
    wide = replace(BUSY, shops=shop_plans(3, 50), tail=BUSY.tail + 9)
    _, shops = make_shops(wide)
    fault = placed("image_swapped")
    plain, elsewhere = cost(fault), cost(fault, shops["taobao"])
    assert np.array_equal(plain.daily, elsewhere.daily[: plain.daily.size])


@cache
def tiny() -> dict[str, tuple[Story, Story]]:
    """Healthy shops of all platforms: as they are, and with nobody asking questions before the sale."""
    config = Config(seed=5, days=FIRST + 10, start=BUSY.start, shops=shop_plans(4, 12), tail=4)
    _, shops = make_shops(config)
    out = {}
    for key, shop in shops.items():
        models = replace(shop.models, service=replace(shop.models.service, questions=0.0))
        out[key] = (live_shop(shop, (), (FIRST,)), live_shop(replace(shop, models=models), (), (FIRST,)))
    return out


@pytest.mark.parametrize("key", FAULTS)
def test_the_money_does_not_change_with_a_stream_it_does_not_touch(key: str) -> None:
    """Questions before the sale have nothing to do with money: with and without them every fault costs the same."""
    shops = {name: plain.shop for name, (plain, _) in tiny().items()}
    (one,) = place((key,), shops, 3, FIRST + 10)
    fault = replace(one, first=FIRST)
    plain, quiet = (harm(story, fault)[0] for story in tiny()[one.shop])
    assert np.array_equal(plain, quiet)
    assert plain.any() != fault.fault.data
    assert not harm(tiny()[one.shop][0], replace(fault, strength=0.0))[0].any()


def test_what_begins_later_elsewhere_draws_nothing_from_what_was_before() -> None:
    """A second fault on another listing from a later day on leaves the first one's money until that day as it is."""
    fault, day = placed("batch_defect"), FIRST + 12
    other = Effect("fake_orders", 5.0, day, FOREVER, ((TARGET[0] + 1) % busy_shop().shelf.listings,))
    before = slice(0, day - FIRST)
    assert np.array_equal(cost(fault).daily[before], cost(fault, others=(other,)).daily[before])


def test_data_faults_cost_nothing() -> None:
    told = cost(Placed(FAULTS["day_missing"], "taobao", (0,), FIRST, FOREVER))
    assert not told.daily.any()
    assert told.visible is None


def test_harm_to_a_healthy_shop_is_what_the_fault_alone_costs() -> None:
    healthy = live_shop(busy_shop(), (), (FIRST,))
    fault = placed("batch_defect")
    daily, seen = harm(healthy, fault)
    told = cost(fault)
    assert np.array_equal(daily, told.daily)
    assert (seen is None) == (told.visible is None)
    assert not harm(healthy, Placed(FAULTS["day_missing"], "taobao", (0,), FIRST, FOREVER))[0].any()


def test_other_faults_stay_in_place() -> None:
    other = Effect("defect", 0.1, 10, FOREVER, ((TARGET[0] + 1) % busy_shop().shelf.listings,))
    assert cost(placed("vat_wrong"), others=(other,)).daily.sum() > 0
