"""At the till: which of the orders asked for are paid and can be served, what they cost, what becomes of them.

Payment comes first, then the shelf, then the bill; what goes out may come back. The mechanisms are elsewhere
(`basket`, `stock`, `price`, `aftersales`): here they are put in order and written down as rows.
"""

from dataclasses import dataclass

import numpy as np

from zhanggui.simulator import aftersales, basket, price, stock
from zhanggui.simulator.aftersales import DAY, After, Parcels, Sold
from zhanggui.simulator.catalogue import CATEGORIES
from zhanggui.simulator.demand import second_of_day
from zhanggui.simulator.levers import Levers
from zhanggui.simulator.log import Lines, Orders
from zhanggui.simulator.shop import Shop, State
from zhanggui.simulator.streams import Flags, Floats, Ints
from zhanggui.simulator.visits import Asked

_TRANSIT_SLACK = 0.7  # days between payment and the parcel's leaving that buyers take for granted


@dataclass(frozen=True, slots=True)
class Taken:
    """The orders taken on a day and their lines.

    Over orders: who ``asked``, seconds ``created``, ``device``, who ``pays``, who is a ``picker`` of bargains. Over
    lines: ``order`` (row, ascending), ``listing``, ``sku``, ``units``.
    """

    asked: Asked
    created: Ints
    device: Ints
    pays: Flags
    picker: Flags
    order: Ints
    listing: Ints
    sku: Ints
    units: Ints


def take(shop: Shop, levers: Levers, state: State, asked: Asked) -> Taken:
    """The orders of a day in the order of the clock, without the lines for which there is no stock."""
    day = state.day
    created = day * DAY + second_of_day(shop.streams["orders"], asked.key, shop.platform.market)
    turn = np.lexsort((asked.key, created))
    asked, created = asked.take(turn), created[turn]
    device = shop.people.mobile(asked.customer, shop.platform.mobile_share)
    pays = _pays(shop, levers, day, asked, device)
    picker = _picks(shop, levers, day, asked)
    alone = (asked.fake > 0) | picker
    wish = basket.Wish(asked.key, asked.listing, alone, _tempted(shop, levers, day, asked.listing))
    streams = (shop.streams["orders"], shop.streams["people"])
    lines = basket.fill_baskets(shop.models.basket, streams, shop.shelf, wish, shop.need.mean[day] > 0)

    wants = pays[lines.order]
    served = ~wants
    served[wants] = stock.fill(state.shelves.on_hand, lines.sku[wants], lines.units[wants])
    rows, order = np.unique(lines.order[served], return_inverse=True)
    return Taken(
        asked.take(rows),
        created[rows],
        device[rows],
        pays[rows],
        picker[rows],
        order,
        lines.listing[served],
        lines.sku[served],
        lines.units[served],
    )


def _pays(shop: Shop, levers: Levers, day: int, asked: Asked, device: Ints) -> Flags:
    """Who pays: some change their mind, for others the payment fails."""
    draw = shop.streams["orders"]
    fails = np.where(device == 0, levers.at("pay_fail_mobile", day)[0], levers.at("pay_fail_pc", day)[0])
    gives_up = draw.uniform(asked.key, 4) < shop.models.basket.gives_up
    pays: Flags = ~(gives_up | (draw.uniform(asked.key, 5) < fails))
    return pays


def _picks(shop: Shop, levers: Levers, day: int, asked: Asked) -> Flags:
    """Which first-time buyers came for the bargain alone."""
    saving = shop.need.saving[day]
    now = price.final_prices(levers, day, price.unit_prices(levers, day, shop.shelf.price), saving)
    rates = shop.models.listing
    share = price.bargain_share(now, shop.shelf.price * (1.0 - saving), rates.price_click + rates.price_order)
    picks: Flags = (asked.visit == 0) & (shop.streams["people"].uniform(asked.key, 61) < share[asked.listing])
    return picks


def _tempted(shop: Shop, levers: Levers, day: int, listing: Ints) -> Floats:
    """How much likelier a second item is: to reach the free-shipping line, and on sale days."""
    below = shop.shelf.price[listing] < shop.platform.free_line
    line = (levers.at("free_line", day)[0] == 0.0) & below
    sale = shop.models.basket.sale * float(shop.need.saving[day])
    tempted: Floats = np.where(line, shop.models.basket.free_line, 0.0) + sale
    return tempted


