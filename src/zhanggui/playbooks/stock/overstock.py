"""Stock that will lie for months: clear it, or send it back, before it costs its shelf and its age.

Cover is judged at the upper end of what the item may sell (counts that scatter): only what lies longer even then is too
much. Of a shop's dozens of piles one always sold least by chance: the end is so far off that of all of them one shop in
twenty is spoken of falsely (Bonferroni). What lying costs is told by the shop's own storage fees over the units it
holds; where no file shows any, the money tied up is counted, at an assumed rate. Clearing is worth what the units
beyond three months would cost each week; how much of that depends on their size and on the price of clearing, no file
says.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import exp, sqrt

import numpy as np
from scipy.special import ndtri

from zhanggui.actions.action import Action, Impact, Sheet, Target
from zhanggui.metrics.question import Question
from zhanggui.playbooks.columns import Columns
from zhanggui.playbooks.play import Z80, Given, Play, last_days, money
from zhanggui.playbooks.shelf import MEASURES, counted
from zhanggui.playbooks.shift import by_day

DAYS = 56
WEEK = 7
TOO_LONG = 180  # days of cover from which stock is too much
ENOUGH = 90  # days of cover that is kept
YOUNG = 28  # days since a SKU was first counted or sold, below which its pace is not known
LEAST_UNITS = 60  # a pile; a few left over are for the next sale
LUCK = 0.05  # chance that any pile of a shop seems to lie too long
SPREAD = 2.0  # variance of a period's units over its mean
STORAGE = re.compile(r"仓储|仓租|库存费|storage|warehous", re.IGNORECASE)
MONEY_TIED = 0.002  # of the goods' cost a week where no storage fee is known: some 10 % a year; an assumption
AHEAD = 0.3  # standard error, in logs, of what a unit of this SKU costs to keep given the shop's mean
COSTS = ("sku_cost", ("sku", "from_day", "cost"))


@dataclass(frozen=True, slots=True)
class _Pile:
    """``have`` units, on the way included; ``sold`` in DAYS; units beyond ENOUGH days: at least, expected, at most."""

    have: float
    sold: float
    beyond: tuple[float, float, float]


def needs(as_of: date) -> Mapping[str, Question]:
    """Eight weeks of units and of counts by SKU, and of fees by name."""
    period = last_days(as_of, DAYS)
    return {
        "sold": Question(("units",), ("shop", "sku", "day"), period),
        "stock": Question(MEASURES, ("shop", "sku", "day"), period),
        "fees": Question(("fees",), ("shop", "fee_name", "day"), period),
    }


def propose(given: Given) -> Sequence[Action]:
    """One action per SKU with stock for more than half a year."""
    sold = by_day(given.facts["sold"], ("shop", "sku"), "units", given.as_of, DAYS)
    rates = _rates(given)
    out = []
    for shop in sorted({shop for shop, _ in sold}):
        facts = _of(given.facts["stock"], shop)
        seen = _since(facts)
        shelf = counted(facts)
        piles = sum(available + inbound >= LEAST_UNITS for _, available, inbound in shelf.values())
        for sku, (day, available, inbound) in sorted(shelf.items()):
            units = sold.get((shop, sku), np.zeros(DAYS))
            known = min(seen[sku], given.as_of - timedelta(days=DAYS - 1 - _first(units)))
            since = available - float(units[max(DAYS - (given.as_of - day).days, 0) :].sum())
            age = (given.as_of - known).days + 1
            pile = _pile(max(since, 0.0) + inbound, float(units.sum()), age, piles)
            if pile is not None:
                out += _action(given, (shop, sku), pile, rates.get(shop))
    return out


def _of(facts: Columns, shop: str) -> Columns:
    """The counts of one shop."""
    rows = np.flatnonzero(facts.keys["shop"] == shop)
    keys = {dim: values[rows] for dim, values in facts.keys.items()}
    return Columns(
        keys, {name: [cells[row] for row in rows] for name, cells in facts.cells.items()}, len(rows)
    )


def _since(facts: Columns) -> dict[str, date]:
    """SKU → day of its first count."""
    out: dict[str, date] = {}
    for sku, day in zip(facts.keys["sku"].tolist(), facts.keys["day"].tolist(), strict=True):
        if sku and isinstance(day, date):
            out[str(sku)] = min(out.get(str(sku), day), day)
    return out


def _first(units: np.ndarray[tuple[int], np.dtype[np.float64]]) -> int:
    """Number of the first day with a sale; the last day where there is none."""
    some = np.flatnonzero(units)
    return int(some[0]) if len(some) else DAYS - 1


def _pile(have: float, sold: float, known: int, piles: int) -> _Pile | None:
    """None where it is not too much, even if as much is sold as may be; ``piles``: how many are looked at."""
    if known < YOUNG or have < LEAST_UNITS:
        return None
    error = sqrt(SPREAD * max(sold, 1.0))
    sure = float(ndtri(1 - LUCK / max(piles, 1)))
    if have <= (sold + sure * error + 1) / known * TOO_LONG:
        return None
    wide = Z80 * error + 1
    most, least = (sold + wide) / known, max(sold - wide, 0.0) / known
    return _Pile(have, sold, (have - most * ENOUGH, have - sold / known * ENOUGH, have - least * ENOUGH))


def _rates(given: Given) -> dict[str, float]:
    """Shop → storage paid for a unit a week, from its fees and its counts."""
    fees = by_day(given.facts["fees"], ("shop", "fee_name"), "fees", given.as_of, DAYS)
    paid: dict[str, float] = {}
    for (shop, name), amounts in fees.items():
        if STORAGE.search(name):
            paid[shop] = paid.get(shop, 0.0) + float(amounts.sum()) * WEEK / DAYS
    held = by_day(given.facts["stock"], ("shop",), "stock", given.as_of, DAYS)
    out = {}
    for (shop,), units in held.items():
        if paid.get(shop, 0.0) > 0 and units.any():
            out[shop] = paid[shop] / float(units[units > 0].mean())
    return out


def _action(given: Given, at: tuple[str, str], pile: _Pile, rate: float | None) -> list[Action]:
    """None where neither storage nor cost is known."""
    shop, sku = at
    each = rate if rate is not None else MONEY_TIED * _cost(given, sku)
    if each <= 0:
        return []
    wide = exp(Z80 * AHEAD)
    low, mid, high = (units * each for units in pile.beyond)
    beyond = int(pile.beyond[1])
    cover = round(pile.have / max(pile.sold / DAYS, 1 / DAYS))
    row = (sku, given.label(shop, sku), int(pile.have), round(pile.sold / DAYS, 2), cover, beyond)
    action = Action(
        play=PLAY.key,
        stage=PLAY.stage,
        target=Target("sku", shop, sku, given.label(shop, sku)),
        cause="lies_long" if rate is not None else "money_tied",
        impact=Impact(
            money(low / wide),
            money(mid),
            money(high * wide),
            given.margins.money(shop),
            basis="sales" if rate is not None else "assumed",
        ),
        minutes=20,
        role=PLAY.role,
        due=given.as_of + timedelta(days=3),
        check_on=given.as_of + timedelta(days=28),
        metric="stock",
        pool=("stock", shop, sku),
        evidence={
            "have": int(pile.have),
            "sold": int(pile.sold),
            "days": DAYS,
            "cover": cover,
            "beyond": beyond,
            "enough": ENOUGH,
        },
        sheet=Sheet(("sku", "title", "available", "daily_units", "cover", "beyond"), (row,)),
    )
    return [action]


def _cost(given: Given, sku: str) -> float:
    """The latest unit cost of a SKU; 0 where unknown."""
    told = [
        (since, float(str(cost)))
        for code, since, cost in given.rows.get("costs", ())
        if code == sku and cost is not None and isinstance(since, date) and since <= given.as_of
    ]
    return max(told, default=(date.min, 0.0))[1]


PLAY = Play(
    "overstock",
    "stock",
    "overstock_ageing",
    "supply",
    ("order_line", "stock"),
    needs,
    propose,
    lists={"costs": COSTS},
)
