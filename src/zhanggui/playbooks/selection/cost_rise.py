"""An item whose unit cost has gone up: ask the supplier, look for a second one, or raise the price.

The cost table says from which day a cost holds, so there is no noise to tell it from; how many units will be bought at
it is taken from the last four weeks. Currencies are not mixed: a cost in another one than the shop's is left alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from zhanggui.actions.action import Action, Impact, Sheet, Target
from zhanggui.metrics.question import Question
from zhanggui.playbooks.items import STYLES, Item, items
from zhanggui.playbooks.play import Z80, Given, Play, last_days, money

COSTS = ("sku_cost", ("shop", "sku", "from_day", "cost", "currency"))
DAYS = 28
YOUNG = 28  # days for which a new cost is news
LEAST_RISE = 0.05
AHEAD = 0.35  # standard error, in logs, of next weeks' units given the last four's


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
    """Units of the last four weeks."""
    return {"sold": Question(("units",), ("shop", "sku", "listing"), last_days(as_of, DAYS))}


def propose(given: Given) -> Sequence[Action]:
    """One action per item with a SKU whose cost has risen."""
    sold = given.facts["sold"]
    known = items(sold, given.rows.get("styles", ()))
    units: dict[tuple[str, str], float] = {}
    for row in range(len(sold)):
        key = (str(sold.keys["shop"][row] or ""), str(sold.keys["sku"][row] or ""))
        units[key] = units.get(key, 0.0) + float(np.nan_to_num(sold.floats("units")[row]))
    costs = _costs(given)
    found: dict[Item, list[_Rise]] = {}
    for (shop, sku), item in sorted(known.by_sku.items()):
        told = {**costs.get(("", sku), {}), **costs.get((shop, sku), {})}
        mine = {day: cost for day, (cost, currency) in told.items() if currency == given.margins.money(shop)}
        rise = _rise(given.as_of, sku, mine, units[shop, sku] * 7 / DAYS)
        if rise is not None:
            found.setdefault(item, []).append(rise)
    return [_action(given, item, rises, known.target(item)) for item, rises in sorted(found.items())]


def _costs(given: Given) -> dict[tuple[str, str], dict[date, tuple[float, str]]]:
    """(shop, sku) → first day → unit cost and its currency."""
    out: dict[tuple[str, str], dict[date, tuple[float, str]]] = {}
    for shop, sku, since, cost, currency in given.rows["costs"]:
        if isinstance(since, date) and cost is not None:
            out.setdefault((str(shop or ""), str(sku)), {})[since] = (float(str(cost)), str(currency or ""))
    return out


def _rise(today: date, sku: str, costs: Mapping[date, float], weekly: float) -> _Rise | None:
    """The latest cost against the one before it, if it is young and higher."""
    days = sorted(day for day in costs if day <= today)
    if len(days) < 2 or (today - days[-1]).days > YOUNG or weekly <= 0:  # noqa: PLR2004 - two costs make a rise
        return None
    before, now = costs[days[-2]], costs[days[-1]]
    return _Rise(sku, days[-1], before, now, weekly) if now >= before * (1 + LEAST_RISE) else None


def _action(given: Given, item: Item, rises: Sequence[_Rise], target: Target) -> Action:
    shop, code = item
    mid = sum(rise.loss for rise in rises)
    units = sum(rise.weekly for rise in rises) * DAYS / 7
    wide = float(np.exp(Z80 * np.sqrt(AHEAD**2 + 1 / (units + 0.5))))
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
        impact=Impact(money(mid / wide), money(mid), money(mid * wide), given.margins.money(shop)),
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
