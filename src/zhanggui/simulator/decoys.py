"""Decoys: days that look like trouble or like triumph and are neither; there is nothing to mend.

Festivals and weekends are in the calendar of every shop; the others are placed like faults.
"""

from dataclasses import dataclass

import numpy as np

from zhanggui.simulator.faults import ALL, Move, Targets
from zhanggui.simulator.festivals import festival_days
from zhanggui.simulator.levers import Effect
from zhanggui.simulator.shop import Shop
from zhanggui.simulator.streams import Stream
from zhanggui.simulator.targets import best_sellers, whole_shop


@dataclass(frozen=True, slots=True)
class Decoy:
    """A kind of decoy; ``everywhere`` ones befall all shops at once."""

    key: str
    scope: str
    moves: tuple[Move, ...]
    everywhere: bool = False
    platforms: tuple[str, ...] = ALL


DECOYS = {
    decoy.key: decoy
    for decoy in (
        Decoy("rival_stock_out", "listing", (Move("market", 1.35, 0, 12),)),
        Decoy("viral_post", "listing", (Move("viral", 9.0, 0, 2), Move("viral", 3.0, 2, 4))),
        Decoy("weather", "shop", (Move("shop_demand", 0.86, 0, 4),), everywhere=True),
        Decoy("platform_slump", "shop", (Move("shop_demand", 0.78, 0, 7),)),
        Decoy("late_data", "shop", (), platforms=("taobao", "amazon")),
        Decoy("ordinary_noise", "shop", ()),
    )
}


@dataclass(frozen=True, slots=True)
class PlacedDecoy:
    """A decoy in a shop."""

    decoy: Decoy
    shop: str
    targets: Targets
    first: int
    last: int

    def effects(self) -> tuple[Effect, ...]:
        """Its effects on the shop's levers."""
        targets = () if self.decoy.scope == "shop" else self.targets
        out = []
        for move in self.decoy.moves:
            begin = self.first + move.after
            out.append(Effect(move.lever, move.value, begin, min(begin + move.days - 1, self.last), targets))
        return tuple(out)


def decoy_keys(count: int) -> tuple[str, ...]:
    """``count`` decoys in turn of the catalogue."""
    names = tuple(DECOYS)
    return tuple(names[number % len(names)] for number in range(count))


def place_decoys(
    keys: tuple[str, ...], shops: dict[str, Shop], seed: int, days: int
) -> tuple[PlacedDecoy, ...]:
    """One decoy for each of ``keys``, on the shops and days that the seed says; KeyError for an unknown one."""
    out: list[PlacedDecoy] = []
    for number, key in enumerate(keys):
        decoy = DECOYS[key]
        draw = Stream.named(seed, "decoys", decoy.key, str(number)).uniform(np.arange(3))
        homes = [name for name, shop in shops.items() if shop.plan.platform in decoy.platforms]
        if not homes:
            continue
        home = homes[int(draw[0] * len(homes))]
        first = int(days * (0.45 + 0.5 * draw[1]))
        length = max((m.after + m.days for m in decoy.moves), default=1)
        for name in homes if decoy.everywhere else [home]:
            suits = best_sellers if decoy.scope == "listing" else whole_shop
            pool = suits(shops[name], first)
            target = int(pool[int(draw[2] * min(12, pool.size))])
            out.append(PlacedDecoy(decoy, name, (target,), first, first + length - 1))
    return tuple(out)


def calendar_decoys(shop: Shop, days: int) -> tuple[tuple[str, int, int], ...]:
    """Festivals that touch the shop's first ``days`` days: name, first and last day from run-up to hangover."""
    out = []
    for festival, peak in festival_days(shop.start.year - 1, shop.start.year + 2):
        first = (peak - shop.start).days - festival.run_up
        last = (peak - shop.start).days + festival.length + festival.hangover_days - 1
        if festival.market == shop.platform.market and last >= 0 and first < days:
            out.append((festival.name, max(first, 0), min(last, days - 1)))
    return tuple(out)
