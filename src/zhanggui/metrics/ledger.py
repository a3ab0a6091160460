"""How far a shop's settlements tell: fees of days after the last statement are not nothing, they are unknown."""

from datetime import date, timedelta
from itertools import pairwise

from zhanggui.metrics.frame import keys
from zhanggui.metrics.given import sold_days, whole_shops
from zhanggui.metrics.query import Engine, Query
from zhanggui.metrics.question import Question
from zhanggui.model.period import Period

FEWEST = 10  # days with receipts from which a shop keeps a ledger whose rhythm is known
LAG = 31  # days after the first sale by which the first of them is settled
BESIDE = 60  # days on both sides of a period whose receipts tell of its days
CHANCE = 0.001  # of a pause as long without anything missing, below which it is a hole


def untold(engine: Engine, question: Question) -> dict[str, set[date]]:
    """Shop → days of the question's period on which it sold and of which its settlements tell nothing.

    Every settlement has receipts beside the fees, so that their days tell how far it reaches. A pause after the last of
    them, before the first or between two is one of the ledger where it would hardly happen with as many days of
    receipts as it has elsewhere, each by itself: a daily ledger that is a day short may have had nothing to settle, one
    that is two days short is late. Shops without receipts keep no ledger here: nothing is said of them.
    """
    shops = whole_shops(question)
    facts = engine.fetch(Query(("receipts",), ("shop",), None, shops))
    kept = {
        str(row[0])
        for row, sum_ in zip(keys(facts, ("shop",)), facts.numbers["receipts"], strict=True)
        if sum_
    }
    if not kept:
        return {}
    window = _around(engine, question.period)
    entered: dict[str, list[int]] = {shop: [] for shop in kept}
    facts = engine.fetch(Query(("receipts",), ("shop", "day"), window, shops))
    for (shop, day), received in zip(keys(facts, ("shop", "day")), facts.numbers["receipts"], strict=True):
        if received and isinstance(day, date):
            entered[str(shop)].append(day.toordinal())
    sold = {shop: days for shop, days in sold_days(engine, question).items() if shop in kept}
    spans = engine.span("order_line", "paid_day")
    holes = {shop: _holes(sorted(entered[shop]), spans[shop], window) for shop in sold}
    found = {
        shop: {day for day in days if any(day in hole for hole in holes[shop])} for shop, days in sold.items()
    }
    return {shop: days for shop, days in found.items() if days}


def _around(engine: Engine, period: Period | None) -> Period:
    """The days whose receipts tell of the days of ``period``: some weeks on both sides, as far as there are any."""
    spans = [*engine.span("order_line", "paid_day").values(), *engine.span("fee", "day").values()]
    first, last = min(span.first for span in spans), max(span.last for span in spans)
    if period is None:
        return Period(first, last)
    left = max(first, period.first - timedelta(days=BESIDE))
    right = min(last, period.last + timedelta(days=BESIDE))
    return Period(min(left, period.first), max(right, period.last))


def _holes(ledger: list[int], sold: Period, window: Period) -> list[Period]:
    """The pauses of a ledger that are too long to be chance; ``ledger``: ordinals of its days, ascending.

    The pauses at both ends reach to the first and the last day of ``sold`` within ``window``; what is sold first is
    settled weeks later. A ledger without a day in the window is late, or begins later; one of few days has no rhythm.
    """
    begun = sold.first.toordinal() + LAG
    first = max(begun, window.first.toordinal())
    last = min(sold.last.toordinal(), window.last.toordinal())
    if not ledger:
        return [Period(window.first, window.last)] if first <= last else []
    if len(ledger) < FEWEST:
        return []
    first, last = min(first, ledger[0]), max(last, ledger[-1])
    without = 1 - (len(ledger) + 1) / (ledger[-1] - ledger[0] + 3)
    found = [
        (left + 1, right - 1)
        for left, right in pairwise([first - 1, *ledger, last + 1])
        if right - left > 1 and without ** (right - left - 1) < CHANCE
    ]
    if found and found[0][1] < ledger[0]:  # nothing of the first weeks was told either
        found[0] = (min(sold.first.toordinal(), first), found[0][1])
    return [Period(date.fromordinal(left), date.fromordinal(right)) for left, right in found]
