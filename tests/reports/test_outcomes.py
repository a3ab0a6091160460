from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from tests.reports.making import DAY, WORKED
from zhanggui.model.period import Period
from zhanggui.outcomes.verdict import Code, Strength, Verdict
from zhanggui.reports import outcomes
from zhanggui.reports.messages import Language
from zhanggui.reports.phrases import Phrases

EARLY = replace(WORKED, verdict=Verdict(Code.TOO_EARLY, "m", Strength.WEAK, currency="CNY"), after=None)
NO_DATA = replace(WORKED, verdict=Verdict(Code.NO_DATA, "m", Strength.WEAK, currency="CNY"))


def test_forecast_stands_beside_what_came_about() -> None:
    assert outcomes.cells(WORKED, Phrases("en")) == [
        "abc1111111",
        "Stock that will run out A1 cup",
        "¥100.00",
        "¥80.00 (¥20.00–¥140.00)",
        "worked (weak evidence)",
    ]
    early = outcomes.cells(EARLY, Phrases("en"))
    assert early[3:] == ["—", f"too early: check on {EARLY.due}"]
    assert str(DAY - timedelta(days=7)) in outcomes.cells(NO_DATA, Phrases("zh"))[4]
    assert len(outcomes.heads(Phrases("zh"))) == len(early)


def test_a_period_has_what_was_done_or_came_due_in_it() -> None:
    assert WORKED.done is not None
    assert outcomes.lately([WORKED], Period(WORKED.done, WORKED.done)) == (WORKED,)
    assert outcomes.lately([WORKED], Period(DAY, DAY)) == (WORKED,)
    tomorrow = DAY + timedelta(days=1)
    assert outcomes.lately([WORKED, replace(WORKED, due=None)], Period(tomorrow, tomorrow)) == ()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_record_counts_everything_and_adds_money_by_currency(language: Language) -> None:
    phrases = Phrases(language)
    dollars = replace(
        WORKED, currency="USD", verdict=replace(WORKED.verdict, code=Code.DID_NOT, currency="USD")
    )
    told = outcomes.told([WORKED, EARLY, dollars], phrases)
    say = phrases.texts.say
    assert told == say("record.join").join(
        [
            say("record.told", done=3, judged=2, worked=1, did_not=1, cant_tell=0),
            say("record.money", forecast="¥100.00", realised="¥80.00"),
            say("record.money", forecast="$100.00", realised="$80.00"),
        ]
    )
    assert outcomes.told([EARLY, NO_DATA], phrases) == ""
    bare = replace(WORKED, verdict=replace(WORKED.verdict, low=None, mid=None, high=None))
    assert "¥" not in outcomes.told([bare], phrases)
    assert Decimal(100) in WORKED.forecast
