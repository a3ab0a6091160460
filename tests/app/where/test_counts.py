"""Which items' counts changed: stock against the count before; what is no count, unknown or alone has none."""

from datetime import date, timedelta
from typing import Any

import pytest

from zhanggui.app.where.counts import changed, stretches, unsplit
from zhanggui.diagnosis.baseline import Against, Baseline
from zhanggui.engines.memory import MemoryEngine
from zhanggui.metrics.question import Question
from zhanggui.model.period import Period
from zhanggui.model.shop import Shop
from zhanggui.reports.phrases import Phrases

CN = Shop("t", "taobao", "CN", "CNY", "Asia/Shanghai")
NOW = date(2024, 5, 12)
THEN = NOW - timedelta(days=7)


def stock(**units: tuple[int | None, int | None]) -> MemoryEngine:
    """SKU → units then and now; a SKU without one is not counted that day."""
    rows: list[dict[str, Any]] = [
        {"shop": "t", "sku": sku, "day": day, "on_hand": many, "available": many}
        for sku, both in units.items()
        for day, many in zip((THEN, NOW), both, strict=True)
        if many is not None
    ]
    costs = [{"shop": "", "sku": "A", "product": "P", "title": "Cup", "from_day": THEN}]
    return MemoryEngine({"stock": rows, "sku_cost": costs}, [CN])


def asked(metric: str = "stock") -> Question:
    return Question((metric,), (), Period(NOW, NOW))


def test_items_that_moved_with_the_whole_come_first() -> None:
    books = stock(A=(100, 20), B=(50, 45), C=(30, 60), D=(9, 9))
    found = changed(books, asked(), Period(THEN, THEN), -55.0)
    assert [(one.where[1][1], one.change) for one in found] == [("A", -80.0), ("B", -5.0), ("C", 30.0)]
    assert found[0].where[1][2] == "Cup"
    assert found[0].share == pytest.approx(80 / 55)
    assert not any(one.sure for one in found)
    risen = changed(books, asked(), Period(THEN, THEN), 1.0)
    assert risen[0].where[1][1] == "C"


def test_without_a_change_of_the_whole_the_largest_comes_first_and_no_share_is_told() -> None:
    found = changed(stock(A=(100, 90), B=(50, 60), C=(5, 5)), asked(), Period(THEN, THEN), 0.0)
    assert [one.where[1][1] for one in found] == ["B", "A"]
    assert {one.share for one in found} == {None}


def test_a_single_item_a_figure_of_days_and_unknown_counts_have_none() -> None:
    assert changed(stock(A=(100, 20)), asked(), Period(THEN, THEN), -80.0) == ()
    assert changed(stock(A=(100, 20), B=(1, 2)), asked("gmv"), Period(THEN, THEN), -80.0) == ()
    assert changed(stock(), asked(), Period(THEN, THEN), None) == ()


def test_stretches_are_whole_weeks_before_as_far_as_books_reach() -> None:
    five = Period(NOW - timedelta(days=4), NOW)
    known = [NOW - timedelta(days=n) for n in range(20)][::-1]
    assert stretches(five, known) == [five.shift(-7), five.shift(-14)]
    assert len(stretches(five, ())) == 12
    assert stretches(Period(NOW - timedelta(days=7), NOW), known) == []


def test_the_days_of_a_year_ago_are_one_stretch_or_none() -> None:
    week = Period(NOW - timedelta(days=6), NOW)
    ago = tuple(day - timedelta(days=364) for day in week)

    def of(*days: date) -> Baseline:
        return Baseline(Against.LAST_YEAR, tuple((day,) for day in days), tuple(week)[: len(days)])

    assert stretches(week, (), of(*ago)) == [week.shift(-364)]
    assert stretches(week, (), of(*ago[1:])) == []
    assert stretches(week, (), of()) == []


def test_that_people_of_several_days_are_not_split_is_told() -> None:
    (gap,) = unsplit("buyers", ("shop",), ("shop",))
    assert "buyers" in Phrases("en").missing(gap)
    assert "kpi --metrics buyers --by shop" in Phrases("en").missing(gap)
    assert "支付买家数" in Phrases("zh").missing(gap)
    assert unsplit("stock", ("sku",), ("sku",)) == ()
    assert [gap.code for gap in unsplit("stock", ("sku", "location"), ("sku",))] == ["not_split"]
