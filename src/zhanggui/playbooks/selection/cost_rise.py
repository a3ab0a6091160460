"""An item whose unit cost has gone up: ask the supplier, look for a second one, or raise the price.

The cost table says from which day a cost holds, so there is no noise to tell it from; how many units will be bought at
it is taken from the last four weeks. A rise is news for a month; an older one is named for as long as the price has not
followed it: what buyers pay now against the month before the rise. Currencies are not mixed: a cost in another one
than the shop's is left alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from zhanggui.actions.action import Action, Impact, Sheet, Target
from zhanggui.metrics.question import Question
from zhanggui.playbooks.ahead import coming
from zhanggui.playbooks.columns import Columns
from zhanggui.playbooks.items import STYLES, Item, items
from zhanggui.playbooks.play import Given, Play, last_days, money

COSTS = ("sku_cost", ("shop", "sku", "from_day", "cost", "currency"))
DAYS = 28
YOUNG = 28  # days for which a new cost is news
YEAR = 365
FOLLOWED = 0.5  # part of a rise of the cost by which the price must have risen to have followed it
LEAST_RISE = 0.05


@dataclass(frozen=True, slots=True)
class _Rise:
    sku: str
    since: date
    before: float
    now: float
    weekly: float  # units

    @property
    def loss(self) -> float:
        """Money a week."""
        return (self.now - self.before) * self.weekly


def needs(as_of: date) -> Mapping[str, Question]:
    """Units and sales of the last four weeks; by month, those of a year."""
    return {
        "sold": Question(("units", "gmv"), ("shop", "sku", "listing"), last_days(as_of, DAYS)),
        "year": Question(("units", "gmv"), ("shop", "sku", "month"), last_days(as_of, YEAR)),
    }


def propose(given: Given) -> Sequence[Action]:
    """One action per item with a SKU whose cost has risen."""
    sold = given.facts["sold"]
    known = items(sold, given.rows.get("styles", ()))
    late, months = _sold(sold), _sold(given.facts["year"])
    costs = _costs(given)
    found: dict[Item, list[_Rise]] = {}
    for (shop, sku), item in sorted(known.by_sku.items()):
        told = {**costs.get(("", sku), {}), **costs.get((shop, sku), {})}
        mine = {day: cost for day, (cost, currency) in told.items() if currency == given.margins.money(shop)}
        units, sales = late[shop, sku][None]
        rise = _rise(given.as_of, sku, mine, units * 7 / DAYS)
        old = rise is not None and (given.as_of - rise.since).days > YOUNG
        if rise is not None and not (old and _followed(rise, sales / units, months.get((shop, sku), {}))):
            found.setdefault(item, []).append(rise)
    return [_action(given, item, rises, known.target(item)) for item, rises in sorted(found.items())]


def _sold(facts: Columns) -> dict[tuple[str, str], dict[date | None, tuple[float, float]]]:
    """(shop, sku) → first day of the month, None where it is not asked for → units and sales."""
    out: dict[tuple[str, str], dict[date | None, tuple[float, float]]] = {}
    units, sales = (np.nan_to_num(facts.floats(name)) for name in ("units", "gmv"))
    months = facts.keys.get("month", np.full(len(facts), None))
    for row in range(len(facts)):
        mine = out.setdefault((str(facts.keys["shop"][row] or ""), str(facts.keys["sku"][row] or "")), {})
        month = months[row] if isinstance(months[row], date) else None
        so_far = mine.get(month, (0.0, 0.0))
        mine[month] = so_far[0] + float(units[row]), so_far[1] + float(sales[row])
    return out


def _followed(rise: _Rise, price: float, months: Mapping[date | None, tuple[float, float]]) -> bool:
    """Whether the ``price`` of today has gone up with the cost since the last month before it; True where no month
    tells.
    """
    before = [
        (month, sales / units)
        for month, (units, sales) in months.items()
        if month is not None and units > 0 and month < rise.since.replace(day=1)
    ]
    return not before or price - max(before)[1] >= FOLLOWED * (rise.now - rise.before)


def _costs(given: Given) -> dict[tuple[str, str], dict[date, tuple[float, str]]]:
    """(shop, sku) → first day → unit cost and its currency."""
    out: dict[tuple[str, str], dict[date, tuple[float, str]]] = {}
    for shop, sku, since, cost, currency in given.rows["costs"]:
        if isinstance(since, date) and cost is not None:
            out.setdefault((str(shop or ""), str(sku)), {})[since] = (float(str(cost)), str(currency or ""))
    return out


def _rise(today: date, sku: str, costs: Mapping[date, float], weekly: float) -> _Rise | None:
    """The latest cost against the one before it, if it is of the last year and higher."""
    days = sorted(day for day in costs if day <= today)
    if len(days) < 2 or (today - days[-1]).days >= YEAR or weekly <= 0:  # noqa: PLR2004 - two costs make a rise
        return None
    before, now = costs[days[-2]], costs[days[-1]]
    return _Rise(sku, days[-1], before, now, weekly) if now >= before * (1 + LEAST_RISE) else None


def _action(given: Given, item: Item, rises: Sequence[_Rise], target: Target) -> Action:
    shop, code = item
    mid = sum(rise.loss for rise in rises)
    units = sum(rise.weekly for rise in rises) * DAYS / 7
    low, usual, high = (money(mid * share) for share in coming((1.0, 1.0, 1.0), units * 7 / DAYS, units))
    worst = max(rises, key=lambda rise: (rise.loss, rise.sku))
    rows = tuple(
        (rise.sku, given.label(shop, rise.sku), money(rise.before), money(rise.now), rise.since)
        for rise in rises
    )
    return Action(
        play=PLAY.key,
        stage=PLAY.stage,
        target=target,
        cause="cost_up",
        impact=Impact(low, usual, high, given.margins.money(shop)),
        minutes=20,
        role=PLAY.role,
        due=given.as_of + timedelta(days=3),
        check_on=given.as_of + timedelta(days=28),
        metric="contribution",
        pool=("cost", shop, code),
        evidence={
            "cost_now": money(worst.now),
            "cost_before": money(worst.before),
            "change": worst.now / worst.before - 1,
            "since": worst.since,
            "weekly_units": round(units * 7 / DAYS, 1),
            "skus": " ".join(rise.sku for rise in rises[:12]),
        },
        sheet=Sheet(("sku", "title", "cost_before", "cost_now", "since"), rows),
    )


PLAY = Play(
    "cost_rise",
    "selection",
    "cost_rise",
    "supply",
    ("order_line", "sku_cost"),
    needs,
    propose,
    lists={"styles": STYLES, "costs": COSTS},
)
