"""千牛 order reports of five generations: paid is gross of refunds, an order may be refunded in two ways of telling."""

from pathlib import Path

import pytest

from tests.readers.china import Row, grid, read, save, save_xlsx, shuffled
from tests.readers.headers_china import HEADERS

MONEY = "order_id paid shipping refund_stated status"
PAID: Row = {
    "订单编号": '="3412000000000000011"',
    "买家会员名": "小鱼儿",
    "买家应付货款": "100.00",
    "买家应付邮费": "10.00",
    "买家支付积分": "0",
    "总金额": "110.00",
    "返点积分": "0",
    "买家实际支付金额": "110.00",
    "买家实际支付积分": "0",
    "订单状态": "交易成功",
    "收货人姓名": "张三",
    "收货地址": "浙江省 杭州市 西湖区 文三路1号",
    "联系手机": "'13800000000",
    "订单创建时间": "2018-06-01 23:58:00",
    "订单付款时间": "2018-06-02 00:01:30",
    "宝贝标题": "纯棉T恤，夏季新款",
}
REST: Row = {"宝贝总数量": "2", "店铺名称": "掌柜的店"}
GROSS: Row = {"退款金额": "0.00", "确认收货时间": "2018-06-09 08:00:00"}


@pytest.mark.parametrize(
    ("header", "more"),
    [
        ("taobao_ExportOrderList_2012", {}),
        ("taobao_ExportOrderList_2016", REST),
        ("taobao_ExportOrderList_2018", {**REST, **GROSS}),
        ("taobao_ExportOrderList_2021", {**REST, **GROSS}),
        ("taobao_order_2022", {**REST, **GROSS, "发货时间": "2018-06-03 10:00:00"}),
    ],
)
def test_the_same_order_in_every_generation(tmp_path: Path, header: str, more: Row) -> None:
    got = read(
        save(tmp_path / "ExportOrderList.csv", grid(header, {**PAID, **more}), quote=True), "taobao_orders"
    )
    assert got.refused == []
    assert got.rows("order_head", MONEY + " created_at paid_day paid_hour paid_weekday title region") == [
        (
            "3412000000000000011",
            "100",
            "10",
            "0",
            "done",
            "2018-06-01 23:58:00",
            "2018-06-02",
            0,
            6,
            "纯棉T恤，夏季新款",
            "浙江",
        )
    ]
    assert got.rows("order_head", "quantity received_day") == [
        (2 if "宝贝总数量" in more else None, "2018-06-09" if "确认收货时间" in more else None)
    ]


def orders_of_2018() -> list[Row]:
    base = {**PAID, **REST, "退款金额": "0.00"}
    return [
        {**base, "订单编号": "1"},
        {
            **base,
            "订单编号": "2",
            "买家应付货款": "58.80",
            "买家应付邮费": "0.00",
            "总金额": "58.80",
            "买家实际支付金额": "0.00",
            "退款金额": "58.80",
            "订单状态": "交易关闭",
        },
        {**base, "订单编号": "3", "买家实际支付金额": "0.00", "订单状态": "交易关闭", "订单付款时间": ""},
        {**base, "订单编号": "4", "买家实际支付金额": "60.00", "退款金额": "50.00"},
        {
            **base,
            "订单编号": "5",
            "订单状态": "等待买家付款",
            "订单付款时间": "null",
            "买家实际支付金额": "0",
        },
        {**base, "订单编号": "6", "订单状态": "买家已付款,等待卖家发货"},
        {**base, "订单编号": "7", "订单状态": "卖家已发货，等待买家确认"},
        {**base, "订单编号": "8", "订单状态": "卖家部分发货"},
        {**base, "订单编号": "9", "订单状态": "付款以后用户退款成功，交易自动关闭", "退款金额": "110.00"},
    ]


def test_money_and_status_of_2018(tmp_path: Path) -> None:
    got = read(
        save(tmp_path / "a.csv", grid("taobao_ExportOrderList_2018", *orders_of_2018())), "taobao_orders"
    )
    assert got.rows("order_head", MONEY) == [
        ("1", "100", "10", "0", "done"),
        ("2", "58.8", "0", "58.8", "refunded"),
        ("3", "100", "10", None, "cancelled"),
        ("4", "100", "10", "50", "done"),
        ("5", "100", "10", None, "unpaid"),
        ("6", "100", "10", "0", "paid"),
        ("7", "100", "10", "0", "shipped"),
        ("8", "100", "10", "0", "shipped"),
        ("9", "100", "10", "110", "refunded"),
    ]
    assert (got.staged.rows, got.staged.kept, got.staged.refused) == (9, 9, 0)


