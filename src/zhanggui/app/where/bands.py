"""Price bands: items by what they were sold for before the compared days, so that a band holds the same items on both
sides and a change of prices is not taken for a change of what is bought.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from zhanggui.metrics.ask import reckon
from zhanggui.metrics.query import Engine, Where
from zhanggui.metrics.question import Question
from zhanggui.model.period import Period

BAND = "price_band"
PARTS = (0.2, 0.4, 0.6, 0.8)  # of sales that lie below an edge
FEWEST = 5  # items with a price below which there are no bands


@dataclass(frozen=True, slots=True)
class Bands:
    """``of``: SKU → the name of its band; the names tell the lowest and highest price of a unit."""

    of: Mapping[str, str]

    @classmethod
    def learnt(cls, books: Engine, currency: str, then: tuple[date, ...], now: tuple[date, ...]) -> "Bands":
        """The bands of the items sold on the days held against (``then``), and of those first sold ``now``.

        An item's price is its sales over its units. Edges are prices at which the sales below them, on the days held
        against, reach a fifth, two fifths and so on; a new item belongs to the band of its price, as far as there are
        older items in it. Items whose money is of another currency, or whose price is unknown or not positive, have no
        band.
        """
        known = _sold(books, currency, then)
        if len(known) < FEWEST:
            return cls({})
        new = {sku: one for sku, one in _sold(books, currency, now).items() if sku not in known}
        prices = {sku: money / units for sku, (money, units) in {**known, **new}.items()}
        order = sorted(known, key=lambda sku: (prices[sku], sku))
        below = np.cumsum([known[sku][0] for sku in order])
        at = np.searchsorted(below, np.array(PARTS) * below[-1])
        edges = np.unique([prices[order[n]] for n in at.tolist()])
        place = {sku: int(np.searchsorted(edges, price, side="left")) for sku, price in prices.items()}
        names = {
            n: _name([prices[sku] for sku in order if place[sku] == n]) for n in {place[sku] for sku in order}
        }
        told = {sku: names[n] for sku, n in place.items() if n in names}
        return cls(told if len(names) > 1 else {})


def _name(prices: Sequence[float]) -> str:
    low, high = min(prices), max(prices)
    return f"{low:.2f}" if f"{low:.2f}" == f"{high:.2f}" else f"{low:.2f}–{high:.2f}"


def _sold(books: Engine, currency: str, days: tuple[date, ...]) -> dict[str, tuple[float, float]]:
    """SKU → its sales and units on some days, of those with both above 0."""
    where = (Where("day", days),)
    asked = Question(("gmv", "units"), ("sku",), Period(min(days), max(days)), where, currency)
    answer = reckon(books, asked)
    rows = zip(answer.keys["sku"], answer.cells["gmv"], answer.cells["units"], answer.currencies, strict=True)
    return {
        str(sku): (float(money), float(units))
        for sku, money, units, told in rows
        if sku and money and units and float(money) > 0 and float(units) > 0 and told in {currency, None}
    }
