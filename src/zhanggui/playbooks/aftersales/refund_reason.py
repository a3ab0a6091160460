"""An item that comes back far more often than the shop's other goods, with the reason buyers give most.

Young orders have not come back yet: an item is held against the other items over the same orders, those of the last
two and four weeks, so that it is as young as they are; and against its own orders of the three months before, since
clothes always come back more often than cups. Both must be left behind. Over all items of the morning the false
discovery rate is kept (Benjamini and Hochberg 1995). Refunds that name an order and no item (Alipay) are placed on
the line of the order whose money they are, before this play sees them.

Where orders themselves have jumped and as many as came beside the usual ones go back, it is not the goods: such orders
are placed to be refunded, and that is a risk, not a page to be mended.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import sqrt

import numpy as np
from scipy.special import betainc

from zhanggui.actions.action import Action, Impact, Sheet
from zhanggui.metrics.question import Question
from zhanggui.playbooks.columns import Columns
from zhanggui.playbooks.items import STYLES, Item, Items, items
from zhanggui.playbooks.play import Given, Play, last_days, money
from zhanggui.stats.fdr import adjusted
from zhanggui.stats.shrink import Beta, beta_prior

WINDOWS = (14, 28)  # days of orders
DAYS = 112  # days of orders with those that they are held against
LEAST = 3  # refunded orders below which a reason is an anecdote
FDR = 0.05
MOST_PRIOR = 30.0  # orders that the other items may weigh against an item's own
FAKE_RISE = 1.4  # times its usual orders from which an item's orders have jumped
FAKE_SURE = 3.0  # standard errors of a jump
FAKE_BACK = 0.5  # of the orders beside the usual ones, that must have come back
MOST_GROWTH = 3.0  # how far young orders' refunds are taken to grow until they are all in


@dataclass(slots=True)
class _Item:
    """Orders, sales, refunded orders and amounts of an item, and its reasons."""

    orders: float = 0.0
    sales: float = 0.0
    refunded: float = 0.0
    amount: float = 0.0
    reasons: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _High:
    """An item over one window: its rate, the usual one of the others, how much younger orders will still grow."""

    item: Item
    days: int
    row: _Item
    rate: Beta
    usual: float
    growth: float
    p: float
    expected: float  # orders, by its own before and the pace of the other items since

    @property
    def fake(self) -> bool:
        """Whether orders have jumped and those beside the usual ones come back."""
        more = self.row.orders - self.expected
        sure = more >= FAKE_SURE * sqrt(2 * self.expected + 1)  # orders scatter more than chance
        back = self.row.refunded * self.growth - self.usual * self.row.orders
        return self.row.orders >= FAKE_RISE * self.expected > 0 and sure and back >= FAKE_BACK * more


def needs(as_of: date) -> Mapping[str, Question]:
    """Two, four and sixteen weeks of paid orders and of the refunds of those same orders, by SKU and by reason."""
    out = {}
    for days in (*WINDOWS, DAYS):
        period = last_days(as_of, days)
        out[f"sold_{days}"] = Question(("orders", "units", "gmv"), ("shop", "sku", "listing"), period)
        out[f"refunds_{days}"] = Question(
            ("refunded_orders", "refunds_of_orders"), ("shop", "sku", "reason"), period
        )
    return out


def propose(given: Given) -> Sequence[Action]:
    """One action per item whose refund rate is above that of the shop's other items, told from chance."""
    known = items(given.facts[f"sold_{DAYS}"], given.rows.get("styles", ()))
    whole = _table(given, known, DAYS)
    high = [one for days in WINDOWS for one in _high(_table(given, known, days), whole, days)]
    if not high:
        return []
    real = adjusted(np.array([one.p for one in high])) <= FDR
    best: dict[Item, _High] = {}
    for one, alarm in zip(high, real, strict=True):
        if alarm and one.row.refunded >= LEAST and (one.item not in best or one.p < best[one.item].p):
            best[one.item] = one
    return [_action(given, known, one) for _, one in sorted(best.items())]


def _high(table: Mapping[Item, _Item], whole: Mapping[Item, _Item], days: int) -> list[_High]:
    """Every item of one window with the chance that so many refunds are luck; ``whole``: of all weeks."""
    out = []
    for shop in sorted({item[0] for item in table}):
        mine = {item: row for item, row in table.items() if item[0] == shop}
        hits = np.array([min(row.refunded, row.orders) for row in mine.values()])
        orders = np.array([row.orders for row in mine.values()])
        every = [row for item, row in whole.items() if item[0] == shop]
        sums = sum(row.refunded for row in every), sum(row.orders for row in every)
        # Without one of several equal items all the others are the same.
        priors: dict[tuple[float, float], Beta] = {}
        for at, (item, row) in enumerate(mine.items()):
            rest = np.arange(len(hits)) != at
            # The usual rate is that of the other items: a bad one must not excuse itself.
            if not hits[rest].sum() or not hits[at]:
                continue
            usual = float(hits[rest].sum() / orders[rest].sum())
            if hits[at] <= usual * orders[at]:  # not high, yet one of those that were looked at
                out.append(
                    _High(item, days, row, Beta(1, 1).after(hits[at], orders[at]), usual, 1.0, 1.0, 0.0)
                )
                continue
            counts = (float(hits[at]), float(orders[at]))
            prior = priors.get(counts) or beta_prior(hits[rest], orders[rest])
            priors[counts] = prior
            growth = _growth(sums, whole[item], usual)
            past = whole[item].refunded - row.refunded, whole[item].orders - row.orders
            loose = prior.at_most(MOST_PRIOR)
            own = loose.after(max(past[0], 0.0) / growth, max(past[1], 0.0))
            chances = [_at_least(float(hits[at]), float(orders[at]), one) for one in (prior, own)]
            rate = loose.after(hits[at], orders[at])
            others = float(orders[rest].sum())
            expected = max(past[1], 0.0) * others / max(sums[1] - whole[item].orders - others, 1.0)
            out.append(_High(item, days, row, rate, max(usual, own.mean), growth, max(chances), expected))
    return out


