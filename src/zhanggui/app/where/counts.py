"""Figures that are counted afresh or at times, such as stock: the stretches of days they are held against, and which
items' counts changed.
"""

from collections.abc import Sequence
from datetime import date

from zhanggui.app.labels import labels
from zhanggui.app.where.bands import BAND
from zhanggui.diagnosis.baseline import Baseline
from zhanggui.metrics.ask import reckon
from zhanggui.metrics.catalogue import CATALOGUE
from zhanggui.metrics.kinds import Kind
from zhanggui.metrics.query import Engine
from zhanggui.metrics.question import Question
from zhanggui.model.period import Period
from zhanggui.reports.briefing import Missing
from zhanggui.reports.explained import Place

SHOWN = 3
BLOCKS = 12  # earlier stretches that chance is told by
Item = tuple[str, str]


def stretches(period: Period, known: Sequence[date], usual: Baseline | None = None) -> list[Period]:
    """Earlier stretches as long as a period, whole weeks before it, the last first, as far as books reach (``known``:
    their days); with ``usual`` the one that its days are, nothing where they are no such stretch.
    """
    if usual is not None:
        days = sorted(usual.weights())
        found = Period(days[0], days[-1]) if days else period
        return [found] if len(days) == found.days == period.days and found != period else []
    step = 7 * ((period.days + 6) // 7)
    blocks = [period.shift(-n * step) for n in range(1, BLOCKS + 1)]
    return [one for one in blocks if not known or one.first >= known[0]]


def unsplit(metric: str, by: Sequence[str], told: Sequence[str]) -> tuple[Missing, ...]:
    """That a figure of several days that is counted afresh is not split by the dimensions asked for: a buyer of several
    items is one of each. ``told``: those that the books tell it by. Items of a count of a moment are told (`changed`).
    """
    shown = {"sku", "shop"} if CATALOGUE[metric].kind is Kind.SNAPSHOT else set()
    gaps = {"measure": metric, "metric": metric}
    return tuple(
        Missing("afresh" if dim in told and dim != BAND else "not_split", {**gaps, "dim": dim, "code": dim})
        for dim in by
        if dim not in shown
    )


def changed(books: Engine, asked: Question, before: Period, change: float | None) -> tuple[Place, ...]:
    """The items of each shop whose count changed most since ``before``, those that moved with the whole first.

    ``asked``: the figure over the days compared, without dimensions; ``change``: that of the whole, None unknown.
    Nothing of figures that are no counts of a moment, of a single item, and where no count is known. Items come and
    go, are sold and filled up, so that no count tells chance: none is sure.
    """
    metric = asked.metrics[0]
    if CATALOGUE[metric].kind is not Kind.SNAPSHOT or asked.period is None:
        return ()
    now, then = (_counted(books, asked, period) for period in (asked.period, before))
    if len(now | then) < 2:  # noqa: PLR2004
        return ()
    sides = {item: (now.get(item, 0.0), then.get(item, 0.0)) for item in now | then}
    sign = -1.0 if change is not None and change < 0 else 1.0

    def rank(item: Item) -> tuple[bool, float, Item]:
        moved = sides[item][0] - sides[item][1]
        return sign * moved <= 0, -abs(moved), item

    first = [item for item in sorted(sides, key=rank) if sides[item][0] != sides[item][1]][:SHOWN]
    titles = labels(books, "sku", first)
    return tuple(_place(item, sides[item], titles.get(item, item[1]), change) for item in first)


def _counted(books: Engine, asked: Question, period: Period) -> dict[Item, float]:
    """(shop, SKU) → its last count in a period; what is unknown is left out."""
    metric = asked.metrics[0]
    answer = reckon(books, Question((metric,), ("shop", "sku"), period, asked.where, asked.currency))
    rows = zip(answer.keys["shop"], answer.keys["sku"], answer.cells.get(metric, []), strict=False)
    return {(str(shop), str(sku)): float(cell) for shop, sku, cell in rows if sku and cell is not None}


def _place(item: Item, sides: tuple[float, float], title: str, change: float | None) -> Place:
    (shop, sku), (now, then) = item, sides
    where = (("shop", shop, shop), ("sku", sku, title))
    share = (now - then) / change if change else None
    return Place(where, now, then, now - then, share, sure=False)
