"""Counts that scatter more than chance alone lets them."""

import numpy as np
from scipy.special import betainc, betaln


def at_most(seen: float, mean: float, variance: float) -> float:
    """Chance of ``seen`` or fewer, of a negative binomial with this ``mean`` (above 0) and ``variance``.

    A variance that is not above the mean is taken as the Poisson limit. Source: Anscombe (1949).
    """
    shape = mean**2 / max(variance - mean, 1e-9)
    return float(betainc(shape, seen + 1.0, shape / (shape + mean)))


def share_at_most(seen: float, trials: float, mean: float, variance: float) -> float:
    """Chance that ``seen`` or fewer of ``trials`` do what ``mean`` of them usually do, with this ``variance``.

    Binomial, of as many trials as would scatter that much by chance alone (effective sample size: Korn and Graubard
    1998); a variance below the binomial one is taken as that. 0 < mean <= trials.
    """
    share = min(mean / trials, 1.0 - 0.5 / trials)
    binomial = trials * share * (1.0 - share)
    told = trials * min(binomial / variance, 1.0) if variance > 0 else trials
    few = seen * told / trials
    return float(betainc(told - few, few + 1.0, 1.0 - share)) if few < told else 1.0


def share_at_least(seen: int, trials: int, before: tuple[float, float]) -> float:
    """Chance that ``seen`` or more of ``trials`` do what of those ``before`` (did, of how many) did.

    Beta-binomial, whose prior of Jeffreys is fed with what was before (Brown, Cai and DasGupta 2001).
    """
    did, of = before
    yes, no = did + 0.5, of - did + 0.5
    many = np.arange(seen, trials + 1, dtype=np.float64)
    ways = -np.log(trials + 1.0) - betaln(many + 1.0, trials - many + 1.0)
    chances = np.exp(ways + betaln(many + yes, trials - many + no) - betaln(yes, no))
    return float(min(chances.sum(), 1.0))
