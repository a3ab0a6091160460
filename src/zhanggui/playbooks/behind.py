"""The goods behind a listing: reviews, prices and creators' fees name a page, orders often name a SKU alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from zhanggui.metrics.question import Question
from zhanggui.playbooks.items import STYLES, items
from zhanggui.playbooks.play import Given, last_days
from zhanggui.playbooks.shift import by_day

DAYS = 56
NEWS = 28  # days of what the platform's reports call the goods of their listings
LISTS = {"styles": STYLES, "listings": ("listing", ("shop", "listing_id", "sku"))}

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Goods:
    """``skus`` sold on a page; their ``orders``, ``units`` and ``sales`` by day, shape (DAYS,), oldest first."""

    skus: tuple[str, ...]
    orders: Floats
    units: Floats
    sales: Floats


def asked(as_of: date) -> Mapping[str, Question]:
    """What ``Behind`` is made of: eight weeks of sales by item; a month of what reports call the goods of listings."""
    by = ("shop", "sku", "listing", "day")
    return {
        "sold": Question(("orders", "units", "gmv"), by, last_days(as_of, DAYS)),
        "seen": Question(("page_views",), ("shop", "listing", "sku"), last_days(as_of, NEWS)),
    }


class Behind:
    """Finds the goods of listings in what a play was given (``asked`` and ``LISTS``)."""

    def __init__(self, given: Given) -> None:
        facts, seen = given.facts["sold"], given.facts["seen"]
        self._known = items(facts, given.rows.get("styles", ()))
        self._days = [
            by_day(facts, ("shop", "sku"), name, given.as_of, DAYS) for name in ("orders", "units", "gmv")
        ]
        self._names: dict[tuple[str, str], set[str]] = {}
        told = [(shop, code, sku) for shop, code, sku, *_ in given.rows.get("listings", ())]
        told += zip(*(seen.keys[dim].tolist() for dim in ("shop", "listing", "sku")), strict=True)
        for shop, code, sku in told:
            if code and sku:
                self._names.setdefault((str(shop), str(code)), set()).add(str(sku))

    def of(self, shop: str, listing: str) -> Goods:
        """The goods of a listing, or of a SKU or style called so; without SKUs where nothing of it was sold."""
        return self._goods(shop, self._known.called(shop, {listing, *self._names.get((shop, listing), ())}))

    def item(self, shop: str, sku: str) -> Goods:
        """The goods of the item that a SKU belongs to; the SKU alone where nothing of it was sold."""
        item = self._known.by_sku.get((shop, sku))
        return self._goods(shop, (sku,) if item is None else self._known.skus[item])

    def rest(self, shop: str, goods: Goods) -> Floats:
        """Sales by day of all the shop's other goods, shape (DAYS,)."""
        sales = self._days[-1]
        total: Floats = np.sum(
            [one for (name, _), one in sales.items() if name == shop] or [goods.sales], axis=0
        )
        return total - goods.sales

    def _goods(self, shop: str, skus: tuple[str, ...]) -> Goods:
        orders, units, sales = (
            np.sum([table.get((shop, sku), np.zeros(DAYS)) for sku in skus] or [np.zeros(DAYS)], axis=0)
            for table in self._days
        )
        return Goods(skus, orders, units, sales)
