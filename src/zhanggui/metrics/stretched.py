"""Advertising of a period: daily rows, and rows of several days of channels that a shop has no daily ones of."""

from dataclasses import replace

from zhanggui.metrics.coverage import several_days
from zhanggui.metrics.dimensions import DIMENSIONS, TIMES
from zhanggui.metrics.merge import merged
from zhanggui.metrics.query import Engine, Facts, Query, Where


def advertising(engine: Engine, query: Query, by: tuple[str, ...]) -> Facts:
    """The answer to a query of additive advertising measures, with what is told of several days only.

    Rows of several days count towards a whole period, by their first day, and are never split by time. A channel with
    daily rows is told by those alone: its summaries say the same again. ``by``: the dimensions that are asked for;
    those of the query may have the day besides, for the rate of that day.
    """
    facts = engine.fetch(query)
    for where in _wide(engine, query, by):
        facts = merged(facts, engine.fetch(replace(query, where=(*query.where, *where))))
    return facts


def _wide(engine: Engine, query: Query, by: tuple[str, ...]) -> list[tuple[Where, ...]]:
    """Filters of the rows of several days that count, one for the shops that have the same channels without daily rows.

    Empty where the question tells times apart, or asks by the length of rows itself.
    """
    asked = {*by, *(where.dim for where in query.where)}
    if any(DIMENSIONS[dim].how in TIMES for dim in asked) or "row_days" in asked:
        return []
    if not several_days(engine, limit=1):
        return []
    told = engine.fetch(Query(("ad_spend",), ("shop", "ad_channel", "row_days"), query.period, query.where))
    lengths: dict[tuple[str, str], set[int]] = {}
    for row in range(len(told)):
        shop, channel, days = (str(key) for key in told.key(row))
        lengths.setdefault((shop, channel), set()).add(int(days))
    alone: dict[str, list[str]] = {}
    for (shop, channel), found in lengths.items():
        if 1 not in found:
            alone.setdefault(shop, []).append(channel)
    shops: dict[tuple[str, ...], list[str]] = {}
    for shop, channels in alone.items():
        shops.setdefault(tuple(sorted(channels)), []).append(shop)
    every = Where("row_days", tuple(sorted(set().union(*lengths.values()) - {1})))
    return [
        (Where("shop", tuple(sorted(of))), Where("ad_channel", channels), every)
        for channels, of in sorted(shops.items())
    ]
