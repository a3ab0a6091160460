"""Stock that will run out before a new delivery can arrive: order now.

Demand over the lead time is negative binomial around the recent mean; the loss is the expected shortage at the SKU's
own margin (newsvendor, Arrow, Harris, Marschak 1951) over the next four weeks, or until the delivery if that takes
longer. A count of stock is days old: what was sold, delivered and ordered since is taken into account. One order goes
to the supplier for all SKUs of an item: those that will be short a little later are on it as well. Of goods that two
counts do not explain (`vanished`) the first thing is to look for them.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.special import betainc

from zhanggui.actions.action import Action, Impact, Sheet, Target
from zhanggui.metrics.query import Key, Value
from zhanggui.metrics.question import Question
from zhanggui.playbooks.columns import Columns
from zhanggui.playbooks.items import STYLES, Item, Items, items
from zhanggui.playbooks.play import Z80, Given, Play, last_days, money
from zhanggui.playbooks.shelf import MEASURES, counted
from zhanggui.playbooks.stock.vanished import Vanished, vanished

Floats: TypeAlias = npt.NDArray[np.float64]

DAYS, WEEK = 28, 7
AHEAD = 28  # days over which the shortage is counted
DRIFT = 0.3  # standard error, in logs, of next weeks' units beside that of the count
BESIDE = 1.5  # times the sales missed, at most, with what would have been in the same baskets and a rank lost: assumed
LISTS = {
    "styles": STYLES,
    "supply": ("sku_cost", ("sku", "from_day", "lead_days", "moq", "supplier")),
    "orders": ("purchase_order", ("sku", "ordered_day", "received_day", "quantity", "received")),
}
LEAST_PART = 0.05  # of what is expected, below which no lower end is taken
LEAST_CHANCE = 0.35  # of running out before a delivery can arrive; below it, next week's look is soon enough
LEAST_UNITS = 7  # fewer units in four weeks say too little about a daily pace


@dataclass(frozen=True, slots=True)
class _Demand:
    daily: float
    spread: float  # variance of a day's units over its mean, at least 1
    units: float
    price: float


@dataclass(frozen=True, slots=True)
class _Supply:
    available: float
    inbound: float
    lead: int
    lead_known: bool
    moq: int
    supplier: str


@dataclass(frozen=True, slots=True)
class _Short:
    """A SKU that will be short within AHEAD days, and whether it must be ordered ``now``: ``money`` a week (10 %
    quantile, expected, 90 % quantile), ``quantity`` to order, units it ``have``, sold ``daily``.
    """

    sku: str
    now: bool
    money: tuple[float, float, float]
    quantity: int
    have: float
    daily: float
    supply: _Supply


def needs(as_of: date) -> Mapping[str, Question]:
    """Four weeks of units by SKU and day, and the counts of stock."""
    period = last_days(as_of, DAYS)
    return {
        "demand": Question(("units", "gmv"), ("shop", "sku", "listing", "day"), period),
        "stock": Question(MEASURES, ("sku", "day"), period),
    }


def propose(given: Given) -> Sequence[Action]:
    """One action per item with a SKU whose stock is expected to end within its lead time."""
    supply = _supply(given)
    known = items(given.facts["demand"], given.rows.get("styles", ()))
    found: dict[Item, list[_Short]] = {}
    empty = {sku for sku, one in supply.items() if one.available <= 0}
    for sku, (shop, demand) in sorted(_demand(given.facts["demand"], given.as_of, empty).items()):
        short = _short(given, (shop, sku), demand, supply[sku]) if sku in supply else None
        if short is not None:
            found.setdefault(known.by_sku[shop, sku], []).append(short)
    now = {item: shorts for item, shorts in found.items() if any(one.now for one in shorts)}
    return [
        *(_action(given, known, item, shorts) for item, shorts in sorted(now.items())),
        *_count_again(given, known, now),
    ]


def _count_again(given: Given, known: Items, short: Collection[Item]) -> list[Action]:
    """One action per item of which more is gone than was sold; not of those that run out already."""
    shops = {sku: (shop, sku) for shop, sku in sorted(known.by_sku)}
    gone = vanished(
        given.facts["stock"], _sold_by_day(given.facts["demand"]), given.index("orders"), given.as_of
    )
    found: dict[Item, list[Vanished]] = {}
    for sku, one in gone.items():
        if sku in shops:
            found.setdefault(known.by_sku[shops[sku]], []).append(one)
    return [_to_count(given, known, item, some) for item, some in sorted(found.items()) if item not in short]


def _to_count(given: Given, known: Items, item: Item, some: Sequence[Vanished]) -> Action:
    """Goods to look for: no money is promised, what they sell for is lost only where they are not found."""
    shop, code = item
    nothing = Decimal(0)
    rows = tuple(
        (one.sku, given.label(shop, one.sku), int(one.before), int(one.sold), int(one.arrived), int(one.left))
        for one in some
    )
    return Action(
        play=PLAY.key,
        stage=PLAY.stage,
        target=known.target(item),
        cause="count_fell",
        impact=Impact(nothing, nothing, nothing, given.margins.money(shop), basis="data"),
        minutes=5,
        role=PLAY.role,
        due=given.as_of + timedelta(days=1),
        check_on=given.as_of + timedelta(days=8),
        metric="units",
        pool=("stock", shop, code),
        evidence={
            "count": round(sum(one.missing for one in some)),
            "before": int(sum(one.before for one in some)),
            "left": int(sum(one.left for one in some)),
            "sold": int(sum(one.sold for one in some)),
            "arrived": int(sum(one.arrived for one in some)),
            "first": min(one.since for one in some),
            "last": max(one.day for one in some),
            "skus": " ".join(one.sku for one in some[:12]),
        },
        sheet=Sheet(("sku", "title", "count_before", "sold", "arrived", "count_now"), rows),
    )


def _demand(facts: Columns, as_of: date, empty: Collection[str]) -> dict[str, tuple[str, _Demand]]:
    """Demand by SKU over all shops, with the shop that sells most of it (its currency and margin count).

    ``empty``: SKUs of which nothing is left; the days since their last sale say nothing of demand.
    """
    days: dict[str, Floats] = {}
    shops: dict[str, dict[str, float]] = {}
    units, sales = facts.floats("units"), np.nan_to_num(facts.floats("gmv"))
    sums: dict[tuple[str, str], float] = {}
    for row in range(len(facts)):
        shop, sku, day = (facts.keys[name][row] for name in ("shop", "sku", "day"))
        if not sku or not isinstance(day, date) or not np.isfinite(units[row]):
            continue
        series = days.setdefault(str(sku), np.zeros(DAYS))
        series[DAYS - 1 - (as_of - day).days] += units[row]
        shops.setdefault(str(sku), {}).setdefault(str(shop), 0.0)
        shops[str(sku)][str(shop)] += units[row]
        sums[str(shop), str(sku)] = sums.get((str(shop), str(sku)), 0.0) + float(sales[row])
    out = {}
    for sku, series in days.items():
        # One buyer of many is no pace: the largest day counts no more than all others together.
        top = int(series.argmax())
        series[top] = min(series[top], max(float(series.sum() - series[top]), 0.0))
        if series.sum() < LEAST_UNITS:
            continue
        shop = max(sorted(shops[sku]), key=lambda s: shops[sku][s])
        end = max(int(np.flatnonzero(series)[-1]) + 1, WEEK) if sku in empty else DAYS
        selling = series[min(_first_sale(series), end - WEEK) : end]
        mean = float(selling.mean())
        spread = max(1.0, float(selling.var(ddof=1)) / mean) if len(selling) > 1 else 1.0
        price = sums[shop, sku] / max(shops[sku][shop], 1.0)
        out[sku] = (shop, _Demand(mean, spread, float(series.sum()), price))
    return out


def _first_sale(series: Floats) -> int:
    """Days before the first sale of a new SKU are not days without demand."""
    return min(int(np.flatnonzero(series)[0]), DAYS - WEEK)


def _supply(given: Given) -> dict[str, _Supply]:
    """Latest stock of each SKU with its supplier's terms; of two terms the later one holds."""
    terms: dict[str, tuple[date, int | None, int, str]] = {}
    for sku, since, lead, moq, supplier in given.rows["supply"]:
        if isinstance(since, date) and since <= given.as_of and since >= terms.get(str(sku), (date.min,))[0]:
            terms[str(sku)] = (
                since,
                None if lead is None else int(str(lead)),
                int(str(moq or 0)),
                str(supplier or ""),
            )
    out = {}
    sold = _sold_by_day(given.facts["demand"])
    bought = given.index("orders")
    for sku, (day, available, inbound) in counted(given.facts["stock"]).items():
        _, lead_days, moq_units, supplier = terms.get(sku, (date.min, None, 0, ""))
        lead_time = given.settings.lead_days if lead_days is None else lead_days
        gone = sum(units for when, units in sold.get(sku, {}).items() if when > day)
        arrived, coming = _deliveries(bought.get(sku, ()), day, given.as_of)
        out[sku] = _Supply(
            available - gone + arrived,
            inbound if coming is None else coming,
            lead_time,
            lead_days is not None,
            moq_units,
            supplier,
        )
    return out


