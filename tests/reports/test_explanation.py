"""An explanation in words, in both languages."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.reports.test_explained import DROP, TOLD
from zhanggui.model.period import Period
from zhanggui.reports.briefing import Missing
from zhanggui.reports.explained import Explained, Place
from zhanggui.reports.explanation import Explanation
from zhanggui.reports.phrases import Phrases


def shown(told: Explained = TOLD, lang: str = "en") -> Explanation:
    return Explanation(told, Phrases(lang))  # type: ignore[arg-type]


def test_the_answer_names_cause_and_place() -> None:
    text = shown().headline()
    assert "It is not noise" in text
    assert "orders" in text
    assert "A1 Cup" in text
    assert "100% of the change" in text
    assert "不是波动" in shown(lang="zh").headline()


def test_nothing_to_explain_is_said_plainly_and_names_no_place() -> None:
    text = shown(replace(TOLD, p_noise=0.4, finding=replace(DROP, p_noise=0.4))).headline()
    assert "There is nothing to explain" in text
    assert "A1" not in text


def test_where_chance_is_unknown_no_place_is_named() -> None:
    text = shown(replace(TOLD, p_noise=None)).headline()
    assert "too short" in text
    assert "A1" not in text
    assert "Mostly" not in text


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"value": None}, "can't be told"),
        ({"usual": None}, "no day to compare"),
        ({"value": Decimal(100)}, "the same as"),
        ({"value": Decimal(160)}, "more than"),
        ({"provisional": True}, "provisional"),
        ({"event": "mid_year_618.before"}, "the time of 618"),
        ({"places": (Place((("sku", "A1", ""),), 1.0, 2.0, -1.0, 0.06),)}, "No single place holds much"),
        ({"asked": Period(date(2024, 5, 1), date(2024, 5, 31))}, "only that is compared"),
    ],
)
def test_sentences(changed: dict[str, object], says: str) -> None:
    assert says in shown(replace(TOLD, **changed)).headline()  # type: ignore[arg-type]


def test_means_of_few_events_keep_their_decimals() -> None:
    few = replace(TOLD, metric="orders", unit="count", value=19, usual=15.5, finding=None, places=())
    assert "19 for" in shown(few).headline()
    assert "3.50 (+22.6%) more" in shown(few).headline()
    assert "15.50" in shown(few).headline()
    assert "1,234" in shown(replace(few, usual=1234.5)).headline()


def test_of_a_loss_no_percentage_is_told() -> None:
    loss = replace(TOLD, value=Decimal(341), usual=Decimal(-3), finding=None, places=())
    assert "%" not in shown(loss).opening()[0]
    assert "344.00 more than" in shown(loss).headline()


def test_new_and_gone_places() -> None:
    new, gone = (
        Place((("sku", "N", ""),), 9.0, 0.0, 9.0, 0.5),
        Place((("sku", "G", ""),), 0.0, 9.0, -9.0, 0.5),
    )
    assert shown().named(new).endswith("(new)")
    assert shown().named(gone).endswith("(gone)")
    assert shown(lang="zh").kind(new) == "新出现"
    assert shown().kind(TOLD.places[0]) == ""
    low = replace(gone, lately=(9.0, 63.0))
    assert shown().named(low).endswith("(gone, 7 days up to this day: ¥9.00, usually ¥63.00)")
    assert shown(lang="zh").named(replace(low, actual=1.0)).endswith("(截至这天的 7 天 ¥9.00，平常 ¥63.00)")


def test_notes_tell_what_hides_and_what_is_unknown() -> None:
    hidden = Place((("sku", "UP", ""),), 90.0, 40.0, 50.0, -1.2)
    finding = replace(DROP, change=None, drivers=(), unknown=("fees", "ad_spend"))
    gap = Missing("no_cost", {"items": ("A",), "n": 1, "share": 1.0})
    told = replace(TOLD, hidden=hidden, finding=finding)
    notes = shown(told).notes()
    assert "UP" in notes[0]
    assert "fees, ad spend" in notes[1]
    assert len(notes) == 2
    assert gap.code
    assert shown(replace(TOLD, finding=None)).notes() == ()


def test_chance_in_words() -> None:
    assert shown().chance(None) == shown().phrases.style.share(None)
    assert shown().chance(0.00001).startswith("<")
    assert shown().chance(0.25) == "25.0%"
    assert shown().lever() == ()


def test_a_place_that_stands_out_of_a_quiet_whole_is_a_note_and_no_headline() -> None:
    quiet = shown(replace(TOLD, p_noise=0.4, finding=replace(DROP, p_noise=0.4)))
    assert "A1" not in quiet.headline()
    assert any("A1" in note and "more than chance" in note for note in quiet.notes())
    assert not any("more than chance" in note for note in shown().notes())


@pytest.mark.parametrize(("lang", "says"), [("en", "of t alone"), ("zh", "这里只算 t")])
def test_the_shops_that_are_counted_are_named(lang: str, says: str) -> None:
    told = replace(
        TOLD, shops=("t",), missing=(Missing("left_out_shop", {"shop": "u", "metrics": ("fees",)}),)
    )
    assert says in shown(told, lang).headline()
    assert any("u" in gap for gap in shown(told, lang).missing())


def test_what_moved_alike_has_no_place() -> None:
    one = shown(replace(TOLD, alike=("t",)))
    assert "All items of t moved alike" in one.headline()
    assert "A1" not in one.headline()
    assert not one.told.harmless
    all_of = shown(replace(TOLD, alike=("t", "u")))
    assert "nothing of yours to mend" in all_of.headline()
    assert all_of.told.harmless
    assert "大盘" in shown(replace(TOLD, alike=("t", "u")), "zh").headline()


def test_an_item_that_is_talked_about_is_good_news() -> None:
    text = shown(replace(TOLD, sought="Cup"))
    assert "Visitors of Cup multiplied" in text.headline()
    assert text.told.harmless


def test_places_that_are_not_sure_are_no_answer() -> None:
    unsure = replace(TOLD, places=tuple(replace(one, sure=False) for one in TOLD.places))
    assert "No single place holds much" in shown(unsure).headline()
    assert "A1" not in shown(unsure).headline()


def test_places_say_whether_they_were_told_from_noise() -> None:
    unsure = replace(TOLD, p_noise=0.4, places=tuple(replace(one, sure=False) for one in TOLD.places))
    assert shown().places_title() == "Where it changed"
    assert shown(unsure).places_title().startswith("Where to look")
    assert "波动" in shown(unsure, "zh").places_title()
    assert shown().verdict(TOLD.places[0]) == "not noise"
    assert shown(unsure).verdict(unsure.places[0]) == "may be chance"
    assert not any("more than chance" in note for note in shown(unsure).notes())


def test_a_place_whose_share_is_unknown_is_said_to_stand_out() -> None:
    alone = replace(TOLD, places=tuple(replace(one, share=None) for one in TOLD.places))
    assert "It stands out in" in shown(alone).headline()
    assert "最突出的是" in shown(alone, "zh").headline()


def test_durations_are_told_in_hours() -> None:
    place = Place((("shop", "t", "t"),), 72_000.0, 36_000.0, 36_000.0, 0.9)
    slow = replace(
        TOLD, metric="time_to_ship", unit="seconds", value=72_000.0, usual=36_000.0, places=(place,)
    )
    assert "20.00 h" in shown(slow).headline()
    assert "小时" in shown(slow, "zh").headline()
    assert shown(slow).held(place) == ("10.00 h", "20.00 h", "+10.00 h")
    back = replace(place, change=-90.0)
    assert shown(slow).held(back)[2] == "−90.00 s"


def test_figures_of_places_are_written_as_others_are() -> None:
    place = Place((("shop", "t", "t"),), 2154.81, 4309.62, -2154.81, 0.9)
    assert shown().held(place) == ("¥4,309.62", "¥2,154.81", "−¥2,154.81")
    orders = replace(TOLD, metric="orders", unit="count", value=9, usual=5)
    place = Place((("shop", "t", "t"),), 9.0, 5.25, 3.75, 0.9)
    assert shown(orders).held(place) == ("5.25", "9", "+3.75")
    assert shown(orders).held(replace(place, actual=1250.0, expected=1500.4, change=-250.4)) == (
        "1,500",
        "1,250",
        "−250",
    )
    bought = replace(TOLD, metric="orders", unit="count", value=9, usual=5)
    assert "+" in shown(replace(bought, places=(replace(place, change=4.0),))).headline()


def test_a_place_of_a_term_is_named_with_it() -> None:
    place = Place((("measure", "fees", "fees"), ("shop", "t", "t")), 9.0, 5.0, 4.0, 0.5)
    assert shown().place(place) == "fees × shop t"
    assert shown(lang="zh").place(place).endswith("店铺 t")


def test_a_young_rate_says_what_is_known_so_far() -> None:
    text = shown(replace(TOLD, so_far=Decimal(12), provisional=True)).headline()
    assert "12.00 is known so far" in text
    assert "still to come (provisional)" not in text


def test_a_late_file_is_named() -> None:
    gap = Missing("late_shop", {"shop": "u", "day": date(2024, 5, 3), "metrics": ("gmv",)})
    assert any(
        "u is left out" in note and "2024-05-03" in note
        for note in shown(replace(TOLD, missing=(gap,))).missing()
    )


def test_days_too_young_for_a_verdict_say_so() -> None:
    early = shown(replace(TOLD, p_noise=None, provisional=True, early=True)).headline()
    assert "too early" in early
    assert "history" not in early


def test_places_of_a_count_are_no_question_of_chance() -> None:
    stock = shown(replace(TOLD, metric="stock", unit="count", places=(replace(TOLD.places[0], sure=False),)))
    assert stock.places_title() == "Where it changed"
    assert stock.verdict(stock.told.places[0]) == "—"


def test_a_quiet_whole_names_drivers_that_are_no_noise() -> None:
    drivers = tuple(replace(one, p_noise=0.001) for one in DROP.drivers)
    quiet = replace(TOLD, p_noise=0.4, finding=replace(DROP, p_noise=0.4, drivers=drivers))
    assert "moved more than chance does" in shown(quiet).headline()
    chance = tuple(replace(one, p_noise=0.4) for one in DROP.drivers)
    calm = replace(quiet, finding=replace(DROP, p_noise=0.4, drivers=chance))
    assert "moved more than chance does" not in shown(calm).headline()


def test_a_rise_from_nothing_has_no_percentage() -> None:
    text = shown(replace(TOLD, usual=Decimal(0))).headline()
    assert "more than" in text
    assert "—" not in text
    assert "—" not in shown(replace(TOLD, usual=Decimal(0)), "zh").headline()


def test_a_day_of_a_rare_event_says_so_once() -> None:
    rare = replace(TOLD, p_noise=None, rare="mid_year_618.peak", event="mid_year_618.peak")
    assert shown(rare).headline().count("618") == 1
    assert "too few such days" in shown(rare).headline()
    assert shown().chance(0.999) == ">99%"


def test_what_names_no_value_is_said_to_be_unstated() -> None:
    assert shown().place(Place((("device", "", ""),), 1.0, 2.0, -1.0, 0.1)).endswith("not stated")
