"""Items that have come back more often for months than they did before: a size chart that has been wrong since spring.

`refund_reason` holds the last weeks against the three months before; what is older it takes for usual. Here the orders
of a year are split by months: since a month an item comes back far more often than it did before it, than chance and
the change of the shop's other goods allow, in every month since, and more often than the other goods do.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from zhanggui.metrics.question import Question
from zhanggui.playbooks.items import Item, Items
from zhanggui.playbooks.play import Given, last_days
from zhanggui.stats.counts import share_at_least
from zhanggui.stats.shrink import Beta

YEAR = 365
RIPE = 28  # days after which most of a month's refunds are in
LEAST_MONTHS = 2  # before the change
LEAST_BEFORE, LEAST_BACK = 40.0, 8.0  # orders before the change, and orders that came back since
MOST_BEFORE = 200.0  # orders that those before may weigh: rates drift
LEAST_RISE = 2.0  # times what was usual
STILL = 1.3  # the same, of every month since that counts
COUNTS = 12.0  # orders of a month that counts
ANECDOTES = 5.0  # refunds of other items that say nothing of a change
SURE = 0.002  # chance of so many on any item and month of a shop

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Since:
    """Since ``day`` (the first of a month) ``refunded`` of ``orders`` came back until ``end``; ``usual``: the share
    before.
    """

    day: date
    end: date
    orders: float
    refunded: float
    usual: float
    p: float

    @property
    def rate(self) -> Beta:
        """The share since."""
        return Beta(0.5, 0.5).after(self.refunded, self.orders)

    @property
    def days(self) -> int:
        """From its first day to its last."""
        return (self.end - self.day).days + 1


def questions(as_of: date) -> Mapping[str, Question]:
    """A year of paid orders, and of those that came back, by SKU and month of the order."""
    period, by = last_days(as_of, YEAR), ("shop", "sku", "month")
    return {
        "sold_months": Question(("orders",), by, period),
        "refunds_months": Question(("refunded_orders",), by, period),
    }


def long_since(given: Given, known: Items) -> dict[Item, Since]:
    """Items that have come back more often for months; of each the month that shows it best."""
    months, sold, back = _tables(given, known)
    out: dict[Item, Since] = {}
    for shop in sorted({item[0] for item in sold}):
        mine = [item for item in sold if item[0] == shop]
        orders = np.stack([sold[item] for item in mine])
        hits = np.minimum(np.stack([back[item] for item in mine]), orders)
        shop_orders, shop_hits = orders.sum(axis=0), hits.sum(axis=0)
        for at, item in enumerate(mine):
            tables = (orders[at], hits[at]), (shop_orders - orders[at], shop_hits - hits[at])
            looks = [_split(*tables, month) for month in range(LEAST_MONTHS, len(months) - 1)]
            found = [(look, month) for month, look in enumerate(looks, LEAST_MONTHS) if look is not None]
            if not found:
                continue
            (usual, p), month = min(found, key=lambda one: (one[0][1], one[1]))
            if p * len(mine) * len(looks) <= SURE:
                sums = float(orders[at, month:].sum()), float(hits[at, month:].sum())
                out[item] = Since(months[month], _last(months[-1]), *sums, usual, p)
    return out


def _tables(given: Given, known: Items) -> tuple[list[date], dict[Item, Floats], dict[Item, Floats]]:
    """Months that are ripe, oldest first, and by item its orders and those that came back, shape (months,)."""
    sold, refunds = given.facts["sold_months"], given.facts["refunds_months"]
    told = {day for day in sold.keys["month"].tolist() if isinstance(day, date)}
    months = sorted(day for day in told if (given.as_of - _last(day)).days >= RIPE)
    place = {day: at for at, day in enumerate(months)}
    tables: list[dict[Item, Floats]] = []
    for facts, name in ((sold, "orders"), (refunds, "refunded_orders")):
        table: dict[Item, Floats] = {}
        counts = np.nan_to_num(facts.floats(name))
        for row in range(len(facts)):
            shop, sku, month = (facts.keys[key][row] for key in ("shop", "sku", "month"))
            item = known.by_sku.get((str(shop), str(sku or "")))
            if item is not None and month in place:
                table.setdefault(item, np.zeros(len(months)))[place[month]] += counts[row]
        tables.append(table)
    orders = dict(sorted(tables[0].items()))
    return months, orders, {item: tables[1].get(item, np.zeros(len(months))) for item in orders}


def _last(month: date) -> date:
    """The last day of the month that begins on ``month``."""
    return (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _split(own: tuple[Floats, Floats], rest: tuple[Floats, Floats], month: int) -> tuple[float, float] | None:
    """What was usual of an item before ``month``, and the chance of so many since; None where it is no change that is
    worth a word. ``own``, ``rest``: orders of it and of the shop's other items, and those that came back, by month.
    """
    (of, came), (many, back) = ([float(one[part].sum()) for one in own] for part in _parts(month))
    if of < LEAST_BEFORE or back < LEAST_BACK:
        return None
    before, since = ([float(one[part].sum()) for one in rest] for part in _parts(month))
    expected = before[1] * since[0] / max(before[0], 1.0)
    common = max((since[1] + ANECDOTES) / (expected + ANECDOTES), 1.0)
    usual = min((came + 0.5) / (of + 1.0) * common, 1.0)
    others = (since[1] + 0.5) / (since[0] + 1.0)
    counted = own[0][month:] >= COUNTS
    shares = own[1][month:][counted] / own[0][month:][counted]
    if back < many * max(LEAST_RISE * usual, others) or (shares < STILL * usual).any():
        return None
    weight = min(MOST_BEFORE, of)
    return usual, share_at_least(round(back), round(many), (usual * weight, weight))


def _parts(month: int) -> tuple[slice, slice]:
    """The months before one, and those since."""
    return slice(month), slice(month, None)