def _sold_by_day(facts: Columns) -> dict[str, dict[date, float]]:
    """SKU → day → units sold."""
    out: dict[str, dict[date, float]] = {}
    units = facts.floats("units")
    for row in range(len(facts)):
        sku, day = facts.keys["sku"][row], facts.keys["day"][row]
        if sku and isinstance(day, date) and np.isfinite(units[row]):
            mine = out.setdefault(str(sku), {})
            mine[day] = mine.get(day, 0.0) + float(units[row])
    return out


def _deliveries(
    orders: Sequence[tuple[Value | Key, ...]], since: date, today: date
) -> tuple[float, float | None]:
    """Units that arrived after the count, and those that are still to come; None: no purchase orders are kept."""
    arrived, coming, kept = 0.0, 0.0, False
    for ordered, received, quantity, came in orders:
        if not isinstance(ordered, date) or ordered > today or quantity is None:
            continue
        kept = True
        if not isinstance(received, date) or received > today:
            coming += float(str(quantity))
        elif received > since:
            arrived += float(str(quantity if came is None else came))
    return arrived, coming if kept else None


def _shortage(demand: _Demand, days: int, have: float) -> tuple[float, float, float, float]:
    """Units short over ``days``: at the 10 % quantile of demand, expected, at the 90 % quantile; chance of any."""
    mean = demand.daily * days
    # The mean itself is known only from the units seen: its sampling error adds to the spread.
    spread = demand.spread * (1 + mean / max(demand.units, 1.0))
    top = int(mean + 12 * math.sqrt(mean * spread)) + 12
    grid = np.arange(top + 1)
    below = betainc(mean / (spread - 1), grid + 1.0, 1 / spread)
    chances = np.diff(below, prepend=0.0)
    expected = float((chances * np.maximum(grid - have, 0)).sum())
    low, high = (max(float(np.searchsorted(below, q)) - have, 0.0) for q in (0.1, 0.9))
    any_short = 1.0 - float(below[min(int(have), top)])
    return min(low, expected), expected, max(high, expected), any_short


