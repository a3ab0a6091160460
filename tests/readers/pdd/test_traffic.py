"""Pinduoduo goods and shop by day, plans, after-sales: two generations of words, not taken for Sycm or JD."""

from pathlib import Path

from tests.readers.exports import Reader, text

OLD = "统计时间,商品名称,商品ID,商品访客数,商品浏览量,支付件数,支付买家数,支付订单数,支付金额,支付转化率,下单率,成交率,商品收藏用户数".split(  # noqa: E501
    ","
)
NEW = "统计日期,商品ID,商品名称,商品访客数,商品浏览量,成交金额,成交件数,成交订单数,成交买家数,成交转化率,确认订单数,下单用户数,商品收藏用户数".split(  # noqa: E501
    ","
)
FIGURES = ("day", "listing_id", "visitors", "page_views", "buyers", "orders", "units", "sales", "favourites")


def test_goods_of_two_generations(tmp_path: Path) -> None:
    reader = Reader(tmp_path)
    old = reader.one(
        "a.csv", text(OLD, [["2021-05-01", "茶", "1234567890", *"120 300 9 7 8 88.50 5.83% 7% 5% 4".split()]])
    )
    new = reader.one(
        "b.csv", text(NEW, [["2025-05-01", "1234567890", "茶", *"120 300 88.50 9 8 7 5.83% 9 8 4".split()]])
    )
    assert (old.format, new.format) == ("pdd_goods", "pdd_goods")
    assert old.pick("traffic_listing", *FIGURES) == [
        ("2021-05-01", "1234567890", 120, 300, 7, 8, 9, "88.5", 4)
    ]
    assert new.pick("traffic_listing", *FIGURES)[0][1:] == old.pick("traffic_listing", *FIGURES)[0][1:]


def test_shop_by_day(tmp_path: Path) -> None:
    header = "统计日期,店铺访客数,店铺浏览量,商品访客数,商品浏览量,成交买家数,成交订单数,成交金额,成交转化率,客单价,成交UV价值".split(  # noqa: E501
        ","
    )
    read = Reader(tmp_path).one(
        "s.csv", text(header, [["2025-05-01", *"200 500 190 480 10 12 321.00 5% 32.1 1.6".split()]])
    )
    assert (read.format, read.codes) == ("pdd_shop", [])
    assert read.pick("traffic_shop", "day", "visitors", "page_views", "buyers", "orders", "sales") == [
        ("2025-05-01", 200, 500, 10, 12, "321")
    ]


def test_plans_are_no_account(tmp_path: Path) -> None:
    header = "日期,推广计划,曝光量,点击量,点击率,花费(元),投入产出比,订单量,交易额(元)".split(",")
    rows = [["2022-03-01", name, "1000", "20", "2%", "15.5", "3.0", "2", "46.5"] for name in ("甲", "乙")]
    read = Reader(tmp_path).one(
        "p.csv",
        text(header, [*rows, ["合计", "", "2000", "40", "2%", "31", "3.0", "4", "93"]], encoding="gb18030"),
    )
    assert (read.format, read.kept, read.refused) == ("pdd_ads_plan", 2, 0)
    assert read.pick("ad", "grain", "campaign", "spend", "orders", "sales") == [
        ("campaign", "甲", "15.5", 2, "46.5"),
        ("campaign", "乙", "15.5", 2, "46.5"),
    ]


def test_after_sales_have_reasons_and_what_they_say_was_paid_back(tmp_path: Path) -> None:
    header = "售后编号,订单编号,商品id,商品名称,售后状态,售后类型,退款金额,交易金额,申请时间,售后原因,发货状态".split(
        ","
    )
    rows = [
        [
            "900",
            "240501-1",
            "11",
            "茶",
            "退款成功",
            "退货退款",
            "20",
            "20",
            "2024-05-03 10:00:00",
            "质量问题",
            "已发货",
        ],
        [
            "901",
            "240501-2",
            "11",
            "茶",
            "售后关闭",
            "仅退款",
            "20",
            "20",
            "2024-05-03 10:00:00",
            "不想要",
            "未发货",
        ],
    ]
    read = Reader(tmp_path).one("r.csv", text(header, rows))
    assert read.format == "pdd_refunds"
    assert read.pick("refund", "refund_id", "kind", "amount", "reason", "stage") == [
        ("return|900", "return", "20", "质量问题", "after_ship")
    ]
