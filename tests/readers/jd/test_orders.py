"""JD orders: the order's money stands on every row of it and counts once; cash on delivery is paid when delivered."""

from pathlib import Path

from tests.readers.china import Row, grid, read, save, save_xlsx, shuffled

BASE: Row = {
    "订单号": "170000000001",
    "支付方式": "在线支付",
    "下单时间": "2024-06-18 00:00:05",
    "订单金额": "300.00",
    "结算金额": "280.00",
    "余额支付": "0.00",
    "应付金额": "260.00",
    "订单状态": "完成",
    "下单帐号": "1******6198",
    "客户姓名": "王五",
    "客户地址": "广东深圳市南山区",
    "联系电话": "138****0000",
    "运费金额": "10.00",
    "付款确认时间": "2024-06-18 00:01:00",
    "订单完成时间": "2024-06-21 12:00:00",
    "订单渠道": "手机京东",
}
SHIRT: Row = {"商品ID": "100012", "商品名称": "纯棉T恤", "订购数量": "2", "京东价": "100.00", "货号": "T01"}
SOCKS: Row = {"商品ID": "100013", "商品名称": "袜子", "订购数量": "1", "京东价": "100.00", "货号": "S01"}
COLUMNS = "order_id listing_id sku quantity list_amount paid shipping refund_stated status paid_day"


def orders() -> list[Row]:
    one: Row = {
        **SHIRT,
        "订购数量": "1",
        "订单金额": "100",
        "结算金额": "100",
        "应付金额": "100",
        "运费金额": "0",
    }
    return [
        {**BASE, **SHIRT},
        {**BASE, **SOCKS},
        {**BASE, **one, "订单号": "2", "订单状态": "(删除)取消", "应付金额": "105", "运费金额": "5"},
        {**BASE, **one, "订单号": "3", "订单状态": "(删除)取消", "付款确认时间": ""},
        {**BASE, **one, "订单号": "4", "支付方式": "货到付款", "付款确认时间": ""},
        {
            **BASE,
            **one,
            "订单号": "5",
            "支付方式": "货到付款",
            "付款确认时间": "",
            "订单状态": "等待出库",
            "订单完成时间": "",
        },
        {**BASE, **one, "订单号": "6", "订单状态": "等待付款", "付款确认时间": "", "订单完成时间": ""},
        {**BASE, **one, "订单号": "7", "订单状态": "等待确认收货", "应付金额": "70", "余额支付": "30"},
        {**BASE, **one, "订单号": "8", "订单状态": "等待出库", "应付金额": "100", "余额支付": "30"},
        {**BASE, **one, "订单号": "9", "应付金额": "", "结算金额": "95"},
    ]


EXPECTED = [
    ("170000000001", "100012", "T01", 2, "200", "166.67", "6.67", None, "done", "2024-06-18"),
    ("170000000001", "100013", "S01", 1, "100", "83.33", "3.33", None, "done", "2024-06-18"),
    ("2", "100012", "T01", 1, "100", "100", "5", "105", "refunded", "2024-06-18"),
    ("3", "100012", "T01", 1, "100", "100", "0", None, "cancelled", None),
    ("4", "100012", "T01", 1, "100", "100", "0", None, "done", "2024-06-21"),
    ("5", "100012", "T01", 1, "100", "100", "0", None, "unpaid", None),
    ("6", "100012", "T01", 1, "100", "100", "0", None, "unpaid", None),
    ("7", "100012", "T01", 1, "100", "100", "0", None, "shipped", "2024-06-18"),
    ("8", "100012", "T01", 1, "100", "100", "0", None, "paid", "2024-06-18"),
    ("9", "100012", "T01", 1, "100", "95", "0", None, "done", "2024-06-18"),
]


def test_money_is_spread_over_the_lines_and_counts_once(tmp_path: Path) -> None:
    got = read(save(tmp_path / "a.csv", grid("jd_orders", *orders())), "jd_orders")
    assert got.refused == []
    assert got.rows("order_line", COLUMNS) == EXPECTED
    assert got.rows("order_line", "channel device region title line_id")[1] == (
        *("手机京东", "mobile", "广东", "袜子", ""),
    )


