"""Whether the intervals of drivers hold the truth as often as they say: simulated shops whose true effects are known.

    python -m bench.intervals [--shops 300] [--seed 1]

Each shop has 150 days of visitors, buyers, units and sales: counts with weekdays, over-dispersed day by day and alike
on neighbouring days; then visitors and conversion change by known factors over the compared days. The change of sales
is taken apart as `why` does it, each factor with the reach of chance over the very comparison. Printed: of each factor,
the share of intervals at 80 % and 95 % that hold the effect the factor truly had, and of the chances of mere noise of
factors without an effect the share below 5 %.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, TextIO

import numpy as np

from zhanggui.diagnosis.chain import log_mean, split_product
from zhanggui.diagnosis.stretch import Compared, reach
from zhanggui.stats.intervals import z_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

DAYS = 150
FIRST = date(2024, 1, 1)
WEEKDAYS = np.array([0.95, 0.92, 0.95, 1.0, 1.08, 1.12, 0.98])
LEVELS = (0.8, 0.95)
CHAIN = (
    ("visitors", "visitors", None), ("conversion", "buyers", "visitors"),
    ("units_per_buyer", "units", "buyers"), ("unit_price", "sales", "units"),
)  # fmt: skip
SMALL, LARGE = 400.0, 6000.0
ALPHA = 0.05


@dataclass(frozen=True, slots=True)
class Shop:
    """Daily sums by name, the number of compared last days, and what every factor was truly multiplied by."""

    days: dict[str, Floats]
    length: int
    truth: dict[str, float]


def made(seed: int) -> Shop:
    """A shop with known effects on its last day or its last seven."""
    rng = np.random.default_rng(seed)
    length = int(rng.choice([1, 7]))
    truth = {
        "visitors": float(rng.choice([1.0, 0.7, 1.3])),
        "conversion": float(rng.choice([1.0, 0.6, 1.25])),
    }
    inside = np.arange(DAYS) >= DAYS - length
    alike = np.zeros(DAYS)
    for day in range(1, DAYS):
        alike[day] = 0.4 * alike[day - 1] + rng.normal(0.0, 0.05)
    shape = WEEKDAYS[np.arange(DAYS) % 7] * np.exp(alike) * rng.gamma(200.0, 1 / 200.0, DAYS)
    visitors = rng.poisson(rng.uniform(SMALL, LARGE) * shape * np.where(inside, truth["visitors"], 1.0))
    rate = 0.04 * rng.gamma(150.0, 1 / 150.0, DAYS) * np.where(inside, truth["conversion"], 1.0)
    buyers = np.maximum(rng.binomial(visitors, np.minimum(rate, 1.0)), 1)
    units = buyers + rng.poisson(0.3 * buyers)
    sales = np.array([rng.lognormal(4.0, 0.6, int(count)).sum() for count in units])
    days = {"visitors": visitors, "buyers": buyers, "units": units, "sales": sales}
    return Shop({name: np.asarray(values, np.float64) for name, values in days.items()}, length, truth)


def told(shop: Shop) -> dict[str, tuple[float, float, float, float]]:
    """Factor → its part of the change, the part it truly had, the part's standard error and its chance of noise."""
    days = [FIRST + timedelta(days=n) for n in range(DAYS)]
    now = tuple(days[DAYS - shop.length :])
    weights = {one - timedelta(days=7 * k): 0.25 for one in now for k in range(1, 5)}
    compared, axis = Compared(now, weights), {day: n for n, day in enumerate(days)}
    sums = {name: compared.past(axis, values, None)[0] for name, values in shop.days.items()}
    old, new, noise, chance = {}, {}, {}, {}
    for code, over, under in CHAIN:
        pair = sums[over] if under is None else sums[over] / sums[under]
        new[code], old[code] = float(pair[0]), float(pair[1])
        exposure = None if under is None else shop.days[under]
        far = reach(compared.past(axis, shop.days[over], exposure), shop.length)
        if far is not None and far.logs:
            noise[code], chance[code] = far.deviation, far.p
    split = split_product(old, new, noise=noise)
    scale = log_mean(float(np.prod(list(new.values()))), float(np.prod(list(old.values()))))
    return {
        part.code: (
            part.change,
            scale * float(np.log(shop.truth.get(part.code, 1.0))),
            abs(scale) * noise[part.code],
            chance[part.code],
        )
        for part in split.parts
        if part.code in noise
    }


def run(shops: int, seed: int, out: TextIO) -> dict[tuple[str, float], float]:
    """Coverage by factor and level; writes a line for each factor."""
    held: dict[tuple[str, float], list[bool]] = {}
    false: dict[str, list[bool]] = {}
    for number in range(seed, seed + shops):
        shop = made(number)
        for code, (part, true, error, chance) in told(shop).items():
            for level in LEVELS:
                held.setdefault((code, level), []).append(abs(part - true) <= z_of(level) * error)
            if shop.truth.get(code, 1.0) == 1.0:
                false.setdefault(code, []).append(chance <= ALPHA)
    covered = {key: float(np.mean(hits)) for key, hits in held.items()}
    for code, alarms in false.items():
        shown = "  ".join(f"{level:.0%} interval holds {covered[code, level]:.1%}" for level in LEVELS)
        out.write(f"{code:<16} {shown}  false alarms {np.mean(alarms):.1%} of {len(alarms)}\n")
    return covered


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description="coverage of the intervals of drivers")
    parser.add_argument("--shops", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    run(args.shops, args.seed, sys.stdout)


if __name__ == "__main__":
    main()
