"""商智, 京准通 and the settlement: a total on top, lines that are not orders, refunds told as negative sales."""

from pathlib import Path

from tests.readers.china import Row, framed, grid, read, save, save_xlsx, shuffled

SKU: Row = {
    "时间": "2024-06-18",
    "SKU": "100012",
    "SKU名称": "纯棉T恤",
    "一级类目": "服饰内衣",
    "二级类目": "男装",
    "三级类目": "T恤",
    "成交金额": 1234.5,
    "成交商品件数": 12,
    "成交单量": 10,
    "成交客户数": 9,
    "商品访客数": 300,
    "商品浏览量": 700,
    "搜索曝光次数": 5000,
    "搜索点击次数": 150,
    "商品曝光次数": 9000,
    "商品曝光人数": 4000,
    "加购客户数": 20,
    "下单金额": 1300,
    "下单单量": 11,
    "下单客户数": 10,
    "取消及售后退款金额": 65.5,
}
GOODS = "day days device listing_id category impressions clicks page_views visitors cart_adders order_buyers order_amount buyers orders units sales refund_amount"  # noqa: E501
GOODS_ROW = (
    "2024-06-18",
    1,
    "all",
    "100012",
    "服饰内衣/男装/T恤",
    5000,
    150,
    700,
    300,
    20,
    10,
    "1300",
    9,
    10,
    12,
    "1234.5",
    "65.5",
)


def test_the_total_on_top_is_no_sku(tmp_path: Path) -> None:
    total = {**SKU, "SKU": "全部", "SKU名称": "-", "成交金额": 99999}
    table = grid("jd_shangzhi_sku", total, SKU, {**SKU, "SKU": "100013", "成交金额": "n"})
    got = read(save_xlsx(tmp_path / "a.xlsx", table), "jd_goods")
    assert got.rows("traffic_listing", GOODS) == [GOODS_ROW]
    assert got.refused == [(4, "成交金额", "bad_number")]
    assert got.staged.rows == 2
    empty = {**total, "SKU": "", "SKU名称": ""}
    turned = read(save(tmp_path / "b.csv", shuffled(grid("jd_shangzhi_sku", empty, SKU))), "jd_goods")
    assert turned.rows("traffic_listing", GOODS) == [GOODS_ROW]


def test_sources_of_the_shop(tmp_path: Path) -> None:
    row: Row = {
        "一级渠道": "搜索",
        "浏览量(PV)": 900,
        "访客数(UV)": 300,
        "人均浏览量(人均PV)": 3,
        "加购客户数": 30,
        "关注客户数": 5,
        "下单客户数": 12,
        "下单金额": 1500,
        "成交客户数": 10,
        "成交金额": 1400.25,
        "成交子单量": 14,
    }
    table = grid(
        "jd_shangzhi_flow",
        {**row, "一级渠道": "全部渠道"},
        row,
        {**row, "一级渠道": "推荐", "访客数(UV)": "-"},
    )
    got = read(save_xlsx(tmp_path / "流量来源_20240618.xlsx", table), "jd_sources_undated")
    columns = "day days listing_id source detail page_views visitors cart_adders favourites order_buyers"
    columns += " buyers orders sales"
    rest = (30, 5, 12, 10, None, "1400.25")
    assert got.rows("traffic_source", columns) == [
        ("2024-06-18", 1, "", "搜索", "", 900, 300, *rest),
        ("2024-06-18", 1, "", "推荐", "", 900, None, *rest),
    ]
    dated = [["日期", *table[0]], *(["2024-06-18", *line] for line in table[1:])]
    again = read(save_xlsx(tmp_path / "b.xlsx", shuffled(dated)), "jd_sources")
    assert again.rows("traffic_source", columns) == got.rows("traffic_source", columns)


def test_advertising(tmp_path: Path) -> None:
    row: Row = {
        "日期": "2024-06-18",
        "账户名称": "掌柜",
        "产品线": "京东快车",
        "计划ID": "501",
        "推广计划": "日常",
        "单元ID": "601",
        "推广单元": "T恤",
        "创意ID": "701",
        "推广创意": "主图一",
        "跟单SKU ID": "100012",
        "人群名称": "-",
        "展现数": "1,000",
        "点击数": "50",
        "总费用": "75.50",
        "直接订单行": "3",
        "总订单行": "5",
        "总订单金额": "500.00",
        "总购物车数": "9",
    }
    table = grid(
        "jingzhuntong_kuaiche", row, {**dict.fromkeys(row, ""), "总费用": "3.00", "推广计划": "无日"}
    )
    got = read(save(tmp_path / "a.csv", table), "jd_ads")
    columns = "day channel grain campaign_id campaign ad_group_id ad_group creative listing_id keyword impressions clicks spend cart_adders orders sales"  # noqa: E501
    expected = [
        (
            "2024-06-18",
            "jingzhuntong",
            "creative",
            "501",
            "日常",
            "601",
            "T恤",
            "主图一",
            "100012",
            "",
            1000,
            50,
            "75.5",
            9,
            5,
            "500",
        )
    ]
    assert got.rows("ad", columns) == expected
    assert got.refused == [(3, "日期", "missing_value")]
    assert read(save(tmp_path / "b.csv", shuffled(table[:2])), "jd_ads").rows("ad", columns) == expected