def test_columns_in_another_order(tmp_path: Path) -> None:
    table = shuffled(grid("jd_orders", *orders()))
    assert read(save_xlsx(tmp_path / "a.xlsx", table), "jd_orders").rows("order_line", COLUMNS) == EXPECTED


def test_bad_rows(tmp_path: Path) -> None:
    one: Row = {**BASE, **SHIRT}
    rows = [
        {**one, "订单号": "1"},
        {**one, "订单号": "2", "订购数量": "-2"},
        {**one, "订单号": "3", "应付金额": "abc"},
        {**one, "订单号": ""},
        {**one, "订单号": "5", "下单时间": "昨天"},
    ]
    got = read(save(tmp_path / "a.csv", grid("jd_orders", *rows)), "jd_orders")
    assert got.rows("order_line", "order_id paid") == [("1", "250")]
    assert got.refused == [
        (3, "订购数量", "negative_quantity"),
        (4, "应付金额", "bad_number"),
        (5, "订单号", "missing_key"),
        (6, "下单时间", "bad_date"),
    ]


def test_an_order_whose_rows_disagree_says_so(tmp_path: Path) -> None:
    rows = [{**BASE, **SHIRT}, {**BASE, **SOCKS, "应付金额": "999.00"}]
    got = read(save(tmp_path / "a.csv", grid("jd_orders", *rows)), "jd_orders")
    assert "order_differs" in [code for _, _, code in got.refused + got.noticed]


def test_postage_on_one_row_of_the_order_alone(tmp_path: Path) -> None:
    for first, second in (("10.00", ""), ("10.00", "0.00"), ("0.00", "10.00")):
        rows = [{**BASE, **SHIRT, "运费金额": first}, {**BASE, **SOCKS, "运费金额": second}]
        got = read(save(tmp_path / "a.csv", grid("jd_orders", *rows)), "jd_orders")
        assert got.refused + got.noticed == []
        assert got.rows("order_line", "paid shipping") == [("166.67", "6.67"), ("83.33", "3.33")]


def test_nothing_personal_is_kept(tmp_path: Path) -> None:
    got = read(save(tmp_path / "a.csv", grid("jd_orders", {**BASE, **SHIRT})), "jd_orders")
    every = str(got.con.execute(f'SELECT * FROM "{got.staged.tables["order_line"]}"').fetchall())
    assert not any(word in every for word in ("王五", "138", "南山", "6198"))


def test_done_is_told_from_a_refund_that_is_done(tmp_path: Path) -> None:
    texts = ("完成", "(删除)完成", "退款完成", "完成(已取消)", "", "(删除)等待出库", "（删除）等待确认收货")
    paid = [{**BASE, **SHIRT, "订单号": str(place), "订单状态": text} for place, text in enumerate(texts)]
    unpaid = [{**row, "订单号": f"1{row['订单号']}", "付款确认时间": ""} for row in paid]
    got = read(save(tmp_path / "a.csv", grid("jd_orders", *paid, *unpaid)), "jd_orders")
    assert got.rows("order_line", "order_id status refund_stated") == [
        ("0", "done", None),
        ("1", "done", None),
        ("2", "refunded", "260"),
        ("3", "refunded", "260"),
        ("4", "paid", None),
        ("5", "refunded", "260"),
        ("6", "refunded", "260"),
        ("10", "done", None),
        ("11", "done", None),
        ("12", "cancelled", None),
        ("13", "cancelled", None),
        ("14", None, None),
        ("15", "cancelled", None),
        ("16", "cancelled", None),
    ]


def test_paid_without_a_time_of_confirmation(tmp_path: Path) -> None:
    states = ("完成", "等待出库", "等待确认收货", "等待付款", "(删除)取消", "(锁定)等待出库")
    rows: list[Row] = [
        {**BASE, **SHIRT, "订单号": str(n), "订单状态": state, "付款确认时间": ""}
        for n, state in enumerate(states)
    ]
    got = read(save(tmp_path / "jd.csv", grid("jd_orders", *rows)), "jd_orders")
    paid = "2024-06-18"
    assert [row[0] for row in got.rows("order_line", "paid_day")] == [paid, paid, paid, None, None, None]
