"""How far settlements tell: days after the last statement, holes, and shops that keep no ledger."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.metrics.shop_books import books, engine, line
from zhanggui.engines.memory import MemoryEngine
from zhanggui.metrics.ask import ask
from zhanggui.metrics.ledger import FEWEST, untold
from zhanggui.metrics.question import Question
from zhanggui.model.period import Period

FIRST = date(2024, 3, 1)
DAYS = [FIRST + timedelta(days=n) for n in range(60)]
WHOLE = Period(DAYS[0], DAYS[-1])
BOOKED = {"a": range(60), "b": range(60)}


def held(told: dict[str, Any], *, other: bool = True) -> MemoryEngine:
    """Two shops that sell every day; of each, the days (by number) that its settlement tells."""
    fee = books()["fee"][0]
    fees = []
    for shop, days in told.items():
        for n in days:
            of = {"shop": shop, "day": DAYS[n], "currency": "CNY"}
            fees += [{**fee, **of, "fee_id": f"r{n}", "kind": "receipt", "amount": Decimal(90)}]
            fees += [{**fee, **of, "fee_id": f"c{n}", "kind": "commission", "amount": Decimal(5)}]
        if other:
            of = {"shop": shop, "day": DAYS[-1], "currency": "CNY"}
            fees.append({**fee, **of, "fee_id": "own", "kind": "creator", "amount": Decimal(1)})
    lines = [
        line(f"{shop}{n}", DAYS[n], "100", shop=shop, buyer=f"{shop}{n}") for shop in told for n in range(60)
    ]
    ads = [{**books()["ad"][0], "shop": shop, "day": DAYS[n]} for shop in told for n in (0, 59)]
    refunds = [
        {**books()["refund"][0], "shop": shop, "order_id": f"{shop}0", "settled_day": DAYS[1],
         "order_day": DAYS[0]} for shop in told
    ]  # fmt: skip
    return engine(order_line=lines, fee=fees, ad=ads, refund=refunds)


def lost(told: dict[str, Any]) -> dict[str, list[int]]:
    found = untold(held(told), Question(("fees",), (), WHOLE))
    return {shop: sorted((day - FIRST).days for day in days) for shop, days in found.items()}


@pytest.mark.parametrize(
    ("days", "beyond"),
    [
        (range(60), []),
        (range(59), []),  # the last day may have had nothing to settle
        (range(58), [58, 59]),
        (range(45), list(range(45, 60))),  # the last statement is two weeks old
        (range(1, 60), []),
        (range(30, 60), []),  # what was sold first is settled weeks later
        (range(35, 60), list(range(35))),  # the first statements are not there
        ([*range(20), *range(30, 60)], list(range(20, 30))),  # a file is missing
        ([n for n in range(60) if n not in (7, 30)], []),  # a day without anything settled
        (range(0, 60, 3), []),  # a payout every third day
        (range(0, 40, 3), list(range(40, 60))),
        (range(FEWEST - 1), []),  # too few to know its rhythm
    ],
)
def test_which_days_a_ledger_does_not_reach(days: Any, beyond: list[int]) -> None:
    assert lost({"a": days}) == ({"a": beyond} if beyond else {})


def test_what_a_ledger_does_not_reach_is_the_same_for_a_part_of_the_days() -> None:
    late = held({"a": range(45), "b": range(60)})
    for first, last in ((0, 59), (40, 59), (50, 50), (0, 44)):
        found = untold(late, Question(("fees",), (), Period(DAYS[first], DAYS[last])))
        assert found.get("a", set()) == set(DAYS[max(first, 45) : last + 1])
        assert "b" not in found
    whole = untold(late, Question(("fees",), ()))
    assert whole == {"a": set(DAYS[45:])}


def test_a_ledger_that_ended_long_ago_or_begins_much_later_tells_nothing() -> None:
    days = [FIRST + timedelta(days=n) for n in range(300)]
    fee = {**books()["fee"][0], "kind": "receipt", "amount": Decimal(90), "currency": "CNY"}
    lines = [line(f"a{n}", day, "100", buyer=f"a{n}") for n, day in enumerate(days)]
    told = [{**fee, "day": day, "fee_id": f"r{n}"} for n, day in enumerate(days) if 100 <= n < 150]
    books_of = engine(order_line=lines, fee=told)
    for n, lost in ((0, True), (120, False), (299, True)):
        asked = Question(("fees",), (), Period(days[n], days[n]))
        assert untold(books_of, asked) == ({"a": {days[n]}} if lost else {})


def test_one_shop_s_late_statement_is_its_own() -> None:
    assert lost({"a": range(60), "b": range(50)}) == {"b": list(range(50, 60))}
    only = Question(("fees",), ("shop",), Period(DAYS[0], DAYS[49]))
    assert untold(held({"a": range(60), "b": range(50)}), only) == {}
    assert untold(engine(fee=[]), only) == {}


def test_fees_and_profit_of_days_after_the_last_statement_are_unknown() -> None:
    """Another sheet of the same shop goes on: its one row is not all that the day costs."""
    late = held({"a": range(60), "b": range(50)})
    last = Period(DAYS[59], DAYS[59])
    told = ask(late, Question(("fees", "contribution"), (), last, (), "CNY"))
    assert told.cells["fees"] == [None]
    assert told.cells["contribution"] == [None]
    gap = next(one for one in told.missing if one.code == "days_without")
    assert gap.params["table"] == "fee"
    assert gap.params["shops"] == ("b",)
    assert (gap.params["first"], gap.params["last"]) == (str(DAYS[59]), str(DAYS[59]))
    month = ask(late, Question(("contribution",), (), WHOLE, (), "CNY"))
    told_of = next(one for one in month.missing if one.code == "days_without").params
    assert (told_of["first"], told_of["last"]) == (str(DAYS[50]), str(DAYS[59]))
    by_shop = ask(late, Question(("fees",), ("shop",), last))
    assert by_shop.cells["fees"] == [Decimal(6), None]
    before = ask(late, Question(("fees", "contribution"), (), Period(DAYS[0], DAYS[49]), (), "CNY"))
    assert before.cells["fees"] == [Decimal(500)]
    assert before.cells["contribution"][0] is not None
    by_kind = ask(late, Question(("fees",), ("shop", "fee_kind"), last))
    assert sum(one for one in by_kind.cells["fees"] if one is not None) == 7  # of a kind: what is known of it
