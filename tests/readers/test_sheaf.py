"""Files that are read together become what each becomes alone."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pytest

from tests.readers.headers_global import SHOPEE_ADS_ID
from tests.readers.quirks import QUIRKS, place
from tests.readers.sheets import Sheet, csv_text, sheet
from zhanggui.readers import Context, Found, Staged, formats, recognise, release, stage
from zhanggui.readers.sheaf import LEAST, bind, chosen, kind

KNOWN = formats()
GIVEN = Context(bytes(32), date(2026, 10, 31), "Asia/Shanghai", "CNY", day=date(2026, 1, 5))
# Orders of several lines, heads and items, carried values, one row an id, files whose days stand in their names.
KEYS = (
    "jd_orders taobao_orders taobao_items shopify_orders pdd_settlement douyin_orders amazon_fba_inventory alipay "
    "amazon_business_asin_dated sycm_shop wanxiangtai_goods google_ads_campaigns_daily own_costs "
    "tiktok_shop_orders shopify_inventory_long"
).split()
TURNED = (
    "thousands", "money sign", "date y/m/d h:m", "date d/m/y", "date Jan 5, 2026", "total 合计", "footers", "counts .0",
    "money one decimal", "title above", "gb18030", "xlsx typed", "absent --", "blank rows between",
)  # fmt: skip


def variants(made: Sheet) -> Iterator[tuple[str, bytes]]:
    """Files of one format that have something in common, and something of their own."""
    yield "plain", csv_text(made).encode()
    shifted = made.cells(lambda c, f: f"{int(c) + 10**6}" if f.type == "id" and c.isdecimal() else c)
    yield "other ids", csv_text(shifted).encode()
    yield "some of the same", csv_text(replace(made, rows=made.rows[:3] + shifted.rows[3:])).encode()
    yield "every row twice", csv_text(replace(made, rows=made.rows * 2)).encode()
    first = tuple(f.name if f else "" for f in made.fields)
    keys = [first.index(f.name) for f in made.item.keys if f.name in first]
    rows = [tuple(made.rows[0][i] if i in keys[:1] else c for i, c in enumerate(row)) for row in shifted.rows]
    yield "one order", csv_text(replace(made, rows=tuple(rows))).encode()
    bad = made.cells(lambda c, f: "abc" if f.type in {"money", "count"} and c.startswith("13") else c)
    yield "bad cells", csv_text(bad).encode()
    yield "torn", csv_text(shifted).encode() + b'"abc,1\r\nx,y'
    yield "empty", csv_text(replace(made, rows=())).encode()


def rows_of(con: duckdb.DuckDBPyConnection, staged: Staged) -> dict[str, list[tuple[object, ...]]]:
    return {
        table: sorted(con.execute(f"SELECT * FROM {name}").fetchall(), key=repr)
        for table, name in sorted(staged.tables.items())
    }


def as_alone(con: duckdb.DuckDBPyConnection, files: Sequence[Found]) -> int:
    """Compare what each file becomes with others and alone; how many were not left out."""
    taken = 0
    kinds = {kind(found) for found in files} - {None}
    for group in sorted(kinds, key=repr):
        same = chosen(found for found in files if kind(found) == group)
        sheaf = bind(con, same, GIVEN)
        for found in same:
            one = sheaf.take(found)
            if one is None:
                continue
            taken += 1
            here = rows_of(con, one), replace(one, tables={})
            release(con, found)
            alone = stage(con, found, GIVEN)
            assert here == (rows_of(con, alone), replace(alone, tables={})), found.name
            release(con, found)
        sheaf.drop()
    (left,) = con.execute("SELECT count(*) FROM duckdb_tables() WHERE temporary").fetchall()[0]
    assert left <= 1  # the sample
    return taken


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": 1}) as made:
        yield made


@pytest.mark.parametrize("key", KEYS)
def test_files_read_together_are_what_each_is_alone(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, key: str
) -> None:
    made = sheet(KNOWN.get(key))
    for number, (name, data) in enumerate(variants(made)):
        (tmp_path / f"2026-01-{number + 5:02} {name}.csv").write_bytes(data)
    found = [one for path in sorted(tmp_path.iterdir()) for one in recognise(path, KNOWN, tmp_path / "work")]
    assert as_alone(con, found) >= LEAST - 1


def test_other_ways_of_writing_do_not_rub_off(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    made = sheet(KNOWN.get("jd_orders"))
    found = []
    for number, quirk in enumerate(one for one in QUIRKS if one.name in TURNED):
        (tmp_path / str(number)).mkdir()
        path = place(tmp_path / str(number), quirk, made)
        assert path is not None
        found += recognise(path, KNOWN, tmp_path / str(number) / "work")
    assert as_alone(con, found) >= LEAST


def test_a_large_file_is_read_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(csv_text(sheet(KNOWN.get("jd_orders"))), encoding="utf-8")
    (found,) = recognise(path, KNOWN, tmp_path)
    assert kind(found) is not None
    assert found.source is not None
    assert kind(replace(found, source=replace(found.source, size=1 << 20))) is None
    assert kind(replace(found, source=replace(found.source, formulas=((2, 1),)))) is None
    assert kind(replace(found, format=None)) is None


def test_what_a_format_asks_of_its_whole_file_is_asked_of_each(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    """The total that opens a list of ads is of a coarser grain: it is as much as all others of its file."""
    head = ",".join(SHOPEE_ADS_ID)
    for number in range(1, 5):
        rows = [
            {
                "Nama Iklan": name,
                "Kode Produk": code,
                "Dilihat": str(seen * number),
                "Biaya": str(cost * number),
            }
            for name, code, seen, cost in (("Semua", "-", 30, 3), ("Satu", "91", 20, 2), ("Dua", "92", 10, 1))
        ]
        lines = [",".join(one.get(name, "1") for name in SHOPEE_ADS_ID) for one in rows]
        above = f"Nama Toko,Ann\nPeriode,{number:02}/09/2026 - {number:02}/09/2026\n\n"
        (tmp_path / f"{number}.csv").write_text(above + "\n".join([head, *lines]) + "\n", "utf-8")
    found = [one for path in sorted(tmp_path.iterdir()) for one in recognise(path, KNOWN, tmp_path / "work")]
    assert as_alone(con, found) == 4
