"""Douyin: the shop by day, goods of a period, after-sales, and Qianchuan in other words."""

from pathlib import Path

from tests.readers.exports import Reader, text


def test_shop_by_day(tmp_path: Path) -> None:
    header = "日期,用户支付金额,成交金额,成交订单数,成交人数,商品曝光人数,商品点击人数,商品点击-成交转化率(人数),退款金额(退款时间),客单价".split(  # noqa: E501
        ","
    )
    read = Reader(tmp_path).one(
        "成交概览.csv", text(header, [["2025/06/01", *"900.00 950.00 30 28 9000 700 4% 60.00 32".split()]])
    )
    assert (read.format, read.codes) == ("douyin_shop", [])
    assert read.pick(
        "traffic_shop", "day", "visitors", "impressions", "buyers", "orders", "sales", "refund_amount"
    ) == [("2025-06-01", 700, None, 28, 30, "900", "60")]


def test_goods_of_a_period(tmp_path: Path) -> None:
    header = "商品ID,商品名称,成交金额,成交订单数,成交人数,商品曝光人数,商品点击人数,商品曝光-点击率(人数),商品点击-成交转化率(人数),退款金额".split(  # noqa: E501
        ","
    )
    data = text(header, [["3600000000000000001", "茶", *"95.00 3 3 900 70 7.8% 4.3% 0".split()]])
    reader = Reader(tmp_path)
    read = reader.one("商品分析_20250601-20250607.csv", data)
    assert read.format == "douyin_goods_undated"
    assert read.pick("traffic_listing", "day", "days", "listing_id", "visitors", "buyers", "sales") == [
        ("2025-06-01", 7, "3600000000000000001", 70, 3, "95")
    ]
    assert reader.one("商品分析.csv", data).codes == [("", "day_unknown")]


def test_after_sales(tmp_path: Path) -> None:
    header = (
        "售后单号,订单号,商品单号,商品ID,商品名称,售后状态,售后类型,应退金额(元),申请时间,售后原因".split(",")
    )
    rows = [
        ["'7001", "'6900000000000000001", "'6900000000000000002", "'36", "茶", "同意退款，退款成功", "已发货仅退款", "20", "2025-06-02 10:00:00", "七天无理由"],  # noqa: E501
        ["'7002", "'6900000000000000003", "'6900000000000000004", "'36", "茶", "售后关闭", "未发货仅退款", "20", "2025-06-02 10:00:00", "不想要"],  # noqa: E501
    ]  # fmt: skip
    read = Reader(tmp_path).one("售后.csv", text(header, rows))
    assert read.format == "douyin_refunds"
    assert read.pick("refund", "refund_id", "line_id", "amount", "reason", "stage") == [
        ("return|7001", "6900000000000000002", "20", "七天无理由", "after_ship")
    ]


def test_qianchuan_in_other_words(tmp_path: Path) -> None:
    reader = Reader(tmp_path)
    plan = "时间,计划ID,计划名称,消耗(元),展示次数,点击次数,点击率(%),转化数,转化成本(元),成交订单数,成交订单金额(元),支付ROI".split(  # noqa: E501
        ","
    )
    read = reader.one(
        "a.csv",
        text(
            plan,
            [
                [
                    "2022-06-01",
                    "1700000000000001",
                    "短视频",
                    *"120.50 9000 80 0.89 5 24.1 4 400.00 3.32".split(),
                ]
            ],
        ),
    )
    assert read.format == "qianchuan"
    assert read.pick("ad", "day", "campaign", "spend", "clicks", "orders", "sales") == [
        ("2022-06-01", "短视频", "120.5", 80, 4, "400")
    ]
    whole = "日期,整体消耗(元),整体成交金额(元),整体支付ROI,整体成交订单数,整体成交订单成本(元)".split(",")
    read = reader.one("b.csv", text(whole, [["2025-06-01", *"120.50 600.00 4.98 9 13.39".split()]]))
    assert read.pick("ad", "day", "grain", "spend", "orders", "sales") == [
        ("2025-06-01", "account", "120.5", 9, "600")
    ]


def test_the_balance_is_told_by_its_entries(tmp_path: Path) -> None:
    header = (
        "动账流水号,关联订单号,关联子订单号,动账时间,账户方向,动账金额(元),动账场景,账户余额(元),备注".split(
            ","
        )
    )
    read = Reader(tmp_path).one(
        "a.csv",
        text(header, [["'D1", "'69", "'69", "2026-09-22 13:00:00", "入账", "49.90", "货款", "100", ""]]),
    )
    assert (read.format, read.issues[0].code) == (None, "other_export")


def test_ocean_engine_by_day(tmp_path: Path) -> None:
    header = "时间-天,账户ID,账户名称,消耗(元),展示数,平均千次展现费用(元),点击数,点击率(%),平均点击单价(元),转化数,转化成本(元)".split(  # noqa: E501
        ","
    )
    read = Reader(tmp_path).one(
        "o.csv", text(header, [["2023-06-01", "17", "店", *"100.50 9000 11.17 80 0.89 1.26 5 20.1".split()]])
    )
    assert read.format == "ocean_ads"
    assert read.pick("ad", "day", "channel", "grain", "spend", "impressions", "clicks", "orders") == [
        ("2023-06-01", "ocean", "account", "100.5", 9000, 80, None)
    ]
