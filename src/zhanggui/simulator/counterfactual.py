"""What a fault costs: the same shop lived twice with the same random numbers, with the fault and without it.

Both runs start from the state of the shop on the morning of the fault's first day, which is the same in both, and
go on to the horizon; profit is counted by the day the order was paid, with all its refunds and fees matured. Every
other fault stays in place. At strength 0 the two runs are one run and the money is exactly 0.
"""

from dataclasses import dataclass

import numpy as np

from zhanggui.simulator.day import live
from zhanggui.simulator.levers import Effect
from zhanggui.simulator.money import settlement
from zhanggui.simulator.placing import Placed
from zhanggui.simulator.signals import Scope, Visible, first_seen
from zhanggui.simulator.streams import Ints
from zhanggui.simulator.world import Story


@dataclass(frozen=True, slots=True)
class Cost:
    """Contribution profit lost to a fault in cents, a day an element from ``first`` to the horizon.

    ``visible`` says when and in which figure of the exports the fault first stands out of the noise (see `signals`),
    None when it never does.
    """

    first: int
    daily: Ints
    visible: Visible | None

    def total(self, until: int) -> int:
        """Cents lost up to and including day ``until``."""
        return int(self.daily[: until - self.first + 1].sum())


def life_after(story: Story, first: int, effects: tuple[Effect, ...]) -> Story:
    """The shop from day ``first`` on, had it lived with ``effects`` instead from that morning."""
    levers = story.shop.levers(effects)
    run = live(story.shop, levers, story.states[first].copy(), story.shop.days)
    return Story(story.shop, levers, run, settlement(story.shop, levers, run), {})


def cost_of(story: Story, placed: Placed, effects: tuple[Effect, ...]) -> Cost:
    """The money of ``placed``; ``effects``: everything that befalls the shop in the run of ``story``."""
    own = set(placed.effects())
    if not own:
        return Cost(placed.first, np.zeros(story.shop.days - placed.first, dtype=np.int64), None)
    other = life_after(story, placed.first, tuple(e for e in effects if e not in own))
    daily = other.profit() - story.profit()[placed.first :]
    return Cost(placed.first, daily, first_seen(story, other, _scope(story, placed), placed.first))


def harm(healthy: Story, placed: Placed) -> tuple[Ints, Visible | None]:
    """Profit that ``placed`` alone takes from a shop without faults, in cents a day, and when it shows.

    ``healthy`` has kept its state of the morning of the fault's first day.
    """
    if not placed.effects():
        return np.zeros(healthy.shop.days - placed.first, dtype=np.int64), None
    hurt = life_after(healthy, placed.first, placed.effects())
    daily = healthy.profit()[placed.first :] - hurt.profit()
    return daily, first_seen(healthy, hurt, _scope(healthy, placed), placed.first)


def _scope(story: Story, placed: Placed) -> Scope:
    """Where the fault is to be seen: its listings, those its terms lead to, its region, or the whole shop."""
    at = np.array(placed.targets, dtype=np.int64)
    if placed.fault.scope == "term":
        return Scope(np.unique(story.shop.terms.listing[at]))
    return Scope(
        listings=at if placed.fault.scope == "listing" else None,
        regions=at if placed.fault.scope == "region" else None,
    )
