import datetime as dt
import json
from decimal import Decimal

from tests.reports.making import SHOPS, WORKED, WORST, briefing
from zhanggui.cli import documents
from zhanggui.reports.phrases import Phrases


def test_money_is_a_decimal_string_and_unknown_is_null() -> None:
    assert documents.amount(Decimal(5)) == "5.00"
    assert documents.amount(None) is None
    assert documents.figure(Decimal("1.5"), "money", "JPY") in {"1", "2"}
    assert documents.figure(Decimal("1.5"), "money", "CNY") == "1.50"
    assert documents.figure(9.0, "count", "") == 9
    assert documents.figure(9.25, "count", "") == 9.25
    assert documents.figure(None, "share", "") is None
    assert [documents.cell(value) for value in (Decimal(1), dt.date(2026, 1, 2), 3, None)] == [
        "1.00", "2026-01-02", 3, None,
    ]  # fmt: skip


def test_a_briefing_has_the_shape_that_scripts_rely_on() -> None:
    made = briefing()
    shown = documents.briefing(made, Phrases("en"))
    again = json.loads(json.dumps(shown))
    assert set(again) >= {"sentence", "one_metric", "kpis", "actions", "left_out", "missing", "files"}
    action = again["actions"][0]
    assert set(action) >= {
        "id",
        "play",
        "stage",
        "target",
        "impact",
        "minutes",
        "evidence",
        "file",
        "check_on",
    }
    assert action["impact"] == {
        "low": "30600.00", "mid": "61200.00", "high": "122400.00", "currency": "CNY", "per": "week", "basis": "known",
    }  # fmt: skip
    assert (action["minutes"], action["file"]) == (8, "actions/reorder.csv")
    kpis = {one["metric"]: one for one in again["kpis"]}
    assert (kpis["gmv"]["value"], kpis["gmv"]["currency"]) == ("1286000.00", "CNY")
    assert (kpis["orders"]["value"], kpis["orders"]["currency"]) == (None, None)
    assert sum(Decimal(part["part"]) for part in again["moved"][0]["parts"]) == Decimal(
        again["moved"][0]["change"]
    )
    assert again["left_out"][0]["code"] == "same_money"
    assert again["files"][0]["issues"] == [
        {"row": 7, "column": "金额", "code": "bad_number", "value": "<script>x", "level": "refused"}
    ]


def test_what_was_earned_is_money_to_the_cent() -> None:
    shown = documents.briefing(briefing(kind="week", accounts=(SHOPS, WORST)), Phrases("en"))
    shops, worst = json.loads(json.dumps(shown["accounts"]))
    assert shops["rows"][0] == {
        "shop": "taobao", "gmv": "1234.56", "refunds_of_orders": "-12.30", "ad_spend": None, "contribution": None,
        "margin": None,
    }  # fmt: skip
    assert (shops["total"]["contribution"], shops["provisional"]) == ("3143.70", True)
    assert worst["rows"][1] == {
        "shop": "jd", "item": "=B2", "title": None, "gmv": "50.00", "units": 1, "cm2": "-5.00", "margin": -0.1
    }  # fmt: skip
    assert (worst["unknown_share"], worst["without_item"], worst["total"]) == (0.125, {"fees": 0.098}, None)


def test_what_became_of_what_was_done_and_the_record_of_it() -> None:
    shown = documents.briefing(briefing(kind="week", done=(WORKED,)), Phrases("en"))
    (one,) = json.loads(json.dumps(shown["done"]))
    assert (one["forecast"]["mid"], one["realised"]["mid"], one["verdict"]) == ("100.00", "80.00", "worked")
    assert shown["record"] == {
        "done": 1, "judged": 1, "worked": 1, "did_not": 0, "cant_tell": 0,
        "money": [{"currency": "CNY", "forecast": "100.00", "realised": "80.00", "per": "week"}],
    }  # fmt: skip
