"""The evening: what a day leaves behind for the days to come. Stock, purchase orders, people, reviews, rank."""

import numpy as np

from zhanggui.simulator import listing, stock
from zhanggui.simulator.aftersales import DAY, REGRET
from zhanggui.simulator.levers import Levers
from zhanggui.simulator.log import Diary, Lines, Orders, Posted, Supply
from zhanggui.simulator.shop import Shop, State, queue
from zhanggui.simulator.streams import Flags, Floats, Ints, poisson

_PACE_MEMORY = 0.97
_USUAL_LINES = 1.2  # lines sold of an item for each order that it brings by itself


def learn(shop: Shop, levers: Levers, state: State, diary: Diary, done: tuple[Orders, Lines]) -> None:
    """Move ``state`` by what was sold on its day, and write purchase orders and stock into ``diary``."""
    orders, lines = done
    live = orders.paid_at[lines.order] >= 0
    shown = _restock(shop, levers, state, diary, lines.take(live))
    _remember(shop, state, orders, lines)
    _publish(shop, levers, state, diary, lines)
    _rank(shop, state, lines.take(live), shown)


def _restock(shop: Shop, levers: Levers, state: State, diary: Diary, sold: Lines) -> Flags:
    """Take what was sold off the shelf, learn the pace, order again; which SKUs can still be bought."""
    day, shelves, at = state.day, state.shelves, state.day - diary.first
    units = np.bincount(sold.sku, sold.units, shop.shelf.skus)
    shelves.on_hand -= units.astype(np.int64)
    memory = shop.models.stock.memory
    shown: Flags = shelves.on_hand > 0
    # A day without stock says nothing about the pace.
    shelves.pace = np.where(shown | (units > 0), memory * shelves.pace + (1 - memory) * units, shelves.pace)
    sourcing = stock.Sourcing(shop.lead, shop.smallest, shop.shelf.sku_listing)
    placed = stock.reorder(shop.models.stock, shop.streams["stock"], shelves, day, sourcing, levers)
    diary.supply.append(
        Supply(placed.sku, placed.units, np.full_like(placed.sku, day), placed.expected, placed.arrives)
    )
    diary.on_hand[at], diary.inbound[at] = shelves.on_hand, shelves.on_order
    return shown


def _remember(shop: Shop, state: State, orders: Orders, lines: Lines) -> None:
    """Those who bought will be back one day; pickers of bargains and false buyers will not."""
    real = (orders.paid_at >= 0) & (orders.fake == 0) & (orders.picker == 0)
    main = lines.listing[np.searchsorted(lines.order, np.nonzero(real)[0])]
    need = shop.people.next_need(orders.customer[real], orders.visit[real], main, state.day, shop.shelf)
    queue(state.people, need, shop.days)


def _publish(shop: Shop, levers: Levers, state: State, diary: Diary, lines: Lines) -> None:
    """Book the reviews to come, and count those of today."""
    said = lines.stars > 0
    _book_reviews(state, lines.reviewed_at[said] // DAY, lines.listing[said], lines.stars[said])
    bad = _bad_reviews(shop, levers, state.day)
    diary.posted.append(bad)
    _book_reviews(state, bad.at // DAY, bad.listing, bad.stars)
    for index, stars in state.reviews_due.pop(state.day, ()):
        np.add.at(state.stars, index, stars)
        np.add.at(state.reviews, index, 1.0)


def _bad_reviews(shop: Shop, levers: Levers, day: int) -> Posted:
    """Reviews of one star that no order stands behind."""
    stream = shop.streams["aftersales"]
    usual = levers.at("bad_reviews", day)
    index = np.nonzero(usual)[0]
    at = np.repeat(index, poisson(stream.uniform(day, index, 80), usual[index]))
    when = day * DAY + (stream.uniform(day, at, np.arange(at.size), 81) * DAY).astype(np.int64)
    return Posted(at, when, np.ones_like(at))


def _book_reviews(state: State, when: Ints, at: Ints, stars: Ints) -> None:
    for day in np.unique(when):
        rows = when == day
        state.reviews_due.setdefault(int(day), []).append((at[rows], stars[rows]))


def _rank(shop: Shop, state: State, sold: Lines, shown: Flags) -> None:
    """Tomorrow's visibility from what was sold and sent back today."""
    shelf, model = shop.shelf, shop.models.listing
    units = np.bincount(sold.listing, sold.units, shelf.listings)
    blamed = (sold.reason >= 0) & (sold.reason < REGRET)
    returned: Floats = np.bincount(sold.listing, blamed, shelf.listings) / (units + 3.0)
    gone = np.bincount(shelf.sku_listing, (~shown) * shelf.sku_share, shelf.listings).astype(np.float64)
    state.pace = _PACE_MEMORY * state.pace + (1 - _PACE_MEMORY) * units
    stars = listing.mean_stars(model, state.stars, state.reviews) - model.usual_stars
    usual = shop.need.day[state.day] * _USUAL_LINES
    state.rank = listing.next_rank(
        model, state.rank, units.astype(np.float64), usual, (stars, gone, returned)
    )
