import numpy as np

from tests.simulator.worlds import busy_shop
from zhanggui.simulator.levers import Effect
from zhanggui.simulator.stock import Shelves, Sourcing, StockModel, fill, open_shelves, receive, reorder
from zhanggui.simulator.streams import Stream

SHOP = busy_shop()
MODEL = StockModel()
STREAM = Stream.named(1, "stock")
SOURCING = Sourcing(SHOP.lead, SHOP.smallest, SHOP.shelf.sku_listing)


def empty() -> Shelves:
    zero = np.zeros(SHOP.shelf.skus, dtype=np.int64)
    return Shelves(zero.copy(), zero.copy(), np.full(SHOP.shelf.skus, 2.0))


def test_lines_are_served_in_turn_until_the_stock_is_gone() -> None:
    sku, units = np.array([1, 0, 1, 1, 0]), np.array([2, 1, 2, 1, 5])
    assert fill(np.array([3, 4]), sku, units).tolist() == [True, True, True, False, False]
    assert fill(np.array([3, 4]), sku[:0], units[:0]).size == 0


def test_what_is_low_is_ordered_and_arrives_after_its_lead_time() -> None:
    shelves = empty()
    placed = reorder(MODEL, STREAM, shelves, 5, SOURCING, SHOP.levers())
    assert placed.sku.size == SHOP.shelf.skus
    assert (placed.units % SHOP.smallest[placed.sku] == 0).all()
    assert (placed.arrives > 5).all()
    assert np.array_equal(shelves.on_order[placed.sku], placed.units)
    assert reorder(MODEL, STREAM, shelves, 6, SOURCING, SHOP.levers()).sku.size == 0
    for day in sorted(shelves.coming):
        receive(shelves, SHOP.levers(), day, SHOP.shelf)
    assert np.array_equal(shelves.on_hand[placed.sku], placed.units)
    assert shelves.on_order.sum() == 0


def test_a_late_supplier_and_a_shopkeeper_who_orders_nothing() -> None:
    late = SHOP.levers((Effect("supply_days", 20.0, 0, 99),))
    slow = reorder(MODEL, STREAM, empty(), 5, SOURCING, late).arrives
    usual = reorder(MODEL, STREAM, empty(), 5, SOURCING, SHOP.levers()).arrives
    assert np.abs(slow - usual - 20).max() <= 1
    none = SHOP.levers((Effect("reorder", 0.0, 0, 99),))
    assert reorder(MODEL, STREAM, empty(), 5, SOURCING, none).sku.size == 0


def test_stock_can_vanish_or_come_unasked_and_copies_are_apart() -> None:
    shelves = open_shelves(MODEL, STREAM, np.full(SHOP.shelf.skus, 2.0), SHOP.lead)
    copy = shelves.copy()
    levers = SHOP.levers((Effect("on_hand", 0.0, 3, 3, (0,)), Effect("arrival", 100.0, 3, 3, (1,))))
    before = shelves.on_hand.copy()
    receive(shelves, levers, 3, SHOP.shelf)
    assert shelves.on_hand[SHOP.shelf.sku_listing == 0].sum() == 0
    at = SHOP.shelf.sku_listing == 1
    came = (shelves.on_hand - before)[at]
    assert came[-1] == came.sum() == 100  # all of the variant that sells least
    assert np.array_equal(copy.on_hand, before)
