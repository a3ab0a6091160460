"""The Alipay account: what came in from buyers, what went back, what the platform took, what was only moved."""

from pathlib import Path

from tests.readers.china import Row, framed, grid, read, save, save_xlsx, shuffled
from tests.readers.headers_china import HEADERS
from zhanggui.readers import formats, recognise

FEE = "fee_id order_id day kind amount"


def entries() -> list[Row]:
    number = iter(range(1, 99))

    def entry(kind: str, about: str, income: str = "", outgo: str = "", **more: object) -> Row:
        return {
            "账务流水号": f"88{next(number):02}\t",
            "发生时间": "2022-03-10 10:00:00",
            "业务类型": kind,
            "业务描述": about,
            "收入金额（+元）": income,
            "支出金额（-元）": outgo,
            **more,
        }

    order: Row = {"业务基础订单号": "900", "商户订单号": "T200P900"}
    return [
        entry("交易付款", "0010001|交易收款-交易收款", "100.00", "0.00", **order),
        entry("交易付款", "", "50.00", 商户订单号="T200P901"),
        entry("交易退款", "0020011|交易退款-交易退款", "", "-30.00", 商户订单号="T50060NP902"),
        entry("其它", "", "", "8.00", 备注="售后支付", 商户订单号="T200P903"),
        entry("收费", "0030001|技术服务费-天猫佣金", "", "-5.00", **order),
        entry("收费", "", "", "10.00", 备注="淘宝客佣金代扣款[900]", 业务基础订单号="900"),
        entry("收费", "0030010|运费险-保费收取", "", "-1.20", **order),
        entry("收费", "花呗支付服务费", "", "-0.80", **order),
        entry("收费", "返点积分", "", "-0.50", **order),
        entry("提现", "余额提现", "", "-1000.00"),
        entry("转账", "转账到银行卡", "", "-20.00"),
        entry("收费", "技术服务费退费", "2.00", ""),
        entry("其它", "运费险理赔退货保障", "9.00", ""),
        entry("其它", "神秘收入", "7.00", ""),
        entry("其它", "神秘支出", "", "6.00"),
        entry("交易还款", "064000200001|交易还款-提前收款-花呗交易", "", "-40.00", **order),
        entry("在线支付", "", "", "-15.00", 备注="采购"),
    ]


EXPECTED = [
    ("8801", "900", "2022-03-10", "receipt", "100"),
    ("8802", "901", "2022-03-10", "receipt", "50"),
    ("8803", "902", "2022-03-10", "refund", "30"),
    ("8804", "903", "2022-03-10", "refund", "8"),
    ("8805", "900", "2022-03-10", "commission", "5"),
    ("8806", "900", "2022-03-10", "creator", "10"),
    ("8807", "900", "2022-03-10", "logistics", "1.2"),
    ("8808", "900", "2022-03-10", "payment", "0.8"),
    ("8809", "900", "2022-03-10", "service", "0.5"),
    ("8810", "", "2022-03-10", "transfer", "1000"),
    ("8811", "", "2022-03-10", "transfer", "20"),
    ("8812", "", "2022-03-10", "commission", "-2"),
    ("8813", "", "2022-03-10", "logistics", "-9"),
    ("8814", "", "2022-03-10", "transfer", "-7"),
    ("8815", "", "2022-03-10", "other", "6"),
    ("8816", "900", "2022-03-10", "transfer", "40"),
    ("8817", "", "2022-03-10", "transfer", "15"),
]
BEFORE = [["#支付宝账务明细查询"], ["#账号：[20880000]"], ["#-----------------账务明细列表----------------"]]
AFTER = [
    ["#-----------------账务明细列表结束------------"],
    ["#支出合计：11笔，共1137.50元"],
    ["#导出时间：[2022年03月11日]"],
]


def test_the_ledger_by_kind(tmp_path: Path) -> None:
    table = framed(BEFORE, grid("alipay_account_detail_csv", *entries()), AFTER)
    got = read(save(tmp_path / "a.csv", table), "alipay")
    assert got.rows("fee", FEE) == EXPECTED
    assert got.rows("refund", "refund_id order_id settled_day amount kind") == [
        ("8803", "902", "2022-03-10", "30", "refund"),
        ("8804", "903", "2022-03-10", "8", "refund"),
    ]
    assert got.refused == []
    assert got.staged.rows == len(EXPECTED)


def test_the_ledger_balances(tmp_path: Path) -> None:
    got = read(save(tmp_path / "a.csv", grid("alipay_account_detail_csv", *entries())), "alipay")
    sql = f"SELECT sum(CASE kind WHEN 'receipt' THEN amount ELSE -amount END) FROM \"{got.staged.tables['fee']}\""
    moved = sum(
        float(str(e["收入金额（+元）"] or 0)) - abs(float(str(e["支出金额（-元）"] or 0))) for e in entries()
    )
    assert float(got.con.execute(sql).fetchall()[0][0]) == round(moved, 2)


def test_columns_in_another_order(tmp_path: Path) -> None:
    table = shuffled(grid("alipay_account_detail_csv", *entries()))
    assert read(save_xlsx(tmp_path / "a.xlsx", table), "alipay").rows("fee", FEE) == EXPECTED


