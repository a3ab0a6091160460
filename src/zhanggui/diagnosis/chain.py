"""A product of factors taken apart: GMV = visitor-days x conversion x units per buyer x price per unit, or any chain.

Additive LMDI-I (Ang 2004, Energy Policy 32; zeros: Ang and Liu 2007, Energy Policy 35): each factor's part is
L(y1, y0) · ln(x1/x0) with the logarithmic mean L, and the parts add up without a rest. A factor that is or becomes
zero takes the limit of that formula. Where a factor is negative or changes sign, the logarithm has no meaning and the
Shapley value (Shapley 1953; Shorrocks 2013) over all orders of change is used instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import isclose, log, prod

import numpy as np

from zhanggui.diagnosis.parts import Effect, Method, Part, Split

MOST_FACTORS = 12
_CLOSE = 1e-6

Factors = Mapping[str, float | None]


def log_mean(a: float, b: float) -> float:
    """Logarithmic mean of two positive numbers: (a - b) / (ln a - ln b), and a where they are equal."""
    if isclose(a, b, rel_tol=1e-9):
        return 0.5 * (a + b)
    return (a - b) / log(a / b)


def split_product(before: Factors, after: Factors, *, noise: Mapping[str, float] | None = None) -> Split:
    """Parts of the change of a product, one a factor, in the unit of the product.

    `before` and `after` name the same factors in the same order; None is unknown. Unknown factors leave the change
    unknown (use `split_known` when the product itself is known), unless another factor is zero on that side.
    `noise` gives the standard error of ln(after/before) of factors under no change; those factors get an interval and
    a p-value by the delta method. Raises ValueError when the names differ or there are more than 12 factors.
    """
    names = _checked(before, after)
    unknown = tuple(n for n in names if before[n] is None or after[n] is None)
    if unknown:
        return Split(None, (), Method.LMDI, unknown)
    old, new = [float(before[n] or 0.0) for n in names], [float(after[n] or 0.0) for n in names]
    return _split(names, old, new, noise or {})


def split_known(before: Factors, after: Factors, totals: tuple[float, float]) -> Split:
    """As `split_product` where the product is known on both sides (`totals`: before, after) and factors may not be.

    Unknown factors are taken together as one part `unknown`, whose value follows from the total. A side whose total
    is zero with no known factor zero gives the change to that part. Raises ValueError when all factors are known and
    do not multiply to the totals (relative 1e-6).
    """
    names = _checked(before, after)
    unknown = tuple(n for n in names if before[n] is None or after[n] is None)
    known = [n for n in names if n not in unknown]
    old, new = [float(before[n] or 0.0) for n in known], [float(after[n] or 0.0) for n in known]
    if not unknown:
        for side, total in zip((old, new), totals, strict=True):
            if not isclose(prod(side), total, rel_tol=_CLOSE, abs_tol=_CLOSE):
                raise ValueError(f"factors multiply to {prod(side)}, the total is {total}")
        return _split(names, old, new, {})
    rests = [t / prod(s) if prod(s) else None for s, t in zip((old, new), totals, strict=True)]
    if all(r is None for r in rests):
        if totals[0] == totals[1]:
            return Split(0.0, tuple(Part(n, Effect.FACTOR, 0.0) for n in known), Method.LMDI_LIMIT, unknown)
        raise ValueError("a known factor is zero, the total is not")
    filled = [next(r for r in rests if r is not None) if r is None else r for r in rests]
    whole = _split([*known, "unknown"], [*old, filled[0]], [*new, filled[1]], {})
    parts = tuple(Part(p.code, Effect.UNKNOWN, p.change) if p.code == "unknown" else p for p in whole.parts)
    return Split(whole.change, parts, whole.method, unknown)


def _checked(before: Factors, after: Factors) -> list[str]:
    if list(before) != list(after) or not before:
        raise ValueError(f"factors differ: {list(before)} and {list(after)}")
    if len(before) > MOST_FACTORS:
        raise ValueError(f"{len(before)} factors; at most {MOST_FACTORS}")
    return list(before)


def _split(names: list[str], old: list[float], new: list[float], noise: Mapping[str, float]) -> Split:
    change = prod(new) - prod(old)
    vanished = any(prod(side) == 0 and min(side) > 0 for side in (old, new))
    if vanished or min(old) < 0 or min(new) < 0:
        method, parts = Method.SHAPLEY, _shapley(old, new)
    elif min(old) == 0 or min(new) == 0:
        method, parts = Method.LMDI_LIMIT, _limit(old, new)
    else:
        mean = log_mean(prod(new), prod(old))
        method, parts = Method.LMDI, [mean * log(n / o) for n, o in zip(new, old, strict=True)]
    scale = log_mean(prod(new), prod(old)) if method is Method.LMDI else None
    made = []
    for name, value in zip(names, parts, strict=True):
        part = Part(name, Effect.FACTOR, value)
        made.append(part.with_error(scale * noise[name]) if scale is not None and name in noise else part)
    return Split(change, tuple(made), method)


def _limit(old: list[float], new: list[float]) -> list[float]:
    """Limit of LMDI when zeros go to zero together: the factors that became or left zero share the change evenly."""
    y0, y1 = prod(old), prod(new)
    if y0 == 0 and y1 == 0:
        return [0.0] * len(old)
    moved = [(o == 0) != (n == 0) for o, n in zip(old, new, strict=True)]
    return [(y1 - y0) / sum(moved) if m else 0.0 for m in moved]


def _shapley(old: list[float], new: list[float]) -> list[float]:
    """Average marginal contribution of each factor over all orders in which the factors may change."""
    count = len(old)
    bits = (np.arange(1 << count)[:, None] >> np.arange(count)) & 1
    value = np.where(bits == 1, np.array(new), np.array(old)).prod(axis=1)
    size = bits.sum(axis=1)
    weight = np.array([1.0 / (count * _choose(count - 1, s)) for s in range(count)])
    parts: list[float] = []
    for factor in range(count):
        without = np.flatnonzero(bits[:, factor] == 0)
        gain = value[without | (1 << factor)] - value[without]
        parts.append(float((weight[size[without]] * gain).sum()))
    return parts


def _choose(n: int, k: int) -> float:
    return float(prod(range(n - k + 1, n + 1)) / prod(range(1, k + 1)))
