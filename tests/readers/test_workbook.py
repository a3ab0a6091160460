"""Spreadsheets become text line by line, and their cells stay what they are."""

import csv
import io
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from msoffcrypto.format.ooxml import OOXMLFile

from zhanggui.readers.workbook import Unreadable, sheets, text


def saved(path: Path, *rows: list[object]) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in rows:
        page.append(row)
    book.save(path)
    return path


def lines(path: Path, work: Path) -> list[list[str]]:
    with sheets(path, work)[0].path.open(encoding="utf-8", newline="") as source:
        return list(csv.reader(source))


def test_cells_stay_exact(tmp_path: Path) -> None:
    path = saved(
        tmp_path / "a.xlsx",
        ["id", "when", "amount"],
        [123456789012345, datetime(2024, 5, 6), 0.1 + 0.2],
        [],
        ["007", datetime(2024, 5, 6, 7, 8, 9), 12],
    )
    assert lines(path, tmp_path) == [
        ["id", "when", "amount"],
        ["123456789012345", "2024-05-06", "0.3"],
        ["", "", ""],
        ["007", "2024-05-06 07:08:09", "12"],
    ]


def test_a_number_that_lost_digits_shows_it() -> None:
    assert text(202401011234567890.0) == "2.02401011234568E+17"
    assert text(9007199254740991.0) == "9007199254740991"
    assert text(True) == "TRUE"


def test_a_formula_without_a_value_is_told(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.xlsx", ["a", "b"], [1, "=A2+1"])
    assert sheets(path, tmp_path)[0].formulas == ((2, 2),)


def test_what_cannot_be_opened(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.xlsx", ["a"], [1])
    locked, cut = tmp_path / "locked.xlsx", tmp_path / "cut.xlsx"
    sink = io.BytesIO()
    with path.open("rb") as source:
        OOXMLFile(source).encrypt("secret", sink)
    locked.write_bytes(sink.getvalue())
    cut.write_bytes(path.read_bytes()[:1500])
    for file, code in ((locked, "password"), (cut, "damaged_file")):
        with pytest.raises(Unreadable) as error:
            sheets(file, tmp_path)
        assert error.value.code == code


def test_hidden_sheets_and_line_breaks_in_cells(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["a", "b"])
    page.append(["one\ntwo\r\nthree", "x"])
    page.append(["c", "y"])
    hidden = book.create_sheet("hidden")
    hidden.append(["z", "z"])
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    (sheet,) = sheets(tmp_path / "a.xlsx", tmp_path)
    assert sheet.path.read_text("utf-8") == "a,b\none two three,x\nc,y\n"


def test_a_carriage_return_in_a_cell_ends_no_row(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        for place, cells in enumerate((["id", "note"], ["1", "two\rlines"], ["2", "three\r\nmore"])):
            page.write_row(place, 0, cells)
    assert lines(path, tmp_path) == [["id", "note"], ["1", "two lines"], ["2", "three more"]]
