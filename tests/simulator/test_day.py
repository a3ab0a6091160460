import numpy as np

from tests.simulator.worlds import busy, busy_shop
from zhanggui.simulator.day import live


def test_going_on_from_a_kept_state_is_the_same_run() -> None:
    story = busy()
    again = live(busy_shop(), busy_shop().levers(), story.states[30].copy(), busy_shop().days)
    later = story.run.orders.day >= 30
    assert np.array_equal(again.orders.key, story.run.orders.key[later])
    assert np.array_equal(again.orders.goods, story.run.orders.goods[later])
    assert np.array_equal(again.on_hand, story.run.on_hand[30:])


def test_stock_moves_by_sales_and_deliveries_only() -> None:
    run, shop = busy().run, busy_shop()
    orders, lines = run.orders, run.lines
    paid = orders.paid_at[lines.order] >= 0
    sold = np.zeros((run.days, shop.shelf.skus), dtype=np.int64)
    np.add.at(sold, (orders.day[lines.order[paid]], lines.sku[paid]), lines.units[paid])
    came = np.zeros_like(sold)
    inside = run.supply.arrives < run.days
    np.add.at(came, (run.supply.arrives[inside], run.supply.sku[inside]), run.supply.units[inside])
    assert np.array_equal(np.diff(run.on_hand.astype(np.int64), axis=0), (came - sold)[1:])


def test_progress_is_told_day_by_day() -> None:
    seen: list[int] = []
    state = busy().states[30].copy()
    live(busy_shop(), busy_shop().levers(), state, 33, seen.append)
    assert seen == [31, 32, 33]
