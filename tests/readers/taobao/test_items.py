"""宝贝报表 before and after sub-orders had numbers; reviews; 淘宝客."""

from pathlib import Path

from tests.readers.china import Row, grid, read, save, save_xlsx, shuffled


def test_items_without_numbers_are_a_set(tmp_path: Path) -> None:
    base: Row = {
        "标题": "纯棉T恤",
        "价格": "59.00",
        "购买数量": "2",
        "外部系统编号": "T01-红-M",
        "订单状态": "交易成功",
    }
    rows = [
        {**base, "订单编号": '="3412000000000000011"', "商品属性": "颜色：红色;尺码：M", "商家编码": "T01"},
        {**base, "订单编号": '="3412000000000000011"', "商品属性": "颜色：红色;尺码：M", "商家编码": "T01"},
        {**base, "订单编号": "12", "外部系统编号": "null", "商家编码": "T02", "订单状态": "等待买家付款"},
        {**base, "订单编号": "13", "购买数量": "两件"},
        {**base, "订单编号": "14", "外部系统编号": "", "订单状态": "交易关闭"},
    ]
    got = read(save(tmp_path / "a.csv", grid("taobao_ExportOrderDetailList_2018", *rows)), "taobao_items")
    assert got.rows("order_item", "order_id line_id sku quantity list_amount paid status") == [
        ("3412000000000000011", "", "T01-红-M", 2, "118", None, "done"),
        ("3412000000000000011", "", "T01-红-M", 2, "118", None, "done"),
        ("12", "", "T02", 2, "118", None, "unpaid"),
        ("14", "", "", 2, "118", None, "cancelled"),
    ]
    assert got.rows("order_item", "variant")[0] == ("颜色：红色;尺码：M",)
    assert got.refused == [(5, "购买数量", "bad_number")]


def suborders() -> list[Row]:
    base: Row = {
        "主订单编号": "900",
        "标题": "纯棉T恤",
        "价格": "59",
        "购买数量": "2",
        "外部系统编号": "T01-M",
        "商家编码": "T01",
        "买家应付货款": "100",
        "买家实际支付金额": "100",
        "退款状态": "没有申请退款",
        "退款金额": "无退款申请",
        "订单状态": "交易成功",
        "订单创建时间": "2022-03-01 10:00:00",
        "订单付款时间": "2022-03-01 10:01:00",
    }
    return [
        {**base, "子订单编号": "901"},
        {
            **base,
            "子订单编号": "902",
            "买家实际支付金额": "0",
            "退款状态": "退款成功",
            "退款金额": "100",
            "订单状态": "交易关闭",
        },
        {**base, "子订单编号": "903", "退款状态": "退款关闭", "退款金额": "40"},
        {**base, "子订单编号": "904", "订单付款时间": "", "订单状态": "等待买家付款"},
        {
            **base,
            "子订单编号": "905",
            "退款状态": "买家已经申请退款，等待卖家同意",
            "退款金额": "100",
            "订单状态": "卖家已发货，等待买家确认",
        },
        {
            **base,
            "子订单编号": "906",
            "买家应付货款": "",
            "买家实际支付金额": "60",
            "退款状态": "退款成功",
            "退款金额": "40",
        },
    ]


EXPECTED = [
    ("900", "901", "118", "100", None, "done"),
    ("900", "902", "118", "100", "100", "refunded"),
    ("900", "903", "118", "100", None, "done"),
    ("900", "904", "118", "100", None, "unpaid"),
    ("900", "905", "118", "100", None, "shipped"),
    ("900", "906", "118", "100", "40", "done"),
]


def test_suborders_2022(tmp_path: Path) -> None:
    table = grid("taobao_order_items_2022", *suborders())
    columns = "order_id line_id list_amount paid refund_stated status"
    got = read(save_xlsx(tmp_path / "a.xlsx", table), "taobao_suborders")
    assert got.rows("order_item", columns) == EXPECTED
    assert got.rows("order_item", "sku paid_day paid_hour")[0] == ("T01-M", "2022-03-01", 10)
    turned = read(save(tmp_path / "b.csv", shuffled(table)), "taobao_suborders")
    assert turned.rows("order_item", columns) == EXPECTED


