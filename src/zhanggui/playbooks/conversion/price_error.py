"""An item that sells below its cost, or far below what it has ever sold for: a slip in a price or a coupon.

What a price "usually" is, the item's own days say: a slip must lie outside their scatter (median and median absolute
deviation), so that the shop's coupons are no alarm. One order at a broken price is a slip as well, if the others are
not. A slip that has lasted for most of the days is their median: then, where it sells below its cost, the days before
the price fell (the split of the series into two levels with the least squares) say what is usual.

What putting the price back gains is what the item earned a week before the slip, less what it earns now: by its own
units, and as long as these are few by what prices usually do to sales (`offer`), with the postage that buyers pay, and
parcels paid by the line, which no price makes cheaper. It is never more than what was earned before and what is lost
now.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import exp, log

import numpy as np
import numpy.typing as npt

from zhanggui.actions.action import Action, Cell, Impact, Sheet
from zhanggui.metrics.question import Question
from zhanggui.playbooks.ahead import DRIFT, SIZE, WEEKS, chance
from zhanggui.playbooks.conversion.offer import (
    LEAST_USUAL,
    RECENT,
    SALES,
    UNITS,
    Offer,
    Told,
    elastic,
    offers,
    since,
    usual_price,
)
from zhanggui.playbooks.conversion.priced import SOLD, a_line, lots, priced, sells_at, units_to_come
from zhanggui.playbooks.items import STYLES, Item, Items, items
from zhanggui.playbooks.play import Z80, Given, Play, last_days, money
from zhanggui.playbooks.shelf import MEASURES, counted

AHEAD = 28  # days over which the loss is promised
USUAL = 56
DAYS = RECENT + USUAL
LATELY = 14  # days of a slip by which its present pace is told
LEAST_BEFORE = 3  # days with sales before a slip that the median does not tell any more
FAR_BELOW = 0.4  # share of its usual price that must be missing where no cost is known
SLIPPED = 0.1  # share of its usual price that must be missing where the cost is known
BROKEN = 0.5  # share that must be missing for a single order to be a slip
LARGE = 0.75  # share that a lot of an item may be cheaper by, where it does not sell below its cost
REORDERED = 0.25  # share of what is asked for that is bought in beyond the usual within four weeks: assumed
SCATTER = (
    0.3  # standard error, in logs, of next weeks' units beside that of the count: before, and at the price
)
# A slip of one day: hours of it are counted as a day, and it gets around. Times what the day asked for that the next
# ones will, and its standard error in logs: assumed.
ONSET, ONSET_ERROR = 1.5, 0.4
UNSURE = 0.05  # standard error of a unit's cost, as a share
MOST_ERROR = 1.0  # in logs: a promise is not below a quarter of its middle, nor above four times
BACK = ("refunds_of_orders", "gmv")
RIPE = 14  # days within which most refunds come

BELOW, FAR, ONE, OFFER = "below_cost", "far_below_usual", "one_order", "offer_loses"

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Sku:
    """One SKU whose price slipped: what it sold since (``units`` over ``days``), at what price and cost (goods, fees
    and parcels less postage; NaN unknown), its usual price; ``earned`` a week before and ``lost`` a week now (negative
    where it still earns), each with the units that tell it and those of the weeks ahead; ``cause`` of the alarm.
    """

    sku: str
    days: int
    units: float
    price: float
    cost: float
    usual: float
    cause: str
    earned: float
    lost: float
    counts: tuple[float, float]
    ahead: tuple[float, float]

    @property
    def error(self) -> float:
        """Standard error of ``earned + lost``: of the units of both, and of what no file says of a unit's cost."""
        parts = zip((self.earned, self.lost), self.ahead, self.counts, strict=True)
        units = [part * np.hypot(SCATTER, chance(coming, told)) for part, coming, told in parts]
        cost = self.cost if np.isfinite(self.cost) else self.price
        return float(np.hypot(np.hypot(*units), UNSURE * cost * self.units / self.days * 7))


