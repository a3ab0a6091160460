"""Douyin orders: protected ids, money per sub-order, what is refunded for certain, several items in one cell."""

from pathlib import Path

from tests.readers.china import Row, grid, read, save, save_xlsx, shuffled

BASE: Row = {
    "主订单编号": "\t6917000000000000001",
    "选购商品": "\t纯棉T恤",
    "商品规格": "白色;M",
    "商品数量": "2",
    "商品ID": "\t3601",
    "商家编码": "T01-M",
    "商品单价": "60.00",
    "订单应付金额": "106.00",
    "运费": "6.00",
    "优惠总金额": "20.00",
    "平台优惠": "5.00",
    "商家优惠": "12.00",
    "达人优惠": "3.00",
    "收件人": "##abc##",
    "收件人手机号": "$$def$$",
    "省": "浙江省",
    "市": "杭州市",
    "订单提交时间": "2026-03-01 10:00:00",
    "支付完成时间": "2026-03-01 10:00:30",
    "订单完成时间": "2026-03-09 10:00:00",
    "发货时间": "2026-03-02 10:00:00",
    "APP渠道": "抖音",
    "流量来源": "直播",
    "订单状态": "已完成",
    "售后状态": "-",
    "平台实际承担优惠金额": "4.00",
    "商家实际承担优惠金额": "13.00",
    "达人实际承担优惠金额": "3.00",
}
COLUMNS = "line_id quantity list_amount paid shipping seller_discount platform_discount refund_stated status paid_day"


def orders() -> list[Row]:
    return [
        {**BASE, "子订单编号": "\t6917000000000000001"},
        {**BASE, "子订单编号": "\t12", "订单状态": "已关闭", "售后状态": "退款成功"},
        {**BASE, "子订单编号": "\t13", "订单状态": "已关闭", "支付完成时间": "-"},
        {**BASE, "子订单编号": "\t14", "订单状态": "待支付", "支付完成时间": "-"},
        {**BASE, "子订单编号": "\t15", "售后状态": "已全额退款"},
        {**BASE, "子订单编号": "\t16", "售后状态": "退款成功"},
        {**BASE, "子订单编号": "\t17", "订单状态": "待发货", "运费": "-"},
        {**BASE, "子订单编号": "\t18", "订单状态": "已发货", "平台实际承担优惠金额": "-"},
    ]


MONEY = ("120", "100", "6", "13")
EXPECTED = [
    ("6917000000000000001", 2, *MONEY, "7", None, "done", "2026-03-01"),
    ("12", 2, *MONEY, "0", "106", "refunded", "2026-03-01"),
    ("13", 2, *MONEY, "7", None, "cancelled", None),
    ("14", 2, *MONEY, "7", None, "unpaid", None),
    ("15", 2, *MONEY, "0", "106", "refunded", "2026-03-01"),
    ("16", 2, *MONEY, "7", None, "refunded", "2026-03-01"),
    ("17", 2, "120", "106", None, "13", "7", None, "paid", "2026-03-01"),
    ("18", 2, *MONEY, "8", None, "shipped", "2026-03-01"),
]


def test_money_and_status(tmp_path: Path) -> None:
    path = save(
        tmp_path / "1772500000_abc.csv", grid("douyin_orders_full", *orders()), "utf-8-sig", quote=True
    )
    got = read(path, "douyin_orders")
    assert got.rows("order_line", COLUMNS) == EXPECTED
    assert got.rows("order_line", "order_id listing_id sku title variant channel device region")[0] == (
        *("6917000000000000001", "3601", "T01-M", "纯棉T恤", "白色;M", "直播", "mobile", "浙江"),
    )
    assert got.refused == []


def test_the_name_tells_when_it_was_exported(tmp_path: Path) -> None:
    table = grid("douyin_orders_full", *orders()[:1])
    got = read(save(tmp_path / "1773000000_abc.csv", table, "utf-8-sig"), "douyin_orders")
    assert str(got.staged.exported) == "2026-03-09 04:00:00"
    assert got.rows("order_line", "version") == [("2026-03-09 04:00:00",)]


def test_columns_in_another_order(tmp_path: Path) -> None:
    table = shuffled(grid("douyin_orders_full", *orders()))
    assert (
        read(save_xlsx(tmp_path / "a.xlsx", table), "douyin_orders").rows("order_line", COLUMNS) == EXPECTED
    )


