"""The one metric: what each leaf of the tree would release in profit a week, were it where this shop has had it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import numpy as np

from zhanggui.app.advice.advise import Adviser
from zhanggui.app.compared.history import History
from zhanggui.app.compared.planned import planned
from zhanggui.diagnosis.one_metric import Lever, OneMetric, one_metric
from zhanggui.metrics.query import Value
from zhanggui.model.period import Period
from zhanggui.stats.arrays import Floats
from zhanggui.store.folder import ShopFolder

WEEKS = 16
ELASTICITY = -2.62  # mean over 1,851 elasticities in 81 studies (Bijmolt, van Heerde and Pieters 2005)
# metric, numerator, denominator, +1 more is better
LEAVES = (
    ("visitor_days", "visitor_days", None, 1),
    ("conversion", "buyer_days", "visitor_days", 1),
    ("order_conversion", "orders", "visitor_days", 1),
    ("units_per_order", "units", "orders", 1),
    ("unit_price", "gmv", "units", 1),
    ("order_refund_rate", "refunded_orders", "orders", -1),
    ("ctr", "clicks", "impressions", 1),
    ("cpc", "ad_spend", "clicks", -1),
)
MEASURES = (
    "gmv", "orders", "units", "buyer_days", "visitor_days", "refunded_orders", "refunds_of_orders", "clicks",
    "impressions", "ad_spend", "ad_sales",
)  # fmt: skip


def levers(folder: ShopFolder, history: History) -> OneMetric | None:
    """Rank the leaves by weeks of the shop's own past; None where there is too little of it.

    A week is a sum of seven days, so weekdays cancel. What one per cent is worth: of a factor of sales, its share
    of sales times the shop's margin; of refunds, the money they take; of advertising, what it costs or brings.

    Refunds of the last weeks are completed: those still to come would make the youngest week the best.
    """
    history = history if history.ripe else replace(history, ripe=True)
    whole = _weeks(history, ())
    if "gmv" not in whole or not np.isfinite(whole["gmv"]).any():
        return None
    known = Adviser(history.books, folder.settings, history.last).margins(by_sku=False)
    main = max((shop.key for shop in history.shops), key=lambda key: known.of(key).known, default="")
    margin = max(known.of(main).mid, 0.01)
    made = []
    week = Period(history.last - timedelta(days=6), history.last)
    for code, over, under, better in LEAVES:
        shops = () if under is None else history.common((over, under))
        sums = _weeks(history, shops) if shops else whole
        lever = _lever(sums, (code, over, under, better), margin)
        if lever is not None and under is None:
            plan = planned(history.books, history, over, week)
            all_shops = plan is not None and set(plan.shops) >= {shop.key for shop in history.shops}
            lever = replace(lever, plan=plan.amount) if plan is not None and all_shops else lever
        made += [] if lever is None else [lever]
    return one_metric(made)


def _weeks(history: History, shops: tuple[str, ...]) -> dict[str, Floats]:
    """Every measure by week, oldest first, of ``shops`` alone where any are named."""
    first = history.last - timedelta(days=7 * WEEKS - 1)
    weeks = [Period(first, first + timedelta(days=6)).shift(7 * n) for n in range(WEEKS)]
    table = history.daily(MEASURES, Period(first, history.last), shops)
    return {name: np.array([_sum(cells, week) for week in weeks]) for name, cells in table.items()}


def _lever(sums: Mapping[str, Floats], leaf: tuple[str, str, str | None, int], margin: float) -> Lever | None:
    """One leaf with its past and its worth; None where the books do not have it."""
    code, over, under, better = leaf
    if over not in sums or "gmv" not in sums or (under is not None and under not in sums):
        return None
    top, bottom = sums[over], np.ones(WEEKS) if under is None else sums[under]
    with np.errstate(divide="ignore", invalid="ignore"):
        values = np.where(bottom > 0, top / bottom, np.nan)
        # Counting error of a rate: the count's own square root.
        errors = np.where((top > 0) & (bottom > 0), values / np.sqrt(np.maximum(top, 1.0)), 0.0)
    if over in {"gmv", "ad_spend"}:
        errors = np.zeros(WEEKS)
    weekly = {
        name: float(np.nanmean(past[-4:])) if np.isfinite(past[-4:]).any() else 0.0
        for name, past in sums.items()
    }
    return Lever(code, values, np.nan_to_num(errors), _worth(code, weekly, margin), better=better)


def _sum(cells: object, week: Period) -> float:
    """Sum of a week's days; NaN where one is unknown or none is there."""
    found: list[Value] = [cells.get(day, 0) for day in week] if isinstance(cells, dict) else []
    if not found or any(value is None for value in found):
        return float("nan")
    total = sum(float(value) for value in found if value is not None)
    return total or float("nan")


def _worth(code: str, weekly: dict[str, float], margin: float) -> float:
    """Profit a week for a change of one in the logarithm of the metric."""
    if code == "order_refund_rate":
        return weekly.get("refunds_of_orders", 0.0)
    if code == "cpc":
        return weekly.get("ad_spend", 0.0)
    if code == "ctr":
        return max(weekly.get("ad_sales", 0.0) * margin - weekly.get("ad_spend", 0.0), 0.0)
    if code == "unit_price":
        # A higher price sells less: profit moves by sales × (1 + elasticity × margin).
        return max(weekly["gmv"] * (1 + ELASTICITY * margin), 0.0)
    return weekly["gmv"] * margin
