"""Why: a metric's change, held against the right days, told from noise, taken apart and placed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from zhanggui.app.books import currency_of, engine, last_whole_day
from zhanggui.app.breakdown import Tree, chance, measures, searched
from zhanggui.app.history import History, parts_of
from zhanggui.app.levers import MEASURES, levers
from zhanggui.app.places import Found, Places
from zhanggui.diagnosis.baseline import Against, Baseline
from zhanggui.diagnosis.finding import ALPHA, Finding
from zhanggui.diagnosis.usual import usual
from zhanggui.metrics.ask import ask
from zhanggui.metrics.catalogue import CATALOGUE
from zhanggui.metrics.formula import leaves
from zhanggui.metrics.kinds import Kind
from zhanggui.metrics.kinds import Unit as KindUnit
from zhanggui.metrics.query import Engine, Value, Where
from zhanggui.metrics.question import Question
from zhanggui.metrics.scan import table_of
from zhanggui.model.money import cents
from zhanggui.model.period import Period
from zhanggui.reports.briefing import Missing, Unit
from zhanggui.reports.explained import Explained
from zhanggui.reports.numbers import Figure
from zhanggui.store.folder import ShopFolder

UNITS: Mapping[KindUnit, Unit] = {KindUnit.MONEY: "money", KindUnit.COUNT: "count", KindUnit.SHARE: "share"}
MOST_BLOCKS = 12
YOUNG_DAYS = 15
DAILY = frozenset({"orders"})  # distinct, but of one day each: their days add up
DENSE = {"order_line": "paid_day", "traffic_shop": "day", "traffic_listing": "day"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be explained; None leaves the period, the comparison and the dimensions to the calendar and books."""

    metric: str = "gmv"
    period: Period | None = None
    against: Against | None = None
    by: tuple[str, ...] = ()


