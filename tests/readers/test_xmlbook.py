"""Workbooks saved as XML text: sheets, gaps, merged and typed cells, hidden sheets, and what is refused."""

from pathlib import Path

import pytest

from tests.readers.plain import HEADER, codes, reading
from zhanggui.readers.workbook import Unreadable
from zhanggui.readers.xmlbook import sheets, spreadsheet

TOP = '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
SPACE = (
    'xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"'
)


def cell(said: str, kind: str = "String", more: str = "") -> str:
    return f'<Cell{more}><Data ss:Type="{kind}">{said}</Data></Cell>'


def row(*cells: str, more: str = "") -> str:
    return f"<Row{more}>{''.join(cells)}</Row>"


def book(*pages: tuple[str, str], top: str = TOP) -> str:
    made = "".join(f'<Worksheet ss:Name="{name}"><Table>{rows}</Table></Worksheet>' for name, rows in pages)
    return f"{top}<Workbook {SPACE}><Styles><Style ss:ID='a'/></Styles>{made}</Workbook>"


def order(number: int, amount: str = "10.5") -> str:
    return row(
        cell(f"A{number}"),
        cell("TEA &amp; CO"),
        cell("2", "Number"),
        cell("2024-05-06T07:08:09.000", "DateTime"),
        cell(amount, "Number"),
        cell("me"),
    )


def written(path: Path, text: str) -> list[str]:
    path.write_text(text, encoding="utf-8")
    return [sheet.path.read_text("utf-8") for sheet in sheets(path, path.parent)]


@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "gb2312"])
def test_rows_are_read_as_from_any_workbook(tmp_path: Path, codec: str) -> None:
    head = row(*map(cell, HEADER.split(",")))
    text = book(("订单", row(cell("Report of May")) + head + order(1) + order(2, "1250.00")))
    text = text.replace('version="1.0"', f'version="1.0" encoding="{codec}"')
    path = tmp_path / "a.xls"
    path.write_bytes(text.encode(codec))
    assert spreadsheet(path.read_bytes()[:4096])
    with reading(path) as read:
        got = read.rows(
            "order_id, sku, quantity, CAST(paid_at AS VARCHAR), CAST(paid AS VARCHAR), source_row"
        )
    assert got == [
        ("A1", "TEA & CO", 2, "2024-05-06 07:08:09", "10.5000", 3),
        ("A2", "TEA & CO", 2, "2024-05-06 07:08:09", "1250.0000", 4),
    ]


def test_gaps_merged_cells_and_line_breaks_keep_their_places(tmp_path: Path) -> None:
    rows = (
        row(cell("title", more=' ss:MergeAcross="2"'), cell("last"))
        + row(cell("x", more=' ss:Index="3"'), more=' ss:Index="3"')
        + row(cell("one&#10;two"), '<Cell ss:StyleID="a"/>', cell("1", "Boolean"))
        + row(cell("<B xmlns='http://www.w3.org/TR/REC-html40'>bold</B> text"))
    )
    assert written(tmp_path / "a.xls", book(("s", rows))) == [
        'title,,,last\n""\n,,x\none two,,TRUE\nbold text,\n'
    ]


def test_cells_keep_what_they_hold(tmp_path: Path) -> None:
    rows = row(
        cell("730000000000000017", "Number"),
        cell("12345678901", "Number"),
        cell("0.1", "Number"),
        cell("2024-05-06T00:00:00.000", "DateTime"),
        cell("no figure", "Number"),
        cell("0", "Boolean"),
        cell("1899-12-31T07:08:09.000Z", "DateTime"),
    )
    assert written(tmp_path / "a.xls", book(("s", rows))) == [
        "7.30000000000000E+17,12345678901,0.1,2024-05-06,no figure,FALSE,1899-12-31 07:08:09\n"
    ]


def test_hidden_and_empty_sheets_are_left_out(tmp_path: Path) -> None:
    hidden = "</Table><x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions><Table>"
    text = book(("a", row(cell("1")) + hidden), ("b", row("<Cell/>")), ("c", row(cell("3"))))
    assert written(tmp_path / "a.xls", text) == ["3,\n"]


def test_a_formula_without_a_value_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    formula = ' ss:Formula="=1+1"'
    path.write_text(book(("s", row(cell("x"), f"<Cell{formula}/>", cell("2", "Number", formula)))))
    assert [sheet.formulas for sheet in sheets(path, tmp_path)] == [((1, 2),)]


BOMB = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize(
    "text",
    [
        book(("s", row(cell("&b;"))), top=BOMB),
        book(("s", row(cell("1"))))[:-30],
        book(("s", row(cell("1", more=' ss:Index="99999"')))),
        book(("s", row(cell("1"), more=' ss:Index="99999999"'))),
        book(("s", row(cell("1")))).replace('"1.0"', '"1.0" encoding="klingon"'),
    ],
    ids=["entities", "truncated", "beyond the last column", "beyond the last row", "of no known encoding"],
)
def test_what_no_spreadsheet_program_writes_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.xls"
    path.write_text(text)
    with pytest.raises(Unreadable) as refusal:
        sheets(path, tmp_path)
    assert refusal.value.code == "damaged_file"
    assert codes(path) == ["damaged_file"]


def test_an_empty_workbook_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_text(book(("s", "")))
    assert codes(path) == ["empty_file"]
