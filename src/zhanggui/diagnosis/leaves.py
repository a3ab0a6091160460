"""The leaf table that location works on: the finest slices of two periods, integer-coded, and all their unions."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from zhanggui.stats.arrays import Bools, Floats, Ints

Where = tuple[tuple[str, str], ...]
_SPARSE = 2  # places for each leaf, above which only those that occur are numbered


@dataclass(frozen=True, slots=True)
class History:
    """Earlier periods of the same leaves, oldest first.

    `num` and `den` have the shape (periods, leaves): numerators and denominators of a ratio. A leaf that was absent
    in a period has 0 in both.
    """

    num: Floats
    den: Floats

    def __post_init__(self) -> None:
        if self.num.ndim != 2 or self.num.shape != self.den.shape or self.num.shape[0] == 0:  # noqa: PLR2004
            raise ValueError(
                f"history needs one shape (periods, leaves), got {self.num.shape} and {self.den.shape}"
            )


@dataclass(frozen=True, slots=True)
class LeafTable:
    """Leaves of one change: what happened against what was to be expected.

    `codes[d]` holds for every leaf the position of its label in `labels[d]`. `actual` and `expected` are the summed
    measure (money, units...) of a sum, or the numerators of a ratio; `actual_den` and `expected_den` are the ratio's
    denominators and None for a sum. `history` (ratios only) lets the expectation be taken from earlier periods that
    were calm, and its spread be learnt; then `expected` and `expected_den` are not looked at. `periods` says how many
    comparable periods the expected sums are the mean of; their own sampling error follows from it. A leaf that is new
    has expected 0, one that is gone has actual 0. Raises ValueError when shapes differ or a value is not finite.
    """

    codes: Mapping[str, Ints]
    labels: Mapping[str, Sequence[str]]
    actual: Floats
    expected: Floats
    actual_den: Floats | None = None
    expected_den: Floats | None = None
    history: History | None = None
    periods: float = 4.0

    def __post_init__(self) -> None:
        columns = [self.expected, *self.codes.values()]
        columns += [c for c in (self.actual_den, self.expected_den) if c is not None]
        if any(c.shape != self.actual.shape for c in columns):
            raise ValueError("every column of a leaf table needs one value a leaf")
        if self.history is not None and self.history.num.shape[1] != len(self.actual):
            raise ValueError("history needs one column a leaf")
        if (self.actual_den is None) != (self.expected_den is None):
            raise ValueError("a ratio needs both denominators")
        if self.periods <= 0:
            raise ValueError("periods are positive")
        if not all(np.isfinite(c).all() for c in [*columns, self.actual]):
            raise ValueError("a leaf's value is not finite; leave unknown leaves out")

    def only(self, dims: Sequence[str]) -> LeafTable:
        """The same leaves, told apart by some dimensions alone."""
        return replace(
            self,
            codes={dim: codes for dim, codes in self.codes.items() if dim in dims},
            labels={dim: labels for dim, labels in self.labels.items() if dim in dims},
        )

    def within(self, dim: str, label: str) -> LeafTable:
        """The leaves of one label of a dimension, split by the other dimensions; of sums alone."""
        rows = np.flatnonzero(self.codes[dim] == list(self.labels[dim]).index(label))
        return LeafTable(
            {other: codes[rows] for other, codes in self.codes.items() if other != dim},
            {other: labels for other, labels in self.labels.items() if other != dim},
            self.actual[rows],
            self.expected[rows],
            periods=self.periods,
        )

    def leaves(self, where: Where) -> Bools:
        """Mask of the leaves that a slice holds."""
        inside: Bools = np.ones(len(self.actual), dtype=np.bool_)
        for dim, label in where:
            inside = inside & (self.codes[dim] == list(self.labels[dim]).index(label))
        return inside

    @property
    def is_ratio(self) -> bool:
        """Whether the measure is a ratio of two sums."""
        return self.actual_den is not None


@dataclass(frozen=True, slots=True)
class Cuboid:
    """One combination of dimensions: `key` gives each leaf its element's number, below `size`.

    `places` are the elements' places in the product of the dimensions; None: their numbers.
    """

    dims: tuple[str, ...]
    key: Ints
    size: int
    places: Ints | None = None


@dataclass(frozen=True, slots=True)
class Element:
    """One slice: a cuboid and the number of one of its elements, with the evidence for it in nats."""

    cuboid: Cuboid
    number: int
    score: float

    def leaves(self) -> Bools:
        """Mask of the slice's leaves."""
        return np.asarray(self.cuboid.key == self.number, dtype=np.bool_)

    def where(self, labels: Mapping[str, Sequence[str]]) -> Where:
        """The slice in words: (dimension, label) pairs in the order of the table's dimensions."""
        rest = self.number if self.cuboid.places is None else int(self.cuboid.places[self.number])
        pairs: list[tuple[str, str]] = []
        for dim in reversed(self.cuboid.dims):
            width = len(labels[dim])
            pairs.append((dim, labels[dim][rest % width]))
            rest //= width
        return tuple(reversed(pairs))


def cuboids(table: LeafTable, depth: int) -> Iterator[Cuboid]:
    """All combinations of up to `depth` dimensions, shallow ones first; a dimension of one label is left out.

    So is a combination in which one dimension tells another (an item its category): it has the same elements as
    without that. Elements are renumbered densely when the product of the widths is much larger than the number of
    leaves, so that memory stays in proportion to the table.
    """
    dims = [d for d in table.codes if len(table.labels[d]) > 1]
    told = {
        pair for pair in itertools.permutations(dims, 2) if _tells(table.codes[pair[0]], table.codes[pair[1]])
    }
    for width in range(1, min(depth, len(dims)) + 1):
        for chosen in itertools.combinations(dims, width):
            if any(pair in told for pair in itertools.permutations(chosen, 2)):
                continue
            key = np.zeros(len(table.actual), dtype=np.int64)
            size = 1
            for dim in chosen:
                key = key * len(table.labels[dim]) + table.codes[dim]
                size *= len(table.labels[dim])
            if size <= _SPARSE * len(key):
                yield Cuboid(chosen, key, size)
                continue
            places, dense = np.unique(key, return_inverse=True)
            yield Cuboid(chosen, dense.astype(np.int64), len(places), places)


def _tells(finer: Ints, coarser: Ints) -> bool:
    """Whether leaves of one code of `finer` are always of one code of `coarser`."""
    first = np.zeros(int(finer.max(initial=-1)) + 1, dtype=np.int64)
    first[finer] = coarser
    return bool((first[finer] == coarser).all())
