"""A delivery that should have arrived, and a shelf that will be empty before it does: chase it, or buy elsewhere.

Late is what has taken longer, of the time that was agreed, than one in a hundred of this shop's deliveries takes (their
scatter in logs, with the assumed one for as long as few have come): of the dozens on their way one is always the
latest. How long it will still take is told by how late
it is already: with nothing else known, half of such waits last as long again, and four in five between a ninth and nine
times as long (Gott 1993). Lost is what the shelf, brought up to today, can't serve until then, at the pace of the four
weeks before the order was placed, since an empty shelf sells nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import exp, log, sqrt

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from zhanggui.actions.action import Action, Impact, Sheet
from zhanggui.metrics.query import Key, Value
from zhanggui.metrics.question import Question
from zhanggui.playbooks.items import STYLES, Item, Items, items
from zhanggui.playbooks.play import Given, Play, last_days, money
from zhanggui.playbooks.shelf import MEASURES, counted
from zhanggui.playbooks.shift import by_day

DAYS = 112
COUNTS = 28  # days of stock counts
PACE = 28  # days before the order whose pace counts
AHEAD = 28  # days over which the loss is counted
LEAST_LATE = 2  # days
SURE = 0.99  # chance that a delivery is not later
USUAL_SCATTER, WORTH = (
    0.2,
    10.0,
)  # standard deviation, in logs, of times taken; deliveries that it counts for: assumed
LEAST_MORE = 2.0  # days that goods which are not here need at least
EARLIEST, LATEST = 1 / 9, 9.0  # times the wait so far: 80 %
LONGEST = 120  # days after which an open order is forgotten, not late
WEEK = 7
ORDERS = (
    "purchase_order",
    ("sku", "po_id", "supplier", "ordered_day", "expected_day", "received_day", "quantity", "received"),
)

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, order=True)
class _Open:
    """An order that has not come."""

    due: date
    po: str
    supplier: str
    ordered: date
    quantity: float


@dataclass(frozen=True, slots=True)
class _Late:
    """An open order of a SKU: ``days`` overdue; ``left``: units on the shelf; ``pace``: units a day; ``price``."""

    sku: str
    po: str
    supplier: str
    expected: date
    days: int
    quantity: float
    left: float
    pace: float
    price: float

    def lost(self, more: float) -> float:
        """Sales a week over the next four that are lost when it takes ``more`` days."""
        empty = min(more, AHEAD) - self.left / self.pace
        return max(empty, 0.0) * self.pace * self.price * WEEK / AHEAD


def needs(as_of: date) -> Mapping[str, Question]:
    """Sixteen weeks of units and sales by SKU, and the counts of stock."""
    by = ("shop", "sku", "listing", "day")
    return {
        "sold": Question(("units", "gmv"), by, last_days(as_of, DAYS)),
        "stock": Question(MEASURES, ("sku", "day"), last_days(as_of, COUNTS)),
    }


def propose(given: Given) -> Sequence[Action]:
    """One action per item with an overdue delivery that leaves its shelf empty."""
    overdue = _overdue(given, _longest(given.rows["orders"]))
    if not overdue:
        return []
    known = items(given.facts["sold"], given.rows.get("styles", ()))
    sold = by_day(given.facts["sold"], ("shop", "sku"), "units", given.as_of, DAYS)
    paid = by_day(given.facts["sold"], ("shop", "sku"), "gmv", given.as_of, DAYS)
    shelf = counted(given.facts["stock"])
    found: dict[Item, list[_Late]] = {}
    for (shop, sku), units in sold.items():
        for order in overdue.get(sku, ())[:1] if sku in shelf else ():
            late = _late(given, sku, order, (units, paid[shop, sku], shelf[sku]))
            if late is not None and late.lost(_more(late)[1]) > 0:
                found.setdefault(known.by_sku[shop, sku], []).append(late)
    return [_action(given, known, item, late) for item, late in sorted(found.items())]


def _longest(orders: Sequence[tuple[Value | Key, ...]]) -> float:
    """Times the agreed time within which all but one in a hundred of the deliveries come."""
    took = np.array(
        [
            log((came - ordered).days / (due - ordered).days)
            for _, _, _, ordered, due, came, *_ in orders
            if isinstance(ordered, date) and isinstance(due, date) and isinstance(came, date)
            if came > ordered < due
        ]
    )
    scatter = sqrt((float((took**2).sum()) + WORTH * USUAL_SCATTER**2) / (len(took) + WORTH))
    late = max(float(took.sum()) / (len(took) + WORTH), 0.0)
    return exp(late + ndtri(SURE) * scatter)


def _overdue(given: Given, longest: float) -> dict[str, list[_Open]]:
    """SKU → its open orders that are late, the longest overdue first."""
    out: dict[str, list[_Open]] = {}
    for sku, po, supplier, ordered, due, came, quantity, _ in given.rows["orders"]:
        if not sku or not isinstance(due, date) or not isinstance(ordered, date) or ordered > given.as_of:
            continue
        late, agreed = (given.as_of - due).days, max((due - ordered).days, 1)
        open_ = not isinstance(came, date) or came > given.as_of
        if open_ and LEAST_LATE < late <= LONGEST and (given.as_of - ordered).days > longest * agreed:
            one = _Open(due, str(po or ""), str(supplier or ""), ordered, float(str(quantity or 0)))
            out.setdefault(str(sku), []).append(one)
    return {sku: sorted(rows) for sku, rows in out.items()}


def _late(
    given: Given, sku: str, order: _Open, told: tuple[Floats, Floats, tuple[date, float, float]]
) -> _Late | None:
    """``told``: units and sales by day, the last count of the shelf. None: nothing was sold before the order."""
    units, paid, (day, available, _) = told
    until = DAYS - 1 - (given.as_of - order.ordered).days
    before = slice(max(until - PACE, 0), max(until, 0))
    pace = float(units[before].sum()) / PACE
    if pace <= 0:
        return None
    since = float(units[DAYS - (given.as_of - day).days :].sum()) if day < given.as_of else 0.0
    came = sum(
        float(str(count if count is not None else ordered_units))
        for code, _, _, _, _, arrived, ordered_units, count in given.rows["orders"]
        if code == sku and isinstance(arrived, date) and day < arrived <= given.as_of
    )
    price = float(paid[before].sum()) / float(units[before].sum())
    left = max(available - since + came, 0.0)
    days = (given.as_of - order.due).days
    return _Late(sku, order.po, order.supplier, order.due, days, order.quantity, left, pace, price)


def _more(late: _Late) -> tuple[float, float, float]:
    """Days that it will still take: at least, expected, at most."""
    low, mid, high = (max(late.days * times, LEAST_MORE) for times in (EARLIEST, 1.0, LATEST))
    return low, mid, high


def _action(given: Given, known: Items, item: Item, late: Sequence[_Late]) -> Action:
    shop, code = item
    margins = [max(given.margins.of(shop, one.sku).mid, 0.0) for one in late]
    low, mid, high = (
        sum(one.lost(_more(one)[end]) * margin for one, margin in zip(late, margins, strict=True))
        for end in range(3)
    )
    worst = max(late, key=lambda one: (one.days, one.po))
    rows = tuple(
        (one.po, one.sku, one.supplier, int(one.quantity), one.expected, int(one.left), round(one.pace, 2))
        for one in late
    )
    return Action(
        play=PLAY.key,
        stage=PLAY.stage,
        target=known.target(item),
        cause="overdue",
        impact=Impact(
            money(low),
            money(mid),
            money(high),
            given.margins.money(shop),
            basis=given.margins.of(shop, late[0].sku).basis,
        ),
        minutes=15,
        role=PLAY.role,
        due=given.as_of,
        check_on=given.as_of + timedelta(days=14),
        metric="units",
        pool=("stock", shop, code),
        evidence={
            "supplier": worst.supplier or "-",
            "expected": worst.expected,
            "days": worst.days,
            "quantity": int(sum(one.quantity for one in late)),
            "left": int(sum(one.left for one in late)),
            "daily_units": round(sum(one.pace for one in late), 2),
            "skus": known.named(item),
        },
        sheet=Sheet(
            ("po_id", "sku", "supplier", "quantity", "expected", "available", "daily_units"),
            rows,
        ),
    )


PLAY = Play(
    "late_delivery",
    "stock",
    "supplier_late",
    "supply",
    ("order_line", "stock", "purchase_order"),
    needs,
    propose,
    lists={"styles": STYLES, "orders": ORDERS},
)
