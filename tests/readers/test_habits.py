"""The file's own evidence decides, over all its rows."""

from datetime import date
from pathlib import Path

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
        assert got.issues == [(0, "Sold at", "ambiguous_dates")]
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