def needs(as_of: date) -> Mapping[str, Question]:
    """The last three days and the eight weeks before them, by SKU and day; what came back of them; counts of stock."""
    by = ("shop", "sku", "listing", "day")
    return {
        "sold": Question(SOLD, by, last_days(as_of, DAYS)),
        "back": Question(BACK, ("shop",), last_days(as_of - timedelta(days=RIPE), USUAL)),
        "stock": Question(MEASURES, ("sku", "day"), last_days(as_of, AHEAD)),
    }


def propose(given: Given) -> Sequence[Action]:
    """One action per item with a SKU that sells below cost, or far below its usual price."""
    known = items(given.facts["sold"], given.rows.get("styles", ()))
    found: dict[Item, list[_Sku]] = {}
    shelf = counted(given.facts["stock"])
    tables = sorted(priced(given.facts["sold"], given.as_of, DAYS).items())
    left = {key: _left(shelf.get(key[1]), days, given.as_of) for key, days in tables}
    for key, days in tables:
        slip = _slip(given, key, days, left[key])
        if slip is not None:
            found.setdefault(known.by_sku[key], []).append(slip)
    for key, days in tables:
        mine = found.get(known.by_sku[key])
        if mine and all(
            slip.sku != key[1] for slip in mine
        ):  # the price of a variant that is sold out is wrong too
            slip = _slip(given, key, days, left[key], LATELY)
            mine += [slip] if slip is not None and slip.cause != ONE else []
    fine = {key: days for key, days in tables if known.by_sku[key] not in found}
    dear = offers(fine, known.by_sku, lambda key, days: _unit(given, key, days))
    return [
        *(_action(given, known, item, slips) for item, slips in sorted(found.items())),
        *(_of_offer(given, known, item, offer) for item, offer in sorted(dear.items())),
    ]


def _left(shelf: tuple[date, float, float] | None, days: Floats, today: date) -> float:
    """Units that can be sold or are on their way, brought up to today; NaN where nobody counts."""
    if shelf is None:
        return float("nan")
    day, available, inbound = shelf
    since = min((today - day).days, days.shape[1])
    return max(available + inbound - float(days[0, days.shape[1] - since :].sum()), 0.0)


def _slip(given: Given, key: tuple[str, str], days: Floats, left: float, lately: int = RECENT) -> _Sku | None:
    """What is wrong with the price of a SKU in the last days, if anything is."""
    start = DAYS - lately
    past = np.flatnonzero(days[UNITS, :start])
    if days[UNITS, past].sum() < LEAST_USUAL:
        return None
    usual, lowest = usual_price(days[SALES, past] / days[UNITS, past])
    days = np.where(_agreed(given, key, days, (start, usual, lowest)), 0.0, days)
    late, sold = days[:, start:], np.flatnonzero(days[UNITS])
    if late[UNITS].sum() == 0:
        return None
    prices = days[SALES, sold] / days[UNITS, sold]
    low = _alike(prices, (usual, lowest), sold >= start)
    slipped = sold[(sold >= start) & low]
    if len(slipped):
        first = since(sold, low)
        cause = _cause(_unit(given, key, days[:, slipped[0] :]), usual, lowest)
        if cause and not (cause == FAR and sells_at(days[:, :first], prices[low][-1])):
            return _told(given, key, days, (first, DAYS), (usual, cause, left))
    for at in sold[sold >= start][::-1]:
        one = _unit(given, key, days[:, at : at + 1])
        cause = _cause(one, usual, lowest) if one[0] < (1 - BROKEN) * usual else ""
        if cause and not (cause == FAR and sells_at(days[:, :at], one[0])):
            return _told(given, key, days, (int(at), int(at) + 1), (usual, ONE, left))
    return _lasting(given, key, days, (prices, left))


def _agreed(
    given: Given, key: tuple[str, str], days: Floats, told: tuple[int, float, float]
) -> npt.NDArray[np.bool_]:
    """Days on which a lot went at a price of its own that earns; ``told``: the first day that may be one, and the usual
    and the lowest price.
    """
    start, usual, lowest = told
    out = lots(days, a_line(days[:, :start]))
    out[:start] = False
    for at in np.flatnonzero(out):
        one = _unit(given, key, days[:, at : at + 1])
        out[at] = one[0] >= (1 - LARGE) * usual and _cause(one, usual, lowest) != BELOW
    return out


