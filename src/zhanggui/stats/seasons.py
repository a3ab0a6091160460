"""The weekly shape of daily series: how each weekday stands to the level around it, shrunk where days are few."""

from __future__ import annotations

import numpy as np

from zhanggui.stats.arrays import Bools, Floats, Ints

WEEK = 7
_SPAN = 14
_PRIOR_DAYS = 3.0


def weekday_shapes(values: Floats, exposure: Floats, used: Bools, weekday: Ints) -> Floats:
    """Weekday factors of many daily series, shape (series, 7), Monday first.

    `values`, `exposure` and `used` have the shape (series, days), `weekday` one value a day; where `used` is false a
    day teaches nothing. A factor is the sum of values over the sum of what the level around (a month, centred) gives,
    drawn towards the shape of all series together with the weight of three ordinary days, so that thin series borrow
    it. All ones when no day is used.
    """
    window = np.ones(2 * _SPAN + 1)
    got = _convolve(np.where(used, values, 0.0), window)
    over = _convolve(np.where(used, exposure, 0.0), window)
    level = np.where(over > 0, got / np.where(over > 0, over, 1.0), 0.0)
    due = np.where(used, level * exposure, 0.0)
    days = np.eye(WEEK)[weekday]
    own, base, count = np.where(used, values, 0.0) @ days, due @ days, used.astype(np.float64) @ days
    weight = 1.0 / np.maximum(base.sum(axis=1, keepdims=True), 1e-300)
    pooled_own, pooled_base = (own * weight).sum(axis=0), (base * weight).sum(axis=0)
    pooled = np.where(pooled_base > 0, pooled_own / np.where(pooled_base > 0, pooled_base, 1.0), 1.0)
    usual = _PRIOR_DAYS * base.sum(axis=1, keepdims=True) / np.maximum(count.sum(axis=1, keepdims=True), 1.0)
    held = base + usual
    shape = np.where(held > 0, (own + usual * pooled) / np.where(held > 0, held, 1.0), 1.0)
    return np.maximum(shape, 1e-6)


def _convolve(rows: Floats, window: Floats) -> Floats:
    padded = np.cumsum(np.pad(rows, ((0, 0), (len(window) // 2 + 1, len(window) // 2))), axis=1)
    return np.asarray(padded[:, len(window) :] - padded[:, : -len(window)], dtype=np.float64)
