"""抖店 ledgers: two reports of the same money, two signs, a row of formulas, movements told by their scene."""

from pathlib import Path

import pytest

from tests.readers.china import Row, grid, read, save, save_xlsx, shuffled

SETTLED = (
    *"结算时间 订单号 子订单号 结算金额 结算账户 结算单类型 有结算前退款 下单时间 收入合计 支出合计".split(),
    *"平台服务费 达人佣金 渠道分成".split(),
)
FORMULA = ["", "", "", "收入+支出", *[""] * 9]


def settled(**cells: object) -> Row:
    base: Row = {
        "结算时间": "2026-03-15 05:59:20",
        "订单号": "'6917000000000000001",
        "子订单号": "'6917000000000000002",
        "结算账户": "聚合账户",
        "有结算前退款": "否",
        "下单时间": "2026-03-01 10:00:00",
        "渠道分成": "0",
    }
    return {**base, **cells}


def case(sign: int) -> list[Row]:
    fee = [f"{sign * value:.2f}" for value in (13.98, 5.45, 6.53)]
    back = [f"{-sign * value:.2f}" for value in (11.98, 5.45, 6.53)]
    return [
        settled(
            结算金额="95.02",
            结算单类型="已结算",
            收入合计="109.00",
            支出合计=fee[0],
            平台服务费=fee[1],
            达人佣金=fee[2],
        ),
        settled(
            结算时间="2026-03-20 18:34:00",
            结算金额="-97.02",
            结算单类型="结算后退款-原路退回",
            收入合计="-109.00",
            支出合计=back[0],
            平台服务费=back[1],
            达人佣金=back[2],
        ),
    ]


FEE = "order_id day kind name amount"
SETTLED_FEES = [
    ("2026-03-15", "commission", "平台服务费", "5.45"),
    ("2026-03-15", "creator", "达人佣金", "6.53"),
    ("2026-03-15", "other", "其他支出", "2"),
    ("2026-03-15", "receipt", "收入合计", "109"),
    ("2026-03-20", "commission", "平台服务费", "-5.45"),
    ("2026-03-20", "creator", "达人佣金", "-6.53"),
    ("2026-03-20", "refund", "结算后退款-原路退回", "109"),
]


@pytest.mark.parametrize("sign", [1, -1])
def test_both_signs_of_a_settlement(tmp_path: Path, sign: int) -> None:
    table = grid(SETTLED, *case(sign))
    table.insert(1, list(FORMULA))
    got = read(save(tmp_path / "a.csv", table, "utf-8-sig"), "douyin_settled")
    assert got.staged.rows == 2
    assert got.rows("fee", FEE) == [("6917000000000000001", *row) for row in SETTLED_FEES]
    assert got.rows("refund", "order_id line_id settled_day amount kind") == [
        ("6917000000000000001", "6917000000000000002", "2026-03-20", "109", "refund")
    ]


def test_a_refund_beside_the_usual_way(tmp_path: Path) -> None:
    row = settled(
        结算金额="-8",
        结算单类型="结算后退款-非原路退回",
        收入合计="0",
        支出合计="8",
        平台服务费="0",
        达人佣金="0",
    )
    got = read(save_xlsx(tmp_path / "a.xlsx", shuffled(grid(SETTLED, row))), "douyin_settled")
    assert got.rows("fee", "kind amount") == [("refund", "8")]
    assert got.rows("refund", "settled_day amount") == [("2026-03-15", "8")]


def test_bad_settlements(tmp_path: Path) -> None:
    rows = [
        case(1)[0],
        {**case(1)[0], "结算金额": "若干"},
        {**case(1)[0], "订单号": "", "结算金额": "1.00", "收入合计": "1.5", "支出合计": "0.5"},
    ]
    got = read(save(tmp_path / "a.csv", grid(SETTLED, *rows), "utf-8-sig"), "douyin_settled")
    assert got.refused == [(3, "结算金额", "bad_number"), (4, "订单号", "missing_key")]
    assert len(got.rows("fee", FEE)) == 4


def moved(number: int, scene: str, way: str, amount: str, **cells: object) -> Row:
    return {
        "动账时间": "2026-03-15 06:00:00",
        "动帐流水号": f"'20260315{number:03}",
        "动账方向": way,
        "动账金额": amount,
        "动账场景": scene,
        **cells,
    }


