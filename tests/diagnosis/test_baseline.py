from datetime import date, timedelta
from pathlib import Path

import pytest

from zhanggui.diagnosis.baseline import Against, build, choose, long_before, nearest, weighty
from zhanggui.diagnosis.trading import learn
from zhanggui.model.calendar import Calendar, Event, Market
from zhanggui.model.period import Period, day, month

FIRST = date(2024, 1, 1)
EVERY = [FIRST + timedelta(days=n) for n in range(1000)]
OPEN = learn(EVERY)
CHINA, WEST = Calendar(Market.CHINA), Calendar(Market.WEST)


def test_an_ordinary_day_stands_against_the_same_weekday_of_ordinary_weeks() -> None:
    found = choose(day(date(2025, 7, 16)), CHINA, OPEN, EVERY)
    assert found.against is Against.WEEKDAY
    assert found.complete
    against = found.days[0]
    assert against == (date(2025, 7, 9), date(2025, 7, 2), date(2025, 5, 14), date(2025, 5, 7))
    assert all(CHINA.on(d) is None and d.weekday() == 2 for d in against)
    assert found.weights() == dict.fromkeys(sorted(against), 0.25)


def test_a_festival_stands_against_the_same_festival() -> None:
    found = choose(day(date(2025, 1, 22)), CHINA, OPEN, EVERY)
    assert found.against is Against.FESTIVAL
    assert found.days == ((date(2024, 2, 3),),)


def test_without_last_year_a_festival_stands_against_weekdays() -> None:
    found = choose(day(date(2024, 11, 11)), CHINA, OPEN, EVERY)
    assert found.against is Against.WEEKDAY


def test_a_month_with_a_peak_is_aligned_and_its_ordinary_days_by_weekday() -> None:
    found = choose(month(date(2025, 11, 1)), WEST, OPEN, EVERY)
    assert found.against is Against.FESTIVAL
    friday = found.covered.index(date(2025, 11, 28))
    assert found.days[friday] == (date(2024, 11, 29),)
    assert found.days[0] == (date(2024, 11, 2),)


def test_a_closed_match_gives_way_to_the_nearest_day_of_the_shop() -> None:
    known = [d for d in EVERY if d != date(2024, 11, 29)]
    found = build(Against.FESTIVAL, day(date(2025, 11, 28)), WEST, OPEN, known)
    assert found.days == ((date(2024, 11, 30),),)  # of the weekend too, not of its run-up
    assert build(Against.FESTIVAL, day(date(2024, 11, 11)), CHINA, OPEN, EVERY).days == ((),)


def test_a_long_period_stands_against_last_year() -> None:
    found = choose(Period(date(2025, 6, 22), date(2025, 8, 4)), WEST, OPEN, EVERY)
    assert found.against is Against.LAST_YEAR
    assert found.days[0] == (date(2024, 6, 23),)


def test_young_books_fall_back_to_the_days_just_before() -> None:
    young = [date(2025, 7, 10) + timedelta(days=n) for n in range(5)]
    found = choose(day(date(2025, 7, 14)), CHINA, learn(young), young)
    assert found.against is Against.PREVIOUS
    assert found.days == ((date(2025, 7, 13),),)
    none = choose(day(date(2025, 7, 10)), CHINA, learn(young), young)
    assert not none.complete
    assert none.covered == ()


def test_days_without_a_match_are_left_out_on_both_sides() -> None:
    known = [date(2025, 7, d) for d in (1, 2, 3, 8, 9, 10)]
    found = build(Against.PREVIOUS, Period(date(2025, 7, 8), date(2025, 7, 10)), CHINA, learn(EVERY), known)
    assert found.covered == ()
    week = build(Against.WEEKDAY, Period(date(2025, 7, 8), date(2025, 7, 11)), CHINA, OPEN, known)
    assert week.covered == (date(2025, 7, 8), date(2025, 7, 9), date(2025, 7, 10))
    assert not week.complete


def test_the_days_just_before_are_trading_days() -> None:
    rest = learn([d for d in EVERY if d.weekday() != 5])
    found = build(Against.PREVIOUS, day(date(2025, 7, 13)), WEST, rest, EVERY)
    assert found.days == ((date(2025, 7, 11),),)
    closed = build(Against.PREVIOUS, day(date(2025, 7, 12)), WEST, rest, EVERY)
    assert closed.days == ()


