"""A metric's days, the shop's trading days and its year: what every comparison starts from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
import numpy.typing as npt

from zhanggui.diagnosis.baseline import Against, Baseline, build, choose
from zhanggui.diagnosis.signal import Kind, Series, Signal, judge
from zhanggui.diagnosis.trading import Trading, learn
from zhanggui.metrics.ask import ask
from zhanggui.metrics.catalogue import CATALOGUE
from zhanggui.metrics.formula import Name, Operation, parse
from zhanggui.metrics.kinds import Unit
from zhanggui.metrics.query import Engine, Value
from zhanggui.metrics.question import Question
from zhanggui.model.calendar import Calendar, Event, Market
from zhanggui.model.period import Period
from zhanggui.model.shop import Shop

DAYS = 200  # of history from which a day's expectation is learnt
YEAR = 400

Floats = npt.NDArray[np.float64]


def parts_of(metric: str) -> tuple[str, str | None]:
    """(sum, None) of a figure that adds up over days, (numerator, denominator) of a ratio of two such figures."""
    definition = CATALOGUE[metric]
    if definition.formula:
        tree = parse(definition.formula)
        if isinstance(tree, Operation) and tree.sign == "/":
            left, right = tree.left, tree.right
            if isinstance(left, Name) and isinstance(right, Name):
                return left.name, right.name
    return metric, None


@dataclass(frozen=True)
class History:
    """The books' days up to ``last`` in one currency; the currency tells the market."""

    books: Engine
    currency: str
    last: date
    shops: tuple[Shop, ...]

    @cached_property
    def known(self) -> tuple[date, ...]:
        """Days on which the shop sold, within the last 400."""
        period = Period(self.last - timedelta(days=YEAR), self.last)
        answer = ask(self.books, Question(("orders",), ("day",), period))
        pairs = zip(answer.keys["day"], answer.cells["orders"], strict=True)
        return tuple(sorted(day for day, orders in pairs if orders and isinstance(day, date)))

    @cached_property
    def trading(self) -> Trading:
        """On which weekdays the shop trades, learnt."""
        return learn(self.known)

    @cached_property
    def calendar(self) -> Calendar:
        """The year of the shop's market, with its own promotions from the books."""
        market = Market.CHINA if self.currency == "CNY" else Market.WEST
        rows = self.books.rows("promotion", ("name", "first_day", "last_day", "sku"))
        own = tuple(
            Event(f"own:{name}", first, last, 0, 0)
            for name, first, last, sku in rows
            if isinstance(first, date) and isinstance(last, date) and not sku and first <= last
        )
        return Calendar(market, own)

    def baseline(self, period: Period, against: Against | None = None) -> Baseline:
        """What ``period`` is held against: as asked for, else as the calendar calls for."""
        if against is None:
            return choose(period, self.calendar, self.trading, self.known)
        return build(against, period, self.calendar, self.trading, self.known)

    def daily(self, metrics: tuple[str, ...], period: Period) -> Mapping[str, Mapping[date, Value]]:
        """Metric → day → value; days without rows left out."""
        answer = ask(self.books, Question(metrics, ("day",), period, (), self.currency))
        days = answer.keys["day"]
        return {
            name: {day: value for day, value in zip(days, cells, strict=True) if isinstance(day, date)}
            for name, cells in answer.cells.items()
        }

    def signals(self, metrics: tuple[str, ...]) -> dict[str, Signal]:
        """Verdict on the last day of each metric, the false discovery rate kept over all of them."""
        first = self.last - timedelta(days=DAYS)
        if not self.known:
            return {}
        period = Period(max(first, self.known[0]), self.last)
        pairs = {metric: parts_of(metric) for metric in metrics}
        wanted = tuple(dict.fromkeys(name for pair in pairs.values() for name in pair if name))
        table = self.daily(wanted, period)
        days = list(period)
        series = []
        for metric, (over, under) in pairs.items():
            if over not in table or (under is not None and under not in table):
                continue
            kind = Kind.MONEY if CATALOGUE[over].unit is Unit.MONEY else Kind.COUNT
            exposure = None if under is None else self._column(table[under], days)
            series.append(Series(metric, kind, self._column(table[over], days), exposure))
        told = judge(days, series, self.calendar.codes(days))
        return {signal.code: signal for signal in told}

    def _column(self, cells: Mapping[date, Value], days: list[date]) -> Floats:
        """A day on which the shop does not trade is unknown, not a day of zero."""
        return np.array(
            [
                np.nan if (value := cells.get(day)) is None or not self.trading.trades(day) else float(value)
                for day in days
            ],
            dtype=np.float64,
        )
