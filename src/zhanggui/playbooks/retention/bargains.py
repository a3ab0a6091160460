"""Purchases far below what the SKU usually costs: a slipped price, a coupon, a promotion.

Who comes for a price comes back for a price: those purchases say nothing of how soon buyers return otherwise. What a
SKU usually costs is told by quarters: three quarters of the time it stood no higher, where a day's price stands until
the next sale. So a slip of weeks does not become usual because more days of it have sales.
"""

from datetime import date

import numpy as np
import numpy.typing as npt

from zhanggui.metrics.query import Key
from zhanggui.playbooks.columns import Columns

QUARTER = 98  # days of which a SKU has one usual price
STOOD = 0.75  # share of the time at which it stood no higher
BELOW = 0.75  # of the usual price, under which a purchase is a bargain

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


def bargains(facts: Columns, today: date) -> npt.NDArray[np.bool_]:
    """Which rows (shop, sku and day, with gmv and units) are bargains, shape (rows,); no row without SKU or units."""
    units, sales = np.nan_to_num(facts.floats("units")), np.nan_to_num(facts.floats("gmv"))
    ago = np.array(
        [(today - day).days if isinstance(day, date) else -1 for day in facts.keys["day"]], np.int64
    )
    told = (units > 0) & (sales > 0) & (ago >= 0) & facts.keys["sku"].astype(np.bool_)
    out = np.zeros(len(facts), np.bool_)
    if told.any():
        item = _numbered(facts.keys["shop"][told], facts.keys["sku"][told], (ago // QUARTER)[told])
        usual = _usual(item, ago[told], sales[told], units[told])
        out[told] = sales[told] < BELOW * usual[item] * units[told]
    return out


def _numbered(shops: npt.NDArray[np.object_], skus: npt.NDArray[np.object_], quarters: Ints) -> Ints:
    """A number for each SKU of a quarter, from 0 without gaps, shape (rows,)."""
    numbers: dict[tuple[Key, Key, int], int] = {}
    rows = zip(shops.tolist(), skus.tolist(), quarters.tolist(), strict=True)
    return np.array([numbers.setdefault(row, len(numbers)) for row in rows], np.int64)


def _usual(item: Ints, ago: Ints, sales: Floats, units: Floats) -> Floats:
    """What each item usually costs, shape (items,): a day's price counts for the days until the next with a sale."""
    size = int(ago.max()) + 1
    days, of = np.unique(item * size + ago, return_inverse=True)
    price = np.bincount(of, sales) / np.bincount(of, units)
    group, back = days // size, days % size
    # Days ago rise within an item: the one before in the row is the next sale, or else today.
    newer = np.where(
        np.append(False, group[1:] == group[:-1]), np.append(0, back[:-1]), back - back % QUARTER
    )
    stood = np.maximum(back - newer, 1).astype(np.float64)
    turn = np.lexsort((price, group))
    group, price, stood = group[turn], price[turn], stood[turn]
    whole = np.cumsum(stood)
    first = np.searchsorted(group, np.arange(int(item.max()) + 1))
    last = np.append(first[1:], len(group)) - 1
    before = whole[first] - stood[first]
    at = np.searchsorted(whole, before + STOOD * (whole[last] - before))
    usual: Floats = price[np.minimum(at, last)]
    return usual