def test_several_items_in_a_cell_stay_one_line(tmp_path: Path) -> None:
    both: Row = {
        "选购商品": "T恤;袜子",
        "商品ID": "3601;3602",
        "商家编码": "T01;S01",
        "商品单价": "60.00;20.00",
    }
    rows = [
        {**BASE, **both, "子订单编号": "\t21", "商品数量": "2;1"},
        {**BASE, **both, "子订单编号": "\t22", "商品数量": "3"},
        {**BASE, **both, "子订单编号": "\t23", "商品数量": "2;若干"},
        {**BASE, **both, "子订单编号": "\t24", "商品数量": "2;-5"},
        {**BASE, "子订单编号": "\t25"},
    ]
    got = read(save(tmp_path / "a.csv", grid("douyin_orders_full", *rows), "utf-8-sig"), "douyin_orders")
    assert got.rows("order_line", "line_id listing_id sku title quantity list_amount paid") == [
        ("21", "3601;3602", "T01;S01", "T恤;袜子", 3, None, "100"),
        ("22", "3601;3602", "T01;S01", "T恤;袜子", 3, None, "100"),
        ("25", "3601", "T01-M", "纯棉T恤", 2, "120", "100"),
    ]
    assert got.refused == [(4, "商品数量", "bad_number"), (5, "商品数量", "negative_quantity")]


FEW: Row = {"主订单编号": "\t6917", "商品数量": "9", "订单应付金额": "77.00"}


def test_bad_rows(tmp_path: Path) -> None:
    rows = [
        {**BASE, "子订单编号": "\t1"},
        {**BASE, "子订单编号": "\t2", "商品数量": "-2"},
        {**BASE, "子订单编号": "\t3", "订单应付金额": "abc"},
        {**FEW, "子订单编号": "-"},
        {**FEW, "子订单编号": "6.91700000E+18"},
    ]
    got = read(save(tmp_path / "a.csv", grid("douyin_orders_full", *rows), "utf-8-sig"), "douyin_orders")
    assert got.rows("order_line", "line_id") == [("1",)]
    assert got.refused == [
        (3, "商品数量", "negative_quantity"),
        (4, "订单应付金额", "bad_number"),
        (5, "子订单编号", "missing_key"),
        (6, "子订单编号", "damaged_id"),
    ]


def test_nothing_personal_is_kept(tmp_path: Path) -> None:
    got = read(save(tmp_path / "a.csv", grid("douyin_orders_full", *orders()), "utf-8-sig"), "douyin_orders")
    every = str(got.con.execute(f'SELECT * FROM "{got.staged.tables["order_line"]}"').fetchall())
    assert "##" not in every
    assert "$$" not in every


def test_paid_without_a_time_of_payment(tmp_path: Path) -> None:
    """Exports of chosen columns: the status tells what was paid; cash on delivery is paid when it arrives."""
    row = {name: value for name, value in BASE.items() if name != "支付完成时间"}
    states = (
        ("已完成", "-"),
        ("已发货", "-"),
        ("待发货", "-"),
        ("已关闭", "退款成功"),
        ("已关闭", "-"),
        ("待支付", "-"),
    )
    rows: list[Row] = [
        {**row, "子订单编号": str(n), "订单状态": state, "售后状态": after}
        for n, (state, after) in enumerate(states, 1)
    ]
    rows.append({**row, "子订单编号": "7", "支付方式": "货到付款"})
    rows.append({**row, "子订单编号": "8", "支付方式": "货到付款", "订单状态": "已发货", "订单完成时间": "-"})
    got = read(save(tmp_path / "chosen.csv", grid([*row, "子订单编号", "支付方式"], *rows)), "douyin_orders")
    assert got.rows("order_line", "line_id status paid_day refund_stated") == [
        ("1", "done", "2026-03-01", None),
        ("2", "shipped", "2026-03-01", None),
        ("3", "paid", "2026-03-01", None),
        ("4", "refunded", "2026-03-01", "106"),
        ("5", "cancelled", None, None),
        ("6", "unpaid", None, None),
        ("7", "done", "2026-03-09", None),
        ("8", "shipped", None, None),
    ]