def test_a_suborder_without_number_is_refused(tmp_path: Path) -> None:
    nameless = {
        **suborders()[0],
        "子订单编号": "",
        "购买数量": "5",
        "价格": "7",
        "买家应付货款": "35",
        "买家实际支付金额": "35",
    }
    rows = [*suborders()[:1], nameless]
    got = read(save_xlsx(tmp_path / "a.xlsx", grid("taobao_order_items_2022", *rows)), "taobao_suborders")
    assert got.refused == [(3, "子订单编号", "missing_key")]
    assert got.rows("order_item", "line_id") == [("901",)]


def test_reviews(tmp_path: Path) -> None:
    base: Row = {
        "昵称": "z**l",
        "商品id": "652001",
        "颜色分类": "红色",
        "评价分类": "好评",
        "评价时间": "2024-05-01 12:00:00",
    }
    rows = [
        {**base, "评论": "很好, 物流快", "追评内容": "洗后不掉色", "追评时间": "2024-05-11 09:00:00"},
        {**base, "评论": "起球", "评价分类": "差评", "skuid": "5001"},
        {**base, "评论": "没有时间", "评价时间": ""},
    ]
    got = read(save_xlsx(tmp_path / "评价.xlsx", grid("sycm_reviews", *rows)), "taobao_reviews")
    assert got.rows("review", "listing_id day label text more_text more_at variant stars sku") == [
        (
            "652001",
            "2024-05-01",
            "好评",
            "很好, 物流快",
            "洗后不掉色",
            "2024-05-11 09:00:00",
            "红色",
            None,
            "",
        ),
        ("652001", "2024-05-01", "差评", "起球", None, None, "红色", None, ""),
    ]
    ids = [row[0] for row in got.rows("review", "review_id")]
    assert len(set(ids)) == 2
    again = read(save(tmp_path / "b.csv", shuffled(grid("sycm_reviews", *rows))), "taobao_reviews")
    assert [row[0] for row in again.rows("review", "review_id")] == ids
    assert got.refused == [(4, "评价时间", "missing_value")]
    assert "z**l" not in str(got.con.execute(f'SELECT * FROM "{got.staged.tables["review"]}"').fetchall())


def test_creators_are_paid_commission_and_service(tmp_path: Path) -> None:
    base: Row = {
        "确认收货时间": "2022-03-09 10:00:00",
        "账户支出时间": "2022-03-10 02:00:00",
        "淘客结算时间": "2022-03-10 01:00:00",
        "创建时间": "2022-03-01 10:00:00",
        "商品id": "652001",
        "实际成交价格": "100.00",
        "佣金比例": "10.00%",
        "佣金": "10.00",
        "服务费率": "2.00%",
        "服务费金额": "2.00",
        "淘宝父订单编号": "900",
    }
    rows = [
        {**base, "淘宝子订单编号": "901"},
        {**base, "淘宝子订单编号": "902", "服务费金额": "0.00", "佣金": "3.50"},
        {**base, "淘宝子订单编号": "903", "佣金": "x"},
    ]
    got = read(save_xlsx(tmp_path / "a.xlsx", grid("taobaoke_settlement", *rows)), "taobaoke")
    assert got.rows("fee", "order_id day kind name amount") == [
        ("900", "2022-03-10", "creator", "淘宝客佣金", "10"),
        ("900", "2022-03-10", "creator", "淘宝客服务费", "2"),
        ("900", "2022-03-10", "creator", "淘宝客佣金", "3.5"),
    ]
    assert len({row[0] for row in got.rows("fee", "fee_id")}) == 3
    assert got.refused == [(4, "佣金", "bad_number")]


def test_a_presale_is_sold_when_its_balance_is_paid(tmp_path: Path) -> None:
    waiting = {**suborders()[0], "订单状态": "等待买家付款"}
    rows = [{**waiting, "子订单编号": "1", "买家实际支付金额": "20"}, {**waiting, "子订单编号": "2"}]
    got = read(save(tmp_path / "a.csv", grid("taobao_order_items_2022", *rows)), "taobao_suborders")
    assert got.rows("order_item", "line_id paid_day status") == [
        ("1", None, "unpaid"),
        ("2", "2022-03-01", "paid"),
    ]
