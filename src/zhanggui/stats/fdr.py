"""Many figures at once: which of them may be called real at a stated false discovery rate."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def adjusted(p: NDArray[np.float64], weights: NDArray[np.float64] | None = None) -> NDArray[np.float64]:
    """Benjamini-Hochberg (1995) adjusted p-values, in the order given; a NaN (unknown) stays NaN, counting for nothing.

    A figure is called real at rate q when its adjusted value is <= q. ``weights`` (positive, in the order given) say
    which figures matter more, set without a look at ``p``: they are brought to a mean of 1 and divide the p-values
    (Genovese, Roeder and Wasserman 2006). Raises ValueError outside [0, 1].
    """
    known = np.flatnonzero(~np.isnan(p))
    if ((p[known] < 0) | (p[known] > 1)).any():
        raise ValueError("p-values lie between 0 and 1")
    if weights is not None and len(known):
        p = np.minimum(p * weights[known].mean() / weights, 1.0)
    order = known[np.argsort(p[known], kind="stable")]
    scaled = p[order] * len(order) / np.arange(1, len(order) + 1)
    result = np.full(len(p), np.nan)
    result[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return result