def _short(given: Given, at: tuple[str, str], demand: _Demand, supply: _Supply) -> _Short | None:
    """None where a SKU lasts, or earns nothing."""
    have = max(supply.available, 0.0) + supply.inbound
    days = max(supply.lead, 1)
    ahead = max(days, AHEAD)
    later = _shortage(demand, ahead, have)
    unit = demand.price * given.margins.of(*at).mid
    if unit <= 0 or later[3] < LEAST_CHANCE:
        return None
    low, mid, high = (units * unit / (ahead / 7) for units in later[:3])
    wanted = demand.daily * (days + given.settings.cover_days) - have
    quantity = max(math.ceil(wanted), supply.moq)
    now = _shortage(demand, days, have)[3] >= LEAST_CHANCE
    return _Short(at[1], now, (low, mid, high), quantity, have, demand.daily, supply)


def _promised(shorts: Sequence[_Short]) -> tuple[float, float, float]:
    """Money a week of all SKUs: chance makes each scatter by itself, what drifts is common to all (both in logs)."""
    mid = sum(one.money[1] for one in shorts)
    below, above = (math.sqrt(sum((one.money[1] - one.money[end]) ** 2 for one in shorts)) for end in (0, 2))
    apart = math.log(mid / max(mid - below, mid * LEAST_PART)), math.log((mid + above) / mid)
    down, up = math.hypot(apart[0], Z80 * DRIFT), math.hypot(apart[1], Z80 * DRIFT, math.log(BESIDE))
    return mid * math.exp(-down), mid, mid * math.exp(up)


def _action(given: Given, known: Items, item: Item, shorts: Sequence[_Short]) -> Action:
    shop, code = item
    first = min((one for one in shorts if one.now), key=lambda one: (one.have / one.daily, one.sku))
    low, mid, high = _promised(shorts)
    several = len(shorts) > 1
    label = given.label(shop, first.sku)
    target = known.target(item, label) if several else Target("sku", shop, first.sku, label)
    columns = ("sku", "title", "supplier", "quantity", "available", "inbound", "daily_units", "lead_days")
    rows = tuple(
        (
            one.sku, given.label(shop, one.sku), one.supply.supplier, one.quantity,
            int(one.supply.available), int(one.supply.inbound), round(one.daily, 2), one.supply.lead,
        )
        for one in shorts
    )  # fmt: skip
    lead = max(first.supply.lead, 1)
    return Action(
        play=PLAY.key,
        stage=PLAY.stage,
        target=target,
        cause="runs_out",
        impact=Impact(
            money(low),
            money(mid),
            money(high),
            given.margins.money(shop),
            basis=given.margins.of(shop, first.sku).basis,
        ),
        minutes=8,
        role=PLAY.role,
        due=given.as_of + timedelta(days=1),
        check_on=given.as_of + timedelta(days=lead + 7),
        metric="units",
        pool=("stock", shop, code),
        evidence={
            "quantity": sum(one.quantity for one in shorts),
            "available": sum(int(one.supply.available) for one in shorts),
            "inbound": sum(int(one.supply.inbound) for one in shorts),
            "daily_units": round(sum(one.daily for one in shorts), 2),
            "cover": round(max(first.have, 0.0) / first.daily, 1),
            "lead_days": first.supply.lead,
            "lead_known": int(first.supply.lead_known),
            "skus": " ".join(one.sku for one in shorts[:12]),
        },
        sheet=Sheet(columns, rows),
    )


PLAY = Play(
    "reorder", "stock", "stock_out_coming", "supply", ("order_line", "stock"), needs, propose, lists=LISTS
)
