"""What a fault costs: the same shop lived twice with the same random numbers, with the fault and without it.

Both runs start from the state of the shop on the morning of the fault's first day, which is the same in both, and
go on to the horizon; profit is counted by the day the order was paid, with all its refunds and fees matured. Every
other fault stays in place. At strength 0 the two runs are one run and the money is exactly 0.
"""

from dataclasses import dataclass

import numpy as np

from zhanggui.simulator.day import live
from zhanggui.simulator.faults import Placed
from zhanggui.simulator.levers import Effect
from zhanggui.simulator.money import profit, settlement
from zhanggui.simulator.streams import Ints
from zhanggui.simulator.world import Story


@dataclass(frozen=True, slots=True)
class Cost:
    """Contribution profit lost to a fault in cents, a day an element from ``first`` to the horizon.

    ``visible`` is the first day on which the loss so far leaves the range of the shop's ordinary days (two standard
    deviations of its daily profit before the fault, growing with the root of the days), None when it never does.
    """

    first: int
    daily: Ints
    visible: int | None

    def total(self, until: int) -> int:
        """Cents lost up to and including day ``until``."""
        return int(self.daily[: until - self.first + 1].sum())


def profit_after(story: Story, first: int, effects: tuple[Effect, ...]) -> Ints:
    """Daily profit from day ``first`` on, had the shop lived with ``effects`` instead from that morning."""
    levers = story.shop.levers(effects)
    run = live(story.shop, levers, story.states[first].copy(), story.shop.days)
    return profit(run, settlement(story.shop, levers, run)).contribution


def cost_of(story: Story, placed: Placed, effects: tuple[Effect, ...]) -> Cost:
    """The money of ``placed``; ``effects``: everything that befalls the shop in the run of ``story``."""
    own = set(placed.effects())
    actual = profit(story.run, story.fees).contribution
    if not own:
        return Cost(placed.first, np.zeros(story.shop.days - placed.first, dtype=np.int64), None)
    without = profit_after(story, placed.first, tuple(e for e in effects if e not in own))
    daily = without - actual[placed.first :]
    return Cost(placed.first, daily, _visible(story, placed, daily))


def _visible(story: Story, placed: Placed, daily: Ints) -> int | None:
    """First day on which the loss stands out of the noise of what it touches."""
    before = max(placed.first - 42, 0)
    scope = np.array(placed.targets) if placed.fault.scope == "listing" else None
    if placed.fault.scope == "term":
        scope = story.shop.terms.listing[list(placed.targets)]
    usual = profit(story.run, story.fees, scope).contribution[before : placed.first]
    noise = max(float(usual.std()), 100.0) if usual.size else 100.0
    lost = np.cumsum(daily)
    out = np.abs(lost) > 2.0 * noise * np.sqrt(np.arange(1, daily.size + 1))
    days = np.nonzero(out)[0]
    return placed.first + int(days[0]) if days.size else None
