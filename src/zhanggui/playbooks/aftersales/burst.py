"""Returns that come in a burst: many of one item for one reason within days, whenever their orders were placed.

The orders of the last weeks are mostly too young to have come back, and hold weeks from before a fault began; what
arrives at the door shows it sooner. An item's arrivals of the last days are held against its own of the three months
before, by order, shrunk towards the shop's other items (gamma-Poisson): towards more than theirs where the item comes
back more for all reasons, as clothes do. What arrives more of all the others is taken out: a van of late parcels is no
item's fault. Where the shop keeps its after-sales cases, what buyers ask to send back is looked at the same way: it is
known days before the money is paid back.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import numpy.typing as npt

from zhanggui.metrics.question import Question
from zhanggui.playbooks.aftersales.back import Back
from zhanggui.playbooks.items import Item, Items
from zhanggui.playbooks.play import Given, last_days
from zhanggui.stats.counts import at_most
from zhanggui.stats.shrink import Beta

DAYS = 112  # days of orders whose returns are looked at
LATE = 28  # days of orders from which the pace of late is taken
WINDOWS = (3, 7, 14)  # days of arrivals
LEAST = 4  # arrivals
MOST_PRONE = 5.0  # times as often as the others that an item may usually come back, for all reasons
PRONE_ORDERS = 30.0  # orders that the others weigh in that
LEAST_RATE, MOST_WEIGHT = (
    0.0005,
    400.0,
)  # of an order; orders that the other items may weigh against an item's own
SCATTER = 0.5  # variance over square, beside that of counts, of what is expected
ANECDOTES = 5.0  # arrivals of other items that say nothing
ASKS = frozenset({"return", "exchange"})  # kinds of cases in which goods are to come back
NEARLY = 10.0  # times the least chance of the windows, up to which a shorter one is as good
KEPT = 56  # days for which a shop must have kept its cases

Floats = npt.NDArray[np.float64]
Arrived = Mapping[tuple[Item, str], Floats]


@dataclass(frozen=True, slots=True)
class Burst:
    """``seen`` arrivals of the last ``days``, as many as ``expected``; ``p``: the chance of so many."""

    days: int
    seen: float
    expected: float
    p: float

    def rate(self, pace: float, weight: float) -> tuple[Beta, float]:
        """The rate of orders that come back, by as many as its days bring (``pace`` a day), and the usual one.

        The shortest of several windows was chosen for what it holds: few of its arrivals are as many as its orders,
        which no rate explains. It is drawn towards the usual rate by ``weight`` orders.
        """
        sold = pace * self.days
        usual = min(max(self.expected / max(sold, 1.0), LEAST_RATE), 1 - LEAST_RATE)
        drawn = Beta(weight * usual, weight * (1 - usual))
        return drawn.after(self.seen, max(sold, self.seen)), usual


def question(as_of: date) -> Question:
    """Orders of sixteen weeks that came back, by SKU, reason and the day on which they did."""
    return Question(("returned_orders",), ("shop", "sku", "reason", "refund_day"), last_days(as_of, DAYS))


def asked_question(as_of: date) -> Question:
    """After-sales cases of sixteen weeks, by SKU, reason, kind and the day on which they were opened."""
    return Question(("tickets",), ("shop", "sku", "reason", "ticket_kind", "day"), last_days(as_of, DAYS))


def asked(given: Given, known: Items) -> Arrived:
    """(Item, reason) → cases in which goods are to come back, by the day they were opened; as `arrived`.

    Of shops that have kept them for a while: what nobody wrote down before is no measure.
    """
    facts = given.facts["asked"]
    cases = np.nan_to_num(facts.floats("tickets"))
    since: dict[str, date] = {}
    for shop, day in zip(facts.keys["shop"].tolist(), facts.keys["day"].tolist(), strict=True):
        if isinstance(day, date):
            since[str(shop)] = min(since.get(str(shop), day), day)
    out: dict[tuple[Item, str], Floats] = {}
    for row in range(len(facts)):
        shop, sku, reason, kind, day = facts.key(row)
        kept = (given.as_of - since.get(str(shop), given.as_of)).days >= KEPT
        if kept and str(kind or "") in ASKS:
            item = known.by_sku.get((str(shop), str(sku or "")))
            _add(out, given.as_of, item, (reason, day), float(cases[row]))
    return out


def arrived(given: Given, known: Items) -> Arrived:
    """(Item, reason) → orders that came back by day, shape (DAYS,), oldest first."""
    facts = given.facts["arrived"]
    orders = np.nan_to_num(facts.floats("returned_orders"))
    out: dict[tuple[Item, str], Floats] = {}
    for row in range(len(facts)):
        shop, sku, reason, day = facts.key(row)
        item = known.by_sku.get((str(shop), str(sku or "")))
        _add(out, given.as_of, item, (reason, day), float(orders[row]))
    return out


def _add(
    table: dict[tuple[Item, str], Floats],
    today: date,
    item: Item | None,
    told: tuple[object, object],
    count: float,
) -> None:
    reason, day = told
    if item is None or not isinstance(day, date) or not 0 <= (today - day).days < DAYS:
        return
    days = table.setdefault((item, str(reason or "")), np.zeros(DAYS))
    days[DAYS - 1 - (today - day).days] += count


def bursts(
    table: Arrived, late: Mapping[Item, Back], past: Mapping[Item, Back]
) -> dict[tuple[Item, str], Burst]:
    """(Item, reason) → the window that tells it, with the chance of all windows together; only of many arrivals.

    ``late``: the orders of the last four weeks, ``past``: those before them.
    """
    sums: dict[tuple[str, str], Floats] = {}
    for (item, reason), days in table.items():
        at = (item[0], reason)
        sums[at] = sums.get(at, np.zeros(DAYS)) + days
    paces = _paces(late, past)
    out: dict[tuple[Item, str], Burst] = {}
    for (item, reason), days in sorted(table.items()):
        if not reason or days[-WINDOWS[-1] :].sum() < LEAST or item not in late:
            continue
        sold, shop = paces[item], paces[item[0], ""]
        rest = sums[item[0], reason] - days
        others = (shop[0] - sold[0], shop[1] - sold[1])
        prone = _prone(past, item)
        found = [_window(window, (days, rest), sold, others, prone) for window in WINDOWS]
        best = min(one.p for one in found)
        # A longer window holds days from before it began: of those nearly as unlikely the shortest tells the pace.
        told = next(one for one in found if one.p <= NEARLY * best)
        out[item, reason] = replace(told, p=min(best * len(WINDOWS), 1.0))
    return out


def _paces(late: Mapping[Item, Back], past: Mapping[Item, Back]) -> dict[Item, tuple[float, float]]:
    """Orders a day of late and before, of each item and (under no name) of each shop."""
    out: dict[Item, tuple[float, float]] = {}
    for item, row in late.items():
        before = past[item].orders if item in past else 0.0
        pace = row.orders / LATE, before / (DAYS - LATE)
        shop = out.get((item[0], ""), (0.0, 0.0))
        out[item] = pace
        out[item[0], ""] = shop[0] + pace[0], shop[1] + pace[1]
    return out


def _prone(past: Mapping[Item, Back], item: Item) -> float:
    """How many times as often as the shop's others an item came back before, for all reasons together; 1 at least."""
    rest = [row for other, row in past.items() if other[0] == item[0] and other != item]
    usual = (sum(row.refunded for row in rest) + 0.5) / (sum(row.orders for row in rest) + 1.0)
    mine = past.get(item, Back())
    rate = (mine.refunded + usual * PRONE_ORDERS) / (mine.orders + PRONE_ORDERS)
    return min(max(rate / usual, 1.0), MOST_PRONE)


def _window(
    window: int,
    came: tuple[Floats, Floats],
    sold: tuple[float, float],
    others: tuple[float, float],
    prone: float,
) -> Burst:
    """The last ``window`` days; what ``came`` of the item and of the others; ``sold``, ``others``: orders a day of late
    and before; ``prone``: how many times as often as the others the item comes back.
    """
    days, rest = came
    seen = float(days[-window:].sum())
    own, of = float(days[:-window].sum()), sold[1] * (DAYS - LATE) + sold[0] * (LATE - window)
    shop, of_shop = float(rest[:-window].sum()), others[1] * (DAYS - LATE) + others[0] * (LATE - window)
    usual = max((shop + 0.5) / (of_shop + 1.0), LEAST_RATE)
    weight = min(1.0 / usual, MOST_WEIGHT)
    hits = own + usual * prone * weight
    expected = hits / (max(of, 0.0) + weight) * max(sold) * window
    due = usual * max(others) * window
    expected *= max((float(rest[-window:].sum()) + ANECDOTES) / (due + ANECDOTES), 1.0)
    chance = 1.0 - at_most(seen - 1.0, expected, expected * (1 + expected * (SCATTER + 1 / hits)))
    return Burst(window, seen, expected, chance if seen >= LEAST else 1.0)
