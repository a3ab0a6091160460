"""Young figures completed: which share of its final value a figure has at a given age, learnt from older cohorts.

Refunds settle for weeks, attributed orders arrive for days, some exports come late. The curve is the chain-ladder
estimate (Mack 1993): for each age, the summed value one day on over the summed value now, over cohorts seen at both
ages; the share known at an age is the product of the growth still to come, inverted.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from zhanggui.stats.arrays import Floats
from zhanggui.stats.intervals import LEVEL, z_of

_FEWEST = 3


@dataclass(frozen=True, slots=True)
class Completed:
    """A value as it is expected to be in the end; `provisional` when it is not there yet."""

    value: float
    low: float
    high: float
    provisional: bool


@dataclass(frozen=True, slots=True)
class Maturity:
    """`share[k]` is the part of the final value known at age k days (last entry 1), `error[k]` its relative standard
    error (of the growth still to come).
    """

    share: tuple[float, ...]
    error: tuple[float, ...]

    @property
    def ripe(self) -> int:
        """Age in days from which 99 % is known."""
        return next(k for k, s in enumerate(self.share) if s >= 0.99)  # noqa: PLR2004

    def complete(self, value: float, age: int) -> Completed | None:
        """The value seen at `age` days, completed. None when nothing is known at that age yet (share 0)."""
        at = min(age, len(self.share) - 1)
        if age < 0 or self.share[at] <= 0:
            return None
        final = value / self.share[at]
        half = z_of(LEVEL) * abs(final) * self.error[at]
        return Completed(final, final - half, final + half, age < self.ripe)

    def blend(self, value: float, age: int, expected: float) -> float:
        """The value seen at `age` days plus the part still to come of what was `expected` beforehand.

        Holds where so little is known that completing it would multiply luck (Bornhuetter and Ferguson 1972).
        """
        at = min(max(age, 0), len(self.share) - 1)
        return value + (1.0 - self.share[at]) * expected


def learn(triangle: Floats) -> Maturity | None:
    """The curve from cohorts (rows, one a day) by age in days (columns): cumulative value known at each age.

    NaN where a cohort is younger than the age. The last column is taken as final. None when fewer than three cohorts
    have been seen at every age, or nothing has ever been known. Raises ValueError unless two-dimensional.
    """
    if triangle.ndim != 2:  # noqa: PLR2004
        raise ValueError("cohorts need the shape (days, ages)")
    ages = triangle.shape[1]
    growth, spread = np.ones(ages), np.zeros(ages)
    for age in range(ages - 1):
        now, then = triangle[:, age], triangle[:, age + 1]
        both = ~np.isnan(now) & ~np.isnan(then)
        if int(both.sum()) < _FEWEST:
            return None
        base = float(now[both].sum())
        if base <= 0:
            growth[age] = np.inf
            continue
        growth[age] = float(then[both].sum()) / base
        rest = then[both] - growth[age] * now[both]
        spread[age] = float((rest**2).sum()) * int(both.sum()) / (int(both.sum()) - 1) / base**2
    if not np.isfinite(growth[-2:]).all():
        return None
    to_come = np.cumprod(growth[::-1])[::-1]
    share = np.where(np.isfinite(to_come), 1.0 / np.maximum(to_come, 1e-12), 0.0)
    safe = np.where(np.isfinite(growth) & (growth > 0), growth, 1.0)
    error = np.sqrt(np.cumsum((spread / safe**2)[::-1])[::-1])
    return Maturity(tuple(float(s) for s in share), tuple(float(e) for e in error))
