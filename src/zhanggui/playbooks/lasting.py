"""A share that jumped months ago and never went back: a fee that has been wrong since spring.

`shift` looks at the last weeks against those before; what is older it takes for usual. Here the weeks of a year are
split into two levels where least squares of their logs say, and a jump is one that is sharp (the month after it against
the month before), lasts (no month since has been near what was usual), and leaves what was usual by four standard
errors, by the scatter of the weeks themselves. What drifts, or comes with a season and goes with it, is none. What was
nothing for weeks, and is there in every one since, has jumped too.
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np
import numpy.typing as npt

WEEK, WEEKS = 7, 54
DAYS = WEEK * WEEKS
LEAST_BEFORE, LEAST_SINCE = 6, 5  # weeks counted
USUAL = 17  # weeks before the jump whose level is usual
MONTH = 4
COMES_IN = 2  # weeks over which a jump may come in
SHARP = 0.7  # share of the rise, in logs, that the month after the jump must show
SURE = 4.0
ODD = 0.05  # share of the weeks that may be odd, at either end
STEADY = 0.5  # part of its level that every month of something new must reach
FLOOR = 0.03  # standard error of a level that nobody should trust to be smaller, in logs

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Level:
    """The share is ``now`` since ``weeks`` weeks, and was ``usual`` (0: there was none); ``error``: standard error of
    its log change.
    """

    weeks: int
    now: float
    usual: float
    error: float


def weekly(days: Floats) -> Floats:
    """Sums by week of the last ``DAYS`` days, oldest first, shape (WEEKS,)."""
    sums: Floats = days.reshape(WEEKS, WEEK).sum(axis=1)
    return sums


def lasting(over: Floats, under: Floats, least: float) -> Level | None:
    """The jump of ``over`` / ``under`` (by week, shape (WEEKS,)) that still lasts; None where there is none.

    ``least``: the rise, of the usual share, from which it is worth a word.
    """
    counted = np.flatnonzero((over > 0) & (under > 0))
    many = len(counted)
    if many < LEAST_SINCE or counted[-1] < WEEKS - 2:
        return None
    if (under[: counted[0]] > 0).sum() >= LEAST_BEFORE:
        return _new(over[counted[0] :], under[counted[0] :]) if not over[: counted[0]].any() else None
    if many < LEAST_BEFORE + LEAST_SINCE:
        return None
    over, under = over[counted], under[counted]
    logs = _calm(over, under)
    at = _split(logs, under)
    first, usual = max(at - USUAL, 0), _ratio(over[:at], under[:at], USUAL)
    now = _ratio(over[at:], under[at:], many)
    rise = float(np.log(now / usual))
    settled = slice(at + COMES_IN, None)
    months = _months(over[settled], under[settled])
    before = _months(over[first:at], under[first:at])
    if min(now, float(months.min())) < usual * (1 + least):
        return None
    sharp = np.log(months[0] / before[-1]) >= SHARP * rise
    apart = float(months.min()) > float(before.max())
    error = _error(logs, at)
    if not sharp or not apart or rise < SURE * error:
        return None
    return Level(WEEKS - int(counted[at]), now, usual, error)


def _new(over: Floats, under: Floats) -> Level | None:
    """What is there since the first of these weeks and was not before, if it is there in all of them."""
    told = under > 0
    if not (over[told] > 0).all():
        return None
    over, under, weeks = over[told], under[told], len(over)
    now, months = _ratio(over, under, len(over)), _months(over[COMES_IN:], under[COMES_IN:])
    if float(months.min()) < STEADY * now:
        return None
    error = float(np.log(over / under)[COMES_IN:].std(ddof=1)) * sqrt(2 / len(over))
    return Level(weeks, now, 0.0, float(np.hypot(error, FLOOR)))


def began(over: Floats, under: Floats, weeks: int) -> int:
    """Days since a jump of ``weeks`` weeks ago, by days of ``DAYS``: where least squares split the months around it."""
    middle = DAYS - weeks * WEEK
    around = np.arange(max(middle - MONTH * WEEK, 0), min(middle + MONTH * WEEK, DAYS))
    days = around[(over[around] > 0) & (under[around] > 0)]
    if not over[:middle].any():
        return DAYS - int(days[0])
    few = len(days) <= 2 * WEEK
    at = 0 if few else _split(np.log(over[days] / under[days]), under[days], (WEEK, WEEK))
    return weeks * WEEK if few else DAYS - int(days[at])


def _calm(over: Floats, under: Floats) -> Floats:
    """Logs of the share, odd weeks (the first of a settlement, a correction) taken as the next ones to them."""
    logs = np.log(over / under)
    calm: Floats = np.clip(logs, *np.quantile(logs, (ODD, 1 - ODD)))
    return calm


def _ratio(over: Floats, under: Floats, most: int) -> float:
    """The share over the last ``most`` weeks."""
    return float(over[-most:].sum() / under[-most:].sum())


def _split(logs: Floats, weight: Floats, least: tuple[int, int] = (LEAST_BEFORE, LEAST_SINCE)) -> int:
    """With which the second of two levels begins, by weighted least squares; ``least`` of each level."""
    sums, weights = np.cumsum(logs * weight), np.cumsum(weight)
    at = np.arange(least[0], len(logs) - least[1] + 1)
    before, since = sums[at - 1], sums[-1] - sums[at - 1]
    gain = before**2 / weights[at - 1] + since**2 / (weights[-1] - weights[at - 1])
    return int(at[np.argmax(gain)])


def _months(over: Floats, under: Floats) -> Floats:
    """The share of every stretch of four weeks."""
    window = np.ones(min(MONTH, len(over)))
    shares: Floats = np.convolve(over, window, "valid") / np.convolve(under, window, "valid")
    return shares


def _error(logs: Floats, at: int) -> float:
    """Standard error, in logs, of the difference of both levels: weeks are alike to their neighbours."""
    spread = [float(part.std(ddof=1)) for part in (logs[:at], logs[at:])]
    alike = 2.0  # weeks that count as one
    return sqrt(
        sum(alike * one**2 / n for one, n in zip(spread, (at, len(logs) - at), strict=True)) + FLOOR**2
    )
