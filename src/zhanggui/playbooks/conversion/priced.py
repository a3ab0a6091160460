"""What had a price: the units of each SKU by day without those given along, and days on which a lot was sold.

Units that orders hold for nothing say nothing of a price where the SKU is one that is given along (gifts); of a SKU
that never was, they are a price of nothing. A lot is many times what a line of an order usually takes: its price is
agreed upon, and it does not come again next week.
"""

from datetime import date

import numpy as np
import numpy.typing as npt

from zhanggui.playbooks.columns import Columns
from zhanggui.playbooks.conversion.offer import LINES, RECENT, SALES, UNITS
from zhanggui.playbooks.margin import GIVEN

SOLD = ("units", "gmv", "cost_of_goods", "lines", *GIVEN, "free_units")
LOT = 10  # times the units of a usual line
SAME, AT_TIMES = (
    0.1,
    2,
)  # share by which prices alike differ, and days on which one is had that is no accident
FREE = 5  # row of the units given along, beside those of `offer`

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


def priced(facts: Columns, as_of: date, days: int) -> dict[tuple[str, str], Floats]:
    """(shop, sku) → units that had a price, sales, cost of goods, lines, and what is given for postage and by the
    platform, by day: shape (5, days), oldest first; a cost nobody knows is NaN. ``facts``: `SOLD` by shop, SKU and day.
    """
    units, sales, cost, lines, *given = (facts.floats(name) for name in SOLD[:-1])
    more = np.nan_to_num(given).sum(axis=0)
    free = np.nan_to_num(facts.floats(SOLD[-1]))
    out: dict[tuple[str, str], Floats] = {}
    for row in range(len(facts)):
        shop, sku, day = (facts.keys[name][row] for name in ("shop", "sku", "day"))
        if sku and isinstance(day, date) and units[row] > 0 and np.isfinite(sales[row]):
            table = out.setdefault((str(shop), str(sku)), np.zeros((6, days)))
            sums = units[row], sales[row], cost[row], lines[row], more[row], free[row]
            table[:, days - 1 - (as_of - day).days] += sums
    return {key: _without_gifts(table) for key, table in out.items()}


def _without_gifts(table: Floats) -> Floats:
    units, free = table[UNITS], table[FREE]
    kept = np.clip(units - free, 0.0, None)
    along = bool((free[:-RECENT] > 0).any() or ((free > 0) & (kept > 0)).any())
    paid = kept if along else np.where(kept > 0, kept, units)
    share = np.divide(paid, units, out=np.zeros_like(units), where=units > 0)
    out: Floats = table[:FREE] * np.where(share > 0, 1.0, 0.0)
    out[UNITS] = paid
    out[2] = table[2] * share
    return out


def a_line(days: Floats) -> float:
    """Units that a line of an order took on average over ``days``; 0 without any."""
    lines = float(days[LINES].sum())
    return float(days[UNITS].sum()) / lines if lines > 0 else 0.0


def lots(days: Floats, usual: float) -> Bools:
    """Days whose lines took ten times the ``usual`` units and more, shape (days,)."""
    if usual <= 0:
        return np.zeros(days.shape[1], np.bool_)
    many: Bools = (days[LINES] > 0) & (days[UNITS] >= LOT * usual * days[LINES])
    return many


def units_to_come(days: Floats, usual: float) -> float:
    """Units of some days by which coming weeks are told: of lots, what usual lines would at the most have taken."""
    most = LOT * usual * days[LINES]
    return float(np.where(most > 0, np.minimum(days[UNITS], most), days[UNITS]).sum())


def sells_at(days: Floats, price: float) -> bool:
    """Whether a price as low as this is one that the SKU sells for at times: to wholesale buyers, for instance."""
    sold = days[UNITS] > 0
    return int((days[SALES, sold] / days[UNITS, sold] <= (1 + SAME) * price).sum()) >= AT_TIMES
