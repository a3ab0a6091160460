"""A SKU that sells below its cost, or far below its own usual price: a slip in a price or a coupon."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from zhanggui.actions.action import Action, Impact, Sheet, Target
from zhanggui.metrics.question import Question
from zhanggui.playbooks.columns import Columns
from zhanggui.playbooks.play import Given, Play, last_days, money

RECENT = 3
USUAL = 28
LEAST_UNITS = 3
FAR_BELOW = 0.4  # share of its usual price that must be missing where no cost is known


@dataclass(frozen=True, slots=True)
class _Pace:
    units: float
    price: float
    cost: float  # NaN unknown


def needs(as_of: date) -> Mapping[str, Question]:
    """The last three days and the four weeks before them, by SKU."""
    measures = ("units", "gmv", "cost_of_goods")
    recent = last_days(as_of, RECENT)
    usual = last_days(recent.first - timedelta(days=1), USUAL)
    return {
        "now": Question(measures, ("shop", "sku"), recent),
        "usual": Question(measures, ("shop", "sku"), usual),
    }


def propose(given: Given) -> Sequence[Action]:
    """One action per SKU that sells below cost, or below 60 % of its usual price."""
    now, usual = _paces(given.facts["now"]), _paces(given.facts["usual"])
    out = []
    for key, pace in sorted(now.items()):
        before = usual.get(key)
        if before is None or pace.units < LEAST_UNITS or before.units < LEAST_UNITS:
            continue
        cause = _cause(given, key, pace, before)
        if cause:
            out.append(_action(given, key, (pace, before), cause))
    return out


def _paces(facts: Columns) -> dict[tuple[str, str], _Pace]:
    units, sales, cost = facts.floats("units"), facts.floats("gmv"), facts.floats("cost_of_goods")
    out = {}
    for row in range(len(facts)):
        shop, sku = (str(part or "") for part in facts.key(row))
        if sku and units[row] > 0 and np.isfinite(sales[row]):
            out[shop, sku] = _Pace(units[row], sales[row] / units[row], cost[row] / units[row])
    return out


def _full_cost(given: Given, key: tuple[str, str], pace: _Pace) -> float:
    """Goods plus the fees that sales carry; NaN where the cost is unknown."""
    margin = given.margins.of(*key)
    fees = 0.0 if not margin.known else max(given.margins.fee_share.get(key[0], 0.0), 0.0)
    return pace.cost + fees * pace.price


def _cause(given: Given, key: tuple[str, str], pace: _Pace, before: _Pace) -> str:
    cost = _full_cost(given, key, pace)
    if np.isfinite(cost) and pace.price < cost:
        return "below_cost"
    if pace.price < (1 - FAR_BELOW) * before.price:
        return "far_below_usual"
    return ""


def _action(given: Given, key: tuple[str, str], paces: tuple[_Pace, _Pace], cause: str) -> Action:
    shop, sku = key
    pace, before = paces
    weekly = pace.units / RECENT * 7
    # Putting the price back ends the loss on every unit, and brings back the usual units at the usual margin.
    floor = _full_cost(given, key, pace)
    usual_week = before.units / USUAL * 7
    unit_cost = floor if np.isfinite(floor) else before.price * (1 - given.margins.of(shop, sku).mid)
    gain_now = (unit_cost - pace.price) * weekly
    gain = gain_now + max(before.price - unit_cost, 0.0) * usual_week
    # Units are counts: their 80 % interval comes from the gamma posterior of a Poisson rate (Jeffreys prior).
    wide = 1.2816 / np.sqrt(pace.units + 0.5)
    basis = "known" if np.isfinite(floor) else "assumed"
    ends = sorted((gain * (1 - wide), gain, gain * (1 + wide)))
    columns = ("sku", "title", "price_now", "price_usual", "unit_cost", "units")
    row = (
        sku, given.label(shop, sku), money(pace.price), money(before.price),
        money(floor) if np.isfinite(floor) else None, int(pace.units),
    )  # fmt: skip
    return Action(
        play=PLAY.key,
        stage=PLAY.stage,
        target=Target("sku", shop, sku, given.label(shop, sku)),
        cause=cause,
        impact=Impact(money(ends[0]), money(ends[1]), money(ends[2]), given.margins.money(shop), basis=basis),
        minutes=5,
        role=PLAY.role,
        due=given.as_of + timedelta(days=1),
        check_on=given.as_of + timedelta(days=8),
        metric="contribution",
        pool=("sales", shop, sku),
        evidence={
            "price_now": money(pace.price),
            "price_usual": money(before.price),
            "unit_cost": money(floor) if np.isfinite(floor) else None,
            "units": int(pace.units),
            "days": RECENT,
        },
        sheet=Sheet("prices", columns, (row,)),
    )


PLAY = Play("price_error", "conversion", "price_below_cost", "pricing", ("order_line",), needs, propose)
