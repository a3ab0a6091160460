"""Faults placed in shops: which, where, from which day and how strong, drawn from a seed."""

from dataclasses import dataclass, replace

import numpy as np

from zhanggui.simulator.faults import FAULTS, FOREVER, Fault, Move, Targets
from zhanggui.simulator.levers import Effect
from zhanggui.simulator.shop import Shop
from zhanggui.simulator.streams import Stream
from zhanggui.simulator.targets import busy, matters


@dataclass(frozen=True, slots=True)
class Placed:
    """A fault in a shop: which, where, from which day, how strong. ``targets`` are indices on the scope's axis."""

    fault: Fault
    shop: str
    targets: Targets
    first: int
    last: int
    strength: float = 1.0

    def effects(self) -> tuple[Effect, ...]:
        """Its effects on the shop's levers; a shop-wide fault moves every element."""
        targets = () if self.fault.scope == "shop" else self.targets
        return self.fault.effects(targets, self.first, self.last, self.strength)


def sized_moves(fault: Fault, shop: Shop, targets: Targets) -> Fault:
    """Faults counted in money or units scaled to their target: slot fees, deliveries, fake orders."""
    at = list(targets)
    usual = float(shop.need.mean[:, at].mean())
    worth = usual * float(shop.shelf.price[at].mean()) / 100.0
    scale = {
        "creator_fee": max(worth * 2.0, 200.0),
        "arrival": max(usual * 900.0, 500.0),
        "fake_orders": max(usual * 0.8, 3.0) / 7.0,
    }
    moves = tuple(
        Move(m.lever, m.value * scale[m.lever] if m.lever in scale else m.value, m.after, m.days)
        for m in fault.moves
    )
    return replace(fault, moves=moves)


def _free(fault: Fault, shop: Shop, first: int, taken: set[tuple[str, str, int]]) -> list[int]:
    """Targets of the shop on which the fault can be planted, those taken by another one of its scope left out."""
    if shop.plan.platform not in fault.platforms:
        return []
    pool = fault.suits(shop, first).tolist()
    left = [t for t in pool if fault.scope == "shop" or (shop.plan.key, fault.scope, t) not in taken]
    return busy(left, shop, first, fault.scope)


def place(keys: tuple[str, ...], shops: dict[str, Shop], seed: int, days: int) -> tuple[Placed, ...]:
    """One fault of each of ``keys``, on targets that suit it and are free, in the last two fifths of ``days``.

    A key is left out when its platforms are not among ``shops``, or when no target that suits it sells.
    """
    taken: set[tuple[str, str, int]] = set()
    out = []
    for turn, key in enumerate(keys):
        stream = Stream.named(seed, "faults", key)
        fault = FAULTS[key]
        draw = stream.uniform(np.arange(4))
        first = int(days * (0.55 + 0.37 * draw[1]))
        free = {name: _free(fault, shop, first, taken) for name, shop in shops.items()}
        homes = [name for name in free if free[name]]
        if not homes:
            continue
        homes = [name for name in homes if matters(free[name], shops[name], first, fault.scope)] or homes
        home = homes[int(draw[0] * len(homes))] if turn else homes[0]
        target = free[home][min(int(draw[2] * len(free[home])), len(free[home]) - 1)]
        taken.add((home, fault.scope, target))
        suited = sized_moves(fault, shops[home], (target,)) if fault.scope == "listing" else fault
        out.append(Placed(suited, home, (target,), first, FOREVER))
    return tuple(out)


def choose_keys(seed: int, count: int) -> tuple[str, ...]:
    """``count`` faults in an order drawn from the seed; all of them when there are fewer."""
    names = list(FAULTS)
    draws = Stream.named(seed, "which").uniform(np.arange(len(names)))
    return tuple(names[i] for i in np.argsort(draws, kind="stable")[:count])
