"""A count that has fallen below what its own weeks say, told from noise: the scan that plays on falls share.

The last three days, one and two weeks of each item are held against the same weekdays of the six weeks before, the
later ones counting more, after the common change of all items is taken out. What lies far above an item's other days
(a post that went round) counts no more than those, and a week far above its other weeks no more than these: that it is
over is no fall. Counts scatter more than chance, by as much as this shop's weeks do (negative binomial of a common
shape, by moments). Against ``exposure`` (visits, impressions) a rate is judged, whose scatter is that of so many trials
and no more than the shop's rates show.
"""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr, ndtri

from zhanggui.stats.counts import at_most, share_at_most

WEEK = 7
WINDOWS = (3, 7, 14)  # days in question
WEEKS = 6  # weeks before them
DAYS = WINDOWS[-1] + WEEKS * WEEK
HALF_LIFE = 3.0  # weeks after which a week counts half
LEAST_EXPECTED = 5.0  # counts; fewer can't be told from noise
USUAL_SCATTER = 0.02  # variance of a week over its square, beside that of counts, where a shop tells nothing
USUAL_RATE_SCATTER = 0.005  # the same, of a rate
BURST, BURST_ERRORS = 1.5, 2.0  # times the median week, and roots of it, above which a week is a burst
DAY_BURST, DAY_ERRORS = 2.0, 3.0  # the same of a day: days scatter more than weeks
WORTH = 4.0  # items that the usual scatter counts for beside the shop's own
COMMON = 0.12  # standard deviation, in logs, of what shakes all items of a shop
CERTAIN = 2.0  # standard errors from which a common change begins to be taken as it is

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Fall:
    """Item number ``at`` over its last ``days``: counted, expected with its standard error, chance of so few."""

    at: int
    days: int
    seen: float
    expected: float
    deviation: float
    p: float

    @property
    def change(self) -> tuple[float, float]:
        """Log change with its standard error, half a count added to both sides."""
        there = self.expected + 0.5
        error = sqrt(self.deviation**2 / there**2 + 1 / (self.seen + 0.5) - 1 / there)
        return log((self.seen + 0.5) / there), max(error, self.deviation / there)


def share_lost(mid: float, wide: float) -> tuple[float, float, float]:
    """Share lost by a change ``mid`` in logs, known with a standard error of ``wide``: 10 % quantile, median, 90 %.

    A rise is not in question: the normal is cut off there.
    """
    below = float(ndtr(-mid / wide))
    low, median, high = (1 - exp(mid + wide * float(ndtri(below * part))) for part in (0.9, 0.5, 0.1))
    return low, median, high


def falls(counts: Floats, exposure: Floats | None = None, windows: Sequence[int] = WINDOWS) -> list[Fall]:
    """One for each item that counts enough: of its windows the one that is least likely to be noise.

    ``counts``, ``exposure``: shape (items, DAYS), oldest first, 0 where nothing was counted. ``windows``: days in
    question, 14 at most. The best of so many looks is taken, so its chance is as many times as great (Bonferroni).
    """
    best: dict[int, Fall] = {}
    for days in windows:
        for fall in _window(counts, exposure, days):
            if fall.at not in best or fall.p < best[fall.at].p:
                best[fall.at] = fall
    return [
        Fall(one.at, one.days, one.seen, one.expected, one.deviation, min(one.p * len(windows), 1.0))
        for _, one in sorted(best.items())
    ]


def common_fall(usual: float, now: float) -> tuple[float, float]:
    """What a shop's other counts say of its common change: 1 at most, and its variance over its square.

    A few that are missing are chance: they count as far as a shop's common changes are likely, or are certain. A shop
    that rises makes no item's standing still a fall.
    """
    change, variance = log((now + 1) / (usual + 1)), 1 / (now + 1) + 1 / (usual + 1)
    likely = COMMON**2 / (COMMON**2 + variance)
    certain = 1 - CERTAIN**2 * variance / max(change**2, 1e-12)
    part = max(likely, certain)
    return exp(min(change, 0.0) * part), variance * part


