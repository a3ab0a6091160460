"""A place that sells less than its own weekdays say it should, told from noise.

Each SKU's last days are held against the same weekdays before, after the shop's common change is taken out (a
slump of everything is not a fault of one SKU). Counts are overdispersed; over all SKUs of the morning the false
discovery rate is kept (Benjamini and Hochberg 1995).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

from zhanggui.actions.action import Action, Impact, Sheet, Target
from zhanggui.metrics.question import Question
from zhanggui.playbooks.columns import Columns
from zhanggui.playbooks.play import Given, Play, last_days, money
from zhanggui.stats.fdr import adjusted

RECENT = 7
WEEKS = 6
FDR = 0.05
LEAST_DROP = 0.3  # a smaller fall is for the weekly review
LEAST_SKUS = 5  # fewer SKUs say nothing of a common change
LEAST_EXPECTED = 10.0  # units; fewer can't be told from noise

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Series:
    shop: str
    sku: str
    units: Floats  # shape (RECENT * (WEEKS + 1),), oldest first
    price: float


@dataclass(frozen=True, slots=True)
class _Drop:
    series: _Series
    seen: float
    expected: float
    deviation: float
    p: float


def needs(as_of: date) -> Mapping[str, Question]:
    """The last week and the six before it, by SKU and day."""
    period = last_days(as_of, RECENT * (WEEKS + 1))
    return {"sold": Question(("units", "gmv"), ("shop", "sku", "day"), period)}


def propose(given: Given) -> Sequence[Action]:
    """One action per SKU whose fall is not noise and is the SKU's own."""
    series = _series(given.facts["sold"], given.as_of)
    drops = [drop for shop in sorted({one.shop for one in series}) for drop in _drops(series, shop)]
    if not drops:
        return []
    alarm = adjusted(np.array([drop.p for drop in drops])) <= FDR
    return [
        _action(given, drop)
        for drop, real in zip(drops, alarm, strict=True)
        if real and drop.seen < (1 - LEAST_DROP) * drop.expected
    ]


def _series(facts: Columns, as_of: date) -> list[_Series]:
    days = RECENT * (WEEKS + 1)
    units: dict[tuple[str, str], Floats] = {}
    sales: dict[tuple[str, str], float] = {}
    counts, paid = facts.floats("units"), facts.floats("gmv")
    for row in range(len(facts)):
        shop, sku, day = facts.key(row)
        if not sku or not isinstance(day, date) or not np.isfinite(counts[row]):
            continue
        key = (str(shop), str(sku))
        units.setdefault(key, np.zeros(days))[days - 1 - (as_of - day).days] += counts[row]
        sales[key] = sales.get(key, 0.0) + float(np.nan_to_num(paid[row]))
    return [_Series(*key, row, sales[key] / row.sum()) for key, row in sorted(units.items()) if row.sum() > 0]


def _drops(series: Sequence[_Series], shop: str) -> list[_Drop]:
    mine = [one for one in series if one.shop == shop]
    table = np.array([one.units for one in mine]).reshape(len(mine), WEEKS + 1, RECENT)
    weekly = table.sum(axis=2)
    usual = weekly[:, :-1].mean(axis=1)
    big = usual >= LEAST_EXPECTED
    if not big.any() or usual.sum() <= 0:
        return []
    # The common change of all, each SKU's own share left out by the median of ratios.
    common = float(np.median(weekly[big, -1] / usual[big])) if big.sum() >= LEAST_SKUS else 1.0
    common = min(common, 1.0)
    past = weekly[big, :-1]
    level = past.sum(axis=0) / past.sum(axis=0).mean()
    fitted = usual[big, None] * level[None, :]
    # A week in which nothing at all was sold says nothing about the scatter.
    scatter = np.divide((past - fitted) ** 2, fitted, out=np.zeros_like(fitted), where=fitted > 0)
    spread = max(1.0, float(scatter.sum() / (past.size - big.sum() - WEEKS + 1 or 1)))
    out = []
    for at in np.flatnonzero(big):
        expected = float(usual[at] * common)
        own = _own_spread(past=weekly[at, :-1], mean=usual[at], shop=spread)
        deviation = float(np.sqrt(own * expected * (1 + 1 / WEEKS)))
        p = float(ndtr((weekly[at, -1] - expected) / deviation)) if expected > 0 else 1.0
        out.append(_Drop(mine[at], float(weekly[at, -1]), expected, deviation, p))
    return out


def _own_spread(past: Floats, mean: float, shop: float) -> float:
    """Variance over mean of a SKU's weeks, shrunk towards the shop's: its five degrees of freedom against five."""
    own = float(past.var(ddof=1)) / mean
    return max(1.0, 0.5 * own + 0.5 * shop, own)


def _action(given: Given, drop: _Drop) -> Action:
    shop, sku = drop.series.shop, drop.series.sku
    margin = given.margins.of(shop, sku)
    unit = drop.series.price * max(margin.mid, 0.0)
    gap = drop.expected - drop.seen
    wide = 1.2816 * drop.deviation
    low, mid, high = (money(max(units, 0.0) * unit) for units in (gap - wide, gap, gap + wide))
    columns = ("sku", "title", "units_now", "units_usual", "price")
    row = (sku, given.label(shop, sku), int(drop.seen), round(drop.expected, 1), money(drop.series.price))
    return Action(
        play=PLAY.key,
        stage=PLAY.stage,
        target=Target("sku", shop, sku, given.label(shop, sku)),
        cause="below_usual",
        impact=Impact(low, mid, high, given.margins.money(shop), basis=margin.basis),
        minutes=15,
        role=PLAY.role,
        due=given.as_of + timedelta(days=1),
        check_on=given.as_of + timedelta(days=15),
        metric="units",
        pool=("sales", shop, sku),
        evidence={
            "units_now": int(drop.seen),
            "units_usual": round(drop.expected, 1),
            "change": drop.seen / drop.expected - 1,
            "p_noise": drop.p,
            "days": RECENT,
            "weeks": WEEKS,
        },
        sheet=Sheet("sales_drop", columns, (row,)),
    )


PLAY = Play("sales_drop", "risk", "rank_lost", "operator", ("order_line",), needs, propose)
