"""An item that sells below its cost, or far below what it has ever sold for: a slip in a price or a coupon.

What a price "usually" is, the item's own days say: a slip must lie outside their scatter (median and median absolute
deviation, which a slip that has lasted for weeks does not move), so that the shop's coupons are no alarm. One order
at a broken price is a slip as well, if the others are not.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from zhanggui.actions.action import Action, Cell, Impact, Sheet
from zhanggui.metrics.question import Question
from zhanggui.playbooks.items import STYLES, Item, Items, items
from zhanggui.playbooks.play import Z80, Given, Play, last_days, money
from zhanggui.playbooks.shelf import MEASURES, counted

RECENT = 3
AHEAD = 28  # days over which the loss is promised
USUAL = 56
OUTSIDE = 3.0  # standard deviations of the usual days' prices
MAD = 1.4826  # of a normal distribution, times its median absolute deviation
LEAST_USUAL = 3  # units sold before, from which an item has a usual price
FAR_BELOW = 0.4  # share of its usual price that must be missing where no cost is known
SLIPPED = 0.1  # share of its usual price that must be missing where the cost is known
BROKEN = 0.5  # share that must be missing for a single order to be a slip
REORDERED = 0.25  # share of what is asked for that is bought in beyond the usual within four weeks: assumed
GROWS = 1.3  # times the first days' units that such a price sells in the weeks after, as rank and word follow: assumed
SCATTER = 0.6  # standard error, in logs, of next weeks' units at the price, beside that of the count

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Sku:
    """Units, price and unit cost of one SKU over the ``days`` since its price slipped, and its usual units a day and
    price; ``left``: units that can be sold, NaN unknown; ``cause`` of the alarm.
    """

    sku: str
    days: int
    units: float
    price: float
    cost: float  # goods plus fees, NaN unknown
    pace: float
    usual: float
    left: float
    cause: str

    @property
    def weekly(self) -> float:
        """Units a week at this price over the next four: more than now, not more than there are and usually come."""
        asked = self.units / self.days * 7 * GROWS
        most = (self.left + self.pace * AHEAD) / (AHEAD / 7) + REORDERED * asked
        return asked if np.isnan(most) else min(asked, most)


def needs(as_of: date) -> Mapping[str, Question]:
    """The last three days and the eight weeks before them, by SKU and day, and the counts of stock."""
    by = ("shop", "sku", "listing", "day")
    return {
        "sold": Question(("units", "gmv", "cost_of_goods"), by, last_days(as_of, RECENT + USUAL)),
        "stock": Question(MEASURES, ("sku", "day"), last_days(as_of, AHEAD)),
    }


def propose(given: Given) -> Sequence[Action]:
    """One action per item with a SKU that sells below cost, or far below its usual price."""
    known = items(given.facts["sold"], given.rows.get("styles", ()))
    found: dict[Item, list[_Sku]] = {}
    shelf = counted(given.facts["stock"])
    for key, days in sorted(_days(given).items()):
        slip = _slip(given, key, days, _left(shelf.get(key[1]), days, given.as_of))
        if slip is not None:
            found.setdefault(known.by_sku[key], []).append(slip)
    return [_action(given, known, item, slips) for item, slips in sorted(found.items())]


def _days(given: Given) -> dict[tuple[str, str], Floats]:
    """(shop, sku) → units, sales and cost of goods by day, shape (3, days), oldest first."""
    facts = given.facts["sold"]
    units, sales, cost = (facts.floats(name) for name in ("units", "gmv", "cost_of_goods"))
    out: dict[tuple[str, str], Floats] = {}
    for row in range(len(facts)):
        shop, sku, day = (facts.keys[name][row] for name in ("shop", "sku", "day"))
        if sku and isinstance(day, date) and units[row] > 0 and np.isfinite(sales[row]):
            table = out.setdefault((str(shop), str(sku)), np.zeros((3, RECENT + USUAL)))
            table[:, RECENT + USUAL - 1 - (given.as_of - day).days] += units[row], sales[row], cost[row]
    return out


def _left(shelf: tuple[date, float, float] | None, days: Floats, today: date) -> float:
    """Units that can be sold or are on their way, brought up to today; NaN where nobody counts."""
    if shelf is None:
        return float("nan")
    day, available, inbound = shelf
    since = min((today - day).days, days.shape[1])
    return max(available + inbound - float(days[0, days.shape[1] - since :].sum()), 0.0)


def _slip(given: Given, key: tuple[str, str], days: Floats, left: float) -> _Sku | None:
    """What is wrong with the price of a SKU, if anything is."""
    past, late = days[:, :USUAL], days[:, USUAL:]
    if late[0].sum() == 0 or past[0].sum() < LEAST_USUAL:
        return None
    prices = past[1][past[0] > 0] / past[0][past[0] > 0]
    usual = float(np.median(prices))
    lowest = usual - OUTSIDE * MAD * float(np.median(np.abs(prices - usual)))
    margin = given.margins.of(*key)
    fees = max(given.margins.fee_share.get(key[0], 0.0), 0.0) if margin.known else 0.0

    def judged(part: Floats, *, alone: bool) -> _Sku | None:
        units, sales, goods = (float(row.sum()) for row in part)
        price = sales / units
        cost = goods / units + fees * price
        cause = _cause(price, cost, usual, lowest)
        if alone and not (cause and price < (1 - BROKEN) * usual):
            return None
        pace = float(past[0].sum()) / USUAL
        days = RECENT if alone else part.shape[1]
        named = "one_order" if alone else cause
        return _Sku(key[1], days, units, price, cost, pace, usual, left, named) if cause else None

    sold = np.flatnonzero(late[0])
    slipped = [int(at) for at in sold if late[1, at] / late[0, at] < lowest]
    whole = judged(late[:, slipped[0] :], alone=False) if slipped else None
    if whole is not None:
        return whole
    for at in sold[::-1]:
        single = judged(late[:, at : at + 1], alone=True)
        if single is not None:
            return single
    return None


def _cause(price: float, cost: float, usual: float, lowest: float) -> str:
    """Why a price is out of line; '' where it is not."""
    if price >= lowest:
        return ""
    if np.isfinite(cost) and price < cost and price < (1 - SLIPPED) * usual:
        return "below_cost"
    return "far_below_usual" if price < (1 - FAR_BELOW) * usual else ""


def _gain(given: Given, shop: str, slip: _Sku) -> float:
    """What putting the price back gains a week: the loss on every unit ends, the usual units earn their margin."""
    cost = slip.cost if np.isfinite(slip.cost) else slip.usual * (1 - given.margins.of(shop, slip.sku).mid)
    # Fees are charged on the price: at the usual price they are higher.
    fees = max(given.margins.fee_share.get(shop, 0.0), 0.0) * (slip.usual - slip.price)
    now = (slip.price - cost) * slip.weekly
    return max(slip.usual - fees - cost, 0.0) * slip.pace * 7 - now


def _action(given: Given, known: Items, item: Item, slips: Sequence[_Sku]) -> Action:
    shop, _ = item
    gain = max(sum(_gain(given, shop, slip) for slip in slips), 0.0)
    units = sum(slip.units for slip in slips)
    wide = float(np.exp(Z80 * np.sqrt(SCATTER**2 + 1 / (units + 0.5))))
    worst = min(slips, key=lambda slip: (slip.price / slip.usual, slip.sku))
    basis = "known" if np.isfinite(worst.cost) else "assumed"
    columns = ("sku", "title", "price_now", "price_usual", "unit_cost", "units")
    return Action(
        play=PLAY.key,
        stage=PLAY.stage,
        target=known.target(item),
        cause=worst.cause,
        impact=Impact(
            money(gain / wide), money(gain), money(gain * wide), given.margins.money(shop), basis=basis
        ),
        minutes=5,
        role=PLAY.role,
        due=given.as_of + timedelta(days=1),
        check_on=given.as_of + timedelta(days=8),
        metric="contribution",
        pool=("sales", shop, item[1]),
        evidence={
            "price_now": money(worst.price),
            "price_usual": money(worst.usual),
            "unit_cost": money(worst.cost) if np.isfinite(worst.cost) else None,
            "units": int(units),
            "days": RECENT,
            "skus": known.named(item),
        },
        sheet=Sheet(columns, tuple(_row(given, shop, slip) for slip in slips)),
    )


def _row(given: Given, shop: str, slip: _Sku) -> tuple[Cell, ...]:
    return (
        slip.sku,
        given.label(shop, slip.sku),
        money(slip.price),
        money(slip.usual),
        money(slip.cost) if np.isfinite(slip.cost) else None,
        int(slip.units),
    )


PLAY = Play(
    "price_error",
    "conversion",
    "price_below_cost",
    "pricing",
    ("order_line",),
    needs,
    propose,
    lists={"styles": STYLES},
)
