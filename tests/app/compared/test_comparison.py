"""A comparison: both sides to the cent, unknown days, days of a festival, history too short."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from zhanggui.app.compared.comparison import Comparison, total
from zhanggui.app.compared.history import History
from zhanggui.diagnosis.baseline import Against
from zhanggui.engines.memory import MemoryEngine
from zhanggui.model.period import Period
from zhanggui.model.shop import Shop

CN = Shop("t", "taobao", "CN", "CNY", "Asia/Shanghai")
FIRST = date(2024, 6, 20)


def books(days: int, first: date = FIRST) -> MemoryEngine:
    rows: list[dict[str, Any]] = [
        {
            "shop": "t",
            "order_id": f"{n}-{k}",
            "line_id": "1",
            "sku": f"S{k % 3}",
            "paid_day": first + timedelta(days=n),
            "created_day": first + timedelta(days=n),
            "quantity": 1,
            "paid": Decimal(20 + (n * 7 + k) % 5),
            "status": "paid",
            "currency": "CNY",
        }
        for n in range(days)
        for k in range(8 + (n * 3) % 5)
    ]
    return MemoryEngine({"order_line": rows}, [CN])


def compared(days: int, length: int = 1, first: date = FIRST) -> Comparison:
    last = first + timedelta(days=days - 1)
    history = History(books(days, first), "CNY", last, (CN,))
    period = Period(last - timedelta(days=length - 1), last)
    return Comparison.of(history, period, history.baseline(period))


def test_both_sides_are_sums_of_their_days() -> None:
    found = compared(35, 2)
    now, then = found.sides(("units", "gmv"))
    days = found.history.daily(("units",), Period(FIRST, found.history.last))["units"]
    assert now["units"] == sum(days[day] or 0 for day in found.days)
    assert float(then["units"] or 0) == pytest.approx(
        sum(weight * float(days[day] or 0) for day, weight in found.weights.items())
    )
    assert sum(found.weights.values()) == pytest.approx(2)


def test_an_unknown_day_makes_a_sum_unknown_and_a_day_without_rows_is_nothing() -> None:
    weights = {FIRST: Decimal(1), FIRST + timedelta(days=1): Decimal("0.5")}
    assert total({FIRST: 4}, weights) == 4
    assert total({FIRST: 4, FIRST + timedelta(days=1): None}, weights) is None


def test_what_no_report_tells_of_visits_is_unknown() -> None:
    found = compared(35, 2)
    now, then = found.sides(("visitor_days", "units"))
    assert now["visitor_days"] is None
    assert then["visitor_days"] is None
    assert now["units"]


def test_what_the_books_hold_nothing_of_is_unknown() -> None:
    now, then = compared(35, 2).sides(("ad_spend", "ad_profit", "units"))
    assert [now["ad_spend"], then["ad_spend"], now["ad_profit"]] == [None, None, None]
    assert now["units"]


def test_a_day_has_its_own_verdict_and_several_days_the_reach_of_their_comparison() -> None:
    day = compared(70)
    assert day.signals({"units": ("units", None)})["units"].p_noise is not None
    far = day.reach(("units", None))
    assert far is not None
    assert far.logs
    week = compared(70, 7)
    assert week.signals({"units": ("units", None)}) == {}
    assert week.reach(("units", None)) is not None  # from single days: there are too few weeks
    assert week.reach(("gmv", "units")) is not None
    assert compared(70).reach(("page_views", None)) is None


def test_too_little_history_or_nothing_to_stand_against() -> None:
    july = date(2024, 7, 1)
    assert compared(7, first=july).reach(("units", None)) is None
    young = compared(12, first=july).reach(("units", None))  # by its single days, whatever their weekday
    assert young is not None
    assert compared(12, first=july).reach(("gmv", "units")) is not None
    assert compared(12, 5, july).reach(("units", None)) is None
    assert compared(31, 7, july).reach(("units", None)) is not None
    alone = compared(1)
    assert alone.strange
    assert alone.reach(("units", None)) is None
    history = History(MemoryEngine({}, [CN]), "CNY", FIRST, (CN,))
    nothing = Comparison(history, (FIRST,), {FIRST - timedelta(days=1): 1.0}, Against.PREVIOUS)
    assert nothing.axis[0] == {}
    assert nothing.reach(("units", None)) is None


def test_the_first_days_of_a_festival_are_not_judged_by_ordinary_ones() -> None:
    start = date(2024, 7, 20)
    peak = compared(114, first=start)  # ends on 10 November, a day of 11.11
    assert peak.history.calendar.codes([peak.history.last])[0] == "double_eleven.peak"
    assert peak.strange
    assert peak.reach(("units", None)) is None
    late = compared(111, first=start)  # the run-up of three weeks is much like ordinary days
    assert late.history.calendar.codes([late.history.last])[0] == "double_eleven.before"
    assert not late.strange
    after = compared(127, first=start)
    assert after.history.calendar.codes([after.history.last])[0] == "double_eleven.after"
    assert not after.strange  # eleven of its days have been seen
    assert compared(118, first=start).strange
    aligned = Comparison(late.history, late.days, late.weights, Against.FESTIVAL)
    assert not aligned.strange


def test_a_day_of_a_sale_held_against_no_such_day_of_last_year_is_strange() -> None:
    peak = compared(114, first=date(2024, 7, 20))
    day, ordinary = peak.days[0], date(2024, 10, 9)
    assert Comparison(peak.history, (day,), {ordinary: 1.0}, Against.LAST_YEAR).strange
    same = date(2023, 11, 10)
    assert not Comparison(peak.history, (day,), {same: 1.0}, Against.LAST_YEAR).strange
    assert Comparison(peak.history, (ordinary,), {same: 1.0}, Against.LAST_YEAR).strange


def test_months_of_unlike_length_are_evened_by_their_days() -> None:
    found = compared(60, 10)
    same = Comparison(found.history, found.days, dict.fromkeys(found.days, 1.0), Against.PREVIOUS)
    assert same.evened == same
    shorter = replace(same, weights=dict.fromkeys(found.days[:9], 1.0)).evened
    assert shorter is not None
    assert sum(shorter.weights.values()) == pytest.approx(10)
    assert replace(same, weights=dict.fromkeys(found.days[:7], 1.0)).evened is None
    assert replace(same, weights={}).evened is None
