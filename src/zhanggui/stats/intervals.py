"""Intervals for shares and ratios; every one names its method."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite, sqrt

import numpy as np
from numpy.typing import NDArray
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


def wilson(successes: float, trials: float, level: float = LEVEL) -> Interval | None:
    """Interval of a share by the score test (Wilson 1927); `mid` is the plain share. None without trials.

    Raises ValueError unless 0 <= successes <= trials.
    """
    if not 0 <= successes <= trials:
        raise ValueError(f"{successes} successes of {trials} trials")
    if trials == 0:
        return None
    z = z_of(level)
    share = successes / trials
    centre = (share + z * z / (2 * trials)) / (1 + z * z / trials)
    half = z / (1 + z * z / trials) * sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    return Interval(min(max(centre - half, 0.0), share), share, max(min(centre + half, 1.0), share))


def normal(mid: float, deviation: float, level: float = LEVEL) -> Interval:
    """`mid` ± z · `deviation` (standard error). Raises ValueError for a negative or non-finite deviation."""
    if not isfinite(deviation) or deviation < 0:
        raise ValueError(f"a standard error is finite and not negative, got {deviation}")
    half = z_of(level) * deviation
    return Interval(mid - half, mid, mid + half)


def ratio_error(num: NDArray[np.float64], den: NDArray[np.float64]) -> float | None:
    """Standard error of sum(num) / sum(den) over independent units (days, orders), by the delta method.

    Linearised residuals `num - ratio * den` (Cochran 1977, section 2.11). None with fewer than two units or without
    denominator.
    """
    total = float(den.sum())
    if len(den) < 2 or total == 0:  # noqa: PLR2004
        return None
    rest = num - float(num.sum()) / total * den
    count = len(den)
    return sqrt(count / (count - 1) * float((rest**2).sum())) / abs(total)
