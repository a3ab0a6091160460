"""What a fault of the whole shop costs its sales where no file says so: by what is usual of such faults, and is seen.

That a till fails or that parcels are late is certain long before its cost is. The share of sales lost has a log-normal
prior, which a source or an assumption gives, and is set against how the shop's own orders have gone since (a normal
likelihood of their log change, whose error is the scatter of the shop's own weeks). A loss below nothing is not in
question: what is found is a fault.
"""

from dataclasses import dataclass
from math import log

import numpy as np
import numpy.typing as npt

WEEK = 7
WEEKS = 6  # before the days in question
LEAST_SCATTER = (
    0.12  # standard error, in logs, of a shop's week against its usual one: festivals, rivals, weather
)
_SHARES = np.geomspace(0.002, 0.7, 200)

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Prior:
    """What is known beforehand of the share lost: its median and its standard error in logs."""

    median: float
    wide: float


def lost(orders: Floats, days: int, prior: Prior) -> tuple[float, float, float]:
    """Share of the usual orders that is lost over the last ``days``: 10 % quantile, median, 90 % quantile.

    ``orders``: by day, oldest first. With fewer than three weeks before the days in question the prior stands alone.
    """
    weight = np.exp(-0.5 * ((np.log(_SHARES) - log(prior.median)) / prior.wide) ** 2)
    seen = _seen(orders, days)
    if seen is not None:
        change, error = seen
        weight = weight * np.exp(-0.5 * ((change - np.log1p(-_SHARES)) / error) ** 2)
    below = np.cumsum(weight) / weight.sum()
    low, mid, high = (float(_SHARES[np.searchsorted(below, q)]) for q in (0.1, 0.5, 0.9))
    return low, mid, high


def _seen(orders: Floats, days: int) -> tuple[float, float] | None:
    """Log change of a day's orders against the weeks before, with its standard error."""
    before = orders[: len(orders) - days]
    weeks = min(len(before) // WEEK, WEEKS)
    past = before[len(before) - weeks * WEEK :].reshape(weeks, WEEK).sum(axis=1)
    past = past[past > 0]
    if len(past) < WEEKS // 2:
        return None
    usual = float(past.mean()) * days / WEEK
    now = float(orders[-days:].sum())
    scatter = max(float(np.log(past).std(ddof=1)), LEAST_SCATTER)
    span = min(days / WEEK, 2.0)  # what shakes a week shakes the next one too
    error = np.sqrt(scatter**2 * (1 / span + 1 / len(past)) + 1 / (now + 0.5) + 1 / usual)
    return log((now + 0.5) / (usual + 0.5)), float(error)