def _weeks(table: Floats, days: int) -> Floats:
    """The six weeks before the last ``days``, shape (items, WEEKS); of each as many weekdays as are in question."""
    whole = -(-days // WEEK) * WEEK
    size = WEEKS * WEEK
    past = table[:, DAYS - whole - size : DAYS - whole].reshape(-1, WEEKS, WEEK)
    weeks: Floats = past[:, :, -min(days, WEEK) :].sum(axis=2)
    return weeks


def _even(counts: Floats) -> Floats:
    """The days of each item, those of a burst taken as its usual ones; shape (items, DAYS).

    A post that went round fades over weeks: the weeks it fell into are no usual ones, the days between its peaks are.
    Usual is the median of all days or of the same weekdays, whichever is more: a sale of every Saturday is no burst.
    """
    told = np.where(counts > 0, counts, np.nan)
    days = told.reshape(-1, DAYS // WEEK, WEEK)
    with warnings.catch_warnings():  # an item or a weekday without any count has no median
        warnings.simplefilter("ignore", RuntimeWarning)
        usual = np.nanmedian(told, axis=1)[:, None]
        same = np.tile(np.nanmedian(days, axis=1), DAYS // WEEK)
    level = np.nan_to_num(np.fmax(usual, same))
    even: Floats = np.where(counts > DAY_BURST * level + DAY_ERRORS * np.sqrt(level), level, counts)
    return even


def _calm(past: Floats) -> Floats:
    """The weeks of each item without its bursts, shape (items, WEEKS)."""
    median = np.median(past, axis=1)[:, None]
    calm: Floats = np.minimum(past, BURST * median + BURST_ERRORS * np.sqrt(median) + 1.0)
    return calm


def _window(counts: Floats, exposure: Floats | None, days: int) -> list[Fall]:
    whole, weeks = _weeks(counts, days), max(days / WEEK, 1.0)
    past = _calm(_weeks(_even(counts), days)) if exposure is None else whole
    weight = 0.5 ** (np.arange(WEEKS)[::-1] / HALF_LIFE)
    weight /= weight.sum()
    usual = past @ weight * weeks
    if exposure is not None:
        before = _weeks(exposure, days) @ weight * weeks
        now = exposure[:, DAYS - days :].sum(axis=1)
        # More visitors than usual (a post went round) do not oblige more to buy.
        usual = usual * np.minimum(np.divide(now, before, out=np.zeros_like(now), where=before > 0), 1.0)
    seen = counts[:, DAYS - days :].sum(axis=1)
    known = float((weight**2).sum()) * weeks  # the usual is itself counted on a few weeks
    scatter = _scatter(whole, None if exposure is None else _weeks(exposure, days)) * (1 + known) / weeks
    out = []
    for at in np.flatnonzero(usual >= LEAST_EXPECTED):
        others = float(usual.sum() - usual[at]), float(seen.sum() - seen[at])
        common, unsure = common_fall(*others)
        if exposure is not None and others[0] <= 0:
            unsure = 0.0  # a rate without others: how rates scatter is all there is to know
        expected = float(usual[at]) * common
        beyond = expected**2 * (scatter + unsure)
        if exposure is None:
            variance = expected * (1 + known) + beyond
            chance = at_most(float(seen[at]), expected, variance)
        else:
            trials = max(float(exposure[at, DAYS - days :].sum()), expected)
            variance = expected * (1 - expected / trials) * (1 + known) + beyond
            chance = share_at_most(float(seen[at]), trials, expected, variance)
        out.append(Fall(int(at), days, float(seen[at]), expected, sqrt(variance), chance))
    return out


def _scatter(past: Floats, exposure: Floats | None) -> float:
    """How much weekly counts scatter beyond chance: variance over square, over all items of a shop.

    By moments against the item's mean times the shop's week (or the week's exposure).
    """
    if exposure is None:
        level = past.sum(axis=0) / max(float(past.sum(axis=0).mean()), 1.0)
        fitted = past.mean(axis=1)[:, None] * level[None, :]
        by_chance, usual = float(fitted.sum()), USUAL_SCATTER
    else:
        whole = exposure.sum(axis=1)
        rate = np.divide(past.sum(axis=1), whole, out=np.zeros_like(whole), where=whole > 0)
        fitted = exposure * rate[:, None]
        by_chance, usual = float((fitted * (1 - rate[:, None])).sum()), USUAL_RATE_SCATTER
    free = (WEEKS - 1) / WEEKS
    beyond = float(((past - fitted) ** 2).sum()) / free - by_chance
    squares = (fitted**2).sum(axis=1)
    own = max(beyond / max(float(squares.sum()), 1.0), 0.0)
    told = float(squares.sum() ** 2) / max(float((squares**2).sum()), 1.0)  # items that the sum is made of
    return (own * told + usual * WORTH) / (told + WORTH)
