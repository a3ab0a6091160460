"""A small world that tests look at from many sides; lived once."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from zhanggui.simulator.exports.view import Quirks, View
from zhanggui.simulator.shop import Shop
from zhanggui.simulator.world import Config, Story, World, live_shop, make_shops, shop_plans, simulate

DAYS, TAIL = 60, 14
CONFIG = Config(seed=9, days=DAYS, tail=TAIL, shops=shop_plans(4, 20), start=date(2026, 4, 1))
# A busy single shop, for what needs many orders.
BUSY = Config(seed=4, days=DAYS, tail=TAIL, shops=shop_plans(1, 50), start=date(2026, 4, 1))


@cache
def world() -> World:
    return simulate(CONFIG)


@cache
def busy() -> Story:
    return live_shop(busy_shop(), (), (30,))


@cache
def busy_shop() -> Shop:
    _, shops = make_shops(BUSY)
    return shops["taobao"]


def view(key: str, until: int = DAYS - 1, quirks: Quirks | None = None) -> View:
    story = world().stories[key]
    return View(story.shop, story.levers, story.run, story.fees, until, quirks or Quirks())


@dataclass(frozen=True)
class Folder:
    path: Path

    def names(self) -> list[str]:
        return sorted(path.name for path in self.path.iterdir())
