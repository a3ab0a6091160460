"""Empirical Bayes for many small samples: rates borrow strength from each other (beta-binomial)."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import special

from zhanggui.stats.arrays import Floats

ROUNDS = 12
SPAN = 1.5  # in the logit of the mean
MOST_WEIGHT = 1000.0
CLOSE = 1e-3  # of a logit or a logarithm: a thousandth of the rate or the weight
GOLDEN = (5**0.5 - 1) / 2
LEAST_SAMPLES = 3  # fewer say nothing of how rates spread


@dataclass(frozen=True, slots=True)
class Beta:
    """A beta distribution of a rate: ``a`` and ``b`` > 0; mean a/(a+b); a+b is its weight in trials."""

    a: float
    b: float

    @property
    def mean(self) -> float:
        """Expected rate."""
        return self.a / (self.a + self.b)

    def after(self, hits: float, trials: float) -> "Beta":
        """The distribution after ``hits`` of ``trials``."""
        return Beta(self.a + hits, self.b + max(trials - hits, 0.0))

    def at_most(self, weight: float) -> "Beta":
        """The same mean with a weight of at most ``weight`` trials."""
        share = min(weight / (self.a + self.b), 1.0)
        return Beta(self.a * share, self.b * share)

    def below(self, rate: float) -> float:
        """Chance that the true rate is below ``rate``."""
        return float(special.betainc(self.a, self.b, min(max(rate, 0.0), 1.0)))

    def quantile(self, share: float) -> float:
        """The rate below which ``share`` of the distribution lies."""
        return float(special.betaincinv(self.a, self.b, share))


def beta_prior(hits: Floats, trials: Floats) -> Beta:
    """Prior of the rate over a population of samples, by maximum likelihood of the beta-binomial.

    ``hits``, ``trials``: shape (n,), 0 ≤ hits ≤ trials. Samples without trials are ignored. With fewer than
    three samples, or no spread beyond chance, the prior is the pooled rate with the weight of all trials capped
    at 1,000. Source: Skellam (1948); fitted as in Casella (1985), An introduction to empirical Bayes.
    """
    seen = trials > 0
    k, n = np.minimum(hits[seen], trials[seen]), trials[seen]
    total = float(n.sum())
    pooled = (float(k.sum()) + 0.5) / (total + 1.0)
    if len(n) < LEAST_SAMPLES:
        weight = min(max(total, 1.0), 1000.0)
        return Beta(pooled * weight, (1 - pooled) * weight)
    # Equal (k, n) pairs are counted once: accounts hold thousands of terms with one click and no order.
    pairs, counts = np.unique(np.column_stack([k, n]), axis=0, return_counts=True)

    def loss(theta: Floats) -> float:
        mean = 1 / (1 + np.exp(-theta[0]))
        weight = np.exp(theta[1])
        a, b = mean * weight, (1 - mean) * weight
        fit = special.betaln(a + pairs[:, 0], b + pairs[:, 1] - pairs[:, 0]) - special.betaln(a, b)
        return -float((counts * fit).sum())

    # Mean and weight are nearly orthogonal: searching them in turn settles within a few rounds.
    theta = np.array([np.log(pooled / (1 - pooled)), np.log(50.0)])
    for _ in range(ROUNDS):
        before = theta.copy()
        theta[0] = lowest(lambda x: loss(np.array([x, theta[1]])), theta[0] - SPAN, theta[0] + SPAN)
        theta[1] = lowest(lambda x: loss(np.array([theta[0], x])), 0.0, np.log(MOST_WEIGHT))
        if np.abs(theta - before).max() < 2 * CLOSE:
            break
    mean, weight = 1 / (1 + float(np.exp(-theta[0]))), float(np.exp(theta[1]))
    return Beta(mean * weight, (1 - mean) * weight)


def lowest(loss: Callable[[float], float], low: float, high: float) -> float:
    """Where a function with one valley is least, to ``CLOSE``: golden section (Kiefer 1953)."""
    inner = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
    values = loss(inner[0]), loss(inner[1])
    while high - low > CLOSE:
        if values[0] < values[1]:
            high, inner = inner[1], (inner[1] - GOLDEN * (inner[1] - low), inner[0])
            values = loss(inner[0]), values[0]
        else:
            low, inner = inner[0], (inner[1], inner[0] + GOLDEN * (high - inner[0]))
            values = values[1], loss(inner[1])
    return (low + high) / 2
