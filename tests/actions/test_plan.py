from dataclasses import replace
from decimal import Decimal

from tests.actions.making import make
from zhanggui.actions.action import Impact
from zhanggui.actions.plan import Limits, plan

RATES = {"CNY": Decimal(1)}


def test_the_days_minutes_are_filled_with_the_best_that_fits() -> None:
    long, short, tiny = (
        make("a", mid="900", minutes=50),
        make("b", mid="100", minutes=20),
        make("c", mid="10", minutes=10),
    )
    made = plan([long, short, tiny], Limits(60, Decimal(1)), RATES)
    assert made.todo == (long, tiny)
    assert made.minutes == 60
    assert [(left.action, left.code) for left in made.left_out] == [(short, "no_time")]


def test_everything_left_out_says_why() -> None:
    good, doubled = make("a", mid="900", pool=("sales", "s")), make("b", pool=("sales", "s", "x"))
    small, foreign, done = make("c", mid="1"), make("d", currency="EUR"), make("e")
    unsure = replace(make("f"), impact=Impact(Decimal(0), Decimal(50), Decimal(90), "CNY"))
    limits = Limits(60, Decimal(5), frozenset({done.id}))
    made = plan([small, foreign, done, doubled, good, unsure], limits, RATES)
    assert made.todo == (good,)
    codes = {left.action.id: left.code for left in made.left_out}
    assert codes == {
        small.id: "too_small",
        unsure.id: "unproven",
        foreign.id: "no_rate",
        done.id: "done_lately",
        doubled.id: "same_money",
    }


def listed(low: str, mid: str, least: str = "10", currency: str = "CNY") -> bool:
    impact = Impact(Decimal(low), Decimal(mid), Decimal(mid) * 2, currency)
    rates = {"CNY": Decimal(1), "USD": Decimal(7)}
    made = plan([replace(make("a"), impact=impact)], Limits(60, Decimal(least)), rates)
    return bool(made.todo)


def test_what_is_worth_a_word_in_four_cases_of_five_and_half_of_that_surely_is_listed() -> None:
    assert listed("10", "11")
    assert not listed("9", "11.9")
    assert listed("9", "12")
    assert not listed("5", "19")
    assert listed("5", "20")
    assert not listed("4.9", "900")
    assert not listed("0", "900", least="0")
    assert listed("0.8", "3", currency="USD")
    assert not listed("0.7", "3", currency="USD")


def test_nothing_worth_doing_is_an_answer() -> None:
    assert plan([], Limits(60, Decimal(1)), RATES).todo == ()


def test_what_mends_the_books_promises_no_money_and_comes_last() -> None:
    good = make("a", mid="20")
    gap = replace(make("g"), impact=Impact(Decimal(0), Decimal(0), Decimal(0), "CNY", basis="data"))
    assert plan([gap, good], Limits(60, Decimal(5)), RATES).todo == (good, gap)
