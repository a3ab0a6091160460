from tests.simulator.worlds import DAYS, world
from zhanggui.simulator.decoys import DECOYS, calendar_decoys, decoy_keys, place_decoys
from zhanggui.simulator.levers import LEVERS

SHOPS = {key: story.shop for key, story in world().stories.items()}


def test_decoys_are_placed_in_turn_and_weather_is_everywhere() -> None:
    placed = place_decoys(tuple(DECOYS), SHOPS, 3, DAYS)
    assert {p.decoy.key for p in placed} == set(DECOYS)
    assert {p.shop for p in placed if p.decoy.key == "weather"} == set(SHOPS)
    for one in placed:
        for effect in one.effects():
            assert effect.lever in LEVERS
            assert one.first <= effect.first <= effect.last <= one.last
    assert placed == place_decoys(tuple(DECOYS), SHOPS, 3, DAYS)


def test_late_data_needs_a_report_that_can_be_late() -> None:
    only = {"douyin": SHOPS["douyin"]}
    assert "late_data" not in {p.decoy.key for p in place_decoys(decoy_keys(6), only, 3, DAYS)}


def test_festivals_of_the_calendar_are_decoys_of_their_market() -> None:
    names = {name for name, _, _ in calendar_decoys(SHOPS["taobao"], 100)}
    assert "mid_year_618" in names
    assert "mothers_day" not in names
    assert "mothers_day" in {name for name, _, _ in calendar_decoys(SHOPS["amazon"], 100)}
