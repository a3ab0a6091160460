"""Reconcile: our figures beside the platforms' own, the gap itemised by what the books can tell.

Every reason that could make a part of the gap is worked out day by day (settlements: order by order) from the books.
A reason is taken when it makes the two sides agree better by at least half of its own size; of several, the one
that helps most comes first. What no reason takes away is left unexplained, so the items add up to the gap exactly.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from zhanggui.app.books import engine
from zhanggui.app.gap import (
    NOTHING,
    Line,
    Reason,
    Returned,
    Sales,
    Vector,
    explain,
    items,
    paid,
    paid_day,
    reasons,
    settled,
)
from zhanggui.metrics.query import Engine, Where
from zhanggui.model.period import Period
from zhanggui.model.shop import Shop
from zhanggui.reports.briefing import Missing
from zhanggui.reports.reconciled import DayPair, Reconciled, Reconciliation
from zhanggui.store.folder import ShopFolder

DAYS = 14  # compared where no range is given
SETTLED_WITHIN = 60  # days after payment in which receipts are looked for


class Reconciling:
    """All shops of one state of the books; ``asked`` None takes the last fortnight both sides know."""

    def __init__(self, books: Engine, asked: tuple[date | None, date | None]) -> None:
        self.books = books
        self.first, self.last = asked
        self.paid = books.span("order_line", "paid_day")
        self.traffic = books.span("traffic_shop", "day")
        self.fees = books.span("fee", "day")

    def all(self) -> Reconciliation:
        """Every shop with orders, in the order of their keys."""
        pairs: list[Reconciled] = []
        missing: list[Missing] = []
        for key in sorted(self.paid):
            for pair, made in (("platform", self._platform(key)), ("settlement", self._settlement(key))):
                pairs += made
                if not made:
                    missing.append(Missing(f"no_{pair}_figures", {"shop": key}))
        return Reconciliation(tuple(pairs), tuple(missing))

    def _days(self, ours: Period, theirs: Period) -> tuple[date, ...]:
        """The days compared: as asked for within what either side has, else the last that both have."""
        if self.first is None and self.last is None:
            last = min(ours.last, theirs.last)
            first = max(last - timedelta(days=DAYS - 1), min(max(ours.first, theirs.first), last))
        else:
            last = min(self.last or max(ours.last, theirs.last), max(ours.last, theirs.last))
            first = max(self.first or last - timedelta(days=DAYS - 1), min(ours.first, theirs.first))
        return tuple(Period(first, last)) if first <= last else ()

    def _shops(self, key: str, days: tuple[date, ...]) -> list[Sales]:
        """The shop's lines of the days and those beside them, one for every currency."""
        near = tuple(days[0] + timedelta(days=n) for n in range(-1, len(days) + 1))
        columns = (
            "order_id", "line_id", "sku", "title", "variant", "quantity", "paid_day", "paid_hour", "created_day",
            "paid", "shipping", "tax", "platform_discount", "status", "currency", "paid_at", "received_at",
        )  # fmt: skip
        rows = self.books.rows("order_line", columns, (Where("shop", (key,)), Where("paid_day", near)))
        rows += [
            row
            for row in self.books.rows(
                "order_line", columns, (Where("shop", (key,)), Where("created_day", near))
            )
            if row[6] not in near
        ]
        told = self.books.shops().get(key, Shop(key, "other", "", "", ""))
        found: dict[str, list[Line]] = defaultdict(list)
        for row in rows:
            found[str(row[14] or told.currency)].append(_line(row))
        return [Sales(told, currency, days, tuple(lines)) for currency, lines in sorted(found.items())]

    def _platform(self, key: str) -> list[Reconciled]:
        if key not in self.traffic:
            return []
        days = self._days(self.paid[key], self.traffic[key])
        made = []
        for shop in self._shops(key, days) if days else ():
            theirs = self._theirs(shop)
            ours = shop.sums(paid_day, paid)
            if theirs and ours:
                made.append(self._compared(shop, ours, theirs))
        return made

    def _theirs(self, shop: Sales) -> Vector:
        """The platform's sales by day: the row of all devices where there is one, else their sum."""
        columns = ("day", "days", "device", "sales", "order_amount", "currency")
        rows = self.books.rows(
            "traffic_shop",
            columns,
            (Where("shop", (shop.shop.key,)), Where("day", shop.days), Where("days", (1,))),
        )
        whole: Vector = {}
        parts: Vector = defaultdict(Decimal)
        for day, _, device, sales, ordered, currency in rows:
            figure = sales if sales is not None else ordered
            if figure is None or (currency or shop.currency) != shop.currency:
                continue
            if device == "all":
                whole[day] = Decimal(str(figure))
            else:
                parts[day] += Decimal(str(figure))
        return {**parts, **whole}

    def _compared(self, shop: Sales, ours: Vector, theirs: Vector) -> Reconciled:
        days = tuple(DayPair(day, ours.get(day), theirs.get(day)) for day in shop.days)
        gaps: Vector = {one.day: one.gap for one in days}
        without = [one for one in days if one.gap and None in (one.ours, one.platform)]
        lost = [
            Reason("missing_orders", {one.day: one.gap for one in without if one.ours is None}),
            Reason("missing_platform", {one.day: one.gap for one in without if one.platform is None}),
        ]
        lost = [Reason(one.code, one.by, {"days": len(one.by)}) for one in lost if one.by]
        off = {one.day for one in without}
        both = {day: gap for day, gap in gaps.items() if day not in off}
        free = [
            Reason(
                one.code,
                {day: value for day, value in one.by.items() if day in both},
                one.values,
                most=one.most,
            )
            for one in (*reasons(shop, self._refunds(shop), self._elsewhere(shop)), self._unheld(shop))
        ]
        taken, _ = explain(both, free)
        return Reconciled(
            shop.shop.key, shop.shop.platform, "platform", shop.currency, days, items((*lost, *taken))
        )

    def _unheld(self, shop: Sales) -> Reason:
        """Orders that the settlement has receipts of and no order file holds: a part of a day's orders is missing."""
        unheld = self._receipts(shop)[1] if shop.shop.key in self.fees else {}
        return Reason("missing_some", {day: -amount for day, amount in unheld.items()})

    def _refunds(self, shop: Sales) -> list[Returned]:
        """(day paid back, day of the order, amount) of the shop's refunds."""
        columns = ("settled_day", "order_day", "amount", "kind", "currency", "order_id")
        where = Where("shop", (shop.shop.key,))
        rows = self.books.rows("refund", columns, (where, Where("settled_day", shop.days)))
        rows += [
            row
            for row in self.books.rows("refund", columns, (where, Where("order_day", shop.days)))
            if row[0] not in shop.days
        ]
        return [
            (_day(row[0]), _day(row[1]), Decimal(str(row[2])))
            for row in rows
            if row[2] is not None and row[3] == "refund" and (row[4] or shop.currency) == shop.currency
        ]

    def _elsewhere(self, shop: Sales) -> frozenset[str]:
        """Order numbers of the shop that another shop's books hold too."""
        others = [key for key in self.paid if key != shop.shop.key]
        if not others:
            return frozenset()
        near = Where("paid_day", shop.days)
        rows = self.books.rows("order_line", ("order_id",), (Where("shop", tuple(others)), near))
        return frozenset(str(row[0]) for row in rows) & {line.order for line in shop.lines}

    # --- settlement against orders ------------------------------------------------------------------

    def _settlement(self, key: str) -> list[Reconciled]:
        if key not in self.fees:
            return []
        days = self._days(self.paid[key], self.fees[key])
        made = []
        for shop in self._shops(key, days) if days else ():
            receipts, strange = self._receipts(shop)
            if receipts or strange:
                made.append(settled(shop, receipts, strange, self._returned(shop)))
        return made

    def _receipts(self, shop: Sales) -> tuple[Vector, Vector]:
        """Receipts by order for the orders of the days; receipts of the days whose order the books do not hold."""
        span = (
            shop.days[0],
            min(shop.days[-1] + timedelta(days=SETTLED_WITHIN), self.fees[shop.shop.key].last),
        )
        if span[1] < span[0]:
            return {}, {}
        rows = self.books.rows(
            "fee",
            ("order_id", "day", "amount", "currency"),
            (
                Where("shop", (shop.shop.key,)),
                Where("kind", ("receipt",)),
                Where("day", tuple(Period(*span))),
            ),
        )
        mine = {line.order for line in shop.lines if shop.inside(line.paid_day)}
        found: Vector = defaultdict(Decimal)
        strange: Vector = defaultdict(Decimal)
        left = [row for row in rows if row[2] is not None and (row[3] or shop.currency) == shop.currency]
        asked = tuple(sorted({str(row[0]) for row in left} - mine))
        held = self._held(shop, asked)
        for order, day, amount, _ in left:
            if order in mine:
                found[order] += Decimal(str(amount))
            elif order and order not in held and shop.inside(_day(day)):
                strange[day] += Decimal(str(amount))
        return dict(found), dict(strange)

    def _returned(self, shop: Sales) -> dict[str, Decimal]:
        """Refunds of the days' orders, by order."""
        where = (Where("shop", (shop.shop.key,)), Where("order_day", shop.days), Where("kind", ("refund",)))
        found: dict[str, Decimal] = defaultdict(Decimal)
        for order, amount in self.books.rows("refund", ("order_id", "amount"), where):
            found[str(order)] += _money(amount)
        return found

    def _held(self, shop: Sales, orders: tuple[str, ...]) -> frozenset[str]:
        if not orders:
            return frozenset()
        rows = self.books.rows(
            "order_line", ("order_id",), (Where("shop", (shop.shop.key,)), Where("order_id", orders))
        )
        return frozenset(str(row[0]) for row in rows)


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None


def _money(value: object) -> Decimal:
    return NOTHING if value is None else Decimal(str(value))


def _line(row: Sequence[object]) -> Line:
    hour = row[7]
    return Line(
        order=str(row[0]),
        goods=(row[0], *row[2:6], row[9]),
        paid_day=_day(row[6]),
        paid_hour=hour if isinstance(hour, int) else None,
        created_day=_day(row[8]),
        paid=_money(row[9]),
        shipping=_money(row[10]),
        tax=_money(row[11]),
        discount=_money(row[12]),
        status=str(row[13] or ""),
        on_delivery=row[15] is not None and row[15] == row[16],
    )


def reconcile(folder: ShopFolder, first: date | None = None, last: date | None = None) -> Reconciliation:
    """Both pairs of every shop from ``first`` to ``last``; without either, the last fortnight both sides know."""
    with engine(folder) as books:
        return Reconciling(books, (first, last)).all()
