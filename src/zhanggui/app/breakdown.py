"""A change taken apart along the tree: factors of a product or terms of a sum, each told from noise by its own past."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from math import isclose, prod

import numpy as np

from zhanggui.app.history import History
from zhanggui.diagnosis.baseline import Against
from zhanggui.diagnosis.chain import split_product
from zhanggui.diagnosis.finding import Driver, Finding, drivers
from zhanggui.diagnosis.parts import Effect, Method
from zhanggui.diagnosis.usual import usual
from zhanggui.metrics.query import Value
from zhanggui.model.money import cents
from zhanggui.model.period import Period

Chain = tuple[tuple[str, str, str | None], ...]
Sums = Mapping[str, Value]
CLOSE = 1e-6
LIKE = 8  # same weekdays that tell a driver's noise
FEW = 6  # below so many of them, the trading days just before
RECENT = 20

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


def measures(metric: str) -> tuple[str, ...]:
    """Every measure that the metric's tree is made of."""
    chain = [name for one in CHAINS.get(metric, ()) for _, over, under in one for name in (over, under)]
    terms = [name for name, _ in SUMS.get(metric, ())]
    return tuple(dict.fromkeys(name for name in (*chain, *terms) if name))


def gap(now: Value, then: Value, currency: str) -> Decimal | None:
    """The change to the cent; None where a side is unknown."""
    if now is None or then is None:
        return None
    return cents(Decimal(str(now)), currency) - cents(Decimal(str(then)), currency)


def searched(finding: Finding | None) -> int:
    """Number of drivers that were tested."""
    return 0 if finding is None else sum(1 for one in finding.drivers if one.p_noise is not None)


def chance(total: float | None, finding: Finding | None) -> float | None:
    """The chance of such a day without a cause: of the total, or of a driver that moved the total its way.

    Bonferroni's bound over the tests made, the total and every driver that has one; None where there was none.
    """
    if finding is None or not finding.change:
        return total
    change = finding.change
    told = [one.p_noise for one in finding.drivers if one.p_noise is not None and one.change * change > 0]
    told += [] if total is None else [total]
    if not told:
        return None
    return min(1.0, min(told) * (searched(finding) + (total is not None)))


@dataclass(frozen=True, slots=True)
class Tree:
    """The tree of one metric on one period; ``against`` names the days on the other side."""

    metric: str
    period: Period
    history: History
    against: Against
    provisional: bool

    @property
    def currency(self) -> str:
        """Of the money."""
        return self.history.currency

    def finding(self, now: Sums, then: Sums) -> Finding | None:
        """The change in parts that add up to the cent; None for a metric without a tree."""
        if self.metric in SUMS:
            return self._sum(now, then)
        change = gap(now.get(self.metric), then.get(self.metric), self.currency)
        if change is None:
            return None
        for chain in CHAINS.get(self.metric, ()):
            if self.history.common(_names(chain)):
                continue  # a factor that one of the shops does not know is no factor of the whole
            old, new = _factors(chain, then), _factors(chain, now)
            old, new = _held(old, new), _held(new, old)
            if not _multiply(old, then.get(self.metric)) or not _multiply(new, now.get(self.metric)):
                continue
            split = split_product(old, new, noise=self._errors(chain))
            made = tuple(self._told(one, chain) for one in drivers(split, change))
            return self._made(split.method, change, made)
        return None

    def _made(
        self, method: Method, change: Decimal | None, made: tuple[Driver, ...], unknown: tuple[str, ...] = ()
    ) -> Finding:
        return Finding(
            self.metric, self.currency, self.against, method, change, None, made, unknown, self.provisional
        )

    # --- noise --------------------------------------------------------------------------------------

    def _like(self) -> tuple[date, ...]:
        """Days like the period's one day; none for a longer period."""
        if self.period.days > 1:
            return ()
        history = self.history
        days = history.trading.same_weekday(self.period.last, LIKE, history.known)
        if len(days) >= FEW:
            return days
        return tuple(day for day in history.known if day < self.period.last)[-RECENT:]

    def _past(self, over: str, under: str | None, days: tuple[date, ...]) -> list[float | None]:
        names = (over,) if under is None else (over, under)
        table = self.history.daily(names, Period(min(days), max(days)))
        return [
            _ratio(table.get(over, {}).get(day, 0), 1 if under is None else table.get(under, {}).get(day, 0))
            for day in days
        ]

    def _errors(self, chain: Chain) -> dict[str, float]:
        """Standard error of the logarithm of each factor, from like days."""
        days = self._like()
        out = {}
        for code, over, under in chain if days else ():
            values = self._past(over, under, days)
            reach = usual(np.array([np.nan if v is None else v for v in values]), 1.0)
            if reach.noise is not None and reach.logs:
                out[code] = reach.deviation
        return out

    def _told(self, driver: Driver, chain: Chain) -> Driver:
        """The driver with the verdict of its own history where that is long enough."""
        over, under = next((over, under) for code, over, under in chain if code == driver.code)
        if self.period.days > 1:
            return driver
        signal = self.history.verdict(over, under)
        return driver if signal is None else replace(driver, p_noise=signal)

    def _term(self, name: str, now: Value) -> float | None:
        """Chance of a term's figure without a cause; None for a longer period or too short a history."""
        days = self._like()
        if not days or now is None:
            return None
        signal = self.history.verdict(name, None)
        if signal is not None:
            return signal
        values = self._past(name, None, days)
        return usual(np.array([np.nan if v is None else v for v in values]), float(now)).p

    # --- sums ---------------------------------------------------------------------------------------

    def _sum(self, now: Sums, then: Sums) -> Finding:
        gaps = {name: gap(now.get(name), then.get(name), self.currency) for name, _ in SUMS[self.metric]}
        unknown = tuple(name for name, value in gaps.items() if value is None and name not in OPTIONAL)
        if unknown or now.get(self.metric) is None or then.get(self.metric) is None:
            return self._made(Method.SUM, None, (), unknown)
        made = [
            Driver(name, Effect.TERM, sign * value, p_noise=self._term(name, now.get(name)))
            for name, sign in SUMS[self.metric]
            if (value := gaps[name])
        ]
        made.sort(key=lambda driver: (-abs(driver.change), driver.code))
        change = sum((driver.change for driver in made), Decimal(0))
        left = tuple(name for name, value in gaps.items() if value is None)
        return self._made(Method.SUM, change, tuple(made), left)


def _names(chain: Chain) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for _, over, under in chain for name in (over, under) if name))


def _ratio(over: Value, under: Value) -> float | None:
    return float(over) / float(under) if over is not None and under else None


def _factors(chain: Chain, sums: Sums) -> dict[str, float | None]:
    return {
        name: _ratio(sums.get(over), 1 if under is None else sums.get(under)) for name, over, under in chain
    }


def _held(one: Mapping[str, float | None], other: Mapping[str, float | None]) -> dict[str, float | None]:
    """A ratio to nothing has no value of its own: it is held where the other side has it."""
    return {name: other[name] if value is None else value for name, value in one.items()}


def _multiply(factors: Mapping[str, float | None], total: Value) -> bool:
    """Whether the factors are known and multiply to the total."""
    known = [value for value in factors.values() if value is not None]
    if len(known) < len(factors) or total is None:
        return False
    return isclose(prod(known), float(total), rel_tol=CLOSE, abs_tol=CLOSE)
