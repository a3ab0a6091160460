from pathlib import Path

from tests.simulator.books import cash, table
from tests.simulator.worlds import view
from zhanggui.simulator.exports.douyin import write_account, write_orders, write_settlement
from zhanggui.simulator.exports.view import Quirks


def test_ids_and_texts_start_with_a_tab_and_the_name_with_the_export_time(tmp_path: Path) -> None:
    write_orders(view("douyin", quirks=Quirks(overlap=False)), tmp_path)
    paths = sorted(tmp_path.iterdir())
    rows = [row for path in paths for row in table(path, "utf-8-sig")]
    assert all(row["主订单编号"].startswith("\t6917") for row in rows)
    assert all(path.name.split("_")[0].isdigit() for path in paths)
    assert {row["支付完成时间"] for row in rows if row["订单状态"] == "已关闭"} >= {"-"}
    assert len({row["子订单编号"] for row in rows}) == len(rows)
    for row in rows:
        assert cash(row["商品单价"]) * int(row["商品数量"]) - cash(row["优惠总金额"]) + cash(
            row["运费"]
        ) == cash(row["订单应付金额"])


def test_every_movement_is_the_sum_of_its_parts(tmp_path: Path) -> None:
    write_account(view("douyin"), tmp_path)
    rows = [row for path in sorted(tmp_path.iterdir()) for row in table(path, "utf-8-sig")]
    parts = ("订单实付应结", "运费实付", "订单退款", "平台服务费", "佣金", "其他分成")
    scenes = set()
    for row in rows:
        told = sum(cash(row[name]) for name in parts)
        if told != cash(row["动账金额"]):  # a charge without a column of its own
            scenes.add(row["动账场景"])
            assert told == 0
        assert row["动账方向"] == ("入账" if cash(row["动账金额"]) >= 0 else "出账")
    assert {row["动账场景"] for row in rows} >= {
        "订单结算",
        "订单退款",
        "平台服务费",
        "物流运费扣款",
        "仓储服务费",
    }
    assert scenes <= {"物流运费扣款", "积分扣款", "税费扣款", "退货运费扣款", "仓储服务费"}


def test_the_settlement_explains_itself_in_a_second_header_row(tmp_path: Path) -> None:
    write_settlement(view("douyin"), tmp_path)
    rows = table(min(tmp_path.iterdir()), "utf-8-sig")
    assert rows[0]["结算金额"] == "收入+支出"
    for row in rows[1:]:
        assert cash(row["结算金额"]) == cash(row["收入合计"]) + cash(row["支出合计"])


def test_an_order_whose_postage_is_kept_is_not_closed(tmp_path: Path) -> None:
    write_orders(view("douyin"), tmp_path)
    rows = [row for path in tmp_path.glob("1*.csv") for row in table(path, "utf-8-sig")]
    back = [row for row in rows if row["售后状态"] == "退款成功" and row["发货时间"] == "-"]
    closed = [row for row in back if row["订单状态"] == "已关闭"]
    assert closed
    assert all(cash(row["运费"]) == 0 for row in closed)
