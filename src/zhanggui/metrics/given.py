"""Figures that the platforms give at a grain of their own: read there, never added; and days they tell only in parts.

A distinct figure of one day and shop is read from that day's row. Over a week, a month or another period it is
read only from a row that the platform gave for exactly that period.
"""

from dataclasses import replace
from datetime import date
from typing import cast

import numpy as np

from zhanggui.metrics.catalogue import CATALOGUE
from zhanggui.metrics.catalogue.traffic import FROM_LISTINGS
from zhanggui.metrics.check import adds
from zhanggui.metrics.column import Column
from zhanggui.metrics.dimensions import DIMENSIONS, OF_SHOP
from zhanggui.metrics.frame import Block, Row, add, keys, spread
from zhanggui.metrics.query import Engine, Facts, Query, Where
from zhanggui.metrics.question import Question, Refusal
from zhanggui.model.period import month, week

VISITS = frozenset({"traffic_shop", "traffic_listing", "traffic_source"})
_PART = {"week": week, "month": month}


def read(engine: Engine, question: Question, name: str) -> Block | Refusal:
    """A figure as given, one row of the platform for each row of the answer; refused where several would be added."""
    by = question.by
    dims = tuple(dict.fromkeys((*by, "shop", "day", "row_days")))
    rowed = any(one.dim == "row_days" for one in question.where) or "row_days" in by
    daily = "day" in by or rowed or (question.period is not None and question.period.days == 1)
    where = question.where if rowed else (*question.where, Where("row_days", _lengths(question, daily=daily)))
    facts = engine.fetch(Query((name,), dims, question.period, where))
    fits = [n for n in range(len(facts)) if rowed or _fits(facts, n, question, daily=daily)]
    rows = keys(facts, by)
    shops: dict[Row, set[object]] = {}
    for n in fits:
        shops.setdefault(rows[n], set()).add(facts.keys["shop"][n])
    if not daily and not fits:
        return adds(
            CATALOGUE[name], "week" if "week" in by else "month" if "month" in by else "day", question
        )
    if any(len(found) > 1 for found in shops.values()):
        return adds(CATALOGUE[name], "shop", question)
    column = Column(facts.numbers[name], facts.known[name], facts.scale(name))
    taken = np.array(fits, np.int64)
    return Block([rows[n] for n in fits], {name: column.take(taken)})


def _lengths(question: Question, *, daily: bool) -> tuple[int, ...]:
    """The lengths of rows that may answer."""
    if daily:
        return (1,)
    if "week" in question.by:
        return (7,)
    if "month" in question.by:
        return (28, 29, 30, 31)
    return (question.period.days,) if question.period is not None else ()


def _fits(facts: Facts, n: int, question: Question, *, daily: bool) -> bool:
    """Whether a row of the platform covers exactly the days of the answer's row."""
    first, days = cast("date", facts.keys["day"][n]), facts.keys["row_days"][n]
    if daily:
        return bool(days == 1)
    for dim, part in _PART.items():
        if dim in question.by:
            span = part(first)
            return span.first == first and span.days == days
    return question.period is not None and question.period.first == first and question.period.days == days


def completed(engine: Engine, question: Question, table: str, block: Block) -> Block:
    """The block with what daily rows do not tell: shops that have only a row for exactly the period, and, for
    figures that add up, days of a shop told only by its listings.
    """
    if table == "traffic_shop":
        block = _from_listings(engine, question, block)
    if table in VISITS:
        block = _from_periods(engine, question, block)
    return block


def whole_shops(question: Question) -> tuple[Where, ...]:
    """The filters of a question that say which shops it is about."""
    return tuple(one for one in question.where if one.dim == "shop" or DIMENSIONS[one.dim].how in OF_SHOP)


def sold_days(engine: Engine, question: Question) -> dict[str, list[date]]:
    """Shop → days of the question's period on which it sold, of the shops that the question is about."""
    facts = engine.fetch(Query(("lines",), ("shop", "day"), question.period, whole_shops(question)))
    out: dict[str, list[date]] = {}
    for shop, day in keys(facts, ("shop", "day")):
        if isinstance(day, date):
            out.setdefault(str(shop), []).append(day)
    return out


