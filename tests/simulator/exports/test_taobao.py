from itertools import pairwise
from pathlib import Path

from tests.simulator.books import cash, sheet, table
from tests.simulator.worlds import DAYS, view
from zhanggui.simulator.exports.headers_china import TAOBAO_ORDERS_2021, TAOBAO_ORDERS_2022
from zhanggui.simulator.exports.taobao import fee_names, write_alipay, write_orders, write_reviews
from zhanggui.simulator.exports.view import Quirks
from zhanggui.simulator.money import FEES


def test_orders_are_written_in_two_years_formats(tmp_path: Path) -> None:
    write_orders(view("taobao"), tmp_path)
    old = table(next(iter(tmp_path.glob("ExportOrderList*.csv"))), "gb18030")
    new = [row for path in sorted(tmp_path.glob("ExportOrderList*.xlsx")) for row in sheet(path)]
    assert tuple(old[0]) == TAOBAO_ORDERS_2021
    assert tuple(new[0]) == TAOBAO_ORDERS_2022
    assert old[0]["订单编号"].startswith('="2400')
    assert {"交易关闭", "交易成功"} <= {row["订单状态"] for row in new}
    assert all(row["买家实际支付金额"] == "0.00" for row in new if not row["订单付款时间"])
    by_number = {row["订单编号"]: row for row in new}
    assert all(row["订单编号"].strip('="') in by_number for row in old)


def test_items_add_up_to_their_orders(tmp_path: Path) -> None:
    write_orders(view("taobao", quirks=Quirks(overlap=False)), tmp_path)
    heads = [row for path in sorted(tmp_path.glob("ExportOrderList*.xlsx")) for row in sheet(path)]
    items = [row for path in sorted(tmp_path.glob("ExportOrderDetail*.xlsx")) for row in sheet(path)]
    due: dict[str, list[str]] = {}
    for row in items:
        due.setdefault(row["主订单编号"], []).append(row["买家应付货款"])
    for head in heads:
        assert sum(map(cash, due[head["订单编号"]])) == cash(head["买家应付货款"])
    assert len({row["子订单编号"] for row in items}) == len(items)
    assert "无退款申请" in {row["退款金额"] for row in items}


def test_the_account_keeps_its_balance(tmp_path: Path) -> None:
    write_alipay(view("taobao"), tmp_path)
    rows = [
        row
        for path in sorted(tmp_path.iterdir())
        for row in table(path, "gb18030", skip=1)
        if not row["账务流水号"].startswith("#")
    ]
    for before, after in pairwise(rows):
        moved = cash(after["收入金额（+元）"]) + cash(after["支出金额（-元）"])
        assert cash(after["账户余额（元）"]) == cash(before["账户余额（元）"]) + moved
    assert len({row["账务流水号"] for row in rows}) == len(rows)
    assert set(fee_names()) == set(FEES) - {"slot"}


def test_without_quirks_the_files_are_plain(tmp_path: Path) -> None:
    plain = Quirks(overlap=False, damage=False, footers=False, titles=False, pending=False, null_text=False)
    write_orders(view("taobao", quirks=plain), tmp_path)
    write_alipay(view("taobao", quirks=plain), tmp_path)
    assert not list(tmp_path.glob("ExportOrderList*.csv"))
    heads = [row for path in sorted(tmp_path.glob("ExportOrderList*.xlsx")) for row in sheet(path)]
    assert all(row["订单付款时间"] for row in heads)
    assert "\t" not in next(iter(tmp_path.glob("alipay*"))).read_bytes().decode("gb18030")


def test_reviews_follow_their_stars(tmp_path: Path) -> None:
    write_reviews(view("taobao"), tmp_path)
    rows = sheet(next(iter(tmp_path.iterdir())))
    assert {row["评价分类"] for row in rows} <= {"好评", "中评", "差评"}
    assert all(row["评价时间"] <= str(view("taobao").day(DAYS)) for row in rows)
