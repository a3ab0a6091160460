"""Counts that scatter more than chance alone lets them."""

from scipy.special import betainc


def at_most(seen: float, mean: float, variance: float) -> float:
    """Chance of ``seen`` or fewer, of a negative binomial with this ``mean`` (above 0) and ``variance``.

    A variance that is not above the mean is taken as the Poisson limit. Source: Anscombe (1949).
    """
    shape = mean**2 / max(variance - mean, 1e-9)
    return float(betainc(shape, seen + 1.0, shape / (shape + mean)))
