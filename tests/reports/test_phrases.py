from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from tests.reports.making import DAY, EVIDENCE, action, briefing, kpi
from zhanggui.actions.action import Cell, Impact, Target
from zhanggui.actions.claim import LeftOut
from zhanggui.diagnosis.one_metric import Basis, OneMetric, Step
from zhanggui.model.issue import Issue
from zhanggui.model.period import Period
from zhanggui.reports.briefing import Missing
from zhanggui.reports.phrases import Phrases
from zhanggui.stats.intervals import normal

ZH, EN = Phrases("zh"), Phrases("en")


def test_an_action_names_target_money_and_who() -> None:
    shown = ZH.action(briefing(), action())
    assert shown["title"] == "A1203 黑 <b>M</b> 今天补货 600 件，2.1 天后断货"
    assert shown["money"] == "¥6.12万 (¥3.06万～¥12.24万)"
    assert (shown["owner"], shown["minutes"], shown["file"]) == ("陈晨", "8 分钟", "actions/reorder.csv")
    assert EN.owner(briefing(owners={}), action()) == "Supply chain"
    flat = replace(action(), impact=replace(action().impact, low=Decimal(61200), high=Decimal(61200)))
    assert ZH.impact(flat) == "¥6.12万"
    zero = Impact(Decimal(0), Decimal(0), Decimal(0), "CNY", basis="data")
    assert ZH.impact(replace(action(), impact=zero)) == "—"


def test_a_reason_that_the_files_do_not_give_is_not_quoted() -> None:
    evidence: Mapping[str, Cell] = {
        "reason": "", "share": 1.0, "rate": 0.12, "refunded": 3, "orders": 25, "days": 56, "usual": 0.04,
        "amount": Decimal(9),
    }  # fmt: skip
    bare = replace(action(), play="refund_reason", evidence=evidence)
    assert "「」" not in ZH.title(bare)
    assert "12.0%" in ZH.title(bare)


def test_gaps_say_what_to_fetch() -> None:
    said = ZH.missing(Missing("no_table", {"table": "ad", "metrics": ("roas", "acos")}))
    assert "推广" in said
    assert "导出" in said
    assert ZH.missing(Missing("something_new")) == "something_new"
    many = Missing("no_cost", {"count": 9.0, "share": 0.5, "skus": tuple("ABCDEFGHI"), "currency": "CNY"})
    assert "A, B, C, D, E…" in EN.missing(many)


def test_shops_are_called_as_people_call_them() -> None:
    called = Phrases("zh", {"jd-2": "旗舰店"})
    assert (called.shop("jd-2"), called.shop("jd"), called.shops(("jd", "jd-2"))) == (
        "旗舰店",
        "jd",
        "jd、旗舰店",
    )
    late = Missing("late_shop", {"shop": "jd-2", "day": "2026-06-29", "metrics": ("visitor_days",)})
    assert "旗舰店" in called.missing(late)
    assert "jd-2" not in called.missing(late)
    gap = Missing("shop_without", {"shops": ("jd", "jd-2"), "table": "ad", "metrics": ("roas",)})
    assert "jd、旗舰店" in called.missing(gap)
    whole = Target("shop", "jd-2", "jd-2", "jd-2")
    waits = {"now": 40.0, "before": 20.0}
    shipped = replace(action(), play="slow_service", cause="slow_ship", target=whole, evidence=waits)
    assert "旗舰店" in called.title(shipped)
    assert "jd-2" not in called.title(shipped)


def test_items_without_a_name_are_told_with_a_dash() -> None:
    gap = Missing("no_cost", {"skus": ("A", ""), "count": 2.0, "share": 0.5, "currency": "CNY"})
    assert "A, —" in EN.missing(gap)


def test_small_words() -> None:
    left = LeftOut(action(), "no_time")
    assert "60" in ZH.left_out(left, 60)
    told = EN.issue(Issue("a", 1, "SKU", "missing_column", "Tea sales"))
    assert told.startswith("Looks like “Tea sales”, but the column on the left")
    assert ZH.cell("p_noise", 0.0001, "CNY") == "<0.1%"
    cells = [ZH.cell("x", value, "CNY") for value in (None, 1234, 2.0, 2.58, "a")]
    assert cells == ["—", "1,234", "2", "2.6", "a"]
    assert ZH.metric("nothing") == "nothing"
    assert ZH.meaning("nothing") == ""
    assert ZH.against(briefing(compared=0)) == ZH.texts.say("compare.none")
    assert ZH.one_metric(briefing(one_metric=None)) == ""
    assert ZH.one_metric(briefing()).endswith("3.14%")
    assert "3.52%" in ZH.one_metric_was(briefing())
    assert ZH.one_metric_was(briefing(one_metric="margin")) == ""


