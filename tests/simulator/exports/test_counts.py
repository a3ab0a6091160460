import numpy as np

from tests.simulator.worlds import DAYS, view
from zhanggui.simulator.exports.counts import count, count_shop, quotient, share


def test_counts_agree_with_the_orders() -> None:
    one = view("taobao")
    counts, shop = count(one), count_shop(one)
    orders, lines = one.run.orders, one.run.lines
    paid = (orders.paid_at >= 0) & (orders.day < DAYS)
    assert counts.sales.sum() == orders.goods[paid].sum()
    assert counts.units.sum() == lines.units[paid[lines.order]].sum()
    assert shop.orders.sum() == paid.sum()
    assert (shop.buyers <= shop.orders).all()
    assert (counts.buyers <= counts.lines).all()
    assert (counts.placed_amount >= counts.sales).all()
    assert (counts.old <= counts.buyers).all()
    assert shop.shipping.sum() == orders.shipping[paid].sum()


def test_rates_are_unknown_without_a_base() -> None:
    assert share(np.array([1, 0]), np.array([8, 0])) == ["12.50%", "-"]
    assert quotient(np.array([1, 1]), np.array([8, 0]), 3, "") == ["0.125", ""]
