import subprocess
import sys
from datetime import date

from zhanggui.store.journal_rows import STATES, ActionRow, ImpactRow


def test_a_proposal_starts_unanswered() -> None:
    row = ActionRow(
        "1",
        "price_error",
        "sku:A",
        "a",
        date(2024, 1, 1),
        ImpactRow(None, None, None, "CNY", "week"),
        5,
        {},
        "",
        None,
        "",
    )
    assert row.state == STATES[0] == "proposed"
    assert row.changed_at is None


def test_rows_cost_no_import_of_the_database_library() -> None:
    told = "import sys, zhanggui.store.journal_rows; print('sqlalchemy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
