"""What a question of why reaches: the days that the books hold and their event, the measures a shop has to know,
figures of one day.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from zhanggui.app.compared.breakdown import OPTIONAL, SUMS
from zhanggui.app.compared.history import DENSE, OWN, parts_of
from zhanggui.metrics.catalogue import CATALOGUE
from zhanggui.metrics.formula import leaves
from zhanggui.metrics.kinds import Kind
from zhanggui.metrics.kinds import Unit as KindUnit
from zhanggui.metrics.query import Engine
from zhanggui.metrics.scan import table_of
from zhanggui.model.calendar import Calendar, Stage
from zhanggui.model.period import Period
from zhanggui.reports.briefing import Unit

UNITS: Mapping[KindUnit, Unit] = {
    KindUnit.MONEY: "money", KindUnit.COUNT: "count", KindUnit.SHARE: "share", KindUnit.SECONDS: "seconds",
}  # fmt: skip
APART = frozenset({Kind.DISTINCT, Kind.DAILY_MEAN, Kind.INDEX})  # kinds whose days do not add up


def within(books: Engine, period: Period, parts: tuple[str | None, ...], last: date) -> Period | None:
    """The part of ``period`` that the books hold: a month whose last weeks are to come is no fall.

    ``last``: the last whole day of orders. Tables that have rows on every day of trade bound it: orders,
    and traffic where the metric is read from it. None where nothing is left.
    """
    plain = [name for name in parts if name and not CATALOGUE[name].formula]
    tables = {table_of(leaf.name, ()) for name in plain for leaf in leaves(name)} | {"order_line"}
    first = period.first
    for table in sorted(tables & set(DENSE)):
        spans = books.span(table, DENSE[table]).values()
        if spans:
            last = min(last, max(span.last for span in spans))
            first = max(first, min(span.first for span in spans))
    last = min(period.last, last)
    return Period(first, last) if first <= last else None


def distinct(name: str | None) -> bool:
    """Whether a figure's days do not add up; an order has one day alone."""
    return name is not None and CATALOGUE[name].kind in APART and "orders" not in name


def counted_at_times(metric: str) -> bool:
    """Whether a figure rests on counts of a moment, such as stock: a day without a count is a day of the last one."""
    return any(CATALOGUE[leaf.name].kind is Kind.SNAPSHOT for leaf in leaves(metric))


def needed(metric: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """The measures that a shop has to know to be part of the answer: those of a ratio, or the terms of a sum."""
    over, under = parts_of(metric)
    if under is not None:
        return names
    return tuple(name for name, _ in SUMS.get(metric, ((over, 1),)) if name not in OPTIONAL)


def event_of(calendar: Calendar, period: Period) -> str:
    """The name of the event with most peak days of the period, else of that of its last day; '' without any."""
    found = [one for one in map(calendar.on, period) if one is not None]
    peaks = Counter(event for event, stage in found if stage is Stage.PEAK)
    told = (peaks.most_common(1)[0][0], Stage.PEAK) if peaks else calendar.on(period.last)
    if told is None:
        return ""
    event, stage = told
    return f"{OWN}{event.name}.{stage}" if event.name else f"{event.code}.{stage}"