def movements() -> list[Row]:
    order: Row = {"子订单号": "'6917000000000000002", "订单号": "'6917000000000000001"}
    other: Row = {"子订单号": "'32", "订单号": "'31"}
    return [
        moved(
            1,
            "货款结算入账",
            "入账",
            "95.02",
            **order,
            订单实付应结="100",
            运费实付="4",
            实际平台补贴="5",
            平台服务费="-5.45",
            佣金="-6.53",
            站外推广费="-2",
        ),
        moved(
            2,
            "退款-结算后退款-退用户",
            "出账",
            "-46.5",
            **other,
            订单退款="-50",
            平台服务费="2.5",
            佣金="3",
            实际平台补贴="-2",
        ),
        moved(3, "提现", "出账", "500"),
        moved(4, "上门取件运费", "出账", "8.17", 子订单号="'33"),
        moved(5, "小额打款", "出账", "-3.00", 子订单号="'34", 订单号="'34"),
        moved(6, "退款-价保补差", "出账", "4.00", 子订单号="'35", 订单号="'35"),
        moved(7, "充值保证金", "出账", "1000"),
        moved(8, "物流赔付", "入账", "6"),
        moved(9, "货款结算入账", "入账", "70", 子订单号="'36", 订单号="'36"),
    ]


FLOW_FEES = [
    ("6917000000000000001", "commission", "平台服务费", "5.45"),
    ("6917000000000000001", "creator", "达人佣金", "6.53"),
    ("6917000000000000001", "receipt", "收入合计", "109"),
    ("6917000000000000001", "service", "站外推广费", "2"),
    ("31", "commission", "平台服务费", "-2.5"),
    ("31", "creator", "达人佣金", "-3"),
    ("31", "receipt", "收入合计", "-2"),
    ("31", "refund", "退款-结算后退款-退用户", "50"),
    ("", "transfer", "提现", "500"),
    ("", "logistics", "上门取件运费", "8.17"),
    ("34", "other", "小额打款", "3"),
    ("35", "refund", "退款-价保补差", "4"),
    ("", "transfer", "充值保证金", "1000"),
    ("", "logistics", "物流赔付", "-6"),
    ("36", "receipt", "货款结算入账", "70"),
]


def test_movements(tmp_path: Path) -> None:
    table = grid("douyin_settlement_dongzhang", *movements())
    got = read(save(tmp_path / "a.csv", table, "utf-8-sig"), "douyin_flow")
    assert got.rows("fee", "order_id kind name amount") == FLOW_FEES
    assert got.rows("refund", "order_id line_id settled_day amount reason") == [
        ("31", "32", "2026-03-15", "50", "退款-结算后退款-退用户"),
        ("35", "35", "2026-03-15", "4", "退款-价保补差"),
    ]
    turned = read(save_xlsx(tmp_path / "b.xlsx", shuffled(table)), "douyin_flow")
    assert turned.rows("fee", "order_id kind name amount") == FLOW_FEES


def test_movements_told_by_their_note(tmp_path: Path) -> None:
    """Ledgers of earlier years leave the scene empty: what is taken from the proceeds is no receipt."""
    rows = [
        moved(1, "", "出账", "8.17", 备注="运费险扣减货款"),
        moved(2, "", "入账", "3", 备注="小额打款退票"),
        moved(3, "", "出账", "20", 备注="原路退", 子订单号="'35", 订单号="'35"),
        moved(4, "", "入账", "50", 备注="部分结算", 子订单号="'36", 订单号="'36"),
    ]
    table = grid("douyin_settlement_dongzhang", *rows)
    got = read(save_xlsx(tmp_path / "a.xlsx", table), "douyin_flow")
    assert got.rows("fee", "kind name amount") == [
        ("logistics", "运费险扣减货款", "8.17"),
        ("other", "小额打款退票", "-3"),
        ("refund", "原路退", "20"),
        ("receipt", "部分结算", "50"),
    ]
    assert got.rows("refund", "order_id amount") == [("35", "20")]


