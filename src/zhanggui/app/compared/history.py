"""A metric's days, the shop's trading days and its year: what every comparison starts from."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

import numpy as np

from zhanggui.app.books import BESIDE_ORDERS
from zhanggui.app.compared.completion import Completion
from zhanggui.app.compared.unsettled import BEFORE
from zhanggui.diagnosis.baseline import Against, Baseline, build, choose
from zhanggui.diagnosis.signal import Kind, Series, Signal, judge
from zhanggui.diagnosis.trading import Trading, learn
from zhanggui.metrics.ask import reckon
from zhanggui.metrics.catalogue import CATALOGUE
from zhanggui.metrics.formula import Name, Operation, leaves, parse
from zhanggui.metrics.kinds import Unit
from zhanggui.metrics.query import Engine, Value, Where
from zhanggui.metrics.question import Question
from zhanggui.metrics.rates import Rates
from zhanggui.metrics.scan import table_of
from zhanggui.model.calendar import Calendar, Event, Market
from zhanggui.model.period import Period
from zhanggui.model.shop import Shop
from zhanggui.stats.arrays import Floats

DAYS = 200  # of history from which a day's expectation is learnt
YEAR = 400
LATELY = 27
DENSE = {
    "order_line": "paid_day",
    "traffic_shop": "day",
    "traffic_listing": "day",
}  # tables with rows of every day
LATE_DAYS = 7  # without orders after which a shop is no longer taken to be late
FOUR_WEEKS = 28  # days of sales below which chance is told by single days, whatever their weekday
OFTEN = 8  # lines a day from which a day without any is no chance

NUMBER = re.compile(r"[\s\d\W_]+")
OWN = "own:"  # before the name of a promotion of the shop's own, as an event's code


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
    """The books' days up to ``last`` in one currency; the currency tells the market.

    ``ripe``: young days are completed: refunds still to come, and fees that no settlement reaches, in themselves and in
    every sum that they are taken off.
    """

    books: Engine
    currency: str
    last: date
    shops: tuple[Shop, ...]
    ripe: bool = False

    @cached_property
    def known(self) -> tuple[date, ...]:
        """Days on which the shop sold, within the last 400; without any order, those that other files tell of."""
        period = Period(self.last - timedelta(days=YEAR), self.last)
        sold = bool(self.books.span("order_line", "paid_day"))
        asked = (
            ("lines",) if sold else tuple(name for _, name in BESIDE_ORDERS)
        )  # lines are cheaper than orders
        answer = reckon(self.books, Question(asked, ("day",), period))
        told = zip(answer.keys["day"], *answer.cells.values(), strict=True)
        return tuple(sorted(day for day, *cells in told if any(cells) and isinstance(day, date)))

    def before(self, day: date) -> int:
        """Number of days with sales before ``day``, within the last 400."""
        return sum(one < day for one in self.known)

    @cached_property
    def products(self) -> Mapping[tuple[str, str], str]:
        """(shop, SKU) → product, by the merchant's list of costs, the latest entry; shop '' for all shops."""
        if "sku_cost" not in self.books.tables():
            return {}
        rows = [
            (str(shop or ""), str(sku), str(product), day)
            for shop, sku, product, day in self.books.rows("sku_cost", ("shop", "sku", "product", "from_day"))
            if sku and product
        ]
        rows.sort(key=lambda row: (row[3] if isinstance(row[3], date) else date.min, row[:3]))
        return {(shop, sku): product for shop, sku, product, _ in rows}

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
            Event(f"{OWN}{_kind(str(name or ''))}", first, last, name=str(name or ""))
            for name, first, last, sku in rows
            if isinstance(first, date) and isinstance(last, date) and not sku and first <= last
        )
        return Calendar(market, own)

    def baseline(self, period: Period, against: Against | None = None) -> Baseline:
        """What ``period`` is held against: as asked for, else as the calendar calls for."""
        if against is None:
            return choose(period, self.calendar, self.trading, self.known)
        return build(against, period, self.calendar, self.trading, self.known)

    def daily(
        self, metrics: tuple[str, ...], period: Period, shops: tuple[str, ...] = ()
    ) -> Mapping[str, Mapping[date, Value]]:
        """Metric → day → value; days without rows left out. ``shops``: of these alone (none named: all)."""
        lacking = tuple(name for name in metrics if not self._holds((name, shops), period))
        if lacking:
            self._fetch(lacking, period, shops)
        return {
            name: {
                day: value
                for day, value in self._days[name, shops][1].items()
                if period.first <= day <= period.last
            }
            for name in metrics
            if (name, shops) in self._days
        }

    def prepare(self, metrics: tuple[str, ...]) -> None:
        """Read the days from which expectations are learnt once for all of ``metrics``."""
        self.daily(metrics, Period(self.last - timedelta(days=DAYS), self.last))

    @cached_property
    def _days(self) -> dict[tuple[str, tuple[str, ...]], tuple[Period, dict[date, Value]]]:
        """Metric and shops → the span read so far, and its days."""
        return {}

    @cached_property
    def _rates(self) -> Rates:
        columns = ("day", "base", "quote", "rate")
        rows = self.books.rows("fx", columns) if "fx" in self.books.tables() else []
        return Rates(
            (day, str(base), str(quote), None if rate is None else Decimal(str(rate)))
            for day, base, quote, rate in rows
            if isinstance(day, date)
        )

    def worth(self, currency: str | None, day: date) -> float | None:
        """What one unit of ``currency`` was worth in the history's own on ``day``; None where no rate is known."""
        rate = self._rates.rate(currency or self.currency, self.currency, day)
        return None if rate is None else float(rate)

    def _holds(self, key: tuple[str, tuple[str, ...]], period: Period) -> bool:
        if key not in self._days:
            return False
        span = self._days[key][0]
        return span.first <= period.first and period.last <= span.last

    def _fetch(self, metrics: tuple[str, ...], period: Period, shops: tuple[str, ...]) -> None:
        """Read ``metrics`` over ``period`` and what was read of them before, in one question."""
        spans = [period, *(self._days[name, shops][0] for name in metrics if (name, shops) in self._days)]
        whole = Period(min(one.first for one in spans), max(one.last for one in spans))
        where = (Where("shop", shops),) if shops else ()
        before = tuple(BEFORE[name] for name in metrics if name in BEFORE) if self.ripe else ()
        # Beside orders every day of trade has a row: a day without refunds is one of none as far as they are told.
        beside = () if any(map(_daily, metrics)) else ("lines",)
        names = tuple(dict.fromkeys((*metrics, *before, *beside)))
        answer = reckon(self.books, Question(names, ("day",), whole, where, self.currency))
        read: dict[str, dict[date, Value]] = {}
        for name, cells in answer.cells.items():
            money = CATALOGUE[name].unit is Unit.MONEY
            rows = zip(answer.keys["day"], cells, answer.currencies, strict=True)
            read[name] = {
                day: self._told(value, currency, day) if money else value
                for day, value, currency in rows
                if isinstance(day, date)
            }
        for name in set(metrics) & set(read):
            found = self._completion.days(name, read, whole, shops) if self.ripe else read[name]
            self._days[name, shops] = (whole, found)

    @property
    def completed(self) -> bool:
        """Whether refunds still to come are part of any day that was read."""
        return self._completion.ripened

    @cached_property
    def _completion(self) -> Completion:
        return Completion(self.books, self.currency, self.last, self.worth)

    def _told(self, value: Value, currency: str | None, day: date) -> Value:
        """A day's money in the history's currency: a day on which all was sold in another one comes in that one."""
        if value is None or currency in {None, self.currency}:
            return value
        rate = self._rates.rate(str(currency), self.currency, day)
        return None if rate is None else Decimal(str(value)) * rate

    @cached_property
    def _lacking(self) -> dict[str, frozenset[str]]:
        return {}

    @cached_property
    def selling(self) -> frozenset[str]:
        """Shops with orders in the last weeks."""
        spans = self.books.span("order_line", "paid_day")
        first = self.last - timedelta(days=LATELY)
        return frozenset(
            shop for shop, span in spans.items() if span.last >= first and span.first <= self.last
        )

    def common(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """The shops that know all of ``names``: a ratio is made of these alone. Empty where every selling shop does.

        Visitors of one shop and buyers of two make no conversion. Where no shop knows them all: a name of none.
        """
        unasked = tuple(name for name in names if name not in self._lacking)
        if unasked and len(self.selling) > 1:
            period = Period(self.last - timedelta(days=LATELY), self.last)
            asked = tuple(dict.fromkeys((*unasked, *(BEFORE[name] for name in unasked if name in BEFORE))))
            answer = reckon(self.books, Question(asked, ("shop",), period, (), self.currency))
            known = {
                name: {
                    str(shop)
                    for shop, cell in zip(answer.keys["shop"], cells, strict=True)
                    if cell is not None
                }
                for name, cells in answer.cells.items()
            }
            for name in unasked:
                lost = self.selling - known.get(name, set())
                self._lacking[name] = lost - (
                    self._completion.estimable(name, known) if lost and self.ripe else set()
                )
        without = frozenset().union(
            *(self._lacking.get(name, frozenset()) | self.late(name) for name in names)
        )
        return (tuple(sorted(self.selling - without)) or ("",)) if without else ()

    def lacking(self, name: str) -> frozenset[str]:
        """Selling shops that do not know a measure, as far as it was asked for (`common`)."""
        return self._lacking.get(name, frozenset())

    def late(self, name: str) -> frozenset[str]:
        """Selling shops whose report of a measure ends before the last day, which others have: its file is late."""
        tables = {table_of(leaf.name, ()) for leaf in leaves(name)}
        return frozenset().union(*(self._late[table] for table in sorted(tables & set(self._late))))

    def late_shops(self, names: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Shops whose report of any measure is late, each with the measures that it lacks."""
        late = {name: shops for name in dict.fromkeys(names) if (shops := self.late(name))}
        every = sorted(frozenset().union(*late.values()))
        return {shop: tuple(name for name, shops in late.items() if shop in shops) for shop in every}

    @cached_property
    def _late(self) -> dict[str, frozenset[str]]:
        """Table with rows of every day → selling shops that have none on the last day, though others have."""
        ends = {
            table: {
                shop: span.last for shop, span in self.books.span(table, day).items() if shop in self.selling
            }
            for table, day in DENSE.items()
        }
        short = {
            table: {shop for shop, end in found.items() if end < self.last}
            for table, found in ends.items()
            if max(found.values(), default=date.min) >= self.last
        }
        present = {shop for table, found in ends.items() for shop, end in found.items() if end >= self.last}
        stopped = short.get("order_line", set()) - present
        short["order_line"] = {shop for shop in stopped if self._sells(shop, ends["order_line"][shop])}
        return {table: frozenset(shops) for table, shops in short.items()}

    def _sells(self, shop: str, end: date) -> bool:
        """Whether orders of a shop came so often up to ``end``, a few days ago, that a day without is no chance."""
        if (self.last - end).days > LATE_DAYS:
            return False
        period = Period(end - timedelta(days=LATELY), end)
        asked = Question(("lines",), ("day",), period, (Where("shop", (shop,)),))
        answer = reckon(self.books, asked)
        lines = [int(str(one)) for one in answer.cells["lines"] if one]
        return len(lines) == period.days and sum(lines) >= OFTEN * period.days

    def signals(self, metrics: tuple[str, ...]) -> dict[str, Signal]:
        """Verdict on the last day of each metric, the false discovery rate kept over all of them."""
        return self.judged({metric: parts_of(metric) for metric in metrics})

    def judged(
        self, pairs: Mapping[str, tuple[str, str | None]], shops: tuple[str, ...] = ()
    ) -> dict[str, Signal]:
        """Verdict on the last day of sums and ratios by name, of ``shops`` alone where any are named."""
        first = self.last - timedelta(days=DAYS)
        if not self.known:
            return {}
        period = Period(max(first, self.known[0]), self.last)
        plain = tuple(dict.fromkeys(name for pair in pairs.values() for name in pair if name))
        self.daily(plain, period, shops)
        days = list(period)
        series = []
        for metric, (over, under) in pairs.items():
            names = (over,) if under is None else (over, under)
            table = self.daily(names, period, shops or (() if under is None else self.common(names)))
            if over not in table or (under is not None and under not in table):
                continue
            kind = Kind.MONEY if CATALOGUE[over].unit is Unit.MONEY else Kind.COUNT
            exposure = None if under is None else self.column(under, table[under], days)
            series.append(Series(metric, kind, self.column(over, table[over], days), exposure))
        told = judge(days, series, self.calendar.codes(days))
        return {signal.code: signal for signal in told}

    def column(self, name: str, cells: Mapping[date, Value], days: list[date]) -> Floats:
        """One value a day, NaN where it is not known.

        A day on which the shop does not trade is unknown, not a day of zero; so is a day that a report of every day
        leaves out: its file is missing. Of what happens now and then (refunds, fees) a day of trade without is 0,
        from the first to the last day that has any.
        """
        told = [day for day in days if cells.get(day) is not None]
        gaps = set(self.known) if told and not _daily(name) else frozenset()
        zero = {day for day in gaps if told[0] < day < told[-1] and day not in cells}
        return np.array(
            [
                0.0
                if day in zero
                else np.nan
                if (value := cells.get(day)) is None or not self.trading.trades(day)
                else float(value)
                for day in days
            ],
            dtype=np.float64,
        )


def _kind(name: str) -> str:
    """What promotions that come again have in common: their name without dates and other numbers."""
    return " ".join(word for word in NUMBER.split(name.casefold()) if word.strip()).strip()


def _daily(name: str) -> bool:
    """Whether a figure is read from reports that have rows of every day."""
    return any(table_of(leaf.name, ()).startswith(("traffic", "ad")) for leaf in leaves(name))


def of_visits(name: str) -> bool:
    """Whether a figure is read from reports of visits, which have rows of every day."""
    return any(table_of(leaf.name, ()).startswith("traffic") for leaf in leaves(name))