def test_an_order_that_is_not_from_a_telephone_is_from_a_computer(tmp_path: Path) -> None:
    base = {**PAID, **REST, "退款金额": "0.00"}
    first, second = (
        {**base, "订单编号": n, "是否手机订单": said} for n, said in (("1", "手机订单"), ("2", ""))
    )
    told = read(save(tmp_path / "a.csv", grid("taobao_ExportOrderList_2018", first, second)), "taobao_orders")
    assert told.rows("order_head", "order_id device channel") == [
        ("1", "mobile", "手机订单"),
        ("2", "pc", None),
    ]
    silent = read(save(tmp_path / "b.csv", grid("taobao_ExportOrderList_2018", second)), "taobao_orders")
    assert silent.rows("order_head", "device") == [(None,)]
    older = read(save(tmp_path / "c.csv", grid("taobao_ExportOrderList_2012", PAID)), "taobao_orders")
    assert older.rows("order_head", "device") == [(None,)]


def test_columns_in_another_order_and_unknown_ones_change_nothing(tmp_path: Path) -> None:
    table = grid("taobao_ExportOrderList_2018", *orders_of_2018())
    columns = MONEY + " created_at paid_at title quantity region buyer status_text"
    plain = read(save(tmp_path / "a.csv", table), "taobao_orders").rows("order_head", columns)
    turned = read(save_xlsx(tmp_path / "b.xlsx", shuffled(table)), "taobao_orders").rows(
        "order_head", columns
    )
    assert plain == turned
    assert len(plain) == 9


def test_refunds_before_there_was_a_column_for_them(tmp_path: Path) -> None:
    base = {**PAID, "买家应付邮费": "0", "总金额": "100"}
    rows = [
        {
            **base,
            "订单编号": "1",
            "买家实际支付金额": "90",
            "买家支付积分": "500",
            "集分宝抵扣": "抵扣2.00元",
        },
        {**base, "订单编号": "2", "买家实际支付金额": "95", "买家支付积分": "500"},
        {**base, "订单编号": "3", "买家实际支付金额": "0", "订单状态": "交易关闭"},
        {**base, "订单编号": "4", "买家实际支付金额": "100", "订单状态": "交易关闭"},
        {**base, "订单编号": "5", "买家实际支付金额": "0", "订单状态": "交易关闭", "订单付款时间": ""},
        {**base, "订单编号": "6", "买家实际支付金额": "80", "天猫卡券抵扣": "30.00"},
    ]
    got = read(save(tmp_path / "a.csv", grid("taobao_ExportOrderList_2016", *rows)), "taobao_orders")
    assert got.rows("order_head", "order_id paid refund_stated") == [
        ("1", "100", "3"),
        ("2", "100", "0"),
        ("3", "100", "100"),
        ("4", "100", "100"),
        ("5", "100", None),
        ("6", "100", "0"),
    ]


def test_a_reduced_file_with_spaces_behind_its_names(tmp_path: Path) -> None:
    names = [
        "订单编号",
        "总金额",
        "买家实际支付金额",
        "收货地址 ",
        "订单创建时间",
        "订单付款时间 ",
        "退款金额",
    ]
    rows: list[Row] = [
        {
            "订单编号": "1",
            "总金额": "178.8",
            "买家实际支付金额": "0",
            "收货地址": "上海",
            "订单创建时间": "2020-02-21 00:00:00",
            "订单付款时间": "",
            "退款金额": "0",
        },
        {
            "订单编号": "2",
            "总金额": "21",
            "买家实际支付金额": "21",
            "收货地址": "内蒙古自治区",
            "订单创建时间": "2020-02-20 23:59:54",
            "订单付款时间": "2020-02-21 00:00:02",
            "退款金额": "0",
        },
        {
            "订单编号": "3",
            "总金额": "37",
            "买家实际支付金额": "0",
            "收货地址": "安徽省",
            "订单创建时间": "2020-02-20 23:59:35",
            "订单付款时间": "2020-02-20 23:59:40",
            "退款金额": "37",
        },
    ]
    got = read(save(tmp_path / "a.csv", grid(names, *rows), "utf-8"), "taobao_orders")
    assert got.rows("order_head", "order_id paid refund_stated paid_day region") == [
        ("1", "178.8", None, None, "上海"),
        ("2", "21", "0", "2020-02-21", "内蒙古"),
        ("3", "37", "37", "2020-02-20", "安徽"),
    ]


