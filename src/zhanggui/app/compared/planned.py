"""The shop's own plan: what a figure was to be over some days, from the targets that the operator wrote down.

A target of a month is spread over its days as the shop's own weeks are shaped: a Saturday that usually sells twice as
much as a Monday is to bring twice as much of the plan. Of targets that overlap, the one of fewest days counts. Only
shops whose targets cover all of the days are part of the answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from zhanggui.app.compared.history import History
from zhanggui.metrics.query import Engine
from zhanggui.model.period import Period

SHAPE_DAYS = 56  # before the days asked about, whose weekdays say how a plan is spread
COLUMNS = ("shop", "first_day", "days", "target", "currency")


@dataclass(frozen=True, slots=True)
class Target:
    """The planned sum of one shop over ``period``, in ``currency`` (None: the history's own, or not money)."""

    shop: str
    period: Period
    amount: Decimal
    currency: str | None


@dataclass(frozen=True, slots=True)
class Planned:
    """What each shop is to bring over the days asked about; others have no targets."""

    by_shop: Mapping[str, float]

    @property
    def amount(self) -> float:
        """The sum of all of them."""
        return sum(self.by_shop.values())

    @property
    def shops(self) -> tuple[str, ...]:
        """The shops that have targets."""
        return tuple(self.by_shop)

    def scales(self, usual: Mapping[str, float]) -> dict[str, float] | None:
        """Shop → what its usual sum has to be multiplied by, beside what all are, to bring what it is to bring.

        None where a shop that is to bring something usually brings nothing: there is no way to spread its target.
        """
        whole = sum(max(usual.get(shop, 0.0), 0.0) for shop in self.by_shop)
        if any(amount > 0 and usual.get(shop, 0.0) <= 0 for shop, amount in self.by_shop.items()):
            return None
        if whole <= 0 or self.amount <= 0:
            return None
        return {
            shop: amount / usual[shop] * whole / self.amount if usual.get(shop, 0.0) > 0 else 1.0
            for shop, amount in self.by_shop.items()
        }


def planned(
    books: Engine, history: History, metric: str, period: Period, only: tuple[str, ...] = ()
) -> Planned | None:
    """What ``metric`` was to be over ``period``; None where no shop has targets for all of its days.

    ``only``: of these shops alone; none named: of all.
    """
    targets = {shop: mine for shop, mine in _targets(books, metric).items() if not only or shop in only}
    shape = _shape(history, metric, period)
    sums = {shop: _of_shop(mine, history, shape, period) for shop, mine in sorted(targets.items())}
    told = {shop: amount for shop, amount in sums.items() if amount is not None}
    return Planned(told) if told else None


def _targets(books: Engine, metric: str) -> dict[str, list[Target]]:
    """Shop → its targets of a metric, those of fewest days first."""
    if "plan" not in books.tables():
        return {}
    out: dict[str, list[Target]] = {}
    for shop, first, days, target, currency, named in books.rows("plan", (*COLUMNS, "metric")):
        if named == metric and isinstance(first, date) and target is not None:
            span = Period(first, first + timedelta(days=int(str(days or 1)) - 1))
            one = Target(str(shop), span, Decimal(str(target)), None if currency is None else str(currency))
            out.setdefault(one.shop, []).append(one)
    return {
        shop: sorted(mine, key=lambda one: (one.period.days, one.period.first)) for shop, mine in out.items()
    }


def _shape(history: History, metric: str, period: Period) -> Mapping[int, float]:
    """Weekday → its mean of the metric over the weeks before; even where nothing is known, or less than nothing."""
    before = Period(period.first - timedelta(days=SHAPE_DAYS), period.first - timedelta(days=1))
    known = history.daily((metric,), before).get(metric, {})
    means = {}
    for weekday in range(7):
        values = [
            float(value) for day, value in known.items() if day.weekday() == weekday and value is not None
        ]
        means[weekday] = sum(values) / len(values) if values else 0.0
    return means if min(means.values()) > 0 else dict.fromkeys(range(7), 1.0)


def _of_shop(
    targets: list[Target], history: History, shape: Mapping[int, float], period: Period
) -> float | None:
    """The planned sum of one shop; None where a day has no target, or a rate is unknown."""
    whole = 0.0
    for day in period:
        target = next((one for one in targets if day in one.period), None)
        if target is None:
            return None
        rate = 1.0 if target.currency is None else history.worth(target.currency, target.period.first)
        if rate is None:
            return None
        part = shape[day.weekday()] / sum(shape[one.weekday()] for one in target.period)
        whole += float(target.amount) * rate * part
    return whole