def test_advertising_by_plan_and_by_account(tmp_path: Path) -> None:
    names = ["日期", "产品线", "计划ID", "推广计划", "展现数", "点击数", "总费用", "总订单行", "总订单金额"]
    row = dict(
        zip(names, ["2024-06-18", "京东快车", "501", "日常", "1000", "50", "75.5", "5", "500"], strict=True)
    )
    columns = (
        "day channel grain campaign_id campaign creative listing_id impressions clicks spend orders sales"
    )
    figures = (1000, 50, "75.5", 5, "500")
    got = read(save(tmp_path / "a.csv", grid(names, row)), "jd_ads_plan")
    assert got.rows("ad", columns) == [
        ("2024-06-18", "jingzhuntong", "campaign", "501", "日常", "", "", *figures)
    ]
    del row["计划ID"], row["推广计划"]
    got = read(save(tmp_path / "b.csv", grid(list(row), row)), "jd_ads_account")
    assert got.rows("ad", columns) == [
        ("2024-06-18", "jingzhuntong", "account", "", "京东快车", "", "", *figures)
    ]


def entry(fee: str, amount: object, way: str, **more: object) -> Row:
    return {
        "订单编号": "170000000001",
        "订单状态": "完成",
        "商品编号": "100012",
        "商品名称": "纯棉T恤",
        "商品数量": "1",
        "费用名称": fee,
        "应结金额": amount,
        "币种": "人民币",
        "收支方向": way,
        "结算状态": "已结算",
        "账单生成时间": "2024-06-25 03:00:00",
        "到账时间": "2024-06-26 10:00:00",
        **more,
    }


def entries() -> list[Row]:
    back = {"售后服务单号": "88", "售后退款时间": "2024-06-24 18:00:00"}
    return [
        entry("货款", 100, "收入"),
        entry("货款", -30, "支出", **back),
        entry("佣金", "-5.00", "支出"),
        entry("佣金", "1.50", "收入", **back),
        entry("交易服务费", "0.60", "支出"),
        entry("运费保险服务费", "0.40", "支出"),
        entry("广告联合活动降扣佣金", "-2", "支出", 到账时间="", 结算状态="未结算"),
        entry("价保扣款", "3", "支出", 币种="CNY"),
        entry("", "3", "支出"),
        entry("佣金", "三元", "支出"),
    ]


def test_settlement(tmp_path: Path) -> None:
    table = framed([["京东结算明细 2024-06"]], grid("jd_settlement", *entries()))
    got = read(save_xlsx(tmp_path / "a.xlsx", table), "jd_settlement")
    columns = "order_id day kind name amount currency"
    expected = [
        ("170000000001", "2024-06-25", "receipt", "货款", "100", "CNY"),
        ("170000000001", "2024-06-25", "refund", "货款", "30", "CNY"),
        ("170000000001", "2024-06-25", "commission", "佣金", "5", "CNY"),
        ("170000000001", "2024-06-25", "commission", "佣金", "-1.5", "CNY"),
        ("170000000001", "2024-06-25", "commission", "交易服务费", "0.6", "CNY"),
        ("170000000001", "2024-06-25", "logistics", "运费保险服务费", "0.4", "CNY"),
        ("170000000001", "2024-06-25", "ads", "广告联合活动降扣佣金", "2", "CNY"),
        ("170000000001", "2024-06-25", "service", "价保扣款", "3", "CNY"),
    ]
    assert got.rows("fee", columns) == expected
    assert got.rows("refund", "order_id listing_id settled_day settled_at quantity amount kind") == [
        ("170000000001", "100012", "2024-06-24", "2024-06-24 18:00:00", 1, "30", "refund")
    ]
    assert len({row[0] for row in got.rows("fee", "fee_id")}) == len(expected)
    assert got.refused == [(11, "费用名称", "missing_key"), (12, "应结金额", "bad_number")]
    turned = read(
        save_xlsx(tmp_path / "b.xlsx", shuffled(grid("jd_settlement", *entries()[:8]))), "jd_settlement"
    )
    assert turned.rows("fee", columns) == expected


def test_an_entry_keeps_its_name_when_its_money_arrives(tmp_path: Path) -> None:
    owed = grid("jd_settlement", entry("佣金", "-5", "支出", 到账时间="", 结算状态="未结算"))
    paid = grid("jd_settlement", entry("佣金", "-5", "支出"))
    ids = [
        read(save_xlsx(tmp_path / f"{n}.xlsx", table), "jd_settlement").rows("fee", "fee_id")
        for n, table in enumerate((owed, paid))
    ]
    assert ids[0] == ids[1]
