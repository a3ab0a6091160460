"""Compass by product: counts of people and of events, subsidies out of sales, refunds of the day alone."""

from pathlib import Path

from tests.readers.china import Row, grid, read, save, save_xlsx, shuffled

HEADER = (
    "日期|商品ID|商品名称|用户支付金额|成交金额|成交订单数|成交人数|成交件数|客单价|商品曝光人数|商品点击人数|商品曝光-点击转化率(人数)|"
    "商品点击-成交转化率(人数)|商品曝光次数|商品点击次数|退款金额(支付时间)|退款金额(退款时间)"
).split("|")
ROW: Row = {
    "日期": "20260301",
    "商品ID": "3560000000000099474",
    "商品名称": "纯棉T恤",
    "用户支付金额": "1,180.00",
    "成交金额": "1,234.50",
    "成交订单数": "11",
    "成交人数": "10",
    "成交件数": "12",
    "客单价": "118.00",
    "商品曝光人数": "3,000",
    "商品点击人数": "150",
    "商品曝光-点击转化率(人数)": "5.00%",
    "商品曝光次数": "4,321",
    "商品点击次数": "170",
    "退款金额(支付时间)": "99.00",
    "退款金额(退款时间)": "59.00",
}
COLUMNS = "day days listing_id impressions clicks page_views visitors buyers orders units sales refund_amount"
EXPECTED = (
    "2026-03-01",
    1,
    "3560000000000099474",
    4321,
    170,
    170,
    150,
    10,
    11,
    12,
    "1180",
    "59",
)


def test_people_and_events_are_kept_apart_and_the_total_is_no_product(tmp_path: Path) -> None:
    total = {**ROW, "商品ID": "-", "商品名称": "全部", "成交订单数": "99"}
    table = grid(HEADER, total, ROW)
    got = read(save(tmp_path / "a.csv", table, "utf-8-sig"), "douyin_compass_goods")
    assert got.rows("traffic_listing", COLUMNS) == [EXPECTED]
    assert got.refused == []
    turned = read(save_xlsx(tmp_path / "b.xlsx", shuffled(table)), "douyin_compass_goods")
    assert turned.rows("traffic_listing", COLUMNS) == [EXPECTED]


def test_older_exports_know_the_deal_alone_and_write_wide_brackets(tmp_path: Path) -> None:
    names = [
        "统计日期",
        "商品ID",
        "商品标题",
        "成交金额",
        "商品曝光次数",
        "商品点击次数",
        "商品点击人数",
        "退款金额（退款时间）",
    ]
    row: Row = {
        "统计日期": "2024/03/01",
        "商品ID": "1",
        "成交金额": "20",
        "商品曝光次数": "9",
        "商品点击次数": "3",
        "退款金额（退款时间）": "5",
    }
    got = read(save(tmp_path / "a.csv", grid(names, row)), "douyin_compass_goods")
    assert got.rows("traffic_listing", "impressions clicks visitors sales refund_amount") == [
        (9, 3, None, "20", "5")
    ]
