"""Days that are not known within what is added up: a sum of visits over a week of which two days were never loaded.

A day without orders is a day of none; a day without a report of visits is not known, nor are fees and advertising (and
refunds, where settlements alone tell them) of days before the first of them that a shop has loaded. A sum over the
others is told, with the days that it lacks.
"""

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from zhanggui.metrics.coverage import Coverage
from zhanggui.metrics.formula import leaves
from zhanggui.metrics.given import VISITS, readings, sold_days
from zhanggui.metrics.query import Engine
from zhanggui.metrics.question import Missing, Question
from zhanggui.metrics.scan import table_of
from zhanggui.model.period import Period

BEGIN = frozenset({"fee", "ad", "refund"})  # whose days before those covered of a shop are not known
_DAY = timedelta(days=1)


def holes(
    engine: Engine, question: Question, coverage: Coverage, untold: Collection[tuple[str, str]]
) -> list[Missing]:
    """Code ``days_unread``: shops, the days (``days``, as runs, and their ``count``) and the metrics that lack them.

    ``untold``: (table, metric) that are unknown for such days, which is told elsewhere. Rows by day lack nothing.
    """
    alone = question.period is not None and question.period.days == 1
    if "day" in question.by or alone:
        return []
    dims = (*question.by, *(where.dim for where in question.where))
    users: dict[str, list[str]] = {}
    for metric in question.metrics:
        for table in sorted({table_of(leaf.name, dims) for leaf in leaves(metric)} & (VISITS | BEGIN)):
            if (table, metric) not in untold and table in engine.tables():
                users.setdefault(table, []).append(metric)
    out = []
    for table, metrics in sorted(users.items()):
        alike: dict[tuple[date, ...], list[str]] = {}
        lost = _before if table in BEGIN else _unread
        for shop, days in sorted(lost(engine, question, coverage, table).items()):
            if days:
                alike.setdefault(tuple(sorted(days)), []).append(shop)
        for found, shops in alike.items():
            params: dict[str, str | float | tuple[str, ...]] = {"table": table, "shops": tuple(shops)}
            params |= {"metrics": tuple(metrics), "days": tuple(runs(found)), "count": float(len(found))}
            out.append(Missing("days_unread", params))
    return out


def _unread(engine: Engine, question: Question, coverage: Coverage, table: str) -> dict[str, set[date]]:
    """Shop → days without a reading: between its first and its last, and those on which it sold."""
    told, whole = readings(engine, question, table)
    sold = sold_days(engine, question)
    read: dict[str, set[date]] = {}
    for shop, day in told:
        read.setdefault(shop, set()).add(day)
    return {
        shop: (set(Period(min(days), max(days))) | set(sold.get(shop, ()))) - days
        for shop, days in read.items()
        if shop not in whole and coverage.asked(shop)
    }


def _before(engine: Engine, question: Question, coverage: Coverage, table: str) -> dict[str, set[date]]:
    """Shop → days on which it sold before the first that the table tells, where it tells some of those asked."""
    spans = coverage.spans(table)
    last = question.period.last if question.period is not None else date.max
    return {
        shop: {day for day in days if day < spans[shop].first}
        for shop, days in sold_days(engine, question).items()
        if shop in spans and spans[shop].first <= last
    }


def runs(days: Iterable[date]) -> list[str]:
    """Days in order, those that follow each other as one: '2026-03-06 – 2026-03-07'."""
    ends: list[tuple[date, date]] = []
    for day in days:
        if ends and day == ends[-1][1] + _DAY:
            ends[-1] = (ends[-1][0], day)
        else:
            ends.append((day, day))
    return [str(first) if first == last else f"{first} – {last}" for first, last in ends]
