"""An offer that earns less than the usual price: what it sells more does not make up for what each unit leaves less.

An offer is a price that lies outside the item's own scatter and a tenth or more below its usual one, for three weeks at
most, while the shop's other items cost what they did (in a sale of the whole shop all is different). How many times the
usual it sells is told by its own orders, and before those are many by the mean elasticity of prices, 2.62 (1,851 of
them: Bijmolt, van Heerde and Pieters 2005). About a third of what an offer sells more would have been sold in the weeks
after it (van Heerde, Leeflang and Wittink 2004): buyers stock up. Ending it gains what a usual week earns, and what is
no longer taken from later ones, less what a week of the offer earns.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, hypot, log

import numpy as np
import numpy.typing as npt

from zhanggui.playbooks.ahead import DRIFT, SIZE, WEEKS, chance, wider
from zhanggui.playbooks.items import Item
from zhanggui.playbooks.play import Z80

UNITS, SALES, GOODS, LINES, MORE = range(5)
OUTSIDE = 3.0  # standard deviations of the usual days' prices
MAD = 1.4826  # of a normal distribution, times its median absolute deviation
LEAST_USUAL = 3  # units sold before, from which an item has a usual price
RECENT = 3  # days within which it was still sold so
LONGEST = 21  # days; what has lasted longer is the price
CHEAPER = 0.1  # of the usual price, at least
SALE = 0.03  # of the price of the shop's usual SKU, from which it is a sale of the shop
MANY = 20  # items of a shop, from which one of them is no measure of all
LEAST_LINES = 3  # lines of orders at the lower price
ELASTIC, UNSURE = 2.62, 0.5  # mean elasticity, and its standard error as a share of it
DEEPEST = 3.0  # times as dear that the usual price is, up to which an elasticity is taken as known
BORROWED, BORROWED_ERROR = 1 / 3, 0.15  # of what is sold more, what would have been sold later
WEEK = 7

Floats = npt.NDArray[np.float64]
Key = tuple[str, str]
Each = Callable[[Key, Floats], tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Told:
    """A SKU on offer at ``price``, usually ``usual``: ``units`` of it were sold, each of which costs ``cost``."""

    sku: str
    price: float
    usual: float
    cost: float
    units: float


@dataclass(frozen=True, slots=True)
class Offer:
    """``skus`` of an item on offer for ``days``.

    They ``earned`` so much a week before, and earn ``earns`` at the lower price; ``gain``: of ending it, a week (10 %
    quantile, middle, 90 % quantile).
    """

    skus: tuple[Told, ...]
    days: int
    earned: float
    earns: float
    gain: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class _Cheap:
    """A SKU on offer: sums of the days before (``past``) and since (``late``), shape (5,), and its usual price."""

    sku: str
    past: Floats
    late: Floats
    spans: tuple[int, int]
    usual: float
    left: tuple[float, float]  # of a unit before and now


def usual_price(prices: Floats) -> tuple[float, float]:
    """The usual one of some days' prices, and the lowest that lies within their scatter."""
    usual = float(np.median(prices))
    return usual, usual - OUTSIDE * MAD * float(np.median(np.abs(prices - usual)))


def since(sold: npt.NDArray[np.intp], low: npt.NDArray[np.bool_]) -> int:
    """The first day of the run of low prices that ends last; ``low``: of the days with sales, one of the last is."""
    end = int(np.flatnonzero(low)[-1])
    before = np.flatnonzero(~low[:end])
    return int(sold[before[-1] + 1 if len(before) else 0])


def offers(tables: Mapping[Key, Floats], by_sku: Mapping[Key, Item], each: Each) -> dict[Item, Offer]:
    """Items whose offer earns less than their usual price.

    ``tables``: (shop, sku) → units, sales, cost of goods, lines and what is given beside, by day, shape (5, days),
    oldest first; ``each``: price and cost (NaN unknown) of a unit of a SKU over some days.
    """
    cheap: dict[Item, list[_Cheap]] = {}
    usual = {key: found for key, days in tables.items() if (found := _change(days)) is not None}
    shops = _changes(usual, by_sku)
    common = {shop: float(np.median(list(changes.values()))) for shop, changes in shops.items()}
    for key, (_, low) in sorted(usual.items()):
        if low is None or _in_sale(by_sku[key], shops[key[0]], common[key[0]]):
            continue
        one = _cheap(key, tables[key], low, each)
        if one is not None:
            cheap.setdefault(by_sku[key], []).append(one)
    judged = {item: _offer(mine) for item, mine in cheap.items()}
    return {item: offer for item, offer in judged.items() if offer is not None}


