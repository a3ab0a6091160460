"""Ripple-effect root-cause cases with known truth, for measuring `diagnosis.locate` on sums.

The recipe follows the synthetic data described by Kalander (2022, "RiskLoc: Localization of Multi-dimensional Root
Causes by Weighted Risk", section on synthetic data): leaf values are Weibull, a share of them is zero, expectations
carry a relative error, and one to three causes, each of one to three elements in one cuboid, shift all their leaves by
the same proportion (the ripple effect). Everything is drawn from the seed, so a seed names a data set.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

import numpy as np

from zhanggui.diagnosis.locate import LeafTable, locate

if TYPE_CHECKING:
    from numpy.typing import NDArray

Element = frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Recipe:
    """Shape of one family of cases; the defaults are the broad family, `DEEP` the last-layer one."""

    sizes: tuple[int, ...] = (10, 12, 10, 8, 5)
    noise: tuple[float, float] = (0.0, 0.25)
    severity: tuple[float, float] = (0.2, 1.0)
    deviation: tuple[float, float] = (0.0, 0.1)
    causes: tuple[int, int] = (1, 3)
    elements: tuple[int, int] = (1, 3)
    deepest_only: bool = False


DEEP = Recipe(
    sizes=(10, 24, 10, 15),
    noise=(0.0, 0.1),
    severity=(0.5, 1.0),
    deviation=(0.0, 0.0),
    causes=(1, 5),
    elements=(1, 1),
    deepest_only=True,
)


@dataclass(frozen=True, slots=True)
class Case:
    """One generated case: the leaf table and the set of true elements."""

    table: LeafTable
    truth: frozenset[Element]


def _draw_causes(
    rng: np.random.Generator, recipe: Recipe, usable: NDArray[np.bool_], codes: NDArray[np.int64]
) -> list[list[dict[int, int]]]:
    """Causes as lists of elements (dimension → code), no two causes sharing a dimension's value or a cuboid."""
    width = len(recipe.sizes)
    taken: dict[int, set[int]] = {d: set() for d in range(width)}
    cuboids: set[tuple[int, ...]] = set()
    causes: list[list[dict[int, int]]] = []
    wanted = int(rng.integers(recipe.causes[0], recipe.causes[1] + 1))
    while len(causes) < wanted:
        depth = width if recipe.deepest_only else int(rng.integers(1, width + 1))
        count = int(rng.integers(recipe.elements[0], recipe.elements[1] + 1))
        dims = tuple(sorted(int(d) for d in rng.choice(width, depth, replace=False)))
        free = [[c for c in range(recipe.sizes[d]) if c not in taken[d]] for d in dims]
        if (dims in cuboids and depth < width) or any(not f for f in free):
            continue
        drawn = [tuple(int(rng.choice(f)) for f in free) for _ in range(count)]
        if len(set(drawn)) < count:
            continue
        if depth == width and not all(usable[(codes == np.array(e)).all(axis=1)].any() for e in drawn):
            continue
        cuboids.add(dims)
        for element in drawn:
            for d, c in zip(dims, element, strict=True):
                taken[d].add(c)
        causes.append([dict(zip(dims, element, strict=True)) for element in drawn])
    return causes


def make(seed: int, recipe: Recipe) -> Case:
    """One case from a seed; the change is a fall or a rise, whichever the noise leans to."""
    rng = np.random.default_rng(seed)
    codes = np.indices(recipe.sizes).reshape(len(recipe.sizes), -1).T.astype(np.int64)
    leaves = len(codes)
    noise = rng.uniform(*recipe.noise)
    actual = rng.weibull(rng.uniform(0.5, 1.0), leaves) * 100.0
    actual *= rng.uniform(size=leaves) > rng.uniform(0.0, 0.25)
    expected = np.maximum(actual * (1.0 + rng.normal(0.0, noise, leaves)), 0.0)
    swap = rng.integers(0, 2, leaves) == 1
    actual, expected = np.where(swap, expected, actual), np.where(swap, actual, expected)
    fall = bool(actual.sum() <= expected.sum())
    truth: set[Element] = set()
    for cause in _draw_causes(rng, recipe, actual > 0, codes):
        severity = rng.uniform(*recipe.severity) + noise
        spread = rng.uniform(*recipe.deviation)
        for element in cause:
            inside = np.logical_and.reduce([codes[:, d] == c for d, c in element.items()])
            factor = np.maximum(1.0 - rng.normal(severity, spread, int(inside.sum())), 0.0)
            if fall:
                actual[inside] = expected[inside] * factor
            else:
                expected[inside] = actual[inside] * factor
            truth.add(frozenset((_name(d), f"{_name(d)}{c + 1}") for d, c in element.items()))
    labels = {_name(d): [f"{_name(d)}{c + 1}" for c in range(size)] for d, size in enumerate(recipe.sizes)}
    table = LeafTable(
        codes={_name(d): codes[:, d] for d in range(len(recipe.sizes))},
        labels=labels,
        actual=actual,
        expected=expected,
    )
    return Case(table=table, truth=frozenset(truth))


def _name(dim: int) -> str:
    return "abcdefghijklmnopqrstuvwxyz"[dim]


def run(seeds: range, recipe: Recipe, out: TextIO) -> float:
    """Exact-set F1 (micro) of `locate` over one case a seed; writes one line and returns the F1."""
    hit = wrong = missed = 0
    spent: list[float] = []
    for seed in seeds:
        case = make(seed, recipe)
        start = time.perf_counter()
        answer = locate(case.table, depth=len(recipe.sizes), limit=9)
        spent.append(time.perf_counter() - start)
        found = {frozenset(s.where) for s in answer.slices}
        hit += len(found & case.truth)
        wrong += len(found - case.truth)
        missed += len(case.truth - found)
    score = 2 * hit / max(2 * hit + wrong + missed, 1)
    out.write(
        f"cases {len(seeds)}  F1 {score:.3f}  precision {hit / max(hit + wrong, 1):.3f}  "
        f"recall {hit / max(hit + missed, 1):.3f}  median ms {1000 * float(np.median(spent)):.0f}\n"
    )
    return score


def main() -> None:
    """Measure both families; the first seed and the number of cases are arguments."""
    parser = argparse.ArgumentParser(description="F1 of the slice search on generated ripple-effect sums")
    parser.add_argument("--cases", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    for recipe in (Recipe(), DEEP):
        run(range(args.seed, args.seed + args.cases), recipe, sys.stdout)


if __name__ == "__main__":
    main()
