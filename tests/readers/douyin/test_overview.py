"""Compass 成交分析: a workbook that splits each day by carrier, by slot of advertising and over sheets."""

import io
from pathlib import Path

import pytest
import xlsxwriter

from tests.readers.exports import Reader

HEADER = (
    "日期 载体类型 投放时段 成交金额 用户支付金额 成交订单数 成交人数 商品曝光人数 商品点击人数 "
    "退款金额(退款时间)"
).split()


def workbook(*sheets: tuple[str, float]) -> bytes:
    """Each sheet holds its share of two days, whole and in parts."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        for name, share in sheets:
            page = made.add_worksheet(name)
            rows = [
                [f"2026-06-0{day}", carrier, slot, *(share * part * n for n in (1000, 900, 10, 10, 5000, 500, 50))]
                for day in (1, 2)
                for carrier, slot, part in (
                    ("全部", "全部", 1), ("全部", "投放时段", 0.6), ("全部", "非投放时段", 0.4),
                    ("直播", "全部", 0.6), ("商品卡", "全部", 0.4),
                )
            ]  # fmt: skip
            for line, cells in enumerate([HEADER, *rows]):
                page.write_row(line, 0, cells)
    return out.getvalue()


def test_a_day_is_its_row_of_all(tmp_path: Path) -> None:
    data = workbook(("成交概览", 1), ("自营成交", 0.6), ("合作成交", 0.4))
    read = Reader(tmp_path).one("成交分析.xlsx", data)
    assert read.pick("traffic_shop", "day", "visitors", "orders", "sales", "refund_amount") == [
        ("2026-06-01", 500, 10, "900", "50"),
        ("2026-06-02", 500, 10, "900", "50"),
    ]
    assert not read.refused


@pytest.mark.parametrize("name", ["自营成交", "合作成交"])
def test_a_part_that_stands_alone_is_what_there_is(tmp_path: Path, name: str) -> None:
    read = Reader(tmp_path).one("成交分析.xlsx", workbook((name, 1)))
    assert (read.format, read.kept) == ("douyin_shop", 2)


def test_an_item_is_its_row_of_all(tmp_path: Path) -> None:
    header = "日期,商品ID,商品名称,载体,自卖/合作,用户支付金额,成交订单数,成交人数,商品曝光人数,商品点击人数"
    parts = [("全部", "全部", 320), ("直播", "全部", 220), ("全部", "自卖", 120)]
    rows = [f"2026-06-01,3561,杯,{carrier},{side},{paid},6,6,3000,100" for carrier, side, paid in parts]
    read = Reader(tmp_path).one("商品.csv", "\r\n".join([header, *rows]).encode())
    assert read.pick("traffic_listing", "listing_id", "sales") == [("3561", "320")]


def test_new_buyers_are_told_or_are_those_who_are_not_old(tmp_path: Path) -> None:
    header = "日期,用户支付金额,成交人数,新客成交人数,老客成交人数,商品点击人数\n"
    only_old = "日期,用户支付金额,成交人数,老客成交人数,商品点击人数\n"
    for name, data in (
        ("both", header + "20260601,900,10,6,4,500\n"),
        ("old", only_old + "20260601,900,10,4,500\n"),
    ):
        read = Reader(tmp_path / name).one("成交概览.csv", data.encode("utf-8-sig"))
        assert read.pick("traffic_shop", "day", "buyers", "new_buyers") == [("2026-06-01", 10, 6)]