def test_the_one_metric_says_from_where_to_where_and_for_how_much() -> None:
    step = Step("conversion", 0.031, 0.034, Basis.OWN, normal(420.0, 100.0), 100.0, 0.01)
    lever = OneMetric((step,), step, None, None, None, ())
    told = ZH.one_metric_was(briefing(lever=lever))
    assert "3.10%" in told
    assert "3.40%" in told
    assert "¥420.00" in told
    assert "每周 3" not in told
    visits = Step("visitor_days", 5852.0, 6385.0, Basis.OWN, normal(420.0, 100.0), 100.0, 0.01)
    assert "平时每周 5,852，本店好的时候做到过每周 6,385" in ZH.step(visits, "CNY")
    assert "Usually 5,852 a week; in its good weeks this shop has had 6,385" in EN.step(visits, "CNY")
    assert "3.52%" in ZH.one_metric_was(briefing(lever=OneMetric((), None, None, None, None, ())))
    assert (ZH.span(Period(DAY, DAY)), EN.day(DAY)) == ("2026-06-29", "29 Jun")
    assert ZH.verdict(noise=None) == ZH.texts.say("noise.unknown")


def test_red_is_up_in_chinese_and_bad_in_english() -> None:
    assert (ZH.good(1, -1), ZH.good(-1, 1)) == (False, True)
    assert (EN.good(1, -1), EN.good(-1, -1), EN.good(1, 0), EN.good(0, 1)) == (False, True, None, None)


def test_a_duration_is_told_in_what_is_short() -> None:
    told = [EN.figure(seconds, "seconds", "CNY") for seconds in (56_880, 240, 30, 0)]
    assert told == ["15.80 h", "4.00 min", "30.00 s", "0.00 s"]
    assert ZH.figure(7_200, "seconds", "CNY") == "2.00 小时"
    assert ZH.figure(None, "seconds", "CNY") == ZH.style.ratio(None)


def test_a_young_figure_says_what_it_will_come_to() -> None:
    assert ZH.early(kpi(provisional=True)) == "暂定"
    estimate = kpi(value=None, provisional=True, expected=Decimal(231))
    assert ZH.tile(estimate) == f"≈ {ZH.style.money(Decimal(231), 'CNY')}"
    assert "结算单还没到" in ZH.early(estimate)
    assert ZH.tile(kpi()) == ZH.style.money(Decimal(1286000), "CNY")
    assert "4.10%" in ZH.early(kpi(metric="refund_rate", unit="share", provisional=True, expected=0.041))
    young = kpi(provisional=True, expected=Decimal(231), usual="4617")
    assert ZH.early(young) == "暂定，预计到 ¥231.00（变化按此计算）"
    assert ZH.early(replace(young, usual=None)) == "暂定，预计到 ¥231.00"


def test_an_absent_column_names_the_figures_as_people_do() -> None:
    absent = Issue("a.xlsx", 0, "成交额", "column_absent", "ad_sales, roas")
    told = ZH.issue(absent)
    assert "推广成交金额、" in told
    assert "ad_sales" not in told
    assert ZH.beside(absent) == ""
    assert ZH.beside(Issue("a.xlsx", 3, "实付", "bad_number", "七块")) == "七块"


def test_days_that_are_lacking_are_named() -> None:
    gap = {"table": "fee", "shops": ("taobao",), "metrics": ("contribution",)}
    days = "2026-05-01 – 2026-05-04", "2026-05-30"
    some = Phrases("zh").missing(Missing("days_without", {**gap, "days": days}))
    assert "taobao 缺 2026-05-01 – 2026-05-04、2026-05-30 的结算扣费数据" in some
    one = Phrases("en").missing(Missing("days_without", {**gap, "days": days[1:]}))
    assert "taobao lacks" in one
    assert "2026-05-30" in one
    assert "–" not in one


def test_an_empty_shelf_is_not_empty_in_no_days() -> None:
    gone = replace(action(), evidence={**EVIDENCE, "cover": 0.0})
    assert "已断货" in ZH.title(gone)
    assert "it is out of stock" in EN.title(gone)
    assert "2.1 天后断货" in ZH.title(action())
    late = replace(
        gone, play="late_delivery", cause="comes_too_late",
        evidence={"supplier": "甲", "left": 0, "cover": 0.0, "expected": "2026-07-01", "daily_units": 3.0},
    )  # fmt: skip
    assert "已断货" in ZH.title(late)


def test_where_hardly_any_buyer_is_known_nothing_can_be_told() -> None:
    def told(share: float) -> str:
        values = {"currency": "CNY", "share": share, "metrics": ("spend_per_buyer",)}
        return ZH.missing(Missing("buyers_unknown", values))

    assert "算不出" in told(1.0)
    assert "只按已知的买家算" in told(0.3)
