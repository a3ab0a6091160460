"""What a fault of the whole shop costs its sales where no file says so: by what is usual of such faults, and is seen.

That a till fails or that parcels are late is certain long before its cost is. The share of sales lost has a log-normal
prior, which a source or an assumption gives, and is set against how the shop's own orders have gone since (a normal
likelihood of their log change, whose error is the scatter of the shop's own weeks, beside that of counts). Where visits
are counted, orders of a visitor are taken: they are lost after the visit, and rates of weeks are more alike than their
orders. A loss below nothing is not in question: what is found is a fault.
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
LEAST_RATE_SCATTER = 0.06  # the same, of orders of a visitor
_SHARES = np.geomspace(0.002, 0.7, 200)

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Prior:
    """What is known beforehand of the share lost: its median and its standard error in logs."""

    median: float
    wide: float


def lost(orders: Floats, days: int, prior: Prior, visits: Floats | None = None) -> tuple[float, float, float]:
    """Share of the usual orders that is lost over the last ``days``: 10 % quantile, median, 90 % quantile.

    ``orders``, ``visits``: by day, oldest first; days without visits are not reported. With fewer than three weeks
    before the days in question the prior stands alone.
    """
    weight = np.exp(-0.5 * ((np.log(_SHARES) - log(prior.median)) / prior.wide) ** 2)
    told = None if visits is None else _of_visitors(orders, visits, days)
    seen = told or _seen(orders, days)
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
    return _change(float(orders[-days:].sum()), usual, days, (np.log(past), past, LEAST_SCATTER))


def _of_visitors(orders: Floats, visits: Floats, days: int) -> tuple[float, float] | None:
    """The same, of orders of a visitor; None where too few days are reported."""
    orders = np.where(visits > 0, orders, 0.0)
    late = slice(len(orders) - days, None)
    before = len(orders) - days
    weeks = min(before // WEEK, WEEKS)
    bought, came = (
        one[before - weeks * WEEK : before].reshape(weeks, WEEK).sum(axis=1) for one in (orders, visits)
    )
    told = (bought > 0) & (came > 0)
    if told.sum() < WEEKS // 2 or not visits[late].any():
        return None
    bought, came = bought[told], came[told]
    usual = float(bought.sum() / came.sum() * visits[late].sum())
    return _change(
        float(orders[late].sum()), usual, days, (np.log(bought / came), bought, LEAST_RATE_SCATTER)
    )


def _change(now: float, usual: float, days: int, past: tuple[Floats, Floats, float]) -> tuple[float, float]:
    """Log change of ``now`` against the ``usual`` with its standard error; ``past``: logs of the weeks before, the
    orders in each, and the least scatter of a week that is believed.
    """
    logs, counts, least = past
    # What chance alone lets weeks scatter is no scatter of their level.
    scatter = max(float(logs.var(ddof=1)) - float((1 / counts).mean()), least**2)
    span = min(days / WEEK, 2.0)  # what shakes a week shakes the next one too
    error = np.sqrt(scatter * (1 / span + 1 / len(logs)) + 1 / (now + 0.5) + 1 / float(counts.sum()))
    return log((now + 0.5) / (usual + 0.5)), float(error)
