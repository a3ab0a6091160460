"""One item such as there never was: the largest single item of a day, held against those of the days before."""

from collections.abc import Sequence
from datetime import date

import numpy as np
from scipy.special import pdtrc

from zhanggui.app.where.slices import Rows, Slices
from zhanggui.diagnosis.usual import usual
from zhanggui.metrics.catalogue import CATALOGUE
from zhanggui.metrics.kinds import Unit

SHARE = 0.3  # of the usual total, from which a single item can make a day of its own
DAYS = 20
LEAST = 10
OFTEN = 0.2  # share of these days up to which an item is an odd one


def lump(
    slices: Slices, dims: Sequence[str], day: date, known: Sequence[date], usual_total: float
) -> float | None:
    """Chance that the day's largest single item is as large as it is, from the days just before.

    ``dims``: those of the metric, of which the item is one; ``known``: days of trade. None where the item holds less
    than ``SHARE`` of the usual total, where it is one that sells now and then (a fee, a debt, one odd order is not;
    what sells is judged with the whole), or with too little history; 1 of an item no larger than such items are. The t
    prediction interval of `usual` on the largest item of each day, on the log scale; a count is no less likely than
    Poisson's law has it, since items of one or two tell no scatter.
    """
    dim = next((dim for dim in dims if dim in {"sku", "listing"}), None)
    days = tuple(one for one in known if one < day)[-DAYS:]
    if dim is None or len(slices.names) > 1 or len(days) < LEAST:
        return None
    now = slices.rows((dim,), (day,), dated=True) or {}
    (item, _), most = max(
        now.items(), key=lambda one: (abs(one[1][0]), one[0][0]), default=(((), None), [0.0])
    )
    size = abs(most[0])
    if size == 0 or size < SHARE * abs(usual_total):
        return None
    past = slices.rows((dim,), days, dated=True) or {}
    if sum(key == item for key, _ in past) > OFTEN * len(days):
        return None
    sizes = np.array(list(_largest(past).values()))
    if not len(sizes) or size <= float(np.median(sizes)):
        return 1.0 if len(sizes) else None
    p = usual(sizes, size).p
    if p is None or CATALOGUE[slices.names[0]].unit is not Unit.COUNT:
        return p
    return max(p, min(2.0 * float(pdtrc(size - 1.0, float(sizes.mean()))), 1.0))


def _largest(rows: Rows) -> dict[date, float]:
    """The largest single amount of each day, whichever its sign."""
    found: dict[date, float] = {}
    for (_, day), values in rows.items():
        if day is not None:
            found[day] = max(found.get(day, 0.0), abs(values[0]))
    return found
