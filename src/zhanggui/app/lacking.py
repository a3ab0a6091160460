"""What an answer of why leaves out: days before, shops, dimensions, parts without an item."""

from collections.abc import Iterable
from dataclasses import dataclass

from zhanggui.app.compared.breakdown import SHADOWS, SUMS
from zhanggui.app.compared.history import FOUR_WEEKS, History
from zhanggui.app.where.bands import BAND
from zhanggui.metrics.ask import ask
from zhanggui.metrics.itemless import GAPS
from zhanggui.metrics.query import Where
from zhanggui.metrics.question import Question
from zhanggui.model.period import Period
from zhanggui.reports.briefing import Missing


@dataclass(frozen=True, slots=True)
class Lacking:
    """One answer: its metric and sum (``over``), its period, the shops it is of (none named: all), and the dimensions
    that were asked for beside those by which the books tell the metric.
    """

    history: History
    metric: str
    over: str
    period: Period
    only: tuple[str, ...]
    by: tuple[tuple[str, ...], tuple[str, ...]]

    def left_out(self, wanted: tuple[str, ...], names: tuple[str, ...]) -> Iterable[Missing]:
        """Few days before; dimensions; what names no item; shops left out of the answer (they lack one of ``wanted``),
        or of its tree (of ``names``), with what they do not know.
        """
        history = self.history
        if (days := history.before(self.period.first)) < FOUR_WEEKS:
            yield Missing("young_books", {"days": days})
        yield from self._dimensions()
        late = history.late_shops(name for name in (*wanted, *names) if name not in SHADOWS)
        for shop, lost in late.items():
            yield Missing("late_shop", {"shop": shop, "day": self.period.last, "metrics": lost})
        for shop in sorted(history.selling - set(self.only)) if any(self.only) else ():
            lacking = tuple(name for name in wanted if shop in history.lacking(name))
            if lacking:
                yield Missing("left_out_shop", {"shop": shop, "metrics": lacking})

    def _dimensions(self) -> Iterable[Missing]:
        """Dimensions that the metric is not told by, and what of a sum names no item of those that it is told by."""
        asked, told = self.by
        for dim in asked:
            if dim not in told:
                yield Missing("not_split", {"measure": self.metric, "dim": dim})
        if told and self.over in SUMS:
            where = (Where("shop", self.only),) if self.only else ()
            dims = tuple(dict.fromkeys("sku" if dim == BAND else dim for dim in told))
            of = Question((self.over,), dims, self.period, where, self.history.currency)
            gaps = (gap for gap in ask(self.history.books, of).missing if gap.code in GAPS)
            yield from (Missing(gap.code, dict(gap.params)) for gap in gaps)
