from datetime import timedelta

from tests.app.scoring import FIRST, OWN, action, fault
from zhanggui.actions.action import Target
from zhanggui.app.score_circle import follow, in_order, know_all

RATES = {"CNY": 1.0}
DAYS = [FIRST + timedelta(days=n) for n in range(5)]


def test_ending_a_fault_earns_what_it_would_still_have_cost() -> None:
    gained = follow({DAYS[1]: [action()]}, [fault()], OWN, RATES, in_order)
    assert gained == fault().mended(DAYS[1]) == 58 * 10 - 20


def test_a_fault_ends_once_and_what_finds_none_gains_nothing() -> None:
    wrong = action(target=Target("sku", "s", "B2"))
    every = {day: [wrong, action()] for day in DAYS}
    assert follow(every, [fault()], OWN, RATES, in_order) == fault().mended(DAYS[0])
    assert follow({day: [wrong] for day in DAYS}, [fault()], OWN, RATES, in_order) == 0.0


def test_the_minutes_of_a_day_are_the_limit() -> None:
    long = [action(target=Target("sku", "s", f"B{n}"), minutes=50) for n in range(4)]
    assert len(in_order(long, frozenset())) == 2
    assert in_order(long, frozenset({long[0].id})) == long[1:3]


def test_who_knows_all_mends_the_dearest_minute_first_and_leaves_what_does_not_pay() -> None:
    dear, cheap = fault(), fault("b", minutes=119, daily=dict.fromkeys(DAYS, 1.0), cost=0.0)
    never = fault("c", cost=10_000.0)
    assert know_all([cheap, dear, never], DAYS[:1], RATES) == dear.mended(DAYS[0])
    assert know_all([cheap, dear, never], DAYS[:2], RATES) == dear.mended(DAYS[0]) + cheap.mended(DAYS[1])
