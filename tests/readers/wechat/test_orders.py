"""WeChat Shop orders: goods paid per line, and in older files the order's payment spread over its lines."""

from pathlib import Path

from tests.readers.china import Row, grid, read, save, save_xlsx, shuffled

HEADER = (
    "订单号|订单下单时间|订单发货时间|订单确认收货时间|订单完成结算时间|订单状态|发货方式|收件人姓名|省|市|区|收件人手机|买家备注|商家备注|"
    "商品总价|订单实际支付金额|订单实际收款金额|订单运费|商品优惠|跨店优惠|商品改价|积分抵扣|支付方式|支付时间|交易单号|物流公司|快递单号|"
    "技术服务费|技术服务费（将以人气卡形式返还）|运费险预计投保费用|带货方式|带货费用|商品名称|商品编码(平台)|商品编码(自定义)|"
    "SKU编码(自定义)|商品属性|商品价格(单件)|商品实际价格(单件)|商品实际价格(总共)|是否预售|商品数量|商品平台券优惠|商品发货|商品售后|商品已退款金额"
).split("|")
OLDER = [
    name.removesuffix("(单件)")
    for name in HEADER
    if name
    not in {"商品实际价格(单件)", "商品实际价格(总共)", "商品平台券优惠", "订单实际收款金额", "商品总价"}
]
FIRST: Row = {
    "订单号": "3725000000000000001",
    "订单下单时间": "2026-03-01 09:58:00",
    "支付时间": "2026-03-01 10:00:00",
    "订单状态": "已完成",
    "订单实际支付金额": "186.00",
    "订单运费": "6.00",
    "省": "浙江省",
    "商品名称": "桌垫",
    "商品编码(平台)": "10000101",
    "商品编码(自定义)": "DM",
    "SKU编码(自定义)": "DM-1",
    "商品数量": "2",
}
SECOND: Row = {
    **FIRST,
    "商品编码(平台)": "10000102",
    "SKU编码(自定义)": "DM-2",
    "商品名称": "杯垫",
    "商品数量": "1",
}
CANCELLED: Row = {
    **FIRST,
    "订单号": "3725000000000000002",
    "支付时间": "",
    "订单状态": "已取消",
    "订单实际支付金额": "",
}
COLUMNS = "order_id listing_id sku quantity paid shipping refund_stated status"


def test_money_stands_on_the_line(tmp_path: Path) -> None:
    priced = {
        "商品价格(单件)": "60",
        "商品实际价格(单件)": "55",
        "商品实际价格(总共)": "110",
        "商品已退款金额": "10",
    }
    other = {"商品价格(单件)": "80", "商品实际价格(单件)": "70", "商品实际价格(总共)": "70"}
    table = grid(
        HEADER, {**FIRST, **priced}, {**SECOND, **other}, {**CANCELLED, **priced, "商品已退款金额": ""}
    )
    got = read(save_xlsx(tmp_path / "订单.xlsx", table), "wechat_orders")
    rows = [
        ("3725000000000000001", "10000101", "DM-1", 2, "110", "3.6667", "10", "done"),
        ("3725000000000000001", "10000102", "DM-2", 1, "70", "2.3333", None, "done"),
        ("3725000000000000002", "10000101", "DM-1", 2, "110", "6", None, "cancelled"),
    ]
    assert [row[:5] + row[6:] for row in got.rows("order_line", COLUMNS)] == [r[:5] + r[6:] for r in rows]
    postage = sum(float(str(row[5])) for row in got.rows("order_line", COLUMNS)[:2])
    assert abs(postage - 6) < 0.001
    turned = read(save(tmp_path / "b.csv", shuffled(table), "utf-8-sig"), "wechat_orders")
    assert sorted(turned.rows("order_line", COLUMNS)) == sorted(got.rows("order_line", COLUMNS))


def test_older_files_say_only_what_the_order_cost(tmp_path: Path) -> None:
    table = grid(OLDER, {**FIRST, "商品价格": "60"}, {**SECOND, "商品价格": "80"})
    got = read(save(tmp_path / "old.csv", table), "wechat_orders")
    assert got.rows("order_line", "sku paid") == [("DM-1", "108"), ("DM-2", "72")]


def test_paid_without_a_time_of_payment(tmp_path: Path) -> None:
    states = (("已完成", ""), ("待发货", ""), ("已取消", "110"), ("已取消", ""), ("待付款", ""))
    rows: list[Row] = [
        {
            **FIRST,
            "订单号": str(n),
            "支付时间": "",
            "订单状态": state,
            "商品实际价格(总共)": "110",
            "商品已退款金额": back,
        }
        for n, (state, back) in enumerate(states)
    ]
    got = read(save_xlsx(tmp_path / "订单.xlsx", grid(HEADER, *rows)), "wechat_orders")
    assert got.rows("order_line", "status paid_day refund_stated") == [
        ("done", "2026-03-01", None),
        ("paid", "2026-03-01", None),
        ("refunded", "2026-03-01", "110"),
        ("cancelled", None, None),
        ("unpaid", None, None),
    ]
