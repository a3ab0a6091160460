"""Refunds of young orders completed: most of them are still to come, and how many is learnt from older orders."""

from collections import Counter
from datetime import date, timedelta

import numpy as np

from zhanggui.diagnosis.maturity import Maturity, learn
from zhanggui.metrics.ask import ask
from zhanggui.metrics.query import Engine, Query, Value
from zhanggui.metrics.question import Question
from zhanggui.model.period import Period

AGES = 31  # days after the payment at which an order's refunds are taken as final, and the day itself
LEARNT = 150  # days of orders that the curve is learnt from


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
    """The share of a period's sales that its refunds will have come to: those known, and what is still to come.

    What is still to come of each day is the share that ripe days had, times the part that is unknown at its age
    (Bornhuetter and Ferguson 1972). None where there is no curve, no ripe day with sales, or a sum is unknown.
    """
    found = curve(books, last)
    ripe = Period(last - timedelta(days=LEARNT - 1), last - timedelta(days=AGES - 1))
    names = ("refunds_of_orders", "gmv")
    usual = ask(books, Question(names, (), ripe, (), currency))
    young = ask(books, Question(names, ("day",), period, (), currency))
    rate = _share(*(usual.cells[name][0] for name in names)) if len(usual) else None
    if found is None or rate is None or not len(young):
        return None
    refunds, sales = 0.0, 0.0
    for day, back, sold in zip(young.keys["day"], *(young.cells[name] for name in names), strict=True):
        if back is None or sold is None or not isinstance(day, date):
            return None
        sales += float(sold)
        refunds += found.blend(float(back), (last - day).days, rate * float(sold))
    return refunds / sales if sales > 0 else None


def _share(over: Value, under: Value) -> float | None:
    return float(over) / float(under) if over is not None and under else None
