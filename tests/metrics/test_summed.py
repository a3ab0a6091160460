from datetime import timedelta
from decimal import Decimal
from typing import Any

from tests.metrics.shop_books import BOTH, ONE, THREE, TWO, books, engine
from zhanggui.metrics.ask import ask
from zhanggui.metrics.coverage import Coverage, several_days
from zhanggui.metrics.query import Key, Where
from zhanggui.metrics.question import Question
from zhanggui.metrics.summed import Summed
from zhanggui.model.period import Period, day

DAILY = {**books()["ad"][0], "channel": "a", "day": ONE, "days": 1, "spend": Decimal(10), "campaign": "c"}
WEEK = {**DAILY, "channel": "b", "days": 2, "spend": Decimal(300), "campaign": "w"}


def spend(
    rows: list[dict[str, Any]], by: tuple[str, ...] = (), period: Period | None = BOTH, *where: Where
) -> list[Any]:
    return ask(engine(ad=rows), Question(("ad_spend",), by, period, where)).cells["ad_spend"]


def test_a_sum_counts_in_a_row_that_holds_all_its_days() -> None:
    assert spend([DAILY, WEEK]) == [Decimal(310)]
    assert spend([DAILY, WEEK], (), None) == [Decimal(310)]


def test_a_part_of_a_sum_is_unknown_and_not_nothing() -> None:
    assert spend([DAILY, WEEK], (), day(ONE)) == [None]
    assert spend([DAILY, WEEK], (), day(TWO)) == [None]
    assert spend([DAILY, WEEK], (), day(ONE), Where("ad_channel", ("a",))) == [Decimal(10)]
    assert spend([DAILY, {**WEEK, "channel": "a"}], (), day(ONE)) == [Decimal(10)]  # told by its daily rows


def test_days_of_a_sum_are_unknown_by_day() -> None:
    late = {**DAILY, "day": THREE}
    period = Period(ONE, THREE)
    assert spend([DAILY, WEEK, late], ("day",), period) == [None, late["spend"]]
    assert spend([WEEK], ("week",), period) == []
    split = ask(engine(ad=[DAILY, WEEK]), Question(("gmv", "ad_spend"), ("day",), BOTH))
    assert split.cells["ad_spend"] == [None, None]
    assert [cell is None for cell in split.cells["gmv"]] == [False, False]


def test_by_channel_only_the_channel_is_unknown() -> None:
    assert spend([DAILY, WEEK], ("ad_channel", "day")) == [Decimal(10)]
    coverage = Coverage(engine(ad=[DAILY, WEEK]), ("ad_channel", "day"), (), BOTH)
    question = Question(("ad_spend",), ("ad_channel", "day"), BOTH)
    rows: list[tuple[Key, ...]] = [("a", ONE), ("b", ONE), ("b", None)]
    told = Summed(engine(ad=[DAILY, WEEK]), question, coverage).unknown(rows, coverage.cut(rows))
    assert told.tolist() == [False, True, False]


def test_finer_rows_keep_what_they_have() -> None:
    rows = [DAILY, {**DAILY, "day": TWO, "campaign": "other"}, WEEK]
    found = ask(engine(ad=rows), Question(("ad_spend",), ("campaign", "day"), BOTH))
    assert found.rows == [
        {"campaign": "c", "day": ONE, "ad_spend": Decimal(10)},
        {"campaign": "other", "day": TWO, "ad_spend": Decimal(10)},
    ]


def test_rows_asked_for_by_their_length_are_as_they_are() -> None:
    assert spend([DAILY, WEEK], ("row_days",), day(ONE)) == [Decimal(10), Decimal(300)]


def test_rows_of_several_days() -> None:
    assert several_days(engine(ad=[DAILY, WEEK])) == [
        (DAILY["shop"], "b", Period(ONE, ONE + timedelta(days=1)))
    ]
    assert several_days(engine(ad=[DAILY])) == []
    assert several_days(engine(ad=[])) == []


def test_what_a_sum_leaves_unknown_is_said_with_its_shop() -> None:
    told = ask(engine(ad=[DAILY, WEEK]), Question(("gmv", "ad_spend"), ("day",), BOTH))
    (found,) = (one for one in told.missing if one.code == "summed_ads")
    assert found.params == {"shops": (DAILY["shop"],), "metrics": ("ad_spend",)}
    whole = ask(engine(ad=[DAILY, WEEK]), Question(("gmv", "ad_spend"), (), BOTH))
    assert "summed_ads" not in {one.code for one in whole.missing}
    sales = ask(engine(ad=[DAILY, WEEK]), Question(("gmv",), ("day",), BOTH))
    assert "summed_ads" not in {one.code for one in sales.missing}


def test_a_sum_of_nothing_is_nothing_on_each_of_its_days() -> None:
    nothing = {**WEEK, "spend": Decimal(0)}
    assert spend([nothing], (), day(ONE)) == [Decimal(0)]
    split = ask(engine(ad=[nothing]), Question(("gmv", "ad_spend"), ("day",), BOTH))
    assert split.cells["ad_spend"] == [Decimal(0), Decimal(0)]
    assert "summed_ads" not in {one.code for one in split.missing}