def _growth(whole: tuple[float, float], own: _Item, usual: float) -> float:
    """How many times as many refunds the other items have over all weeks: what young orders still lack.

    ``whole``: refunded orders and orders of all items of the shop over all weeks, of which ``own`` is one.
    """
    later = (whole[0] - own.refunded) / max(whole[1] - own.orders, 1.0)
    return min(max(later / usual, 1.0), MOST_GROWTH)


def _at_least(hits: float, trials: float, prior: Beta) -> float:
    """Chance of at least so many, where rates scatter as ``prior`` says: a binomial of trials discounted for it."""
    deff = 1 + (trials - 1) / (prior.a + prior.b + 1)
    return float(betainc(hits / deff, max(trials - hits, 0.0) / deff + 1, prior.mean))


def _table(given: Given, known: Items, days: int) -> dict[Item, _Item]:
    out: dict[Item, _Item] = {}
    facts = given.facts[f"sold_{days}"]
    orders, sales = facts.floats("orders"), facts.floats("gmv")
    for row in range(len(facts)):
        shop, sku = (str(facts.keys[name][row] or "") for name in ("shop", "sku"))
        if sku and orders[row] > 0 and np.isfinite(sales[row]):
            mine = out.setdefault(known.by_sku[shop, sku], _Item())
            mine.orders += orders[row]
            mine.sales += sales[row]
    for shop, sku, reason, count, back in _refunds(given, days):
        item = known.by_sku.get((shop, sku))
        if item in out and item is not None:
            mine = out[item]
            mine.refunded += count
            mine.amount += back
            mine.reasons[reason] = mine.reasons.get(reason, 0.0) + count
    return dict(sorted(out.items()))


def _refunds(given: Given, days: int) -> list[tuple[str, str, str, float, float]]:
    """Shop, SKU, reason, orders and amount of the refunds that name their SKU, and of those placed on one."""
    facts: Columns = given.facts[f"refunds_{days}"]
    counts, money_back = facts.floats("refunded_orders"), np.nan_to_num(facts.floats("refunds_of_orders"))
    out = []
    for row in range(len(facts)):
        shop, sku, reason = (str(part or "") for part in facts.key(row))
        if sku and np.isfinite(counts[row]):
            out.append((shop, sku, reason, float(counts[row]), float(money_back[row])))
    first = given.as_of - timedelta(days=days - 1)
    for one_shop, one_sku, one_reason, paid, amount in given.rows.get("placed", ()):
        if isinstance(paid, date) and paid >= first:
            out.append((str(one_shop), str(one_sku), str(one_reason or ""), 1.0, float(str(amount or 0))))
    return out


def _action(given: Given, known: Items, one: _High) -> Action:
    shop, _ = one.item
    row, skus = one.row, known.skus[one.item]
    lost = _lost(given, shop, row)
    weekly = row.orders / (one.days / 7) * one.growth
    low, mid, high = (
        max(share - one.usual, 0.0) * weekly * lost
        for share in (one.rate.quantile(0.1), one.rate.mean, one.rate.quantile(0.9))
    )
    reason = max(sorted(row.reasons), key=lambda name: row.reasons[name])
    listed = tuple(
        (skus[0], name, int(n))
        for name, n in sorted(row.reasons.items(), key=lambda pair: (-pair[1], pair[0]))
    )
    return Action(
        play=PLAY.key,
        stage="risk" if one.fake else PLAY.stage,
        target=known.target(one.item),
        cause="orders_come_back" if one.fake else "refund_high",
        impact=Impact(
            money(low),
            money(min(max(mid, low), high)),
            money(high),
            given.margins.money(shop),
            basis=given.margins.of(shop, skus[0]).basis,
        ),
        minutes=20,
        role=PLAY.role,
        due=given.as_of + timedelta(days=2),
        check_on=given.as_of + timedelta(days=28),
        metric="refund_rate",
        pool=("refunds", shop, one.item[1]),
        evidence={
            "rate": row.refunded / row.orders,
            "usual": one.usual,
            "refunded": int(row.refunded),
            "orders": int(row.orders),
            "reason": reason,
            "share": row.reasons[reason] / sum(row.reasons.values()),
            "amount": money(row.amount),
            "days": one.days,
            "skus": known.named(one.item),
        },
        sheet=Sheet("refund_reasons", ("sku", "reason", "orders"), listed),
    )


def _lost(given: Given, shop: str, row: _Item) -> float:
    """Contribution one refund takes away: the refunded amount, less the fees that are given back with it.

    The goods count as lost, as in the books: no file says how many come back to the shelf fit for sale.
    """
    each = row.amount / row.refunded if row.amount else row.sales / row.orders
    return each * (1 - min(max(given.margins.fee_share.get(shop, 0.0), 0.0), 1.0))


PLAY = Play(
    "refund_reason",
    "aftersales",
    "size_chart_wrong",
    "service",
    ("order_line", "refund"),
    needs,
    propose,
    lists={"styles": STYLES},
)
