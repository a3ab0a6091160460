"""Every way in which cells are written is read exactly, and nothing is guessed."""

from datetime import datetime
from decimal import Decimal

import duckdb
import pytest

from zhanggui.readers.cells import DateOrder, Habits, expression, macros, simple, wrong
from zhanggui.readers.spec import Field

CON = duckdb.connect()
CON.execute(macros())


# Day first, as in all cells of these tests that begin with the day.
DAY_FIRST = dict.fromkeys(("slash", "dash", "dot"), "dmy")
ORDER = DateOrder("dmy", "dmy", "dmy", short=DAY_FIRST)


def read(kind: str, cell: str, habits: Habits | None = None, **more: object) -> object:
    item = Field("f", ("F",), kind, **more)  # type: ignore[arg-type]
    made = expression(item, "c", habits or Habits(orders={"f": ORDER}), b"salt")
    picked = ", ".join(made.values())
    row = CON.execute(f"SELECT {picked} FROM (SELECT ?::VARCHAR AS c)", [cell]).fetchone()
    assert row is not None
    return row if len(row) > 1 else row[0]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1234.5", "1234.5"),
        ("11,269", "11269"),
        ("1,23,456.00", "123456"),
        ("$ 16.22", "16.22"),
        ("¥1,234.00", "1234"),
        ("-$5.10", "-5.1"),
        ("12.30 USD", "12.3"),
        ("RM12.30", "12.3"),
        ("0元", "0"),
        ("1.2万", "12000"),
        ("３，４５６．７", "3456.7"),
        ("(12.50)", "-12.5"),
        ("12.50-", "-12.5"),
        ("\u22123", "-3"),
        ("5\u00a0000", "5000"),
        ('="12.5"', "12.5"),
        ("\t7\t", "7"),
        ("CN¥12.50", "12.5"),
        ("5.10 TL", "5.1"),
        ("12.50 $US", "12.5"),
        ("1e3", "1000"),
    ],
)
def test_money(cell: str, value: str) -> None:
    assert read("money", cell) == Decimal(value)


@pytest.mark.parametrize("cell", ["many", "=1+1", "1,23", "12%", "1.2.3", "--", "null", ""])
def test_no_money(cell: str) -> None:
    assert read("money", cell) is None


@pytest.mark.parametrize(
    ("cell", "value"), [("1.234,50", "1234.5"), ("1.234", "1234"), ("-0,5 €", "-0.5"), ("7", "7")]
)
def test_decimal_comma(cell: str, value: str) -> None:
    assert read("money", cell, Habits(commas=frozenset({"f"}))) == Decimal(value)


def test_a_point_after_the_comma_is_no_number_there() -> None:
    assert read("money", "1,234.50", Habits(commas=frozenset({"f"}))) is None


def test_counts_are_whole() -> None:
    assert read("count", "1,204") == 1204
    assert read("count", "3.0") == 3
    assert read("count", "2.5") is None


def test_shares_in_percent_and_as_fractions() -> None:
    assert read("percent", "78.15%") == Decimal("0.7815")
    assert read("percent", "78.15") == Decimal("0.7815")
    assert read("fraction", "0.0786") == Decimal("0.0786")
    assert read("fraction", "7.86%") == Decimal("0.0786")
    assert read("fen", "1,250") == Decimal("12.50")


@pytest.mark.parametrize(
    ("cell", "low", "high"),
    [
        ("5000 ~ 1万", "5000", "10000"),
        ("1% ~ 2.5%", "0.01", "0.025"),
        ("10%-20%", "0.1", "0.2"),
        ("59%", "0.59", "0.59"),
    ],
)
def test_ranges(cell: str, low: str, high: str) -> None:
    assert read("range", cell) == (Decimal(low), Decimal(high))


