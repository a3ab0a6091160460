"""A large workbook written column by column reads as it does cell by cell."""

import csv
import random
from pathlib import Path

import fastexcel
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from zhanggui.readers import workbook
from zhanggui.readers.sheet_xml import look

Cell = str | int | float | None
TEXTS = st.sampled_from(
    [
        "",
        " ",
        "甲",
        "007",
        "202401011234567890",
        '6" 寸',
        "a,b",
        "两\n行",
        "x\r\ny",
        "#N/A",
        "=1+1",
        "'5",
        "true",
        "1E5",
    ]
)
CELLS = (
    st.none()
    | TEXTS
    | st.integers(-(10**15) + 1, 10**15 - 1)
    | st.decimals(-99999, 99999, places=4).map(float)
)


def save(path: Path, *pages: list[list[Cell]]) -> Path:
    """A workbook of these pages."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        for rows in pages:
            page = book.add_worksheet()
            for line, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if isinstance(cell, str):
                        page.write_string(line, place, cell)
                    elif cell is not None:
                        page.write_number(line, place, cell)
    return path


def both(path: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[tuple[str, int, list[list[str]]]]]:
    """Sheets of a workbook read in the one way and in the other."""
    out = []
    for large in (0, 1 << 60):
        monkeypatch.setattr(workbook, "LARGE", large)
        made = []
        for sheet in workbook.sheets(path, path.parent):
            with sheet.path.open(encoding="utf-8", newline="") as source:
                made.append((sheet.name, sheet.rows, list(csv.reader(source))))
        out.append(made)
    return out


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.lists(CELLS, min_size=1, max_size=5), max_size=8),
    st.lists(st.lists(CELLS, max_size=2), max_size=3),
)
def test_the_text_is_the_same(
    tmp_path_factory: pytest.TempPathFactory, first: list[list[Cell]], second: list[list[Cell]]
) -> None:
    path = save(tmp_path_factory.mktemp("book") / "a.xlsx", first, second)
    with pytest.MonkeyPatch.context() as patch:
        quick, slow = both(path, patch)
    assert quick == slow


def test_it_is_the_quick_way_that_was_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = save(tmp_path / "a.xlsx", [["订单号", "金额"], ["202401011234567890", 12.5]])
    monkeypatch.setattr(workbook, "LARGE", 0)
    monkeypatch.delattr(workbook, "CalamineWorkbook")
    (sheet,) = workbook.sheets(path, tmp_path)
    assert sheet.path.read_text("utf-8") == "订单号,金额\n202401011234567890,12.5\n"


def test_many_rows_stay_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    luck = random.Random(4)
    rows: list[list[Cell]] = [
        [number, f"商品{luck.randrange(99)}", luck.randrange(9999) / 100] for number in range(30_000)
    ]
    path = save(tmp_path / "a.xlsx", [["序号", "名称", "金额"], *rows])
    assert look(path).plain
    quick, slow = both(path, monkeypatch)
    assert quick == slow


@pytest.mark.parametrize(
    "cell",
    [1.23456789012345e17, 1e-7, 0.0123456789012, 1234567890123456.0],
    ids=["id", "tiny", "share", "long"],
)
def test_figures_that_do_not_read_the_same_both_ways_are_read_cell_by_cell(
    cell: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = save(tmp_path / "a.xlsx", [["a", "b"], ["x", cell]])
    assert not look(path).plain
    quick, slow = both(path, monkeypatch)
    assert quick == slow


def test_a_hidden_sheet_is_left_out_and_damage_goes_the_other_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for name in ("甲", "乙", "丙"):
            book.add_worksheet(name).write_string(0, 0, name)
        page = book.get_worksheet_by_name("乙")
        assert page is not None
        page.hide()
    quick, slow = both(path, monkeypatch)
    assert quick == slow == [("甲", 1, [["甲", ""]]), ("丙", 1, [["丙", ""]])]

    def broken(_path: Path) -> fastexcel.ExcelReader:
        raise fastexcel.CannotRetrieveCellDataError("cell")

    monkeypatch.setattr(fastexcel, "read_excel", broken)
    assert both(path, monkeypatch)[0] == slow
