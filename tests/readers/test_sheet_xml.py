"""What is known of an xlsx before its cells are read."""

import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from zhanggui.readers.sheet_xml import look


def saved(path: Path, *cells: object, shown: str = "General") -> Path:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append([*cells])
    page.cell(1, 1).number_format = shown
    book.save(path)
    return path


def test_plain_cells(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.xlsx", "202401011234567890", 12, 29.02, 0.1 + 0.2, -5.25, "1.5E+17")
    seen = look(path)
    assert seen.plain
    assert seen.size > 0
    assert not seen.holes


@pytest.mark.parametrize(
    "cell", [True, datetime(2026, 1, 5), 1e17, 202401011234567890, 1 / 3, 1e-7, 0.0123456789012]
)
def test_a_cell_that_needs_a_closer_look(cell: object, tmp_path: Path) -> None:
    assert not look(saved(tmp_path / "a.xlsx", "a", cell)).plain


@pytest.mark.parametrize(
    ("shown", "plain"),
    [
        ("yyyy-mm-dd", False),
        ("h:mm", False),
        ("[h]:mm:ss", False),
        ('"days" 0', True),
        ("0.00_);[Red]\\(0.00\\)", True),
        ("0.00%", True),
        ("@", True),
    ],
)
def test_a_number_may_be_shown_as_a_date(shown: str, plain: bool, tmp_path: Path) -> None:
    assert look(saved(tmp_path / "a.xlsx", 5, shown=shown)).plain is plain


def test_formulas_without_a_value_are_found_across_pieces(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for number in range(40_000):
        page.append([f"行{number}", "=1+1" if number in {7, 39_998} else 1])
    book.save(tmp_path / "a.xlsx")
    assert look(tmp_path / "a.xlsx").holes == {0: ((8, 2), (39_999, 2))}


@pytest.mark.parametrize(("old", "new"), [("<c ", "<x:c "), ('t="', "t='")])
def test_xml_of_another_hand_is_not_taken_for_plain(old: str, new: str, tmp_path: Path) -> None:
    path, other = saved(tmp_path / "a.xlsx", 1.5, True), tmp_path / "b.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(other, "w") as sink:
        for name in source.namelist():
            text = source.read(name)
            if name.startswith("xl/worksheets/"):
                text = (
                    text.replace(old.encode(), new.encode())
                    .replace(b"<v>", b"<x:v>")
                    .replace(b"</v>", b"</x:v>")
                )
            sink.writestr(name, text)
    assert not look(other).plain


def test_what_is_no_xlsx(tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_bytes(b"\xd0\xcf\x11\xe0")
    assert look(tmp_path / "a.xls").size == 0