def _alike(
    prices: Floats, usual: tuple[float, float], lately: npt.NDArray[np.bool_]
) -> npt.NDArray[np.bool_]:
    """Which days' prices are out of line like the last one that is; ``usual``: the usual price, and the lowest within
    its scatter; ``lately``: the days among which the last one is looked for.

    A small coupon some days before is no part of a slip: nearer, in logs, to the usual price than to that of now.
    """
    low: npt.NDArray[np.bool_] = prices < usual[1]
    last = np.flatnonzero(low & lately)
    return low & (prices <= np.sqrt(usual[0] * prices[last[-1]])) if len(last) else low


def _lasting(given: Given, key: tuple[str, str], days: Floats, told: tuple[Floats, float]) -> _Sku | None:
    """A slip that has lasted for most of the days; ``told``: prices of the days with sales, and units left.

    Two levels of least squares: the mean of the days before, and of those since.
    """
    prices, left = told
    sold = np.flatnonzero(days[UNITS])
    many = np.arange(LEAST_BEFORE, len(prices))
    if not len(many):
        return None
    sums = np.cumsum(prices)
    before, since = sums[many - 1], sums[-1] - sums[many - 1]
    at = int(many[np.argmax(before**2 / many + since**2 / (len(prices) - many))])
    usual, lowest = usual_price(prices[:at])
    now = _unit(given, key, days[:, sold[at] :])
    if sold[at] >= DAYS - RECENT or (prices[at:] >= lowest).any() or _cause(now, usual, lowest) != BELOW:
        return None
    return _told(given, key, days, (int(sold[at]), DAYS), (usual, BELOW, left))


def _unit(given: Given, key: tuple[str, str], days: Floats) -> tuple[float, float]:
    """Price, and cost (goods, fees, parcels and refunds less postage; NaN unknown), of one unit over some days."""
    units, sales, goods, lines, more = (float(row.sum()) for row in days)
    fees = given.margins.charged(*key).on(sales, lines, units)
    return sales / units, (goods + fees - more + _back(given, key[0]) * sales) / units


def _back(given: Given, shop: str) -> float:
    """Share of a shop's sales that is given back."""
    facts = given.facts["back"]
    mine = facts.keys["shop"] == shop
    back, sold = (float(np.nansum(facts.floats(name)[mine])) for name in BACK)
    return min(max(back / sold, 0.0), 1.0) if sold > 0 else 0.0


def _cause(one: tuple[float, float], usual: float, lowest: float) -> str:
    """Why a price is out of line; '' where it is not. ``one``: price and cost."""
    price, cost = one
    if price >= lowest:
        return ""
    if np.isfinite(cost) and price < cost and price < (1 - SLIPPED) * usual:
        return BELOW
    return FAR if price < (1 - FAR_BELOW) * usual else ""


def _told(
    given: Given,
    key: tuple[str, str],
    days: Floats,
    span: tuple[int, int],
    told: tuple[float, str, float],
) -> _Sku:
    """The slip of days ``span``, the end left out; ``told``: usual price, cause, and units left."""
    first, end = span
    usual, cause, left = told
    price, cost = _unit(given, key, days[:, first:end])
    past = days[:, :first]
    pace = float(past[UNITS].sum()) / past.shape[1] * 7
    late = days[:, max(first, end - LATELY) : end]
    counts = float(past[UNITS].sum()), float(late[UNITS].sum())
    coming = units_to_come(late, a_line(past))
    asked = coming / RECENT * 7
    if cause != ONE:
        asked = _asked((price, usual), (counts[0], coming), pace, late.shape[1] / 7)
        asked *= ONSET if end - first == 1 else 1.0
    most = (left + pace * AHEAD / 7) / (AHEAD / 7) + REORDERED * asked
    weekly = asked if np.isnan(most) else min(asked, most)
    before = _unit(given, key, past)
    each = before[0] - before[1], price - cost
    if not np.isfinite(sum(each)):
        goods = usual * (1 - given.margins.of(*key).mid)
        each = usual - goods, price - goods
    if cause == ONE:  # all others are sold at the usual price as ever
        pace = min(pace, weekly)
    return _Sku(
        key[1],
        end - first if cause != ONE else RECENT,
        float(days[UNITS, first:end].sum()),
        price,
        cost,
        usual,
        cause,
        max(each[0], 0.0) * pace,
        -each[1] * weekly,
        counts,
        (pace * WEEKS, weekly * WEEKS),
    )


