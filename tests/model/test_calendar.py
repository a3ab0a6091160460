from datetime import date, timedelta

import pytest
from borax.calendars.lunardate import LunarDate

from zhanggui.model.calendar import FIRST_YEAR, LAST_YEAR, Calendar, Event, Market, Stage, festivals, known

LUNAR = {"spring_festival": (1, 1), "dragon_boat": (5, 5), "qixi": (7, 7), "mid_autumn": (8, 15)}
CHINA, WEST = Calendar(Market.CHINA), Calendar(Market.WEST)


@pytest.mark.parametrize("code", LUNAR)
def test_lunar_dates_agree_with_borax(code: str) -> None:
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        found = next(e for e in festivals(year, Market.CHINA) if e.code == code)
        lead = 1 if code == "spring_festival" else 0
        assert (LunarDate(year, *LUNAR[code]).to_solar_date() - found.first).days == lead


def test_years_outside_the_table_have_no_lunar_festival() -> None:
    codes = {e.code for e in festivals(LAST_YEAR + 1, Market.CHINA)}
    assert not codes & set(LUNAR)
    assert "double_eleven" in codes
    assert known(date(2026, 5, 1))
    assert not known(date(LAST_YEAR + 1, 1, 1))


def test_black_friday_is_the_day_after_the_fourth_thursday() -> None:
    for year, day in ((2010, 26), (2011, 25), (2024, 29), (2026, 27)):
        assert next(e for e in festivals(year, Market.WEST) if e.code == "black_friday").first == date(
            year, 11, day
        )


def test_an_event_has_stages_and_offsets() -> None:
    event = Event("own", date(2026, 3, 10), date(2026, 3, 11), 2, 1)
    days = [date(2026, 3, d) for d in range(7, 14)]
    stages = [event.stage(d) for d in days]
    assert stages == [None, Stage.BEFORE, Stage.BEFORE, Stage.PEAK, Stage.PEAK, Stage.AFTER, None]
    assert event.offset(date(2026, 3, 8)) == -2


def test_an_event_the_wrong_way_round_is_refused() -> None:
    with pytest.raises(ValueError, match="own"):
        Event("own", date(2026, 3, 10), date(2026, 3, 9))


def test_codes_of_days() -> None:
    assert CHINA.codes([date(2026, 11, 11), date(2026, 11, 15), date(2026, 8, 3)]) == [
        "double_eleven.peak",
        "double_eleven.after",
        "",
    ]
    assert WEST.codes([date(2011, 12, 24)]) == ["christmas.peak"]
    assert CHINA.codes([]) == []


def test_of_peaks_a_sale_of_the_market_wins_then_the_shop_s_own_then_a_holiday() -> None:
    own = Event("own", date(2026, 9, 20), date(2026, 11, 11))
    shop = Calendar(Market.CHINA, (own,))
    days = (date(2026, 11, 11), date(2026, 10, 1), date(2026, 11, 9), date(2026, 11, 12))
    assert shop.codes(days) == ["double_eleven.peak", "own.peak", "own.peak", "double_eleven.peak"]
    assert CHINA.codes([date(2026, 5, 20)]) == ["love_day_520.peak"]  # in the run-up of 618
    assert CHINA.on(date(2026, 8, 3)) is None


def test_a_promotion_that_comes_again_is_laid_beside_the_nearest_of_last_year() -> None:
    starts = [date(2025, month, 18) for month in range(1, 13)] + [date(2026, 4, 20), date(2026, 12, 31)]
    monthly = tuple(Event("members", day, day + timedelta(days=1)) for day in starts[:-1])
    shop = Calendar(Market.WEST, (*monthly, Event("clearance", starts[-1], starts[-1])))
    assert shop.same_day(date(2026, 4, 21), 2025) == date(2025, 4, 19)
    other = Event("clearance", date(2025, 7, 1), date(2025, 7, 3))
    assert Calendar(Market.WEST, (*shop.promotions, other)).same_day(date(2026, 12, 31), 2025) is None


def test_the_same_day_of_another_year_follows_the_festival_not_the_date() -> None:
    assert CHINA.same_day(date(2026, 2, 10), 2025) == date(2025, 1, 22)
    assert CHINA.same_day(date(2026, 11, 11), 2025) == date(2025, 11, 11)
    assert CHINA.same_day(date(2026, 8, 3), 2025) is None
    assert CHINA.same_day(date(2026, 2, 10), 2040) is None
    assert WEST.same_day(date(2011, 11, 25), 2010) == date(2010, 11, 26)


def test_a_hangover_that_reaches_into_the_next_year_is_seen() -> None:
    assert WEST.codes([date(2011, 1, 1)]) == ["new_year.peak"]
    own = Event("sale", date(2025, 12, 28), date(2025, 12, 31), 0, 10)
    shop = Calendar(Market.CHINA, (own, Event("sale", date(2024, 12, 28), date(2024, 12, 31), 0, 10)))
    assert shop.same_day(date(2026, 1, 3), 2025) == date(2025, 1, 3)
