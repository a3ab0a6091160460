"""From a found table to canonical rows."""

import sys
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from tests.readers.plain import HEADER, SALT, TODAY, TOML, found_in, line, reading, rows, sales, text
from zhanggui.readers import Context, Formats, find, formats, recognise, release, stage


def test_two_shops_in_one_file_keep_their_rows(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(
        text(line(1, shop="North"), line(2, shop="South"), line(3, shop="South"))
    )
    with reading(tmp_path / "a.csv") as got:
        assert dict(got.staged.stated) == {"North": 1, "South": 2}
        assert got.rows("shop") == [("North",), ("South",), ("South",)]
        assert [(issue.code, issue.level) for issue in got.staged.issues] == [("two_shops", "notice")]


def test_a_shop_can_be_forced(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(text(line(1, shop="North")))
    with reading(tmp_path / "a.csv", None, Context(SALT, TODAY, "UTC", "USD", shop="mine")) as got:
        assert got.rows("shop") == [("mine",)]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(tmp_path: Path, codec: str, end: str) -> None:
    made = text(line(1, product="绿茶😀"), line(2, units="x", product="绿茶")).decode().replace("\n", end)
    (tmp_path / "a.csv").write_bytes((("\ufeff" if codec == "utf-16-be" else "") + made).encode(codec))
    with reading(tmp_path / "a.csv") as got:
        assert got.rows("sku, source_row") == [("绿茶😀", 2)]
        assert got.issues == [(3, "Units", "bad_number")]


def test_a_truncated_last_line(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(text(*rows(3))[:-1] + b"\nA0004,TE")
    with reading(tmp_path / "a.csv") as got:
        assert got.issues == [(5, "", "cut_off")]
        assert (got.staged.rows, got.staged.kept) == (4, 3)


def test_a_row_of_too_many_cells(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(text(line(1), line(2) + "x,y", line(3)))
    with reading(tmp_path / "a.csv") as got:
        assert got.issues == [(3, "", "extra_cells")]
        assert len(got.rows("order_id")) == 2


def test_damaged_bytes_cost_their_row_only(tmp_path: Path) -> None:
    data = text(line(1), line(2, product="绿茶"), line(3, product="红茶"))
    (tmp_path / "a.csv").write_bytes(data.replace("绿".encode(), b"\xe7\xbb"))
    with reading(tmp_path / "a.csv") as got:
        assert got.issues == [(3, "Product", "wrong_encoding")]
        assert got.rows("order_id") == [("A0001",), ("A0003",)]


def test_a_file_without_rows(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(HEADER + "\n")
    with reading(tmp_path / "a.csv") as got:
        assert [code for _, _, code in got.issues] == ["no_rows"]


@pytest.mark.parametrize(
    ("cells", "sold_in"),
    [(("EUR", "EUR"), "EUR"), (("", ""), "USD"), (("EUR", "GBP"), ""), (("EUR", ""), "")],
)
def test_the_money_of_all_orders(cells: tuple[str, ...], sold_in: str, tmp_path: Path) -> None:
    toml = TOML.replace(
        "[fields.shop_name]", '[fields.currency]\nnames = ["Currency"]\ntype = "id"\n[fields.shop_name]'
    )
    lines = "".join(f"{n},1,5,{cell}\n" for n, cell in enumerate(cells, 1))
    (tmp_path / "a.csv").write_text("Order No,Units,Amount,Currency\n" + lines)
    with reading(tmp_path / "a.csv", sales(toml + 'currency = "currency"\n')) as got:
        assert got.staged.currency == sold_in


def test_staging_twice_is_staging_once_and_release_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(text(*rows(3)))
    with reading(tmp_path / "a.csv") as got:
        again = stage(got.con, got.found, Context(SALT, TODAY, "UTC", "USD"))
        assert (again.rows, again.kept) == (3, 3)
        release(got.con, got.found)
        left = got.con.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_name LIKE 'stage_%'"
        )
        assert left.fetchall() == []


def test_what_was_not_recognised_cannot_be_staged(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a,b\n1,2\n")
    with duckdb.connect() as con, pytest.raises(ValueError, match=r"a\.csv"):
        stage(con, found_in(tmp_path / "a.csv")[0], Context(SALT, TODAY))


@pytest.mark.real
def test_uci_online_retail_to_the_cent(data_dir: Path, tmp_path: Path) -> None:
    known = formats([Path(__file__).parents[2] / "examples" / "uci_online_retail.toml"])
    only = Formats(tuple(item for item in known if item.own))
    rows_read = 0
    with duckdb.connect() as con:
        con.execute("CREATE TABLE o (amount DECIMAL(18,4), buyer VARCHAR, id VARCHAR, units BIGINT)")
        con.execute("CREATE TABLE r (amount DECIMAL(18,4), kind VARCHAR)")
        for path in find([data_dir / "uci_online_retail" / "by-day"]):
            (found,) = recognise(path, only, tmp_path)
            staged = stage(con, found, Context(SALT, TODAY, "Europe/London", "GBP"))
            assert staged.issues == ()
            rows_read += staged.kept
            lines, back = staged.tables["order_line"], staged.tables["refund"]
            con.execute(
                f"INSERT INTO o SELECT paid, buyer, order_id, quantity FROM {lines} WHERE paid_at IS NOT NULL"
            )
            con.execute(f"INSERT INTO r SELECT amount, kind FROM {back}")
            release(con, found)
        sums = con.execute(
            "SELECT (SELECT round(sum(amount), 2)::VARCHAR FROM o), "
            "round(sum(amount) FILTER (kind = 'refund'), 2)::VARCHAR, "
            "round(sum(amount) FILTER (kind = 'adjustment'), 2)::VARCHAR FROM r"
        ).fetchone()
        known_buyers = con.execute(
            "SELECT count(DISTINCT id), count(DISTINCT buyer), round(sum(amount), 2)::VARCHAR "
            "FROM o WHERE buyer IS NOT NULL"
        ).fetchone()
    assert rows_read == 541_909
    assert sums == ("10666684.54", "896812.49", "22124.12")
    assert known_buyers == (18_532, 4_338, "8911407.90")


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_a_damaged_byte_in_a_name_costs_the_name_alone(tmp_path: Path, codec: str) -> None:
    good = [line(n, customer="一个普通的买家") for n in range(9)]
    data = text(line(11, customer="戊@"), line(12, product="己@"), *good).decode().encode(codec)
    (tmp_path / "a.csv").write_bytes(data.replace(b"@", b"\xff"))
    with reading(tmp_path / "a.csv") as got:
        assert [(one.row, one.column, one.code, one.level) for one in got.staged.issues] == [
            (2, "Customer", "wrong_encoding", "notice"),
            (3, "Product", "wrong_encoding", "refused"),
        ]
        assert not got.staged.issues[0].value
        assert got.rows("source_row, paid, buyer IS NULL")[:2] == [(2, 10.5, True), (4, 10.5, False)]
        assert (got.staged.rows, got.staged.kept, got.staged.refused) == (11, 10, 1)


def test_a_comma_in_a_title_that_nobody_quoted(tmp_path: Path) -> None:
    made = sales(TOML.replace('names = ["Product"]\ntype = "id"', 'names = ["Product"]\ntype = "text"'))
    shifted = line(3, product="TEA, GREEN")
    (tmp_path / "a.csv").write_bytes(text(*rows(2), shifted, *rows(2, first=4)))
    with reading(tmp_path / "a.csv", made) as got:
        assert got.issues == [(4, "Product", "joined_cells")]
        assert got.rows("sku, quantity, paid")[2] == ("TEA, GREEN", 1, Decimal("10.50"))
        assert (got.staged.kept, got.staged.refused) == (5, 0)


def test_a_comma_that_could_stand_in_two_texts_refuses_the_row(tmp_path: Path) -> None:
    torn = line(2, customer="Smith, J", shop="North, East")
    (tmp_path / "a.csv").write_bytes(text(line(1), torn, line(3)))
    with reading(tmp_path / "a.csv") as got:
        assert got.issues == [(3, "", "extra_cells")]
        assert (got.staged.kept, got.staged.refused) == (2, 1)


def test_a_torn_row_beyond_what_was_looked_at_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhanggui.readers.found.WHOLE", 1000)
    made = sales(TOML.replace('names = ["Product"]\ntype = "id"', 'names = ["Product"]\ntype = "text"'))
    (tmp_path / "a.csv").write_bytes(text(*rows(900), line(901, product="TEA, GREEN")))
    with reading(tmp_path / "a.csv", made) as got:
        assert got.issues == [(902, "Product", "joined_cells")]


@pytest.mark.parametrize("closed", [True, False])
@pytest.mark.parametrize("large", [True, False])
def test_a_quotation_mark_that_is_never_closed_takes_no_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, closed: bool, large: bool
) -> None:
    if large:
        for place in ("found", "stage"):
            monkeypatch.setattr(sys.modules[f"zhanggui.readers.{place}"], "WHOLE", 1000)
    made = sales(TOML.replace('names = ["Product"]\ntype = "id"', 'names = ["Product"]\ntype = "text"'))
    last = [line(905, product='"TEA"'), line(906)] if closed else []
    (tmp_path / "a.csv").write_bytes(text(*rows(900), line(901, product='"TEA'), *rows(3, first=902), *last))
    with reading(tmp_path / "a.csv", made) as got:
        assert got.issues == [(902, "", "open_quote")]
        assert (got.staged.kept, got.staged.refused) == (904 + len(last), 0)
        assert got.rows("sku, quantity")[900:902] == [("TEA", 1), ("TEA-1", 1)]


def test_line_ends_of_another_kind_above_the_header(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"sep=,\r\n" + text(*rows(3)))
    with reading(tmp_path / "a.csv") as got:
        assert (got.staged.kept, got.issues) == (3, [])
