"""What can make a gap between two countings of the same sales: reasons by day or order, and which of them tell it.

Of all sets of reasons the one is taken that leaves least, each of its reasons taking off at least half of its own size
beside the others (two that work against each other only show together). A shifted day, which moves everything, must
take off most of what is left. What no reason takes away is left unexplained.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations

import numpy as np
import numpy.typing as npt

from zhanggui.model.shop import Shop
from zhanggui.reports.reconciled import DayPair, Item, Reconciled

HELPS = Decimal("0.5")  # of a reason's own size that it must take off the gap
HOURS = sorted((*range(-23, 0), *range(1, 24)), key=abs)
NOTHING = Decimal(0)
UNITS = 10_000
MOST_REASONS = 13  # tried in all their sets

Returned = tuple[date | None, date | None, Decimal]
Vector = dict[object, Decimal]
Whole = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Line:
    """One order line as far as it matters here; money is nothing where unknown.

    ``on_delivery``: it was paid the very moment it was delivered.
    """

    order: str
    goods: tuple[object, ...]
    paid_day: date | None
    paid_hour: int | None
    created_day: date | None
    paid: Decimal
    shipping: Decimal
    tax: Decimal
    discount: Decimal
    status: str
    on_delivery: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """A possible part of the gap, by day or order."""

    code: str
    by: Vector
    values: Mapping[str, int] = field(default_factory=dict)
    most: bool = False  # taken only when it takes off at least half of what is left

    @property
    def amount(self) -> Decimal:
        """Its whole."""
        return sum(self.by.values(), NOTHING)


@dataclass(frozen=True, slots=True)
class Sales:
    """One shop's rows in one currency around the days compared."""

    shop: Shop
    currency: str
    days: tuple[date, ...]
    lines: tuple[Line, ...]

    def inside(self, day: date | None) -> bool:
        """Whether a day is among those compared."""
        return day is not None and self.days[0] <= day <= self.days[-1]

    def sums(
        self,
        day: Callable[[Line], date | None],
        money: Callable[[Line], Decimal],
        keep: Callable[[Line], bool] = lambda _: True,
    ) -> Vector:
        """Money by day over the lines kept."""
        found: Vector = defaultdict(Decimal)
        for line in self.lines:
            when = day(line)
            if self.inside(when) and keep(line):
                found[when] += money(line)
        return dict(found)


def explain(gap: Vector, reasons: Sequence[Reason]) -> tuple[tuple[Reason, ...], Vector]:
    """The reasons taken, the one that takes off most first, and what is left of ``gap`` after them.

    Shifted days are looked for in what the others leave, and before them; what leaves less is the answer.
    """
    plain = [one for one in reasons if not one.most and any(one.by.values())][:MOST_REASONS]
    shifts = [one for one in reasons if one.most]
    first = _together(gap, plain)
    taken, left = _greedy(first[1], shifts)
    late = (*first[0], *taken), left
    taken, left = _greedy(gap, shifts)
    if taken:
        rest = _together(left, plain)
        early = (*taken, *rest[0]), rest[1]
        if _size(early[1]) < _size(late[1]):
            return early
    return late


def _together(gap: Vector, reasons: Sequence[Reason]) -> tuple[tuple[Reason, ...], Vector]:
    """The set of reasons, one of each code at most, that leaves least of ``gap`` and has no idle member."""
    keys = list({**gap, **{key: 0 for one in reasons for key in one.by}})
    whole = np.array([_units(gap.get(key, NOTHING)) for key in keys], dtype=np.int64)
    parts = np.array([[_units(one.by.get(key, NOTHING)) for key in keys] for one in reasons], dtype=np.int64)
    best: tuple[int, ...] = ()
    least = int(np.abs(whole).sum())
    for chosen in _sets(reasons):
        left = whole - parts[list(chosen)].sum(axis=0)
        size = int(np.abs(left).sum())
        if size < least and all(_works(left, parts[one], size) for one in chosen):
            best, least = chosen, size
    helps = {one: int(np.abs(whole).sum() - np.abs(whole - parts[one]).sum()) for one in best}
    taken = tuple(reasons[one] for one in sorted(best, key=lambda one: (-helps[one], one)))
    found = dict(gap)
    for one in taken:
        found = {key: found.get(key, NOTHING) - one.by.get(key, NOTHING) for key in {**found, **one.by}}
    return taken, found


def _sets(reasons: Sequence[Reason]) -> Iterable[tuple[int, ...]]:
    """Sets of reasons by number, small ones first, with one of each code."""
    for many in range(1, len(reasons) + 1):
        for chosen in combinations(range(len(reasons)), many):
            if len({reasons[one].code for one in chosen}) == many:
                yield chosen


