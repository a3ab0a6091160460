"""Why: a metric's change, held against the right days, told from noise, taken apart and placed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from zhanggui.app.books import currency_of, engine, last_whole_day
from zhanggui.app.history import History, parts_of
from zhanggui.app.levers import levers
from zhanggui.app.places import Places
from zhanggui.diagnosis.baseline import Against, Baseline
from zhanggui.diagnosis.chain import split_product
from zhanggui.diagnosis.finding import Driver, Finding, drivers
from zhanggui.diagnosis.parts import Effect, Method
from zhanggui.diagnosis.usual import usual
from zhanggui.metrics.ask import ask
from zhanggui.metrics.catalogue import CATALOGUE
from zhanggui.metrics.kinds import Unit as KindUnit
from zhanggui.metrics.query import Engine, Value
from zhanggui.metrics.question import Question
from zhanggui.model.money import cents
from zhanggui.model.period import Period
from zhanggui.reports.briefing import Missing, Unit
from zhanggui.reports.explained import Explained
from zhanggui.reports.numbers import Figure
from zhanggui.store.folder import ShopFolder

UNITS: Mapping[KindUnit, Unit] = {KindUnit.MONEY: "money", KindUnit.COUNT: "count", KindUnit.SHARE: "share"}
MOST_BLOCKS = 12
YOUNG_DAYS = 15

# metric → factors, each a sum or a ratio of two sums.
CHAINS: Mapping[str, tuple[tuple[tuple[str, str, str | None], ...], ...]] = {
    "gmv": (
        (
            ("visitor_days", "visitor_days", None), ("conversion", "buyer_days", "visitor_days"),
            ("units_per_buyer_day", "units", "buyer_days"), ("unit_price", "gmv", "units"),
        ),
        (
            ("visitor_days", "visitor_days", None), ("order_conversion", "orders", "visitor_days"),
            ("units_per_order", "units", "orders"), ("unit_price", "gmv", "units"),
        ),
        (("orders", "orders", None), ("units_per_order", "units", "orders"), ("unit_price", "gmv", "units")),
    ),
    "orders": (
        (("visitor_days", "visitor_days", None), ("order_conversion", "orders", "visitor_days")),
    ),
    "ad_spend": (
        (("impressions", "impressions", None), ("ctr", "clicks", "impressions"), ("cpc", "ad_spend", "clicks")),
    ),
}  # fmt: skip
# metric → terms with their sign
SUMS: Mapping[str, tuple[tuple[str, int], ...]] = {
    "net_sales": (("gmv", 1), ("refunds_of_orders", -1), ("adjustments", -1)),
    "contribution": (
        ("gmv", 1), ("refunds_of_orders", -1), ("adjustments", -1), ("shipping_income", 1),
        ("platform_discounts", 1), ("cost_of_goods", -1), ("fees", -1), ("ad_spend", -1),
    ),
    "gross_profit": (("gmv", 1), ("refunds_of_orders", -1), ("adjustments", -1), ("cost_of_goods", -1)),
}  # fmt: skip
OPTIONAL = frozenset({"adjustments", "shipping_income", "platform_discounts"})


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
        self.period = asked.period or Period(last, last)
        self.currency = currency_of(books, folder.settings.reporting, self.period)
        self.folder = folder
        shops = tuple(one.shop for one in folder.settings.shops.values())
        self.history = History(books, self.currency, self.period.last, shops)
        self.over, self.under = parts_of(asked.metric)

    # --- the two sides ------------------------------------------------------------------------------

    def explain(self) -> Explained:
        """The whole answer."""
        baseline = self.history.baseline(self.period, self.asked.against)
        weights = baseline.weights()
        now, then = self._sides(baseline, weights)
        value, before = self._figure(now), self._figure(then)
        low, high, p_noise, event = self._signal(value)
        finding = self._finding((now, then), p_noise, baseline)
        places, proof = Places(self.books, self.currency, self.history, parts_of(self.asked.metric)).find(
            self.asked.by, baseline.covered or tuple(self.period), weights
        )
        gaps = self._gaps
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
            places=places,
            proof=proof,
            lever=levers(self.folder, self.history),
            missing=gaps,
            provisional=self._young(),
        )

    def _names(self) -> tuple[str, ...]:
        chain = [
            name
            for chain in CHAINS.get(self.asked.metric, ())
            for _, over, under in chain
            for name in (over, under)
        ]
        terms = [name for name, _ in SUMS.get(self.asked.metric, ())]
        return tuple(dict.fromkeys(name for name in (self.over, self.under, *chain, *terms) if name))

    def _sides(
        self, baseline: Baseline, weights: Mapping[date, float]
    ) -> tuple[dict[str, Value], dict[str, Value]]:
        """Sums of every measure needed, over the covered days of the period and over the weighted days against it."""
        names = self._names()
        days = baseline.covered or tuple(self.period)
        span = Period(min([*weights, *days]), max([*weights, *days]))
        table = self.history.daily(names, span)
        exact = {day: Decimal(str(weight)) for day, weight in weights.items()}
        whole = ask(self.books, Question(names, (), self.period, (), self.currency))
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
        out: list[float] = []
        known = self.history.known
        for n in range(1, MOST_BLOCKS + 1):
            block = self.period.shift(-n * step)
            if not known or block.first < known[0]:
                break
            answer = ask(self.books, Question((self.asked.metric,), (), block, (), self.currency))
            cell = answer.cells.get(self.asked.metric, [None])
            out.append(np.nan if not cell or cell[0] is None else float(cell[0]))
        return out

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

    # --- the tree -----------------------------------------------------------------------------------

    def _finding(
        self, sides: tuple[dict[str, Value], dict[str, Value]], p_noise: float | None, baseline: Baseline
    ) -> Finding | None:
        now, then = sides
        change = _gap(now.get(self.over), then.get(self.over), self.currency)
        if change is None or self.under is not None:
            return None
        if self.asked.metric in SUMS:
            return self._sum(now, then, p_noise, baseline)
        for chain in CHAINS.get(self.asked.metric, ()):
            old, new = _factors(chain, then), _factors(chain, now)
            if all(v is not None and v > 0 for v in (*old.values(), *new.values())):
                split = split_product(old, new, noise=self._noise(chain))
                made = drivers(split, change)
                return Finding(
                    self.asked.metric, self.currency, baseline.against, split.method, change, p_noise, made,
                    split.unknown, self._young(),
                )  # fmt: skip
        return None

    def _noise(self, chain: Sequence[tuple[str, str, str | None]]) -> dict[str, float]:
        """Standard error of the logarithm of each factor, from like days."""
        days = self.history.trading.same_weekday(self.period.last, 8, self.history.known)
        if self.period.days > 1 or not days:
            return {}
        names = tuple(dict.fromkeys(name for _, over, under in chain for name in (over, under) if name))
        table = self.history.daily(names, Period(min(days), max(days)))
        out = {}
        for code, over, under in chain:
            values = [
                _ratio(table.get(over, {}).get(day), table.get(under, {}).get(day) if under else 1)
                for day in days
            ]
            reach = usual(np.array([np.nan if v is None else v for v in values]), 1.0)
            if reach.noise is not None and reach.logs:
                out[code] = reach.likely
        return out

    def _sum(
        self, now: Mapping[str, Value], then: Mapping[str, Value], p_noise: float | None, baseline: Baseline
    ) -> Finding | None:
        made = []
        for name, sign in SUMS[self.asked.metric]:
            gap = _gap(now.get(name), then.get(name), self.currency)
            if gap is None and name in OPTIONAL:
                continue
            if gap is None:
                return None
            if gap:
                made.append(Driver(name, Effect.TERM, sign * gap))
        change = sum((driver.change for driver in made), Decimal(0))
        made.sort(key=lambda driver: (-abs(driver.change), driver.code))
        return Finding(
            self.asked.metric, self.currency, baseline.against, Method.SUM, change, p_noise, tuple(made), (),
            self._young(),
        )  # fmt: skip


def _total(cells: Mapping[date, Value], weights: Mapping[date, Decimal]) -> Value:
    """Weighted sum over days; a day without rows is a day of nothing, an unknown day makes the sum unknown."""
    total = Decimal(0)
    for day, weight in weights.items():
        value = cells.get(day, 0)
        if value is None:
            return None
        total += weight * Decimal(str(value))
    return total


def _gap(now: Value, then: Value, currency: str) -> Decimal | None:
    if now is None or then is None:
        return None
    return cents(Decimal(str(now)), currency) - cents(Decimal(str(then)), currency)


def _ratio(over: Value, under: Value) -> float | None:
    return float(over) / float(under) if over is not None and under else None


def _factors(
    chain: Sequence[tuple[str, str, str | None]], sums: Mapping[str, Value]
) -> dict[str, float | None]:
    return {
        name: _ratio(sums.get(over), 1 if under is None else sums.get(under)) for name, over, under in chain
    }


def why(folder: ShopFolder, asked: Asked, today: date) -> Explained | None:
    """Explain a metric's change; None where the books hold no paid order."""
    with engine(folder) as books:
        last = last_whole_day(books, today)
        if last is None:
            return None
        return Why(folder, books, asked, last).explain()