def test_orders_without_the_time_of_payment(tmp_path: Path) -> None:
    names = [
        "订单编号",
        "总金额",
        "买家应付邮费",
        "买家实际支付金额",
        "订单状态",
        "订单创建时间",
        "订单关闭原因",
    ]
    day: Row = {"总金额": "50", "买家应付邮费": "5", "订单创建时间": "2016-05-01 10:00:00"}
    rows: list[Row] = [
        {
            **day,
            "订单编号": "1",
            "买家实际支付金额": "50",
            "订单状态": "交易成功",
            "订单关闭原因": "订单未关闭",
        },
        {**day, "订单编号": "2", "买家实际支付金额": "0", "订单状态": "交易关闭", "订单关闭原因": "退款"},
        {
            **day,
            "订单编号": "3",
            "买家实际支付金额": "0",
            "订单状态": "交易关闭",
            "订单关闭原因": "买家未付款",
        },
        {
            **day,
            "订单编号": "4",
            "买家实际支付金额": "0",
            "订单状态": "等待买家付款",
            "订单关闭原因": "订单未关闭",
        },
        {
            **day,
            "订单编号": "5",
            "买家实际支付金额": "40",
            "订单状态": "交易成功",
            "订单关闭原因": "订单未关闭",
        },
    ]
    got = read(save(tmp_path / "a.csv", grid(names, *rows), "utf-8"), "taobao_orders")
    assert got.rows("order_head", "order_id paid refund_stated status paid_day") == [
        ("1", "45", "0", "done", "2016-05-01"),
        ("2", "45", "50", "refunded", "2016-05-01"),
        ("3", "45", None, "cancelled", None),
        ("4", "45", None, "unpaid", None),
        ("5", "45", "10", "done", "2016-05-01"),
    ]
    bare: list[Row] = [{name: row[name] for name in names[:-1]} for row in rows]
    got = read(save(tmp_path / "b.csv", grid(names[:-1], *bare), "utf-8"), "taobao_orders")
    assert got.rows("order_head", "refund_stated") == [(None,)] * 5


def test_a_presale_is_sold_when_its_balance_is_paid(tmp_path: Path) -> None:
    base = {**PAID, **REST, "总金额": "310.00", "买家应付货款": "300.00", "买家应付邮费": "10.00"}
    rows: list[Row] = [
        {
            **base,
            "订单编号": "1",
            "买家实际支付金额": "50.00",
            "退款金额": "0.00",
            "订单状态": "等待买家付款",
        },
        {**base, "订单编号": "2", "买家实际支付金额": "50.00", "退款金额": "0.00", "订单状态": "交易关闭"},
        {**base, "订单编号": "3", "买家实际支付金额": "310.00", "退款金额": "0.00", "订单状态": "交易成功"},
        {**base, "订单编号": "4", "买家实际支付金额": "0.00", "退款金额": "300.00", "订单状态": "交易关闭"},
    ]
    got = read(save(tmp_path / "a.csv", grid("taobao_ExportOrderList_2018", *rows)), "taobao_orders")
    assert got.rows("order_head", "order_id paid shipping refund_stated status") == [
        ("1", "300", "10", "0", "unpaid"),
        ("2", "40", "10", "0", "refunded"),
        ("3", "300", "10", "0", "done"),
        ("4", "290", "10", "300", "refunded"),
    ]
    assert [one is None for (one,) in got.rows("order_head", "paid_day")] == [True, False, False, False]


