"""What the books cover: a figure without rows is a known zero where its table covers the shop and the days, and
unknown elsewhere.

Own tables (orders, refunds, fees, ads, reviews, tickets, purchases) list events, so a day without a row within
the table's first and last day is a day without events. What platforms count of visits, stock and search is a
reading: a day without one is unknown. Refunds are covered wherever orders are, for shops whose files tell refunds;
where settlements alone tell them, from the first of these on.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from operator import itemgetter

import numpy as np

from zhanggui.metrics.dimensions import DIMENSIONS, OF_SHOP, TIMES
from zhanggui.metrics.frame import Row
from zhanggui.metrics.query import Engine, Query, Where
from zhanggui.metrics.scan import of_shop
from zhanggui.model.period import Period, day, month, week
from zhanggui.stats.arrays import Bools, Ints

EVENTS = frozenset({"order_line", "refund", "fee", "ad", "review", "ticket", "purchase_order"})
# A shop that sells and has no row at all in one of these has not loaded it.
EXPECTED = frozenset({"refund", "fee", "ad", "traffic_shop", "traffic_listing", "traffic_source"})
_DAY = {
    "order_line": "paid_day",
    "refund": "order_day",
    "purchase_order": "ordered_day",
    "ticket": "opened_day",
}
_MONEY = Where("kind", ("refund", "adjustment", "told"))
_PARTS = {"day": day, "week": week, "month": month}
# Later than any day.
_NEVER = date.max.toordinal() + 1
_EVER = Period(date.min, date.max)


@dataclass(frozen=True, slots=True)
class Cut:
    """Rows by shops and days: the different ones of each, None elsewhere, and which of them each row is."""

    scopes: list[Row]
    scope_of: Ints
    moments: list[Row]
    moment_of: Ints


def several_days(engine: Engine, *more: Where, limit: int | None = None) -> list[tuple[str, str, Period]]:
    """(shop, channel, days) of the advertising rows that cover several days and pass ``more``."""
    if "ad" not in engine.tables():
        return []
    where = (Where("days", (1, None), exclude=True), *more)
    found = set()
    for shop, channel, first, days in engine.rows("ad", ("shop", "channel", "day", "days"), where, limit):
        if isinstance(first, date):
            found.add((str(shop), str(channel), Period(first, first + timedelta(days=int(str(days)) - 1))))
    return sorted(found, key=lambda one: (*one[:2], one[2].first, one[2].last))


class Coverage:
    """Coverage of one question: ``by`` and ``where`` say which shops a row is about, ``period`` which days.

    ``ever``: whether it is about all days of the books together.
    """

    def __init__(
        self, engine: Engine, by: tuple[str, ...], where: tuple[Where, ...], period: Period | None
    ) -> None:
        self._engine = engine
        self._by = by
        self._where = where
        self._period = period or _EVER
        self._of_shops = tuple(
            n for n, dim in enumerate(by) if dim == "shop" or DIMENSIONS[dim].how in OF_SHOP
        )
        self._of_days = tuple(n for n, dim in enumerate(by) if dim in _PARTS)
        timed = any(
            DIMENSIONS[dim].how in TIMES or "settled_day" in DIMENSIONS[dim].columns.values()
            for dim in (*by, *(one.dim for one in where))
        )
        self.ever = period is None and not timed
        self._spans: dict[tuple[str, str], dict[str, Period]] = {}
        self._undated: frozenset[str] | None = None
        self._goods_back: bool | None = None  # whether there are rows of goods alone
        self._paid_back: dict[str, bool] = {}
        self._says: dict[tuple[str, str, str], bool] = {}

    def spans(self, table: str, column: str = "") -> dict[str, Period]:
        """Shop → days covered by the table in its day ``column``, of the shops the question is about."""
        key = (table, column or _DAY.get(table, "day"))
        if key not in self._spans:
            found = dict(self._engine.span(*key))
            if table == "refund":
                found = self._refunds({shop: span for shop, span in found.items() if self._money_back(shop)})
            if table == "ad":
                for shop, _, days in several_days(self._engine):
                    span = found.get(shop, days)
                    found[shop] = Period(min(span.first, days.first), max(span.last, days.last))
            self._spans[key] = {shop: span for shop, span in found.items() if self.asked(shop)}
        return self._spans[key]

    def _refunds(self, dated: dict[str, Period]) -> dict[str, Period]:
        """Shops whose files tell refunds, over the days of their orders."""
        told: dict[str, tuple[Period, ...]] = {shop: (span,) for shop, span in dated.items()}
        for column in ("order_day", "settled_day"):
            for shop, span in self._engine.span("refund", column).items():
                if self._money_back(shop):
                    told[shop] = (*told.get(shop, ()), span)
        orders = self._engine.span("order_line", "paid_day")
        if orders.keys() - told.keys():
            stated = self._engine.fetch(Query(("stated_refunds",), ("shop",)))
            for shop, known in zip(stated.keys["shop"], stated.known["stated_refunds"], strict=True):
                if known:
                    told.setdefault(shop, ())
        ledgers = self._engine.span("fee", "day")
        out = {}
        for shop, spans in told.items():
            both = (*spans, orders[shop]) if shop in orders else spans
            if both:
                first, last = min(span.first for span in both), max(span.last for span in both)
                begun = ledgers[shop].first if shop in ledgers else first
                late = first < begun <= last and self._settled_alone(shop)
                out[shop] = Period(begun if late else first, last)
        return out

    def _settled_alone(self, shop: str) -> bool:
        """Whether only the settlements of a shop tell its refunds: those of days before the first are not known."""
        if self.says("order_line", shop, "refund_stated"):
            return False
        where = (Where("shop", (shop,)), Where("kind", ("refund",)))
        return bool(self._engine.rows("fee", ("shop",), where, 1))

    def _money_back(self, shop: str) -> bool:
        """Whether a shop with refund rows has some of money that went back: a list of goods that came back has none."""
        if self._goods_back is None:
            self._goods_back = bool(
                self._engine.rows("refund", ("shop",), (replace(_MONEY, exclude=True),), 1)
            )
        if not self._goods_back:
            return True
        if shop not in self._paid_back:
            rows = self._engine.rows("refund", ("shop",), (Where("shop", (shop,)), _MONEY), 1)
            self._paid_back[shop] = bool(rows)
        return self._paid_back[shop]

    def says(self, table: str, shop: str, column: str) -> bool:
        """Whether a row of the shop has something in a column; the books are asked once."""
        key = (table, shop, column)
        if key not in self._says:
            where = (Where("shop", (shop,)), Where(column, (None,), exclude=True))
            self._says[key] = bool(self._engine.rows(table, ("shop",), where, 1))
        return self._says[key]

    def asked(self, shop: str) -> bool:
        """Whether the question's filters let a shop be part of it."""
        for where in self._where:
            how = DIMENSIONS[where.dim].how
            value = of_shop(self._engine.shops().get(shop), how) if how in OF_SHOP else shop
            if (where.dim == "shop" or how in OF_SHOP) and (value in where.values) is where.exclude:
                return False
        return True

    def shops(self, row: Row, among: Iterable[str]) -> list[str]:
        """The shops of ``among`` that a row is about."""
        found = list(among)
        for dim, value in zip(self._by, row, strict=True):
            how = DIMENSIONS[dim].how
            if dim == "shop":
                found = [shop for shop in found if shop == value]
            elif how in OF_SHOP:
                found = [shop for shop in found if of_shop(self._engine.shops().get(shop), how) == value]
        return found

    def cut(self, rows: Sequence[Row]) -> "Cut":
        """The rows with only what says which shops, and which days, they are about."""
        return Cut(*_distinct(rows, self._of_shops), *_distinct(rows, self._of_days))

    def days(self, row: Row) -> Period | None:
        """The days that a row is about; None when its day is unknown or outside of the question's period."""
        first, last = self._period.first, self._period.last
        for dim, value in zip(self._by, row, strict=True):
            if dim not in _PARTS:
                continue
            if not isinstance(value, date):
                return None
            span = _PARTS[dim](value)
            first, last = max(first, span.first), min(last, span.last)
        return Period(first, last) if first <= last else None

    def covered(self, table: str, column: str, cut: "Cut") -> Bools:
        """Which rows without events in ``table``, placed in time by ``column``, are known zeros."""
        out = np.zeros(len(cut.scope_of), np.bool_)
        if table not in EVENTS or not cut.moments:
            return out
        spans = self.spans(table, column)
        days = [self.days(moment) for moment in cut.moments]
        first = np.array([span.first.toordinal() if span else _NEVER for span in days], np.int64)[
            cut.moment_of
        ]
        last = np.array([span.last.toordinal() if span else 0 for span in days], np.int64)[cut.moment_of]
        for n, scope in enumerate(cut.scopes):
            here = cut.scope_of == n
            for span in (spans[shop] for shop in self.shops(scope, spans)):
                out |= here & (first <= span.last.toordinal()) & (last >= span.first.toordinal())
        return out

    def undated(self) -> frozenset[str]:
        """Shops of the question with refunds that have no day of their own: theirs by day are unknown.

        Of all days together they count as on the day of their order, if that is known.
        """
        if self._undated is None:
            unknown = (Where("settled_day", (None,)), Where("kind", ("refund",)))
            nameless = (*unknown, Where("order_day", (None,))) if self.ever else unknown
            some = self._engine.rows("refund", ("shop",), nameless, 1)
            self._undated = frozenset(
                shop
                for shop in (self.spans("order_line") if some else ())
                if self._engine.rows("refund", ("shop",), (*nameless, Where("shop", (shop,))), 1)
            )
        return self._undated

    def refunding(self, cut: "Cut") -> Bools:
        """Rows about shops of which some file tells money that went back."""
        told = [bool(self.shops(scope, self.spans("refund"))) for scope in cut.scopes]
        return np.array(told, np.bool_)[cut.scope_of] if told else np.ones(len(cut.scope_of), np.bool_)

    def dated(self, cut: "Cut") -> Bools:
        """Rows about shops whose refunds all have a day of their own."""
        lost = self.undated()
        told = [not self.shops(scope, lost) for scope in cut.scopes]
        return np.array(told, np.bool_)[cut.scope_of] if told else np.ones(len(cut.scope_of), np.bool_)

    def lacking(self, table: str, row: Row) -> list[str]:
        """Shops of the row that have orders and nothing at all in ``table``, where that table is expected of them."""
        if table not in EXPECTED:
            return []
        sellers = self.spans("order_line")
        return [shop for shop in self.shops(row, sellers) if shop not in self.spans(table)]

    def last(self) -> date | None:
        """The last day with a paid order, None without any."""
        ends = [span.last for span in self.spans("order_line").values()]
        return max(ends) if ends else None

    def first(self) -> date | None:
        """The first day with a paid order, None without any."""
        starts = [span.first for span in self.spans("order_line").values()]
        return min(starts) if starts else None


def _distinct(rows: Sequence[Row], kept: tuple[int, ...]) -> tuple[list[Row], Ints]:
    """The different rows with only the places ``kept``, None elsewhere, and which of them each row is."""
    if not rows:
        return [], np.zeros(0, np.int64)
    width = len(rows[0])
    if not kept:
        return [(None,) * width], np.zeros(len(rows), np.int64)
    place: dict[Row, int] = {}
    take = itemgetter(*kept) if len(kept) > 1 else itemgetter(slice(kept[0], kept[0] + 1))
    which = [place.setdefault(key, len(place)) for key in map(take, rows)]
    full = [tuple(key[kept.index(n)] if n in kept else None for n in range(width)) for key in place]
    return full, np.array(which, np.int64)


def before(last: date, days: int) -> Period:
    """The ``days`` days that end with ``last``."""
    return Period(last - timedelta(days=days - 1), last)
