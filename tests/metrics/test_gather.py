from datetime import timedelta
from decimal import Decimal

from tests.metrics.shop_books import ONE, books, engine, line
from zhanggui.metrics.ask import ask
from zhanggui.metrics.coverage import Coverage
from zhanggui.metrics.gather import gather
from zhanggui.metrics.question import Question
from zhanggui.model.period import Period


def daily_units(question: Question, *lines: dict[str, object]) -> list[object]:
    books_of = engine(order_line=[*books()["order_line"], *lines])
    gathered = gather(books_of, question, Coverage(books_of, question.by, question.where, question.period))
    return list(gathered.blocks[0].columns["units"].cells())


def test_daily_units_over_28_days_or_as_many_as_there_are() -> None:
    assert daily_units(Question(("daily_units",))) == [2.0]
    late = line("9", ONE + timedelta(days=40), "1", quantity=28)
    assert daily_units(Question(("daily_units",)), late) == [1.0]
    assert daily_units(Question(("daily_units",), period=Period(ONE, ONE)), late) == [3.0]


def test_one_query_for_each_table_and_day() -> None:
    question = Question(("gmv", "orders", "refunds", "net_sales", "visitors"), ("day",))
    gathered = gather(engine(), question, Coverage(engine(), ("day",), (), None))
    assert [sorted(block.columns) for block in gathered.blocks] == [
        ["gmv", "orders"],
        ["adjustments", "refunds"],
        ["refunds_of_orders"],
        ["visitors"],
    ]


def test_summaries_of_several_days_count_where_a_channel_has_no_daily_report() -> None:
    daily = {**books()["ad"][0], "shop": "tb", "channel": "a", "day": ONE, "days": 1, "spend": Decimal(10)}
    wide = {**daily, "channel": "b", "days": 30, "spend": Decimal(300)}
    again = {**daily, "days": 30, "spend": Decimal(299)}
    held = engine(ad=[daily, wide, again])
    month = Period(ONE, ONE + timedelta(days=30))
    assert ask(held, Question(("ad_spend",), (), month)).cells["ad_spend"] == [Decimal(310)]
    by = ask(held, Question(("ad_spend",), ("ad_channel",), month))
    assert dict(zip(by.keys["ad_channel"], by.cells["ad_spend"], strict=True)) == {
        "a": Decimal(10),
        "b": Decimal(300),
    }
