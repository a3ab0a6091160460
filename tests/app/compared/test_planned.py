"""The shop's own plan: a month spread as the shop's weeks are, the nearest target, shops without one left out."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from zhanggui.app.compared.history import History
from zhanggui.app.compared.planned import Planned, planned
from zhanggui.app.why import Asked, Why
from zhanggui.diagnosis.baseline import Against
from zhanggui.engines.memory import MemoryEngine
from zhanggui.model.period import Period
from zhanggui.model.shop import Shop
from zhanggui.reports.explanation import Explanation
from zhanggui.reports.phrases import Phrases
from zhanggui.store.folder import ShopFolder

FIRST, DAYS = date(2026, 3, 2), 91  # a Monday
LAST = FIRST + timedelta(days=DAYS - 1)
CN = Shop("t", "taobao", "CN", "CNY", "Asia/Shanghai")
US = Shop("u", "shopify", "US", "USD", "America/New_York")
MAY = date(2026, 5, 1)  # a Friday; 31 days, five Saturdays
MONTH = Period(MAY, date(2026, 5, 31))
Row = Mapping[str, object]


def lines(shop: Shop, skus: str = "A", without: str = "") -> list[Row]:
    """About ten orders of 10 a day, on Saturdays thrice as many, of ``skus`` in turn; ``without`` in the last week."""
    days = [FIRST + timedelta(days=n) for n in range(DAYS)]
    return [
        {
            "shop": shop.key, "order_id": f"{shop.key}{n}-{m}", "line_id": "1", "sku": skus[m % len(skus)],
            "quantity": 1, "paid": Decimal(10), "created_day": day, "paid_day": day, "currency": shop.currency,
            "status": "done",
        }
        for n, day in enumerate(days)
        for m in range((30 if day.weekday() == 5 else 10) + n * 37 % 5 - 2)
        if n < DAYS - 7 or skus[m % len(skus)] not in without
    ]  # fmt: skip


def target(shop: str, first: date, days: int, amount: int, currency: str | None = "CNY") -> Row:
    return {
        "shop": shop, "first_day": first, "days": days, "metric": "gmv", "target": Decimal(amount),
        "currency": currency,
    }  # fmt: skip


def books(*plan: Row) -> MemoryEngine:
    rates = [
        {"shop": "", "day": FIRST + timedelta(days=n), "base": "USD", "quote": "CNY", "rate": Decimal(7)}
        for n in range(DAYS)
    ]
    return MemoryEngine({"order_line": [*lines(CN), *lines(US)], "fx": rates, "plan": list(plan)}, [CN, US])


def asked(period: Period, *plan: Row, only: tuple[str, ...] = ()) -> Planned | None:
    held = books(*plan)
    return planned(held, History(held, "CNY", LAST, (CN, US)), "gmv", period, only)


def amount(period: Period, *plan: Row) -> float:
    found = asked(period, *plan)
    assert found is not None
    return found.amount


def day(number: int) -> Period:
    return Period(date(2026, 5, number), date(2026, 5, number))


def test_a_month_is_spread_as_the_shop_s_weeks_are() -> None:
    month = target("t", MAY, 31, 41_000)
    assert amount(MONTH, month) == pytest.approx(41_000)
    assert amount(day(16), month) == pytest.approx(3 * amount(day(18), month), rel=0.1)
    assert amount(day(18), month) == pytest.approx(1000, rel=0.1)


def test_of_targets_that_overlap_the_shortest_counts() -> None:
    month, one = target("t", MAY, 31, 41_000), target("t", date(2026, 5, 18), 1, 5000)
    assert amount(day(18), month, one) == 5000


def test_a_shop_whose_days_have_no_target_or_whose_money_no_rate_is_left_out() -> None:
    both = asked(MONTH, target("t", MAY, 31, 41_000), target("u", MAY, 20, 1000, "USD"))
    assert both is not None
    assert both.shops == ("t",)
    dollars = asked(MONTH, target("u", MAY, 31, 1000, "USD"))
    assert dollars is not None
    assert dollars.shops == ("u",)
    assert dollars.amount == pytest.approx(7000)
    assert asked(MONTH, target("u", MAY, 31, 1000, "EUR")) is None
    assert asked(MONTH, target("u", MAY, 31, 1000, "USD"), only=("t",)) is None
    assert asked(MONTH) is None
    bare = MemoryEngine({"order_line": lines(CN)}, [CN])
    assert planned(bare, History(bare, "CNY", LAST, (CN,)), "gmv", MONTH) is None


def test_without_weeks_before_days_are_alike() -> None:
    early = Period(FIRST, FIRST + timedelta(days=9))
    month = target("t", FIRST, 10, 1000)
    assert amount(Period(FIRST, FIRST), month) == pytest.approx(100)
    assert amount(early, month) == pytest.approx(1000)


def folder(tmp_path: Path) -> ShopFolder:
    return ShopFolder.open(tmp_path / "shop", create=True)


def why(tmp_path: Path, metric: str, period: Period, *plan: Row) -> Why:
    held = books(*plan)
    told = Why(folder(tmp_path), held, Asked(metric, period, Against.PLAN), LAST)
    told.currency = "CNY"
    told.history = History(held, "CNY", LAST, (CN, US))
    return told


def test_a_plan_that_is_missed_is_told_with_its_parts(tmp_path: Path) -> None:
    week = Period(LAST - timedelta(days=6), LAST)
    told = why(tmp_path, "gmv", week, target("t", week.first, 7, 1400)).answer()
    assert told.against is Against.PLAN
    assert told.shops == ("t",)
    assert float(told.usual or 0) == pytest.approx(1400, abs=0.02)
    assert float(told.value or 0) == pytest.approx(900, abs=100)
    assert told.p_noise is not None
    assert told.p_noise < 0.01
    assert told.finding is not None
    assert sum((one.change for one in told.finding.drivers), Decimal(0)) == told.change
    assert told.asks == pytest.approx(1400 / 900, rel=0.1)
    assert told.alike or told.places == ()


def test_a_plan_that_was_met_asks_for_nothing(tmp_path: Path) -> None:
    week = Period(LAST - timedelta(days=6), LAST)
    told = why(tmp_path, "gmv", week, target("t", week.first, 7, 910)).answer()
    assert told.nothing
    one = why(tmp_path, "gmv", Period(LAST, LAST), target("t", LAST, 1, 101)).answer()
    assert one.nothing


@pytest.mark.parametrize("metric", ["gmv", "conversion", "buyers"])
def test_what_has_no_target_says_so(tmp_path: Path, metric: str) -> None:
    plan = () if metric == "gmv" else (target("t", LAST, 1, 100),)
    told = why(tmp_path, metric, Period(LAST, LAST), *plan).answer()
    assert told.days == ()
    assert [gap.code for gap in told.missing] == ["no_plan"]


WEEK = Period(LAST - timedelta(days=6), LAST)


def of_parts(tmp_path: Path, orders: list[Row], *plan: Row) -> Why:
    rates = [
        {"shop": "", "day": FIRST + timedelta(days=n), "base": "USD", "quote": "CNY", "rate": Decimal(7)}
        for n in range(DAYS)
    ]
    shops = [CN] if all(row["shop"] == "t" for row in orders) else [CN, US]
    held = MemoryEngine({"order_line": orders, "fx": rates, "plan": list(plan)}, shops)
    told = Why(folder(tmp_path), held, Asked("gmv", WEEK, Against.PLAN), LAST)
    told.currency = "CNY"
    told.history = History(held, "CNY", LAST, tuple(shops))
    return told


def test_a_missed_plan_has_its_place_where_an_item_stopped(tmp_path: Path) -> None:
    orders = lines(CN, "ABCDE", without="C")
    told = of_parts(tmp_path, orders, target("t", WEEK.first, 7, 1000)).answer()
    assert told.shops == ()  # all that sell have targets
    assert told.places
    first = told.places[0]
    assert ("sku", "C") in {(dim, value) for dim, value, _ in first.where}
    assert first.actual == 0
    assert first.expected == pytest.approx(1000 / 5, rel=0.1)
    notes = Explanation(told, Phrases("en")).notes()
    assert any("its share of those usual days" in note for note in notes)


def test_every_shop_is_held_against_its_own_target(tmp_path: Path) -> None:
    """Both sell as always; the target of one is what it always brings, that of the other twice as much."""
    orders = [*lines(CN, "AB"), *lines(US, "AB")]
    plan = target("t", WEEK.first, 7, 900), target("u", WEEK.first, 7, 1800, "USD")
    why = of_parts(tmp_path, orders, *plan)
    told = why.answer()
    found = {{dim: value for dim, value, _ in one.where}.get("shop"): one for one in told.places}
    assert told.alike == ("u",) or found["u"].expected == pytest.approx(1800 * 7, rel=0.05)
    assert "t" not in told.alike
    assert not told.harmless


def test_a_target_of_a_shop_that_never_sold_cannot_be_spread(tmp_path: Path) -> None:
    plan = Planned({"t": 10.0, "u": 5.0})
    assert plan.scales({"t": 4.0}) is None
    assert Planned({"t": 10.0, "u": 0.0}).scales({"t": 4.0}) == {"t": 1.0, "u": 1.0}
    assert Planned({"t": 0.0}).scales({"t": 4.0}) is None
    orders = [row for row in [*lines(CN), *lines(US)] if row["shop"] == "t" or row["paid_day"] in set(WEEK)]
    targets = target("t", WEEK.first, 7, 3000), target("u", WEEK.first, 7, 1000, "USD")
    told = of_parts(tmp_path, orders, *targets).answer()
    assert told.places == ()


def test_a_plan_in_both_languages(tmp_path: Path) -> None:
    told = of_parts(tmp_path, lines(CN, "ABCDE"), target("t", WEEK.first, 7, 2000)).answer()
    assert told.alike == ("t",)
    english, chinese = Explanation(told, Phrases("en")), Explanation(told, Phrases("zh"))
    assert "or the plan itself" in english.headline()
    assert "计划本身" in chinese.headline()
    assert any("%" in note for note in english.notes())
    assert any("%" in note for note in chinese.notes())
