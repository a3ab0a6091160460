"""Every fault on every platform where it can occur: what it costs and when the exports show it, over a few seeds.

Shops of the demo's size, strength 1, each fault alone in its shop; with and without it with the same random numbers.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from statistics import median

from zhanggui.simulator.counterfactual import harm
from zhanggui.simulator.faults import FAULTS
from zhanggui.simulator.placing import Placed, place
from zhanggui.simulator.world import PLATFORM_KEYS, Config, Story, live_shop, make_shops, shop_plans

SEEDS = (1, 2, 3)
LISTINGS, DAYS, TAIL = 40, 90, 28


@dataclass(frozen=True, slots=True)
class Told:
    """One fault in one shop.

    ``money``: contribution profit lost until the horizon, in the shop's currency; ``share``: that against the shop's
    usual profit of the same days; ``after``: days until it shows in the exports and in which figure, None if never.
    """

    fault: str
    platform: str
    seed: int
    money: float
    share: float
    after: int | None
    signal: str | None


def appraise(platform: str, seed: int, keys: Sequence[str]) -> list[Told]:
    """All of ``keys`` that can be placed in the shop of one platform and seed.

    The shop is lived once without any fault, and again with each from the morning of its first day.
    """
    config = Config(seed=seed, days=DAYS, tail=TAIL, shops=shop_plans(len(PLATFORM_KEYS), LISTINGS))
    shop = make_shops(config)[1][platform]
    placed = [one for key in keys for one in place((key,), {platform: shop}, seed, DAYS)]
    healthy = live_shop(shop, (), tuple({one.first for one in placed}))
    return [_one(healthy, one, seed) for one in placed]


def _one(healthy: Story, placed: Placed, seed: int) -> Told:
    daily, seen = harm(healthy, placed)
    profit = healthy.profit()
    usual = float(profit[: placed.first].mean()) * daily.size
    lost = float(daily.sum())
    return Told(
        placed.fault.key,
        placed.shop,
        seed,
        lost / 100,
        lost / max(usual, 1.0),
        None if seen is None else seen.day - placed.first,
        None if seen is None else seen.signal,
    )


def everywhere(keys: Sequence[str] = tuple(FAULTS), workers: int = 2) -> list[Told]:
    """All faults on all platforms and seeds."""
    jobs = [(platform, seed) for seed in SEEDS for platform in PLATFORM_KEYS]
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        futures = [pool.submit(appraise, platform, seed, keys) for platform, seed in jobs]
        return [told for future in futures for told in future.result()]


def cell(told: Sequence[Told]) -> str:
    """Median share of the usual profit and median days until it shows; '-' where the fault cannot occur."""
    if not told:
        return "-"
    days = sorted(99 if one.after is None else one.after for one in told)
    seen = "not seen" if days[len(days) // 2] == 99 else f"day {days[len(days) // 2]}"  # noqa: PLR2004
    wrong = sum(one.money <= 0 for one in told)
    mark = f", {wrong} of {len(told)} not above 0" if wrong and not FAULTS[told[0].fault].data else ""
    return f"{median(one.share for one in told):.1%}, {seen}{mark}"


def table(rows: Sequence[Told]) -> list[str]:
    """One line of Markdown a fault."""
    by: dict[tuple[str, str], list[Told]] = {}
    for row in rows:
        by.setdefault((row.fault, row.platform), []).append(row)
    out = ["| fault | stage | " + " | ".join(PLATFORM_KEYS) + " |", "|---" * (2 + len(PLATFORM_KEYS)) + "|"]
    for key, fault in FAULTS.items():
        cells = [cell(by.get((key, platform), [])) for platform in PLATFORM_KEYS]
        out.append(f"| `{key}` | {fault.stage} | " + " | ".join(cells) + " |")
    return out


def main() -> int:
    """Print every fault as a line of JSON: those named on the command line, else all."""
    keys = sys.argv[1:] or list(FAULTS)
    for told in everywhere(keys):
        print(json.dumps(_plain(told), sort_keys=True))
    return 0


def _plain(told: Told) -> Mapping[str, object]:
    return {name: getattr(told, name) for name in Told.__slots__}


if __name__ == "__main__":
    sys.exit(main())
