"""The Compass exports: what is opened was seen, sales are those of the orders, days are written as one number."""

from pathlib import Path

from tests.simulator.books import cash, table
from tests.simulator.worlds import DAYS, view
from zhanggui.simulator.exports.compass import write_goods, write_shop_days


def test_a_product_is_seen_more_often_than_it_is_opened_and_opened_by_more_than_buy_it(
    tmp_path: Path,
) -> None:
    shop = view("douyin")
    write_goods(shop, tmp_path)
    rows = [row for path in sorted(tmp_path.iterdir()) for row in table(path, "utf-8-sig")]
    assert len(rows) == DAYS * shop.shop.shelf.listings
    assert rows[0]["日期"] == "20260401"
    for row in rows:
        assert int(row["商品曝光次数"]) >= int(row["商品点击次数"]) >= int(row["商品点击人数"])
        assert int(row["商品曝光人数"]) >= int(row["商品点击人数"])
    assert sum(int(row["商品曝光次数"]) for row in rows) > 5 * sum(int(row["商品点击次数"]) for row in rows)
    run = shop.run
    inside = (run.orders.day < DAYS) & (run.orders.paid_at >= 0)
    paid = int(run.lines.paid[inside[run.lines.order]].sum())
    assert sum(cash(row["用户支付金额"]) for row in rows) * 100 == paid
    assert sum(int(row["成交件数"]) for row in rows) == int(run.lines.units[inside[run.lines.order]].sum())


def test_files_may_begin_later(tmp_path: Path) -> None:
    write_goods(view("douyin"), tmp_path, since=DAYS - 5)
    rows = [row for path in sorted(tmp_path.iterdir()) for row in table(path, "utf-8-sig")]
    assert {row["日期"] for row in rows} == {f"202605{day}" for day in range(26, 31)}


def test_a_shops_day_parts_its_buyers_into_new_and_old_ones(tmp_path: Path) -> None:
    shop = view("douyin")
    write_shop_days(shop, tmp_path)
    (path,) = tmp_path.iterdir()
    rows = table(path, "utf-8-sig")
    assert len(rows) == DAYS
    orders = shop.run.orders
    paid = (orders.paid_at >= 0) & (orders.day < DAYS)
    again = paid & (orders.visit > 0)
    for day, row in enumerate(rows):
        assert int(row["新客成交人数"]) + int(row["老客成交人数"]) == int(row["成交人数"])
        assert int(row["老客成交人数"]) == len(set(orders.customer[again & (orders.day == day)].tolist()))
        assert int(row["商品曝光人数"]) >= int(row["商品点击人数"])
    assert sum(int(row["成交订单数"]) for row in rows) == int(paid.sum())
    assert sum(int(row["老客成交人数"]) for row in rows) > 0
