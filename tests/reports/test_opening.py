from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.reports.making import TREE, briefing, driver, kpi
from zhanggui.model.period import Period
from zhanggui.reports.briefing import Briefing
from zhanggui.reports.messages import Language
from zhanggui.reports.opening import Opening
from zhanggui.reports.phrases import Phrases

ZH, EN = Phrases("zh"), Phrases("en")


def said(phrases: Phrases, made: Briefing) -> str:
    return Opening(made, phrases).whole()


def lead(phrases: Phrases, made: Briefing) -> str:
    return Opening(made, phrases).lead()


def rest(phrases: Phrases, made: Briefing) -> str:
    return Opening(made, phrases).rest()


def test_the_sentence_says_what_happened_why_and_what_to_do() -> None:
    assert said(ZH, briefing()) == (
        "6月29日 支付金额 ¥128.6万，比前 4 个周一的平均少 ¥9.44万（−6.8%）。主要来自支付转化率：−¥15.07万。"
        "先做下面 2 件事，预计每周可多赚 ¥6.21万。"
    )
    assert said(EN, briefing()).startswith(
        "Paid sales on 29 Jun were ¥1.29M, ¥94.4K (−6.8%) below the mean of"
    )


def test_noise_is_called_noise() -> None:
    made = briefing(kpis=(kpi(noise=True),))
    assert "正常波动" in said(ZH, made)
    assert "主要来自" not in said(ZH, made)
    assert ZH.texts.say("sentence.driver_noise") in said(
        ZH, briefing(moved=(replace(TREE, drivers=(driver("aov", "-94400.00", noise=True),)),))
    )


def test_the_terms_of_profit_are_not_called_the_cause_of_sales() -> None:
    profit = replace(TREE, kind="profit", drivers=(driver("fees", "-94400.00"),))
    assert ZH.texts.say("sentence.driver_noise") in said(ZH, briefing(moved=(profit,)))
    assert ZH.driver(profit.drivers[0]) == "平台及履约费用"


def test_drivers_that_are_no_noise_are_named_though_the_whole_is() -> None:
    drivers = (driver("aov", "-5000.00"), driver("orders", "4900.00"), driver("units", "10.00", noise=True))
    calm = briefing(kpis=(kpi(noise=True),), moved=(replace(TREE, drivers=drivers),))
    assert "不过其中 笔单价 −¥5,000.00、订单数 +¥4,900.00 不是波动" in said(ZH, calm)
    assert "moved more than chance does" in said(EN, calm)
    still = replace(TREE, drivers=(driver("units", "10.00", noise=True),))
    assert "不过其中" not in said(ZH, briefing(kpis=(kpi(noise=True),), moved=(still,)))


def test_a_small_part_is_not_called_the_main_cause() -> None:
    moved = replace(TREE, drivers=(driver("aov", "-1000.00"), driver("orders", "-93400.00", noise=True)))
    text = said(ZH, briefing(moved=(moved,)))
    assert "主要来自" not in text
    assert "其中能确认不是波动的是笔单价" in text


def test_sales_that_are_unknown_or_alone() -> None:
    assert "无法合计" in said(ZH, briefing(kpis=(kpi(value=None),)))
    assert "还没有同星期的日子可比" in said(ZH, briefing(kpis=(kpi(usual=None),)))
    assert lead(ZH, briefing(kpis=())) == ZH.texts.say("sentence.beside", day="6月29日")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_week_says_how_many_days_it_knows_and_proposes_nothing(language: Language) -> None:
    week = briefing(
        kind="week", period=Period(date(2026, 6, 22), date(2026, 6, 28)), days_known=5, days_open=7, todo=()
    )
    phrases = Phrases(language)
    text = said(phrases, week)
    assert "5" in rest(phrases, week)
    assert phrases.texts.say("sentence.no_actions") not in text


def test_what_moved_alike_or_is_talked_about_is_said_instead_of_a_driver() -> None:
    assert ZH.texts.say("why.market") in said(ZH, briefing(alike=("a", "b")))
    assert "a 的所有商品同步变动" in said(ZH, briefing(alike=("a",)))
    assert "Lamp multiplied" in said(EN, briefing(sought="Lamp"))
    assert "主要来自" not in said(ZH, briefing(alike=("a",)))


def test_profit_that_moved_is_told_though_sales_did_not() -> None:
    calm = kpi(noise=True)
    fell = kpi(metric="contribution", value="834", usual="4717", noise=False)
    text = rest(ZH, briefing(kpis=(calm, fell)))
    assert text.startswith("但")
    assert "比平时少" in text
    assert ZH.style.money(Decimal(3883), "CNY") in text
    rose = replace(fell, value=Decimal(9000))
    assert "比平时少" in rest(ZH, briefing(kpis=(calm, replace(fell, provisional=True))))
    assert "more than usual" in rest(EN, briefing(kpis=(calm, rose)))
    early = replace(fell, value=None, expected=Decimal(231), provisional=True)
    for young in (early, replace(early, value=Decimal(834))):
        assert f"预计只有 {ZH.style.money(Decimal(231), 'CNY')}" in rest(ZH, briefing(kpis=(calm, young)))
        assert "is expected to be" in rest(EN, briefing(kpis=(calm, young)))
    for silent in (
        (kpi(noise=False), fell),
        (calm, replace(fell, noise=True)),
        (calm, replace(rose, provisional=True)),
        (calm, replace(fell, usual=None)),
        (calm,),
    ):
        assert "但" not in rest(ZH, briefing(kpis=silent))


@pytest.mark.parametrize("kind", ["day", "week", "month"])
def test_a_usual_difference_is_more_or_less_all_the_same(kind: str) -> None:
    told = (
        ("1400000", ("多", "more above")),
        ("1286000", ("少", "less below")),
        ("1380400", ("相同", "same")),
    )
    for value, words in told:
        made = briefing(kind=kind, kpis=(kpi(value=value, noise=True),), todo=())
        assert words[0] in lead(ZH, made)
        assert any(word in lead(EN, made) for word in words[1].split())
        assert ("正常波动" in lead(ZH, made)) is (words[0] != "相同")


def test_days_before_a_festival_are_named_where_the_last_weeks_are_not_ordinary() -> None:
    far = briefing(days=(date(2026, 4, 20), date(2026, 4, 27), date(2026, 5, 4), date(2026, 5, 11)))
    assert "不逢节日大促的周一的平均" in lead(ZH, far)
    assert "Mondays without a festival or sale" in lead(EN, far)
    assert "（4月20日、4月27日、5月4日、5月11日）" in ZH.against(far)
    assert "(20 Apr, 27 Apr, 4 May, 11 May)" in EN.against(far)


def test_sales_that_cannot_be_told_from_noise_say_why() -> None:
    unknown = (kpi(noise=None),)
    assert "too few such days" in rest(EN, briefing(kpis=unknown, rare="mid_year_618.peak"))
    assert "too short" in rest(EN, briefing(kpis=unknown))
    assert "too short" not in rest(EN, briefing(kpis=(kpi(usual=None, noise=None),)))


def test_a_week_without_orders_is_told_as_that() -> None:
    week = briefing(
        kind="week", period=Period(date(2026, 6, 22), date(2026, 6, 28)), days_known=0, days_open=7, todo=()
    )
    assert "None of the 7 days has orders." in said(EN, week)
    assert "这 7 天都没有订单。" in said(ZH, week)
