"""The weekly shape of a series: how each weekday stands to the level around it, shrunk when days are few."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
WEEK = 7
_OWN_DAYS = 2.0


def weekday_index(
    values: FloatArray, level: FloatArray, weekday: NDArray[np.int64], days: float = _OWN_DAYS
) -> FloatArray:
    """Seven factors, Monday first: sum of values over sum of level of each weekday, shrunk towards 1.

    The shrinkage is worth `days` ordinary days of evidence. Days whose value is NaN are left out. The factors are
    scaled so that an average day has factor 1 over the days seen. All ones when nothing was seen.
    """
    seen = ~np.isnan(values) & (level > 0)
    got = np.bincount(weekday[seen], weights=values[seen], minlength=WEEK)
    due = np.bincount(weekday[seen], weights=level[seen], minlength=WEEK)
    count = np.bincount(weekday[seen], minlength=WEEK)
    if not float(due.sum()) or float(got.sum()) <= 0:
        return np.ones(WEEK)
    usual = float(due.sum()) / int(count.sum()) * days
    scale = float(got.sum()) / float(due.sum())
    index = (got + usual * scale) / (due + usual) / scale
    return index / (float((index * due).sum()) / float(due.sum()))
