"""What came back, by item and by the reason that buyers give: of the orders of the last weeks, and of months.

A platform that names its reasons in a report of returned goods (Amazon) and not where it pays the money back is read
from both: the money tells how many orders came back, the goods tell why.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from zhanggui.metrics.question import Question
from zhanggui.playbooks.columns import Columns
from zhanggui.playbooks.items import Item, Items
from zhanggui.playbooks.play import Given, last_days

_SOLD = ("orders", "units", "gmv")
_BACK = ("refunded_orders", "refunds_of_orders", "returned_orders")


@dataclass(slots=True)
class Back:
    """Orders, sales, refunded orders and amounts of an item, and its reasons: orders by that of their money, and
    by that of the goods ``returned``.
    """

    orders: float = 0.0
    sales: float = 0.0
    refunded: float = 0.0
    amount: float = 0.0
    reasons: dict[str, float] = field(default_factory=dict)
    returned: dict[str, float] = field(default_factory=dict)

    def told(self) -> dict[str, float]:
        """Orders that came back by reason: by that of the money, else by that of the goods."""
        if any(self.reasons) or not any(self.returned):
            return self.reasons
        return {reason: orders for reason, orders in self.returned.items() if reason}


def questions(as_of: date, windows: tuple[int, ...]) -> Mapping[str, Question]:
    """Paid orders of the last ``windows`` days, and what came back of those same orders, by SKU and by reason."""
    out = {}
    for days in windows:
        period = last_days(as_of, days)
        out[f"sold_{days}"] = Question(_SOLD, ("shop", "sku", "listing"), period)
        out[f"refunds_{days}"] = Question(_BACK, ("shop", "sku", "reason"), period)
    return out


def table(given: Given, known: Items, days: int) -> dict[Item, Back]:
    """Items that sold over the last ``days``, with what came back of those orders; sorted."""
    out: dict[Item, Back] = {}
    facts = given.facts[f"sold_{days}"]
    orders, sales = facts.floats("orders"), facts.floats("gmv")
    for row in range(len(facts)):
        shop, sku = (str(facts.keys[name][row] or "") for name in ("shop", "sku"))
        if sku and orders[row] > 0 and np.isfinite(sales[row]):
            mine = out.setdefault(known.by_sku[shop, sku], Back())
            mine.orders += orders[row]
            mine.sales += sales[row]
    _came_back(given, known, days, out)
    for mine in out.values():
        mine.reasons = mine.told()
    return dict(sorted(out.items()))


def _came_back(given: Given, known: Items, days: int, out: Mapping[Item, Back]) -> None:
    """Refunds that name their SKU."""
    facts: Columns = given.facts[f"refunds_{days}"]
    counts, money_back, goods = (facts.floats(name) for name in _BACK)
    for row in range(len(facts)):
        shop, sku, reason = (str(part or "") for part in facts.key(row))
        item = known.by_sku.get((shop, sku))
        if item is None or item not in out:
            continue
        mine = out[item]
        if counts[row] > 0:
            mine.refunded += counts[row]
            mine.amount += float(np.nan_to_num(money_back[row]))
            mine.reasons[reason] = mine.reasons.get(reason, 0.0) + counts[row]
        elif goods[row] > 0:
            mine.returned[reason] = mine.returned.get(reason, 0.0) + goods[row]


def without(whole: Mapping[Item, Back], late: Mapping[Item, Back]) -> dict[Item, Back]:
    """What came back of the orders before the late ones, which are among those of ``whole``."""
    out = {}
    for item, row in whole.items():
        less = late.get(item, Back())
        reasons = {name: max(n - less.reasons.get(name, 0.0), 0.0) for name, n in row.reasons.items()}
        out[item] = Back(
            row.orders - less.orders,
            row.sales - less.sales,
            max(row.refunded - less.refunded, 0.0),
            row.amount - less.amount,
            reasons,
        )
    return out
