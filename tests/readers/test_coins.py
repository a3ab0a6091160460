from pathlib import Path

import duckdb
import pytest

from tests.readers.plain import SALT, TODAY, line, reading, text
from zhanggui.readers import Context
from zhanggui.readers.cells import macros
from zhanggui.readers.coins import FAMILIES, agreed, resolved, sql


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("US$12.30", "USD"), ("¥ 12", "¥"), ("￥12.5元", None), ("R$ 1.234,56", "BRL"), ("12,30 €", "EUR"),
        ("Rp12.000", "IDR"), ("Rp. 12.000", "IDR"), ("-£5", "GBP"), ("(S$5.00)", "SGD"), ("CHF 5", "CHF"),
        ("5 kr", "KR"), ("$5", "$"), ("0元", "¥"), ("1.5", None), ("-", None), ("N/A", None), ("NaN", None),
        ("", None), ("5件", None), ("1.2万", None), (None, None),
    ],
)  # fmt: skip
def test_what_stands_beside_an_amount(cell: str | None, code: str | None) -> None:
    with duckdb.connect() as con:
        con.execute(macros())
        assert con.execute("SELECT zg_coin(?)", [cell]).fetchone() == (code,)


@pytest.mark.parametrize("coin", [*FAMILIES, "EUR"])
@pytest.mark.parametrize("shop", ["USD", "CNY", "CAD", "JPY", "SEK", "EUR"])
def test_a_sign_of_several_currencies_is_the_shops_own_where_it_can_be(coin: str, shop: str) -> None:
    with duckdb.connect() as con:
        made = con.execute(f"SELECT {sql('c', 's')} FROM (SELECT ? AS c, ? AS s)", [coin, shop]).fetchone()
    assert made == (resolved(coin, shop) or None,)


def test_families() -> None:
    assert [resolved("$", shop) for shop in ("CAD", "CNY")] == ["CAD", "USD"]
    assert [resolved("¥", shop) for shop in ("JPY", "USD")] == ["JPY", "CNY"]
    assert [resolved("KR", shop) for shop in ("NOK", "USD")] == ["NOK", ""]
    assert (resolved("EUR", "CNY"), resolved("", "CNY")) == ("EUR", "")


@pytest.mark.parametrize(
    ("cells", "codes"),
    [
        (("IDR 50.500", "IDR 1.250.000"), ("IDR", "IDR")),
        (("$5.10", "3"), ("USD", "USD")),
        (("€5.10", "£3.20"), ("EUR", "GBP")),
        (("R$ 1.234,56", "0,50"), ("BRL", "BRL")),
    ],
)
def test_amounts_say_their_currency(tmp_path: Path, cells: tuple[str, ...], codes: tuple[str, ...]) -> None:
    data = text(*(line(n, amount=f'"{cell}"') for n, cell in enumerate(cells, 1)))
    (tmp_path / "a.csv").write_bytes(data)
    with reading(tmp_path / "a.csv", context=Context(SALT, TODAY, "UTC", "CNY")) as got:
        assert got.rows("currency") == [(code,) for code in codes]
        assert got.staged.refused == 0


def test_rows_whose_currency_nobody_can_tell_are_refused(tmp_path: Path) -> None:
    cells = ("€5.10", "£3.20", "7", "0", "5 kr", "5 QQQ")
    (tmp_path / "a.csv").write_bytes(text(*(line(n, amount=cell) for n, cell in enumerate(cells, 1))))
    with reading(tmp_path / "a.csv", context=Context(SALT, TODAY, "UTC", "CNY")) as got:
        assert got.issues == [
            (4, "Amount", "currency_unknown"), (6, "Amount", "bad_currency"), (7, "Amount", "bad_number")
        ]  # fmt: skip
        assert got.rows("source_row, currency") == [(2, "EUR"), (3, "GBP"), (5, "CNY")]


def test_a_currency_far_below_the_first_rows_is_seen(tmp_path: Path) -> None:
    rows = [line(n) for n in range(5000)] + [line(5000, amount="€5.10")]
    (tmp_path / "a.csv").write_bytes(text(*rows))
    with reading(tmp_path / "a.csv", context=Context(SALT, TODAY, "UTC", "CNY")) as got:
        assert got.rows("DISTINCT currency, source_row > 0") == [("EUR", True)]


@pytest.mark.parametrize(
    ("header", "coin", "told"),
    [
        ("JPY", "¥", "JPY"), ("JPY", "$", "USD"), ("JPY", "EUR", "EUR"), ("JPY", "", "JPY"), ("", "¥", "CNY"),
        ("CAD", "$", "CAD"), ("USD", "KR", "USD"), ("", "", ""),
    ],
)  # fmt: skip
def test_a_header_in_a_countrys_language_gives_way_to_a_sign_of_another(
    header: str, coin: str, told: str
) -> None:
    assert agreed(header, coin, "CNY") == told
