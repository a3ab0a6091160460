"""What is on the shelf by the last count of each SKU."""

from datetime import date
from typing import TypeAlias

import numpy as np

from zhanggui.playbooks.columns import Columns

MEASURES = ("available", "stock", "inbound")
Shelf: TypeAlias = dict[str, tuple[date, float, float]]


def counted(facts: Columns) -> Shelf:
    """SKU → day of its last count, units that can be sold, units on the way as of that day.

    ``facts``: MEASURES by SKU and day. A SKU whose units were never counted is left out.
    """
    out: Shelf = {}
    free, on_hand, inbound = (facts.floats(name) for name in MEASURES)
    inbound = np.nan_to_num(inbound)
    for row in range(len(facts)):
        sku, day = facts.keys["sku"][row], facts.keys["day"][row]
        available = free[row] if np.isfinite(free[row]) else on_hand[row]
        if not sku or not isinstance(day, date) or not np.isfinite(available):
            continue
        if str(sku) not in out or day >= out[str(sku)][0]:
            out[str(sku)] = (day, float(available), float(inbound[row]))
    return out