def test_ranges_that_are_missing() -> None:
    assert read("range", "-") == (None, None)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ('="0123"', "0123"),
        ("=123", "123"),
        ("'6917001", "6917001"),
        ("\t6917001\t", "6917001"),
        ("\ufeff77", "77"),
        ("1,234,567", "1234567"),
        ("17850.0", "17850"),
        ("BANK CHARGES", "BANK CHARGES"),
        ("1E5", "1E5"),
        ("#1001", "#1001"),
        ("1.20253E+17", None),
        ("-", None),
        ("NULL", None),
        ("无", None),
    ],
)
def test_ids(cell: str, value: str | None) -> None:
    assert read("id", cell) == value


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("无退款申请", None),
        (" --", None),
        ("N/A", None),
        ("not stocked", None),
        ("\t茶 ", "茶"),
        ("Nice", "Nice"),
        ("Ünder", "Ünder"),
        ("【新款】茶", "【新款】茶"),
    ],
)
def test_text(cell: str, value: str | None) -> None:
    assert read("text", cell) == value


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("2024-05-06 07:08:09", "2024-05-06 07:08:09"),
        ("2024/5/6 7:08", "2024-05-06 07:08:00"),
        ("20240506", "2024-05-06"),
        ("20240506070809", "2024-05-06 07:08:09"),
        ("2024年5月6日 7时8分", "2024-05-06 07:08:00"),
        ("2024-05-06T07:08:09+02:00", "2024-05-06 07:08:09"),
        ("Sep 01, 2026", "2026-09-01"),
        ("1 juil. 2026", "2026-07-01"),
        ("28 févr. 2026", "2026-02-28"),
        ("3 août 2026", "2026-08-03"),
        ("14 ene 2026", "2026-01-14"),
        ("5 de mar. de 2026", "2026-03-05"),
        ("9 giu 2026", "2026-06-09"),
        ("31. Dez. 2026", "2026-12-31"),
        ("4 mei 2026", "2026-05-04"),
        ("1 September 2026", "2026-09-01"),
        ("Jul-21-25", "2025-07-21"),
        ("Jun 8, 2025 10:23:05 PM PDT", "2025-06-08 22:23:05"),
        ("12:05 AM", None),
        ("06.05.2024 07:15:32 GMT+00:00", "2024-05-06 07:15:32"),
        ("06/05/24 12:05 AM", "2024-05-06 00:05:00"),
        ("45418", "2024-05-06"),
        ("45418.5", "2024-05-06 12:00:00"),
        ("31/02/2024", None),
        ("2024-05-06 25:00", None),
        ("tomorrow", None),
        ("epoch", None),
    ],
)
def test_times_as_written(cell: str, value: str | None) -> None:
    assert read("time", cell) == (None if value is None else datetime.fromisoformat(value))


def test_month_first_and_exchanged_days() -> None:
    habits = Habits(orders={"f": DateOrder(slash="mdy", swap=True)})
    assert read("time", "5/6/2024", habits) == datetime(2024, 5, 6)
    assert read("time", "2024-05-06", habits) == datetime(2024, 6, 5)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("2024-05-06 07:08:09 -0500", "2024-05-06 12:08:09"),
        ("2024-05-06T07:08:09+00:00", "2024-05-06 07:08:09"),
        ("2024-05-06T07:08:09Z", "2024-05-06 07:08:09"),
        ("Jun 8, 2025 10:23:05 PM PDT", "2025-06-09 05:23:05"),
        ("2024-05-06 07:08", "2024-05-06 07:08:00"),
        ("1 de jan. de 2024 00:00:55 BRT", "2024-01-01 03:00:55"),
        ("31.12.2024 10:00:00 MEZ", "2024-12-31 09:00:00"),
        ("2024-05-01 15:05:10 (UTC+8)", "2024-05-01 07:05:10"),
        ("2024-05-01 15:05:10 +0800 UTC", "2024-05-01 07:05:10"),
        ("Wed May 01 2024 15:05:10 GMT+0800 (China Standard Time)", "2024-05-01 07:05:10"),
    ],
)
def test_instants(cell: str, value: str) -> None:
    assert read("time", cell, zone="utc") == datetime.fromisoformat(value)


def test_a_buyer_is_kept_as_a_salted_hash_only() -> None:
    made = read("text", "tom@example.com", personal=True)
    assert isinstance(made, str)
    assert len(made) == 32
    assert made == read("text", " tom@example.com", personal=True)
    assert read("text", "-", personal=True) is None


def test_words_of_a_field_are_mapped() -> None:
    values = {"paid": ("买家已付款",)}
    assert read("text", "买家已付款", values=values) == "paid"
    assert read("text", "别的", values=values) == "别的"


def test_flags() -> None:
    assert (read("flag", "是"), read("flag", "No"), read("flag", "?")) == (True, False, None)


@pytest.mark.parametrize(
    ("kind", "cells"),
    [
        ("id", ["17850.0", "1,5", "-", "无", "=1", "nan", "\ufeff1", "1e+5", " 1"]),
        ("text", ["-", "无", "=1", "NULL", "nan", " x", "\ufeff1"]),
        ("money", ["1,5", "-", "=1", "x"]),
        ("count", ["1.5", "1,5", "-"]),
        ("time", ["5/6/2024", "epoch", "2024-05-06 10:00 PM", "20240506"]),
    ],
)
def test_the_shortcut_never_reads_what_is_not_clean(kind: str, cells: list[str]) -> None:
    sql = simple(Field("f", (), kind), "c")
    for cell in cells:
        row = CON.execute(f"SELECT {sql} FROM (SELECT ?::VARCHAR AS c)", [cell]).fetchone()
        assert row == (None,), cell


