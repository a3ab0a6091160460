"""When goods that were ordered, or could be ordered today, will be on the shelf.

A delivery that is on its way comes when it was said to, give or take what deliveries scatter. One that is late will
take as long again as it is late by now: with nothing else known, half of such waits last longer than that, and four in
five between a ninth and nine times as long (Gott 1993). Where nothing is on its way it takes the lead time; nobody has
ordered while the shelf stood empty, and by the same law nobody will for as long again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import exp, log1p

from zhanggui.metrics.query import Key, Value
from zhanggui.playbooks.play import Z80, Given

ORDERS = (
    "purchase_order",
    ("sku", "po_id", "supplier", "ordered_day", "expected_day", "received_day", "quantity", "received"),
)
TERMS = ("sku_cost", ("sku", "from_day", "lead_days"))
AHEAD = 28  # days over which losses are counted
LEAST_MORE = 2.0  # days that goods which are not here need at least
EARLIEST, LATEST = 1 / 9, 9.0  # times the wait so far: 80 %
SCATTER = 0.2  # standard deviation, in logs, of times taken: assumed
LONGEST = 120  # days after which an open order is forgotten, not late


@dataclass(frozen=True, slots=True, order=True)
class Open:
    """An order that has not come."""

    due: date
    po: str
    supplier: str
    ordered: date
    quantity: float


@dataclass(frozen=True, slots=True)
class Back:
    """Goods are on the shelf in ``days`` (at least, expected, at most: 80 %); ``order`` brings them, None: one that
    is placed today.
    """

    days: tuple[float, float, float]
    order: Open | None

    def on(self, as_of: date) -> date:
        """The day on which they are expected."""
        return as_of + timedelta(days=round(self.days[1]))


def opened(orders: Sequence[tuple[Value | Key, ...]], as_of: date) -> dict[str, list[Open]]:
    """SKU → its orders (rows of ORDERS) that are on their way on ``as_of``, the first due first.

    Left out are those without a day on which they are due, and those that were due long ago.
    """
    out: dict[str, list[Open]] = {}
    for sku, po, supplier, ordered, due, came, quantity, _ in orders:
        if not sku or not isinstance(due, date) or not isinstance(ordered, date) or ordered > as_of:
            continue
        here = isinstance(came, date) and came <= as_of
        if not here and (as_of - due).days <= LONGEST:
            one = Open(due, str(po or ""), str(supplier or ""), ordered, float(str(quantity or 0)))
            out.setdefault(str(sku), []).append(one)
    return {sku: sorted(rows) for sku, rows in out.items()}


def more(order: Open, as_of: date) -> tuple[float, float, float]:
    """Days that an order will still take: at least, expected, at most."""
    late = (as_of - order.due).days
    if late > 0:
        low, mid, high = (max(late * times, LEAST_MORE) for times in (EARLIEST, 1.0, LATEST))
        return low, mid, high
    return _around(-late, (order.due - order.ordered).days)


def likely(order: Open, as_of: date) -> tuple[float, float, float]:
    """The same, of which the loss over the weeks ahead is reckoned.

    One that is late is as likely as not here after as long again; some take far longer, and what they cost over the
    weeks ahead is in what is expected (the mean of Gott's law, cut off there).
    """
    low, mid, high = more(order, as_of)
    late = (as_of - order.due).days
    return low, max(mid, late * log1p(AHEAD / late)) if late > 0 else mid, high


def _around(left: float, agreed: float) -> tuple[float, float, float]:
    """``left`` days of the ``agreed`` ones, which scatter as a whole."""
    wide = agreed * (exp(Z80 * SCATTER) - 1)
    low, mid, high = (max(left + end, LEAST_MORE) for end in (-wide, 0.0, wide))
    return low, mid, high


def back(given: Given, skus: Sequence[str], on_way: Mapping[str, Sequence[Open]], idle: int = 0) -> Back:
    """When the first of ``skus`` is on the shelf again (lists ``terms`` of ``given``, ``on_way`` of `opened`), which
    has been empty for ``idle`` days.
    """
    found = [Back(likely(one, given.as_of), one) for sku in skus for one in on_way.get(sku, ())]
    if found:
        return min(found, key=lambda one: (one.days[1], one.order is None or one.order))
    lead = min((_lead(given, sku) for sku in skus), default=given.settings.lead_days)
    low, mid, high = _around(lead, lead)
    return Back((low, mid + idle, high + LATEST * idle), None)


def _lead(given: Given, sku: str) -> int:
    """Days from order to shelf by the latest terms of the SKU, else by the settings."""
    told = [
        (since, int(str(lead)))
        for code, since, lead in given.rows.get("terms", ())
        if code == sku and lead is not None and isinstance(since, date) and since <= given.as_of
    ]
    return max(told, default=(date.min, given.settings.lead_days))[1]
