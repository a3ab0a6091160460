"""Youzan: the report of orders and that of their items are one order with its lines."""

from decimal import Decimal
from pathlib import Path

from tests.app.shops import loaded
from tests.readers.china import Row, grid, read, save
from zhanggui.app.kpi import kpi
from zhanggui.metrics.question import Question
from zhanggui.store.folder import ShopFolder

ORDERS = (
    "订单号|销售渠道|归属店铺|订单类型|订单状态|订单来源|订单创建时间|买家付款时间|交易成功时间|付款方式|商品金额合计|运费|店铺优惠合计|"
    "应收订单金额|订单实付金额|支付优惠合计|订单实收金额|全部商品名称|商品种类数|收货人省份|买家昵称|买家手机号|订单退款状态|订单已退款金额"
).split("|")
ITEMS = (
    "订单号|外部订单号|订单商品状态|交易成功时间|商品名称|商品类型|商品规格|规格编码|商品编码|商品单价|商品优惠后价格|商品数量|商品金额小计|"
    "店铺优惠（分摊）|商品实际成交金额|商品发货状态|商品发货时间|商品退款状态|商品已退款金额|商家订单备注"
).split("|")
HEAD: Row = {
    "订单号": "E20240301100000000001",
    "归属店铺": "木棉家居",
    "订单状态": "交易完成",
    "订单创建时间": "2024-03-01 10:00:00",
    "买家付款时间": "2024-03-01 10:01:00",
    "商品金额合计": "100.00",
    "运费": "8.00",
    "店铺优惠合计": "5.00",
    "应收订单金额": "103.00",
    "订单实付金额": "101.00",
    "支付优惠合计": "2.00",
    "订单实收金额": "103.00",
    "全部商品名称": "桌垫;杯垫",
    "收货人省份": "浙江省",
    "买家手机号": "13800138000",
    "订单已退款金额": "20.00",
}
CLOSED: Row = {
    **HEAD,
    "订单号": "E20240301100000000002",
    "订单状态": "交易关闭",
    "买家付款时间": "",
    "订单已退款金额": "0",
}
MAT: Row = {
    "订单号": "E20240301100000000001",
    "订单商品状态": "交易完成",
    "商品名称": "桌垫",
    "规格编码": "DM-1",
    "商品编码": "DM",
    "商品单价": "35.00",
    "商品数量": "2",
    "商品实际成交金额": "66.50",
    "商品已退款金额": "20.00",
}
COASTER: Row = {
    **MAT,
    "商品名称": "杯垫",
    "规格编码": "",
    "商品编码": "BD",
    "商品单价": "30.00",
    "商品数量": "1",
}
COASTER = {**COASTER, "商品实际成交金额": "28.50", "商品已退款金额": "0"}


def test_an_order_is_its_due_less_postage_refunds_in(tmp_path: Path) -> None:
    back = {**HEAD, "订单号": "E20240301100000000003", "订单状态": "退款成功", "订单已退款金额": "103"}
    got = read(save(tmp_path / "a.csv", grid(ORDERS, HEAD, CLOSED, back), "utf-8-sig"), "youzan_orders")
    assert got.rows("order_head", "order_id paid shipping refund_stated status region") == [
        ("E20240301100000000001", "95", "8", "20", "done", "浙江省"),
        ("E20240301100000000002", "95", "8", None, "cancelled", "浙江省"),
        ("E20240301100000000003", "95", "8", "103", "refunded", "浙江省"),
    ]


def test_items_have_what_was_paid_for_each(tmp_path: Path) -> None:
    got = read(save(tmp_path / "b.csv", grid(ITEMS, MAT, COASTER)), "youzan_items")
    assert got.rows("order_item", "sku quantity list_amount paid refund_stated") == [
        ("DM-1", 2, "70", "66.5", "20"),
        ("BD", 1, "30", "28.5", None),
    ]


def test_both_together_are_one_order(tmp_path: Path) -> None:
    save(tmp_path / "a.csv", grid(ORDERS, HEAD, CLOSED), "utf-8-sig")
    save(tmp_path / "b.csv", grid(ITEMS, MAT, COASTER), "utf-8-sig")
    for place, names in enumerate((("a.csv", "b.csv"), ("b.csv", "a.csv"))):
        folder = ShopFolder.open(tmp_path / f"shop{place}", create=True)
        for name in names:
            loaded(folder, tmp_path / name)
        (row,) = kpi(
            folder, Question(("gmv", "orders", "units", "refunds_of_orders"), (), None, (), "CNY")
        ).rows
        assert [row[n] for n in ("gmv", "orders", "units", "refunds_of_orders")] == [
            Decimal(95),
            1,
            3,
            Decimal(20),
        ]
        lines = kpi(folder, Question(("gmv",), ("sku",), None, (), "CNY")).rows
        assert {line["sku"]: line["gmv"] for line in lines} == {
            "DM-1": Decimal("66.50"),
            "BD": Decimal("28.50"),
        }
