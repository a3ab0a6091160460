from datetime import date

from tests.simulator.worlds import DAYS, view
from zhanggui.simulator.exports.view import Quirks
from zhanggui.simulator.exports.windows import Window, covers, months, stamp, with_overlaps


def test_months_follow_the_calendar_and_cover_every_day_once() -> None:
    windows = list(months(view("taobao")))
    assert [(w.first, w.last) for w in windows] == [(0, 29), (30, DAYS - 1)]
    assert windows[0].name(view("taobao")) == "20260401-20260430"
    assert [w.first for w in months(view("taobao"), 40)] == [40]


def test_overlaps_are_older_and_shorter() -> None:
    made = list(with_overlaps(view("taobao")))
    windows = [window for _, window in made]
    assert [then.until for then, _ in made[:2]] == [19, DAYS - 1]
    assert windows[0] == Window(0, 19, 19)
    assert windows[1] == Window(0, 29, DAYS - 1)
    assert len(list(with_overlaps(view("taobao", quirks=Quirks(overlap=False))))) == 2


def test_a_window_holds_its_days() -> None:
    assert covers(Window(3, 5, 9), 5)
    assert not covers(Window(3, 5, 9), 6)
    assert stamp(date(2026, 4, 30)) == "20260501"