def test_two_shops_in_one_file(tmp_path: Path) -> None:
    rows = [{**PAID, **REST, "订单编号": str(n), "店铺名称": f"店{n % 2}"} for n in range(3)]
    got = read(save(tmp_path / "a.csv", grid("taobao_ExportOrderList_2021", *rows)), "taobao_orders")
    assert got.rows("order_head", "order_id shop") == [("0", "店0"), ("1", "店1"), ("2", "店0")]
    assert dict(got.staged.stated) == {"店0": 2, "店1": 1}


def test_bad_rows_are_refused_and_the_rest_is_kept(tmp_path: Path) -> None:
    base = {**PAID, **REST, "退款金额": "0"}
    rows = [
        {**base, "订单编号": "1"},
        {**base, "订单编号": "2", "总金额": "一百一十"},
        {**base, "订单编号": ""},
        {**base, "订单编号": "4", "宝贝总数量": "-1"},
        {**base, "订单编号": "5", "订单付款时间": "2099-01-01 00:00:00"},
        {**base, "订单编号": "1.20253E+17"},
        {**base, "订单编号": "7"},
        {**base, "订单编号": "8", "总金额": "-110"},
    ]
    got = read(save(tmp_path / "a.csv", grid("taobao_ExportOrderList_2018", *rows)), "taobao_orders")
    assert got.rows("order_head", "order_id") == [("1",), ("7",)]
    assert got.refused == [
        (3, "总金额", "bad_number"),
        (4, "订单编号", "missing_key"),
        (5, "宝贝总数量", "negative_quantity"),
        (6, "订单付款时间", "future_date"),
        (7, "订单编号", "damaged_id"),
        (9, "总金额", "negative_amount"),
    ]
    assert (got.staged.rows, got.staged.kept, got.staged.refused) == (8, 2, 6)


def test_the_same_order_twice(tmp_path: Path) -> None:
    base = {**PAID, **REST, "退款金额": "0"}
    rows = [base, base, {**base, "订单编号": "2"}, {**base, "订单编号": "2", "总金额": "120.00"}]
    got = read(save(tmp_path / "a.csv", grid("taobao_ExportOrderList_2018", *rows)), "taobao_orders")
    assert got.rows("order_head", "order_id paid") == [("3412000000000000011", "100"), ("2", "110")]
    assert [code for _, _, code in got.refused + got.noticed] == ["conflict"]


def test_nothing_personal_is_kept(tmp_path: Path) -> None:
    rows = [
        {**PAID, "订单编号": "1"},
        {**PAID, "订单编号": "2"},
        {**PAID, "订单编号": "3", "买家会员名": "别人"},
    ]
    got = read(save(tmp_path / "a.csv", grid("taobao_ExportOrderList_2016", *rows)), "taobao_orders")
    buyers = [row[0] for row in got.rows("order_head", "buyer")]
    assert buyers[0] == buyers[1] != buyers[2]
    every = got.con.execute(f'SELECT * FROM "{got.staged.tables["order_head"]}"').fetchall()
    assert not any(word in str(every) for word in ("小鱼儿", "张三", "13800000000", "文三路"))


def test_a_masked_buyer_is_unknown(tmp_path: Path) -> None:
    names = ["t**3", "t**3", "tom3", ""]
    rows = [{**PAID, "订单编号": str(n), "买家会员名": name} for n, name in enumerate(names)]
    got = read(save(tmp_path / "a.csv", grid("taobao_order_2022", *rows)), "taobao_orders")
    assert [row[0] is not None for row in got.rows("order_head", "buyer")] == [False, False, True, False]
    assert got.staged.kept == 4


def test_headers_are_the_ones_that_platforms_write() -> None:
    assert [len(HEADERS[key]) for key in HEADERS if key.startswith("taobao_ExportOrderList")] == [
        20,
        41,
        54,
        67,
    ]


@pytest.mark.parametrize("number", ["", "3.412E+18"])
def test_a_row_without_its_number_is_refused_even_where_it_equals_the_rest(
    tmp_path: Path, number: str
) -> None:
    rows = [{**PAID, **REST}, {**PAID, **REST, "订单编号": number}]
    got = read(save(tmp_path / "a.csv", grid("taobao_ExportOrderList_2018", *rows)), "taobao_orders")
    assert got.refused == [(3, "订单编号", "damaged_id" if number else "missing_key")]
    assert (got.staged.rows, got.staged.kept) == (2, 1)
