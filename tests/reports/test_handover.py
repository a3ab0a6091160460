import csv
import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from tests.reports.making import action
from zhanggui.reports.handover import file_name, safe, write_sheet
from zhanggui.reports.messages import Texts


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "\nx"])
def test_a_text_that_a_spreadsheet_would_run_is_kept_from_it(text: str) -> None:
    assert safe(text) == "'" + text


def test_numbers_stay_numbers() -> None:
    assert [safe(value) for value in (Decimal("-1.5"), -2, None, dt.date(2026, 1, 2), "a")] == [
        "-1.50", "-2", "", "2026-01-02", "a",
    ]  # fmt: skip


def test_a_file_opens_in_excel_and_is_the_same_every_time(tmp_path: Path) -> None:
    sheet = action().sheet
    assert sheet is not None
    first, second = (write_sheet(sheet, tmp_path / name, "list", Texts("zh")) for name in ("a", "b"))
    assert first.read_bytes() == second.read_bytes()
    assert first.read_bytes().startswith(b"\xef\xbb\xbf")
    with first.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [["商家编码", "商品", "补货数量"], ["A1203", "'=1+1", "600"]]


def test_file_names_are_plain_and_do_not_meet() -> None:
    assert file_name("reorder", "taobao", "A-1") == "reorder-taobao-A-1"
    one, other = file_name("x", "s", "a/b"), file_name("x", "s", "a:b")
    assert one != other
    assert not set(one) & set('/\\:*?"<>|')
