from datetime import date, timedelta
from pathlib import Path

import pytest

from zhanggui.diagnosis.trading import learn

MONDAY = date(2026, 3, 2)


def span(days: int, rest: set[int], closed: set[date] | None = None) -> list[date]:
    every = [MONDAY + timedelta(days=n) for n in range(days)]
    return [d for d in every if d.weekday() not in rest and d not in (closed or set())]


def test_a_shop_that_never_trades_on_saturday() -> None:
    trading = learn(span(70, {5}))
    assert trading.weekdays == frozenset({0, 1, 2, 3, 4, 6})
    assert trading.closed == frozenset()
    assert not trading.trades(date(2026, 5, 16))
    assert trading.open([date(2026, 5, 15), date(2026, 5, 16)]) == (date(2026, 5, 15),)
    assert trading.previous(date(2026, 3, 15)) == date(2026, 3, 13)


def test_a_shop_closed_at_the_weekend_has_friday_before_monday() -> None:
    trading = learn(span(70, {5, 6}))
    assert trading.previous(date(2026, 3, 9)) == date(2026, 3, 6)
    assert trading.previous(date(2026, 3, 9), 2) == date(2026, 3, 5)


def test_a_single_closed_day_is_remembered() -> None:
    holiday = date(2026, 3, 18)
    trading = learn(span(70, {5}, {holiday}))
    assert trading.closed == frozenset({holiday})
    assert trading.previous(date(2026, 3, 19)) == date(2026, 3, 17)
    assert holiday not in trading.days(date(2026, 3, 16), date(2026, 3, 20))


def test_same_weekdays_skip_closed_and_unknown_days() -> None:
    trading = learn(span(70, {5}, {date(2026, 3, 18)}))
    days = trading.same_weekday(date(2026, 4, 1), 3)
    assert days == (date(2026, 3, 25), date(2026, 3, 11), date(2026, 3, 4))
    assert trading.same_weekday(date(2026, 4, 1), 3, [date(2026, 3, 11)]) == (date(2026, 3, 11),)


def test_few_days_teach_no_day_of_rest() -> None:
    assert learn(span(14, {5})).weekdays == frozenset(range(7))


def test_a_shop_that_hardly_ever_trades_and_one_without_books() -> None:
    assert learn([MONDAY + timedelta(days=40 * n) for n in range(10)]).weekdays == frozenset(range(7))
    assert learn([]).trades(MONDAY)


@pytest.mark.real
def test_uci_never_trades_on_saturday(data_dir: Path) -> None:
    files = sorted((data_dir / "uci_online_retail" / "by-day").glob("*.csv"))
    days = [date.fromisoformat(f.stem[-10:]) for f in files]
    trading = learn(days)
    assert trading.weekdays == frozenset({0, 1, 2, 3, 4, 6})
    assert len(trading.days(min(days), max(days))) == 305
    assert trading.previous(date(2011, 11, 20)) == date(2011, 11, 18)
