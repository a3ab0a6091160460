import subprocess
import sys
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from zhanggui.store.journal_rows import STATES, ActionRow, ImpactRow


def proposal(check_on: int | None = None) -> ActionRow:
    """Proposed on New Year's Day, to be looked at so many days later."""
    day = date(2024, 1, 1)
    looked = None if check_on is None else day + timedelta(days=check_on)
    impact = ImpactRow(None, None, None, "CNY", "week")
    return ActionRow("1", "price_error", "sku:A", "a", day, impact, 5, {}, "", looked, "")


def test_a_proposal_starts_unanswered() -> None:
    row = proposal()
    assert row.state == STATES[0] == "proposed"
    assert row.changed_at is None


@pytest.mark.parametrize(
    ("check_on", "done", "due"),
    [
        (15, 1, 15),
        (15, 7, 15),
        (15, 8, 23),  # no whole week left before its day: as long as it would have had
        (15, 40, 55),
        (8, 0, 8),
        (8, 1, 9),  # a week is whole a day later
        (2, 0, 8),
        (None, 3, None),
    ],
)
def test_what_was_done_has_a_whole_week_before_it_is_judged(
    check_on: int | None, done: int, due: int | None
) -> None:
    row = proposal(check_on)
    assert row.due == row.check_on
    marked = replace(row, changed_at=datetime(2024, 1, 1, 12) + timedelta(days=done))
    assert marked.due == (None if due is None else row.proposed + timedelta(days=due))


def test_rows_cost_no_import_of_the_database_library() -> None:
    told = "import sys, zhanggui.store.journal_rows; print('sqlalchemy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
