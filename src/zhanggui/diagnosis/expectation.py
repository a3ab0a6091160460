"""What many daily series should have been, one day ahead: level x weekday x event, each learnt from the past.

All series are worked on together, as arrays of shape (series, days). The level is exponentially weighted over ordinary
days; how fast it forgets is chosen per series by how well it foretold the next day. Weekday shapes of thin series are
drawn towards the shape of all. Event factors (a festival's peak, its run-up, the shop's own promotion) are learnt from
earlier days of the same code and carry their uncertainty. After a lasting shift the fast level takes over.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from zhanggui.stats.arrays import Bools, Floats, Ints
from zhanggui.stats.seasons import weekday_shapes

HALF_LIVES = (4.0, 8.0, 16.0, 32.0, 64.0)
WARM_UP = 14
_EVENT_SPREAD = 0.8
_EVENT_NOISE = 0.2
_RUN = 5
_SHIFT = 4.0


@dataclass(frozen=True, slots=True)
class Past:
    """Daily series: `values` and `exposure` of shape (series, days); NaN is unknown. `weekday` and `event` per day.

    `exposure` is what a value is counted over (visitor-days for buyers, orders for sales), 1 for a plain figure.
    `event` is -1 on an ordinary day, else a code from 0; days with the same code share a factor.
    """

    values: Floats
    exposure: Floats
    weekday: Ints
    event: Ints

    def __post_init__(self) -> None:
        """Refuse shapes that differ (ValueError)."""
        if self.values.ndim != 2 or self.values.shape != self.exposure.shape:  # noqa: PLR2004
            raise ValueError(
                f"series need one shape (series, days), got {self.values.shape}, {self.exposure.shape}"
            )
        if self.weekday.shape != self.event.shape or self.event.shape != self.values.shape[1:]:
            raise ValueError("weekday and event need one value a day")

    @property
    def seen(self) -> Bools:
        """Where value and exposure are known and there is exposure."""
        return ~np.isnan(self.values) & ~np.isnan(self.exposure) & (np.nan_to_num(self.exposure) > 0)


@dataclass(frozen=True, slots=True)
class Foretold:
    """One-day-ahead expectation of every day.

    `mean` of shape (series, days), NaN where less than two weeks were known; `doubt` is the standard error of its
    logarithm that stems from the event factor, 0 on ordinary days; `ordinary` marks known days without event.
    """

    mean: Floats
    doubt: Floats
    ordinary: Bools


def foretell(past: Past) -> Foretold:
    """Expectation of every day from the days before it (weekday shapes and event factors use all days but the last)."""
    seen = past.seen
    ordinary = seen & (past.event < 0)
    learnable = ordinary.copy()
    learnable[:, -1] = False
    values = np.where(seen, past.values, 0.0)
    exposure = np.where(seen, past.exposure, 0.0)
    shape = weekday_shapes(values, exposure, learnable, past.weekday)
    due = exposure * shape[:, past.weekday]
    levels = _levels(values, due, ordinary)
    means = levels * np.where(np.isnan(past.exposure), np.nan, past.exposure) * shape[:, past.weekday]
    mean = _choose(values, means, learnable)
    mean = _follow_shifts(values, mean, means[0], ordinary)
    factor, doubt = _events(values, mean, seen, past.event)
    return Foretold(mean * factor, doubt, ordinary)


def _levels(values: Floats, due: Floats, used: Bools) -> Floats:
    """Level before each day for every half-life: weighted values over weighted dues of earlier ordinary days.

    Shape (half-lives, series, days); NaN in a series' first two weeks.
    """
    keep = 0.5 ** (1.0 / np.array(HALF_LIVES))[:, None]
    top, base = np.zeros((len(keep), len(values))), np.zeros((len(keep), len(values)))
    tops, bases = (np.zeros((values.shape[1], *top.shape)) for _ in range(2))
    fade = np.where(used.T[:, None, :], keep, 1.0)
    add, owe = np.where(used, values, 0.0).T, np.where(used, due, 0.0).T
    for day in range(values.shape[1]):
        tops[day], bases[day] = top, base
        top = fade[day] * top + add[day]
        base = fade[day] * base + owe[day]
    count: Ints = np.cumsum(used, axis=1) - used
    ready = (count.T[:, None, :] >= WARM_UP) & (bases > 0)
    level = np.where(ready, tops / np.where(ready, bases, 1.0), np.nan)
    return np.asarray(level.transpose(1, 2, 0), dtype=np.float64)


def _choose(values: Floats, means: Floats, used: Bools) -> Floats:
    """Per series, the mean of the half-life that foretold best; series with little history follow the others."""
    tested = used[None] & (np.nan_to_num(means) > 0)
    square = np.where(tested, (values[None] - means) ** 2 / np.where(tested, means, 1.0), 0.0)
    loss = square.sum(axis=2)
    relative = loss / np.maximum(loss.min(axis=0, keepdims=True), 1e-300)
    days = tested[0].sum(axis=1)
    pooled = relative[:, days > 0].mean(axis=1) if (days > 0).any() else np.ones(len(means))
    mixed = (relative * days + pooled[:, None] * 4 * WARM_UP) / (days + 4 * WARM_UP)
    best = mixed.argmin(axis=0)
    return np.asarray(means[best, np.arange(values.shape[0])], dtype=np.float64)


def _follow_shifts(values: Floats, mean: Floats, fast: Floats, used: Bools) -> Floats:
    """The fast level's mean on days before which five ordinary ones in a row lay too far to one side for chance."""
    fits = used & (np.nan_to_num(mean) > 0)
    off = np.where(fits, (values - mean) / np.where(fits, mean, 1.0), np.nan)
    result = mean.copy()
    for row in range(len(values)):
        known = np.flatnonzero(fits[row])
        if len(known) < 2 * WARM_UP:
            continue
        z = off[row, known] / max(1.4826 * float(np.median(np.abs(off[row, known]))), 1e-9)
        run = np.convolve(np.clip(z, -_RUN, _RUN), np.ones(_RUN), mode="full")[: len(z)] / np.sqrt(_RUN)
        ahead = np.searchsorted(known, np.arange(values.shape[1]), side="left") - 1
        moved = (ahead >= _RUN - 1) & (np.abs(run[np.maximum(ahead, 0)]) > _SHIFT)
        result[row] = np.where(moved, fast[row], mean[row])
    return result


def _events(values: Floats, mean: Floats, seen: Bools, event: Ints) -> tuple[Floats, Floats]:
    """Factor and its log standard error per series and day, from earlier days of the same code.

    Log factors are normal with spread 0.8 around 0 before anything is seen, and a day shows one with an error of 0.2.
    """
    factor, doubt = np.ones(mean.shape), np.zeros(mean.shape)
    usable = seen & (np.nan_to_num(mean) > 0)
    log_off = np.log(np.where(usable, np.maximum(values, 0.05 * np.where(usable, mean, 1.0)), 1.0))
    log_off = np.where(usable, log_off - np.log(np.where(usable, mean, 1.0)), 0.0)
    for code in np.unique(event[event >= 0]):
        days = np.flatnonzero(event == code)
        count: Ints = np.cumsum(usable[:, days], axis=1) - usable[:, days]
        total = np.cumsum(log_off[:, days], axis=1) - log_off[:, days]
        weight = count + (_EVENT_NOISE / _EVENT_SPREAD) ** 2
        factor[:, days] = np.exp(total / weight)
        doubt[:, days] = _EVENT_NOISE / np.sqrt(weight)
    return factor, doubt
