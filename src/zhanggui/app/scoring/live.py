"""A simulated shop lived on week by week, so that what is done in it has its consequences.

The shop is lived to a day, its files are written as on that evening, and it is lived on from the same state with the
same random numbers, with the levers as the actions done have left them. Profit is that of the ledger.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from zhanggui.app.scoring.truth import Fault, faults_of
from zhanggui.simulator.counterfactual import cost_of
from zhanggui.simulator.day import live
from zhanggui.simulator.exports.adreports import search_terms
from zhanggui.simulator.exports.view import Quirks, View, listing_ids, sku_codes
from zhanggui.simulator.faults import FOREVER
from zhanggui.simulator.levers import Effect
from zhanggui.simulator.log import Run
from zhanggui.simulator.money import profit, settlement
from zhanggui.simulator.placing import Placed, place
from zhanggui.simulator.shop import Shop, State, first_state
from zhanggui.simulator.truth import Told, fault_truth, remedy_cost
from zhanggui.simulator.world import Config, join_runs, live_shop, make_shops, shop_plans
from zhanggui.simulator.write import write_shop

EXPORTED = 35  # days that each later export goes back
# Files without their older, shorter doubles: what those test is tested elsewhere.
PLAIN = Quirks(overlap=False, daily_files=False)


@dataclass(frozen=True, slots=True)
class Trouble:
    """A shop, what befalls it, and the truth of it: ``faults`` in the order of ``placed``."""

    shop: Shop
    placed: tuple[Placed, ...]
    faults: tuple[Fault, ...]
    costs: tuple[float, ...]  # of the remedies


@dataclass(slots=True)
class Life:
    """One way in which a shop goes on. ``ends``: fault number → day from which it is mended; ``paid``: remedies."""

    trouble: Trouble
    state: State
    parts: list[Run] = field(default_factory=list)
    ends: dict[int, int] = field(default_factory=dict)
    done: list[Effect] = field(default_factory=list)
    paid: float = 0.0

    def effects(self) -> tuple[Effect, ...]:
        """Everything that moves the shop's levers, as things stand."""
        out = list(self.done)
        for number, placed in enumerate(self.trouble.placed):
            for effect in placed.effects():
                last = min(effect.last, self.ends.get(number, FOREVER) - 1)
                if effect.first <= last:
                    out.append(replace(effect, last=last))
        return tuple(out)

    def live_until(self, day: int) -> None:
        """Live through all days before ``day``."""
        if self.state.day < day:
            shop = self.trouble.shop
            self.parts.append(live(shop, shop.levers(self.effects()), self.state, day))

    def mend(self, number: int, day: int) -> None:
        """From the morning of ``day`` on the remedy of fault ``number`` is at work, after its delay."""
        if number not in self.ends:
            self.ends[number] = day + self.trouble.faults[number].delay
            self.paid += self.trouble.costs[number]

    def export(self, out: Path, *, whole: bool) -> None:
        """Write the shop's files as on the evening before the next day to be lived."""
        shop, levers, run = self.trouble.shop, self.trouble.shop.levers(self.effects()), self._run()
        until = self.state.day - 1
        view = View(shop, levers, run, settlement(shop, levers, run), until, PLAIN)
        write_shop(view, out, 0 if whole else max(until - EXPORTED, 0))

    def earned(self, first: int, last: int) -> float:
        """Contribution of the orders paid on days ``first`` to ``last``, in the shop's currency, remedies paid."""
        shop, levers, run = self.trouble.shop, self.trouble.shop.levers(self.effects()), self._run()
        daily = profit(run, settlement(shop, levers, run)).contribution
        return float(daily[first : last + 1].sum()) / 100 - self.paid

    def _run(self) -> Run:
        return self.parts[0] if len(self.parts) == 1 else join_runs(self.parts)


def trouble(seed: int, keys: Sequence[str], days: int, listings: int, start: date) -> Trouble:
    """One shop, of the platform whose turn it is, with the faults of ``keys`` that can befall it."""
    plans = shop_plans(4, listings)
    config = Config(seed=seed, days=days, start=start, shops=(plans[seed % len(plans)],), tail=28)
    _, shops = make_shops(config)
    (shop,) = shops.values()
    placed = place(tuple(keys), shops, seed, days)
    effects = tuple(effect for one in placed for effect in one.effects())
    story = live_shop(shop, effects, tuple(one.first for one in placed))
    told = [fault_truth(shop, Told(one, cost_of(story, one, effects), days - 1)) for one in placed]
    costs = tuple(float(remedy_cost(shop, one)) / 100 for one in placed)
    return Trouble(shop, placed, faults_of({"faults": told}), costs)


def born(of: Trouble) -> Life:
    """The shop on its first morning."""
    return Life(of, first_state(of.shop))


def went_on(life: Life) -> Life:
    """Another life that is the same up to now."""
    return Life(
        life.trouble,
        life.state.copy(),
        list(life.parts),
        dict(life.ends),
        list(life.done),
        life.paid,
    )


def terms_of(shop: Shop, names: frozenset[str]) -> tuple[int, ...]:
    """Numbers of the search terms called so in the exports."""
    return tuple(n for n, name in enumerate(search_terms(shop)) if name in names)


def listings_of(shop: Shop, ids: frozenset[str]) -> tuple[int, ...]:
    """Numbers of the listings that have one of ``ids``: the platform's code, the style or a SKU."""
    codes = listing_ids(shop)
    out = {n for n, code in enumerate(codes) if code in ids}
    out |= {n for n, at in enumerate(shop.shelf.product.tolist()) if shop.products.code(at) in ids}
    owner = shop.shelf.sku_listing.tolist()
    out |= {owner[n] for n, code in enumerate(sku_codes(shop)) if code in ids}
    return tuple(sorted(out))


def lead_of(shop: Shop, listing: int) -> int:
    """Days until an order of a listing's goods arrives."""
    return int(np.asarray(shop.lead)[np.asarray(shop.shelf.sku_listing) == listing].max())


def day_of(shop: Shop, number: int) -> date:
    """The calendar day of day ``number``."""
    return shop.start + timedelta(days=number)
