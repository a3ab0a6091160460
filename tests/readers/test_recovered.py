"""A day that the file left empty and the order number tells is loaded, and said."""

from pathlib import Path

from tests.readers.china import grid, read, save


def test_rows_without_a_time_of_payment_are_named(tmp_path: Path) -> None:
    names = ["订单成交时间", "订单号", "订单状态", "商品总价(元)", "用户实付金额(元)", "售后状态"]
    base = {"订单状态": "已收货", "商品总价(元)": "9.90", "用户实付金额(元)": "9.90"}
    rows = [
        {**base, "订单号": "260301-1", "订单成交时间": "2026-03-01 10:00:00"},
        {**base, "订单号": "260228-2"},
        {**base, "订单号": "260228-3", "订单状态": "待支付"},
        {**base, "订单号": "没有日期"},
    ]
    got = read(save(tmp_path / "a.csv", grid(names, *rows)), "pdd_orders")
    told = [issue for issue in got.staged.issues if issue.code != "column_absent"]
    assert [(issue.row, issue.column, issue.code, issue.value) for issue in told] == [
        (3, "订单成交时间", "recovered_date", "2026-02-28")
    ]
    assert got.rows("order_line", "paid_day") == [("2026-03-01",), ("2026-02-28",), (None,), (None,)]
    assert (got.staged.kept, got.staged.refused) == (4, 0)


def test_formats_that_do_not_recover_say_nothing(tmp_path: Path) -> None:
    names = ["订单编号", "总金额", "买家实际支付金额", "订单创建时间", "订单付款时间"]
    row = {"订单编号": "1", "总金额": "9", "买家实际支付金额": "0", "订单创建时间": "2026-03-01 10:00:00"}
    told = read(save(tmp_path / "a.csv", grid(names, row)), "taobao_orders").noticed
    assert {code for _, _, code in told} == {"column_absent"}
