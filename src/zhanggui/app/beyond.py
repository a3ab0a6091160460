"""What was asked for lies outside the books: days before their first or after their last, names not in them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from difflib import get_close_matches

from zhanggui.metrics.ask import reckon
from zhanggui.metrics.catalogue import CATALOGUE
from zhanggui.metrics.dimensions import DIMENSIONS, OF_SHOP, TIMES, How
from zhanggui.metrics.formula import leaves
from zhanggui.metrics.kinds import Kind
from zhanggui.metrics.query import Engine, Key, Where
from zhanggui.metrics.question import Answer, Missing, Question, Refusal
from zhanggui.metrics.scan import of_shop, source_of, table_of
from zhanggui.model.period import Period

LISTED = 12  # known names that are told at most
BEYOND = ("after_books", "before_books")  # codes of what lies outside
FAR = date(1900, 1, 1), date(2999, 12, 31)  # ends of a period that nobody named
ORDERS = (("order_line", "paid_day"),)


class BeyondBooksError(LookupError):
    """All of ``asked`` lies outside ``held``, the days that the books hold."""

    def __init__(self, asked: Period, held: Period) -> None:
        super().__init__(f"{asked} / {held}")
        self.asked = asked
        self.held = held

    @property
    def missing(self) -> Missing:
        """The same as a gap in the books."""
        return beyond(self.asked, self.held)


def beyond(asked: Period, held: Period) -> Missing:
    """That the books end before ``asked`` begins, or begin after it ends."""
    code = BEYOND[0] if asked.first > held.last else BEYOND[1]
    first, last = (asked.last if asked.first <= FAR[0] else asked.first), asked.last
    days = {"asked_first": str(first), "asked_last": str(first if last >= FAR[1] else last)}
    return Missing(code, {**days, "held_first": str(held.first), "held_last": str(held.last)})


def span(books: Engine, tables: Iterable[tuple[str, str]] = ORDERS) -> Period | None:
    """From the first to the last day of ``tables``, each with its day column; None where they hold none."""
    found = [one for table, day in sorted(set(tables)) for one in books.span(table, day).values()]
    if not found:
        return None
    return Period(min(one.first for one in found), max(one.last for one in found))


def inside(books: Engine, asked: Period) -> None:
    """Raise BeyondBooksError where no day of ``asked`` is between the first and the last paid order.

    Books without any order have nothing to lie outside of.
    """
    held = span(books)
    if held is not None and not _meet(asked, held):
        raise BeyondBooksError(asked, held)


def _meet(one: Period, other: Period) -> bool:
    return one.first <= other.last and other.first <= one.last


def outside(books: Engine, answer: Answer) -> Missing | None:
    """That nothing is known because the period asked for lies outside the tables that the figures are read from."""
    asked = answer.question.period
    if asked is None or _known(answer):
        return None
    dims = (*answer.question.by, *(where.dim for where in answer.question.where))
    read = {
        (table_of(leaf.name, dims), source_of(leaf.name)[1].day)
        for metric in answer.cells
        for leaf in leaves(metric)
    }
    held = span(books, [one for one in read if one[0] in books.tables() and one[1]])
    return None if held is None or _meet(asked, held) else beyond(asked, held)


def _known(answer: Answer) -> bool:
    """Whether any figure is known and not nil."""
    return any(any(cells) for cells in answer.cells.values())


def exact(books: Engine, question: Question) -> Question:
    """The question with shops, platforms and regions as the books write them: capitals are no other name, and what
    people call a shop is its key.
    """
    told = []
    for where in question.where:
        names = books.shops().items() if where.dim == "shop" else ()
        spelt: dict[str, Key] = {name.lower(): key for key, shop in names for name in shop.names}
        spelt |= {str(value).lower(): value for value in _of_shops(books, where.dim)}
        told.append(replace(where, values=tuple(spelt.get(str(v).lower(), v) for v in where.values)))
    return replace(question, where=tuple(told))


def _of_shops(books: Engine, dim: str) -> tuple[Key, ...]:
    """The values of a dimension of shops; none of any other dimension."""
    known = DIMENSIONS.get(dim)
    shops = books.shops()
    if known is None or not (dim == "shop" or known.how in OF_SHOP):
        return ()
    if dim == "shop":
        return tuple(sorted({*shops, *books.span(*ORDERS[0])}))
    return tuple(sorted({value for key in shops if (value := of_shop(shops[key], known.how))}))


def unknown(books: Engine, answer: Answer) -> Refusal | None:
    """The first name of a filter that the books do not know, with those that they do; None where all are known.

    Shops, platforms and regions are looked up always, anything else where the answer is empty.
    """
    for where in answer.question.where:
        values: tuple[Key, ...] | None = _of_shops(books, where.dim) or None
        if values is None and not _known(answer):
            values = _met(books, answer, where)
        names = None if values is None else [str(value) for value in values]
        if names is None:
            continue
        strange = [str(value) for value in where.values if value is not None and str(value) not in names]
        if strange:
            return _strange(strange[0], where.dim, names)
    return None


def _met(books: Engine, answer: Answer, where: Where) -> tuple[Key, ...] | None:
    """Every value that the books hold in a dimension, by the first metric that can be split by it; None not known."""
    if DIMENSIONS[where.dim].how in TIMES or where.dim in {"hour", "row_days"}:
        return None
    for metric in answer.cells:
        if CATALOGUE[metric].kind is Kind.ADDITIVE or DIMENSIONS[where.dim].how is How.COLUMN:
            found = reckon(books, Question((metric,), (where.dim,)))
            if len(found):
                return tuple(value for value in found.keys[where.dim] if value is not None)
    return None


def _strange(value: str, dim: str, names: list[str]) -> Refusal:
    near = get_close_matches(value.lower(), names, n=LISTED, cutoff=0.5)
    listed = names if len(names) <= LISTED else near
    params = {
        "dimension": dim,
        "value": value,
        "nearest": near[0] if near else "",
        "known": ", ".join(listed),
    }
    return Refusal("unknown_value", params)
