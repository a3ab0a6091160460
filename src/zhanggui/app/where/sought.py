"""The item that is being talked about, where a rise is its: its visitors multiplied and bought as often as ever."""

from collections.abc import Mapping, Sequence
from datetime import date
from math import log

from zhanggui.app.compared.comparison import Comparison
from zhanggui.metrics.ask import reckon
from zhanggui.metrics.query import Engine, Where
from zhanggui.metrics.question import Question
from zhanggui.model.period import Period
from zhanggui.reports.explained import Place

TIMES = 1.5  # what visitors must have multiplied by
PART = 0.7  # of the rise of buyers, on the log scale, that more visitors make
HALF = 0.5  # of the rise of all listings' visitors
NAMES = ("visitor_days", "buyer_days")
Pair = tuple[float, float]
NOTHING: Pair = (0.0, 0.0)


def sought(compared: Comparison, places: Sequence[Place], *, visited: bool) -> str:
    """The listing that is talked about, by the report of items; '' where there is none.

    It is the first place where that is an item that rose, else, where more visitors made the rise (``visited``), the
    listing whose visitors rose most, if by most of what all listings together rose.
    """
    if not compared.weights:
        return ""
    now, then = _sums(compared, dict.fromkeys(compared.days, 1.0)), _sums(compared, compared.weights)
    if now is None or then is None:
        return ""
    listing = _listing(compared, places[0]) if places and places[0].sure and places[0].change > 0 else ""
    if not listing and visited:
        listing = _most(now, then)
    one, other = now.get(listing, NOTHING), then.get(listing, NOTHING)
    if min(*one, *other) <= 0:
        return ""
    visits, buyers = one[0] / other[0], one[1] / other[1]
    return listing if visits >= TIMES and log(visits) >= PART * log(max(buyers, 1.0)) else ""


def _most(now: Mapping[str, Pair], then: Mapping[str, Pair]) -> str:
    """The listing that makes most of the rise of all listings' visitors; '' where none does."""
    rise = {one: now.get(one, NOTHING)[0] - then.get(one, NOTHING)[0] for one in {*now, *then}}
    found = max(rise, key=lambda one: (rise[one], one), default="")
    return found if found and rise[found] >= HALF * sum(rise.values()) > 0 else ""


def _listing(compared: Comparison, place: Place) -> str:
    """The listing that a place is of: its own, or the only one under which its SKU or product sold; '' where there is
    none.
    """
    where = {dim: value for dim, value, _ in place.where}
    if not set(where) <= {"shop", "listing", "sku", "product"}:
        return ""
    if "listing" in where or not {"sku", "product"} & set(where):
        return where.get("listing", "")
    books = compared.history.books
    skus = (where["sku"],) if "sku" in where else _skus(books, where["product"])
    asked = (Where("sku", skus), Where("paid_day", tuple(compared.days)))
    rows = books.rows("order_line", ("listing_id",), asked)
    found = {str(row[0]) for row in rows if row[0]}
    return found.pop() if len(found) == 1 else ""


def _skus(books: Engine, product: str) -> tuple[str, ...]:
    """The SKUs of a product, by the merchant's list of costs."""
    rows = books.rows("sku_cost", ("sku",), (Where("product", (product,)),))
    return tuple(sorted({str(row[0]) for row in rows if row[0]}))


def _sums(compared: Comparison, weights: Mapping[date, float]) -> dict[str, Pair] | None:
    """Listing → its visitors and buyers over weighted days; None where the books tell no visitors by listing."""
    days = tuple(weights)
    asked = Question(
        NAMES,
        ("listing", "day"),
        Period(min(days), max(days)),
        (Where("day", days),),
        compared.history.currency,
    )
    answer = reckon(compared.history.books, asked)
    if any(name not in answer.cells for name in NAMES):
        return None
    out: dict[str, Pair] = {}
    rows = zip(
        answer.keys["listing"], answer.keys["day"], *(answer.cells[name] for name in NAMES), strict=True
    )
    for listing, day, visits, buyers in rows:
        if listing and isinstance(day, date) and visits is not None:
            weight, (known, bought) = weights[day], out.get(str(listing), NOTHING)
            out[str(listing)] = known + weight * float(visits), bought + weight * float(buyers or 0)
    return out or None
