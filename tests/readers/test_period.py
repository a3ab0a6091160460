"""What a file says of its days and of when it was made."""

import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from tests.readers.exports import Reader
from tests.readers.plain import SALT, TODAY, TOML, line, reading, rows, sales, text
from zhanggui.readers import Context, period
from zhanggui.readers.period import days_in


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("统计日期：2026-09-01 ~ 2026-09-30", ("2026-09-01", "2026-09-30")),
        ("1 September 2026 - 30 September 2026", ("2026-09-01", "2026-09-30")),
        ("Start date: 20260101 End date: 20260923", ("2026-01-01", "2026-09-23")),
        ("Sep 1, 2026", ("2026-09-01", "2026-09-01")),
        ("report_2026-02", ("2026-02-01", "2026-02-28")),
        ("商品_2026年11月20日", ("2026-11-20", "2026-11-20")),
        ("2026년 9월 1일 - 2026년 9월 30일", ("2026-09-01", "2026-09-30")),
        ("1 września 2026 - 30 września 2026", ("2026-09-01", "2026-09-30")),
        ("1 сентября 2026 г. - 30 сентября 2026 г.", ("2026-09-01", "2026-09-30")),
        ("1 Eylül 2026 - 30 Eylül 2026", ("2026-09-01", "2026-09-30")),
        ("1. syyskuuta 2026 - 30. syyskuuta 2026", ("2026-09-01", "2026-09-30")),
        ("1. července 2026 - 31. července 2026", ("2026-07-01", "2026-07-31")),
        ("1er juin 2026 - 2 juillet 2026", ("2026-06-01", "2026-07-02")),
        ("report_2026-09-01-2026-09-30", ("2026-09-01", "2026-09-30")),
    ],
)
def test_days_of_a_title(text: str, days: tuple[str, str]) -> None:
    assert days_in(text) == tuple(date.fromisoformat(day) for day in days)


def test_no_day() -> None:
    assert days_in("orders 12345678 of 2026-02-31") == ()


@pytest.mark.parametrize("sign", [".", "-", "/"])
def test_two_days_with_their_year_at_the_end_are_not_one_of_both(sign: str) -> None:
    assert days_in(f"1{sign}9{sign}2026 - 10{sign}9{sign}2026") == ()
    assert days_in(f"01{sign}09{sign}2026-10{sign}09{sign}2026") == ()


DATELESS = TOML.replace('covers = ["sold_at"]', "covers = []").replace(
    "[version]", '[period]\nfrom = ["title", "name", "user"]\n[version]'
)
DATELESS = DATELESS.replace('paid_at = "sold_at"', 'paid_day = "file_day"')


def test_the_title_goes_before_the_name_and_the_name_before_the_operator(tmp_path: Path) -> None:
    made, asked = sales(DATELESS), Context(SALT, TODAY, "UTC", "USD", day=date(2024, 3, 3))
    named, plain = tmp_path / "sales 2024-02-02.csv", tmp_path / "sales.csv"
    named.write_bytes(text(line(1)))
    plain.write_bytes(text(line(1)))
    with reading(plain, made) as got:
        assert [code for _, _, code in got.issues] == ["day_unknown"]
    with reading(plain, made, asked) as got:
        assert got.rows("paid_day") == [(date(2024, 3, 3),)]
    with reading(named, made, asked) as got:
        assert got.rows("paid_day") == [(date(2024, 2, 2),)]
    named.write_bytes(b"Sales of 2024-01-01\n\n" + text(line(1)))
    with reading(named, made, asked) as got:
        assert (got.staged.first_day, got.staged.last_day) == (date(2024, 1, 1), date(2024, 1, 1))


def test_a_sheet_has_the_days_and_the_time_of_its_workbook(tmp_path: Path) -> None:
    header = [
        "(Parent) ASIN",
        "(Child) ASIN",
        "Title",
        "Sessions",
        "Page Views",
        "Units Ordered",
        "Ordered Product Sales",
    ]
    pages = {
        "Data": [header, ["P", "C", "Cup", "10", "20", "1", "$5.00"]],
        "Notes": [["made by hand"], ["for May"]],
    }
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as workbook:
        for name, lines in pages.items():
            page = workbook.add_worksheet(name)
            for place, cells in enumerate(lines):
                page.write_row(place, 0, cells)
    read = Reader(tmp_path).all("1714979289_BusinessReport 2024-05-01.xlsx", made.getvalue())
    (got,) = [one for one in read if one.format]
    assert (got.format, got.staged and got.staged.first_day) == ("amazon_business_asin", date(2024, 5, 1))
    assert got.staged is not None
    assert got.staged.exported == datetime(2024, 5, 6, 15, 8, 9)  # in Shanghai


