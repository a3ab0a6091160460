"""A briefing made by hand, with everything a renderer has to show."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from zhanggui.actions.action import Action, Cell, Impact, Sheet, Target
from zhanggui.actions.claim import LeftOut
from zhanggui.model.issue import Issue
from zhanggui.model.period import Period
from zhanggui.outcomes.verdict import Code, Strength, Verdict
from zhanggui.reports.briefing import (
    Account,
    Briefing,
    Driver,
    Earner,
    Kpi,
    Missing,
    Moved,
    Outcome,
    ReadFile,
)

DAY = date(2026, 6, 29)
EVIDENCE: Mapping[str, Cell] = {
    "available": 148, "inbound": 0, "daily_units": 70.0, "lead_days": 5, "quantity": 600, "cover": 2.1,
}  # fmt: skip


def action(ident: str = "A1203", mid: str = "61200", label: str = "黑 <b>M</b>") -> Action:
    """An order of stock."""
    amount = Decimal(mid)
    return Action(
        play="reorder",
        stage="stock",
        target=Target("sku", "taobao", ident, label),
        cause="stock_out",
        impact=Impact(amount / 2, amount, amount * 2, "CNY"),
        minutes=8,
        role="supply",
        due=DAY,
        check_on=DAY + timedelta(days=14),
        metric="units",
        pool=("sales", "taobao", ident),
        evidence=EVIDENCE,
        sheet=Sheet(("sku", "title", "quantity"), ((ident, "=1+1", 600),)),
    )


def kpi(
    metric: str = "gmv", value: str | None = "1286000", usual: str | None = "1380400", **more: object
) -> Kpi:
    """A tile with thirty days, one of them unknown."""
    series = tuple(
        (DAY - timedelta(days=29 - n), None if n == 9 else Decimal(1000000 + 7000 * (n % 5)))
        for n in range(30)
    )
    given: dict[str, object] = {
        "metric": metric, "unit": "money", "currency": "CNY", "noise": False, "good": 1, "series": series,
        "value": None if value is None else Decimal(value), "usual": None if usual is None else Decimal(usual),
    }  # fmt: skip
    return Kpi(**{**given, **more})  # type: ignore[arg-type]


def driver(key: str, part: str, noise: bool | None = False, label: str = "") -> Driver:
    """A part of a change."""
    return Driver(key, label, 0.0352, 0.0314, "share", Decimal(part), Decimal(-10), Decimal(10), noise)


TREE = Moved(
    "tree",
    Decimal("-94400.00"),
    "CNY",
    (
        driver("visitor_days", "53300.00", noise=True),
        driver("conversion", "-150700.00"),
        driver("aov", "3000.00"),
    ),
)
ITEMS = Moved(
    "listings",
    Decimal("-94400.00"),
    "CNY",
    (driver("A1203", "-90000.00", label="A1203 <i>黑</i>"), replace(driver("rest", "-4400.00"), before=None)),
)


SHOPS = Account(
    "shops",
    "CNY",
    ("gmv", "refunds_of_orders", "ad_spend", "contribution", "margin"),
    "contribution",
    (
        Earner("taobao", "", "taobao", (Decimal("1234.56"), Decimal("-12.30"), None, None, None)),
        Earner("jd", "", "jd", (Decimal("2221.44"), Decimal(0), Decimal(-300), Decimal("1921.44"), 0.865)),
    ),
    (Decimal("3456.00"), Decimal("-12.30"), Decimal(-300), Decimal("3143.70"), 0.9129),
    young=True,
)
WORST = Account(
    "worst",
    "CNY",
    ("gmv", "units", "cm2", "margin"),
    "cm2",
    (
        Earner("taobao", "A1", "<b>cup</b>", (Decimal(90), 3, Decimal(-6), -0.0667)),
        Earner("jd", "=B2", "", (Decimal(50), 1, Decimal(-5), -0.1)),
    ),
    young=True,
    unknown=0.125,
    bare=(("fees", 0.098),),
)


WORKED = Outcome(
    id="abc1111111",
    play="reorder",
    target="sku:A1",
    label="A1 cup",
    shop="taobao",
    done=DAY - timedelta(days=8),
    check_on=DAY,
    currency="CNY",
    forecast=(Decimal(50), Decimal(100), Decimal(150)),
    verdict=Verdict(Code.WORKED, "m", Strength.WEAK, Decimal(20), Decimal(80), Decimal(140), "CNY"),
    after=Period(DAY - timedelta(days=7), DAY - timedelta(days=1)),
    due=DAY,
)


def briefing(**changed: object) -> Briefing:
    """A full day."""
    other = action("B0877", "900", "白")
    made = Briefing(
        kind="day",
        period=Period(DAY, DAY),
        days_known=1,
        days_open=1,
        against="weekdays",
        compared=4,
        shops=("taobao",),
        currency="CNY",
        kpis=(
            kpi(),
            kpi("conversion", "0.0314", "0.0352", unit="share"),
            kpi("refund_rate", "0.0812", "0.0744", unit="share", good=-1),
            kpi("orders", None, "6000", unit="count", noise=None, series=()),
        ),
        moved=(TREE, ITEMS),
        todo=(action(), other),
        left_out=(LeftOut(replace(other, cause="other"), "same_money", other.id),),
        missing=(
            Missing("no_table", {"table": "ad", "metrics": ("roas",)}),
            Missing("no_cost", {"count": 2.0, "share": 0.25, "skus": ("A", "B"), "currency": "CNY"}),
        ),
        one_metric="conversion",
        minutes=60,
        files={action().id: "actions/reorder.csv"},
        owners={"supply": "陈晨"},
        read=(
            ReadFile(
                "a.csv", "jd_orders", "jd", 9, 8, 1, (Issue("a.csv", 7, "金额", "bad_number", "<script>x"),)
            ),
        ),
    )
    return replace(made, **changed)  # type: ignore[arg-type]