class Why:
    """One question of why over one state of the books."""

    def __init__(self, folder: ShopFolder, books: Engine, asked: Asked, last: date) -> None:
        self.books = books
        self.asked = asked
        self.over, self.under = parts_of(asked.metric)
        self.names = tuple(
            dict.fromkeys(name for name in (self.over, self.under, *measures(asked.metric)) if name)
        )
        self.period = asked.period or Period(last, last)
        self.held = within(books, self.period, (self.over, self.under), last)
        self.currency = currency_of(books, folder.settings.reporting, self.held or self.period)
        self.folder = folder
        self.only: tuple[str, ...] = ()  # shops that know both sides of a ratio; none named: all
        shops = tuple(one.shop for one in folder.settings.shops.values())
        self.history = History(books, self.currency, (self.held or self.period).last, shops)

    # --- the two sides ------------------------------------------------------------------------------

    def explain(self) -> Explained:
        """The whole answer; of a period that the books hold a part of, that part is explained."""
        if self.held is None:
            return self._nothing_known()
        asked, self.period = self.period, self.held
        self.history.prepare(tuple(dict.fromkeys((*self.names, *MEASURES))))
        if self.under is not None:
            self.only = self.history.common(self.names)
        baseline = self.history.baseline(self.period, self.asked.against)
        weights = baseline.weights()
        now, then = self._sides(baseline, weights)
        value, before = self._figure(now), self._figure(then) if weights else None
        low, high, p_total, event = self._signal(value)
        finding = None
        if weights and self.under is None:
            tree = Tree(self.asked.metric, self.period, self.history, baseline.against, self._young())
            finding = tree.finding(now, then)
        search = Places(self.books, self.currency, self.history, (self.over, self.under), self.only)
        p_noise = self._lumped(search, chance(p_total, finding), finding, before)
        finding = None if finding is None else replace(finding, p_noise=p_noise)
        found = Found()
        if weights and (p_noise is None or p_noise <= ALPHA or self.asked.by) and value != before:
            found = search.find(self.asked.by, baseline.covered or tuple(self.period), baseline)
        return Explained(
            metric=self.asked.metric,
            unit=UNITS.get(CATALOGUE[self.asked.metric].unit, "ratio"),
            currency=self.currency,
            period=self.period,
            against=baseline.against,
            days=tuple(weights),
            value=value,
            usual=before,
            low=low,
            high=high,
            p_noise=p_noise,
            event=event,
            finding=finding,
            places=found.places,
            proof=found.proof,
            lever=levers(self.folder, self.history),
            missing=self._gaps,
            provisional=self._young(),
            hidden=found.hidden,
            asked=asked if asked != self.period else None,
        )

    def _lumped(
        self, search: Places, p_noise: float | None, finding: Finding | None, before: Figure
    ) -> float | None:
        """A day within its range may yet be made by one item such as there never was: a fee, a debt, one huge order.

        That is one more test beside those of the total and its drivers (Bonferroni).
        """
        if p_noise is None or p_noise <= ALPHA or before is None or self.period.days > 1:
            return p_noise
        p = search.lump(self.period.last, float(before))
        return p_noise if p is None else min(p_noise, p * (searched(finding) + 2))

    def _nothing_known(self) -> Explained:
        """The answer about days that the books do not reach."""
        return Explained(
            metric=self.asked.metric, unit=UNITS.get(CATALOGUE[self.asked.metric].unit, "ratio"),
            currency=self.currency, period=self.period, against=Against.PREVIOUS, days=(), value=None, usual=None,
            low=None, high=None, p_noise=None, event="", finding=None, places=(), proof=None, lever=None, missing=(),
            provisional=False,
        )  # fmt: skip

    @property
    def _where(self) -> tuple[Where, ...]:
        return (Where("shop", self.only),) if self.only else ()

    def _sides(
        self, baseline: Baseline, weights: Mapping[date, float]
    ) -> tuple[dict[str, Value], dict[str, Value]]:
        """Sums of every measure needed, over the covered days of the period and over the weighted days against it."""
        names = self.names
        days = baseline.covered or tuple(self.period)
        span = Period(min([*weights, *days]), max([*weights, *days]))
        table = self.history.daily(names, span, self.only)
        exact = {day: Decimal(str(weight)) for day, weight in weights.items()}
        whole = ask(self.books, Question(names, (), self.period, self._where, self.currency))
        self._gaps = tuple(Missing(gap.code, dict(gap.params)) for gap in whole.missing)
        return (
            {name: _total(table.get(name, {}), dict.fromkeys(days, Decimal(1))) for name in names},
            {name: _total(table.get(name, {}), exact) for name in names},
        )

    def _figure(self, sums: Mapping[str, Value]) -> Figure:
        over = sums.get(self.over)
        if self.under is not None:
            under = sums.get(self.under)
            return float(over) / float(under) if over is not None and under else None
        if over is None:
            return None
        if CATALOGUE[self.over].unit is KindUnit.MONEY:
            return cents(Decimal(str(over)), self.currency)
        return float(over) if self.asked.period is None or over != int(over) else int(over)

    # --- noise --------------------------------------------------------------------------------------

    def _signal(self, value: Figure) -> tuple[float | None, float | None, float | None, str]:
        """Expected range, chance of noise and the calendar's event: of one day from its own history, of several days
        from like stretches of days.
        """
        if self.period.days == 1:
            told = self.history.signals((self.asked.metric,)).get(self.asked.metric)
            if told is not None and told.p_noise is not None:
                return told.low, told.high, told.p_noise, told.event
        blocks = self._blocks()
        if value is None or not blocks:
            return None, None, None, ""
        reach = usual(np.array(blocks), float(value))
        found = self.history.calendar.on(self.period.last)
        return None, None, reach.p, found[0].code if found else ""

    def _blocks(self) -> list[float]:
        """The metric over earlier stretches of the same length, newest first."""
        step = 7 * ((self.period.days + 6) // 7)
        known = self.history.known
        blocks = [self.period.shift(-n * step) for n in range(1, MOST_BLOCKS + 1)]
        blocks = [block for block in blocks if known and block.first >= known[0]]
        names = tuple(name for name in (self.over, self.under) if name)
        if not blocks or any(CATALOGUE[name].kind is Kind.DISTINCT and name not in DAILY for name in names):
            return [self._block(block) for block in blocks]
        table = self.history.daily(names, Period(blocks[-1].first, blocks[0].last), self.only)
        out = []
        for block in blocks:
            days = dict.fromkeys((day for day in block if self.history.trading.trades(day)), Decimal(1))
            value = self._figure({name: _total(table.get(name, {}), days) for name in names})
            out.append(np.nan if value is None else float(value))
        return out

    def _block(self, block: Period) -> float:
        answer = ask(self.books, Question((self.asked.metric,), (), block, self._where, self.currency))
        cell = answer.cells.get(self.asked.metric, [None])
        return np.nan if not cell or cell[0] is None else float(cell[0])

    def _young(self) -> bool:
        spans = self.books.span("order_line", "paid_day")
        last = max((span.last for span in spans.values()), default=self.period.last)
        young = self.over in {
            "refunds_of_orders",
            "net_sales",
            "contribution",
            "ad_sales",
            "fees",
            "gross_profit",
        }
        return young and last - self.period.last < timedelta(days=YOUNG_DAYS)


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


def _total(cells: Mapping[date, Value], weights: Mapping[date, Decimal]) -> Value:
    """Weighted sum over days; a day without rows is a day of nothing, an unknown day makes the sum unknown."""
    total = Decimal(0)
    for day, weight in weights.items():
        value = cells.get(day, 0)
        if value is None:
            return None
        total += weight * Decimal(str(value))
    return total


def why(folder: ShopFolder, asked: Asked, today: date) -> Explained | None:
    """Explain a metric's change; None where the books hold no paid order."""
    with engine(folder) as books:
        last = last_whole_day(books, today)
        if last is None:
            return None
        return Why(folder, books, asked, last).explain()
