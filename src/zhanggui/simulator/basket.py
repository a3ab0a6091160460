"""The basket: how many units, which variant, what else goes into the same order.

What is bought together follows the listings' partners. Most orders hold one item; a share of buyers fills a basket
whose size is geometric, as wholesale customers do, and bulk buyers take a dozen of one thing.
"""

from dataclasses import dataclass

import numpy as np

from zhanggui.simulator.catalogue import Shelf
from zhanggui.simulator.streams import Flags, Floats, Ints, Stream

_PARTNERS = 4


@dataclass(frozen=True, slots=True)
class BasketModel:
    """Parameters of baskets.

    ``second``, ``third``: chances of a second and third item; ``free_line``, ``sale``: what the free-shipping line
    and the share taken off in a sale add to the former; ``large``, ``large_items``: share of basket fillers and
    their mean number of further items; ``two_units``: chance of a second unit; ``bulk``: share of bulk buyers;
    ``gives_up``: share of orders never paid, on any device.
    """

    second: float = 0.19
    third: float = 0.045
    free_line: float = 0.10
    sale: float = 0.8
    large: float = 0.03
    large_items: float = 3.0
    two_units: float = 0.10
    bulk: float = 0.012
    bulk_units: float = 6.0
    gives_up: float = 0.045


@dataclass(frozen=True, slots=True)
class Wish:
    """Orders about to be filled: key, main listing, who wants nothing else, what tempts to a second item."""

    key: Ints
    listing: Ints
    alone: Flags
    tempted: Floats


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of the orders: ``order`` (row of the wish, ascending), listing, SKU, units."""

    order: Ints
    listing: Ints
    sku: Ints
    units: Ints


def fill_baskets(
    model: BasketModel,
    streams: tuple[Stream, Stream],
    shelf: Shelf,
    wish: Wish,
    on_sale: Flags,
) -> Lines:
    """The lines of all orders. ``streams``: of orders and of people; ``on_sale``: which listings can be added."""
    stream, people = streams
    lines = 1 + np.where(wish.alone, 0, further_items(model, stream, wish))
    order = np.repeat(np.arange(wish.key.size), lines)
    nth = np.arange(order.size) - np.repeat(np.cumsum(lines) - lines, lines)
    choice = (stream.uniform(wish.key[order], nth, 2) * _PARTNERS).astype(np.int64)
    partner = shelf.partners[wish.listing[order], choice]
    # Beyond the partners a basket filler takes what lies near on the shelf.
    far = (partner + np.where(nth > _PARTNERS, nth, 0)) % shelf.listings
    at = np.where(nth == 0, wish.listing[order], far)
    alive = (nth == 0) | ((at != wish.listing[order]) & on_sale[at])
    order, nth, at = order[alive], nth[alive], at[alive]
    units = np.where(nth == 0, quantity(model, people, wish.key)[order], 1)
    return Lines(order, at, pick_sku(shelf, at, stream.uniform(wish.key[order], nth, 3)), units)


def further_items(model: BasketModel, stream: Stream, wish: Wish) -> Ints:
    """How many other items each order holds."""
    draw = stream.uniform(wish.key, 1)
    few = (draw < model.second + wish.tempted).astype(np.int64) + (draw < model.third)
    if model.large == 0.0:
        return few
    many = 1 + (stream.exponential(wish.key, 8) * model.large_items).astype(np.int64)
    return np.where(stream.uniform(wish.key, 7) < model.large, many, few)


def pick_sku(shelf: Shelf, listing: Ints, draw: Floats) -> Ints:
    """A SKU of each listing by the SKUs' shares; ``draw`` uniform."""
    edges = np.cumsum(shelf.sku_share)
    first = shelf.first_sku[listing]
    before = edges[first] - shelf.sku_share[first]
    sku = np.searchsorted(edges, before + draw, side="right")
    return np.clip(sku, first, shelf.first_sku[listing + 1] - 1)


def quantity(model: BasketModel, stream: Stream, order: Ints) -> Ints:
    """Units of the main line: mostly one, sometimes two, rarely a bulk buyer's dozen."""
    draw = stream.uniform(order, 20)
    bulk = stream.uniform(order, 21)
    many = 4 + (stream.exponential(order, 22) * model.bulk_units).astype(np.int64)
    usual = 1 + (draw < model.two_units) + (draw < model.two_units / 4)
    return np.where(bulk < model.bulk, many, usual).astype(np.int64)