def _works(left: Whole, part: Whole, size: int) -> bool:
    """Whether a reason takes off at least half of its own size beside the others of its set."""
    without = int(np.abs(left + part).sum())
    return 2 * (without - size) >= max(int(np.abs(part).sum()), 1)


def _units(value: Decimal) -> int:
    """Ten-thousandths, as the books keep money."""
    return int((value * UNITS).to_integral_value())


def _size(left: Vector) -> Decimal:
    return sum((abs(value) for value in left.values()), NOTHING)


def _greedy(gap: Vector, reasons: Sequence[Reason]) -> tuple[tuple[Reason, ...], Vector]:
    """Reasons taken one after the other, the one that takes off most first, ties in the order given."""
    left = dict(gap)
    taken: list[Reason] = []
    free = list(reasons)
    while True:
        helps = [(_helps(left, one), -at) for at, one in enumerate(free) if _tells(left, one)]
        if not helps:
            return tuple(taken), left
        best = free[-max(helps)[1]]
        taken.append(best)
        left = {key: left.get(key, NOTHING) - best.by.get(key, NOTHING) for key in {**left, **best.by}}
        free = [one for one in free if one.code != best.code]


def _tells(left: Vector, reason: Reason) -> bool:
    needed = HELPS * _size(left)
    return _helps(left, reason) >= max(needed, Decimal("0.01"))


def _helps(left: Vector, reason: Reason) -> Decimal:
    """How much less the sides disagree with the reason taken."""
    pairs = ((left.get(key, NOTHING), value) for key, value in reason.by.items())
    return sum((abs(gap) - abs(gap - value) for gap, value in pairs), NOTHING)


# --- what can make a gap ----------------------------------------------------------------------------


def reasons(shop: Sales, refunds: Sequence[Returned], elsewhere: frozenset[str]) -> list[Reason]:
    """Every reason by day: what our figure has more (positive) or less than the platform's because of it."""
    ours = shop.sums(paid_day, paid)
    once = _without_copies(shop)
    made = [
        Reason("duplicates", _copies(shop)),
        Reason("twice", shop.sums(paid_day, paid, lambda line: line.order in elsewhere)),
        Reason("cancelled", shop.sums(paid_day, paid, lambda line: line.status == "cancelled")),
        Reason("shipping", _minus(once.sums(paid_day, lambda line: line.shipping))),
        *_postage_at_order(once),
        Reason("tax", _minus(once.sums(paid_day, lambda line: line.tax))),
        Reason("platform_discount", _minus(once.sums(paid_day, lambda line: line.discount))),
        Reason("refunds_same_day", _paid_back(shop, refunds, same_day=True)),
        Reason("refunds", _paid_back(shop, refunds, same_day=False)),
        Reason("refunds_of_orders", _by_order_day(shop, refunds)),
        Reason("on_delivery", _on_delivery(shop)),
        Reason(
            "unpaid_cancelled",
            _minus(
                shop.sums(
                    _created_day, paid, lambda line: line.paid_day is None and line.status == "cancelled"
                )
            ),
        ),
        Reason(
            "order_day",
            _less(
                ours,
                shop.sums(
                    lambda line: line.created_day or line.paid_day,
                    paid,
                    lambda line: line.paid_day is not None,
                ),
            ),
            most=True,
        ),
    ]
    for hours in HOURS:
        moved = shop.sums(lambda line, hours=hours: _shifted(line, hours), paid)  # type: ignore[misc]
        made.append(Reason("day_boundary", _less(ours, moved), {"hours": hours}, most=True))
    return made


def _on_delivery(shop: Sales) -> Vector:
    """Orders that the platform counts when they are made and we when they are paid, at the door or not yet."""
    here = shop.sums(paid_day, paid, lambda line: line.on_delivery)
    return _less(here, shop.sums(_created_day, paid, _at_the_door))


def _at_the_door(line: Line) -> bool:
    """Whether a line was paid when it was delivered, or may be yet."""
    return line.on_delivery or (line.paid_day is None and line.status != "cancelled")


def _postage_at_order(shop: Sales) -> list[Reason]:
    """Postage in the platform's figure where cash on delivery counts on the day of the order, its postage with it;
    nothing where no such order has any.
    """
    if not any(line.shipping and _at_the_door(line) for line in shop.lines):
        return []
    by = shop.sums(
        lambda line: line.created_day if _at_the_door(line) else line.paid_day, lambda line: line.shipping
    )
    return [Reason("shipping", _minus(by))]


def paid_day(line: Line) -> date | None:
    """The day a line was paid, None when unpaid."""
    return line.paid_day


