from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.store.staging import DAY, File, apply
from zhanggui.store.folder import ShopFolder


@pytest.fixture
def folder(tmp_path: Path) -> ShopFolder:
    return ShopFolder.open(tmp_path / "it's a shop")


def paid(folder: ShopFolder, day: date) -> list[tuple[object, ...]]:
    with folder.read(day) as reading:
        return reading.con.execute("SELECT order_id, paid FROM order_line ORDER BY ALL").fetchall()


def test_books_as_of_a_day_hold_what_was_known_then(folder: ShopFolder) -> None:
    for number, amount in enumerate((1, 2, 3)):
        lines = [{"order_id": "1", "paid": amount}]
        apply(folder, File(f"{number}", {"order_line": lines}, version=DAY + timedelta(number)))
    assert paid(folder, date(2024, 4, 30)) == []
    assert [paid(folder, date(2024, 5, day)) for day in (1, 2, 3, 9)] == [
        [("1", 1)],
        [("1", 2)],
        [("1", 3)],
        [("1", 3)],
    ]


def test_a_refund_forgets_an_order_that_was_not_known_yet(folder: ShopFolder) -> None:
    refund = {"refund_id": "r", "order_id": "1", "amount": 2, "kind": "refund"}
    line = {"order_id": "1", "paid": 5, "paid_day": DAY.date()}
    apply(folder, File("r", {"refund": [refund]}, version=DAY))
    apply(folder, File("o", {"order_line": [line]}, version=DAY + timedelta(5)))
    for day, known in ((date(2024, 5, 2), None), (date(2024, 5, 6), DAY.date())):
        with folder.read(day) as reading:
            assert reading.con.execute("SELECT order_day FROM refund").fetchall() == [(known,)]


def test_the_answer_is_kept_until_the_books_change(folder: ShopFolder) -> None:
    apply(folder, File("a", {"order_line": [{"order_id": "1", "paid": 1}]}, version=DAY))
    with folder.read(DAY.date()) as first, folder.read(DAY.date()) as second:
        assert first.path == second.path
        apply(folder, File("b", {"order_line": [{"order_id": "2", "paid": 1}]}, version=DAY))
        assert first.refresh()
        assert first.con.execute("SELECT count(*) FROM order_line").fetchone() == (2,)
    assert len(list((folder.books.home / "asof").iterdir())) == 1
