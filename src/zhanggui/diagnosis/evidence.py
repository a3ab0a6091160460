"""Per-leaf evidence that a ratio has left its expectation: how much likelier a shifted rate is than the usual one.

A leaf's numerator is beta-binomial around its usual rate (Skellam 1948); its spread between leaves and periods is
learnt from calm history, with a weak prior, since few periods say little. The alternative multiplies the odds by a
factor that is log-uniform between 1.5 and 100, the direction being that of the total. The log-likelihood ratio of a
leaf is bounded, so that no single leaf decides alone; a slice's evidence is the sum over its leaves, in which a leaf
that behaved as usual counts against it. That keeps an answer as wide as the change is and no wider.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import betaln, logsumexp

from zhanggui.diagnosis.leaves import FloatArray, History, LeafTable

BOUND = 50.0
"""Most that one leaf may say, in nats."""
_SHIFTS = np.exp(np.linspace(np.log(1.5), np.log(100.0), 12))
_SPREADS = np.geomspace(1e-4, 0.3, 15)
_USUAL_SPREAD = 0.003
_SAMPLE = 4000
_MAD = 1.4826
_CALM_WIDTH = 3.0


@dataclass(frozen=True, slots=True)
class Usual:
    """A ratio's expectation: `rate` per leaf (strictly between 0 and 1) and the `spread` (intra-class correlation)."""

    rate: FloatArray
    spread: float


def beta_binomial(num: FloatArray, den: FloatArray, rate: FloatArray, spread: float) -> FloatArray:
    """Log-likelihood of `num` of `den` under a beta-binomial of mean `rate` and intra-class correlation `spread`.

    The binomial coefficient is left out: it is the same under every rate.
    """
    weight = 1.0 / spread - 1.0
    alpha, beta = weight * rate, weight * (1.0 - rate)
    return np.asarray(betaln(num + alpha, den - num + beta) - betaln(alpha, beta), dtype=np.float64)


def calm(history: History) -> History:
    """The periods whose total rate is near the median one (3 MAD, sampling error, or a tenth): a fault that already
    showed earlier must not become the expectation. At least the median period always remains.
    """
    den = history.den.sum(axis=1)
    rate = history.num.sum(axis=1) / np.maximum(den, 1.0)
    middle = float(np.median(rate))
    mad = _MAD * float(np.median(np.abs(rate - middle)))
    sampling = float(np.sqrt(middle / max(float(den.mean()), 1.0)))
    near = np.abs(rate - middle) <= max(_CALM_WIDTH * max(mad, sampling), 0.3 * middle) + 1e-12
    return History(history.num[near], history.den[near])


def _shrunk_rate(num: FloatArray, den: FloatArray) -> FloatArray:
    """Rate per leaf drawn towards the pooled rate with the weight of one expected event."""
    pooled = float(num.sum()) / max(float(den.sum()), 1.0)
    strength = 1.0 / max(pooled, 1e-3)
    return np.clip((num + strength * pooled) / (den + strength), 1e-5, 1.0 - 1e-5)


def _learn_spread(history: History, rate: FloatArray) -> float:
    """Intra-class correlation by maximum posterior over a grid; the prior is log-normal around 0.003, sd 1."""
    seen = history.den >= 2.0  # noqa: PLR2004
    num, den = history.num[seen], history.den[seen]
    usual = np.broadcast_to(rate, history.num.shape)[seen]
    step = max(len(num) // _SAMPLE, 1)
    num, den, usual = num[::step], den[::step], usual[::step]
    posterior = [
        float(beta_binomial(num, den, usual, s).sum()) - 0.5 * float(np.log(s / _USUAL_SPREAD)) ** 2
        for s in _SPREADS
    ]
    return float(_SPREADS[int(np.argmax(posterior))])


def usual_rate(table: LeafTable) -> Usual:
    """What the leaves' rates should have been: from calm history where there is one, else from the expected columns."""
    if table.history is None:
        if table.expected_den is None:
            raise ValueError("a sum has no rate")
        return Usual(_shrunk_rate(table.expected, table.expected_den), _USUAL_SPREAD)
    quiet = calm(table.history)
    rate = _shrunk_rate(quiet.num.sum(axis=0), quiet.den.sum(axis=0))
    return Usual(rate, _learn_spread(quiet, rate))


def leaf_evidence(table: LeafTable, usual: Usual) -> FloatArray:
    """Log-likelihood ratio, shifted against usual, per leaf in nats within ±BOUND; 0 for a leaf without cases.

    Needs counts: 0 <= actual <= actual_den.
    """
    den = table.actual_den if table.actual_den is not None else np.zeros_like(table.actual)
    num = table.actual
    risen = float(num.sum()) >= float((den * usual.rate).sum())
    odds = usual.rate / (1.0 - usual.rate)
    factors = _SHIFTS if risen else 1.0 / _SHIFTS
    shifted = np.stack(
        [beta_binomial(num, den, odds * f / (1.0 + odds * f), usual.spread) for f in factors.tolist()]
    )
    ratio = (
        logsumexp(shifted, axis=0) - np.log(len(factors)) - beta_binomial(num, den, usual.rate, usual.spread)
    )
    return np.clip(np.where(den > 0, ratio, 0.0), -BOUND, BOUND)