def settle(shop: Shop, levers: Levers, day: int, taken: Taken) -> tuple[Lines, Orders]:
    """Charge the orders of a day, send them off, and see what becomes of them."""
    gross, bill = _bill(shop, levers, day, taken)
    asked = taken.asked
    pause = 15 + (shop.streams["orders"].exponential(asked.key, 6) * 150).astype(np.int64)
    paid_at = np.where(taken.pays, np.minimum(taken.created + pause, day * DAY + DAY - 1), -1)
    shares = np.array([place.share for place in shop.platform.regions])
    region = shop.people.region(asked.customer, shares)
    moved = aftersales.Leaving(day, asked.key, np.maximum(paid_at, taken.created), region)
    service, stream = shop.models.service, shop.streams["aftersales"]
    parcels = aftersales.send(service, stream, shop.platform, levers, moved)
    sold = _sold(shop, taken, bill.paid, paid_at, (parcels, region))
    goods = (shop.shelf, shop.products, shop.platform)
    after = aftersales.aftermath(service, stream, goods, sold, (levers, day))
    lines = _lines(shop, levers, day, taken, (gross, bill.paid, after))
    leaves = _leaves(taken, after, sold)
    orders = Orders(
        asked.key,
        np.full_like(asked.key, day),
        asked.customer,
        asked.visit,
        asked.source,
        asked.term,
        asked.click_day,
        taken.device,
        region,
        taken.created,
        paid_at,
        np.where(leaves, parcels.shipped, -1),
        np.where(leaves, parcels.received, -1),
        bill.goods,
        bill.shipping,
        _gifts(shop, day, asked),
        asked.fake,
        taken.picker.astype(np.int64),
    )
    return lines, orders


def _bill(shop: Shop, levers: Levers, day: int, taken: Taken) -> tuple[Ints, price.Amounts]:
    """Amounts of the lines at the selling price, and what is paid after all savings."""
    asked, at = taken.asked, taken.listing
    sensitivity = shop.people.sensitivity(asked.customer)
    coupon = price.coupons(shop.models.price, shop.streams["price"], asked.key, sensitivity)
    off = coupon[taken.order] + levers.at("coupon", day)[at] + shop.need.saving[day]
    gross = price.unit_prices(levers, day, shop.shelf.price)[at] * taken.units
    due = price.Bill(taken.order, gross, np.minimum(off, shop.models.price.deepest), asked.key.size)
    return gross, price.charge(shop.platform, levers, day, due, sale_on=bool(shop.need.saving[day] > 0))


def _sold(shop: Shop, taken: Taken, paid: Ints, paid_at: Ints, way: tuple[Parcels, Ints]) -> Sold:
    """The lines as after-sales sees them; ``way``: the parcels of the orders and their regions."""
    (parcels, region), order = way, taken.order
    usual = np.array([place.transit_days for place in shop.platform.regions])[region] + _TRANSIT_SLACK
    nth = np.arange(order.size) - np.searchsorted(order, order)
    return Sold(
        taken.asked.key[order] * 4 + nth,
        taken.listing,
        taken.units,
        paid,
        paid_at[order],
        Parcels(parcels.shipped[order], parcels.received[order]),
        usual[order],
        taken.asked.fake[order] > 0,
    )


def _leaves(taken: Taken, after: After, sold: Sold) -> Flags:
    """Which orders leave the house: paid, and not taken back whole before the parcel goes."""
    live = taken.pays[taken.order]
    early = live & (after.settled >= 0) & (after.asked < sold.parcels.shipped)
    kept = np.bincount(taken.order[~early], minlength=taken.pays.size) > 0
    leaves: Flags = taken.pays & kept
    return leaves


def _lines(shop: Shop, levers: Levers, day: int, taken: Taken, told: tuple[Ints, Ints, After]) -> Lines:
    """The rows of the lines; ``told``: amounts before and after savings, and what becomes of them."""
    gross, paid, after = told
    at, live = taken.listing, taken.pays[taken.order]
    unit = price.unit_prices(levers, day, shop.shelf.price)
    cost = np.round(shop.shelf.unit_cost[taken.sku] * levers.at("unit_cost", day)[at]).astype(np.int64)
    return Lines(
        taken.order,
        at,
        taken.sku,
        taken.units,
        np.maximum(shop.shelf.list_price[at], unit[at]) * taken.units,
        gross,
        paid,
        cost * taken.units,
        np.where(live, after.reason, -1),
        np.where(live, after.refund, 0),
        np.where(live, after.units, 0),
        np.where(live, after.asked, -1),
        np.where(live, after.settled, -1),
        np.where(live, after.stars, 0),
        np.where(live, after.reviewed, -1),
    )


def _gifts(shop: Shop, day: int, asked: Asked) -> Ints:
    """1 for orders that are presents."""
    share = np.array([c.gift for c in CATEGORIES])[shop.products.category[shop.shelf.product[asked.listing]]]
    draw = shop.streams["people"].uniform(asked.key, 60)
    gift: Flags = draw < share * (0.4 + 2 * shop.need.gift[day])
    return gift.astype(np.int64)
