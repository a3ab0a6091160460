"""Advertising by unit: 万相台无界 and the older 直通车 without item ids, each in parts of the same account."""

from pathlib import Path

from tests.readers.exports import Reader, text


def test_wanxiangtai_by_unit(tmp_path: Path) -> None:
    header = (
        "日期,场景ID,场景名字,原二级场景ID,原二级场景名字,计划ID,计划名字,单元ID,单元名字,主体ID,主体类型,主体名称,展现量,点击量,花费,"
        "点击率,总预售成交金额,直接成交金额,总成交金额,总成交笔数,投入产出比,总购物车数"
    ).split(",")
    fixed = [
        "2025-03-01",
        "376",
        "关键词推广",
        "1",
        "趋势",
        '"70,000,001"',
        "春款",
        "80001",
        "单元一",
        '"687,123,456,789"',
        "商品",
        "茶",
    ]
    cells = [*fixed, *"9000 120 66.5 0.0133 0 100 300.5 6 4.52 9".split()]
    read = Reader(tmp_path).one("a.csv", text(header, [[c.strip('"') for c in cells]]))
    assert (read.format, read.codes) == ("wanxiangtai_unit", [])
    columns = (
        "grain",
        "campaign_id",
        "ad_group",
        "creative",
        "listing_id",
        "spend",
        "orders",
        "sales",
        "cart_adders",
    )
    assert read.pick("ad", *columns) == [
        ("ad_group_listing", "70000001", "单元一", "单元一 / 80001", "687123456789", "66.5", 6, "300.5", 9)
    ]


def test_zhitongche_by_unit_without_items(tmp_path: Path) -> None:
    header = "日期,推广计划,推广单元,展现量,点击量,点击率,花费,平均点击花费,总成交金额,总成交笔数,投入产出比,总购物车数".split(  # noqa: E501
        ","
    )
    rows = [
        ["2017-03-01", "日常", name, *"900 12 1.33% 6.60 0.55 30.5 1 4.62 2".split()] for name in ("茶", "壶")
    ]
    read = Reader(tmp_path).one("b.csv", text(header, rows, encoding="gb18030"))
    assert (read.format, read.kept) == ("zhitongche_unit", 2)
    assert read.pick("ad", "grain", "campaign", "creative", "spend", "sales") == [
        ("ad_group", "日常", "茶", "6.6", "30.5"),
        ("ad_group", "日常", "壶", "6.6", "30.5"),
    ]


def test_alipay_trades_of_stores_are_told_by_the_ledger(tmp_path: Path) -> None:
    header = "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,订单金额（元）,商家实收（元）,服务费（元）,备注".split(  # noqa: E501
        ","
    )
    read = Reader(tmp_path).one(
        "t.csv", text(header, [["1", "T1", "交易", "茶", "2023-01-01", "2023-01-01", "10", "10", "0", ""]])
    )
    assert (read.format, read.issues[0].code) == (None, "other_export")


def test_the_account_summary_beside_the_detail(tmp_path: Path) -> None:
    header = "类型,收入笔数,收入金额（+元）,支出笔数,支出金额（-元）,总金额（元）".split(",")
    data = text(
        header,
        [["交易付款", "1", "10.00", "0", "0.00", "10.00"]],
        above="#支付宝账务汇总查询\r\n",
        encoding="gb18030",
    )
    read = Reader(tmp_path).one("s.csv", data)
    assert (read.format, read.issues[0].code) == (None, "other_export")


def test_a_goods_report_of_money_alone(tmp_path: Path) -> None:
    header = "统计日期,商品ID,商品名称,支付金额,成功退款金额".split(",")
    read = Reader(tmp_path).one("g.csv", text(header, [["2026-07-26", "1001", "茶", "1,000.50", "100"]]))
    assert read.format == "sycm_goods"
    assert read.pick("traffic_listing", "listing_id", "visitors", "sales", "refund_amount") == [
        ("1001", None, "1000.5", "100")
    ]
