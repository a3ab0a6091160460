"""Intervals for shares and ratios; every one names its method."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

from scipy.special import ndtri

LEVEL = 0.95
"""Coverage where a caller names none."""


@dataclass(frozen=True, slots=True)
class Interval:
    """`low` <= `mid` <= `high`, in the unit of the figure."""

    low: float
    mid: float
    high: float

    def __post_init__(self) -> None:
        if not self.low <= self.mid <= self.high:
            raise ValueError(f"an interval must be ordered, got {self.low}, {self.mid}, {self.high}")


def z_of(level: float) -> float:
    """Two-sided normal quantile of a coverage, 0 < level < 1; raises ValueError outside."""
    if not 0.0 < level < 1.0:
        raise ValueError(f"coverage lies between 0 and 1, got {level}")
    return float(ndtri(0.5 + level / 2.0))


def normal(mid: float, deviation: float, level: float = LEVEL) -> Interval:
    """`mid` ± z · `deviation` (standard error). Raises ValueError for a negative or non-finite deviation."""
    if not isfinite(deviation) or deviation < 0:
        raise ValueError(f"a standard error is finite and not negative, got {deviation}")
    half = z_of(level) * deviation
    return Interval(mid - half, mid, mid + half)
