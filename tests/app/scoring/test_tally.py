from decimal import Decimal

import pytest

from tests.app.scored import FIRST, OWN, action, fault, mornings, terms
from zhanggui.actions.action import Impact, Target
from zhanggui.app.scoring.tally import Morning, alarms, finds, placings, recovered, stakes, watched

RATES = {"CNY": 1.0}


def test_a_fault_is_watched_for_on_four_mornings() -> None:
    assert [one.day.day for one in watched(mornings(30), fault())] == [3, 4, 5, 6]
    assert watched([], fault()) == []
    assert watched(mornings(30), fault(visible=None)) == []


def test_found_and_missed() -> None:
    told = finds(mornings(10, action()), [fault(), fault("other", ids=frozenset({"Z9"}))], OWN)
    assert [(one.fault, one.plays) for one in told] == [
        ("price_below_cost", frozenset({"price_error"})),
        ("other", frozenset()),
    ]
    late = [Morning(one.day, () if one.day.day < 20 else one.todo) for one in mornings(30, action())]
    (found,) = finds(late, [fault()], OWN)
    assert (found.plays, found.ever) == (frozenset(), frozenset({"price_error"}))


def test_a_file_written_twice_is_found_where_loading_said_so() -> None:
    twice = fault("export_twice", scope="shop", data_only=True)
    (missed,) = finds(mornings(10), [twice], OWN)
    (found,) = finds(mornings(10), [twice], OWN, frozenset({"s"}))
    assert (missed.plays, missed.ever) == (frozenset(), frozenset())
    assert (found.plays, found.ever) == (frozenset({"load"}), frozenset({"load"}))


def test_promised_money_is_held_against_the_truth_once() -> None:
    (stake,) = stakes(mornings(10, action()), [fault()], OWN)
    assert (stake.ratio, stake.covered) == (1.0, True)
    late = [Morning(one.day, () if one.day.day < 20 else one.todo) for one in mornings(30, action())]
    assert len(stakes(late, [fault()], OWN)) == 1
    assert stakes([], [fault()], OWN) == []
    (free,) = stakes(mornings(10, action()), [fault(daily={})], OWN)
    assert (free.ratio, free.covered) == (None, False)


def test_books_to_be_mended_promise_no_money() -> None:
    nothing = Impact(Decimal(0), Decimal(0), Decimal(0), "CNY", basis="data")
    assert stakes(mornings(10, action(impact=nothing)), [fault()], OWN) == []
    assert stakes(mornings(10, action()), [fault(data_only=True)], OWN) == []


def test_the_right_place_with_the_wrong_stage_is_counted() -> None:
    wrong = action("sales_drop", stage="risk")
    far = action(target=Target("sku", "s", "B2"))
    told = placings(mornings(2, action(), wrong, far), [fault()], OWN)
    assert [(one.play, one.touched, one.wrong) for one in told] == [
        ("price_error", 2, 0),
        ("sales_drop", 2, 2),
    ]


def test_money_in_the_first_places() -> None:
    others = tuple(action(target=Target("sku", "s", f"B{n}")) for n in range(3))
    told = recovered(mornings(4, *others, action()), [fault()], OWN, RATES)
    assert told.all == pytest.approx(140)
    asked = [Morning(one.day, one.todo, regular=False) for one in mornings(4, action())]
    assert recovered(asked, [fault()], OWN, RATES).all == 0.0
    assert told.top3 == 0.0
    assert told.top10 == pytest.approx(140)


def test_alarms_are_the_first_ten_of_each_morning() -> None:
    many = tuple(action(target=Target("sku", "s", f"B{n}")) for n in range(9))
    assert alarms(mornings(2, *many, terms("x"), terms("y"))) == {"price_error": 18, "negative_terms": 2}
    assert FIRST.year == 2026
