from datetime import date
from pathlib import Path

import pytest

from tests.store.staging import DAY, NOW, File, apply
from zhanggui.model.issue import Issue
from zhanggui.store.folder import ShopFolder
from zhanggui.store.status import Coverage, coverage, issues, loads


@pytest.fixture
def folder(tmp_path: Path) -> ShopFolder:
    return ShopFolder.open(tmp_path / "shop")


def day(number: int) -> date:
    return date(2024, 5, number)


def test_coverage_names_the_days_that_are_missing(folder: ShopFolder) -> None:
    lines = [{"order_id": str(n), "created_day": day(n)} for n in (1, 2, 5)]
    weeks = [{"day": day(1), "days": 7, "device": "all"}, {"day": day(10), "days": 1, "device": "all"}]
    apply(folder, File("a", {"order_line": lines}, version=DAY), File("b", {"traffic_shop": weeks}, version=DAY),
          File("c", {"listing": [{"listing_id": "x", "variant_id": ""}]}, version=DAY))  # fmt: skip
    with folder.read() as reading:
        assert coverage(reading.con) == (
            Coverage("jd", "listing", 1, None, None, (), NOW),
            Coverage("jd", "order_line", 3, day(1), day(5), (day(3), day(4)), NOW),
            Coverage("jd", "traffic_shop", 2, day(1), day(10), (day(8), day(9)), NOW),
        )


def test_rows_without_a_day_are_counted_and_cover_nothing(folder: ShopFolder) -> None:
    apply(folder, File("a", {"order_line": [{"order_id": "1"}]}, version=DAY))
    with folder.read() as reading:
        assert coverage(reading.con) == (Coverage("jd", "order_line", 1, None, None, (), NOW),)


def test_loads_and_issues_are_listed(folder: ShopFolder) -> None:
    first, second = Issue("a", 2, "金额", "bad_number", "x"), Issue("b", 0, "", "cut_off")
    apply(folder, File("a", {"order_line": [{"order_id": "1"}]}, version=DAY, issues=(first,)),
          File("b", {"order_line": [{"order_id": "2"}]}, version=DAY, issues=(second,)))  # fmt: skip
    with folder.read() as reading:
        rows = loads(reading.con)
        assert [(row.file, row.shops, row.kept) for row in rows] == [("a", ("jd",), 1), ("b", ("jd",), 1)]
        assert issues(reading.con) == (first, second)
        assert issues(reading.con, rows[1].load) == (second,)
