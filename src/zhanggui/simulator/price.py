"""Price and promotion: what a line costs the buyer after the sale, the coupon and the spend-X-save-Y.

All savings here are borne by the seller. An order's saving is split over its lines in proportion to their
amounts, the last line taking the odd cent, as the platforms do.
"""

from dataclasses import dataclass

import numpy as np

from zhanggui.simulator.levers import Levers
from zhanggui.simulator.platforms import Platform
from zhanggui.simulator.streams import Floats, Ints, Stream


@dataclass(frozen=True, slots=True)
class PriceModel:
    """``coupon``: saving of the shop's standing coupon as a share; ``coupon_from``: price sensitivity that uses it."""

    coupon: float = 0.05
    coupon_from: float = 0.72
    deepest: float = 0.9


def unit_prices(levers: Levers, day: int, price: Ints) -> Ints:
    """Selling price of each listing on ``day`` in cents, before sale, coupon and spend-X-save-Y."""
    return np.maximum(np.round(price * levers.at("price", day)), 1).astype(np.int64)


def final_prices(levers: Levers, day: int, unit: Ints, saving: float) -> Floats:
    """What the shopper sees on the page: the selling price less the sale and the coupon shown with it."""
    return unit * (1.0 - np.minimum(saving + levers.at("coupon", day), 0.9))


def bargain_share(now: Floats, usual: Floats, elasticity: float) -> Floats:
    """Share of an item's buyers whom its price cut alone has brought; 0 at the usual price or above.

    They are cherry pickers: they buy nothing else and do not come back (Fox and Hoch, 2005, "Cherry-picking").
    """
    lift = (np.maximum(now, 1.0) / np.maximum(usual, 1.0)) ** elasticity
    share: Floats = 1.0 - 1.0 / np.maximum(lift, 1.0)
    return share


@dataclass(frozen=True, slots=True)
class Amounts:
    """Cents over lines: ``paid`` after all savings; and over orders: ``goods`` and ``shipping``."""

    paid: Ints
    goods: Ints
    shipping: Ints


@dataclass(frozen=True, slots=True)
class Bill:
    """The lines of a day's orders: ``order`` (ascending), ``gross`` cents at the selling price, ``off`` share."""

    order: Ints
    gross: Ints
    off: Floats
    orders: int


def totals(order: Ints, values: Ints, orders: int) -> Ints:
    """Sum of ``values`` by ``order``, exact, shape (orders,)."""
    out = np.zeros(orders, dtype=np.int64)
    np.add.at(out, order, values)
    return out


def charge(platform: Platform, levers: Levers, day: int, basket: Bill, *, sale_on: bool) -> Amounts:
    """What the buyers of a day pay, goods and shipping."""
    paid = np.round(basket.gross * (1.0 - basket.off)).astype(np.int64)
    goods = totals(basket.order, paid, basket.orders)
    if sale_on and platform.save_cut:
        cut = goods // platform.save_line * platform.save_cut
        paid = paid - split(cut, basket.order, paid)
        goods = goods - cut
    line = platform.free_line if levers.at("free_line", day)[0] == 0.0 else np.iinfo(np.int64).max
    shipping = np.where(goods >= line, 0, platform.shipping_fee).astype(np.int64)
    return Amounts(paid, goods, shipping)


def split(amount: Ints, order: Ints, weight: Ints) -> Ints:
    """``amount`` (over orders) split over lines by ``weight``, whole cents that add up exactly.

    ``order`` is ascending. Shares come from rounding the running total, so that no cent is lost.
    """
    if order.size == 0:
        return np.zeros(0, dtype=np.int64)
    first = np.searchsorted(order, order)
    running = np.cumsum(weight)
    before = (running - weight)[first]
    total = np.maximum(totals(order, weight, amount.size), 1)[order]
    upto = amount[order] * (running - before) // total
    since = amount[order] * (running - weight - before) // total
    return upto - since


def coupons(model: PriceModel, stream: Stream, order: Ints, sensitivity: Floats) -> Floats:
    """Saving of the standing coupon for each order: the price-sensitive look for it."""
    tries = stream.uniform(order, 50) < 0.8  # noqa: PLR2004 - one in five forgets
    return np.where((sensitivity > model.coupon_from) & tries, model.coupon, 0.0)
