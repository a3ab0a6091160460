"""A delivery that should have arrived, or that will come after the shelf is empty: chase it, or buy elsewhere.

Late is what has taken longer, of the time that was agreed, than one in a hundred of this shop's deliveries takes
(their scatter in logs, with the assumed one for as long as few have come): of the dozens on their way one is always
the latest. Too late is what is due a week or more after the shelf ends, and half of it even if it comes as early as
may be: the order was placed too late, or what was counted is less than was thought; of fewer days there is nothing to
be gained by a second order, and of goods that sell less than once a day nothing is sure. When goods will be here see
`coming`. Lost is what the shelf, brought up to today, can't serve until then, at the pace of the four weeks before the
order was placed, since an empty shelf sells nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import exp, hypot, log, sqrt

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from zhanggui.actions.action import Action, Impact, Sheet
from zhanggui.metrics.query import Key, Value
from zhanggui.metrics.question import Question
from zhanggui.playbooks.ahead import DRIFT, chance
from zhanggui.playbooks.coming import AHEAD, ORDERS, Open, likely, more, opened
from zhanggui.playbooks.items import STYLES, Item, Items, items
from zhanggui.playbooks.play import Z80, Given, Play, last_days, money
from zhanggui.playbooks.shelf import MEASURES, counted
from zhanggui.playbooks.shift import by_day

DAYS = 112
COUNTS = 28  # days of stock counts
PACE = 28  # days before the order whose pace counts
LEAST_LATE = 2  # days
LEAST_GAP = (
    7  # days of an empty shelf, while the delivery is not yet late; half of them however early it comes
)
LEAST_PACE = 1.0  # units a day, the same: of slower sellers a few orders more or less empty the shelf
SURE = 0.99  # chance that a delivery is not later
USUAL_SCATTER, WORTH = (
    0.2,
    10.0,
)  # standard deviation, in logs, of times taken; deliveries that it counts for: assumed
WEEK = 7
OVERDUE, TOO_LATE = "overdue", "comes_too_late"
SPREAD = 2.0  # variance of a period's units over its mean

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Late:
    """The open ``order`` of a SKU that comes first: ``days`` overdue; it will take ``more`` (least, expected, most).

    ``left``: units on the shelf; ``pace``: units a day (least, expected, most); ``price`` of a unit.
    """

    sku: str
    order: Open
    cause: str
    days: int
    more: tuple[float, float, float]
    left: float
    pace: tuple[float, float, float]
    price: float

    @property
    def gap(self) -> float:
        """Days that the shelf is expected to be empty."""
        return self.more[1] - self.left / self.pace[1]

    @property
    def matters(self) -> bool:
        """Whether it is worth a word."""
        if self.cause == OVERDUE:
            return self.gap > 0
        often = self.pace[1] >= LEAST_PACE
        surely = self.more[0] - self.left / self.pace[1] >= LEAST_GAP / 2  # however early it comes
        return often and self.days <= 0 and self.gap >= LEAST_GAP and surely and self.lost(0) > 0

    def lost(self, end: int) -> float:
        """Sales a week over the next four that are lost, ``end`` 0: at least, 1: expected, 2: at most.

        How long it takes and how much is sold are two errors, put together in logs.
        """
        usual = self._missed(1, 1)
        ends = [self._missed(end, 1), self._missed(1, end)]
        if end == 1 or min(usual, *ends) <= 0:
            return min(usual, *ends)
        units = usual / self.price * AHEAD / WEEK
        wide = hypot(*(log(one / usual) for one in ends), Z80 * hypot(DRIFT, chance(units)))
        return usual * exp(wide if end else -wide)

    def _missed(self, more: int, pace: int) -> float:
        """The same for one end of the days and one of the pace."""
        daily = self.pace[pace]
        empty = min(self.more[more], AHEAD) - self.left / daily
        return max(empty, 0.0) * daily * self.price * WEEK / AHEAD


def needs(as_of: date) -> Mapping[str, Question]:
    """Sixteen weeks of units and sales by SKU, and the counts of stock."""
    by = ("shop", "sku", "listing", "day")
    return {
        "sold": Question(("units", "gmv"), by, last_days(as_of, DAYS)),
        "stock": Question(MEASURES, ("sku", "day"), last_days(as_of, COUNTS)),
    }


def propose(given: Given) -> Sequence[Action]:
    """One action per item with a delivery that leaves its shelf empty."""
    on_way = opened(given.rows["orders"], given.as_of)
    if not on_way:
        return []
    longest, came = _longest(given.rows["orders"]), _came(given.rows["orders"])
    known = items(given.facts["sold"], given.rows.get("styles", ()))
    sold = by_day(given.facts["sold"], ("shop", "sku"), "units", given.as_of, DAYS)
    paid = by_day(given.facts["sold"], ("shop", "sku"), "gmv", given.as_of, DAYS)
    shelf = counted(given.facts["stock"])
    found: dict[Item, list[_Late]] = {}
    for (shop, sku), units in sold.items():
        if sku not in shelf or sku not in on_way or (shop, sku) not in paid:
            continue
        first = min(on_way[sku], key=lambda one: (more(one, given.as_of)[1], one))
        coming = first, longest, came.get(sku, ())
        late = _late(given.as_of, sku, coming, (units, paid[shop, sku], shelf[sku]))
        if late is not None:
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


def _late(
    today: date,
    sku: str,
    coming: tuple[Open, float, Sequence[tuple[date, float]]],
    told: tuple[Floats, Floats, tuple[date, float, float]],
) -> _Late | None:
    """``coming``: the order, times the agreed time within which deliveries come, and those that came; ``told``: units
    and sales by day, the last count of the shelf. None: it is in time, or nothing was sold before the order.
    """
    (order, longest, came), (units, paid, (day, available, _)) = coming, told
    until = DAYS - 1 - (today - order.ordered).days
    before = slice(max(until - PACE, 0), max(until, 0))
    sold = float(units[before].sum())
    if sold <= 0:
        return None
    wide = Z80 * sqrt(SPREAD / sold)
    low, mid, high = (sold / PACE * exp(part) for part in (-wide, 0.0, wide))
    since = float(units[DAYS - (today - day).days :].sum()) if day < today else 0.0
    arrived = sum(count for came_on, count in came if day < came_on <= today)
    left = max(available - since + arrived, 0.0)
    days = (today - order.due).days
    taken, agreed = (today - order.ordered).days, max((order.due - order.ordered).days, 1)
    overdue = days > LEAST_LATE and taken > longest * agreed
    late = _Late(
        sku,
        order,
        OVERDUE if overdue else TOO_LATE,
        days,
        likely(order, today),
        left,
        (low, mid, high),
        float(paid[before].sum()) / sold,
    )
    return late if late.matters else None


def _came(orders: Sequence[tuple[Value | Key, ...]]) -> dict[str, list[tuple[date, float]]]:
    """SKU → days on which some of it came, and how many units."""
    out: dict[str, list[tuple[date, float]]] = {}
    for sku, _, _, _, _, came, ordered, count in orders:
        if isinstance(came, date):
            out.setdefault(str(sku), []).append((came, float(str(count if count is not None else ordered))))
    return out


def _action(given: Given, known: Items, item: Item, late: Sequence[_Late]) -> Action:
    shop, code = item
    margins = [max(given.margins.of(shop, one.sku).mid, 0.0) for one in late]
    low, mid, high = (
        sum(one.lost(end) * margin for one, margin in zip(late, margins, strict=True)) for end in range(3)
    )
    worst = max(late, key=lambda one: (one.cause == OVERDUE, one.more[1], one.days, one.order.po))
    rows = tuple(
        (
            one.order.po, one.sku, one.order.supplier, int(one.order.quantity), one.order.due,
            int(one.left), round(one.pace[1], 2),
        )
        for one in late
    )  # fmt: skip
    return Action(
        play=PLAY.key,
        stage=PLAY.stage,
        target=known.target(item),
        cause=worst.cause,
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
            "supplier": worst.order.supplier or "-",
            "expected": worst.order.due,
            "days": worst.days,
            "cover": round(worst.left / worst.pace[1], 1),
            "quantity": int(sum(one.order.quantity for one in late)),
            "left": int(sum(one.left for one in late)),
            "daily_units": round(sum(one.pace[1] for one in late), 2),
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
