"""Refunds told with tax are without it where their order says what of it is on top, whatever the order of the files."""

from datetime import datetime
from itertools import permutations

import pytest

from tests.store.staging import File, record, stage
from tests.store.test_items import account, back, item, orders
from tests.store.test_merge import OWNERS, books, load
from zhanggui.store.fingerprint import fingerprint
from zhanggui.store.merge import merge

TAXED = {"tax": 10, "shipping": 5}


def amounts(*files: File) -> list[object]:
    """What the books tell as paid back, the same in whatever order the files come."""
    found = []
    for some in permutations(files):
        with books() as con:
            for file in some:
                load(con, file)
            told = con.execute(
                "SELECT amount FROM refund WHERE kind = 'refund' ORDER BY refund_id, amount"
            ).fetchall()
            found.append(([float(row[0]) for row in told], fingerprint(con)))
    assert all(one == found[0] for one in found)
    return list(found[0][0])


@pytest.mark.parametrize(
    ("lines", "refund", "amount"),
    [
        ([item("1", "A", 95, **TAXED)], 110, 100),
        ([item("1", "A", 95, **TAXED)], 22, 20),
        ([item("1", "A", 95, **TAXED), item("1", "B", 100, tax=10)], 110, 100),
        ([item("1", "A", 95, tax=0, shipping=5)], 100, 100),
        ([item("1", "A", 95)], 95, 95),
        ([item("2", "A", 95, **TAXED)], 110, 110),
    ],
)
def test_the_orders_share_of_tax_is_taken_out(
    lines: list[dict[str, object]], refund: int, amount: float
) -> None:
    file = account(back("r", "1", refund, whole=refund))
    assert amounts(file, orders(*lines)) == [pytest.approx(amount, abs=0.01)]


def test_what_is_told_without_tax_stays() -> None:
    assert amounts(account(back("r", "1", 50)), orders(item("1", "A", 95, **TAXED))) == [50]


def test_what_the_order_states_is_told_once() -> None:
    whole = orders(item("1", "A", 95, refund_stated=100, **TAXED))
    assert amounts(account(back("r", "1", 110, whole=110)), whole) == [100]


def test_a_refund_told_again_by_another_file_is_no_other_refund() -> None:
    with books() as con:
        load(con, orders(item("1", "A", 95, **TAXED)))
        for name in ("a", "b"):
            file = File(name, {"refund": [back("r", "1", 110, whole=110)]}, version=datetime(2024, 6, 1))
            change = merge(con, stage(con, file), record(file), OWNERS, name)
            assert (change.tied, change.older) == (0, 0)
        assert con.execute("SELECT amount, sku, filled FROM refund").fetchall() == [(100, "A", "both")]
