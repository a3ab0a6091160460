"""Kuaishou Shop orders: postage in what is paid, others' discounts, and orders that were closed."""

from pathlib import Path

from tests.readers.china import Row, grid, read, save, shuffled

HEADER = (
    "订单号|赠品订单号|活动订单编号|订单创建时间|订单支付时间|预售定金支付时间|订单状态|实付款|快递费|店铺优惠|平台补贴|主播补贴|混资活动优惠|支付优惠|支付方式|"
    "成交数量|买家留言|账号类型|账号明细|订单备注|旗帜颜色|售后状态|活动订单|预售/承诺发货时间|订单载体|商品名称|商品ID|商品规格|SKU编码|商品单价|渠道|CPS达人ID|"
    "CPS达人昵称|预估推广佣金|预估推广者分佣比例|团长ID|团长昵称|快赚客ID|快赚客昵称|收货人姓名|收货人电话|收货地址-省|收货地址-市|收货地址-区|发货时间|快递公司|快递单号"
).split("|")
OLDER = (
    "订单号|订单创建时间|订单状态|实付款|预估推广佣金|商品名称|商品ID|成交数量|售后状态|SKU编码|CPS达人ID|CPS达人昵称|商品单价|团长ID|发货时间|快递单号|快递公司"
).split("|")
SOLD: Row = {
    "订单号": "2612300000000001",
    "订单创建时间": "2026-03-01 09:58:00",
    "订单支付时间": "2026-03-01 10:00:00",
    "订单状态": "交易成功",
    "实付款": "¥1,061.00",
    "快递费": "¥6.00",
    "店铺优惠": "¥5.00",
    "平台补贴": "¥2.00",
    "主播补贴": "¥1.00",
    "成交数量": "2",
    "商品单价": "¥531.50",
    "商品ID": "2210001",
    "SKU编码": "DM-1",
    "商品名称": "桌垫",
    "收货地址-省": "浙江省",
}
CLOSED: Row = {**SOLD, "订单号": "2612300000000002", "订单状态": "交易关闭", "售后状态": "售后成功"}
UNPAID: Row = {**SOLD, "订单号": "2612300000000003", "订单状态": "待付款", "订单支付时间": ""}
LEFT: Row = {**SOLD, "订单号": "2612300000000004", "订单状态": "交易关闭", "订单支付时间": ""}
COLUMNS = "status paid shipping platform_discount refund_stated quantity"


def test_what_was_paid_and_what_went_back(tmp_path: Path) -> None:
    table = grid(HEADER, SOLD, CLOSED, UNPAID, LEFT)
    got = read(save(tmp_path / "订单.csv", table, "utf-8-sig"), "kuaishou_orders")
    assert got.rows("order_line", COLUMNS) == [
        ("done", "1055", "6", "3", None, 2),
        ("refunded", "1055", "6", "0", "1061", 2),
        ("unpaid", "1055", "6", "3", None, 2),
        ("cancelled", "1055", "6", "0", None, 2),
    ]
    paid = [row[0] is not None for row in got.rows("order_line", "paid_at")]
    assert paid == [True, True, False, False]
    turned = read(save(tmp_path / "b.csv", shuffled(table)), "kuaishou_orders")
    assert sorted(map(str, turned.rows("order_line", COLUMNS))) == sorted(
        map(str, got.rows("order_line", COLUMNS))
    )


def test_files_without_the_time_of_payment(tmp_path: Path) -> None:
    older = [{k: v for k, v in row.items() if k in OLDER} for row in (SOLD, CLOSED, UNPAID, LEFT)]
    older = [{**row, "订单创建时间": "2022/3/1 9:58:00"} for row in older]
    got = read(save(tmp_path / "old.csv", grid(OLDER, *older)), "kuaishou_orders")
    assert got.rows("order_line", "status paid_at paid") == [
        ("done", "2022-03-01 09:58:00", "1061"),
        ("refunded", "2022-03-01 09:58:00", "1061"),
        ("unpaid", None, "1061"),
        ("cancelled", None, "1061"),
    ]


def test_an_order_with_two_amounts_says_so(tmp_path: Path) -> None:
    """An order is one row: of two, the later counts."""
    again: Row = {**SOLD, "实付款": "¥900.00"}
    got = read(
        save(tmp_path / "订单.csv", grid(HEADER, SOLD, CLOSED, again, again), "utf-8-sig"), "kuaishou_orders"
    )
    assert got.rows("order_line", "order_id paid") == [
        ("2612300000000002", "1055"),
        ("2612300000000001", "894"),
    ]
    assert got.refused == [(2, "订单号", "conflict")]
