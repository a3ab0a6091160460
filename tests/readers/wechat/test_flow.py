"""The ledger of a WeChat shop: receipts, refunds, fees by kind, and what goes to the bank."""

from pathlib import Path

from tests.readers.china import Row, grid, read, save

HEADER = (
    "流水单号|记账时间|动帐类型|收支类型|收支金额|账户余额|关联订单号|关联售后单号|关联提现单号|"
    "关联保单号|关联礼物单号|详情"
).split("|")


def entry(number: str, kind: str, way: str, amount: str, order: str = "3725") -> Row:
    """A movement."""
    return {
        "流水单号": number,
        "记账时间": "2026-05-01 10:00:00",
        "动帐类型": kind,
        "收支类型": way,
        "收支金额": amount,
        "关联订单号": order,
    }


def test_each_movement_is_what_it_says(tmp_path: Path) -> None:
    rows = [
        entry("1", "订单支付", "收入", "100"),
        entry("2", "订单退款", "支出", "20"),
        entry("3", "技术服务费", "支出", "-1"),
        entry("4", "技术服务费", "收入", "0.2"),
        entry("5", "达人佣金", "支出", "10"),
        entry("6", "提现", "支出", "50", ""),
        entry("7", "运费险", "支出", "1.5"),
    ]
    got = read(save(tmp_path / "流水.csv", grid(HEADER, *rows), "utf-8-sig"), "wechat_flow")
    assert got.rows("fee", "kind amount") == [
        ("receipt", "100"),
        ("refund", "20"),
        ("commission", "1"),
        ("commission", "-0.2"),
        ("creator", "10"),
        ("transfer", "50"),
        ("logistics", "1.5"),
    ]
    assert got.rows("refund", "order_id amount settled_day") == [("3725", "20", "2026-05-01")]
