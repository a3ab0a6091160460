"""The world: the merchant's products, the shops that sell them, and what happened in each of them."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from zhanggui.simulator.catalogue import Products, make_products, pool_size
from zhanggui.simulator.day import live
from zhanggui.simulator.ledger import Ledger, close_ledger
from zhanggui.simulator.levers import Effect, Levers
from zhanggui.simulator.log import Cases, Lines, Orders, Posted, Run, Supply, Traffic
from zhanggui.simulator.money import Fees, profit, settlement
from zhanggui.simulator.shop import Models, Shop, ShopPlan, State, first_state, open_shop
from zhanggui.simulator.streams import Ints, Stream

_NAMES = {
    "taobao": "掌柜的店旗舰店",
    "douyin": "掌柜的店抖音小店",
    "amazon": "Zhanggui US",
    "shopify": "zhanggui.example",
}
PLATFORM_KEYS = tuple(_NAMES)
_SPREAD = 1.1

Progress = Callable[[str, int, int], None]


def shop_plans(count: int, listings: int, platforms: tuple[str, ...] = PLATFORM_KEYS) -> tuple[ShopPlan, ...]:
    """``count`` shops of ``listings`` listings, one of each of ``platforms`` in turn."""
    plans = []
    for number in range(count):
        platform = platforms[number % len(platforms)]
        turn = number // len(platforms)
        suffix = "" if turn == 0 else f"-{turn + 1}"
        plans.append(ShopPlan(platform + suffix, platform, _NAMES[platform] + suffix, listings, turn))
    return tuple(plans)


@dataclass(frozen=True, slots=True)
class Config:
    """What to simulate: ``days`` are exported, ``tail`` more are lived, so that faults are counted to a horizon."""

    seed: int = 1
    days: int = 180
    start: date = date(2026, 3, 2)
    shops: tuple[ShopPlan, ...] = ()
    tail: int = 28
    models: Models = field(default_factory=Models)
    effects: tuple[tuple[str, Effect], ...] = ()

    @property
    def horizon(self) -> int:
        """Days that are lived."""
        return self.days + self.tail


@dataclass(slots=True)
class Story:
    """One shop's run with everything needed to run it again from a day on."""

    shop: Shop
    levers: Levers
    run: Run
    fees: Fees
    states: dict[int, State]

    def profit(self) -> Ints:
        """Contribution profit of each day of the run in cents, by the day of payment, all refunds matured."""
        return profit(self.run, self.fees).contribution


@dataclass(slots=True)
class World:
    """All shops of a simulation, by key."""

    config: Config
    products: Products
    stories: dict[str, Story]

    def ledger(self, key: str, until: int | None = None) -> Ledger:
        """The ledger of shop ``key`` as on the evening of day ``until`` (the last exported one when None)."""
        story = self.stories[key]
        last = self.config.days - 1 if until is None else until
        return close_ledger(story.shop.platform.currency, story.run, story.fees, last)


def make_shops(config: Config) -> tuple[Products, dict[str, Shop]]:
    """The merchant's products and the shops, opened but not lived."""
    largest = max(plan.listings for plan in config.shops)
    stream = Stream.named(config.seed, "products")
    products = make_products(stream, pool_size(largest, len(config.shops)), _SPREAD)
    setting = (config.models, products, config.seed, config.start, config.horizon)
    shops = {plan.key: open_shop(plan, turn, setting) for turn, plan in enumerate(config.shops)}
    return products, shops


def live_shop(
    shop: Shop, effects: tuple[Effect, ...], keep: tuple[int, ...] = (), progress: Progress | None = None
) -> Story:
    """Live a shop through all its days; ``keep``: days on whose morning the state is kept."""
    levers = shop.levers(effects)
    state = first_state(shop)
    states: dict[int, State] = {}
    parts = []
    step = (lambda day: progress(shop.plan.key, day, shop.days)) if progress is not None else None
    for until in sorted({*keep, shop.days}):
        if until > state.day:
            parts.append(live(shop, levers, state, until, step))
        if until in keep:
            states[until] = state.copy()
    run = parts[0] if len(parts) == 1 else join_runs(parts)
    return Story(shop, levers, run, settlement(shop, levers, run), states)


def join_runs(parts: list[Run]) -> Run:
    """Runs of one shop that follow upon each other, as one."""
    offset, lines = 0, []
    for part in parts:
        lines.append(replace(part.lines, order=part.lines.order + offset))
        offset += part.orders.rows
    names = Traffic.__slots__
    return Run(
        parts[0].first,
        sum(part.days for part in parts),
        Orders.join([part.orders for part in parts]),
        Lines.join(lines),
        Traffic(*(np.concatenate([getattr(part.traffic, name) for part in parts]) for name in names)),
        Supply.join([part.supply for part in parts]),
        Cases.join([part.cases for part in parts]),
        Posted.join([part.posted for part in parts]),
        np.concatenate([part.on_hand for part in parts]),
        np.concatenate([part.inbound for part in parts]),
    )


def simulate(config: Config, progress: Progress | None = None) -> World:
    """Live through all shops of ``config``."""
    products, shops = make_shops(config)
    stories = {}
    for key, shop in shops.items():
        effects = tuple(effect for owner, effect in config.effects if owner == key)
        stories[key] = live_shop(shop, effects, (), progress)
    return World(config, products, stories)
