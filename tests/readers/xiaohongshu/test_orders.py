"""Xiaohongshu orders: what buyers pay, what others add, and orders that were called off."""

from pathlib import Path

from tests.readers.china import Row, grid, read, save_xlsx

HEADER = (
    "订单号|订单状态|售后状态|订单类型|订单标记|收件人姓名|收件人电话|收件人地址|省|市|区|区域编码|小红书编码|条形码|规格ID|达人ID|达人名称|SKU名称|SKU规格|SKU件数|是否为赠品|"
    "发票/Invoice|商品总价(元)|用户应付金额(元)|平台优惠(元)|店铺优惠(元)|支付渠道优惠(元)|SKU商家改价(元)|商家应收金额(元)（支付金额）|支付方式|支付渠道订单号|支付期数|支付时间|"
    "包裹总净重(kg)|包裹总运费(元)|快递公司|快递单号|订单创建时间|承诺发货时间|订单发货时间|订单完成时间|发货仓库|用户备注|店铺名称|用户编号|商家编码|商品ID|商品名称"
).split("|")
SOLD: Row = {
    "订单号": "P726000000000000001",
    "订单状态": "已完成",
    "售后状态": "无售后",
    "省": "浙江省",
    "规格ID": "66ab01",
    "SKU件数": "2",
    "商品总价(元)": "120",
    "用户应付金额(元)": "100",
    "平台优惠(元)": "5",
    "店铺优惠(元)": "15",
    "商家应收金额(元)（支付金额）": "105",
    "支付时间": "2026-03-01 10:00:00",
    "订单创建时间": "2026-03-01 09:58:00",
    "店铺名称": "木棉家居",
    "商家编码": "DM-1",
    "商品ID": "66aa",
    "商品名称": "桌垫",
}


def test_money_and_statuses(tmp_path: Path) -> None:
    left: Row = {**SOLD, "订单号": "P2", "订单状态": "已取消", "支付时间": ""}
    back: Row = {**SOLD, "订单号": "P3", "订单状态": "已取消"}
    due: Row = {**SOLD, "订单号": "P4", "订单状态": "待配货", "用户应付金额(元)": ""}
    got = read(save_xlsx(tmp_path / "包裹.xlsx", grid(HEADER, SOLD, left, back, due)), "xiaohongshu_orders")
    assert got.rows(
        "order_line", "status paid list_amount seller_discount platform_discount refund_stated"
    ) == [
        ("done", "100", "120", "15", "5", None),
        ("cancelled", "100", "120", "15", "0", None),
        ("refunded", "100", "120", "15", "0", "100"),
        ("paid", "100", "120", "15", "5", None),
    ]
    assert got.rows("order_line", "sku variant_id listing_id region")[0] == (
        "DM-1",
        "66ab01",
        "66aa",
        "浙江省",
    )


def test_paid_without_a_time_of_payment(tmp_path: Path) -> None:
    states = (
        ("已完成", "无售后"),
        ("待发货", "无售后"),
        ("已关闭", "退款成功"),
        ("已取消", ""),
        ("待付款", ""),
    )
    rows: list[Row] = [
        {**SOLD, "订单号": str(n), "支付时间": "", "订单状态": state, "售后状态": after}
        for n, (state, after) in enumerate(states)
    ]
    got = read(save_xlsx(tmp_path / "包裹.xlsx", grid(HEADER, *rows)), "xiaohongshu_orders")
    assert got.rows("order_line", "status paid_day refund_stated") == [
        ("done", "2026-03-01", None),
        ("paid", "2026-03-01", None),
        ("refunded", "2026-03-01", "100"),
        ("cancelled", None, None),
        ("unpaid", None, None),
    ]
