"""Refunds of young orders completed: most of them are still to come, and how many is learnt from older orders."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, timedelta

import numpy as np

from zhanggui.diagnosis.maturity import Maturity, learn
from zhanggui.metrics.ask import reckon
from zhanggui.metrics.catalogue import CATALOGUE
from zhanggui.metrics.kinds import Unit
from zhanggui.metrics.query import Engine, Query, Value, Where
from zhanggui.metrics.question import Question
from zhanggui.model.period import Period
from zhanggui.stats.arrays import Floats

AGES = 31  # days after the payment at which an order's refunds are taken as final, and the day itself
LEARNT = 150  # days of orders that the curve is learnt from
DAYS_BACK = 90  # days of orders whose refunds at an age are held against each other
NAMES = ("refunds_of_orders", "gmv")
YOUNG = {"refunds_of_orders": "gmv", "refunded_orders": "orders"}  # what is to come → what it is a share of


def curve(books: Engine, last: date) -> Maturity | None:
    """How the refunds of a day's orders become known with its age, by their number, up to ``last``.

    Refunds that do not say their day are left out: they are taken to come as the others do. None where fewer than
    three days of orders are old enough, or nothing was refunded.
    """
    first = last - timedelta(days=LEARNT - 1)
    facts = books.fetch(Query(("refunded_orders",), ("day", "refund_day"), Period(first, last)))
    steps: Counter[tuple[int, int]] = Counter()
    for n in range(len(facts)):
        day, settled = facts.key(n)
        if isinstance(day, date) and isinstance(settled, date):
            age = min(max((settled - day).days, 0), AGES - 1)
            steps[(day - first).days, age] += int(facts.numbers["refunded_orders"][n])
    if not steps:
        return None
    known = np.zeros((LEARNT, AGES))
    for (row, age), number in steps.items():
        known[row, age] = number
    known = np.cumsum(known, axis=1)
    old = np.arange(LEARNT)[::-1]  # how old each day's orders are on the last day
    known[np.arange(AGES)[None, :] > old[:, None]] = np.nan
    begun = min(row for row, _ in steps)
    return learn(known[begun:])


def expected_rate(books: Engine, currency: str, period: Period, last: date) -> float | None:
    """The share of a period's sales that its refunds will have come to (`expected_share`, every day alike)."""
    return expected_share(books, currency, dict.fromkeys(period, 1.0), last)


def expected_share(books: Engine, currency: str, weights: Mapping[date, float], last: date) -> float | None:
    """The share of weighted days' sales that their refunds will have come to: those known, and what is still to come.

    What is still to come of each day is the share that ripe days had, times the part that is unknown at its age
    (Bornhuetter and Ferguson 1972). None where there is no curve, no ripe day with sales, or a sum is unknown.
    """
    found = curve(books, last)
    ripe = Period(last - timedelta(days=LEARNT - 1), last - timedelta(days=AGES - 1))
    asked = Question(
        NAMES, ("day",), Period(min(weights), max(weights)), (Where("day", tuple(weights)),), currency
    )
    young = reckon(books, asked)
    rate = _rate(books, NAMES, ripe, (), currency)
    if found is None or rate is None or not len(young):
        return None
    refunds, sales = 0.0, 0.0
    for day, back, sold in zip(young.keys["day"], *(young.cells[name] for name in NAMES), strict=True):
        if back is None or sold is None or not isinstance(day, date):
            return None
        sales += weights[day] * float(sold)
        refunds += weights[day] * found.blend(float(back), (last - day).days, rate * float(sold))
    return refunds / sales if sales > 0 else None


def still_to_come(
    books: Engine,
    currency: str,
    period: Period,
    shops: tuple[str, ...] = (),
    name: str = NAMES[0],
    worth: Callable[[str | None, date], float | None] | None = None,
) -> Mapping[date, float]:
    """Day → refunds of its orders that are still to come on the last day of the books; nothing where all are known.

    Of ``shops`` alone where any are named; ``name``: one of `YOUNG`. What ripe days had of their sales (or orders),
    times the part that is unknown at the day's age (Bornhuetter and Ferguson 1972). ``worth``: what one unit of another
    currency is worth on a day; a day that was sold in one without is left out. {} where there is no curve, no ripe day
    with sales, or a sum is unknown.
    """
    names = (name, YOUNG[name])
    last = max((span.last for span in books.span("order_line", "paid_day").values()), default=period.last)
    first = max(period.first, last - timedelta(days=AGES - 2))
    found = curve(books, last) if first <= period.last else None
    ripe = Period(last - timedelta(days=LEARNT - 1), last - timedelta(days=AGES - 1))
    where = (Where("shop", shops),) if shops else ()
    rate = _rate(books, names, ripe, where, currency)
    if found is None or not rate:
        return {}
    sold = reckon(books, Question(names[1:], ("day",), Period(first, period.last), where, currency))
    out: dict[date, float] = {}
    for day, amount, told in zip(sold.keys["day"], sold.cells[names[1]], sold.currencies, strict=True):
        if isinstance(day, date) and amount is not None:
            each = 1.0 if told in {currency, None} else worth(told, day) if worth else None
            if each is not None:
                out[day] = found.blend(0.0, (last - day).days, rate * float(amount) * each)
    return out


def at_this_age(books: Engine, currency: str, period: Period, last: date) -> Floats:
    """The share of sales asked back by the age that each day of ``period`` has on ``last``.

    Of the period first, then of as long stretches before it as each of those was known at that very age: like with
    like, so that no completing is needed to compare them. NaN where nothing was sold. Shape (stretches,). Refunds that
    do not say their day are left out.
    """
    back = period.days * ((DAYS_BACK - 1) // period.days)
    first = period.first - timedelta(days=back)
    sold = reckon(books, Question(("gmv",), ("day",), Period(first, period.last), (), currency))
    paid = reckon(
        books,
        Question(("refunds_of_orders",), ("day", "refund_day"), Period(first, period.last), (), currency),
    )
    sales, refunds = np.zeros(back + period.days), np.zeros(back + period.days)
    for day, amount in zip(sold.keys["day"], sold.cells["gmv"], strict=True):
        if isinstance(day, date) and amount is not None:
            sales[(day - first).days] = float(amount)
    ages = [(last - day).days for day in period]
    keys = zip(paid.keys["day"], paid.keys["refund_day"], paid.cells["refunds_of_orders"], strict=True)
    for day, settled, amount in keys:
        if isinstance(day, date) and isinstance(settled, date) and amount is not None:
            at = (day - first).days
            refunds[at] += float(amount) if (settled - day).days <= ages[at % period.days] else 0.0
    over, under = (one.reshape(-1, period.days).sum(axis=1)[::-1] for one in (refunds, sales))
    return np.where(under > 0, over / np.where(under > 0, under, 1.0), np.nan)


def _rate(
    books: Engine, names: tuple[str, str], ripe: Period, where: tuple[Where, ...], currency: str
) -> float | None:
    """What ripe days had of their sales, or of their orders; None where a sum is unknown or there is nothing to share.

    Orders are counted day by day, one that is paid on two days on both of them, above and below the line: counting
    each once over months is dear.
    """
    by = () if CATALOGUE[names[0]].unit is Unit.MONEY else ("day",)
    found = reckon(books, Question(names, by, ripe, where, currency))
    over, under = (found.floats(one) for one in names)
    return float(over.sum() / under.sum()) if under.sum() > 0 and not np.isnan(over.sum()) else None


def _share(over: Value, under: Value) -> float | None:
    return float(over) / float(under) if over is not None and under else None
