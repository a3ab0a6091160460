"""Named random numbers: a uniform is a function of *what it is for*, never of how many were drawn before.

Every mechanism of every shop has its own stream, keyed by name through ``numpy.random.SeedSequence``. A draw is
a hash of the stream's key and of integers that say what it is about (day, listing, customer, n-th click...), a
counter-based generator after Salmon, Moraes, Dror and Shaw (2011), "Parallel random numbers: as easy as 1, 2, 3",
with the SplitMix64 finaliser of Steele, Lea and Flood (2014). Two runs of a shop that differ in one lever hence
share every random number (common random numbers; Law, 2015, ch. 11): their difference is the lever, not luck.
Counts are drawn by inverse transform, so that they move monotonically with their mean.
"""

from dataclasses import dataclass
from typing import Any, cast
from zlib import crc32

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

Floats = NDArray[np.floating[Any]]
Ints = NDArray[np.integer[Any]]
Flags = NDArray[np.bool_]

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
_SPREAD = np.uint64(0xD6E8FEB86659FD93)
_MASK = (1 << 64) - 1
_LARGE_MEAN = 8.0
_FURTHEST = int(_LARGE_MEAN + 12 * _LARGE_MEAN**0.5)


def _mix(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """SplitMix64, in place: every input bit moves about half of the output bits."""
    values += _GOLDEN
    values ^= values >> np.uint64(30)
    values *= _FIRST
    values ^= values >> np.uint64(27)
    values *= _SECOND
    values ^= values >> np.uint64(31)
    return values


def _mix_one(value: int) -> int:
    """SplitMix64 of one 64-bit integer."""
    z = (value + int(_GOLDEN)) & _MASK
    z = ((z ^ (z >> 30)) * int(_FIRST)) & _MASK
    z = ((z ^ (z >> 27)) * int(_SECOND)) & _MASK
    return z ^ (z >> 31)


@dataclass(frozen=True, slots=True)
class Stream:
    """A named source of random numbers; ``key`` is made of the seed and the name."""

    key: int

    @classmethod
    def named(cls, seed: int, *names: str) -> "Stream":
        """The stream of ``names`` under ``seed``: the same names always give the same numbers."""
        words = tuple(crc32(name.encode()) for name in names)
        state = np.random.SeedSequence(entropy=seed, spawn_key=words).generate_state(1, np.uint64)
        return cls(int(state[0]))

    def bits(self, *index: int | Ints) -> NDArray[np.uint64]:
        """64 random bits for each element of the broadcast ``index`` arrays of integers.

        Plain integers among ``index`` (a day, the number of a draw) are mixed first, arrays after them.
        """
        state = self.key ^ len(index)
        arrays = []
        for part in index:
            if isinstance(part, int):
                state = _mix_one(state ^ _mix_one(part & _MASK))
            else:
                arrays.append(np.asarray(part, dtype=np.int64))
        key = np.uint64(state)
        if not arrays:
            return np.full(1, key, dtype=np.uint64)
        bits = _mix(np.bitwise_xor(arrays[0].view(np.uint64) * _SPREAD, key))
        for more in arrays[1:]:
            bits = _mix(np.bitwise_xor(bits, more.view(np.uint64) * _SPREAD))
        return bits

    def uniform(self, *index: int | Ints) -> Floats:
        """Uniforms in the open interval (0, 1), one for each element of the broadcast ``index`` arrays."""
        return ((self.bits(*index) >> np.uint64(11)).astype(np.float64) + 0.5) * 2.0**-53

    def normal(self, *index: int | Ints) -> Floats:
        """Standard normal deviates, one for each element of the broadcast ``index`` arrays."""
        return special.ndtri(self.uniform(*index))

    def exponential(self, *index: int | Ints) -> Floats:
        """Exponential deviates of mean 1, one for each element of the broadcast ``index`` arrays."""
        return -np.log1p(-self.uniform(*index))


def poisson(uniform: Floats, mean: ArrayLike) -> Ints:
    """Poisson counts by inverse transform: monotone in ``mean`` for a given ``uniform``, same shape.

    Above a mean of 8 the quantile is taken from the Cornish-Fisher expansion (Cornish and Fisher, 1938).
    """
    rate = np.broadcast_to(np.maximum(np.asarray(mean, dtype=np.float64), 0.0), uniform.shape)
    large = rate > _LARGE_MEAN
    count = np.zeros(uniform.shape, dtype=np.int64)
    # Only those that have not been reached yet are looked at again.
    left = np.nonzero((~large & (uniform > np.exp(-rate))).ravel())[0]
    draw, small = uniform.ravel()[left], rate.ravel()[left]
    mass = np.exp(-small)
    below, flat, k = mass.copy(), count.reshape(-1), 0
    # A uniform has 53 bits: beyond a mean of 8 plus 12 standard deviations there is nothing left to reach.
    while left.size and k < _FURTHEST:
        k += 1
        flat[left] = k
        mass *= small
        mass /= k
        below += mass
        above = draw > below
        left, draw, small, mass, below = (part[above] for part in (left, draw, small, mass, below))
    if large.any():
        z = special.ndtri(uniform[large])
        wide = rate[large]
        moved = np.floor(wide + np.sqrt(wide) * z + (z * z - 1.0) / 6.0 + 0.5)
        count[large] = np.maximum(moved, 0.0).astype(np.int64)
    return count


def gamma(uniform: Floats, shape: float) -> Floats:
    """Gamma deviates of mean 1 and the given shape by inverse transform."""
    return special.gammaincinv(shape, uniform) / shape


@dataclass(frozen=True, slots=True)
class QuantileTable:
    """A quantile function tabulated on a grid of probabilities, for distributions slow to invert.

    ``values[i]`` is the quantile at ``(i + 0.5) / n``; between grid points it is interpolated.
    """

    values: Floats

    @classmethod
    def of_gamma(cls, shape: float, scale: float, points: int = 4096) -> "QuantileTable":
        """Gamma distribution of the given shape and scale."""
        grid = (np.arange(points) + 0.5) / points
        return cls(special.gammaincinv(shape, grid) * scale)

    @classmethod
    def of_beta(cls, a: float, b: float, points: int = 4096) -> "QuantileTable":
        """Beta distribution with parameters ``a`` and ``b``."""
        grid = (np.arange(points) + 0.5) / points
        return cls(special.betaincinv(a, b, grid))

    def at(self, uniform: Floats) -> Floats:
        """Quantiles at ``uniform``, same shape."""
        place = uniform * self.values.size - 0.5
        return cast("Floats", np.interp(place, np.arange(self.values.size), self.values))


def choose(uniform: Floats, shares: ArrayLike) -> Ints:
    """Index of the class in which each uniform falls; ``shares`` need not add up to 1."""
    edges = np.cumsum(np.asarray(shares, dtype=np.float64))
    place: Ints = np.minimum(np.searchsorted(edges, uniform * edges[-1], side="right"), edges.size - 1)
    return place
