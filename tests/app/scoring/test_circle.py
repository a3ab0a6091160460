from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.app.scored import FIRST, action, fault
from zhanggui.actions.action import Sheet, Target
from zhanggui.app.scoring import circle as living
from zhanggui.app.scoring.circle import Setting, carry_out, circle, in_order, know_all
from zhanggui.app.scoring.live import Trouble, born, listings_of, trouble, went_on
from zhanggui.simulator.exports.adreports import search_terms
from zhanggui.simulator.exports.view import sku_codes

DAYS = {FIRST + timedelta(days=n): n for n in range(5)}
START = date(2026, 3, 2)
OWN = {"price_error": "price_below_cost", "negative_terms": "keyword_bleeding"}


@pytest.fixture(scope="module")
def amazon() -> Trouble:
    return trouble(2, ("price_below_cost", "keyword_bleeding"), 40, 12, START)


def setting(of: Trouble, first: int = 20) -> Setting:
    return Setting(of, OWN, first, 7, 7.0)


def test_the_minutes_of_a_day_are_the_limit() -> None:
    long = [action(target=Target("sku", "s", f"B{n}"), minutes=50) for n in range(4)]
    assert len(in_order(long, frozenset())) == 2
    assert in_order(long, frozenset({long[0].id})) == long[1:3]


def test_who_knows_all_mends_the_dearest_minute_first_and_leaves_what_does_not_pay() -> None:
    dear, cheap = fault(), fault("b", minutes=119, daily=dict.fromkeys(DAYS, 1.0), cost=0.0)
    never = fault("c", cost=10_000.0)
    assert know_all([cheap, dear, never], {FIRST: 0}) == {1: 1}
    assert know_all([cheap, dear, never], DAYS) == {1: 1, 0: 2}
    # Known later it is mended later, and what is never known is never mended.
    assert know_all([cheap, dear, never], DAYS, {1: FIRST + timedelta(days=2)}) == {1: 3}


def test_an_action_that_finds_a_fault_ends_it_at_its_cost(amazon: Trouble) -> None:
    at = next(n for n, one in enumerate(amazon.faults) if one.key == "price_below_cost")
    day = amazon.placed[at].first + 3
    sku = min(amazon.faults[at].ids)
    life = born(amazon)
    carry_out(setting(amazon), life, action(target=Target("sku", amazon.faults[at].shop, sku)), day - 10)
    assert life.ends == {}
    carry_out(setting(amazon), life, action(target=Target("sku", amazon.faults[at].shop, sku)), day)
    assert life.ends == {at: day + 1}
    assert life.paid == amazon.costs[at]
    ended = [one for one in life.effects() if one.lever == "price"]
    assert [one.last for one in ended] == [day]


def test_negative_terms_bring_no_more_clicks_good_or_bad(amazon: Trouble) -> None:
    word = search_terms(amazon.shop)[0]
    sheet = Sheet(("campaign", "ad_group", "search_term"), (("c", "g", word),))
    life = born(amazon)
    play = action("negative_terms", stage="traffic", target=Target("campaign", "amazon", "c"), sheet=sheet)
    carry_out(setting(amazon), life, play, 3)
    (done,) = life.done
    assert (done.lever, done.value, done.first) == ("volume", 0.0, 4)
    carry_out(
        setting(amazon), life, action("rule_negative", target=Target("search_term", "amazon", "none")), 3
    )
    assert life.done == [done]


def test_goods_arrive_after_the_lead_time_and_prices_stay_cut(amazon: Trouble) -> None:
    sku = sku_codes(amazon.shop)[0]
    life = born(amazon)
    order = action("reorder", stage="stock", target=Target("sku", "amazon", sku), evidence={"quantity": 40})
    carry_out(setting(amazon), life, order, 3)
    carry_out(setting(amazon), life, action("rule_price", target=Target("sku", "amazon", sku)), 3)
    carry_out(setting(amazon), life, action("reorder", stage="stock", target=Target("sku", "amazon", sku)), 3)
    arrival, price = life.done
    assert (arrival.lever, arrival.value, arrival.targets) == (
        "arrival",
        40.0,
        listings_of(amazon.shop, frozenset({sku})),
    )
    assert arrival.first > 4
    assert (price.lever, price.value) == ("price", 0.95)


def test_the_four_ways_are_lived(amazon: Trouble, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(living, "DAYS", 6)
    first = max(one.first for one in amazon.placed) + 2
    gains = circle(Setting(amazon, OWN, first, 6, 7.0), tmp_path)
    # The same by hand: doing nothing, and the one fault that pays to be mended, mended on its morning.
    idle = born(amazon)
    idle.live_until(first)
    mended = went_on(idle)
    at = next(n for n, one in enumerate(amazon.faults) if one.key == "price_below_cost")
    mended.mend(at, first + 1)
    for life in (idle, mended):
        life.live_until(first + 6)
    by_hand = (mended.earned(first, first + 5) - idle.earned(first, first + 5)) * 7.0
    assert gains.best == pytest.approx(by_hand)
    # Both faults stood out before the first export, which is read on that morning.
    assert all(
        one.visible is not None and one.visible < START + timedelta(days=first) for one in amazon.faults
    )
    assert gains.shown == gains.best
