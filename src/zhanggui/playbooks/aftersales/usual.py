"""What is usual of an item whose late orders have come back: its own before, the shop's other items, and how far young
orders have ripened, each with what it leaves open.
"""

from collections.abc import Mapping
from math import log

import numpy as np
from scipy import special

from zhanggui.playbooks.aftersales.back import Back
from zhanggui.playbooks.items import Item
from zhanggui.stats.shrink import Beta, beta_prior

ANECDOTES = 5.0  # refunds of other items that say nothing of a reason
ALIKE = 30.0  # orders that count for late and earlier ones coming back alike
RIPENS = 0.4  # standard error of what an item's young orders lack, as a share of what the others' do, in logs: assumed
MOST_GROWTH = 3.0  # how far young orders' refunds are taken to grow until they are all in


def ever(mine: Mapping[Item, Back], old: Mapping[Item, Back]) -> dict[Item, tuple[float, float]]:
    """Item → orders of sixteen weeks that came back, and all of them."""
    out = {}
    for item in sorted({*mine, *old}):
        rows = mine.get(item, Back()), old.get(item, Back())
        orders = sum(row.orders for row in rows)
        out[item] = min(sum(row.refunded for row in rows), orders), orders
    return out


def alike(orders: Mapping[Item, tuple[float, float]], item: Item) -> float:
    """Orders that the other items may weigh against an item's own, by how unlike one another they are: clothes come
    back ten times as often as cups, and the young orders of a window are too few to show it. ``orders``: of `ever`.
    """
    told = np.array([row for other, row in orders.items() if other != item])
    prior = beta_prior(told[:, 0], told[:, 1])
    return prior.a + prior.b


def growth_of(mine: Mapping[Item, Back], old: Mapping[Item, Back], own: Item) -> float:
    """How many times as many of the other items' orders came back before: what young orders still lack.

    Below 1 where more come back than before.
    """
    told = []
    for rows in (mine, old):
        others = [row for item, row in rows.items() if item != own]
        told.append((sum(row.refunded for row in others), sum(row.orders for row in others)))
    usual = (told[0][0] + told[1][0] + 0.5) / max(told[0][1] + told[1][1], 1.0)
    late, before = ((back + usual * ALIKE) / (orders + ALIKE) for back, orders in told)
    return float(np.clip(before / late, 1 / MOST_GROWTH, MOST_GROWTH))


def common_of(hits: tuple[float, float], orders: tuple[float, float], growth: float) -> float:
    """What share of what came back before comes back of late, of all the shop's goods: a late courier is no item's
    fault. For one reason it may be more than for all, not less.

    ``hits``, ``orders``: of the other items, of late and before.
    """
    expected = hits[1] * orders[0] / orders[1] / growth
    return max((hits[0] + ANECDOTES) / (expected + ANECDOTES), 1.0) / growth


def told_by(
    own: Beta, growth: float, rows: tuple[Mapping[Item, Back], Mapping[Item, Back]], item: Item
) -> float:
    """Orders that what an item did before may weigh: how far young ones have come back is only known by the refunds of
    the other items, of late and before (``rows``), with the error of their count, and an item may ripen otherwise.
    That error comes on top of what its own orders leave open.
    """
    counts = [sum(row.refunded for other, row in some.items() if other != item) for some in rows]
    error = sum(1 / (count + ALIKE * own.mean) for count in counts) + (RIPENS * log(growth)) ** 2
    odds = own.mean * (1 - own.mean)  # an error of the odds, in logs
    return 1 / (odds * error + 1 / (own.a + own.b))


def at_least(hits: float, trials: float, prior: Beta) -> float:
    """Chance of at least so many of ``trials``, where the rate is not known better than ``prior``: a beta-binomial."""
    k = np.arange(round(hits), round(trials) + 1)
    n = round(trials)
    ways = special.gammaln(n + 1) - special.gammaln(k + 1) - special.gammaln(n - k + 1)
    each = special.betaln(prior.a + k, prior.b + n - k) - special.betaln(prior.a, prior.b)
    return min(float(np.exp(ways + each).sum()), 1.0)
