"""Per-leaf evidence that a ratio has left its expectation: how much likelier a shifted rate is than the usual one.

A leaf's numerator is beta-binomial around its usual rate (Skellam 1948); its spread between leaves and periods is
learnt from calm history, with a weak prior, since few periods say little. Under the alternative a slice's odds are
multiplied by a common factor, unknown between 1.1 and 100 in the direction of the total, and its leaves scatter around
that factor. The log-likelihood ratio of a leaf is bounded, so that no single leaf decides alone; a slice's evidence
is the sum over its leaves, averaged over the factors, and a leaf that behaved as usual counts against it. That keeps
an answer as wide as the change is and no wider.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import betaln

from zhanggui.diagnosis.leaves import History, LeafTable
from zhanggui.stats.arrays import Floats, Ints

ENOUGH = 3.0
"""Evidence in nats, after the price of looking, below which a slice of a rate is not told from noise."""
BOUND = 50.0
"""Most that one leaf may say, in nats."""
_SHIFTS = np.geomspace(np.log(1.1), np.log(100.0), 12)
_SCATTER = np.exp(-0.5 * ((_SHIFTS[:, None] - _SHIFTS) / (0.3 * _SHIFTS[:, None])) ** 2) * np.gradient(
    _SHIFTS
)
_SCATTER /= _SCATTER.sum(axis=1, keepdims=True)
_SPREADS = np.geomspace(1e-4, 0.3, 9)
_USUAL_SPREAD = 0.003
_LABEL_EVENTS = 5.0
_LEAF_EVENTS = 5.0
_SAMPLE = 1500
_MAD = 1.4826
_CALM_WIDTH = 3.0


@dataclass(frozen=True, slots=True)
class Usual:
    """A ratio's expectation: `rate` per leaf (strictly between 0 and 1) and its `spread` (intra-class correlation).

    The spread holds what leaves vary from period to period and what is not known of the rate itself.
    """

    rate: Floats
    spread: Floats


def beta_binomial(num: Floats, den: Floats, rate: Floats, spread: Floats | float) -> Floats:
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


def _shrunk_rate(table: LeafTable, num: Floats, den: Floats) -> tuple[Floats, Floats]:
    """Rate per leaf, and how many cases it rests on.

    A leaf's own rate is drawn towards that of its labels taken together (pooled rate times the factor of each label,
    as if dimensions did not interact) with the weight of a few expected events.
    """
    pooled = (float(num.sum()) + 0.5) / (float(den.sum()) + 1.0)
    prior = np.full(len(num), pooled)
    for dim, codes in table.codes.items():
        width = len(table.labels[dim])
        own = np.bincount(codes, weights=num, minlength=width) + _LABEL_EVENTS
        base = np.bincount(codes, weights=den, minlength=width) * pooled + _LABEL_EVENTS
        prior = prior * (own / base)[codes]
    due = float((prior * den).sum())
    prior = np.clip(prior * (float(num.sum()) / due if due > 0 else 1.0), 1e-5, 0.9)
    strength = _LEAF_EVENTS / prior
    return np.clip((num + strength * prior) / (den + strength), 1e-5, 1.0 - 1e-5), den + strength


def _learn_spread(history: History, rate: Floats) -> float:
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
        rate, weight = _shrunk_rate(table, table.expected, table.expected_den)
        return Usual(rate, _USUAL_SPREAD + 1.0 / (weight + 1.0))
    quiet = calm(table.history)
    rate, weight = _shrunk_rate(table, quiet.num.sum(axis=0), quiet.den.sum(axis=0))
    return Usual(rate, _learn_spread(quiet, rate) + 1.0 / (weight + 1.0))


def leaf_evidence(table: LeafTable, usual: Usual) -> Floats:
    """Log-likelihood ratios of a shifted rate against the usual one, in nats within ±BOUND.

    Shape (shifts, leaves): one row for each shift that the slice as a whole may have made, from 1.1 to 100 times the
    odds in the direction of the total, the leaf itself scattering around it. 0 for a leaf without cases. Needs counts:
    0 <= actual <= actual_den.
    """
    den = table.actual_den if table.actual_den is not None else np.zeros_like(table.actual)
    num = table.actual
    risen = float(num.sum()) >= float((den * usual.rate).sum())
    odds = usual.rate / (1.0 - usual.rate)
    factors = np.exp(_SHIFTS if risen else -_SHIFTS)
    shifted = np.stack(
        [beta_binomial(num, den, odds * f / (1.0 + odds * f), usual.spread) for f in factors.tolist()]
    )
    ratio = shifted - beta_binomial(num, den, usual.rate, usual.spread)
    top = ratio.max(axis=0)
    mixed = np.log(_SCATTER @ np.exp(ratio - top) + 1e-300) + top
    return np.clip(np.where(den > 0, mixed, 0.0), -BOUND, BOUND)


def slice_evidence(evidence: Floats, key: Ints, size: int) -> Floats:
    """Evidence of every slice of one cuboid, shape (size,): leaves added up per shift, shifts averaged."""
    rows = len(evidence)
    keys = (key + size * np.arange(rows)[:, None]).ravel()
    sums = np.bincount(keys, weights=evidence.ravel(), minlength=rows * size).reshape(rows, size)
    top = sums.max(axis=0)
    return np.asarray(top + np.log(np.exp(sums - top).mean(axis=0)), dtype=np.float64)
