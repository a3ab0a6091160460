from datetime import date

from zhanggui.simulator.festivals import CHINA, WEST, festival_days, season


def test_the_year_has_its_feasts_on_their_days() -> None:
    days = {(festival.name, day) for festival, day in festival_days(2026, 2026)}
    assert ("spring_festival", date(2026, 2, 17)) in days
    assert ("black_friday", date(2026, 11, 27)) in days
    assert ("mothers_day", date(2026, 5, 10)) in days
    assert ("double_eleven", date(2026, 11, 10)) in days


def test_a_sale_is_run_up_to_peaks_and_has_a_hangover() -> None:
    year = season(date(2026, 10, 25), 60, CHINA)
    peak = (date(2026, 11, 11) - date(2026, 10, 25)).days
    assert year.log_demand[peak] == year.log_demand.max()
    assert 0 < year.log_demand[peak - 4] < year.log_demand[peak]
    assert year.log_demand[peak + 5] < 0
    assert year.saving[peak] > 0
    assert year.saving[peak - 5] == 0


def test_markets_have_their_own_feasts_and_presents() -> None:
    start = date(2026, 9, 10)
    assert season(start, 20, CHINA).gift.max() > 0
    assert season(start, 20, WEST).gift.max() == 0
