from datetime import date

from tests.metrics.shop_books import BOTH, ONE, TWO, books, engine, visits
from zhanggui.metrics.frame import Block
from zhanggui.metrics.given import read, unseen
from zhanggui.metrics.query import Where
from zhanggui.metrics.question import Question, Refusal
from zhanggui.model.period import Period


def test_given_for_a_month_only_as_a_whole() -> None:
    march = visits(date(2024, 3, 1), 900, days=31)
    answer = read(engine(traffic_shop=[march]), Question(("visitors",), ("month",)), "visitors")
    assert isinstance(answer, Block)
    assert (answer.rows, answer.columns["visitors"].cells()) == ([(date(2024, 3, 1),)], [900])
    short = visits(date(2024, 3, 1), 900, days=30)
    refused = read(engine(traffic_shop=[short]), Question(("visitors",), ("month",)), "visitors")
    assert isinstance(refused, Refusal)
    assert refused.params["over"] == "month"


def test_rows_of_the_length_asked_for() -> None:
    question = Question(("visitors",), ("day", "row_days"))
    answer = read(engine(traffic_shop=[visits(ONE, 9, days=7), visits(ONE, 2)]), question, "visitors")
    assert isinstance(answer, Block)
    assert answer.columns["visitors"].cells() == [2, 9]
    only = Question(("visitors",), period=BOTH, where=(Where("row_days", (1,)),))
    answer = read(engine(traffic_shop=[visits(ONE, 2)]), only, "visitors")
    assert isinstance(answer, Block)


def test_a_figure_without_a_sum_of_its_own_is_asked_by_day() -> None:
    refused = read(engine(), Question(("bounce_rate",), period=BOTH), "bounce_rate")
    assert isinstance(refused, Refusal)
    assert refused.nearest == Question(("bounce_rate",), ("day",), BOTH)


def test_days_sold_without_visits() -> None:
    assert unseen(engine(), Question(("conversion",)), "traffic_shop") == {}
    half = engine(traffic_shop=books()["traffic_shop"][:1])
    assert unseen(half, Question(("conversion",), period=BOTH), "traffic_shop") == {"a": {TWO}}
    whole = engine(traffic_shop=[visits(ONE, 90, days=2)])
    assert unseen(whole, Question(("conversion",), period=BOTH), "traffic_shop") == {}
    assert unseen(whole, Question(("conversion",), period=Period(ONE, ONE)), "traffic_shop") == {"a": {ONE}}