def test_when_it_was_exported(tmp_path: Path) -> None:
    path = tmp_path / "1714979289_orders.csv"
    path.write_bytes(text(*rows(1)))
    with reading(path) as got:
        assert got.staged.exported == datetime(2024, 5, 6, 7, 8, 9)
    path = tmp_path / "a.csv"
    path.write_bytes("导出时间：2024-05-07 08:09:10\n".encode() + text(*rows(1)))
    with reading(path) as got:
        assert got.rows("version") == [(datetime(2024, 5, 7, 8, 9, 10),)]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("1. September 2026 - 30. September 2026", ("2026-09-01", "2026-09-30")),
        ("1 de septiembre de 2026 - 30 de septiembre de 2026", ("2026-09-01", "2026-09-30")),
        ("1 août 2026 - 3 août 2026", ("2026-08-01", "2026-08-03")),
        ("1 Mei 2026 - 2 Juni 2026", ("2026-05-01", "2026-06-02")),
        ("juillet 4, 2026", ("2026-07-04", "2026-07-04")),
    ],
)
def test_months_of_other_languages(text: str, days: tuple[str, str]) -> None:
    assert tuple(str(day) for day in period.days_in(text)) == days


def test_year_last_is_told_by_a_number_above_12_or_by_the_operator() -> None:
    told = {
        ("13/09/2026 - 19/09/2026", None): ("2026-09-13", "2026-09-19"),
        ("01/09/2026 - 30/09/2026", None): ("2026-09-01", "2026-09-30"),
        ("09/01/2026 - 09/30/2026", None): ("2026-09-01", "2026-09-30"),
        ("01/09/2026 - 07/09/2026", None): (),
        ("01/09/2026 - 07/09/2026", "dmy"): ("2026-09-01", "2026-09-07"),
        ("01.09.2026", "mdy"): ("2026-01-09", "2026-01-09"),
        ("1.9.2026 - 10.9.2026", None): ("2026-09-01", "2026-09-10"),
        ("31/02/2026", None): (),
    }
    for (title, order), days in told.items():
        assert tuple(str(day) for day in period._year_last(title, order)) == days


def test_a_label_and_its_date_in_two_cells_are_no_period() -> None:
    titles = (
        "Laporan",
        "Waktu Laporan Dibuat",
        "2026-10-01 08:30",
        "Periode",
        "13/09/2026 - 19/09/2026",
        "导出时间 2026-10-01",
        "x",
    )
    assert period._periods(titles) == ["Laporan", "Periode", "13/09/2026 - 19/09/2026", "x"]


def test_a_title_with_both_ends_is_the_period_whatever_else_has_a_date() -> None:
    titles = ["Loja", "Data de abertura,13/07/2026", "Período,01/06/2026 - 30/06/2026"]
    assert period._ends(titles) == titles[2:]
    assert period._ends(titles[:2]) == titles[:2]
    apart = ["จาก", "2026-06-01", "ถึง", "2026-06-30"]
    assert period._ends(apart) == apart


@pytest.mark.parametrize(
    "label",
    ["Data de Criação do Relatório", "Thời gian tạo báo cáo", "รายงานถูกสร้างเมื่อ", "Report creation time"],
)
def test_when_a_report_was_made_is_said_in_many_languages(label: str) -> None:
    assert period._periods((f"{label},13/07/2026 23:22", "Período,01/06/2026 - 30/06/2026")) == [
        "Período,01/06/2026 - 30/06/2026"
    ]


def kept(path: Path, said: str) -> Path:
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("docProps/core.xml", f"<a><dcterms:modified xsi:type='x'>{said}</dcterms:modified></a>")
    return path


def test_a_workbook_says_when_it_was_saved(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    told = [
        period.saved(kept(path, said), "Asia/Shanghai", date(2025, 3, 31))
        for said in ("2025-03-05T16:30:00Z", "2020-01-01T00:00:00Z", "2099-01-01T00:00:00Z", "soon")
    ]
    assert told == [datetime(2025, 3, 6, 0, 30), None, None, None]
    path.write_bytes(b"sku,cost")
    assert period.saved(path, "Asia/Shanghai") is None
