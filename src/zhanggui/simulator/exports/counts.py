"""What a platform counts by day and listing: buyers, units and sales next to the visits, as its reports show them."""

from dataclasses import dataclass

import numpy as np

from zhanggui.simulator.exports.view import View
from zhanggui.simulator.streams import Flags, Floats, Ints


@dataclass(frozen=True, slots=True)
class Counts:
    """Arrays over (days, listings) from day 0 to the view's last: as the platform counts, refunds left in.

    ``placed_*``: orders placed, paid or not; ``buyers``: distinct people who paid; ``old``: of them those who had
    bought before; ``search_buyers``: those who came by search; ``refunds``: settled on the day. Cents.
    """

    placed_buyers: Ints
    placed_units: Ints
    placed_amount: Ints
    buyers: Ints
    units: Ints
    sales: Ints
    lines: Ints
    old: Ints
    old_sales: Ints
    search_buyers: Ints
    refunds: Ints


def count(view: View) -> Counts:
    """Count the orders of a view by day and listing."""
    orders, lines = view.run.orders, view.run.lines
    days, listings = view.until + 1, view.shop.shelf.listings
    day = orders.day[lines.order]
    seen = day < days
    paid = seen & (orders.paid_at[lines.order] >= 0)
    cell = day * listings + lines.listing

    def table(rows: Flags, weight: Ints | None = None) -> Ints:
        out = np.zeros(days * listings, dtype=np.int64)
        np.add.at(out, cell[rows], 1 if weight is None else weight[rows])
        return out.reshape(days, listings)

    def people(rows: Flags) -> Ints:
        pair = np.stack([cell[rows], orders.customer[lines.order[rows]]], axis=1)
        distinct = pair[np.lexsort((pair[:, 1], pair[:, 0]))]
        fresh = np.ones(distinct.shape[0], dtype=bool)
        fresh[1:] = (distinct[1:] != distinct[:-1]).any(axis=1)
        return np.bincount(distinct[fresh, 0], minlength=days * listings).reshape(days, listings)

    again = orders.visit[lines.order] > 0
    back = (lines.settled_at >= 0) & (lines.settled_at < view.end)
    refunds = np.zeros(days * listings, dtype=np.int64)
    np.add.at(
        refunds, (lines.settled_at[back] // 86_400) * listings + lines.listing[back], lines.refund[back]
    )
    return Counts(
        placed_buyers=people(seen),
        placed_units=table(seen, lines.units),
        placed_amount=table(seen, lines.paid),
        buyers=people(paid),
        units=table(paid, lines.units),
        sales=table(paid, lines.paid),
        lines=table(paid),
        old=people(paid & again),
        old_sales=table(paid & again, lines.paid),
        search_buyers=people(paid & (orders.source[lines.order] == 0)),
        refunds=refunds.reshape(days, listings),
    )


@dataclass(frozen=True, slots=True)
class ShopCounts:
    """Arrays over days: distinct people of the whole shop, and orders."""

    placed_buyers: Ints
    buyers: Ints
    old: Ints
    orders: Ints
    shipping: Ints


def count_shop(view: View) -> ShopCounts:
    """Count the orders of a view by day."""
    orders = view.run.orders
    days = view.until + 1
    seen = orders.day < days
    paid = seen & (orders.paid_at >= 0)

    def people(rows: Flags) -> Ints:
        pair = np.unique(np.stack([orders.day[rows], orders.customer[rows]], axis=1), axis=0)
        return np.bincount(pair[:, 0], minlength=days)

    shipping = np.zeros(days, dtype=np.int64)
    np.add.at(shipping, orders.day[paid], orders.shipping[paid])
    return ShopCounts(
        people(seen),
        people(paid),
        people(paid & (orders.visit > 0)),
        np.bincount(orders.day[paid], minlength=days),
        shipping,
    )


def share(part: Ints, total: Ints, decimals: int = 2, missing: str = "-") -> list[str]:
    """``part / total`` as '12.34%', ``missing`` where the total is 0."""
    return [
        f"{100 * p / t:.{decimals}f}%" if t else missing
        for p, t in zip(part.ravel().tolist(), total.ravel().tolist(), strict=True)
    ]


def quotient(part: Ints | Floats, total: Ints, decimals: int = 2, missing: str = "-") -> list[str]:
    """``part / total`` as a plain number, ``missing`` where the total is 0."""
    return [
        f"{p / t:.{decimals}f}" if t else missing
        for p, t in zip(part.ravel().tolist(), total.ravel().tolist(), strict=True)
    ]
