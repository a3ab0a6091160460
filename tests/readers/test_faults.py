"""Every bad cell is named by row, column, code and value, and the rest is loaded."""

from pathlib import Path

import openpyxl
import pytest

from tests.readers.plain import HEADER, TOML, line, reading, rows, sales, text


@pytest.mark.parametrize(
    ("changed", "column", "code", "value"),
    [
        ({"units": "many"}, "Units", "bad_number", "many"),
        ({"units": -1}, "Units", "negative_quantity", "-1"),
        ({"amount": "=1+1"}, "Amount", "formula", "=1+1"),
        ({"amount": "ten"}, "Amount", "bad_number", "ten"),
        ({"order": ""}, "Order No", "missing_key", ""),
        ({"order": "1.20253E+17"}, "Order No", "damaged_id", "1.20253E+17"),
        ({"at": "2099-01-01 00:00:00"}, "Sold at", "future_date", "2099-01-01 00:00:00"),
        ({"at": "1970-01-01 08:00:00"}, "Sold at", "ancient_date", "1970-01-01 08:00:00"),
        ({"at": "soon"}, "Sold at", "bad_date", "soon"),
    ],
)
def test_named_and_left_out(
    tmp_path: Path, changed: dict[str, object], column: str, code: str, value: str
) -> None:
    (tmp_path / "a.csv").write_bytes(text(*rows(3), line(4, **changed), *rows(3, 5)))
    with reading(tmp_path / "a.csv") as got:
        (issue,) = got.staged.issues
        assert (issue.file, issue.row, issue.column, issue.code, issue.value) == (
            "a.csv",
            5,
            column,
            code,
            value,
        )
        assert (got.staged.rows, got.staged.kept, got.staged.refused) == (7, 6, 1)
        assert len(got.rows("order_id")) == 6


def test_rows_are_counted_by_lines_when_cells_have_several(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(text(line(1, product='"two\nlines"'), "", line(2, units="x")))
    with reading(tmp_path / "a.csv") as got:
        assert got.issues == [(5, "Units", "bad_number")]
        assert got.rows("source_row") == [(2,)]


def test_an_unknown_currency(tmp_path: Path) -> None:
    toml = TOML.replace(
        "[fields.shop_name]", '[fields.currency]\nnames = ["Currency"]\ntype = "id"\n[fields.shop_name]'
    )
    toml += 'currency = "currency"\n'
    data = "Order No,Units,Amount,Currency\n1,1,5,USD\n2,1,5,XYZ\n3,1,5,人民币\n4,1,5,\n"
    (tmp_path / "a.csv").write_text(data, "utf-8")
    with reading(tmp_path / "a.csv", sales(toml)) as got:
        assert [one for one in got.issues if one[0]] == [(3, "Currency", "bad_currency")]
        assert got.rows("currency") == [("USD",), ("CNY",), ("USD",)]


def test_an_unknown_currency_in_the_header_refuses_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(text(line(1)).replace(b"Amount", b"Amount (XYZ)"))
    with reading(tmp_path / "a.csv") as got:
        assert [code for _, _, code in got.issues] == ["bad_currency"]
        assert got.staged.tables == {}


def test_a_buyer_is_never_shown(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(text(line(1, units="x")))
    with reading(tmp_path / "a.csv") as got:
        assert "customer" not in str(got.staged.issues)


def test_a_formula_without_a_value_refuses_its_row_and_only_its_text_where_it_is_one(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([*HEADER.split(",")])
    sheet.append(["A1", "TEA-1", 1, "2024-05-06 07:08:09", 10.5, "two\nlines", ""])
    sheet.append(["A2", "TEA-1", 1, "2024-05-06 07:08:09", "=E2*2", "me", ""])
    sheet.append(["A3", "TEA-1", 1, "2024-05-06 07:08:09", 3, "=F2", ""])
    book.save(tmp_path / "a.xlsx")
    with reading(tmp_path / "a.xlsx") as got:
        assert [(one.row, one.column, one.code, one.level) for one in got.staged.issues] == [
            (3, "Amount", "formula", "refused"),
            (4, "Customer", "formula", "notice"),
        ]
        assert (got.staged.kept, got.staged.refused) == (2, 1)
        assert got.rows("source_row, paid, buyer IS NULL") == [(2, 10.5, False), (4, 3, True)]
