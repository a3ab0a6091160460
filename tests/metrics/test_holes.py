from datetime import date

import pytest

from tests.metrics.shop_books import books, engine, line, visits
from zhanggui.metrics.ask import ask
from zhanggui.metrics.holes import runs
from zhanggui.metrics.query import Where
from zhanggui.metrics.question import Question
from zhanggui.model.period import Period


def march(day: int) -> date:
    return date(2024, 3, day)


WEEK = Period(march(4), march(10))
READ = (4, 5, 8, 9)
LINES = [line(str(n), march(n), "100") for n in range(4, 11)]
Told = tuple[object, ...]


def told(
    question: Question, lines: list[dict[str, object]] = LINES, days: tuple[int, ...] = READ
) -> list[Told]:
    """Table, shops, metrics, days and their number of what is missing."""
    answer = ask(engine(order_line=lines, traffic_shop=[visits(march(n), 40) for n in days]), question)
    return [
        tuple(one.params[name] for name in ("table", "shops", "metrics", "days", "count"))
        for one in answer.missing
        if one.code == "days_unread"
    ]


LOST = ("2024-03-06 – 2024-03-07", "2024-03-10")


@pytest.mark.parametrize("by", [(), ("shop",), ("week",)])
def test_days_that_a_sum_lacks_are_named(by: tuple[str, ...]) -> None:
    question = Question(("visitor_days", "gmv"), by, WEEK, (), "CNY")
    assert told(question) == [("traffic_shop", ("a",), ("visitor_days",), LOST, 3.0)]


def test_days_between_are_missed_without_sales_too() -> None:
    question = Question(("visitor_days",), (), WEEK)
    assert told(question, LINES[:1]) == [("traffic_shop", ("a",), ("visitor_days",), LOST[:1], 2.0)]


def test_a_metric_that_is_unknown_for_them_is_told_once() -> None:
    answer = ask(
        engine(order_line=LINES, traffic_shop=[visits(march(n), 40) for n in READ]),
        Question(("visitor_days", "conversion"), (), WEEK),
    )
    found = {one.code: one.params.get("metrics") for one in answer.missing}
    assert found["days_unread"] == ("visitor_days",)
    assert found["days_without"] == ("conversion",)
    days = next(one.params["days"] for one in answer.missing if one.code == "days_without")
    assert days == LOST, "days on which it sold, not all between the first and the last of them"


@pytest.mark.parametrize(
    ("question", "days"),
    [
        (Question(("visitor_days",), ("day",), WEEK), READ),
        (Question(("visitor_days",), (), Period(march(6), march(6))), READ),
        (Question(("visitor_days",), (), WEEK), tuple(range(4, 11))),
        (Question(("visitor_days",), (), WEEK, (Where("shop", ("z",)),)), READ),
        (Question(("gmv",), (), WEEK, (), "CNY"), READ),
        (Question(("visitor_days",), (), WEEK), ()),
    ],
)
def test_nothing_is_missed(question: Question, days: tuple[int, ...]) -> None:
    assert told(question, days=days) == []


def test_a_row_of_exactly_the_period_lacks_nothing() -> None:
    week = visits(march(4), 200, days=7)
    rows = [week, visits(march(4), 40), visits(march(9), 40)]
    answer = ask(engine(order_line=LINES, traffic_shop=rows), Question(("visitor_days",), (), WEEK))
    assert "days_unread" not in {one.code for one in answer.missing}


def begun(table: str, metric: str, period: Period | None = WEEK) -> list[object]:
    """What is missed of a shop whose fees or advertising begin on March 7."""
    row = books()[table][0]
    rows = [{**row, "day": march(day), "fee_id": str(day)} for day in (7, 9)]
    answer = ask(engine(order_line=LINES, **{table: rows}), Question((metric,), (), period, (), "CNY"))
    return [(one.params["table"], one.params["days"]) for one in answer.missing if one.code == "days_unread"]


@pytest.mark.parametrize(("table", "metric"), [("fee", "fees"), ("ad", "ad_spend")])
def test_days_sold_before_the_first_fee_or_advertisement_are_named(table: str, metric: str) -> None:
    assert begun(table, metric) == [(table, ("2024-03-04 – 2024-03-06",))]
    assert begun(table, metric, None) == begun(table, metric)
    assert begun(table, metric, Period(march(7), march(10))) == []
    assert begun(table, metric, Period(march(4), march(6))) == []


def test_days_that_follow_each_other_are_one() -> None:
    assert runs([march(1), march(2), march(4)]) == ["2024-03-01 – 2024-03-02", "2024-03-04"]
    assert runs([]) == []
