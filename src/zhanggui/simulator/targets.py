"""Targets: on which listings, terms or regions of a shop a kind of fault matters, the best candidates first.

Each choice takes the shop and the fault's first day and gives numbers on the axis of the fault's scope.
"""

import numpy as np

from zhanggui.simulator.ads import BRAND
from zhanggui.simulator.catalogue import CATEGORIES
from zhanggui.simulator.shop import Shop
from zhanggui.simulator.streams import Floats, Ints

_CANDIDATES = 6  # targets among which the seed chooses
_BUSY = 0.6  # orders a day of a listing on which a fault matters
_ALIVE = 0.15  # orders a day below which there is nothing to spoil


def best_sellers(shop: Shop, first: int) -> Ints:
    """Listings by the sales to be expected around day ``first``, the largest first."""
    return np.argsort(-usual_orders(shop, first) * shop.shelf.price, kind="stable")


def usual_orders(shop: Shop, first: int) -> Floats:
    """Orders a day that each listing can expect around day ``first`` by itself."""
    wanted: Floats = shop.need.mean[max(0, first - 14) : first + 1].mean(axis=0)
    return wanted


def sized(shop: Shop, first: int) -> Ints:
    """Best sellers that come in sizes."""
    ranked = best_sellers(shop, first)
    flags = np.array([c.sized for c in CATEGORIES])[shop.products.category[shop.shelf.product[ranked]]]
    fitting: Ints = ranked[flags]
    return fitting


def advertised(shop: Shop, first: int) -> Ints:
    """Listings with ads, by what the ads can be expected to spend around day ``first``."""
    spend = shop.terms.budget * usual_orders(shop, first) / np.maximum(shop.shelf.popularity, 1e-9)
    ranked = np.argsort(-spend, kind="stable")
    fitting: Ints = ranked[spend[ranked] > 0]
    return fitting


def varied(shop: Shop, first: int) -> Ints:
    """Best sellers of several variants: too much can be bought of one of them."""
    ranked = best_sellers(shop, first)
    fitting: Ints = ranked[np.diff(shop.shelf.first_sku)[ranked] > 1]
    return fitting


def small_terms(shop: Shop, first: int) -> Ints:
    """Search terms of popular listings that are not the brand."""
    weight = shop.terms.volume * usual_orders(shop, first)[shop.terms.listing]
    ranked = np.argsort(-weight, kind="stable")
    fitting: Ints = ranked[shop.terms.campaign[ranked] != BRAND]
    return fitting


def brand_terms(shop: Shop, _first: int) -> Ints:
    """Terms of the shop's own name."""
    return np.nonzero(shop.terms.campaign == BRAND)[0]


def whole_shop(_shop: Shop, _first: int) -> Ints:
    """The shop as a whole."""
    return np.zeros(1, dtype=np.int64)


def regions(shop: Shop, _first: int) -> Ints:
    """Regions, the largest first."""
    return np.argsort([-place.share for place in shop.platform.regions], kind="stable")


def _paces(targets: list[int], shop: Shop, first: int, scope: str) -> Floats:
    """Usual orders a day of each target's listing; without end where the scope has no listing."""
    if scope not in {"listing", "term"}:
        return np.full(len(targets), np.inf)
    at = np.array(targets, dtype=np.int64)
    return usual_orders(shop, first)[at if scope == "listing" else shop.terms.listing[at]]


def matters(pool: list[int], shop: Shop, first: int, scope: str) -> bool:
    """Whether one of ``pool`` sells often enough for a fault on it to matter."""
    return bool((_paces(pool, shop, first, scope) >= _BUSY).any())


def busy(pool: list[int], shop: Shop, first: int, scope: str) -> list[int]:
    """The first candidates of ``pool`` on which a fault matters; the best when none does; none if nothing sells."""
    chosen = pool[:_CANDIDATES]
    paces = _paces(chosen, shop, first, scope)
    if not chosen or paces.max() < _ALIVE:
        return []
    often = [target for target, pace in zip(chosen, paces.tolist(), strict=True) if pace >= _BUSY]
    return often or [chosen[int(np.argmax(paces))]]
