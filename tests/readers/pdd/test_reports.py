"""Pinduoduo advertising and settlement: footers that would double the spend, entries told by their code."""

from pathlib import Path

from tests.readers.china import Row, framed, grid, read, save, save_xls, save_xlsx, shuffled

DAY: Row = {
    "日期": "2026-03-01",
    "成交花费(元)": "80.00",
    "交易额(元)": "1,000.00",
    "实际投产比": "10.00",
    "总花费(元)": "100.00",
    "净交易额(元)": "900.00",
    "成交笔数": "20",
    "曝光量": "10,000",
    "点击量": "400",
}
ACCOUNT = "day days channel grain campaign listing_id impressions clicks spend orders sales"
ACCOUNT_ROWS = [
    ("2026-03-01", 1, "pdd", "account", "", "", 10000, 400, "100", 20, "1000"),
    ("2026-03-02", 1, "pdd", "account", "", "", 10000, 400, "50", 20, "1000"),
]


def test_the_account_by_day_without_its_footer(tmp_path: Path) -> None:
    rows = [
        DAY,
        {**DAY, "日期": "2026-03-02", "总花费(元)": "50.00"},
        {**DAY, "日期": "合计", "总花费(元)": "150.00"},
    ]
    table = grid("pdd_ads_account_day", *rows)
    got = read(save_xls(tmp_path / "a.xls", table), "pdd_ads_account")
    assert got.rows("ad", ACCOUNT) == ACCOUNT_ROWS
    assert (got.staged.rows, got.refused) == (2, [])
    note = framed([], table, [["说明：以上数据仅供参考"]])
    assert read(save(tmp_path / "b.csv", note), "pdd_ads_account").rows("ad", ACCOUNT) == ACCOUNT_ROWS
    assert (
        read(save(tmp_path / "c.csv", shuffled(table)), "pdd_ads_account").rows("ad", ACCOUNT) == ACCOUNT_ROWS
    )


def test_goods_below_a_title_and_above_two_footers(tmp_path: Path) -> None:
    row: Row = {
        "日期": "2026-03-01",
        "商品ID": "5501",
        "商品名称": "纯棉T恤",
        "推广场景": "全站推广",
        "推广名称": "T恤推广",
        "成交花费(元)": "70",
        "交易额(元)": "700",
        "总花费(元)": "90.50",
        "曝光量": "8000",
        "点击量": "300",
    }
    total = {
        **dict.fromkeys(row, "-"),
        "日期": "总计",
        "总花费(元)": "120.50",
        "交易额(元)": "700",
        "曝光量": "8000",
        "点击量": "300",
    }
    rows = [
        row,
        {**row, "商品ID": "5502", "总花费(元)": "-"},
        {**row, "商品ID": "5503", "总花费(元)": "三"},
        total,
    ]
    title, note = [["拼多多推广数据 2026-03-01"]], [["说明：全店托管花费未拆分到商品"]]
    table = framed(title, grid("pdd_ads_goods_day", *rows), note)
    got = read(save_xlsx(tmp_path / "a.xlsx", table), "pdd_ads_goods")
    assert got.rows(
        "ad", "day channel grain campaign ad_group listing_id impressions clicks spend sales"
    ) == [
        ("2026-03-01", "pdd", "campaign_listing", "T恤推广", "全站推广", "5501", 8000, 300, "90.5", "700"),
        ("2026-03-01", "pdd", "campaign_listing", "T恤推广", "全站推广", "5502", 8000, 300, "70", "700"),
    ]
    assert got.refused == [(5, "总花费(元)", "bad_number")]


def entry(order: str, income: str, outgo: str, kind: str, about: str, note: str = "") -> Row:
    return {
        "商户订单号": order,
        "发生时间": "2026-03-08 03:00:00",
        "收入金额（+元）": income,
        "支出金额（-元）": outgo,
        "账务类型": kind,
        "备注": note,
        "业务描述": about,
    }


ENTRIES = [
    entry("260301-1", "90.00", "0.00", "交易收入", "0010002|交易收入-订单收入"),
    entry("260301-1", "6.00", "0.00", "优惠券结算", "0010003|交易收入-优惠券结算"),
    entry("260301-2", "0.00", "-27.50", "交易退款", "0020002|交易退款-订单退款"),
    entry("260301-1", "0.00", "0.54", "技术服务费", "0030002|技术服务费-基础技术服务费"),
    entry("260301-2", "0.20", "0.00", "技术服务费", "0030002|技术服务费-基础技术服务费退还"),
    entry("260301-1", "", "-3.00", "其他", "多多进宝-推广佣金"),
    entry("", "", "-500.00", "提现", "0050001|提现-提现申请"),
    entry("", "", "-100.00", "转账", "", "转账至推广账户充值"),
    entry("260301-3", "", "-5.00", "其他支出", "0140028|其他支出-合作费追回"),
    entry("260301-3", "", "-1.10", "退货包运费", "退货包运费-扣费"),
]
FEES = [
    ("260301-1", "2026-03-08", "receipt", "90"),
    ("260301-1", "2026-03-08", "receipt", "6"),
    ("260301-2", "2026-03-08", "refund", "27.5"),
    ("260301-1", "2026-03-08", "commission", "0.54"),
    ("260301-2", "2026-03-08", "commission", "-0.2"),
    ("260301-1", "2026-03-08", "creator", "3"),
    ("", "2026-03-08", "transfer", "500"),
    ("", "2026-03-08", "transfer", "100"),
    ("260301-3", "2026-03-08", "other", "5"),
    ("260301-3", "2026-03-08", "logistics", "1.1"),
]


def test_settlement(tmp_path: Path) -> None:
    bad = [{**ENTRIES[0], "发生时间": ""}, {**ENTRIES[0], "收入金额（+元）": "壹"}]
    table = grid("pdd_settlement", *ENTRIES, *bad)
    got = read(save(tmp_path / "a.csv", table), "pdd_settlement")
    assert got.rows("fee", "order_id day kind amount") == FEES
    assert got.rows("refund", "order_id settled_day amount kind reason") == [
        ("260301-2", "2026-03-08", "27.5", "refund", "0020002|交易退款-订单退款")
    ]
    assert len({row[0] for row in got.rows("fee", "fee_id")}) == len(FEES)
    assert got.refused == [(12, "发生时间", "missing_value"), (13, "收入金额（+元）", "bad_number")]
    turned = read(save_xlsx(tmp_path / "b.xlsx", shuffled(table[:11])), "pdd_settlement")
    assert turned.rows("fee", "order_id day kind amount") == FEES