def _created_day(line: Line) -> date | None:
    return line.created_day


def paid(line: Line) -> Decimal:
    """A line's paid goods."""
    return line.paid


def _shifted(line: Line, hours: int) -> date | None:
    """The paid day on a clock that is ``hours`` ahead of the books' own."""
    if line.paid_day is None or line.paid_hour is None:
        return line.paid_day
    return line.paid_day + timedelta(days=(line.paid_hour + hours) // 24)


def _copies(shop: Sales) -> Vector:
    """Lines of an order that repeat one before them in every respect."""
    seen: set[tuple[object, ...]] = set()
    found: Vector = defaultdict(Decimal)
    for line in shop.lines:
        if shop.inside(line.paid_day) and line.paid:
            if line.goods in seen:
                found[line.paid_day] += line.paid
            seen.add(line.goods)
    return dict(found)


def _without_copies(shop: Sales) -> Sales:
    """The shop with every line once: what a copy holds beside its goods is in the platform's figure once, too."""
    seen: dict[tuple[object, ...], Line] = {}
    for line in shop.lines:
        seen.setdefault((line.paid_day, line.created_day, *line.goods), line)
    return replace(shop, lines=tuple(seen.values()))


def _paid_back(shop: Sales, refunds: Sequence[Returned], *, same_day: bool) -> Vector:
    """Refunds by the day paid back, only those of the order's own day with ``same_day``."""
    found: Vector = defaultdict(Decimal)
    for settled, order_day, amount in refunds:
        if shop.inside(settled) and (not same_day or settled == order_day):
            found[settled] += amount
    return dict(found)


def _by_order_day(shop: Sales, refunds: Sequence[Returned]) -> Vector:
    found: Vector = defaultdict(Decimal)
    for _, order_day, amount in refunds:
        if shop.inside(order_day):
            found[order_day] += amount
    return dict(found)


def _minus(one: Vector) -> Vector:
    return {key: -value for key, value in one.items()}


def _less(one: Vector, other: Vector) -> Vector:
    return {key: one.get(key, NOTHING) - other.get(key, NOTHING) for key in {**one, **other}}


def items(taken: Iterable[Reason]) -> tuple[Item, ...]:
    """Reasons as the report tells them."""
    return tuple(Item(one.code, one.amount, one.values) for one in taken)


def settled(shop: Sales, receipts: Vector, strange: Vector, refunds: Mapping[str, Decimal]) -> Reconciled:
    """Orders against their receipts, reasons judged order by order, told by paid day."""
    mine = [line for line in shop.lines if shop.inside(line.paid_day)]
    day_of = {line.order: line.paid_day for line in mine}
    ours = _by_order(mine, paid)
    gaps = _less(ours, receipts)
    waiting = Reason(
        "not_settled", {key: value for key, value in ours.items() if key not in receipts and value}
    )
    settled = {key: gap for key, gap in gaps.items() if key not in waiting.by}
    free = [
        Reason("shipping", _minus(_by_order(mine, lambda line: line.shipping))),
        Reason("tax", _minus(_by_order(mine, lambda line: line.tax))),
        Reason("platform_discount", _minus(_by_order(mine, lambda line: line.discount))),
        Reason("refunds", {key: value for key, value in refunds.items() if key in day_of}),
        Reason("duplicates", _repeated(mine)),
    ]
    free = [Reason(one.code, {key: value for key, value in one.by.items() if key in settled}) for one in free]
    taken, _ = explain(settled, free)
    first = [Reason("not_settled", waiting.by, {"orders": len(waiting.by)})] if waiting.by else []
    if strange:
        first.append(Reason("missing_orders", _minus(strange), {"days": len(strange)}))
    theirs: Vector = defaultdict(Decimal, strange)
    for order, amount in receipts.items():
        theirs[day_of[str(order)]] += amount
    sold = shop.sums(paid_day, paid)
    days = tuple(DayPair(day, sold.get(day), theirs.get(day)) for day in shop.days)
    return Reconciled(
        shop.shop.key, shop.shop.platform, "settlement", shop.currency, days, items((*first, *taken))
    )


def _by_order(lines: Iterable[Line], money: Callable[[Line], Decimal]) -> Vector:
    found: Vector = defaultdict(Decimal)
    for line in lines:
        found[line.order] += money(line)
    return dict(found)


def _repeated(lines: Iterable[Line]) -> Vector:
    """Lines that repeat one before them in every respect, by order."""
    seen: set[tuple[object, ...]] = set()
    found: Vector = defaultdict(Decimal)
    for line in lines:
        if line.paid and line.goods in seen:
            found[line.order] += line.paid
        seen.add(line.goods)
    return dict(found)
