"""Orders of one item that a handful of buyers place again and again: brushed, or placed to be sent back for the money.

Counted are orders whose buyer had bought the same item within the same days before. Their share among an item's orders
is held against its own before, shrunk towards the shop's (gamma-Poisson), so that what is eaten may be bought often and
what lasts may not; over all items and windows so many must not be luck (Bonferroni). Where files do not tell buyers
apart, orders are looked for that an item's visitors don't explain (`beyond`).

An order that comes back costs its goods and its fees. Whether these will is not known before: their pace and their end
are both taken widely.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import exp, sqrt

import numpy as np

from zhanggui.actions.action import Action, Cell, Impact, Sheet
from zhanggui.metrics.question import Question
from zhanggui.playbooks.behind import asked
from zhanggui.playbooks.items import STYLES, Item, Items, items
from zhanggui.playbooks.play import Z80, Given, Play, last_days, money
from zhanggui.playbooks.risk.beyond import Beyond, beyond
from zhanggui.playbooks.risk.sales_drop import needs as falls
from zhanggui.stats.counts import at_most

DAYS = 42
WINDOWS = (2, 3, 5, 7, 14)
LEAST = 3  # orders placed again
LEAST_ORDERS = 50  # of the shop before, from which it is known how often buyers come again
PRIOR = 100.0  # orders that the shop's usual item weighs against an item's own
SCATTER = 0.3  # variance over square of what is expected, beside that of counts
SURE = 0.05  # chance of so many on any item of a shop, above which they may be luck
AHEAD = 0.5  # standard error, in logs, of what such orders will cost given what they are
LEAST_CHANCE = 1e-9  # below it a chance is a number of the machine


@dataclass(frozen=True, slots=True)
class _Order:
    day: date
    buyer: str
    orders: float
    sales: float


@dataclass(frozen=True, slots=True)
class _Again:
    """Over the last ``days``: ``orders`` of an item, repeats ``expected`` of it, chance ``p`` of as many as it has."""

    days: int
    orders: float
    expected: float
    p: float


def needs(as_of: date) -> Mapping[str, Question]:
    """Six weeks of who bought what on which day; eight of orders by item and of the visits of its page."""
    by = ("shop", "sku", "listing", "buyer", "day")
    return {
        "bought": Question(("orders", "units", "gmv"), by, last_days(as_of, DAYS)),
        "sold": asked(as_of)["sold"],
        "pages": falls(as_of)["pages"],
    }


def propose(given: Given) -> Sequence[Action]:
    """One action per item that the same buyers keep ordering."""
    facts = given.facts["bought"]
    known = items(facts, given.rows.get("styles", ()))
    bought = _bought(given, known)
    out = []
    for shop in sorted({shop for shop, _ in bought}):
        mine = {item: rows for item, rows in sorted(bought.items()) if item[0] == shop}
        found: dict[Item, list[_Again]] = {item: [] for item in mine}
        for days in WINDOWS:
            for item, again in _window(mine, given.as_of, days).items():
                found[item].append(again)
        for item, several in found.items():
            best = min(several, key=lambda one: (one.p, one.days), default=None)
            if best is not None and best.p * len(WINDOWS) * len(mine) <= SURE:
                out.append(_repeated(given, known, item, (best, mine[item])))
    return [*out, *_unexplained(given, {shop for shop, _ in bought})]


def _unexplained(given: Given, told: set[str]) -> list[Action]:
    """Of the shops whose buyers are not ``told`` apart."""
    facts = given.facts["sold"], given.facts["pages"]
    if {str(shop) for shop in facts[1].keys["shop"].tolist()} <= told:
        return []
    known = items(facts[0], given.rows.get("styles", ()))
    found = beyond(given, known, facts)
    return [_beyond(given, known, item, one) for item, one in sorted(found.items()) if item[0] not in told]


def _bought(given: Given, known: Items) -> dict[Item, list[_Order]]:
    """Orders of known buyers by item, a day's of one buyer together; of an order's several SKUs one counts."""
    facts = given.facts["bought"]
    orders, sales = (np.nan_to_num(facts.floats(name)).tolist() for name in ("orders", "gmv"))
    sums: dict[tuple[Item, date, str], list[float]] = {}
    columns = (facts.keys[dim].tolist() for dim in ("shop", "sku", "buyer", "day"))
    for count, paid, shop, sku, buyer, day in zip(orders, sales, *columns, strict=True):
        if not buyer or not sku or not isinstance(day, date) or count < 1:
            continue
        one = sums.setdefault((known.by_sku[str(shop), str(sku)], day, str(buyer)), [0.0, 0.0])
        one[0] = max(one[0], count)
        one[1] += paid
    out: dict[Item, list[_Order]] = {}
    for (item, day, buyer), (count, paid) in sorted(sums.items()):
        out.setdefault(item, []).append(_Order(day, buyer, count, paid))
    return out


def _counts(rows: Sequence[_Order], first: date, last: date, days: int) -> tuple[float, float]:
    """Orders from ``first`` to ``last``, and those of them whose buyer had bought in the ``days`` before."""
    orders = again = 0.0
    latest: dict[str, date] = {}
    for one in rows:
        if first <= one.day <= last:
            before = latest.get(one.buyer)
            near = before is not None and (one.day - before).days < days
            orders += one.orders
            again += one.orders - (0.0 if near else 1.0)
            latest[one.buyer] = one.day
    return orders, again


def _window(mine: Mapping[Item, Sequence[_Order]], today: date, days: int) -> dict[Item, _Again]:
    since = today - timedelta(days=days - 1)
    # Of all windows the days before the longest one are usual: shorter ones would be held against their own beginning.
    until = today - timedelta(days=WINDOWS[-1])
    before = {item: _counts(rows, date.min, until, days) for item, rows in mine.items()}
    whole = sum(orders for orders, _ in before.values())
    if whole < LEAST_ORDERS:
        return {}
    usual = (sum(again for _, again in before.values()) + 1) / whole
    out = {}
    for item, rows in mine.items():
        orders, again = _counts(rows, since, today, days)
        told = before[item][1] + usual * PRIOR
        expected = orders * min(told / (before[item][0] + PRIOR), 1.0)
        if again >= LEAST:
            variance = expected * (1 + expected * (SCATTER + 1 / told))
            chance = max(1.0 - at_most(again - 1, expected, variance), LEAST_CHANCE)
            out[item] = _Again(days, orders, expected, chance)
    return out


def _repeated(given: Given, known: Items, item: Item, found: tuple[_Again, Sequence[_Order]]) -> Action:
    again, rows = found
    since = given.as_of - timedelta(days=again.days - 1)
    late = [one for one in rows if one.day >= since]
    orders: Counter[str] = Counter()
    paid: dict[str, float] = {}
    for one in late:
        orders[one.buyer] += int(one.orders)
        paid[one.buyer] = paid.get(one.buyer, 0.0) + one.sales
    same = sorted((buyer for buyer in orders if orders[buyer] > 1), key=lambda who: (-orders[who], who))
    count, sales = sum(orders[buyer] for buyer in same), sum(paid[buyer] for buyer in same)
    evidence: dict[str, Cell] = {
        "buyers": len(same),
        "orders": count,
        "of_orders": int(again.orders),
        "days": again.days,
        "amount": money(sales),
        "expected": round(again.expected, 1),
        "p_noise": again.p,
    }
    rows_of = tuple((buyer, None, orders[buyer], money(paid[buyer])) for buyer in same)
    sheet = Sheet(("buyer", "last_order", "orders", "spend"), rows_of)
    return _action(given, known, item, _Odd("same_buyers", sales, count, again.days), (evidence, sheet))


def _beyond(given: Given, known: Items, item: Item, found: Beyond) -> Action:
    sku = known.skus[item][0]
    more = found.orders - found.expected
    evidence: dict[str, Cell] = {
        "of_orders": round(found.orders),
        "visits": round(found.visits),
        "expected": round(found.expected, 1),
        "days": found.days,
        "amount": money(more * found.price),
        "p_noise": max(found.p, LEAST_CHANCE),
    }
    row = (sku, given.label(item[0], sku), round(found.orders), round(found.expected, 1))
    sheet = Sheet(("sku", "title", "units_now", "units_usual"), (row,))
    odd = _Odd("orders_beyond_visits", more * found.price, more, found.days)
    return _action(given, known, item, odd, (evidence, sheet))


@dataclass(frozen=True, slots=True)
class _Odd:
    """Why orders are odd, their sales and number, and the days in which they came."""

    cause: str
    sales: float
    orders: float
    days: int


def _action(
    given: Given, known: Items, item: Item, odd: _Odd, told: tuple[Mapping[str, Cell], Sheet]
) -> Action:
    """To look at odd orders of an item before they are sent back, with the evidence and the sheet."""
    shop, code = item
    margin = given.margins.of(shop, known.skus[item][0])
    mid = odd.sales * 7 / odd.days * max(1 - margin.mid - margin.back, 0.0)
    wide = exp(Z80 * sqrt(AHEAD**2 + 1 / odd.orders))
    return Action(
        play=PLAY.key,
        stage=PLAY.stage,
        target=known.target(item),
        cause=odd.cause,
        impact=Impact(
            money(mid / wide), money(mid), money(mid * wide), given.margins.money(shop), basis=margin.basis
        ),
        minutes=15,
        role=PLAY.role,
        due=given.as_of,
        check_on=given.as_of + timedelta(days=14),
        metric="refunds_of_orders",
        pool=("same_buyers", shop, code),
        evidence={**told[0], "skus": known.named(item)},
        sheet=told[1],
    )


PLAY = Play(
    "same_buyers",
    "risk",
    "fake_orders",
    "operator",
    ("order_line",),
    needs,
    propose,
    lists={"styles": STYLES},
)