def readings(engine: Engine, question: Question, table: str) -> tuple[set[tuple[str, date]], set[str]]:
    """(shop, day) of which ``table`` tells visits, and the shops of which a row tells exactly the question's period."""
    lengths = (1, question.period.days) if question.period is not None else (1,)
    given = Where("row_days", tuple(dict.fromkeys(lengths)))
    seen = engine.fetch(
        Query(
            (f"visitor_days@{table}",),
            ("shop", "day", "row_days"),
            question.period,
            (*whole_shops(question), given),
        )
    )
    rows = keys(seen, ("shop", "day", "row_days"))
    told = {(str(shop), day) for shop, day, _ in rows if isinstance(day, date)}
    whole = {
        str(shop)
        for shop, day, days in rows
        if days != 1 and question.period is not None and day == question.period.first
    }
    return told, whole


def unseen(engine: Engine, question: Question, table: str) -> dict[str, set[date]]:
    """Shop → days on which it sold and of which ``table`` tells no visits, neither as a day nor within a row for
    exactly the question's period.
    """
    told, whole = readings(engine, question, table)
    found = {
        shop: {day for day in days if (shop, day) not in told}
        for shop, days in sold_days(engine, question).items()
        if shop not in whole
    }
    return {shop: days for shop, days in found.items() if days}


def _from_periods(engine: Engine, question: Question, block: Block) -> Block:
    period = question.period
    timed = {"day", "week", "month", "weekday", "row_days"} & {
        *question.by,
        *(one.dim for one in question.where),
    }
    if period is None or period.days == 1 or timed:
        return block
    names = tuple(block.columns)
    daily = set(engine.fetch(Query(names, ("shop",), period, question.where)).keys["shop"].tolist())
    only = (Where("row_days", (period.days,)), Where("day", (period.first,)))
    others = Where("shop", tuple(sorted(daily)), exclude=True)
    facts = engine.fetch(Query(names, question.by, period, (*question.where, *only, others)))
    return add(block, _plain(facts, question.by)) if len(facts) else block


def _from_listings(engine: Engine, question: Question, block: Block) -> Block:
    names = tuple(name for name in block.columns if name in FROM_LISTINGS)
    dims = {*question.by, *(one.dim for one in question.where)}
    if not names or "traffic_listing" not in engine.tables() or "row_days" in dims:
        return block
    told = engine.fetch(Query(names, ("shop", "day"), question.period))
    have = set(keys(told, ("shop", "day")))
    finest = tuple(f"{name}@traffic_listing" for name in names)
    by = tuple(dict.fromkeys((*question.by, "shop", "day")))
    facts = engine.fetch(Query(finest, by, question.period, question.where))
    at = [n for n, key in enumerate(keys(facts, ("shop", "day"))) if key not in have]
    if not at:
        return block
    rest = _cut(facts, at)
    renamed = replace(
        rest,
        numbers={name: rest.numbers[f"{name}@traffic_listing"] for name in names},
        known={name: rest.known[f"{name}@traffic_listing"] for name in names},
    )
    return _joined(block, _plain(renamed, question.by))


def _joined(block: Block, more: Block) -> Block:
    """``more`` added to some of the block's measures; the others keep their rows."""
    some = Block(block.rows, {name: block.columns[name] for name in more.columns})
    out = add(some, more)
    others = Block(block.rows, {name: one for name, one in block.columns.items() if name not in more.columns})
    columns, _, _ = spread(others, out.rows)
    return Block(out.rows, {**columns, **out.columns})


def _cut(facts: Facts, at: list[int]) -> Facts:
    taken = np.array(at, np.int64)
    return replace(
        facts,
        keys={dim: values[taken] for dim, values in facts.keys.items()},
        numbers={name: values[taken] for name, values in facts.numbers.items()},
        known={name: values[taken] for name, values in facts.known.items()},
    )


def _plain(facts: Facts, by: tuple[str, ...]) -> Block:
    """The facts summed over the dimensions that are not in ``by``."""
    rows = keys(facts, by)
    order = list(dict.fromkeys(rows))
    index = {row: n for n, row in enumerate(order)}
    at = np.array([index[row] for row in rows], np.int64)
    columns = {}
    for name, numbers in facts.numbers.items():
        total = np.zeros(len(order), np.int64)
        np.add.at(total, at, numbers)
        known = np.ones(len(order), np.bool_)
        np.logical_and.at(known, at, facts.known[name])
        columns[name] = Column(np.where(known, total, 0), known, facts.scale(name))
    return Block(order, columns)
