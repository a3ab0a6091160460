import numpy as np

from tests.simulator.worlds import busy, busy_shop
from zhanggui.simulator.checkout import Taken, settle, take
from zhanggui.simulator.day import live
from zhanggui.simulator.levers import Effect, Levers
from zhanggui.simulator.log import Diary, Traffic
from zhanggui.simulator.visits import visitors

DAY = 30


def taken_with(*effects: Effect, empty: bool = False) -> tuple[Taken, Levers]:
    shop, state = busy_shop(), busy().states[DAY].copy()
    levers = shop.levers(effects)
    if empty:
        state.shelves.on_hand[:] = 0
    room = np.zeros((1, shop.shelf.skus), dtype=np.int32)
    diary = Diary(
        DAY, Traffic.blank(1, shop.shelf.listings, shop.terms.count), room, room, [], [], [], [], []
    )
    return take(shop, levers, state, visitors(shop, levers, state, diary)), levers


def test_orders_are_in_the_order_of_the_clock_and_lines_in_that_of_orders() -> None:
    taken, _ = taken_with()
    assert (np.diff(taken.created) >= 0).all()
    assert (np.diff(taken.order) >= 0).all()
    assert np.array_equal(np.unique(taken.order), np.arange(taken.created.size))


def test_without_stock_only_those_who_never_pay_are_taken() -> None:
    taken, _ = taken_with(empty=True)
    assert not taken.pays.any()


def test_a_bargain_brings_people_who_want_nothing_else() -> None:
    cheap = int(np.argmax(busy_shop().shelf.popularity))
    taken, _ = taken_with(Effect("price", 0.4, 0, 99, (cheap,)))
    usual, _ = taken_with()
    assert not usual.picker.any()
    assert (taken.asked.listing[taken.picker] == cheap).all()
    assert taken.picker.sum() > 3
    assert np.bincount(taken.order)[taken.picker].max() == 1


def test_bills_add_up_and_only_the_paid_leave_the_house() -> None:
    taken, levers = taken_with()
    lines, orders = settle(busy_shop(), levers, DAY, taken)
    assert np.array_equal(np.bincount(lines.order, lines.paid).astype(np.int64), orders.goods)
    assert (lines.paid <= lines.gross).all()
    assert (orders.shipped_at[~taken.pays] == -1).all()
    assert (lines.refund[~taken.pays[lines.order]] == 0).all()


def test_pickers_of_bargains_do_not_come_back() -> None:
    shop, cheap = busy_shop(), int(np.argmax(busy_shop().shelf.popularity))
    levers = shop.levers((Effect("price", 0.4, DAY, DAY, (cheap,)),))
    run = live(shop, levers, busy().states[DAY].copy(), shop.days)
    pickers = run.orders.customer[run.orders.picker == 1]
    assert pickers.size > 3
    assert not np.isin(pickers, run.orders.customer[run.orders.visit > 0]).any()
