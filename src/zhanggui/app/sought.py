"""Whether a rise is one item's that is being talked about: its visitors multiplied and bought as often as ever."""

from collections.abc import Mapping, Sequence
from datetime import date
from math import log

from zhanggui.app.comparison import Comparison
from zhanggui.metrics.ask import ask
from zhanggui.metrics.query import Where
from zhanggui.metrics.question import Question
from zhanggui.model.period import Period
from zhanggui.reports.explained import Place

TIMES = 1.5  # what visitors must have multiplied by
PART = 0.7  # of the rise of buyers, on the log scale, that more visitors make
NAMES = ("visitor_days", "buyer_days")


def sought(compared: Comparison, places: Sequence[Place]) -> bool:
    """Whether the first place is an item that rose because it was visited more, by the report of items.

    False where the place is no single item, or its visits are not known on both sides.
    """
    listing = _listing(compared, places[0]) if places and places[0].sure and places[0].change > 0 else ""
    if not listing or not compared.weights:
        return False
    now = _sums(compared, listing, dict.fromkeys(compared.days, 1.0))
    then = _sums(compared, listing, compared.weights)
    if now is None or then is None or min(*now, *then) <= 0:
        return False
    visits, buyers = now[0] / then[0], now[1] / then[1]
    return visits >= TIMES and log(visits) >= PART * log(max(buyers, 1.0))


def _listing(compared: Comparison, place: Place) -> str:
    """The listing that a place is of: its own, or the only one under which its SKU sold; '' where there is none."""
    where = {dim: value for dim, value, _ in place.where}
    if not set(where) <= {"shop", "listing", "sku"}:
        return ""
    if "listing" in where or "sku" not in where:
        return where.get("listing", "")
    asked = (Where("sku", (where["sku"],)), Where("paid_day", tuple(compared.days)))
    rows = compared.history.books.rows("order_line", ("listing_id",), asked)
    found = {str(row[0]) for row in rows if row[0]}
    return found.pop() if len(found) == 1 else ""


def _sums(compared: Comparison, listing: str, weights: Mapping[date, float]) -> tuple[float, float] | None:
    """Visitors and buyers of a listing over weighted days; None where one is unknown."""
    days = tuple(weights)
    where = (Where("listing", (listing,)), Where("day", days))
    asked = Question(NAMES, ("day",), Period(min(days), max(days)), where, compared.history.currency)
    answer = ask(compared.history.books, asked)
    if any(name not in answer.cells or any(one is None for one in answer.cells[name]) for name in NAMES):
        return None
    scale = [weights[day] if isinstance(day, date) else 0.0 for day in answer.keys["day"]]
    over, under = (
        sum(float(one or 0) * weight for one, weight in zip(answer.cells[name], scale, strict=True))
        for name in NAMES
    )
    return over, under
