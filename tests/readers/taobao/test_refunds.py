"""The refund lists of Taobao/Tmall of several years: reasons and stages, the money left to the ledger."""

from pathlib import Path

from tests.readers.exports import Reader, book, text


def test_old_list(tmp_path: Path) -> None:
    header = (
        "订单编号,退款编号,支付宝交易号,订单付款时间,商品编码,退款完结时间,买家会员名称,买家实际支付金额,宝贝标题,买家退款金额,手工退款/系统退款,"
        "是否需要退货,退款的申请时间,超时时间,退款状态,货物状态,买家退款原因,买家退款说明"
    ).split(",")
    rows = [
        ["101", "R1", "2016", "2016-11-11 00:10:00", "A-1", "2016-11-15 12:00:00", "u1", "99.00", "灯", "99.00", "系统", "不需要退货", "2016-11-12 09:00:00", "", "退款成功", "买家未收到货", "不想要了", ""],  # noqa: E501
        ["102", "R2", "2016", "2016-11-11 00:20:00", "A-1", "", "u2", "99.00", "灯", "99.00", "手工", "需要退货", "2016-11-13 09:00:00", "", "退款关闭", "买家已收到货", "质量问题", ""],  # noqa: E501
    ]  # fmt: skip
    read = Reader(tmp_path).one("退款.csv", text(header, rows, encoding="gb18030"))
    assert (read.format, read.kept, read.refused) == ("taobao_refunds", 2, 0)
    assert read.pick(
        "refund", "refund_id", "order_id", "kind", "amount", "requested_day", "settled_day", "reason"
    ) == [("return|R1", "101", "return", "99", "2016-11-12", "2016-11-15", "不想要了")]
    assert "u1" not in str(read.tables)


def test_list_of_today(tmp_path: Path) -> None:
    header = "订单编号,退款编号,子订单编号,支付宝交易号,订单付款时间,退款申请时间,退款完结时间,退款状态,退款总额,售后类型,货物状态,退给买家金额,商家编码,退款原因".split(  # noqa: E501
        ","
    )
    cells = [
        "103",
        "R3",
        "1031",
        "2026",
        "2026-03-01 10:00:00",
        "2026-03-02 10:00:00",
        "2026-03-03 10:00:00",
        "退款成功",
        "50",
        "仅退款",
        "未发货",
        "50",
        "A-2",
        "拍错",
    ]
    read = Reader(tmp_path).one("退款.xlsx", book(header, [cells]))
    assert read.pick("refund", "line_id", "sku", "stage", "settled_day", "reason") == [
        ("1031", "A-2", "before_ship", "2026-03-03", "拍错")
    ]


def test_list_whose_refunds_have_numbers_of_another_name(tmp_path: Path) -> None:
    header = (
        "订单编号,退款单编号,退款类型,订单付款时间,商品ID,订单创建时间,宝贝标题,交易金额,买家退款金额,发货状态,发货物流信息,是否需要退货,退款申请时间,"
        "退款状态,客服介入状态,卖家退货地址,退货物流单号,退货物流公司,买家退款原因,完结时间,退款操作人,卖家备注"
    ).split(",")
    said = {
        "订单编号": "104",
        "退款单编号": "R4",
        "退款类型": "仅退款",
        "商品ID": "66",
        "交易金额": "60",
        "买家退款金额": "10",
    }
    said |= {"发货状态": "未发货", "退款申请时间": "2024-01-02 10:00:00", "完结时间": "2024-01-03 10:00:00"}
    said |= {"退款状态": "退款成功", "买家退款原因": "不想要"}
    read = Reader(tmp_path).one("退款.xlsx", book(header, [[said.get(name, "") for name in header]]))
    assert read.format == "taobao_refunds"
    assert read.pick(
        "refund", "refund_id", "order_id", "listing_id", "amount", "settled_day", "reason", "stage"
    ) == [("return|R4", "104", "66", "10", "2024-01-03", "不想要", "before_ship")]
