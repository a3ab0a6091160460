"""Which counts changed: items of a figure that is counted at times, such as stock, against the count before."""

from zhanggui.app.labels import labels
from zhanggui.metrics.ask import reckon
from zhanggui.metrics.catalogue import CATALOGUE
from zhanggui.metrics.kinds import Kind
from zhanggui.metrics.query import Engine
from zhanggui.metrics.question import Question
from zhanggui.model.period import Period
from zhanggui.reports.explained import Place

SHOWN = 3
Item = tuple[str, str]


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
