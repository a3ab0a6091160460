"""A SKU that comes back far more often than the shop's other goods, with the reason buyers give most."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from zhanggui.actions.action import Action, Impact, Sheet, Target
from zhanggui.metrics.question import Question
from zhanggui.playbooks.play import Given, Play, last_days, money
from zhanggui.stats.shrink import Beta, beta_prior

DAYS = 56
LEAST = 3  # refunded orders below which a reason is an anecdote


@dataclass(frozen=True, slots=True)
class _Sku:
    orders: float
    sales: float
    refunded: float
    amount: float


def needs(as_of: date) -> Mapping[str, Question]:
    """Eight weeks of paid orders and of the refunds of those same orders, by SKU and by reason."""
    period = last_days(as_of, DAYS)
    return {
        "sold": Question(("orders", "gmv"), ("shop", "sku"), period),
        "refunds": Question(("refunded_orders", "refunds_of_orders"), ("shop", "sku", "reason"), period),
    }


def propose(given: Given) -> Sequence[Action]:
    """One action per SKU whose refund rate is, with the chance of the setting, above the shop's usual one."""
    skus, reasons = _join(given)
    out = []
    for shop in sorted({shop for shop, _ in skus}):
        mine = {sku: row for (s, sku), row in skus.items() if s == shop}
        hits = np.array([min(row.refunded, row.orders) for row in mine.values()])
        prior = beta_prior(hits, np.array([row.orders for row in mine.values()]))
        orders = sum(row.orders for row in mine.values())
        for sku, row in sorted(mine.items()):
            # The usual rate is that of the other SKUs: a bad one must not excuse itself.
            usual = (float(hits.sum()) - row.refunded) / (orders - row.orders) if orders > row.orders else 0.0
            if row.refunded >= LEAST and usual > 0:
                posterior = prior.after(min(row.refunded, row.orders), row.orders)
                action = _action(given, (shop, sku), row, (posterior, usual), reasons[shop, sku])
                if action is not None:
                    out.append(action)
    return out


def _join(given: Given) -> tuple[dict[tuple[str, str], _Sku], dict[tuple[str, str], dict[str, float]]]:
    reasons: dict[tuple[str, str], dict[str, float]] = {}
    amounts: dict[tuple[str, str], float] = {}
    facts = given.facts["refunds"]
    counts, money_back = facts.floats("refunded_orders"), facts.floats("refunds_of_orders")
    for row in range(len(facts)):
        shop, sku, reason = (str(part or "") for part in facts.key(row))
        if sku and np.isfinite(counts[row]):
            of_sku = reasons.setdefault((shop, sku), {})
            of_sku[reason] = of_sku.get(reason, 0.0) + counts[row]
            amounts[shop, sku] = amounts.get((shop, sku), 0.0) + float(np.nan_to_num(money_back[row]))
    facts = given.facts["sold"]
    orders, sales = facts.floats("orders"), facts.floats("gmv")
    skus = {}
    for row in range(len(facts)):
        shop, sku = (str(part or "") for part in facts.key(row))
        if sku and orders[row] > 0 and sales[row] > 0:
            back = sum(reasons.get((shop, sku), {}).values())
            skus[shop, sku] = _Sku(orders[row], sales[row], back, amounts.get((shop, sku), 0.0))
    return skus, reasons


def _action(
    given: Given, key: tuple[str, str], row: _Sku, rate: tuple[Beta, float], reasons: Mapping[str, float]
) -> Action | None:
    shop, sku = key
    posterior, usual = rate
    if posterior.below(usual) > 1 - given.settings.loss_chance:
        return None
    lost = _lost(given, key, row)
    weekly = row.orders / (DAYS / 7)
    low, mid, high = (
        max(share - usual, 0.0) * weekly * lost
        for share in (posterior.quantile(0.1), posterior.mean, posterior.quantile(0.9))
    )
    reason = max(sorted(reasons), key=lambda name: reasons[name])
    common = reasons[reason] / sum(reasons.values())
    listed = tuple(
        (sku, name, int(n)) for name, n in sorted(reasons.items(), key=lambda item: (-item[1], item[0]))
    )
    return Action(
        play=PLAY.key,
        stage=PLAY.stage,
        target=Target("sku", shop, sku, given.label(shop, sku)),
        cause="refund_high",
        impact=Impact(
            money(low),
            money(mid),
            money(high),
            given.margins.money(shop),
            basis=given.margins.of(shop, sku).basis,
        ),
        minutes=20,
        role=PLAY.role,
        due=given.as_of + timedelta(days=2),
        check_on=given.as_of + timedelta(days=28),
        metric="refund_rate",
        pool=("refunds", shop, sku),
        evidence={
            "rate": row.refunded / row.orders,
            "usual": usual,
            "refunded": int(row.refunded),
            "orders": int(row.orders),
            "reason": reason,
            "share": common,
            "amount": money(row.amount),
            "days": DAYS,
        },
        sheet=Sheet("refund_reasons", ("sku", "reason", "orders"), listed),
    )


def _lost(given: Given, key: tuple[str, str], row: _Sku) -> float:
    """Contribution one refund takes away: the refunded amount, less the half of its goods' cost that comes back
    to the shelf fit for sale (the files do not say how many do).
    """
    each = row.amount / row.refunded if row.amount else row.sales / row.orders
    goods = max(1 - given.margins.of(*key).mid, 0.0)
    return float(each * (1 - 0.5 * goods))


PLAY = Play(
    "refund_reason", "aftersales", "size_chart_wrong", "service", ("order_line", "refund"), needs, propose
)
