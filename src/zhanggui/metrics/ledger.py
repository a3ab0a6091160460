"""How far a shop's settlements tell: fees of days after the last statement are not nothing, they are unknown."""

from datetime import date
from itertools import pairwise

import numpy as np

from zhanggui.metrics.column import Ints
from zhanggui.metrics.dimensions import DIMENSIONS, OF_SHOP
from zhanggui.metrics.frame import keys
from zhanggui.metrics.query import Engine, Query
from zhanggui.metrics.question import Question
from zhanggui.model.period import Period

FEWEST = 10  # days with receipts from which a shop keeps a ledger whose rhythm is known
LAG = 31  # days after the first sale by which the first of them is settled
CHANCE = 0.001  # of a pause as long without anything missing, below which it is a hole


def untold(engine: Engine, question: Question) -> dict[str, set[date]]:
    """Shop → days of the question's period on which it sold and of which its settlements tell nothing.

    Every settlement has receipts beside the fees, so that their days tell how far it reaches. A pause after the last of
    them, before the first or between two is one of the ledger where it would hardly happen with as many days of
    receipts as it has elsewhere, each by itself: a daily ledger that is a day short may have had nothing to settle, one
    that is two days short is late. Shops without receipts keep no ledger here: nothing is said of them.
    """
    shops = tuple(one for one in question.where if one.dim == "shop" or DIMENSIONS[one.dim].how in OF_SHOP)
    entered: dict[str, list[int]] = {}
    facts = engine.fetch(Query(("receipts",), ("shop", "day"), None, shops))
    for (shop, day), received in zip(keys(facts, ("shop", "day")), facts.numbers["receipts"], strict=True):
        if received and isinstance(day, date):
            entered.setdefault(str(shop), []).append(day.toordinal())
    ledgers = {
        shop: np.sort(np.array(days, np.int64)) for shop, days in entered.items() if len(days) >= FEWEST
    }
    if not ledgers:
        return {}
    sold: dict[str, list[date]] = {}
    for shop, day in keys(
        engine.fetch(Query(("lines",), ("shop", "day"), question.period, shops)), ("shop", "day")
    ):
        if str(shop) in ledgers and isinstance(day, date):
            sold.setdefault(str(shop), []).append(day)
    spans = engine.span("order_line", "paid_day")
    holes = {shop: _holes(ledgers[shop], spans[shop]) for shop in sold}
    found = {
        shop: {day for day in days if any(day in hole for hole in holes[shop])} for shop, days in sold.items()
    }
    return {shop: days for shop, days in found.items() if days}


def _holes(ledger: Ints, sold: Period) -> list[Period]:
    """The pauses of a ledger that are too long to be chance; ``ledger``: ordinals of its days, ascending.

    The pauses at both ends reach to the first and the last day of ``sold``; what is sold first is settled weeks later.
    """
    first, last = (
        min(sold.first.toordinal() + LAG, int(ledger[0])),
        max(sold.last.toordinal(), int(ledger[-1])),
    )
    without = 1 - (len(ledger) + 1) / (int(ledger[-1] - ledger[0]) + 3)
    edges = [first - 1, *ledger.tolist(), last + 1]
    found = [
        Period(date.fromordinal(left + 1), date.fromordinal(right - 1))
        for left, right in pairwise(edges)
        if right - left > 1 and without ** (right - left - 1) < CHANCE
    ]
    lagging = found and found[0].last < date.fromordinal(int(ledger[0]))
    return [Period(sold.first, found[0].last), *found[1:]] if lagging else found
