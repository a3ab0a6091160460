"""People: who buys, how often they need the like again, when they are gone for good, and what they are like.

Repeat buying is beta-geometric / negative-binomial (Fader, Hardie and Lee, 2005, "Counting your customers the
easy way"): each customer has a purchase rate drawn from a gamma and drops out after any purchase with a
probability drawn from a beta. The defaults have the shape of their CDNOW estimates (r .243, a .793, b 2.426).
The shop starts with a year of past buyers, so that returning customers neither boom nor fade by themselves.
A customer's traits are a function of the customer alone, so that no fault elsewhere changes who people are.
"""

from dataclasses import dataclass

import numpy as np

from zhanggui.simulator.catalogue import Shelf
from zhanggui.simulator.levers import Levers
from zhanggui.simulator.streams import Flags, Floats, Ints, QuantileTable, Stream, choose

_NEVER = 1 << 40


@dataclass(frozen=True, slots=True)
class PeopleModel:
    """Parameters of people.

    ``rate_shape``, ``rate_scale``: gamma of purchases per need cycle; ``drop_a``, ``drop_b``: beta of the
    dropout share; ``pool_days``: days of past buyers a shop starts with; ``buys``: share of returning visits
    that order; ``same_item``: share of them that want the same item; ``browse``: days until the next look after
    one that led to nothing.
    """

    rate_shape: float = 0.30
    rate_scale: float = 5.5
    drop_a: float = 0.793
    drop_b: float = 2.426
    pool_days: int = 360
    buys: float = 0.62
    same_item: float = 0.55
    browse: float = 12.0


@dataclass(frozen=True, slots=True)
class Returning:
    """People on their way back, one element each: who, their how-many-eth visit, for which listing, on which day."""

    customer: Ints
    visit: Ints
    listing: Ints
    day: Ints


class People:
    """The crowd of one shop."""

    def __init__(self, model: PeopleModel, stream: Stream, need_days: Floats) -> None:
        """``need_days``: usual days between two needs of the listing's product, over listings."""
        self.model = model
        self._stream = stream
        self._need_days = need_days
        self._rate = QuantileTable.of_gamma(model.rate_shape, model.rate_scale)
        self._drop = QuantileTable.of_beta(model.drop_a, model.drop_b)

    def sensitivity(self, customer: Ints) -> Floats:
        """How much the customer looks for a saving, 0..1."""
        return self._stream.uniform(customer, 1)

    def region(self, customer: Ints, shares: Floats) -> Ints:
        """Where the customer lives: index of the region."""
        return choose(self._stream.uniform(customer, 2), shares)

    def mobile(self, customer: Ints, share: float) -> Ints:
        """0 for a customer who shops on a phone, 1 on a computer."""
        return (self._stream.uniform(customer, 3) > share).astype(np.int64)

    def next_need(self, customer: Ints, visit: Ints, listing: Ints, day: int, shelf: Shelf) -> Returning:
        """When those who bought (or looked) on ``day`` come back, if ever; those who never do are left out."""
        stays = self._stream.uniform(customer, visit, 5) > self._drop.at(self._stream.uniform(customer, 6))
        rate = self._rate.at(self._stream.uniform(customer, 4))
        cycle = self._need_days[listing] / np.maximum(rate, 1e-9)
        gap = np.minimum(cycle * self._stream.exponential(customer, visit, 7), _NEVER)
        when = day + 1 + gap.astype(np.int64)
        same = self._stream.uniform(customer, visit, 8) < self.model.same_item
        other = shelf.partners[listing, (self._stream.uniform(customer, visit, 9) * 4).astype(np.int64)]
        keep = stays & (gap < _NEVER)
        return Returning(customer[keep], visit[keep] + 1, np.where(same, listing, other)[keep], when[keep])

    def look_again(self, people: Returning, day: int) -> Returning:
        """Those who came on ``day`` and did not buy, and will look again."""
        pause = self.model.browse * self._stream.exponential(people.customer, people.visit, 10)
        stays = self._stream.uniform(people.customer, people.visit, 11) < 0.5  # noqa: PLR2004 - half give up
        when = day + 1 + pause.astype(np.int64)
        return Returning(people.customer[stays], people.visit[stays] + 1, people.listing[stays], when[stays])

    def first_pool(self, orders_a_day: Floats, shelf: Shelf) -> Returning:
        """Past buyers that a shop has on its first day, spread over the listings by ``orders_a_day``."""
        count = np.maximum(np.round(orders_a_day * self.model.pool_days), 0).astype(np.int64)
        listing = np.repeat(np.arange(shelf.listings), count)
        nth = np.arange(listing.size) - np.repeat(np.cumsum(count) - count, count)
        customer = -1 - (listing * _NEVER // 2048 + nth)
        bought = -(nth % self.model.pool_days)
        pool = self.next_need(customer, np.zeros_like(customer), listing, 0, shelf)
        place = np.searchsorted(-customer, -pool.customer)
        when = pool.day + bought[place]
        keep = when >= 0
        return Returning(pool.customer[keep], pool.visit[keep], pool.listing[keep], when[keep])

    def come_back(
        self, people: Returning, appeal: Floats, levers: Levers, day: int
    ) -> tuple[Returning, Returning]:
        """Of the people whose need falls on ``day``: those who order, and those who only look.

        ``appeal``: page conversion of each listing against its usual one.
        """
        pull = self.model.buys * levers.at("reminder", day)[0] * levers.at("member", day)[0]
        chance = np.minimum(pull * np.sqrt(np.maximum(appeal[people.listing], 0.0)), 0.98)
        buys = self._stream.uniform(people.customer, people.visit, 12) < chance
        return _part(people, buys), _part(people, ~buys)


def _part(people: Returning, keep: Flags) -> Returning:
    return Returning(people.customer[keep], people.visit[keep], people.listing[keep], people.day[keep])
