"""Empirical Bayes for many small samples: rates borrow strength from each other (beta-binomial)."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import optimize, special

LEAST_SAMPLES = 3  # fewer say nothing of how rates spread

Floats = npt.NDArray[np.float64]


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

    start = np.array([np.log(pooled / (1 - pooled)), np.log(50.0)])
    bounds = [(-12.0, 12.0), (np.log(1.0), np.log(1000.0))]
    best = optimize.minimize(loss, start, method="L-BFGS-B", bounds=bounds).x
    mean, weight = 1 / (1 + float(np.exp(-best[0]))), float(np.exp(best[1]))
    return Beta(mean * weight, (1 - mean) * weight)
