"""The figures of a briefing: a day against the same weekdays before, a week or month against the one before."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from zhanggui.app.compared.comparison import Comparison
from zhanggui.app.compared.history import parts_of
from zhanggui.app.compared.ripening import expected_rate
from zhanggui.app.compared.unsettled import made_up
from zhanggui.diagnosis.signal import Signal
from zhanggui.diagnosis.usual import usual
from zhanggui.metrics.ask import LATE, ask, reckon, ripens
from zhanggui.metrics.catalogue import CATALOGUE
from zhanggui.metrics.given import unseen
from zhanggui.metrics.kinds import Unit as KindUnit
from zhanggui.metrics.query import Engine, Value, Where
from zhanggui.metrics.question import Answer, Missing, Question
from zhanggui.metrics.scan import table_of
from zhanggui.model.period import Period
from zhanggui.reports.briefing import Kpi, Unit

MEAN_OF = 4  # like periods, the most recent ones, that a figure is compared with
READ = 112  # days read back: those drawn, and the like days that one day is judged by
TREND = 30  # days drawn
UNITS: dict[KindUnit, Unit] = {
    KindUnit.MONEY: "money",
    KindUnit.COUNT: "count",
    KindUnit.SHARE: "share",
    KindUnit.DAYS: "days",
}

# (metric, +1 when rising is good, -1 when falling is)
STRIP = (
    ("gmv", 1), ("orders", 1), ("visitor_days", 1), ("conversion", 1), ("spend_per_buyer", 1), ("roas", 1),
    ("refund_rate", -1), ("contribution", 1), ("aov", 1), ("units", 1),
)  # fmt: skip
# The strip of books that hold no order: what else platforms' files tell of a day.
BESIDE = (
    ("platform_sales", 1), ("visitor_days", 1), ("page_views", 1), ("cart_units", 1), ("ad_spend", 0), ("ad_sales", 1),
    ("roas", 1), ("clicks", 1), ("ctr", 1), ("fees", -1), ("refunds", -1),
)  # fmt: skip
SHOWN = 8
VISITS = "visitor_days"
MOST_UNKNOWN = 0.05  # share of sales without a known buyer up to which figures per buyer are shown
# A sum over several days is shown as a day's mean; a ratio of sums stays as it is.
ADDED = frozenset(
    "gmv orders visitor_days contribution units platform_sales page_views cart_units ad_spend ad_sales clicks fees "
    "refunds".split()
)


def _of_few_buyers(missing: Sequence[Missing]) -> frozenset[str]:
    """Figures per buyer that would mislead: too much of the sales has no known buyer."""
    return frozenset(
        metric
        for gap in missing
        if gap.code == "buyers_unknown" and float(str(gap.params["share"])) > MOST_UNKNOWN
        for metric in _texts(gap.params["metrics"])
    )


def strip(books: Engine) -> tuple[tuple[str, int], ...]:
    """The figures that are asked for, most wanted first: +1 when rising is good, -1 when falling is, 0 neither."""
    return STRIP if books.span("order_line", "paid_day") else BESIDE


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(one) for one in value) if isinstance(value, tuple) else (str(value),)


class Tiles:
    """Figures of one period with what they are compared with.

    ``compared``: the period held against other days, by which young sums are completed on both sides; its history is
    one that completes (``ripe``). ``like``: the periods that all other figures are compared with, the newest first.
    ``signals``: verdicts on the day from its own history, all figures of the morning judged together; where a figure
    has none, its last same weekdays decide.
    """

    def __init__(
        self,
        compared: Comparison,
        period: Period,
        like: Sequence[Period],
        signals: Mapping[str, Signal] | None = None,
    ) -> None:
        self.compared = compared
        self.books = compared.history.books
        self.signals = signals or {}
        self.currency = compared.history.currency
        self.strip = strip(self.books)
        self.period = period
        self.like = tuple(like)
        self.missing: tuple[Missing, ...] = ()

    def _asked(self, by: tuple[str, ...], period: Period, days: Sequence[date] = ()) -> Question:
        where = (Where("day", tuple(days)),) if days else ()
        return Question(tuple(name for name, _ in self.strip), by, period, where, self.currency)

    def _currency(self, answer: Answer) -> str:
        """Currency of an answer of one row: that of what was sold where it is one, else the reporting one."""
        return next((one for one in answer.currencies if one), self.currency)

    def _usual(self) -> dict[str, Value]:
        """What the period is compared with, from sums over all days of the like periods."""
        if not self.like:
            return {}
        days = [day for period in self.like[:MEAN_OF] for day in period]
        answer = reckon(self.books, self._asked((), Period(min(days), max(days)), days))
        if self._currency(answer) != self.currency:
            return {}
        many = min(len(self.like), MEAN_OF)
        out: dict[str, Value] = {}
        for name in answer.cells:
            value = answer.cells[name][0] if len(answer) else None
            out[name] = value if value is None or name not in ADDED else value / many
        return out

    def kpis(self) -> tuple[Kpi, ...]:
        """The strip: what is known of it, at most ``SHOWN`` tiles, sales first.

        Visits of which a shop's report leaves out days are those of the other shops, on both sides.
        """
        made = self._strip()
        late = self._late()
        return tuple(self._beside(one, late) if late and one.metric == VISITS else one for one in made)

    def _late(self) -> Mapping[str, date]:
        """Shops whose report of visits leaves out days on which they sold, with the last of these days."""
        kept = self.books.span(table_of(VISITS, ()), "day")
        found: dict[str, date] = {}
        for period in (self.period, *self.like[:MEAN_OF]) if kept else ():
            lost = unseen(self.books, Question((VISITS,), (), period), table_of(VISITS, ()))
            found |= {shop: max(days) for shop, days in lost.items() if shop in kept and shop not in found}
        return found

    def _beside(self, tile: Kpi, late: Mapping[str, date]) -> Kpi:
        """The tile of visits of the shops whose reports are whole; held against nothing where there are none."""
        others = tuple(sorted(self.compared.history.selling - set(late)))
        now, then = self.compared.sides((VISITS,), others) if others and self.compared.weights else ({}, {})
        if now.get(VISITS) is None or then.get(VISITS) is None:
            return replace(tile, usual=None, noise=None)
        self.missing += tuple(
            Missing("late_shop", {"shop": shop, "day": str(day), "metrics": (VISITS,)})
            for shop, day in sorted(late.items())
        )
        days = [day for day, _ in tile.series]
        series = self.compared.history.daily((VISITS,), Period(days[0], days[-1]), others)[VISITS]
        return replace(
            tile,
            value=now[VISITS],
            usual=then[VISITS],
            noise=None,
            series=tuple((day, series.get(day)) for day in days),
        )

    def _strip(self) -> tuple[Kpi, ...]:
        now = ask(self.books, self._asked((), self.period))
        self.missing = now.missing
        self.currency = self._currency(now)
        before = self._usual()
        dark = _of_few_buyers(now.missing)
        last = self.period.last
        trend = reckon(self.books, self._asked(("day",), Period(last - timedelta(days=READ), last)))
        by_day = {day: at for at, day in enumerate(trend.keys["day"]) if isinstance(day, date)}
        out = []
        for name, good in self.strip:
            if name not in now.cells or not len(now) or name in dark:
                continue
            series = {day: trend.cells[name][at] for day, at in by_day.items() if name in trend.cells}
            young = now.provisional[0] and ripens(name)
            values = now.cells[name][0], before.get(name)
            expected, usual = self._completed(name, values[0]) if young and name in ADDED else (None, None)
            tile = self._kpi(name, good, (values[0], usual or values[1]), series, expected)
            if young and parts_of(name)[0] in LATE:
                tile = replace(tile, usual=None, noise=None, expected=self._expected())
            if tile.value is None and tile.expected is not None:
                self.missing = made_up(self.missing)
            out.append(replace(tile, provisional=young))
        known = [tile for tile in out if tile.current is not None or tile.metric == "gmv"]
        return tuple(known[:SHOWN])

    def _completed(self, name: str, value: Value) -> tuple[Value, Value]:
        """What a young sum will come to and what such days came to; None each where that is what it is, or unknown."""
        if self.currency != self.compared.history.currency:
            return None, None
        now, then = self.compared.sides((name,))
        made, usual = now[name], then[name] if self.compared.weights else None
        return (None, usual) if made is None or made == value else (made, usual)

    def _expected(self) -> float | None:
        """What the refund rate of the period will come to."""
        spans = self.books.span("order_line", "paid_day").values()
        last = max((span.last for span in spans), default=self.period.last)
        return expected_rate(self.books, self.currency, self.period, last)

    def _kpi(
        self,
        name: str,
        good: int,
        values: tuple[Value, Value],
        series: dict[date, Value],
        expected: Value = None,
    ) -> Kpi:
        value, before = values
        current = value if expected is None else expected
        last = self.period.last
        recent = [last - timedelta(days=n) for n in reversed(range(TREND))]
        noise = None
        signal = self.signals.get(name)
        if signal is not None and signal.p_noise is not None and current is not None:
            noise = not signal.calls
        elif self.period.days == 1 and current is not None:
            history = [series.get(period.first) for period in self.like]
            past = np.array([np.nan if one is None else float(one) for one in history])
            noise = usual(past, float(current)).noise
        return Kpi(
            metric=name,
            unit=UNITS.get(CATALOGUE[name].unit, "ratio"),
            currency=self.currency,
            value=value,
            usual=before,
            noise=noise,
            good=good,
            series=tuple((day, series.get(day)) for day in recent),
            expected=expected,
        )
