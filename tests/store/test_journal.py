import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from zhanggui.store.journal import ActionRow, ImpactRow, Journal, UnknownActionError, VerdictRow

MORNING = datetime(2024, 5, 1, 8)
DAY = date(2024, 5, 1)


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    made = Journal.open(f"sqlite:///{tmp_path / 'journal.sqlite'}")
    yield made
    made.close()


def action(name: str = "a1", **more: object) -> ActionRow:
    fields: dict[str, object] = {
        "id": name,
        "play": "reorder",
        "target": "SKU1",
        "shop": "jd",
        "proposed": DAY,
        "impact": ImpactRow(Decimal("10.10"), Decimal("20.20"), None, "CNY", "week"),
        "minutes": 5,
        "evidence": {"cover_days": 3, "cost": Decimal("1.50"), "since": DAY},
        "file": "reorder.xlsx",
        "check_on": date(2024, 5, 8),
        "owner": "小王",
    }
    return ActionRow(**{**fields, **more})  # type: ignore[arg-type]


def verdict(checked: date, mid: str = "15.5") -> VerdictRow:
    return VerdictRow("a1", checked, "before_after", None, Decimal(mid), None, "CNY", "worked")


def test_a_proposal_comes_back_as_it_went_in(journal: Journal) -> None:
    assert journal.record_proposals([action()], MORNING) == 1
    (found,) = journal.actions()
    assert found.impact == ImpactRow(Decimal("10.10"), Decimal("20.20"), None, "CNY", "week")
    assert found.evidence == {"cover_days": 3, "cost": "1.50", "since": "2024-05-01"}
    assert (found.state, found.changed_at) == ("proposed", MORNING)


def test_evidence_of_no_known_kind_is_a_mistake_of_ours(journal: Journal) -> None:
    with pytest.raises(TypeError, match="set"):
        journal.record_proposals([action(evidence={"x": {1}})], MORNING)


def test_tomorrows_list_renews_the_figures_and_keeps_the_first_day(journal: Journal) -> None:
    journal.record_proposals([action()], MORNING)
    again = action(proposed=date(2024, 5, 2), minutes=9)
    assert journal.record_proposals([again, action("a2")], datetime(2024, 5, 2, 8)) == 1
    first, second = journal.actions()
    assert (first.proposed, first.minutes, second.id) == (DAY, 9, "a2")


def test_an_answered_proposal_is_not_touched_by_a_later_list(journal: Journal) -> None:
    journal.record_proposals([action()], MORNING)
    done = journal.mark("a1", "done", "小王", datetime(2024, 5, 1, 9), "改好了")
    assert (done.state, done.by, done.note) == ("done", "小王", "改好了")
    journal.record_proposals([action(minutes=99)], datetime(2024, 5, 2, 8))
    assert journal.actions("done") == (done,)
    assert journal.actions("proposed") == ()


def test_what_cannot_be_marked(journal: Journal) -> None:
    with pytest.raises(UnknownActionError):
        journal.mark("nobody", "done", "x", MORNING)
    with pytest.raises(ValueError, match="perhaps"):
        journal.mark("a1", "perhaps", "x", MORNING)
    with pytest.raises(UnknownActionError):
        journal.add_verdict(verdict(DAY))


def test_a_done_action_is_due_on_its_day_until_it_has_a_verdict(journal: Journal) -> None:
    journal.record_proposals([action(), action("a2"), action("a3", check_on=None)], MORNING)
    for name in ("a1", "a3"):
        journal.mark(name, "done", "x", MORNING)
    assert journal.due_checks(date(2024, 5, 8)) == ()
    assert [one.id for one in journal.due_checks(date(2024, 5, 9))] == ["a1"]
    journal.mark("a2", "done", "x", datetime(2024, 4, 30, 8))
    assert [one.id for one in journal.due_checks(date(2024, 5, 9))] == ["a2", "a1"]
    journal.add_verdict(verdict(date(2024, 5, 9)))
    assert [one.id for one in journal.due_checks(date(2024, 5, 10))] == ["a2"]


def test_history_tells_every_verdict_and_the_same_check_once(journal: Journal) -> None:
    journal.record_proposals([action(), action("a2")], MORNING)
    journal.add_verdict(verdict(date(2024, 5, 9)))
    journal.add_verdict(verdict(date(2024, 5, 8)))
    journal.add_verdict(verdict(date(2024, 5, 8), "16"))
    (first, verdicts), (second, none) = journal.history()
    assert (first.id, second.id, none) == ("a1", "a2", ())
    assert [(one.checked.day, one.mid) for one in verdicts] == [(8, Decimal(16)), (9, Decimal("15.5"))]
    assert [one.id for one, _ in journal.history("a2")] == ["a2"]


WRITE = """
import sys
from datetime import datetime
from tests.store.test_journal import action
from zhanggui.store.journal import Journal
journal = Journal.open(sys.argv[1])
for n in range(20):
    journal.record_proposals([action(f"{sys.argv[2]}-{n}")], datetime(2024, 5, 1))
"""


def test_many_people_write_at_once(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'journal.sqlite'}"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    people = [
        subprocess.Popen([sys.executable, "-c", WRITE, address, str(n)], env=environment) for n in range(3)
    ]
    assert [one.wait(60) for one in people] == [0, 0, 0]
    journal = Journal.open(address)
    assert len(journal.actions()) == 60
    journal.close()
