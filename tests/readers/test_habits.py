"""The file's own evidence decides, over all its rows."""

from datetime import date
from pathlib import Path

import pytest

from tests.readers.plain import SALT, TODAY, line, reading, rows, text
from zhanggui.readers import Context


def test_a_mark_beyond_the_sample_is_still_seen(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(
        text(*rows(5000), line(5001, product="--", amount='"1,250.00"', units="2.0"))
    )
    with reading(tmp_path / "a.csv") as got:
        assert got.rows("sku, quantity, paid")[-1] == ("", 2, 1250)
        assert got.issues == []


def test_a_day_above_twelve_anywhere_decides(tmp_path: Path) -> None:
    quiet = [line(n, at=f"0{n % 9 + 1}/02/2024 10:00") for n in range(5000)]
    (tmp_path / "a.csv").write_bytes(text(*quiet, line(9999, at="13/02/2024 10:00")))
    with reading(tmp_path / "a.csv") as got:
        assert (got.staged.first_day, got.staged.last_day) == (date(2024, 2, 1), date(2024, 2, 13))


def test_a_question_that_nothing_answers(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(text(line(1, at="3/5/2024"), line(2, at="7/9/2024")))
    with reading(tmp_path / "a.csv") as got:
        assert got.issues == [(2, "Sold at", "ambiguous_dates")]
        assert got.staged.issues[0].value == "3/5/2024"
        assert got.staged.tables == {}
    with reading(tmp_path / "a.csv", None, Context(SALT, TODAY, "UTC", "USD", date_order="mdy")) as got:
        assert got.staged.first_day == date(2024, 3, 5)


def test_decimal_commas_of_a_european_file(tmp_path: Path) -> None:
    lines = [
        line(1, amount="1.234,50", at="06.05.2024 10:00"),
        line(2, amount="1.234", at="16.05.2024 10:00"),
    ]
    (tmp_path / "a.csv").write_bytes(
        text(*(one.replace(",", ";").replace("1.234;50", "1.234,50") for one in lines))
        .replace(b"Order No,", b"Order No;")
        .replace(b"Product,Units,Sold at,Amount,Customer,Shop", b"Product;Units;Sold at;Amount;Customer;Shop")
    )
    with reading(tmp_path / "a.csv") as got:
        assert got.rows("paid") == [(1234.5,), (1234,)]


@pytest.mark.parametrize(
    ("cells", "days"),
    [
        (("24-05-13", "24-05-14 09:30", "24-05-15"), [13, 14, 15]),
        (("13.05.24", "14.05.24", "15.05.24"), [13, 14, 15]),
        (("5/13/24", "5/14/24", "5/1/24"), [13, 14, 1]),
    ],
)
def test_a_year_of_two_digits_stands_where_the_days_of_the_file_put_it(
    tmp_path: Path, cells: tuple[str, ...], days: list[int]
) -> None:
    (tmp_path / "a.csv").write_bytes(text(*(line(n, at=cell) for n, cell in enumerate(cells, 1))))
    with reading(tmp_path / "a.csv") as got:
        assert got.issues == []
        assert got.rows("year(paid_day), month(paid_day), day(paid_day)") == [(2024, 5, day) for day in days]


def test_a_year_of_two_digits_that_nobody_can_tell_is_asked_for(tmp_path: Path) -> None:
    rows = (line(1, at="2024-01-01"), line(2, at="24-05-13"))
    (tmp_path / "a.csv").write_bytes(text(*rows))
    with reading(tmp_path / "a.csv") as got:
        assert got.issues == [(3, "Sold at", "ambiguous_dates")]
        assert got.staged.issues[0].value == "24-05-13"
    with reading(tmp_path / "a.csv", context=Context(SALT, TODAY, "UTC", "USD", date_order="ymd")) as got:
        assert got.rows("CAST(paid_day AS VARCHAR)") == [("2024-01-01",), ("2024-05-13",)]


def test_dates_beyond_the_sample_are_judged_like_those_in_it(tmp_path: Path) -> None:
    rows = [line(n) for n in range(1, 4200)] + [line(4200, at="3/5/2024")]
    (tmp_path / "a.csv").write_bytes(text(*rows))
    with reading(tmp_path / "a.csv") as got:
        assert got.issues == [(4201, "Sold at", "ambiguous_dates")]


def test_columns_filled_in_the_sample_may_be_empty_or_at_fault_beyond_it(tmp_path: Path) -> None:
    late = [line(5001, product="", amount=""), line(5002, units=-1), line(5003, at="2099-01-01 10:00")]
    (tmp_path / "a.csv").write_bytes(text(*rows(5000), *late))
    with reading(tmp_path / "a.csv") as got:
        assert got.rows("sku, paid")[-1] == ("", None)
        assert [(row, column) for row, column, _ in got.issues] == [(5003, "Units"), (5004, "Sold at")]
        assert got.staged.refused == 2
