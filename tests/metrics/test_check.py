from dataclasses import replace

import pytest

from zhanggui.metrics.check import check, find
from zhanggui.metrics.query import Where
from zhanggui.metrics.question import Question, Refusal


def refusal(question: Question) -> Refusal:
    accepted, refused = check(question)
    assert accepted == ()
    return refused[0]


def test_a_good_question_passes() -> None:
    assert check(Question(("gmv", "gmv", "margin"), ("day", "shop"))) == (("gmv", "margin"), ())


@pytest.mark.parametrize(
    ("spoken", "name"),
    [("gvm", "gmv"), ("客单价", "spend_per_buyer"), ("Sessions", "visitors"), ("qqqqq", None)],
)
def test_the_nearest_name(spoken: str, name: str | None) -> None:
    assert find(spoken) == name


def test_unknown_names() -> None:
    question = Question(("gvm",), ("day",))
    found = refusal(question)
    assert (found.code, found.nearest) == ("unknown_metric", replace(question, metrics=("gmv",)))
    assert refusal(Question(("qqqqq",))).nearest is None
    dimension = refusal(Question(("gmv",), ("dya",), where=(Where("shp", ("a",)), Where("sku", ("s",)))))
    assert (dimension.code, dimension.params) == ("unknown_dimension", {"name": "dya", "nearest": "day"})
    assert dimension.nearest == Question(
        ("gmv",), ("day",), where=(Where("shp", ("a",)), Where("sku", ("s",)))
    )
    assert refusal(Question(("gmv",), where=(Where("shp", ("a",)),))).nearest == Question(
        ("gmv",), where=(Where("shop", ("a",)),)
    )
    assert refusal(Question(("gmv",), ("qqqqq",))).nearest is None


@pytest.mark.parametrize(
    ("metric", "dimension", "code"),
    [
        ("fees", "region", "no_split"),
        ("margin", "keyword", "no_split"),
        ("refunds", "hour", "no_split"),
        ("orders_created", "hour", "no_split"),
        ("stock", "currency", "no_split"),
        ("visitors", "campaign", "no_split"),
        ("cover_days", "day", "one_moment"),
        ("stock", "weekday", "adds_snapshot"),
        ("visitors", "weekday", "adds_distinct"),
        ("bounce_rate", "weekday", "adds_daily_mean"),
        ("search_rank", "weekday", "adds_index"),
    ],
)
def test_splits_without_a_true_answer(metric: str, dimension: str, code: str) -> None:
    found = refusal(Question((metric,), ("shop", dimension)))
    assert found.code == code
    assert found.params["metric"] == metric
    assert found.nearest is not None
    assert check(found.nearest)[1] == ()


def test_hours_of_paid_orders() -> None:
    assert check(Question(("gmv",), ("hour",)))[1] == ()