@pytest.mark.parametrize(("kind", "bad"), [("money", True), ("count", True), ("rate", False)])
def test_an_error_of_a_formula_is_no_missing_amount(kind: str, bad: bool) -> None:
    sql = wrong(Field("f", ("F",), kind), "c", "CAST(NULL AS INTEGER)", plain=False)
    for cell in ("#VALUE!", "#REF!", '="#NAME?"', "#DIV/0!"):
        assert CON.execute(f"SELECT {sql} FROM (SELECT ?::VARCHAR AS c)", [cell]).fetchone() == (bad,)
    assert CON.execute(f"SELECT {sql} FROM (SELECT '--' AS c)").fetchone() == (False,)


@pytest.mark.parametrize("cell", ["11/05/26", "11/05/26 10:00", "1/5/26 09:00", "20/05/26"])
def test_a_year_of_two_digits_is_where_the_column_has_it(cell: str) -> None:
    habits = Habits(orders={"f": DateOrder(short={"slash": "dmy"})})
    found = read("time", cell, habits)
    assert isinstance(found, datetime)
    assert (found.year, found.month) == (2026, 5)


def test_a_date_of_unknown_order_is_not_read() -> None:
    unknown = Habits(orders={"f": DateOrder(dash="dmy")})
    assert [read("time", cell, unknown) for cell in ("05/06/2024", "24-05-13", "5/13/24")] == [None] * 3
    first = Habits(orders={"f": DateOrder(dash="dmy", short={"dash": "ymd"})})
    assert read("time", "24-05-13 08:30", first) == datetime(2024, 5, 13, 8, 30)
    assert read("time", "24-5-3", first) == datetime(2024, 5, 3)
    assert read("time", "13-05-2024", first) == datetime(2024, 5, 13)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("上午10:03 2024/5/13", "2024-05-13 10:03:00"),
        ("2024/5/13 中午12:30", "2024-05-13 12:30:00"),
        ("2024/5/13 傍晚6:05", "2024-05-13 18:05:00"),
        ("2024/5/13 早上8:30", "2024-05-13 08:30:00"),
        ("2024/05/13（周一）", "2024-05-13"),
        ("2024-05-13(Mon)", "2024-05-13"),
        ("24年5月13日", "2024-05-13"),
        ("2024. 5. 13.", "2024-05-13"),
        ("1er mai 2024", "2024-05-01"),
        ("13-mei-2024", "2024-05-13"),
        ("13 Agustus 2024", "2024-08-13"),
        ("13 Mayıs 2024", "2024-05-13"),
        ("13 lipca 2024", "2024-07-13"),
        ("13 oktober 2024 14:03", "2024-10-13 14:03:00"),
        ("2024-05-01 오후 3:05:10", "2024-05-01 15:05:10"),
        ("2024-05-01 AM 03:05:10", "2024-05-01 03:05:10"),
        ("2024/05/01 15.05.10", "2024-05-01 15:05:10"),
        ("01 Mei 2024 15.05", "2024-05-01 15:05:00"),
        ("1 mai 2024 à 15:05", "2024-05-01 15:05:00"),
        ("２０２４－０５－０１ １５：０５：１０", "2024-05-01 15:05:10"),
    ],
)
def test_times_of_other_screens(cell: str, value: str) -> None:
    assert read("time", cell) == datetime.fromisoformat(value)


@pytest.mark.parametrize("cell", ['="\'0123"', '="0123\t"', "'0123\t", '="0123"', "\t0123"])
def test_an_id_in_two_wrappings(cell: str) -> None:
    assert read("id", cell) == "0123"


def test_scientific_ids_are_damaged_whatever_their_spelling() -> None:
    assert [read("id", cell) for cell in ("1.20253E+17", "2.5e18", "1,2E17", "2E+18")] == [None] * 4
    assert read("id", "12E3") == "12E3"  # an article number


def test_a_typographic_apostrophe_between_thousands() -> None:
    assert read("money", "1\u2019234.50") == Decimal("1234.50")


@pytest.mark.parametrize(
    ("said", "device"),
    [
        ("手机订单", "mobile"),
        ("手机京东", "mobile"),
        ("无线端", "mobile"),
        ("微信手Q", "mobile"),
        ("APP", "mobile"),
        ("Mobile web", "mobile"),
        ("PC", "pc"),
        ("PC端", "pc"),
        ("电脑", "pc"),
        ("所有终端", None),
        ("web", None),
        ("Epcot", None),
        (None, None),
    ],
)
def test_words_for_a_device(said: str | None, device: str | None) -> None:
    assert CON.execute("SELECT zg_device(?::VARCHAR)", [said]).fetchone() == (device,)


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ('="123"', "123"),
        ("=123", "123"),
        ("'=AB-7", "AB-7"),
        ("=1+1", "=1+1"),
        ("=买一送一", "=买一送一"),
        ('=""', None),
    ],
)
def test_a_text_may_begin_with_the_sign_that_protects_codes(cell: str, told: str | None) -> None:
    assert read("text", cell) == told
