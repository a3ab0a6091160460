"""Stock: units on the shelf, what is on its way, when the shopkeeper orders again, and sales lost for want of goods.

The shopkeeper reviews every SKU daily and orders up to a level when the position falls below the reorder point
(periodic review, order-up-to; Silver, Pyke and Thomas, 2017), in multiples of a smallest order; deliveries are
late at times. What is not there is not sold: the files show sales, not demand.
"""

from dataclasses import dataclass, field

import numpy as np

from zhanggui.simulator.catalogue import Shelf
from zhanggui.simulator.levers import Levers
from zhanggui.simulator.streams import Flags, Floats, Ints, Stream


@dataclass(frozen=True, slots=True)
class StockModel:
    """``safety_days`` on top of the lead time, ``cover_days`` bought at a time, ``memory`` of the sales estimate."""

    safety_days: float = 9.0
    cover_days: float = 32.0
    memory: float = 0.95
    lateness: float = 0.18


@dataclass(frozen=True, slots=True)
class Sourcing:
    """Over SKUs: ``lead`` days from order to shelf, the ``smallest`` order in units, and the SKU's ``listing``."""

    lead: Ints
    smallest: Ints
    listing: Ints


@dataclass(frozen=True, slots=True)
class Purchases:
    """Purchase orders placed on one day: SKU, units, day promised, day of arrival."""

    day: int
    sku: Ints
    units: Ints
    expected: Ints
    arrives: Ints


@dataclass(slots=True)
class Shelves:
    """The state of the stock: over SKUs on hand, on order and the estimate of daily sales; arrivals by day."""

    on_hand: Ints
    on_order: Ints
    pace: Floats
    coming: dict[int, list[tuple[Ints, Ints]]] = field(default_factory=dict)

    def copy(self) -> "Shelves":
        """An independent copy."""
        coming = {day: list(parts) for day, parts in self.coming.items()}
        return Shelves(self.on_hand.copy(), self.on_order.copy(), self.pace.copy(), coming)


def open_shelves(model: StockModel, stream: Stream, pace: Floats, lead: Ints) -> Shelves:
    """The stock of the first day, somewhere between two deliveries.

    ``pace``: units a day, ``lead`` days, both over SKUs.
    """
    fill = stream.uniform(np.arange(pace.size), 1)
    cover = lead + model.safety_days + model.cover_days * (0.15 + 0.85 * fill)
    on_hand = np.ceil(pace * cover + 2).astype(np.int64)
    return Shelves(on_hand, np.zeros_like(on_hand), pace.copy())


def receive(shelves: Shelves, levers: Levers, day: int, shelf: Shelf) -> None:
    """Put on the shelf what arrives on ``day``; what the `arrival` lever adds is of the variant that sells least."""
    for sku, units in shelves.coming.pop(day, ()):
        np.add.at(shelves.on_hand, sku, units)
        np.add.at(shelves.on_order, sku, -units)
    last = shelf.first_sku[1:] - 1
    shelves.on_hand[last] += np.round(levers.at("arrival", day)).astype(np.int64)
    for effect in levers.starting("on_hand", day):
        where = np.isin(shelf.sku_listing, effect.targets) if effect.targets else slice(None)
        shelves.on_hand[where] = np.round(shelves.on_hand[where] * effect.value).astype(np.int64)


def fill(on_hand: Ints, sku: Ints, units: Ints) -> Flags:
    """Which lines can be served, in the order given: a SKU's lines are served until its stock is gone."""
    turn = np.argsort(sku, kind="stable")
    sorted_sku, running = sku[turn], np.cumsum(units[turn])
    first = np.searchsorted(sorted_sku, sorted_sku)
    taken = running - np.where(first > 0, running[first - 1], 0)
    served = np.empty(sku.size, dtype=np.bool_)
    served[turn] = taken <= on_hand[sorted_sku]
    return served


def reorder(
    model: StockModel, stream: Stream, shelves: Shelves, day: int, sourcing: Sourcing, levers: Levers
) -> Purchases:
    """Order what is needed at the end of ``day``."""
    lead, smallest = sourcing.lead, sourcing.smallest
    eager = levers.at("reorder", day)[sourcing.listing]
    position = shelves.on_hand + shelves.on_order
    low = position < shelves.pace * (lead + model.safety_days) * np.minimum(eager, 1.0)
    target = shelves.pace * (lead + model.safety_days + model.cover_days) * eager
    units = np.where(low & (eager > 0), np.ceil((target - position) / smallest) * smallest, 0).astype(
        np.int64
    )
    sku = np.nonzero(units > 0)[0]
    delay = (
        lead[sku] * np.exp(model.lateness * stream.normal(day, sku, 2))
        + levers.at("supply_days", day)[sourcing.listing[sku]]
    )
    arrives = day + np.maximum(np.round(delay), 1).astype(np.int64)
    placed = Purchases(day, sku, units[sku], day + lead[sku], arrives)
    for when in np.unique(arrives):
        due = arrives == when
        shelves.coming.setdefault(int(when), []).append((sku[due], placed.units[due]))
    np.add.at(shelves.on_order, sku, placed.units)
    return placed