def test_every_movement_is_explained_to_the_cent(tmp_path: Path) -> None:
    got = read(
        save(tmp_path / "a.csv", grid("douyin_settlement_dongzhang", *movements()), "utf-8-sig"),
        "douyin_flow",
    )
    name = got.staged.tables["fee"]
    signed = "sum(CASE kind WHEN 'receipt' THEN amount ELSE -amount END)"
    sql = f'SELECT source_row, {signed} FROM "{name}" GROUP BY 1 ORDER BY 1'
    told = [float(row[1]) for row in got.con.execute(sql).fetchall()]
    assert told == [95.02, -46.5, -500, -8.17, -3, -4, -1000, 6, 70]


def test_the_two_reports_name_an_entry_alike(tmp_path: Path) -> None:
    one = read(save(tmp_path / "a.csv", grid(SETTLED, case(1)[0]), "utf-8-sig"), "douyin_settled")
    two = read(
        save(tmp_path / "b.csv", grid("douyin_settlement_dongzhang", movements()[0]), "utf-8-sig"),
        "douyin_flow",
    )
    names = [{row[0]: row[1:] for row in got.rows("fee", "fee_id kind amount")} for got in (one, two)]
    both = set(names[0]) & set(names[1])
    assert {names[0][key] for key in both} == {
        ("receipt", "109"),
        ("commission", "5.45"),
        ("creator", "6.53"),
    }
    assert all(names[0][key] == names[1][key] for key in both)


def test_bad_movements(tmp_path: Path) -> None:
    rows = [movements()[0], {**movements()[2], "动账金额": "五百"}, {**movements()[3], "动账时间": ""}]
    got = read(
        save(tmp_path / "a.csv", grid("douyin_settlement_dongzhang", *rows), "utf-8-sig"), "douyin_flow"
    )
    assert got.refused == [(3, "动账金额", "bad_number"), (4, "动账时间", "missing_value")]


def test_charges_meet_the_ledger_by_flow_number(tmp_path: Path) -> None:
    bic: Row = {
        "结算单号": "B1",
        "订单码": "BIC01",
        "关联订单号": "'34",
        "费用项": "质检费",
        "结算金额": "2.50",
        "计费完成时间": "2026-03-14 10:00:00",
        "结算时间": "2026-03-15 06:00:00",
        "状态": "已结算",
        "动账流水号": "20260315010",
    }
    policy: Row = {
        "投保单号": "P1",
        "订单编号": "'34",
        "下单时间": "2026-03-01 10:00:00",
        "承保时间": "2026-03-02 10:00:00",
        "保险名称": "运费险",
        "保费来源": "商家",
        "支付保费": "1.20",
        "保费状态": "已支付",
        "动账时间": "2026-03-15 06:00:00",
        "动账流水号": "20260315011",
    }
    got = read(
        save_xlsx(tmp_path / "a.xlsx", grid("douyin_bic", bic, {**bic, "结算金额": "x"})), "douyin_bic"
    )
    assert got.rows("fee", "fee_id order_id day kind name amount") == [
        ("douyin|flow|20260315010", "34", "2026-03-15", "logistics", "质检费", "2.5")
    ]
    assert got.refused == [(3, "结算金额", "bad_number")]
    rows = [
        policy,
        {**policy, "投保单号": "P2", "保费来源": "平台"},
        {**policy, "投保单号": "P3", "保费状态": "已退保", "支付保费": "3"},
    ]
    got = read(save_xlsx(tmp_path / "b.xlsx", grid("douyin_shipping_insurance", *rows)), "douyin_insurance")
    assert got.rows("fee", "fee_id order_id day kind amount") == [
        ("douyin|flow|20260315011", "34", "2026-03-15", "logistics", "1.2")
    ]
    ledger = grid(
        "douyin_settlement_dongzhang",
        moved(10, "供应链QIC费用", "出账", "2.50"),
        moved(11, "运费险", "出账", "1.20"),
    )
    got = read(save(tmp_path / "c.csv", ledger, "utf-8-sig"), "douyin_flow")
    assert got.rows("fee", "fee_id kind amount") == [
        ("douyin|flow|20260315010", "logistics", "2.5"),
        ("douyin|flow|20260315011", "logistics", "1.2"),
    ]
