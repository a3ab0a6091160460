"""A sheet written straight from its XML reads as it does cell by cell, or is refused."""

import csv
import random
import re
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import example, given, settings
from hypothesis import strategies as st

from zhanggui.readers import sheet_cells, workbook

Cell = str | int | float | None
TEXTS = st.sampled_from(
    [
        "",
        " ",
        " 甲 ",
        "007",
        "202401011234567890",
        '6" 寸',
        "a,b",
        "两\n行",
        "<b>&amp;</b>",
        "R&D",
        "#N/A",
        "1E5",
        "€ 5",
        "0.10",
    ]
)
CELLS = (
    st.none()
    | TEXTS
    | st.integers(-(10**20), 10**20)
    | st.decimals(-99999, 99999, places=4).map(float)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.floats(0, 1)
)
ROWS = st.lists(st.lists(CELLS, max_size=6), max_size=8)


def save(path: Path, rows: list[list[Cell]], *, inline: bool = False, styled: bool = False) -> Path:
    """A workbook of one sheet with its texts in its cells, or shared by them."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "constant_memory": inline}) as book:
        look = book.add_format({"bold": True}) if styled else None
        page = book.add_worksheet()
        for line, row in enumerate(rows):
            for place, cell in enumerate(row):
                if isinstance(cell, str):
                    page.write_string(line, place, cell, look)
                elif cell is not None:
                    page.write_number(line, place, cell, look)
                elif styled:
                    page.write_blank(line, place, None, look)
    return path


def straight(path: Path) -> list[list[str]]:
    """Rows of the sheet straight from its XML; [] where it is refused."""
    target = path.with_suffix(".csv")
    made = sheet_cells.write(path, target)
    if made is None:
        assert not target.exists()
        return []
    assert len(table(target)) == made[1]
    workbook._even(target, made[1])
    return table(target)


def table(target: Path) -> list[list[str]]:
    with target.open(encoding="utf-8", newline="") as source:
        return list(csv.reader(source))


def slowly(path: Path) -> list[list[str]]:
    """Rows of the sheet cell by cell."""
    for _, sheet in workbook._each(path, path.parent):
        workbook._even(sheet.path, sheet.rows)
        return table(sheet.path)
    return []


def narrow(rows: list[list[str]]) -> list[list[str]]:
    """Rows without the columns at the right that hold nothing: cells of empty texts make some, and say nothing."""
    width = max((place for row in rows for place, cell in enumerate(row, 1) if cell), default=0)
    return [row[:width] for row in rows]


@settings(max_examples=60, deadline=None)
@given(ROWS, st.booleans(), st.booleans())
@example([["a", "b"], ["c", "d", ""]], False, False)
def test_the_rows_are_the_same(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[Cell]], inline: bool, styled: bool
) -> None:
    path = save(tmp_path_factory.mktemp("book") / "a.xlsx", rows, inline=inline, styled=styled)
    found = straight(path)
    assert not found or found == narrow(slowly(path))


@pytest.mark.parametrize("inline", [False, True])
def test_plain_sheets_are_taken(tmp_path: Path, inline: bool) -> None:
    luck = random.Random(7)
    rows: list[list[Cell]] = [["订单号", "名称", "金额", "备注", "数量"]]
    rows += [
        [
            f"20240101{number:010}",
            f"商品 {luck.randrange(9)}",
            luck.randrange(-9999, 99999) / 100,
            luck.choice([None, None, "a,b", 'say "x"', "R&D"]),
            luck.randrange(5),
        ]
        for number in range(9000)
    ]
    rows[5000:5000] = [[], []]
    path = save(tmp_path / "a.xlsx", rows, inline=inline)
    found = straight(path)
    assert len(found) == 9003
    assert found == slowly(path)


def test_another_hand_is_read_too(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["订单号", "金额", "备注"])
    page.append(["1", 901.8099999999999, " 甲"])
    page.append(["2", 1.0, None])
    page.append([None, 1234567890123456789, "x"])
    book.save(tmp_path / "a.xlsx")
    assert straight(tmp_path / "a.xlsx") == [
        ["订单号", "金额", "备注"],
        ["1", "901.81", " 甲"],
        ["2", "1", ""],
        ["", "1.23456789012346E+18", "x"],
    ]


def changed(tmp_path: Path, change: Callable[[str], str], part: str = "xl/worksheets/sheet1.xml") -> Path:
    """A plain workbook with one part of its XML changed."""
    plain = save(tmp_path / "plain.xlsx", [["a", "b"], ["甲", 5], ["乙", 6]], inline=True)
    path = tmp_path / "changed.xlsx"
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(path, "w") as sink:
        for name in source.namelist():
            text = source.read(name).decode()
            sink.writestr(name, change(text) if name == part else text)
    return path


CHANGES: dict[str, Callable[[str], str]] = {
    "formula": lambda text: text.replace('<c r="B2"><v>', '<c r="B2"><f>1+1</f><v>'),
    "truth": lambda text: text.replace('<c r="B2">', '<c r="B2" t="b">'),
    "error": lambda text: text.replace('<c r="B2">', '<c r="B2" t="e">'),
    "date": lambda text: text.replace('<c r="B2">', '<c r="B2" t="d">'),
    "rich": lambda text: text.replace("<is><t>甲</t></is>", "<is><r><t>甲</t></r></is>"),
    "no names": lambda text: re.sub(r'<c r="[A-Z]\d"', "<c", text),
    "no numbers": lambda text: re.sub(r'<row r="\d"', "<row", text),
    "prefix": lambda text: re.sub(r"<(/?)([a-z])", r"<\1x:\2", text),
    "quotes": lambda text: text.replace('"', "'"),
    "type first": lambda text: text.replace('<c r="B2">', '<c r="B2" t="n" s="1">'),
    "pretty": lambda text: text.replace("><", ">\n<"),
    "rows turned": lambda text: text.replace('"1"', '"9"'),
    "cells turned": lambda text: text.replace('r="A2"', 'r="C2"'),
    "later": lambda text: re.sub(r'(r="[A-Z]?)(\d)"', lambda m: f'{m[1]}{int(m[2]) + 3}"', text),
    "no first column": lambda text: re.sub(r'r="([AB])', lambda m: f'r="{chr(ord(m[1]) + 1)}', text),
    "wider below": lambda text: text.replace('r="B3"', 'r="D3"'),
    "escaped": lambda text: text.replace("甲", "_x0041_"),
    "entity": lambda text: text.replace("甲", "&nbsp;"),
    "no figure": lambda text: text.replace("<v>5</v>", "<v>five</v>"),
    "comment": lambda text: text.replace("<sheetData>", "<sheetData><!-- x -->"),
    "cut": lambda text: text[: text.index("</sheetData>")],
    "coded": lambda text: text.replace("UTF-8", "GBK"),
    "far": lambda text: text.replace('row r="3"', 'row r="900003"').replace('3"', '900003"'),
}


@pytest.mark.parametrize("what", CHANGES)
def test_what_is_not_plain_is_refused_or_read_the_same(tmp_path: Path, what: str) -> None:
    path = changed(tmp_path, CHANGES[what])
    found = straight(path)
    if what not in {"type first", "wider below"}:
        assert found == []
    assert not found or found == slowly(path)


def test_character_references_are_read(tmp_path: Path) -> None:
    path = changed(tmp_path, lambda text: text.replace("甲", "&#30002;&#x7532;&lt;"))
    assert straight(path)[1] == ["甲甲<", "5"]


def test_dates_and_several_or_hidden_sheets_are_refused(tmp_path: Path) -> None:
    for number in range(3):
        path = tmp_path / f"{number}.xlsx"
        with xlsxwriter.Workbook(str(path)) as book:
            page = book.add_worksheet()
            page.write_row(0, 0, ["a", "b"])
            if number == 0:
                page.write_datetime(1, 0, datetime(2024, 5, 1), book.add_format({"num_format": "yyyy-mm-dd"}))
            if number == 1:
                book.add_worksheet()
        assert bool(straight(path)) == (number == 2)
    hidden = changed(
        tmp_path, lambda text: text.replace("<sheet ", '<sheet state="hidden" '), "xl/workbook.xml"
    )
    assert straight(hidden) == []


def test_large_workbooks_take_this_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = save(tmp_path / "a.xlsx", [["订单号", "金额"], ["202401011234567890", 1.5e17]])
    monkeypatch.setattr(workbook, "LARGE", 0)
    monkeypatch.delattr(workbook, "CalamineWorkbook")
    monkeypatch.delattr(workbook, "look")
    (sheet,) = workbook.sheets(path, tmp_path)
    assert sheet.path.read_text("utf-8") == "订单号,金额\n202401011234567890,1.50000000000000E+17\n"