def _change(days: Floats) -> tuple[float, int | None] | None:
    """Log change of a SKU's price of the last days against its usual one, and the day since which it is on offer (None:
    it is not); None where it is not sold.
    """
    start = days.shape[1] - RECENT
    sold = np.flatnonzero(days[UNITS])
    late = sold[sold >= start]
    # What lasts for most of the days is their usual price: the first ones tell it.
    before = sold[sold < days.shape[1] - LONGEST]
    if not len(late) or days[UNITS, before].sum() < LEAST_USUAL:
        return None
    prices = days[SALES, sold] / days[UNITS, sold]
    usual, lowest = usual_price(days[SALES, before] / days[UNITS, before])
    now = float(days[SALES, late].sum() / days[UNITS, late].sum())
    change = log(now / usual) if now > 0 and usual > 0 else 0.0
    low = prices < min(lowest, (1 - CHEAPER) * usual)
    first = since(sold, low) if low[-1] else None
    return change, first if first is not None and days.shape[1] - first <= LONGEST else None


def _changes(
    usual: Mapping[Key, tuple[float, int | None]], by_sku: Mapping[Key, Item]
) -> dict[str, dict[Item, float]]:
    """Shop → item → log change of its price, of its first SKU."""
    shops: dict[str, dict[Item, float]] = {}
    for key, (change, _) in sorted(usual.items()):
        shops.setdefault(key[0], {}).setdefault(by_sku[key], change)
    return shops


def _in_sale(item: Item, changes: Mapping[Item, float], common: float) -> bool:
    """Whether the usual one of the shop's other items has become cheaper too; ``common``: of all, in which one of many
    does not count.
    """
    if len(changes) > MANY:
        return common < -SALE
    others = [change for other, change in changes.items() if other != item]
    return bool(others) and float(np.median(others)) < -SALE


def _cheap(key: Key, days: Floats, first: int, each: Each) -> _Cheap | None:
    past, late = days[:, :first], days[:, first:]
    before, now = each(key, past), each(key, late)
    left = before[0] - before[1], now[0] - now[1]
    # What costs more than it is sold for is no offer (see price_error).
    if not np.isfinite(sum(left)) or left[0] <= 0 or left[1] <= 0:
        return None
    spans = past.shape[1], late.shape[1]
    return _Cheap(key[1], past.sum(axis=1), late.sum(axis=1), spans, before[0], left)


def _offer(mine: Sequence[_Cheap]) -> Offer | None:
    """The offer of an item's SKUs together; None where it is not sure to earn less, or hardly anything was sold."""
    if sum(float(one.late[LINES]) for one in mine) < LEAST_LINES:
        return None
    days = max(one.spans[1] for one in mine)
    pace = sum(float(one.past[UNITS]) / one.spans[0] for one in mine) * WEEK
    expected = pace * days / WEEK
    sold, told = sum(float(one.late[UNITS]) for one in mine), sum(float(one.past[UNITS]) for one in mine)
    weights = np.array([float(one.past[UNITS]) / one.spans[0] for one in mine])
    before, now, usual = (
        float(np.average(values, weights=weights))
        for values in (
            [one.left[0] for one in mine],
            [one.left[1] for one in mine],
            [one.usual for one in mine],
        )
    )
    price = sum(float(one.late[SALES]) for one in mine) / sold
    prior, unsure = elastic(price, usual)
    seen = log((sold + 0.5) / (expected + 0.5))
    trust = 1 / unsure**2
    noise = SIZE / (sold + 0.5) + SIZE / (told + 0.5) + DRIFT**2
    error = (trust + 1 / noise) ** -0.5
    times = exp((trust * prior + seen / noise) * error**2)
    gain = before * pace * (1 + BORROWED * (times - 1)) - now * pace * times
    far = Z80 * hypot(
        (now - BORROWED * before) * pace * times * error, before * pace * (times - 1) * BORROWED_ERROR
    )
    low, mid, high = wider((gain - far, gain, gain + far), hypot(DRIFT, chance(pace * WEEKS, told)))
    if low <= 0:
        return None
    return Offer(tuple(map(_told, mine)), days, before * pace, now * pace * times, (low, mid, high))


def elastic(price: float, usual: float) -> tuple[float, float]:
    """By how much, in logs, more is usually sold at ``price``, with the standard error of that.

    Nobody has measured elasticities of prices cut to less than a third.
    """
    cut = min(usual / price, DEEPEST) if price > 0 else DEEPEST
    more = ELASTIC * log(max(cut, 1.0))
    return more, max(UNSURE * more, 0.1)


def _told(one: _Cheap) -> Told:
    units = float(one.late[UNITS])
    price = float(one.late[SALES]) / units
    return Told(one.sku, price, one.usual, price - one.left[1], units)
