"""Kuaishou settlement: receipt, refund and costs add up to what was paid out, whatever the signs of the file."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.readers.china import Row, grid, read, save

HEADER = (
    "商家ID|订单号|商品ID|商品名称|商品数量|订单创建时间|订单实付(元)|政府补贴|支付营销补贴|平台补贴|商家补贴(元)|达人补贴|达人补贴明细|合计收入(元)|订单退款(元)|"
    "支付营销回退（元）|技术服务费(元)|预售增收技术服务费（元）|达人ID|MCN机构ID|达人佣金(元)|团长id|团长佣金(元)|佣金模式|快赚客ID|快赚客佣金(元)|服务商ID|服务商佣金(元)|"
    "分账基数|其他收费|其他收费明细|合计支出(元)|实际结算金额(元)|实际结算时间|结算规则|资金渠道|账户名称|结算商户号|备注"
).split("|")
ROW: Row = {
    "订单号": "2612300000000001",
    "商品ID": "2210001",
    "订单实付(元)": "100",
    "平台补贴": "3",
    "合计收入(元)": "103",
    "订单退款(元)": "20",
    "技术服务费(元)": "5",
    "达人佣金(元)": "7",
    "其他收费": "1",
    "合计支出(元)": "13",
    "实际结算金额(元)": "69.5",
    "实际结算时间": "2026-05-01 00:00:00",
}
NEGATIVE: Row = {
    **ROW,
    "订单退款(元)": "-20",
    "技术服务费(元)": "-5",
    "达人佣金(元)": "-7",
    "其他收费": "-1",
    "合计支出(元)": "-13",
}


@pytest.mark.parametrize("row", [ROW, NEGATIVE])
def test_it_adds_up(tmp_path: Path, row: Row) -> None:
    got = read(save(tmp_path / "结算.csv", grid(HEADER, row), "utf-8-sig"), "kuaishou_settled")
    fees = {str(kind): str(amount) for kind, amount in got.rows("fee", "kind amount")}
    assert {k: v for k, v in fees.items() if k != "other"} == {
        "receipt": "103",
        "refund": "20",
        "commission": "5",
        "creator": "7",
    }
    costs = sum(Decimal(str(v)) for k, v in got.rows("fee", "kind amount") if k != "receipt")
    assert Decimal(103) - costs == Decimal("69.5")
    assert got.rows("refund", "order_id amount settled_day") == [("2612300000000001", "20", "2026-05-01")]


def test_insurance_is_what_the_shop_bears(tmp_path: Path) -> None:
    header = "订单编号|服务费用（元）|商家承担服务费用（元）|平台补贴费用（元）|生效时间|收费编号".split("|")
    row: Row = {
        "订单编号": "1",
        "服务费用（元）": "2",
        "商家承担服务费用（元）": "1.2",
        "生效时间": "2026-05-01 10:00:00",
        "收费编号": "Y1",
    }
    got = read(save(tmp_path / "a.csv", grid(header, row)), "kuaishou_insurance")
    assert got.rows("fee", "kind amount day") == [("logistics", "1.2", "2026-05-01")]
