"""Xiaohongshu settlement bills of four layouts: by order, by item, and of older years sales and refunds apart."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.readers.china import Row, grid, read, save

ORDERS = (
    "订单号|售后单号|下单时间|结算时间|交易类型|结算账户|动账金额|计佣基数|商品实付/实退|运费实付/实退|平台优惠补贴|平台运费补贴|跨境税代缴|商品税金|运费税金|佣金|支付渠道费|"
    "分销佣金|代运营服务商佣金|代开发服务商佣金|花呗分期手续费|国补订单毛保金额|备注"
).split("|")
ITEMS = (
    "订单号|售后单号|下单时间|完成时间|结算时间|交易类型|结算账户|动账金额|商品名称|类目|SKU条码|规格ID|商品数量|计佣基数|商品实付/实退|优惠类型|商家优惠|平台优惠补贴|"
    "平台运费补贴|佣金率|返利率|佣金总额|计税价格(含税)|税率|跨境税代缴|商品税金|卖家CPS佣金率|分销佣金|达人昵称|代运营服务商佣金|代开发服务商佣金|运费|运费税金|支付渠道费|备注"
).split("|")
SALES = (
    "结算时间|下单时间|完成时间|订单号|收入金额|结算帐户|计佣基数|商品实付|商家优惠总额|平台优惠补贴|跨境税代缴|商品税金|佣金|运费实付|平台运费补贴|运费税金|支付渠道费|分销佣金|"
    "服务商佣金|花呗分期手续费|分期费率|备注"
).split("|")
REFUNDS = (
    "结算时间|退款时间|支出总额|结算帐户|计佣基数|商品实退|平台优惠补贴|佣金|运费实退|平台运费补贴|支付渠道费|分销佣金|服务商佣金|花呗分期手续费|订单号|售后单号|备注"
).split("|")
SOLD: Row = {
    "订单号": "P1",
    "结算时间": "2026-05-02 10:00:00",
    "交易类型": "结算入账",
    "动账金额": "94.5",
    "商品实付/实退": "100",
    "运费实付/实退": "6",
    "平台优惠补贴": "5",
    "佣金": "-5",
    "支付渠道费": "-1",
    "分销佣金": "-10",
}
BACK: Row = {
    **SOLD,
    "售后单号": "R1",
    "交易类型": "退款",
    "动账金额": "-45",
    "商品实付/实退": "-50",
    "运费实付/实退": "0",
    "平台优惠补贴": "0",
    "佣金": "2.5",
    "支付渠道费": "0",
    "分销佣金": "2.5",
}
POSITIVE: Row = {**SOLD, "佣金": "5", "支付渠道费": "1", "分销佣金": "10", "动账金额": "95"}


def test_a_sale_and_a_refund_of_an_order(tmp_path: Path) -> None:
    got = read(save(tmp_path / "a.csv", grid(ORDERS, SOLD, BACK), "utf-8-sig"), "xiaohongshu_settled")
    sums: dict[str, Decimal] = {}
    for kind, amount in got.rows("fee", "kind amount"):
        sums[str(kind)] = sums.get(str(kind), Decimal(0)) + Decimal(str(amount))
    assert sums.pop("receipt") - sum(sums.values()) == Decimal("94.5") - 45
    assert sums == {
        "refund": 50,
        "commission": Decimal("2.5"),
        "payment": 1,
        "creator": Decimal("7.5"),
        "other": Decimal("0.5"),
    }
    assert got.rows("refund", "order_id amount settled_day") == [("P1", "50", "2026-05-02")]


@pytest.mark.parametrize("row", [{**SOLD, "动账金额": "95"}, POSITIVE])
def test_fees_of_either_sign_are_costs(tmp_path: Path, row: Row) -> None:
    got = read(save(tmp_path / "a.csv", grid(ORDERS, row)), "xiaohongshu_settled")
    assert sorted(got.rows("fee", "kind amount")) == [
        ("commission", "5"),
        ("creator", "10"),
        ("payment", "1"),
        ("receipt", "111"),
    ]


def test_items_of_an_order_pay_its_postage_once(tmp_path: Path) -> None:
    one = {k: v for k, v in SOLD.items() if k in ITEMS} | {
        "规格ID": "66a",
        "佣金总额": "-5",
        "运费": "6",
        "商品数量": "1",
    }
    other = {**one, "规格ID": "66b"}
    got = read(save(tmp_path / "b.csv", grid(ITEMS, one, other)), "xiaohongshu_settled")
    assert sorted(str(amount) for kind, amount in got.rows("fee", "kind amount") if kind == "receipt") == [
        "105",
        "111",
    ]
    assert [amount for kind, amount in got.rows("fee", "kind amount") if kind == "commission"] == ["5", "5"]


def test_sales_and_refunds_of_older_years(tmp_path: Path) -> None:
    sale: Row = {
        "订单号": "P1",
        "结算时间": "2024-05-02 10:00:00",
        "收入金额": "90",
        "商品实付": "100",
        "佣金": "-5",
        "分销佣金": "-5",
    }
    got = read(save(tmp_path / "c.csv", grid(SALES, sale)), "xiaohongshu_settled")
    assert sorted(got.rows("fee", "kind amount")) == [
        ("commission", "5"),
        ("creator", "5"),
        ("receipt", "100"),
    ]
    back: Row = {
        "订单号": "P1",
        "售后单号": "R1",
        "结算时间": "2024-05-03 10:00:00",
        "支出总额": "90",
        "商品实退": "100",
        "佣金": "5",
        "分销佣金": "5",
    }
    got = read(save(tmp_path / "d.csv", grid(REFUNDS, back)), "xiaohongshu_settled")
    assert sorted(got.rows("fee", "kind amount")) == [
        ("commission", "-5"),
        ("creator", "-5"),
        ("refund", "100"),
    ]
    assert got.rows("refund", "amount") == [("100",)]


def test_other_services_and_insurance(tmp_path: Path) -> None:
    header = "业务款项|订单号|业务单据号|结算时间|结算账户|交易类型|动账金额|备注".split("|")
    paid: Row = {
        "业务款项": "小额打款",
        "订单号": "P1",
        "业务单据号": "B1",
        "结算时间": "2026-05-01 10:00:00",
        "交易类型": "支出",
        "动账金额": "-5",
    }
    given: Row = {**paid, "业务单据号": "B2", "交易类型": "返还", "动账金额": "3"}
    got = read(save(tmp_path / "e.csv", grid(header, paid, given)), "xiaohongshu_services")
    assert got.rows("fee", "kind amount") == [("other", "5"), ("other", "-3")]
    header = "结算时间|生效时间|用户下单时间|发货时间|订单号|运费宝单号|金额|结算账户".split("|")
    policy: Row = {"结算时间": "2026-05-01 10:00:00", "订单号": "P1", "运费宝单号": "Y1", "金额": "-1.2"}
    got = read(save(tmp_path / "f.csv", grid(header, policy)), "xiaohongshu_insurance")
    assert got.rows("fee", "kind amount order_id") == [("logistics", "1.2", "P1")]
