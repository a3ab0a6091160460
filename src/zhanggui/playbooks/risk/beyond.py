"""More orders of an item than its visitors explain: they did not come through its page, and may be placed to come back.

Orders of the last days are held against the visits of the same days at the rate at which the item's visitors bought
before (shrunk towards the shop's usual item), or bought over the last two weeks, where that is more: what grows is no
jump. It is more as well where the shop's other items sell to more of their visitors. A lower price explains orders too.
Where files tell no buyers apart nothing else shows such orders before they come back.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from zhanggui.playbooks.columns import Columns
from zhanggui.playbooks.fall import DAYS
from zhanggui.playbooks.items import Item, Items
from zhanggui.playbooks.play import Given
from zhanggui.playbooks.shift import by_day
from zhanggui.stats.counts import at_most

WINDOWS = (2, 3, 5, 7)
PAST = DAYS - 14  # first days, which say what is usual
SHORT = 14  # days before the window
LEAST_DAYS = 28  # of them with visits
LEAST, LIFT = 6.0, 1.6  # orders beyond the expected ones; times these
CHEAPER = 0.9  # of its usual price, below which the price explains it
PRIOR = 10.0  # orders that the shop's usual item weighs against an item's own
LATELY = 3.0  # orders that the time before weighs against the last two weeks
SCATTER = 0.03  # variance over square of what is expected, beside that of counts
ANECDOTES = 5.0  # orders of other items that say nothing
SURE = 0.04  # chance of so many on any item of a shop, above which they may be luck

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Beyond:
    """Over the last ``days``: ``orders`` of an item at ``price``, ``expected`` of its ``visits``, chance ``p`` of so
    many.
    """

    days: int
    orders: float
    expected: float
    visits: float
    price: float
    p: float


@dataclass(frozen=True, slots=True)
class _Sold:
    """Orders, units, sales and visits of an item by day, shape (DAYS,), oldest first."""

    orders: Floats
    units: Floats
    sales: Floats
    visits: Floats


def beyond(given: Given, known: Items, facts: tuple[Columns, Columns]) -> dict[Item, Beyond]:
    """Items whose orders their visitors can't explain; ``facts``: orders, units, gmv by shop, SKU and day; visitor_days
    by shop, listing and day.
    """
    sold, pages = facts
    tables = [by_day(sold, ("shop", "sku"), name, given.as_of, DAYS) for name in ("orders", "units", "gmv")]
    visits = by_day(pages, ("shop", "listing"), "visitor_days", given.as_of, DAYS)
    mine: dict[Item, _Sold] = {}
    for item, skus in sorted(known.skus.items()):
        seen = visits.get(item, np.zeros(DAYS))
        if (seen[:PAST] > 0).sum() >= LEAST_DAYS:
            orders, units, paid = (
                np.sum([table.get((item[0], sku), np.zeros(DAYS)) for sku in skus], axis=0)
                for table in tables
            )
            mine[item] = _Sold(orders, units, paid, seen)
    out: dict[Item, Beyond] = {}
    for shop in sorted({item[0] for item in mine}):
        out |= _of_shop(_reported({item: one for item, one in mine.items() if item[0] == shop}))
    return out


def _reported(mine: Mapping[Item, _Sold]) -> dict[Item, _Sold]:
    """A shop's items on the days of which its visits are told: a report that is late is no day without visitors."""
    told = np.sum([one.visits for one in mine.values()], axis=0) > 0
    return {
        item: _Sold(one.orders * told, one.units * told, one.sales * told, one.visits)
        for item, one in mine.items()
    }


def _of_shop(mine: Mapping[Item, _Sold]) -> dict[Item, Beyond]:
    every = [
        float(sum(getattr(one, name)[:PAST].sum() for one in mine.values())) for name in ("orders", "visits")
    ]
    usual = (every[0] + 1) / (every[1] + 1)
    rates = {
        item: (float(one.orders[:PAST].sum()) + PRIOR) / (float(one.visits[:PAST].sum()) + PRIOR / usual)
        for item, one in mine.items()
    }
    whole = {
        days: np.sum([_due(one, days, rates[item]) for item, one in mine.items()], axis=0) for days in WINDOWS
    }
    out = {}
    for item, one in mine.items():
        found = [_window(days, one, rates[item], whole[days]) for days in WINDOWS]
        best = min((each for each in found if each is not None), key=lambda each: each.p, default=None)
        if best is not None and best.p * len(WINDOWS) * len(mine) <= SURE and not _cheaper(one, best):
            out[item] = best
    return out


def _due(one: _Sold, days: int, usual: float) -> Floats:
    """Orders of an item over the last ``days``, and those that its visits make as a rule."""
    return np.array([one.orders[-days:].sum(), one.visits[-days:].sum() * usual])


def _window(days: int, one: _Sold, usual: float, whole: Floats) -> Beyond | None:
    """Orders of an item beyond its visits over the last ``days``; ``whole``: `_due` of all items of the shop."""
    orders, visits = float(one.orders[-days:].sum()), float(one.visits[-days:].sum())
    now, due = np.maximum(whole - _due(one, days, usual), 0.0).tolist()  # of the other items
    rate = max(usual, _lately(one, days, usual))
    expected = max(visits * rate, 0.1) * max((now + ANECDOTES) / (due + ANECDOTES), 1.0)
    if orders < max(LIFT * expected, expected + LEAST):
        return None
    known = float(one.orders[:PAST].sum()) + PRIOR
    chance = 1.0 - at_most(orders - 1, expected, expected * (1 + expected * (SCATTER + 1 / known)))
    units, sales = float(one.units[-days:].sum()), float(one.sales[-days:].sum())
    return Beyond(days, orders, expected, visits, sales / max(units, 1.0), chance)


def _lately(one: _Sold, days: int, usual: float) -> float:
    """Orders of a visitor over the two weeks before the last ``days``, shrunk towards the ``usual`` ones."""
    before = slice(DAYS - days - SHORT, DAYS - days)
    return float((one.orders[before].sum() + LATELY) / (one.visits[before].sum() + LATELY / usual))


def _cheaper(one: _Sold, found: Beyond) -> bool:
    """Whether the item costs less than it did."""
    units, sales = float(one.units[:PAST].sum()), float(one.sales[:PAST].sum())
    return units > 0 and found.price < CHEAPER * sales / units
