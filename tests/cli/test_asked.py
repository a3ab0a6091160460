from argparse import Namespace
from datetime import datetime

import pytest

from zhanggui.cli import asked
from zhanggui.cli.session import Session, WrongUse
from zhanggui.reports.messages import Language
from zhanggui.reports.phrases import Phrases


def session(*by: str, language: Language = "zh") -> Session:
    return Session(Namespace(by=list(by)), Phrases(language), datetime(2026, 6, 30, 8))


def test_a_word_that_is_known_is_taken_in_silence(capsys: pytest.CaptureFixture[str]) -> None:
    assert (asked.metric(session(), "成交额"), asked.dimension(session(), "店铺")) == ("gmv", "shop")
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_misspelt_one_is_taken_and_said(language: Language, capsys: pytest.CaptureFixture[str]) -> None:
    here = session(language=language)
    assert asked.metric(here, "orderss") == "orders"
    assert "(orders)" in capsys.readouterr().err
    assert asked.dimension(here, "platfrom") == "platform"
    assert "(platform)" in capsys.readouterr().err
    assert (asked.metric(here, "nosuch"), asked.dimension(here, "nosuch")) == (None, None)
    assert capsys.readouterr().err == ""


def test_dimensions_of_a_list() -> None:
    assert asked.dimensions(session("店铺，周", "day,week")) == ("shop", "week", "day")
    assert asked.dimensions(session("price_band"), ("price_band",)) == ("price_band",)
    assert asked.filtered(session(), "省份") == "region"


def test_an_unknown_one_names_the_nearest_or_the_usual() -> None:
    with pytest.raises(WrongUse) as wrong:
        asked.dimensions(session("sou"))
    assert wrong.value.values["near"] == "source"
    with pytest.raises(WrongUse) as wrong:
        asked.dimensions(session("foo"))
    assert wrong.value.values["near"] is None
    assert "店铺 (shop)" in str(wrong.value.values["names"])
    assert asked.unknown_metric(session(), "gvm").values == {
        "name": "gvm",
        "near": "gmv",
        "names": "支付金额 (gmv)",
    }
    assert asked.unknown_metric(session(), "nosuch").values["near"] is None


def test_names_for_people() -> None:
    assert asked.titled(session(), "week") == "周 (week)"
    assert asked.titled(session(language="en"), "week") == "week (week)"
    assert asked.listed(session(), ["a", "b"]) == "a、b"
