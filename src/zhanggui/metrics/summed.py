"""Advertising that a channel tells only as one sum over several days: which rows of an answer it leaves unknown.

Such a sum belongs to its days together. It counts in a row that holds them all; a row that holds some of them, or one
of an answer split by time, has a part of it that nobody knows, and that is not 0.
"""

from collections.abc import Iterable

import numpy as np

from zhanggui.metrics.coverage import Coverage, Cut, several_days
from zhanggui.metrics.dimensions import DIMENSIONS, OF_SHOP, TIMES
from zhanggui.metrics.frame import Row
from zhanggui.metrics.query import Engine, Key, Query, Where
from zhanggui.metrics.question import Question
from zhanggui.model.period import Period
from zhanggui.stats.arrays import Bools

_COARSE = frozenset({"shop", "currency", "ad_channel"})


class Summed:
    """The sums over several days that a question's rows may hold a part of."""

    def __init__(self, engine: Engine, question: Question, coverage: Coverage) -> None:
        self._engine = engine
        self._by = question.by
        self._coverage = coverage
        dims = {*question.by, *(where.dim for where in question.where)}
        self._timed = any(DIMENSIONS[dim].how in TIMES for dim in question.by)
        self._channels = [where for where in question.where if where.dim == "ad_channel"]
        self._asked = "row_days" not in dims
        self.shops: set[str] = set()  # of which ``unknown`` found a sum that a row holds a part of
        self.coarse = all(
            dim in _COARSE or DIMENSIONS[dim].how in TIMES or DIMENSIONS[dim].how in OF_SHOP for dim in dims
        )

    def unknown(self, rows: list[Row], cut: Cut) -> Bools:
        """Rows with a part of such a sum."""
        out = np.zeros(len(rows), np.bool_)
        sums = self._sums() if self._asked else {}
        if not sums:
            return out
        at = self._by.index("ad_channel") if "ad_channel" in self._by else None
        for scope, moment in sorted(set(zip(cut.scope_of.tolist(), cut.moment_of.tolist(), strict=True))):
            days = self._coverage.days(cut.moments[moment])
            shops = self._coverage.shops(cut.scopes[scope], sums)
            parted = {shop: self._parted(sums[shop], days) for shop in shops}
            self.shops |= {shop for shop, channels in parted.items() if channels}
            lost = {channel for channels in parted.values() for channel in channels}
            if lost:
                here = (cut.scope_of == scope) & (cut.moment_of == moment)
                told = np.array([at is None or row[at] in lost for row in rows], np.bool_)
                out |= here & told
        return out

    def _sums(self) -> dict[str, list[tuple[str, Period]]]:
        """Shop → channel and days of its sums; a channel with daily rows is told by those alone."""
        # Spend is never negative: where it sums to 0, it is 0 on each of the days.
        found = several_days(self._engine, Where("spend", (0,), exclude=True))
        if not found:
            return {}
        facts = self._engine.fetch(Query(("ad_spend",), ("shop", "ad_channel")))
        daily: set[tuple[Key, ...]] = {facts.key(n) for n in range(len(facts))}
        out: dict[str, list[tuple[str, Period]]] = {}
        for shop, channel, days in found:
            passes = all((channel in where.values) is not where.exclude for where in self._channels)
            if passes and (shop, channel) not in daily:
                out.setdefault(shop, []).append((channel, days))
        return out

    def _parted(self, sums: Iterable[tuple[str, Period]], days: Period | None) -> set[str]:
        """Channels with a sum that ``days`` hold a part of."""
        if days is None:
            return set()
        return {
            channel
            for channel, span in sums
            if span.first <= days.last
            and days.first <= span.last
            and (self._timed or span.first < days.first or span.last > days.last)
        }
