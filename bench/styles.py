"""Root-cause cases of several styles with known truth, to measure `diagnosis.locate` on other data than the labelled.

    python -m bench.styles [--cases 40] [--seed 1]

- squeeze: a sum whose leaves are forecast with noise; one to three causes of different strength, each one to three
  elements of one cuboid, all leaves of a cause moved by the same proportion, up or down (as described by Li and others
  2019, "Generic and Robust Localization of Multi-Dimensional Root Causes").
- adtributor: a sum in which one to three values of one dimension fall, every leaf by a share of its own (as described
  by Bhagwan and others 2014, "Adtributor: Revenue Debugging in Advertising Systems").
- counts: thin counts (most leaves below five), negative binomial, four periods of history behind the expectation.
- orders: money of single orders, each a leaf of its own (item, its kind, region, channel, shop), against the mean of
  four days: a shop's morning. One value of one dimension falls by more than half.
- rate: hits of cases over twenty periods, over-dispersed, many leaves with few cases; the odds of one slice change
  (the shape of the labelled cases).
- rate_two: the same with two slices.
- rate_volume: the same with one slice while the cases of another slice double or vanish, which changes the whole but
  is no cause.
- high_rate: payment-like shares around 95 %.

Ripple-effect data are in `bench.ripple`. Printed for each style: exact-set F1, precision, recall, share of true slices
among the three best rivals, and the median time.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

import numpy as np

from zhanggui.diagnosis.leaves import History
from zhanggui.diagnosis.locate import LeafTable, locate

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = dict[str, NDArray[np.int64]]

Element = frozenset[tuple[str, str]]
NAMES = ("channel", "region", "item", "device", "kind")
TOP = 3


@dataclass(frozen=True, slots=True)
class Case:
    """A leaf table and the true slices."""

    table: LeafTable
    truth: frozenset[Element]


def _leaves(rng: np.random.Generator, dims: tuple[int, int], width: tuple[int, int]) -> Codes:
    """A full grid of some dimensions of different width."""
    sizes = [int(rng.integers(*width)) for _ in range(int(rng.integers(*dims)))]
    grid = np.indices(sizes).reshape(len(sizes), -1)
    return dict(zip(NAMES, grid.astype(np.int64), strict=False))


def _labels(codes: Codes) -> dict[str, list[str]]:
    return {dim: [f"{dim}{n}" for n in range(int(code.max()) + 1)] for dim, code in codes.items()}


def _element(rng: np.random.Generator, codes: Codes, depth: int) -> dict[str, int]:
    dims = sorted(rng.choice(sorted(codes), depth, replace=False).tolist())
    return {dim: int(rng.integers(0, int(codes[dim].max()) + 1)) for dim in dims}


def _inside(codes: Codes, element: dict[str, int]) -> NDArray[np.bool_]:
    return np.asarray(np.logical_and.reduce([codes[dim] == code for dim, code in element.items()]))


def _named(element: dict[str, int]) -> Element:
    return frozenset((dim, f"{dim}{code}") for dim, code in element.items())


def squeeze(rng: np.random.Generator) -> Case:
    """A forecast sum with several causes of one direction, each of its own strength."""
    codes = _leaves(rng, (3, 5), (5, 11))
    size = len(codes["channel"])
    expected = rng.lognormal(3.0, 1.2, size)
    actual = expected * np.exp(rng.normal(0.0, rng.uniform(0.02, 0.12), size))
    truth: set[Element] = set()
    rises = rng.random() < 0.3  # noqa: PLR2004
    cover = np.zeros(size, dtype=np.bool_)
    for strength in rng.permutation([0.35, 0.6, 0.85])[: int(rng.integers(1, 4))].tolist():
        first = _element(rng, codes, int(rng.integers(1, 3)))
        last = list(first)[-1]
        width = int(codes[last].max()) + 1
        for other in rng.choice(width, int(rng.integers(1, min(4, width - 1))), replace=False).tolist():
            element = {**first, last: int(other)}
            inside = _inside(codes, element)
            if (cover & inside).any():
                continue
            cover |= inside
            actual[inside] *= 1 + strength * 1.5 if rises else 1 - strength
            truth.add(_named(element))
    return Case(LeafTable(codes, _labels(codes), actual, expected), frozenset(truth))


def adtributor(rng: np.random.Generator) -> Case:
    """Some values of one dimension fall, every leaf by its own share."""
    codes = _leaves(rng, (3, 5), (4, 13))
    size = len(codes["channel"])
    expected = rng.lognormal(4.0, 1.0, size)
    actual = expected * np.exp(rng.normal(0.0, 0.1, size))
    dim = str(rng.choice(sorted(codes)))
    width = int(codes[dim].max()) + 1
    truth: set[Element] = set()
    for value in rng.choice(width, int(rng.integers(1, min(4, width))), replace=False).tolist():
        inside = codes[dim] == value
        actual[inside] *= np.clip(1 - rng.normal(rng.uniform(0.3, 0.8), 0.1, int(inside.sum())), 0, 1)
        truth.add(frozenset({(dim, f"{dim}{value}")}))
    return Case(LeafTable(codes, _labels(codes), actual, expected), frozenset(truth))


def counts(rng: np.random.Generator) -> Case:
    """Thin counts against the mean of four periods."""
    codes = _leaves(rng, (3, 5), (5, 10))
    size = len(codes["channel"])
    mean = rng.gamma(0.5, 4.0, size) + 0.05
    past = rng.poisson(mean * rng.gamma(10.0, 0.1, (4, size))).astype(float)
    element = _element(rng, codes, int(rng.integers(1, 3)))
    inside = _inside(codes, element)
    now = mean * np.where(inside, rng.uniform(0.0, 0.3), 1.0) * rng.gamma(10.0, 0.1, size)
    actual = rng.poisson(now).astype(float)
    return Case(
        LeafTable(codes, _labels(codes), actual, past.mean(axis=0), periods=4.0), frozenset({_named(element)})
    )


def orders(rng: np.random.Generator) -> Case:
    """A morning of a shop: hardly two orders share a leaf; one value of one dimension loses most of its orders."""
    many = int(rng.integers(500, 3000))
    items, lots = int(rng.integers(60, 400)), np.array([30, 4, 5])
    shares = [rng.dirichlet(np.full(int(size), 2.0)) for size in lots]
    heads = rng.dirichlet(np.full(items, 0.4))
    price = rng.lognormal(4.5, 0.7, items)

    def day() -> tuple[NDArray[np.int64], Floats]:
        size = rng.poisson(many)
        item = rng.choice(items, size, p=heads)
        others = [rng.choice(len(one), size, p=one) for one in shares]
        rows = np.stack([item, item % 12, *others], axis=1).astype(np.int64)
        return rows, price[item] * rng.integers(1, 3, size)

    past = [day() for _ in range(4)]
    rows, amounts = day()
    names = ("item", "kind", "region", "channel", "shop")
    at = int(rng.choice([1, 2, 4]))
    value = int(rng.choice(np.argsort(-np.bincount(rows[:, at]))[:6]))
    kept = (rows[:, at] != value) | (rng.random(len(rows)) > rng.uniform(0.6, 1.0))
    rows, amounts = rows[kept], amounts[kept]
    every = np.concatenate([rows, *(one for one, _ in past)])
    keys, place = np.unique(every, axis=0, return_inverse=True)
    where = place.reshape(-1)
    actual: Floats = np.bincount(where[: len(rows)], amounts, len(keys)).astype(np.float64)
    then = np.concatenate([one for _, one in past])
    expected: Floats = np.bincount(where[len(rows) :], then / 4.0, len(keys)).astype(np.float64)
    codes = {name: keys[:, n] for n, name in enumerate(names)}
    return Case(
        LeafTable(codes, _labels(codes), actual, expected, periods=4.0),
        frozenset({frozenset({(names[at], f"{names[at]}{value}")})}),
    )


def rate(
    rng: np.random.Generator,
    *,
    causes: int = 1,
    volume: bool = False,
    level: tuple[float, float] = (0.005, 0.1),
) -> Case:
    """Hits of cases over twenty periods and now; ``causes`` slices of one cuboid with other odds."""
    codes = _leaves(rng, (4, 6), (3, 8))
    size = len(codes["channel"])
    weight = rng.lognormal(1.0, 1.6, size)
    base = np.clip(rng.uniform(*level) * np.exp(rng.normal(0.0, 0.3, size)), 0.001, 0.5)
    first = _element(rng, codes, int(rng.integers(1, 3)))
    last = list(first)[-1]
    values = rng.choice(int(codes[last].max()) + 1, causes, replace=False).tolist()
    elements = [{**first, last: int(value)} for value in values]
    hit = np.logical_or.reduce([_inside(codes, one) for one in elements])
    busy = np.ones(size)
    if volume:
        other = str(rng.choice([dim for dim in codes if dim not in first] or [last]))
        busy[codes[other] == 0] = rng.choice([0.05, 2.5])
    odds = base / (1 - base) * np.where(hit, rng.uniform(4.0, 30.0), 1.0)
    sick = odds / (1 + odds)

    def drawn(p: Floats, scale: Floats) -> tuple[Floats, Floats]:
        cases = rng.poisson(weight * scale * rng.gamma(20.0, 0.05, size))
        spread = rng.beta(p * 400.0, (1 - p) * 400.0)
        return rng.binomial(cases, spread).astype(float), cases.astype(float)

    past = [drawn(base, np.ones(size)) for _ in range(20)]
    num, den = drawn(sick, busy)
    history = History(np.stack([one for one, _ in past]), np.stack([one for _, one in past]))
    table = LeafTable(
        codes, _labels(codes), num, history.num.mean(axis=0), den, history.den.mean(axis=0), history, 20.0
    )
    return Case(table, frozenset(_named(one) for one in elements))


def high_rate(rng: np.random.Generator) -> Case:
    """Shares around 95 %, of which one slice loses: the misses of `rate`."""
    case = rate(rng, level=(0.02, 0.08))
    table, past = case.table, case.table.history
    assert past is not None  # noqa: S101 - `rate` always makes one
    assert table.actual_den is not None  # noqa: S101
    assert table.expected_den is not None  # noqa: S101
    return Case(
        LeafTable(
            table.codes, table.labels, table.actual_den - table.actual, table.expected_den - table.expected,
            table.actual_den, table.expected_den, History(past.den - past.num, past.den), table.periods,
        ),
        case.truth,
    )  # fmt: skip


STYLES: dict[str, Callable[[np.random.Generator], Case]] = {
    "squeeze": squeeze,
    "adtributor": adtributor,
    "counts": counts,
    "orders": orders,
    "rate": rate,
    "rate_two": lambda rng: rate(rng, causes=2),
    "rate_volume": lambda rng: rate(rng, volume=True),
    "high_rate": high_rate,
}


def run(style: str, seeds: range, out: TextIO) -> dict[str, float]:
    """Measure one style over one case a seed; writes one line, returns the figures by name."""
    hit = named = true = near = 0
    spent: list[float] = []
    for seed in seeds:
        case = STYLES[style](np.random.default_rng(seed))
        start = time.process_time()
        answer = locate(case.table)
        spent.append(1000.0 * (time.process_time() - start))
        found = {frozenset(one.where) for one in answer.slices}
        hit += len(found & case.truth)
        named += len(found)
        true += len(case.truth)
        near += len({frozenset(one.where) for one in answer.rivals[:TOP]} & case.truth)
    figures = {
        "f1": 2 * hit / max(named + true, 1),
        "precision": hit / max(named, 1),
        "recall": hit / max(true, 1),
        "top3": near / max(true, 1),
        "ms": float(np.median(spent)),
    }
    told = "  ".join(f"{key} {value:.3f}" for key, value in figures.items() if key != "ms")
    out.write(f"{style:<12} cases {len(seeds)}  {told}  cpu ms {figures['ms']:.1f}\n")
    return figures


def main() -> None:
    """Measure all styles."""
    parser = argparse.ArgumentParser(
        description="F1 of the slice search on generated cases of several styles"
    )
    parser.add_argument("--cases", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    for style in STYLES:
        run(style, range(args.seed, args.seed + args.cases), sys.stdout)


if __name__ == "__main__":
    main()
