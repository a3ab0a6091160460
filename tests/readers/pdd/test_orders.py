"""Pinduoduo orders: who bears which discount, what is refunded for certain, a day recovered from the order number."""

from pathlib import Path

import pytest

from tests.readers.china import Row, framed, grid, read, save, save_xlsx, shuffled

BASE: Row = {
    "商品": "纯棉T恤 夏季",
    "订单状态": "已收货",
    "商品总价(元)": "100.00",
    "邮费(元)": "6.00",
    "店铺优惠折扣(元)": "10.00",
    "平台优惠折扣(元)": "5.00",
    "多多支付立减金额(元)": "1.00",
    "用户实付金额(元)": "90.00",
    "商家实收金额(元)": "96.00",
    "商品数量(件)": "2",
    "发货时间": "2026-03-02 09:00:00",
    "确认收货时间": "2026-03-06 20:00:00",
    "商品id": "5501\t",
    "商品规格": "白色,M",
    "样式ID": "7701",
    "商家编码-规格维度": "T01-M",
    "商家编码-商品维度": "T01",
    "售后状态": "无售后或售后取消",
    "快递单号": "YT100",
    "订单成交时间": "2026-03-01 10:30:00",
}
NOT_SHIPPED: Row = {"发货时间": "", "确认收货时间": ""}
COLUMNS = "order_id paid shipping list_amount seller_discount platform_discount refund_stated status paid_day paid_hour"
MONEY = ("84", "6", "100", "10", "6")


def orders() -> list[Row]:
    return [
        {**BASE, "订单号": "260301-000000000000001"},
        {
            **BASE,
            **NOT_SHIPPED,
            "订单号": "260301-000000000000002",
            "订单状态": "未发货，退款成功",
            "售后状态": "退款成功",
        },
        {
            **BASE,
            "订单号": "260301-000000000000003",
            "订单状态": "已发货，退款成功",
            "售后状态": "退款成功",
            "确认收货时间": "",
        },
        {**BASE, "订单号": "260228-000000000000004", "订单成交时间": ""},
        {**BASE, **NOT_SHIPPED, "订单号": "260301-000000000000005", "订单状态": "待支付", "订单成交时间": ""},
        {
            **BASE,
            **NOT_SHIPPED,
            "订单号": "260301-000000000000006",
            "订单状态": "已取消",
            "订单成交时间": "",
            "售后状态": "",
        },
        {**BASE, **NOT_SHIPPED, "订单号": "260301-000000000000007", "订单状态": "待发货"},
        {**BASE, "订单号": "260301-000000000000008", "订单状态": "已发货，待收货", "确认收货时间": ""},
        {**BASE, "订单号": "260301-000000000000009", "用户实付金额(元)": ""},
    ]


EXPECTED = [
    ("260301-000000000000001", *MONEY, "0", "done", "2026-03-01", 10),
    ("260301-000000000000002", *MONEY, "96", "refunded", "2026-03-01", 10),
    ("260301-000000000000003", *MONEY, None, "refunded", "2026-03-01", 10),
    ("260228-000000000000004", *MONEY, "0", "done", "2026-02-28", None),
    ("260301-000000000000005", *MONEY, "0", "unpaid", None, None),
    ("260301-000000000000006", *MONEY, None, "cancelled", None, None),
    ("260301-000000000000007", *MONEY, "0", "paid", "2026-03-01", 10),
    ("260301-000000000000008", *MONEY, "0", "shipped", "2026-03-01", 10),
    ("260301-000000000000009", *MONEY, "0", "done", "2026-03-01", 10),
]


@pytest.mark.parametrize("header", ["pdd_orders_2026_a", "pdd_orders_2026_b"])
def test_money_status_and_days(tmp_path: Path, header: str) -> None:
    got = read(save_xlsx(tmp_path / "a.xlsx", grid(header, *orders())), "pdd_orders")
    assert got.rows("order_line", COLUMNS) == EXPECTED
    assert got.rows("order_line", "listing_id variant_id sku variant quantity shipped_day received_day")[
        0
    ] == (*("5501", "7701", "T01-M", "白色,M", 2, "2026-03-02", "2026-03-06"),)
    assert got.refused == []


def test_a_recovered_day_is_told(tmp_path: Path) -> None:
    got = read(save(tmp_path / "a.csv", grid("pdd_orders_2026_b", *orders())), "pdd_orders")
    assert got.noticed == [(5, "订单成交时间", "recovered_date")]
    assert got.rows("order_line", "created_day paid_at paid_weekday")[3] == ("2026-02-28", None, 6)


def test_columns_in_another_order(tmp_path: Path) -> None:
    table = shuffled(grid("pdd_orders_2026_a", *orders()))
    assert (
        read(save(tmp_path / "a.csv", table, "utf-8-sig"), "pdd_orders").rows("order_line", COLUMNS)
        == EXPECTED
    )


def test_full_width_brackets_and_no_brackets(tmp_path: Path) -> None:
    table = grid("pdd_orders_2026_a", *orders())
    wide = framed([[str(name).replace("(", "（").replace(")", "）") for name in table[0]]], table[1:])
    bare = framed([[str(name).split("(")[0] for name in table[0]]], table[1:])
    for number, turned in enumerate((wide, bare)):
        got = read(save(tmp_path / f"{number}.csv", turned), "pdd_orders")
        assert got.rows("order_line", COLUMNS) == EXPECTED


def test_bad_rows(tmp_path: Path) -> None:
    rows = [
        {**BASE, "订单号": "260301-1"},
        {**BASE, "订单号": "260301-2", "商品数量(件)": "-1"},
        {**BASE, "订单号": "260301-3", "用户实付金额(元)": "九十"},
        {**BASE, "订单号": "260301-4", "订单成交时间": "1970-01-01 00:00:00"},
        {**BASE, "订单号": "260301-1", "用户实付金额(元)": "80"},
    ]
    got = read(save(tmp_path / "a.csv", grid("pdd_orders_2026_a", *rows)), "pdd_orders")
    assert got.rows("order_line", "order_id paid") == [("260301-1", "74")]
    assert sorted(got.refused + got.noticed) == [
        (2, "订单号", "conflict"),
        (3, "商品数量(件)", "negative_quantity"),
        (4, "用户实付金额(元)", "bad_number"),
        (5, "订单成交时间", "ancient_date"),
    ]


def test_a_received_order_of_which_something_went_back_is_refunded_by_its_status(tmp_path: Path) -> None:
    row = {**BASE, "订单号": "260301-000000000000001", "售后状态": "退款成功"}
    got = read(save(tmp_path / "a.csv", grid("pdd_orders_2026_a", row)), "pdd_orders")
    assert got.rows("order_line", "status refund_stated") == [("refunded", None)]