def test_when_only_strange_weeks_are_known_they_must_do() -> None:
    known = [date(2025, 6, 11), date(2025, 6, 18)]
    found = build(Against.WEEKDAY, day(date(2025, 6, 25)), CHINA, OPEN, known)
    assert found.days == ((date(2025, 6, 18), date(2025, 6, 11)),)


def test_a_promotion_of_the_shop_s_own_is_aligned_too() -> None:
    sales = tuple(Event("spring_sale", date(y, 4, d), date(y, 4, d + 2)) for y, d in ((2024, 8), (2025, 14)))
    found = choose(day(date(2025, 4, 15)), Calendar(Market.WEST, sales), OPEN, EVERY)
    assert found.against is Against.FESTIVAL
    assert found.days == ((date(2024, 4, 9),),)


def test_a_plan_has_no_days() -> None:
    found = build(Against.PLAN, day(date(2025, 4, 15)), WEST, OPEN, EVERY)
    assert found.complete
    assert found.weights() == {}


@pytest.mark.parametrize("against", [a for a in Against if a is not Against.PLAN])
def test_weights_add_up_to_the_days_covered(against: Against) -> None:
    found = build(against, Period(date(2025, 8, 10), date(2025, 8, 20)), CHINA, OPEN, EVERY)
    assert sum(found.weights().values()) == pytest.approx(len(found.covered))


@pytest.mark.real
def test_uci_december_is_held_against_as_many_days(data_dir: Path) -> None:
    days = [date.fromisoformat(f.stem) for f in (data_dir / "uci_online_retail" / "by-day").glob("*.csv")]
    found = choose(Period(date(2011, 12, 1), date(2011, 12, 9)), WEST, learn(days), days)
    assert len(found.covered) == 8
    assert found.complete
    assert sum(found.weights().values()) == pytest.approx(8)


def test_days_of_no_event_that_last_year_had_are_held_against_last_year() -> None:
    assert build(Against.FESTIVAL, day(date(2025, 4, 15)), CHINA, OPEN, EVERY).against is Against.LAST_YEAR
    own = Calendar(Market.WEST, (Event("first_of_its_kind", date(2025, 4, 15), date(2025, 4, 15)),))
    assert choose(day(date(2025, 4, 15)), own, OPEN, EVERY).against is Against.WEEKDAY


def test_an_ordinary_day_among_those_of_a_festival_is_laid_beside_an_ordinary_one() -> None:
    found = build(Against.FESTIVAL, Period(date(2025, 10, 10), date(2025, 10, 20)), CHINA, OPEN, EVERY)
    assert found.against is Against.FESTIVAL
    calendar = [CHINA.codes([one])[0] for against in found.days for one in against]
    assert calendar == CHINA.codes(list(Period(date(2025, 10, 10), date(2025, 10, 20))))


def test_days_of_a_long_run_up_stand_against_each_other() -> None:
    found = build(Against.WEEKDAY, day(date(2025, 6, 11)), CHINA, OPEN, EVERY)
    assert found.days[0] == (date(2025, 6, 4), date(2025, 5, 21), date(2025, 5, 14), date(2025, 5, 7))
    peak = build(Against.WEEKDAY, day(date(2025, 6, 18)), CHINA, OPEN, EVERY)
    assert all(CHINA.on(d) is None for d in peak.days[0])
    assert long_before(CHINA, date(2025, 6, 11))
    assert not long_before(CHINA, date(2025, 6, 18))
    assert not long_before(CHINA, date(2025, 7, 16))


def test_the_last_weeks_are_near_and_weeks_passed_over_are_not() -> None:
    one, week = day(date(2025, 7, 16)), Period(date(2025, 7, 14), date(2025, 7, 20))
    weeks = [date(2025, 7, 16) - timedelta(weeks=n) for n in (1, 2, 3, 4)]
    assert nearest(one, weeks)
    assert nearest(one, [])
    assert not nearest(one, [*weeks[:3], date(2025, 5, 14)])
    assert nearest(week, [d - timedelta(weeks=n) for d in week for n in (1, 2, 3, 4)])
    assert not nearest(week, [d - timedelta(weeks=9) for d in week])


def test_great_sales_and_festivals_of_weeks_weigh() -> None:
    assert weighty(CHINA, date(2025, 6, 18))
    assert weighty(CHINA, date(2025, 1, 30))
    assert not weighty(CHINA, date(2025, 10, 6))
    assert not weighty(CHINA, date(2025, 7, 16))