def _asked(prices: tuple[float, float], counts: tuple[float, float], pace: float, weeks: float) -> float:
    """Units a week that are asked for at a slipped price; ``prices``: it and the usual one.

    What is usual of prices, times the ``pace`` before, gives way to the units themselves as they come in (a normal
    posterior, in logs); ``counts``: units before and, in so many ``weeks``, since.
    """
    before, since = counts
    more, error = elastic(*prices)
    thought, own = error**2 + DRIFT**2 + SIZE / before, SIZE / since
    logs = (log(pace) + more) / thought + log(since / weeks) / own
    return exp(logs / (1 / thought + 1 / own))


_COLUMNS = ("sku", "title", "price_now", "price_usual", "unit_cost", "units")


def _action(given: Given, known: Items, item: Item, slips: Sequence[_Sku]) -> Action:
    shop, _ = item
    mid = max(sum(slip.earned + slip.lost for slip in slips), 0.0)
    far = sum(slip.error for slip in slips) / mid if mid > 0 else MOST_ERROR
    young = all(slip.days == 1 or slip.cause == ONE for slip in slips)
    error = float(np.hypot(far, ONSET_ERROR)) if young else far
    wide = float(np.exp(Z80 * min(max(error, SCATTER), MOST_ERROR)))
    units = sum(slip.units for slip in slips)
    worst = min(slips, key=lambda slip: (slip.price / slip.usual, slip.sku))
    days = max(slip.days for slip in slips)
    basis = "known" if np.isfinite(worst.cost) else "assumed"
    return Action(
        play=PLAY.key,
        stage=PLAY.stage,
        target=known.target(item),
        cause=worst.cause,
        impact=Impact(
            money(mid / wide), money(mid), money(mid * wide), given.margins.money(shop), basis=basis
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
            "unit_cost": money(worst.cost) if np.isfinite(worst.cost) else "",
            "units": int(units),
            "days": days,
            "earned": money(sum(slip.earned for slip in slips)),
            "earns": money(-sum(slip.lost for slip in slips)),
            "skus": known.named(item),
        },
        sheet=Sheet(_COLUMNS, tuple(_row(given, shop, slip) for slip in slips)),
    )


def _of_offer(given: Given, known: Items, item: Item, offer: Offer) -> Action:
    """An offer to be ended or made smaller."""
    shop, code = item
    low, mid, high = (money(end) for end in offer.gain)
    most = max(offer.skus, key=lambda one: (one.units, one.sku))
    return Action(
        play=PLAY.key,
        stage=PLAY.stage,
        target=known.target(item),
        cause=OFFER,
        impact=Impact(low, mid, high, given.margins.money(shop), basis="effect"),
        minutes=10,
        role=PLAY.role,
        due=given.as_of + timedelta(days=1),
        check_on=given.as_of + timedelta(days=15),
        metric="contribution",
        pool=("sales", shop, code),
        evidence={
            "price_now": money(most.price),
            "price_usual": money(most.usual),
            "unit_cost": money(most.cost),
            "units": int(sum(one.units for one in offer.skus)),
            "days": offer.days,
            "earned": money(offer.earned),
            "earns": money(offer.earns),
            "skus": known.named(item),
        },
        sheet=Sheet(_COLUMNS, tuple(_row(given, shop, one) for one in offer.skus)),
    )


def _row(given: Given, shop: str, slip: _Sku | Told) -> tuple[Cell, ...]:
    """A SKU of the action's file."""
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
