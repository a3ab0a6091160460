"""Orders that are placed and not paid, and buyers who suddenly pay for shipping: the last step before the sale.

A payment method that fails leaves orders unpaid; a free-shipping line that is gone lets the postage of an order jump.
Both are held against the shop's own weeks (`shift`). The share left unpaid beyond the usual is lost, of as many orders
as were placed in the weeks before: who can't pay tries again, so that more are placed while the till fails. What paid
shipping takes is assumed (that it takes some: Lewis, Singh and Fay 2006) and set against how the shop's orders have
gone since (`toll`). Where the orders say on what device they were placed, telephones and computers are judged apart, so
that a till that fails on the rarer one is not lost in the other's orders.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from math import exp, hypot

import numpy as np
import numpy.typing as npt

from zhanggui.actions.action import Action, Impact, Sheet, Target
from zhanggui.metrics.question import Question
from zhanggui.playbooks.ahead import WEEKS, chance
from zhanggui.playbooks.play import Z80, Given, Play, last_days, money
from zhanggui.playbooks.shift import DAYS, Shift, by_day, few, shift
from zhanggui.playbooks.toll import Prior, lost

UNPAID_RISE, UNPAID_MORE = 0.5, 0.05  # of the usual share, and of orders
POSTAGE_RISE, POSTAGE_MORE = 1.0, 0.015  # of the usual postage, and of what an order is worth
PAID_SHIPPING = Prior(0.15, 0.6)  # assumed
DEVICES = ("mobile", "pc")
ON_PC = "unpaid_pc"
TRIED_AGAIN = 0.3  # share of buyers, at most, who pay a later order instead: assumed
ON_THE_PHONE = (
    0.5  # the same, where the till fails on computers alone: nearly everybody has a telephone at hand
)
NEXT = 0.3  # orders that a buyer who is lost would have placed within these weeks, at most: assumed
AHEAD = 0.2  # standard error, in logs, of a shop's next four weeks given its last ones
WEEK = 7

Floats = npt.NDArray[np.float64]


def needs(as_of: date) -> Mapping[str, Question]:
    """Fourteen weeks of orders placed and paid, of sales, postage and visits, by day."""
    period = last_days(as_of, DAYS)
    by = ("shop", "day")
    return {
        "placed": Question(("orders_created", "orders_created_paid"), by, period),
        "devices": Question(("orders_created", "orders_created_paid"), ("shop", "device", "day"), period),
        "sold": Question(("orders", "gmv", "shipping_income"), by, period),
        "visits": Question(("visitor_days",), by, period),
    }


def propose(given: Given) -> Sequence[Action]:
    """At most two actions per shop."""
    orders = by_day(given.facts["sold"], ("shop",), "orders", given.as_of)
    failing = _failing(given)
    postage = by_day(given.facts["sold"], ("shop",), "shipping_income", given.as_of)
    sales = by_day(given.facts["sold"], ("shop",), "gmv", given.as_of)
    visits = by_day(given.facts["visits"], ("shop",), "visitor_days", given.as_of)
    out = []
    for shop in sorted(orders.keys() & sales.keys()):
        worth = float(sales[shop].sum() / max(orders[shop].sum(), 1.0))
        if shop[0] in failing:
            cause, found = failing[shop[0]]
            out.append(
                _action(
                    given,
                    shop[0],
                    cause,
                    found,
                    _unpaid(found, worth, ON_THE_PHONE if cause == ON_PC else TRIED_AGAIN),
                )
            )
        if shop in postage:
            dearer = shift(postage[shop], orders[shop], POSTAGE_RISE)
            if dearer is not None and dearer.now - dearer.usual >= POSTAGE_MORE * worth:
                before = sales[shop][: DAYS - dearer.days]
                weekly = float(before[-4 * WEEK :].mean()) * WEEK
                shares = lost(orders[shop], dearer.days, PAID_SHIPPING, visits.get(shop))
                low, mid, high = (share * weekly for share in shares)
                # What buyers pay for shipping now is income that a free line gives away again.
                income = (dearer.now - dearer.usual) * dearer.weekly
                out.append(_action(given, shop[0], "postage_up", dearer, (low, mid, high), income))
    return out


def _failing(given: Given) -> Mapping[str, tuple[str, Shift]]:
    """Shop → what is left unpaid beyond the usual: on one device alone where the orders tell it, else of all."""
    out: dict[str, tuple[str, Shift]] = {}
    alone: dict[str, list[tuple[str, Shift]]] = {}
    for (shop, device), found in _rises(given, "devices", ("shop", "device")).items():
        if device in DEVICES:
            alone.setdefault(shop, []).append((f"unpaid_{device}", found))
    for (shop,), found in _rises(given, "placed", ("shop",)).items():
        out[shop] = ("orders_unpaid", found)
    return out | {shop: some[0] for shop, some in alone.items() if len(some) == 1}


def _rises(given: Given, fact: str, dims: tuple[str, ...]) -> Mapping[tuple[str, ...], Shift]:
    """Where the share of orders left unpaid has risen."""
    placed = by_day(given.facts[fact], dims, "orders_created", given.as_of)
    paid = by_day(given.facts[fact], dims, "orders_created_paid", given.as_of)
    out = {}
    for place in placed.keys() & paid.keys():
        left = placed[place] - paid[place]
        found = shift(left, placed[place], UNPAID_RISE, counts=True) or few(left, placed[place], UNPAID_RISE)
        if found is not None and found.now - found.usual >= UNPAID_MORE:
            before = placed[place][: DAYS - found.days][-4 * WEEK :]
            out[place] = replace(found, weekly=float(before.mean()) * WEEK)
    return dict(sorted(out.items()))


def _unpaid(found: Shift, worth: float, again: float) -> tuple[float, float, float]:
    """Sales a week that the unpaid orders beyond the usual would have been; ``again``: share that is paid later, at
    most.
    """
    orders = (found.now - found.usual) * found.weekly
    more = orders * worth
    wide = exp(Z80 * hypot(found.error / (found.now - found.usual), AHEAD, chance(orders * WEEKS)))
    return more * (1 - again) / wide, more * (1 - again / 2), more * wide * (1 + NEXT)


def _action(
    given: Given,
    shop: str,
    cause: str,
    found: Shift,
    sales: tuple[float, float, float],
    income: float = 0.0,
) -> Action:
    """``sales`` a week that are lost, and ``income`` a week that goes with what is put right."""
    margin = given.margins.of(shop)
    low, mid, high = (money(max(one * max(margin.mid, 0.0) - income, 0.0)) for one in sales)
    unpaid = cause != "postage_up"
    before, now = (round(found.usual, 4), round(found.now, 4)) if unpaid else (found.usual, found.now)
    basis = margin.basis if unpaid or not margin.known else "effect"
    row = (shop, round(before, 4), round(now, 4), found.days)
    return Action(
        play=PLAY.key,
        stage=PLAY.stage,
        target=Target("shop", shop, shop, shop),
        cause=cause,
        impact=Impact(low, mid, high, given.margins.money(shop), basis=basis),
        minutes=20,
        role=PLAY.role,
        due=given.as_of + timedelta(days=1),
        check_on=given.as_of + timedelta(days=15),
        metric="payment_rate" if unpaid else "orders",
        pool=("checkout", shop, cause),
        evidence={
            "rate" if unpaid else "postage_now": now if unpaid else money(now),
            "usual" if unpaid else "postage_usual": before if unpaid else money(before),
            "days": found.days,
            "orders": int(found.weekly),
        },
        sheet=Sheet(("place", "before", "now", "days"), (row,)),
    )


PLAY = Play("checkout", "conversion", "pay_fails_mobile", "operator", ("order_line",), needs, propose)
