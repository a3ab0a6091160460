"""One pass: typed fields, records that are no data, and a bit for each field that could not be read."""

from pathlib import Path

import pytest

from tests.readers.plain import HEADER, line, reading, rows, sales, text
from zhanggui.readers.base import currency, known_currency


@pytest.mark.parametrize(
    "odd",
    [
        "",
        ",,,,,,",
        HEADER,
        "Total,,30,,315.00,,",
        "合计,,30,,315.00,,",
        "Grand total,-,30,-,315.00,-,",
        "3 record(s) downloaded,,,,,,",
        "Seller ID : tea-house,,,,,,",
        "说明：数据截至昨日,,,,,,",
        "Sum,,30,,315.00,,",
        "Overall,,30,,315.00,,",
        "總計,,30,,315.00,,",
        "合 计：,,30,,315.00,,",
        "总　计,,30,,315.00,,",
        "全部,,30,,315.00,,",
        "总体,,30,,315.00,,",
        "平均值,,10,,105.00,,",
        '"=""合计""",,30,,315.00,,',
        "导出时间：2024-05-07 10:00:00,,,,,,",
        "共 3 条记录,,,,,,",
    ],
)
def test_what_is_no_data_is_left_out(tmp_path: Path, odd: str) -> None:
    (tmp_path / "a.csv").write_bytes(text(line(1), line(2), odd, line(3), odd))
    with reading(tmp_path / "a.csv") as got:
        assert [row[0] for row in got.rows("order_id")] == ["A0001", "A0002", "A0003"]
        assert (got.staged.rows, got.staged.kept, got.staged.refused) == (3, 3, 0)
        assert got.issues == []


def test_files_put_together_repeat_header_and_mark(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(text(line(1)) + b"\xef\xbb\xbf" + text(line(2)))
    with reading(tmp_path / "a.csv") as got:
        assert [row[0] for row in got.rows("order_id")] == ["A0001", "A0002"]
        assert (got.staged.rows, got.issues) == (2, [])


def test_an_order_called_total_is_data(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(text(line(1), line(2, product="Total")))
    with reading(tmp_path / "a.csv") as got:
        assert got.staged.rows == 2


def test_rows_are_numbered_as_in_an_editor(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"A title\n\n" + text(*rows(2)))
    with reading(tmp_path / "a.csv") as got:
        assert got.rows("source_row") == [(4,), (5,)]


def test_currencies_as_files_write_them() -> None:
    assert known_currency("usd")
    assert known_currency("RMB")
    assert not known_currency("XYZ")
    assert "'CNY'" in currency("c")


def test_wide_tables_are_turned(tmp_path: Path) -> None:
    toml = """
key = "wide"
platform = "other"
title = { zh = "库存", en = "Stock" }
need = ["sku", "on_hand"]
[fields.sku]
names = ["SKU"]
type = "id"
key = true
[fields.location]
names = []
type = "text"
[fields.on_hand]
names = []
type = "count"
[unpivot]
after = "SKU"
name = "location"
value = "on_hand"
[period]
from = ["user"]
[[tables]]
table = "stock"
[tables.columns]
day = "file_day"
sku = "sku"
location = "location"
on_hand = "on_hand"
"""
    from datetime import date

    from zhanggui.readers import Context

    (tmp_path / "a.csv").write_bytes(b'Name,SKU,"Shop, front",Store\nTea,T1,3,not stocked\nCup,C1,x,5\n')
    context = Context(b"x", date(2024, 12, 31), day=date(2024, 5, 6))
    with reading(tmp_path / "a.csv", sales(toml), context) as got:
        assert got.rows("sku, location, on_hand", "stock") == [
            ("T1", "Shop, front", 3),
            ("T1", "Store", None),
            ("C1", "Store", 5),
        ]
        assert got.issues == [(3, "on_hand", "bad_number")]
