"""JD's shop by day and after-sales: not taken for anybody else's."""

from pathlib import Path

from tests.readers.exports import Reader, text


def test_shop_by_day(tmp_path: Path) -> None:
    header = "日期,浏览量,访客数,人均浏览量,平均停留时长(秒),跳失率,成交客户数,成交单量,成交商品件数,成交金额,成交转化率,客单价".split(  # noqa: E501
        ","
    )
    rows = [["2023-06-01", "5,000", "1,200", "4.2", "80", "50%", "60", "66", "70", "7,654.30", "5%", "127.6"]]
    read = Reader(tmp_path).one("交易概况.csv", text(header, rows, encoding="gb18030"))
    assert (read.format, read.codes) == ("jd_shop", [])
    assert read.pick(
        "traffic_shop", "day", "device", "visitors", "page_views", "buyers", "orders", "units", "sales"
    ) == [("2023-06-01", "all", 1200, 5000, 60, 66, 70, "7654.3")]


def test_after_sales(tmp_path: Path) -> None:
    header = "服务单号,订单号,商品编号,商品名称,申请时间,退款金额,服务类型,售后原因,服务单状态".split(",")
    rows = [
        ["S1", "20001", "100", "灯", "2023-06-05 09:00:00", "30", "退货", "尺寸不符", "完成"],
        ["S2", "20002", "100", "灯", "2023-06-05 09:00:00", "0", "换货", "破损", "完成"],
        ["S3", "20003", "100", "灯", "2023-06-05 09:00:00", "30", "退货", "破损", "审核不通过"],
    ]
    read = Reader(tmp_path).one("售后.csv", text(header, rows))
    assert read.format == "jd_refunds"
    assert read.pick("refund", "refund_id", "listing_id", "kind", "amount", "reason") == [
        ("return|S1", "100", "return", "30", "尺寸不符")
    ]
