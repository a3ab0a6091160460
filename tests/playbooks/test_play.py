from datetime import date
from decimal import Decimal

import pytest

from tests.playbooks.giving import DAY, given
from zhanggui.model.tables import TABLES
from zhanggui.playbooks import PLAYS
from zhanggui.playbooks.play import Play, last_days, money
from zhanggui.reports.messages import Texts, keys

STAGES = {
    "selection",
    "listing",
    "traffic",
    "conversion",
    "retention",
    "repurchase",
    "aftersales",
    "stock",
    "risk",
}


def test_last_days_end_with_the_day() -> None:
    assert last_days(DAY, 7).last == DAY
    assert last_days(DAY, 7).days == 7


def test_estimates_become_money_to_the_cent() -> None:
    assert money(1.006) == Decimal("1.01")
    assert given({}).label("taobao", "A1") == "Blue cup"
    assert given({}).label("taobao", "A2") == "A2"


@pytest.mark.parametrize("play", PLAYS, ids=lambda play: play.key)
def test_every_play_is_whole(play: Play) -> None:
    assert play.stage in STAGES, f"stage {play.stage!r} is none of {sorted(STAGES)}"
    assert set(play.tables) <= set(TABLES), (
        f"tables: no {sorted(set(play.tables) - set(TABLES))} in the books"
    )
    assert play.fault
    assert play.needs(date(2026, 1, 31))
    for table, names in play.lists.values():
        assert set(names) <= set(TABLES[table].names), f"lists: {table} lacks one of {names}"
    for language in ("zh", "en"):
        texts = Texts(language)
        wanted = {f"role.{play.role}", f"stage.{play.stage}"}
        wanted |= {f"play.{play.key}.{part}" for part in ("name", "title", "evidence", "steps", "undo")}
        lacking = sorted(key for key in wanted if key not in keys(language))
        assert not lacking, f"write them in both files of reports/messages: {lacking}"
        assert len(texts.steps(f"play.{play.key}.steps")) >= 3, "three steps at least"


def test_keys_are_unique() -> None:
    assert len({play.key for play in PLAYS}) == len(PLAYS)
