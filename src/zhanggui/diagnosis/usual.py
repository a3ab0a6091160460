"""What is usual for one figure on one kind of day: the mean of like days, and how far chance alone reaches.

The verdict of last resort: `signal` needs weeks of history and `stretch` the same comparison on many earlier days; this
one needs four like days, whichever they are.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtr

from zhanggui.stats.arrays import Floats

LEAST = 4  # like days below which nothing is said about chance
LEVEL = 0.95
NOTHING = 1e-9  # a spread below this is rounding


@dataclass(frozen=True, slots=True)
class Usual:
    """``deviation``: standard error of a new like day around the mean, on the log scale where ``logs``.

    ``noise``: True within chance's reach at 95 %, False outside, None where history does not tell. ``p``: chance
    of a figure at least as far away (two-sided), None with it. Days without anything do not say how far chance goes.
    """

    deviation: float
    logs: bool
    noise: bool | None
    p: float | None


def usual(history: Floats, value: float) -> Usual:
    """Hold ``value`` against ``history``, shape (n,), like days, NaN unknown.

    Positive figures are compared on the log scale (sizes multiply), others as they are. The reach is the
    prediction interval of one new day, t-distributed with n − 1 degrees of freedom.
    """
    known = history[np.isfinite(history)]
    logs = bool(len(known)) and bool((known > 0).all()) and value > 0
    if len(known) < LEAST or not np.isfinite(value):
        return Usual(float("nan"), logs, None, None)
    past = np.log(known) if logs else known
    now = float(np.log(value)) if logs else value
    deviation = float(past.std(ddof=1)) * float(np.sqrt(1 + 1 / len(past)))
    gap = abs(now - float(past.mean()))
    if deviation < NOTHING:
        if gap < NOTHING:
            return Usual(0.0, logs, noise=True, p=1.0)
        return Usual(0.0, logs, noise=False, p=0.0) if known[0] else Usual(0.0, logs, None, None)
    p = float(2 * stdtr(len(past) - 1, -gap / deviation))
    return Usual(deviation, logs, p > 1 - LEVEL, p)
