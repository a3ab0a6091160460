from datetime import datetime
from pathlib import Path

import pytest

from tests.readers.plain import HEADER, line, reading, sales, text
from zhanggui.readers import formats
from zhanggui.readers.absent import decorative, repeated

FORMATS = {item.key: item for item in formats()}


def without(path: Path, *names: str) -> Path:
    """The plain file without some of its columns."""
    keep = [i for i, name in enumerate(HEADER.split(",")) if name not in names]
    cut = [",".join(row.split(",")[i] for i in keep) for row in (HEADER, line(1), line(2))]
    path.write_bytes(text(*cut[1:], header=cut[0]))
    return path


def test_each_absent_column_is_told_once_with_what_is_unknown_for_it(tmp_path: Path) -> None:
    with reading(without(tmp_path / "a.csv", "Sold at", "Customer")) as got:
        told = {one.column: (one.row, one.code, one.level, one.value) for one in got.staged.issues}
    assert told == {
        "Sold at": (0, "column_absent", "notice", "gmv, orders, buyers, refunds_of_orders"),
        "Customer": (0, "column_absent", "notice", "buyers, spend_per_buyer, repeat_rate"),
    }


def test_what_other_columns_still_give_is_not_missed(tmp_path: Path) -> None:
    with reading(without(tmp_path / "a.csv", "Shop")) as got:
        assert got.staged.issues == ()
    with reading(without(tmp_path / "b.csv")) as got:
        assert got.staged.issues == ()


def test_refunds_that_did_not_happen_are_not_missed(tmp_path: Path) -> None:
    header = "订单号,结算时间,收入金额,商品实付,佣金"
    (tmp_path / "a.csv").write_text(f"{header}\n1,2024-05-01 10:00:00,95,100,-5\n", "utf-8")
    with reading(tmp_path / "a.csv", FORMATS["xiaohongshu_settled"]) as got:
        assert [one.code for one in got.staged.issues] == []
    header = "订单号,实际结算金额(元),实际结算时间,合计收入(元),合计支出(元)"
    (tmp_path / "b.csv").write_text(f"{header}\n1,95,2024-05-01 10:00:00,100,5\n", "utf-8")
    with reading(tmp_path / "b.csv", FORMATS["kuaishou_settled"]) as got:
        assert {one.column: one.value for one in got.staged.issues} == {"订单退款(元)": "refunds, net_sales"}


def test_taobao_orders_without_the_time_of_payment(tmp_path: Path) -> None:
    header = "订单编号,买家会员名,总金额,买家实际支付金额,订单状态,订单创建时间"
    (tmp_path / "a.csv").write_text(f"{header}\n1,甲,100,100,交易成功,2024-05-01 10:00:00\n", "utf-8")
    with reading(tmp_path / "a.csv", FORMATS["taobao_orders"]) as got:
        told = {one.column: one.value for one in got.staged.issues}
        paid = got.rows("paid_at", "order_head")
    assert paid == [(datetime(2024, 5, 1, 10),)]  # what is said to be paid was paid when it was ordered
    assert told["订单付款时间"] == "refunds, net_sales, refund_rate"
    assert set(told) == {"订单付款时间", "宝贝总数量"}


def test_what_no_file_of_a_format_states_is_not_laid_to_a_column(tmp_path: Path) -> None:
    header = "Order ID,Order Status,Order Paid Time,Product Name,Deal Price,Quantity,Product Subtotal"
    row = "A1,Completed,2024-05-01 10:01,Shirt,5.00,2,10.00"
    (tmp_path / "a.csv").write_text(f"{header}\n{row}\n", "utf-8")
    with reading(tmp_path / "a.csv", FORMATS["shopee_orders"]) as got:
        assert {one.column: one.value for one in got.staged.issues} == {
            "SKU Reference No.": "cost_of_goods, contribution, margin",
            "Username (Buyer)": "buyers, spend_per_buyer, repeat_rate",
        }


def test_fees_without_the_number_of_their_order_say_so(tmp_path: Path) -> None:
    header = "动账时间,动账方向,动账金额,动账账户,动账摘要"
    (tmp_path / "a.csv").write_text(f"{header}\n2024-05-01 10:00:00,出账,3.00,聚合账户,技术服务费\n", "utf-8")
    with reading(tmp_path / "a.csv", FORMATS["douyin_flow"]) as got:
        told = {one.code: (one.column, one.level) for one in got.staged.issues}
    assert told["orders_unlinked"] == (FORMATS["douyin_flow"].fields["order_id"].names[0], "notice")


@pytest.mark.parametrize("key", sorted(FORMATS))
def test_no_figure_depends_on_a_decorative_text(key: str) -> None:
    item = FORMATS[key]
    named = {field.name for field in item.keys} | set(item.covers)
    assert not decorative(item) & named
    for target in item.tables:
        for column in (
            "paid",
            "paid_at",
            "status",
            "amount",
            "spend",
            "quantity",
            "listing_id",
            "search_term",
        ):
            assert not decorative(item) & set(target.columns.get(column, "").split())


def test_texts_that_only_adorn() -> None:
    assert decorative(sales()) == {"buyer"}
    assert {"buyer", "title", "mobile"} <= decorative(FORMATS["taobao_orders"])
    assert not {"status_text", "shop_name", "points"} & decorative(FORMATS["taobao_orders"])


def test_two_columns_of_one_name_that_differ_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(text(line(1) + ",7", line(2) + ",", header=HEADER + ",Amount "))
    with reading(tmp_path / "a.csv") as got:
        assert [(one.column, one.code, one.value, one.level) for one in got.staged.issues] == [
            ("Amount", "column_twice", "7", "notice")
        ]
        assert got.staged.kept == 2


def test_two_columns_of_one_name_that_agree_are_one(tmp_path: Path) -> None:
    at = HEADER.split(",").index("Amount")
    rows = [f"{line(n)},{line(n).split(',')[at]}" for n in (1, 2)]
    (tmp_path / "a.csv").write_bytes(text(*rows, header=HEADER + ",Amount"))
    with reading(tmp_path / "a.csv") as got:
        assert (got.staged.issues, got.staged.kept) == ((), 2)


def test_names_that_stand_once_are_not_repeated() -> None:
    assert repeated(["A", "B", "a ", ""], {"one": 0, "two": 1}) == {"one": [2]}
    assert repeated(["A", "B"], {"one": 0, "two": 1, "three": -1}) == {}