def test_the_merchants_fund_flow_does_not_count_its_fee_column(tmp_path: Path) -> None:
    base: Row = {"入账时间": "2023-05-02 09:30:00", "账户余额（元）": "1.00", "签约产品": "担保交易"}
    rows = [
        {
            **base,
            "序号": "1",
            "支付宝流水号": "7701",
            "账务类型": "交易",
            "业务描述": "交易收款",
            "收入（+元）": "100.00",
            "服务费（元）": "0.60",
            "业务基础订单号": "900",
        },
        {
            **base,
            "序号": "2",
            "支付宝流水号": "7702",
            "账务类型": "收费",
            "业务描述": "支付服务费",
            "支出（-元）": "-0.60",
            "业务基础订单号": "900",
        },
        {
            **base,
            "序号": "3",
            "支付宝流水号": "7703",
            "账务类型": "交易退款",
            "业务描述": "交易退款",
            "支出（-元）": "-25.00",
            "业务基础订单号": "900",
        },
        {**base, "序号": "4", "支付宝流水号": "", "账务类型": "收费", "支出（-元）": "1.00"},
        {**base, "序号": "5", "支付宝流水号": "7705", "账务类型": "收费", "支出（-元）": "一元"},
    ]
    titles = [["支付宝资金流水"], ["账号：20880000"], ["时间：2023-05-01 至 2023-05-31"]]
    got = read(
        save_xlsx(tmp_path / "a.xlsx", framed(titles, grid("alipay_fund_flow_merchant", *rows))), "alipay"
    )
    assert got.rows("fee", FEE) == [
        ("7701", "900", "2023-05-02", "receipt", "100"),
        ("7702", "900", "2023-05-02", "payment", "0.6"),
        ("7703", "900", "2023-05-02", "refund", "25"),
    ]
    assert got.rows("refund", "refund_id order_id amount") == [("7703", "900", "25")]
    assert got.refused == [(8, "支付宝流水号", "missing_key"), (9, "支出（-元）", "bad_number")]


def test_an_entry_told_twice_counts_once(tmp_path: Path) -> None:
    table = grid("alipay_account_detail_csv", *entries()[:3])
    got = read(save(tmp_path / "a.csv", [*table, table[1]]), "alipay")
    assert sorted(got.rows("fee", "fee_id amount")) == [("8801", "100"), ("8802", "50"), ("8803", "30")]
    assert got.refused == []


def test_a_statement_whose_money_stands_elsewhere_is_refused_with_the_better_one(tmp_path: Path) -> None:
    above = "支付宝交易记录明细查询\r\n起始时间：[2024-01-01 00:00:00]\r\n----电子客户回单----\r\n"
    bill = tmp_path / "bill.csv"
    header = ",".join([*HEADERS["alipay_personal_csv"], ""])
    line = "2024-01-15 12:30:00,餐饮美食,某店,a***@b.c,午餐,支出,35.00,余额,交易成功,20240115220014\t,MO1\t,,"
    bill.write_bytes(f"{above}{header}\r\n{line}\r\n".encode("gb18030"))
    trades = save(
        tmp_path / "trades.csv",
        grid("alipay_trade_orders", {"商户订单号": "T200P900", "商家实收(元)": "9.00"}),
    )
    for path, row in ((bill, 4), (trades, 1)):
        found = recognise(path, formats(), tmp_path)[0]
        assert found.format is None
        assert [(issue.row, issue.code) for issue in found.issues] == [(row, "other_export")]
        assert "账务明细" in found.issues[0].value


def test_entries_of_factory_and_loan_accounts_are_what_they_say(tmp_path: Path) -> None:
    """分账退回 gives money back to a buyer; a subsidy that comes back is a cost less; a loan is neither."""
    told = [
        ("分账退回", "", "-30.00"),
        ("C2M订单交易货款分账", "50.00", ""),
        ("正向扣款-商家出资补贴", "", "-2.00"),
        ("逆向退款-商家出资补贴", "2.00", ""),
        ("C2M-退款赔付-申诉单号7", "5.00", ""),
        ("网商银行扣款", "", "-500.00"),
        ("交易退款-交易退款", "", "-8.00"),
    ]
    rows: list[Row] = [
        {
            "账务流水号": f"99{place:02}",
            "发生时间": "2024-05-01 10:00:00",
            "业务类型": "其它",
            "业务描述": about,
            "收入金额（+元）": income,
            "支出金额（-元）": outgo,
        }
        for place, (about, income, outgo) in enumerate(told)
    ]
    got = read(save(tmp_path / "a.csv", grid("alipay_account_detail_csv", *rows)), "alipay")
    assert [row[-2:] for row in got.rows("fee", "fee_id kind amount")] == [
        ("refund", "30"),
        ("receipt", "50"),
        ("other", "2"),
        ("other", "-2"),
        ("other", "-5"),
        ("transfer", "500"),
        ("refund", "8"),
    ]
    assert [row[-1] for row in got.rows("refund", "refund_id amount")] == ["30", "8"]
