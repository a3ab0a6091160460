"""A report split by carrier: its parts are left out beside the whole, and told where there is no whole."""

from pathlib import Path

import pytest

from tests.readers.exports import FORMATS, Reader, text
from zhanggui.readers import recognise
from zhanggui.readers.portions import split
from zhanggui.readers.sheaf import kind

HEADER = "统计日期 载体类型 用户支付金额 成交订单数 成交人数 商品曝光人数 商品点击人数".split()
LIVE = ["2026-03-01", "直播", "1000.00", "10", "9", "500", "100"]
ALL = ["2026-03-01", "全部", "1500.00", "15", "12", "800", "130"]
NEXT = ["2026-03-02", "直播", "2000.00", "20", "18", "600", "120"]


def test_parts_are_left_out_beside_the_whole(tmp_path: Path) -> None:
    got = Reader(tmp_path).one("a.csv", text(HEADER, [LIVE, ALL]))
    assert got.pick("traffic_shop", "day", "sales", "visitors") == [("2026-03-01", "1500", 130)]
    assert (got.kept, got.refused, got.codes) == (1, 0, [])


def test_a_part_without_the_whole_is_told(tmp_path: Path) -> None:
    got = Reader(tmp_path).one("a.csv", text(HEADER, [LIVE, ALL, NEXT]))
    assert got.pick("traffic_shop", "day", "visitors") == [("2026-03-01", 130)]
    assert (got.kept, got.refused) == (1, 1)
    assert [(one.row, one.column, one.code, one.value) for one in got.issues] == [
        (4, "载体类型", "part_alone", "直播")
    ]


def test_a_file_of_one_carrier_says_so(tmp_path: Path) -> None:
    got = Reader(tmp_path).one("a.csv", text(HEADER, [LIVE, NEXT]))
    assert (got.kept, got.refused, got.codes) == (0, 2, [("载体类型", "part_alone")] * 2)


def test_goods_of_one_channel_say_so(tmp_path: Path) -> None:
    header = "时间 渠道 SKU 商品名称 浏览量 访客数 成交金额 成交单量 成交商品件数".split()
    row = ["2026-03-01", "APP", "100012345678", "保温杯", "30", "20", "99.00", "1", "1"]
    got = Reader(tmp_path).one("a.csv", text(header, [row]))
    assert (got.format, got.kept, got.codes) == ("jd_goods", 0, [("渠道", "part_alone")])


@pytest.mark.parametrize(("header", "alone"), [(HEADER, True), ([*HEADER[:1], *HEADER[2:]], False)])
def test_such_files_are_read_one_by_one(header: list[str], alone: bool, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(text(header, [ALL if alone else [*ALL[:1], *ALL[2:]]]))
    (found,) = recognise(path, FORMATS, tmp_path / "work")
    assert (kind(found) is None) is alone
    section = found.section
    assert section is not None
    assert section.match is not None
    assert split(section.match.format, section.match.columns) is alone
