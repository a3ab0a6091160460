from datetime import timedelta
from decimal import Decimal

from tests.metrics.shop_books import ONE, books, engine, line
from zhanggui.metrics.ask import ask
from zhanggui.metrics.query import Query
from zhanggui.metrics.question import Question
from zhanggui.metrics.stretched import advertising
from zhanggui.model.period import Period

WEEK = Period(ONE, ONE + timedelta(days=6))
DAILY = {**books()["ad"][0], "channel": "x", "spend": Decimal(5)}
SUMS = [
    {**DAILY, "days": 7, "spend": Decimal(4)},  # says the daily rows again
    {**DAILY, "shop": "b", "days": 7, "spend": Decimal(10)},
    {**DAILY, "channel": "y", "days": 7, "spend": Decimal(20)},
]
HELD = engine(order_line=[line("1", ONE, "100")], ad=[DAILY, *SUMS])


def test_a_summary_counts_once_where_its_shop_has_no_daily_rows_of_the_channel() -> None:
    answer = ask(HELD, Question(("ad_spend",), ("shop",), WEEK))
    assert dict(zip(answer.keys["shop"], answer.cells["ad_spend"], strict=True)) == {"a": 25, "b": 10}
    longer = Period(ONE, WEEK.last + timedelta(days=1))
    assert ask(HELD, Question(("ad_spend",), (), longer)).cells["ad_spend"] == [35]


def test_a_summary_is_never_split_by_time() -> None:
    for by in (("day",), ("shop", "week")):
        facts = advertising(HELD, Query(("ad_spend",), by, WEEK), by)
        assert sum(facts.numbers["ad_spend"]) == 50_000
    assert sum(advertising(HELD, Query(("ad_spend",), ("day",), WEEK), ()).numbers["ad_spend"]) == 350_000
