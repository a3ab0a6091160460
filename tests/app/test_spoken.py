import pytest

from zhanggui.app.spoken import (
    DIMS,
    METRICS,
    dimension,
    guess_dimension,
    guess_metric,
    metric,
    near_dimensions,
    near_metrics,
)
from zhanggui.metrics.catalogue import CATALOGUE
from zhanggui.metrics.dimensions import DIMENSIONS


def test_every_word_means_what_it_stands_beside() -> None:
    for name, words in METRICS.items():
        assert name in CATALOGUE
        assert {metric(word) for word in words.split()} == {name}, name
    for name, words in DIMS.items():
        assert name in DIMENSIONS
        assert {dimension(word) for word in words.split()} == {name}, name


def test_names_and_titles_come_first() -> None:
    for name, definition in CATALOGUE.items():
        assert {metric(name), metric(name.upper())} == {name}
        assert all(
            CATALOGUE[metric(title) or ""].title == definition.title for title in definition.title.values()
        )
    for name, one in DIMENSIONS.items():
        assert {dimension(word) for word in (name, name.upper(), one.zh, one.en)} == {name}


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("成交额", "gmv"),
        ("GMV", "gmv"),
        ("转化率", "conversion"),
        ("订单数", "orders"),
        ("利润", "contribution"),
        ("复购率", "repeat_rate"),
        ("退货率", "return_rate"),
        ("退款率（金额）", "refund_rate"),
        ("repeat rate", "repeat_rate"),
    ],
)
def test_what_operators_say(word: str, name: str | None) -> None:
    assert metric(word) == name


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("conversoin", "conversion"),
        ("orderss", "orders"),
        ("达人", "creator_fees"),
        ("nosuch", None),
        ("退款", None),
    ],
)
def test_the_one_metric_that_a_word_can_be_misspelt_for(word: str, name: str | None) -> None:
    assert metric(word) is not None or guess_metric(word) == name


def test_several_as_near_are_named_and_none_is_taken() -> None:
    assert guess_metric("金额") is None
    assert len(near_metrics("金额")) == 3
    assert near_metrics("q") == ()
    assert near_metrics("gvm") == ("gmv",)


def test_dimensions() -> None:
    words = {
        "店铺": "shop",
        "商品": "listing",
        "周": "week",
        "月": "month",
        "平台": "platform",
        "地区": "region",
    }
    assert {word: dimension(word) for word in words} == words
    assert dimension("province") == "region"
    assert (guess_dimension("platfrom"), guess_dimension("nothing")) == ("platform", None)
    assert near_dimensions("prov")[0] == "region"
