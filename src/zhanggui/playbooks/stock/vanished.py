"""Goods that two counts of the shelf do not explain: far more is gone than was sold.

Of each SKU the last count is held against the one before it and what arrived: what was sold between them is taken off
and, since parcels leave days after they are paid, what was sold in the week before. What is missing even so must be
much of the shelf; who is to blame no file says. A count of which most of the shop's shelves are short was
made otherwise, or of other shelves: it says nothing of one SKU.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from zhanggui.metrics.query import Key, Value
from zhanggui.playbooks.columns import Columns

LEAST = 10.0  # units
LEAST_SHARE = 0.4  # of the count before
NEWS = 7  # days for which a count is news
LAG = 7  # days within which what is paid leaves
MOST = 0.2  # share of the SKUs counted on the same day of which as much may be missing

Orders = Mapping[str, Sequence[tuple[Value | Key, ...]]]  # SKU → ordered, received, quantity, came


@dataclass(frozen=True, slots=True)
class Vanished:
    """Of the ``before`` units that a SKU had on day ``since`` ``left`` were there on ``day``; ``sold`` of it and
    ``arrived`` between them.
    """

    sku: str
    since: date
    day: date
    before: float
    left: float
    sold: float
    arrived: float

    @property
    def missing(self) -> float:
        """Units that neither explains."""
        return self.before + self.arrived - self.sold - self.left


def vanished(
    stock: Columns, sold: Mapping[str, Mapping[date, float]], bought: Orders, today: date
) -> dict[str, Vanished]:
    """SKU → what is missing of it. ``stock``: counts by SKU and day (`shelf.MEASURES`); ``sold``: units by day."""
    counts = _counts(stock)
    pairs = {sku: (days[-2], days[-1]) for sku, told in counts.items() if len(days := sorted(told)) > 1}
    out: dict[str, Vanished] = {}
    for sku, (since, day) in sorted(pairs.items()):
        if (today - day).days > NEWS:
            continue
        units = sold.get(sku, {})
        between = _within(units, since, day)
        lately = _within(units, since - timedelta(days=LAG), since)
        came = _came(bought.get(sku, ()), since, day)
        one = Vanished(sku, since, day, counts[sku][since], counts[sku][day], between, came)
        if one.missing - lately >= max(LEAST, LEAST_SHARE * one.before):
            out[sku] = one
    for day in {one.day for one in out.values()}:
        short = [sku for sku, one in out.items() if one.day == day]
        if len(short) > max(MOST * sum(pair[1] == day for pair in pairs.values()), 1):
            out = {sku: one for sku, one in out.items() if sku not in short}
    return out


def _within(units: Mapping[date, float], since: date, until: date) -> float:
    """Units sold after ``since`` and by ``until``."""
    return sum(count for when, count in units.items() if since < when <= until)


def _counts(stock: Columns) -> dict[str, dict[date, float]]:
    """SKU → day → units on the shelf where they are counted, else units that can be sold."""
    held, free = (stock.floats(name) for name in ("stock", "available"))
    units = np.where(np.isfinite(held), held, free)
    out: dict[str, dict[date, float]] = {}
    for row in np.flatnonzero(np.isfinite(units)):
        sku, day = stock.keys["sku"][row], stock.keys["day"][row]
        if sku and isinstance(day, date):
            out.setdefault(str(sku), {})[day] = float(units[row])
    return out


def _came(orders: Sequence[tuple[Value | Key, ...]], since: date, until: date) -> float:
    """Units that arrived after ``since`` and by ``until``."""
    return sum(
        float(str(quantity if came is None else came))
        for _, received, quantity, came in orders
        if quantity is not None and isinstance(received, date) and since < received <= until
    )
