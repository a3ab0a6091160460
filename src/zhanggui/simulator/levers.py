"""Levers: everything about a shop that a fault, a decoy, a remedy or an operator's action can move.

The mechanisms ask ``levers.at(name, day)`` and know nothing of faults; a fault is a handful of ``Effect`` and
knows nothing of mechanisms. An effect of strength 0 is the neutral value, so that the run is the same run.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

TIMES = "times"
PLUS = "plus"

# lever -> (how effects combine, what its elements are)
LEVERS: dict[str, tuple[str, str]] = {
    # demand
    "market": (TIMES, "listing"),  # need of the market for the item
    "shop_demand": (TIMES, "shop"),  # need of everybody who could come to this shop
    # listing
    "image": (TIMES, "listing"),  # pull of the main image on the click rate
    "title": (TIMES, "listing"),  # share of the item's searches that its title answers
    "rank": (PLUS, "listing"),  # log visibility, beside what sales earn
    "load_seconds": (PLUS, "listing"),  # extra seconds until the page shows
    "page": (TIMES, "listing"),  # persuasion of the detail page
    "rival_price": (TIMES, "listing"),  # the market's price for the like
    "promise_days": (PLUS, "listing"),  # extra days in the delivery promise
    # price and promotion
    "price": (TIMES, "listing"),  # own selling price
    "coupon": (PLUS, "listing"),  # further discount as a share of the price
    "pull": (PLUS, "listing"),  # sales pulled forward: log demand, negative when it is paid back
    "free_line": (PLUS, "shop"),  # 1 takes the free-shipping line away
    "member": (TIMES, "shop"),  # pull of the member benefit on returning customers
    "reminder": (TIMES, "shop"),  # share of returning needs that the reminder brings
    "points": (PLUS, "shop"),  # cost of points as a share of sales
    # ads
    "bid": (TIMES, "term"),  # bids
    "group_bid": (TIMES, "listing"),  # bids of a listing's whole ad group
    "relevance": (TIMES, "term"),  # conversion of the term's clicks
    "volume": (TIMES, "term"),  # shoppers who type the term and meet the ad
    "cpc": (TIMES, "term"),  # what a click costs at a given bid
    "budget": (TIMES, "listing"),  # day's budget of the item's ad group
    "ads_on": (TIMES, "listing"),  # 0 switches the item's ads off
    # content
    "creator_visits": (TIMES, "listing"),  # visits that a creator sends
    "creator_fee": (PLUS, "listing"),  # slot fee paid on the day, in units of the shop's currency
    "viral": (PLUS, "listing"),  # visits of a post nobody paid for, in multiples of the usual day
    # payment
    "pay_fail_mobile": (PLUS, "shop"),  # share of payments that fail
    "pay_fail_pc": (PLUS, "shop"),
    # stock
    "supply_days": (PLUS, "listing"),  # extra days until an order arrives
    "reorder": (TIMES, "listing"),  # eagerness to reorder: scales the level the shopkeeper orders up to
    "on_hand": (TIMES, "listing"),  # stock on hand on the first day of the effect
    "arrival": (PLUS, "listing"),  # units that arrive on the day beside the usual orders
    # after sales
    "defect": (PLUS, "listing"),  # share of units that are faulty
    "misfit": (PLUS, "listing"),  # share of units whose size is not what the chart says
    "mismatch": (PLUS, "listing"),  # share of units that are not what the page shows
    "wrong_item": (PLUS, "listing"),  # share of parcels packed wrong
    "reply": (TIMES, "shop"),  # minutes until the first reply
    "ship_hours": (PLUS, "shop"),  # extra hours until a parcel leaves
    "courier_days": (PLUS, "region"),  # extra days on the way
    "bad_reviews": (PLUS, "listing"),  # one-star reviews a day from outside
    "fake_orders": (PLUS, "listing"),  # orders a day that will be sent back for the money
    # money
    "unit_cost": (TIMES, "listing"),  # cost of one unit
    "commission": (TIMES, "shop"),  # platform's commission rate
    "fulfilment": (TIMES, "shop"),  # logistics fee per parcel
    "tax_leak": (PLUS, "shop"),  # share of sales paid as a fee because of a wrong setting
}


@dataclass(frozen=True, slots=True)
class Effect:
    """``value`` on ``lever`` for ``targets`` (indices on the lever's axis; empty is all) on days first..last.

    ``value`` multiplies or adds, as the lever says. Days count from 0, both ends included.
    """

    lever: str
    value: float
    first: int
    last: int
    targets: tuple[int, ...] = ()

    def scaled(self, strength: float) -> "Effect":
        """The effect at ``strength`` times its force; 0 is exactly neutral."""
        how, _ = LEVERS[self.lever]
        value = 1.0 + strength * (self.value - 1.0) if how == TIMES else strength * self.value
        return replace(self, value=max(value, 0.0) if how == TIMES else value)


class Levers:
    """The value of every lever on every day: neutral, moved by ``effects``; ``sizes`` gives each axis' length."""

    def __init__(self, effects: Iterable[Effect], sizes: Mapping[str, int]) -> None:
        self.effects = tuple(effects)
        self._neutral: dict[str, NDArray[np.float64]] = {}
        self._by_lever: dict[str, list[Effect]] = {}
        for name, (how, axis) in LEVERS.items():
            self._neutral[name] = np.full(sizes[axis], 1.0 if how == TIMES else 0.0)
            self._neutral[name].flags.writeable = False
        for effect in self.effects:
            self._by_lever.setdefault(effect.lever, []).append(effect)

    def at(self, name: str, day: int) -> NDArray[np.float64]:
        """Values of lever ``name`` on ``day``, one per element of its axis; read-only when neutral."""
        active = [e for e in self._by_lever.get(name, ()) if e.first <= day <= e.last]
        if not active:
            return self._neutral[name]
        values = self._neutral[name].copy()
        for effect in active:
            where = list(effect.targets) if effect.targets else slice(None)
            if LEVERS[name][0] == TIMES:
                values[where] *= effect.value
            else:
                values[where] += effect.value
        return values

    def over(self, name: str, days: int) -> NDArray[np.float64]:
        """Values of lever ``name`` over ``days`` days, shape (days, axis)."""
        return np.stack([self.at(name, day) for day in range(days)])

    def starting(self, name: str, day: int) -> tuple[Effect, ...]:
        """Effects on lever ``name`` whose first day is ``day``."""
        return tuple(e for e in self._by_lever.get(name, ()) if e.first == day)
