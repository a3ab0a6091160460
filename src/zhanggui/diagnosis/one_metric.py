"""The one metric: which single figure, brought to where this shop has shown it can be, releases most profit a week.

For every leaf of the tree: the gap to what is attainable (the shop's own better quarter of comparable days, its best
comparable listings, its plan; never a figure from elsewhere), times what that step is worth in contribution profit a
week. The own better quarter is taken from the spread of the true values, not of the noisy ones: a thin metric swings
widely by chance alone, and chance is no headroom. Intervals by the delta method.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import exp, log

import numpy as np
from scipy.special import ndtr, ndtri

from zhanggui.diagnosis.parts import joint
from zhanggui.stats.arrays import Floats
from zhanggui.stats.intervals import Interval, normal

ALPHA = 0.05
_QUARTILE = float(ndtri(0.75))
_QUARTILE_ERROR = 1.36
_FEWEST = 8
_FEWEST_PEERS = 4


class Basis(StrEnum):
    """What an attainable value rests on."""

    OWN = "own"
    """The better quarter of the shop's own comparable days or weeks."""
    PEERS = "peers"
    """The better quarter of its comparable listings."""
    PLAN = "plan"
    """The shop's plan."""


@dataclass(frozen=True, slots=True)
class Lever:
    """One leaf of the tree that could be improved.

    `history`: values of the metric on comparable days or weeks (same weekday, ordinary), positive, NaN unknown;
    `errors`: the sampling standard error of each, same length (zeros where there is none). `worth`: contribution
    profit a week released when the metric improves by 1 % , times 100, that is the derivative to its logarithm, and
    `worth_error` its standard error; both in one currency over all levers. `better` is +1 where more is better, -1
    where less is (refund rate). `peers`: shrunk values of comparable listings; `plan`: the shop's own target.
    """

    code: str
    history: Floats
    errors: Floats
    worth: float
    worth_error: float = 0.0
    better: int = 1
    peers: Floats | None = None
    plan: float | None = None

    def __post_init__(self) -> None:
        """Refuse errors of another length and directions other than +1 and -1 (ValueError)."""
        if self.history.shape != self.errors.shape or self.better not in {1, -1}:
            raise ValueError(f"{self.code}: errors need the length of history, better is +1 or -1")


@dataclass(frozen=True, slots=True)
class Step:
    """What one realistic step of a lever releases.

    From `current` to `attainable` (in the metric's unit), which rests on `basis`; `money` is contribution profit a
    week with its 95 % interval; `p_noise` the probability of such a gap when there is none (one-sided).
    """

    code: str
    current: float
    attainable: float
    basis: Basis
    money: Interval
    error: float
    p_noise: float


@dataclass(frozen=True, slots=True)
class OneMetric:
    """All steps, most money first, and who wins.

    `winner` is the first step that is not noise (at 5 %), None when there is none; `runner_up` the next. `p_lead` is
    the probability that the runner-up truly is at least as good, `lead` whether the difference is real (at 5 %); None
    without a runner-up. `unknown` names levers with too little history, in the order given.
    """

    steps: tuple[Step, ...]
    winner: Step | None
    runner_up: Step | None
    p_lead: float | None
    lead: bool | None
    unknown: tuple[str, ...]


def one_metric(levers: Sequence[Lever]) -> OneMetric:
    """Rank the levers. Those with fewer than eight known positive values cannot be judged and are named `unknown`."""
    steps: list[Step] = []
    unknown: list[str] = []
    for lever in levers:
        step = _step(lever)
        if step is None:
            unknown.append(lever.code)
        else:
            steps.append(step)
    steps.sort(key=lambda s: (-s.money.mid, s.code))
    real = [s for s in steps if s.money.mid > 0 and s.p_noise <= ALPHA]
    winner, runner_up = (real[0] if real else None), (real[1] if len(real) > 1 else None)
    p_lead = None
    if winner is not None and runner_up is not None:
        error = joint([winner.error, runner_up.error])
        gap = winner.money.mid - runner_up.money.mid
        p_lead = float(ndtr(-gap / error)) if error > 0 else 0.5 * (gap == 0)
    lead = None if p_lead is None else p_lead <= ALPHA
    return OneMetric(tuple(steps), winner, runner_up, p_lead, lead, tuple(unknown))


def _step(lever: Lever) -> Step | None:
    """The nearest attainable value better than the current level, else a step of zero to the own better quarter."""
    known = ~np.isnan(lever.history) & (np.nan_to_num(lever.history) > 0)
    if int(known.sum()) < _FEWEST:
        return None
    values, errors = lever.history[known], lever.errors[known]
    level = float(np.mean(np.log(values)))
    spread = float(np.std(np.log(values), ddof=1))
    chance = float(np.mean((errors / values) ** 2))
    true = max(spread**2 - chance, 0.0) ** 0.5
    count = len(values)
    targets = [(Basis.OWN, _QUARTILE * true)]
    if lever.peers is not None and len(lever.peers) >= _FEWEST_PEERS:
        share = 75.0 if lever.better > 0 else 25.0
        targets.append((Basis.PEERS, lever.better * (log(float(np.percentile(lever.peers, share))) - level)))
    if lever.plan is not None and lever.plan > 0:
        targets.append((Basis.PLAN, lever.better * (log(lever.plan) - level)))
    ahead = [t for t in targets if t[1] > 0]
    basis, gap = min(ahead, key=lambda t: t[1]) if ahead else targets[0]
    gap = max(gap, 0.0)
    error = spread / count**0.5 if basis is not Basis.OWN else _QUARTILE_ERROR * spread / count**0.5
    money = lever.worth * gap
    deviation = joint([lever.worth * error, lever.worth_error * gap])
    return Step(
        code=lever.code,
        current=exp(level),
        attainable=exp(level + lever.better * gap),
        basis=basis,
        money=normal(money, deviation),
        error=deviation,
        p_noise=float(ndtr(-gap / error)) if error > 0 else (0.0 if gap > 0 else 1.0),
    )
