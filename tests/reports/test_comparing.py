"""What a figure is held against in words, and why it can't be told from noise."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.reports.test_explained import TOLD
from zhanggui.diagnosis.baseline import Against
from zhanggui.model.period import Period
from zhanggui.reports.comparing import against, event, untold
from zhanggui.reports.phrases import Phrases

EN, ZH = Phrases("en"), Phrases("zh")
DAY = date(2026, 6, 29)
NEAR = tuple(DAY - timedelta(days=7 * n) for n in range(1, 5))
FAR = tuple(DAY - timedelta(days=7 * n) for n in range(7, 11))
ONE = replace(TOLD, period=Period(DAY, DAY), against=Against.WEEKDAY)


def test_the_last_weeks_need_no_days_and_others_are_named() -> None:
    assert against(replace(ONE, days=NEAR), EN) == "the mean of the same weekdays before"
    told = against(replace(ONE, days=FAR), EN)
    assert "last 4 such weekdays" in told
    assert "11 May, 4 May" in told
    assert "5月11日、5月4日" in against(replace(ONE, days=FAR), ZH)


def test_several_days_name_the_stretch_and_are_many() -> None:
    week = replace(ONE, period=Period(DAY - timedelta(days=6), DAY))
    days = tuple(day - timedelta(days=n) for day in FAR for n in range(7))
    assert "2026-04-14 – 2026-05-11" in against(replace(week, days=days), EN)
    assert against(replace(week, against=Against.PREVIOUS, days=days), EN) == "the trading days before"
    assert against(replace(ONE, against=Against.PREVIOUS, days=FAR[:2]), EN) == "the trading day before"
    assert against(replace(week, against=Against.PLAN, days=days), EN) == "the plan"


@pytest.mark.parametrize(
    ("rare", "says"),
    [(None, "too short"), ("", "days of a festival"), ("mid_year_618.after", "the time of 618")],
)
def test_why_it_cannot_be_told(rare: str | None, says: str) -> None:
    assert says in untold(rare, EN)


def test_one_day_is_named_by_its_date() -> None:
    ago = (date(2025, 6, 30),)
    assert (
        against(replace(ONE, against=Against.LAST_YEAR, days=ago), EN)
        == "the same weekday last year (2025-06-30)"
    )
    assert against(replace(ONE, against=Against.LAST_YEAR, days=ago), ZH) == "去年同星期的一天（2025-06-30）"


def test_names_of_events() -> None:
    assert event("", EN) == ""
    assert event("mid_year_618.peak", EN) == "618"
    assert event("own:Summer sale.peak", EN) == "Summer sale"
