"""An item that comes back far more often than the shop's other goods, for one reason or for all of them together.

Clothes always come back more often than cups: an item's rate is known from its own orders of the three months before,
shrunk towards the shop's other items (beta-binomial). Young orders have not come back yet, and a late courier is no
item's fault: what the other items have in common over the same orders is taken out. A wrong size chart moves one
reason alone, and of a rare reason a few are many: where buyers give reasons, each is judged by itself as well. Over
all that is judged of a morning the false discovery rate is kept (Benjamini and Hochberg 1995; items weighed by their
sales); of the looks of a month as many as it has of the shortest window are looks of their own, which the rate is
divided by (Bonferroni). What arrives within days, whenever it was ordered, and what buyers ask to send back, is judged
beside it (`burst`). Of windows that show it the shorter is told: a longer one holds orders from before it began.

What has come back more often for months is named as well (`long_since`).

Where orders themselves have jumped and as many as came beside the usual ones go back, it is not the goods: such orders
are placed to be refunded, and that is a risk, not a page to be mended.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import exp, hypot, log, sqrt

import numpy as np
import numpy.typing as npt

from zhanggui.actions.action import Action, Impact, Sheet
from zhanggui.metrics.question import Question
from zhanggui.playbooks.aftersales.back import Back, questions, table, without
from zhanggui.playbooks.aftersales.burst import (
    Arrived,
    Burst,
    arrived,
    asked,
    asked_question,
    bursts,
    question,
)
from zhanggui.playbooks.aftersales.long_since import Since, long_since
from zhanggui.playbooks.aftersales.long_since import questions as of_months
from zhanggui.playbooks.aftersales.usual import (
    MOST_GROWTH,
    alike,
    at_least,
    common_of,
    ever,
    growth_of,
    told_by,
)
from zhanggui.playbooks.items import STYLES, Item, Items, items
from zhanggui.playbooks.play import Z80, Given, Play, money
from zhanggui.stats.fdr import adjusted
from zhanggui.stats.shrink import Beta, beta_prior

WINDOWS = (14, 28)  # days of orders
DAYS = 112  # days of orders with those that they are held against
LOOKS = 14 / 3  # looks of their own that arrivals have for one of the orders
LEAST = 4  # refunded orders below which a reason is an anecdote
WEEK, MONTH = 7, 28
FDR = 0.05 / (MONTH / WINDOWS[0])
MOST_PRIOR = 30.0  # orders that the other items may weigh against an item's own
FAINT = 10.0  # the same, once it is known that the item is not like them
SINCE = 0.75  # share of a window's orders that came since it began: half to all of them
SPREAD = (
    0.85  # standard error, in logs, of that share, of what young orders lack, and of what buyers say of it
)
MOST_OWN = 400.0  # orders that all before may weigh: rates drift
SAME = 0.8  # share of a shop's refunds from which a reason is but another word for refund
LIGHT = 0.2  # weight of the least item against the usual one
FAKE_RISE = 1.4  # times its usual orders from which an item's orders have jumped
FAKE_SURE = 3.0  # standard errors of a jump
FAKE_BACK = 0.35  # of the orders beside the usual ones, that must have come back: the young ones have not yet
CHANGED = (
    2.0  # times their usual rate at which the others come back, from which the weeks before tell nothing
)
MOST_WORTH = 1.5  # times an order of the item that a refund may be taken for
ALL = ""  # all reasons together

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _High:
    """An item over one window, for one reason: the rate of orders that came back for it, the usual one, that of the
    ``shop``'s other items for all reasons, how much young orders will still grow, and ``p``, the chance of so many.
    """

    item: Item
    days: int
    reason: str
    row: Back
    rate: Beta
    usual: float
    shop: float
    growth: float = 1.0
    p: float = 1.0
    expected: float = 0.0  # orders, by its own before and the pace of the other items since
    worth: float = 0.0  # of an order of the item, of four months; 0 unknown
    burst: Burst | None = None  # what arrived of late, where that is what makes it sure
    whole: bool = False  # whether the window holds nothing from before it began
    asked: bool = False  # whether ``row`` counts what buyers ask to send back, not what was paid back

    @property
    def told(self) -> int:
        """Days that tell it."""
        return self.days if self.burst is None else self.burst.days

    @property
    def fake(self) -> bool:
        """Whether orders have jumped and those beside the usual ones come back."""
        more = self.row.orders - self.expected
        sure = more >= FAKE_SURE * sqrt(2 * self.expected + 1)  # orders scatter more than chance
        back = self.row.refunded * max(self.growth, 1.0) - self.shop * self.row.orders
        return self.row.orders >= FAKE_RISE * self.expected > 0 and sure and back >= FAKE_BACK * more


def needs(as_of: date) -> Mapping[str, Question]:
    """Two, four and sixteen weeks of paid orders and of what came back of those same orders, by SKU and by reason."""
    young = {**questions(as_of, (*WINDOWS, DAYS)), "arrived": question(as_of), "asked": asked_question(as_of)}
    return {**young, **of_months(as_of)}


def propose(given: Given) -> Sequence[Action]:
    """One action per item that comes back more often than the shop's other items, told from chance."""
    known = items(given.facts[f"sold_{DAYS}"], given.rows.get("styles", ()))
    late = {days: table(given, known, days) for days in WINDOWS}
    # The days before the longest window are usual: a shorter one would be held against its own beginning.
    whole = table(given, known, DAYS)
    past = without(whole, late[WINDOWS[-1]])
    high = [one for days, rows in late.items() for one in _high(rows, past, days)]
    burst = bursts(arrived(given, known), late[MONTH], past)
    high = [_sooner(one, burst.get((one.item, one.reason))) for one in high]
    high += _asked(asked(given, known), late[MONTH], past)
    found = _sure(high) if high else {}
    actions = [_action(given, known, one) for _, one in sorted(found.items())]
    old = {item: one for item, one in long_since(given, known).items() if item not in found}
    return [
        *actions,
        *(_since(given, known, whole[item], (item, one)) for item, one in old.items() if item in whole),
    ]


def _sure(high: Sequence[_High]) -> dict[Item, _High]:
    """What is told from chance of all that is judged; of the windows of an item the shorter one."""
    best: dict[Item, _High] = {}
    real = adjusted(np.array([one.p for one in high]), _weights(high)) <= FDR
    for one, alarm in zip(high, real, strict=True):
        before = best.get(one.item)
        if alarm and (before is None or (one.told, one.p) < (before.told, before.p)):
            best[one.item] = one
    return best


def _since(given: Given, known: Items, late: Back, told: tuple[Item, Since]) -> Action:
    """What comes back more often for months; ``late``: orders of the last months, whose reasons are theirs."""
    item, one = told
    part, back = one.orders / late.orders, one.refunded / max(late.refunded, 1.0)
    row = Back(one.orders, late.sales * part, one.refunded, late.amount * back, late.reasons or {ALL: 1.0})
    high = _High(item, one.days, ALL, row, one.rate, one.usual, one.usual, whole=True)
    action = _action(given, known, high)
    return replace(action, cause="refund_high_since", evidence={**action.evidence, "since": one.day})


def _sooner(one: _High, burst: Burst | None) -> _High:
    """The item and reason over four weeks, by what arrived of late where that is surer."""
    if burst is None or one.days != MONTH or one.expected <= 0 or burst.p * LOOKS >= one.p:
        return one
    return replace(one, p=burst.p * LOOKS, burst=burst)


def _asked(cases: Arrived, late: Mapping[Item, Back], past: Mapping[Item, Back]) -> list[_High]:
    """What buyers ask to send back, where that is a burst; of an item and reason over the last four weeks."""
    orders: dict[str, list[float]] = {}
    for item, row in late.items():
        sums = orders.setdefault(item[0], [0.0, 0.0, 0.0])
        before = past.get(item, Back())
        sums[0] += row.orders
        sums[1] += before.orders
        sums[2] += row.refunded + before.refunded
    out = []
    for (item, reason), burst in sorted(bursts(cases, late, past).items()):
        row, before, (pace, earlier, back) = late[item], past.get(item, Back()), orders[item[0]]
        reasons = {why: float(days[-MONTH:].sum()) for (of, why), days in cases.items() if of == item}
        told = replace(row, refunded=sum(reasons.values()), reasons=reasons)
        own = row.refunded + before.refunded, row.orders + before.orders
        usual = (back - own[0] + 0.5) / (pace + earlier - own[1] + 1.0)
        expected = before.orders * (pace - row.orders) / max(earlier - before.orders, 1.0)
        worth = (row.sales + before.sales) / own[1]
        rate = Beta(1, 1).after(burst.seen, row.orders)
        p = min(burst.p * LOOKS, 1.0)
        out.append(
            _High(item, MONTH, reason, told, rate, usual, usual, 1.0, p, expected, worth, burst, asked=True)
        )
    return out


def _weights(high: Sequence[_High]) -> Floats:
    """An item counts by the root of what it sells in its shop: of two as sure as one another the dear one is told."""
    sales = np.array([max(one.row.sales, 0.0) for one in high])
    shops = np.array([one.item[0] for one in high])
    mean = np.array([sales[shops == shop].mean() for shop in shops])
    weights: Floats = np.clip(np.sqrt(sales / np.maximum(mean, 1e-9)), LIGHT, 1 / LIGHT)
    return weights


def _high(late: Mapping[Item, Back], past: Mapping[Item, Back], days: int) -> list[_High]:
    """Every item of one window that came back at all, for each reason, with the chance that so many are luck.

    ``past``: of the weeks before all windows.
    """
    out = []
    for shop in sorted({item[0] for item in late}):
        mine = {item: row for item, row in late.items() if item[0] == shop}
        old = {item: row for item, row in past.items() if item[0] == shop}
        for reason in (ALL, *_named((*mine.values(), *old.values()))):
            out += _of_reason(mine, old, days, reason)
    return out


def _named(rows: Sequence[Back]) -> list[str]:
    """Reasons that tell refunds apart: a platform that calls every one the same names none."""
    told: dict[str, float] = {}
    for row in rows:
        for reason, count in row.reasons.items():
            told[reason] = told.get(reason, 0.0) + count
    most = SAME * sum(told.values())
    return sorted(reason for reason, count in told.items() if reason and count <= most)


def _hits(rows: Mapping[Item, Back], reason: str) -> Floats:
    """Orders of each item that came back for a reason."""
    told = [row.reasons.get(reason, 0.0) if reason else row.refunded for row in rows.values()]
    return np.minimum(told, [row.orders for row in rows.values()])


def _of_reason(mine: Mapping[Item, Back], old: Mapping[Item, Back], days: int, reason: str) -> list[_High]:
    """The items of one shop."""
    hits, orders = _hits(mine, reason), np.array([row.orders for row in mine.values()])
    all_hits = _hits(mine, ALL)
    past = dict(zip(old, _hits(old, reason).tolist(), strict=True))
    sold = {item: row.orders for item, row in old.items()}
    # Without one of several equal items all the others are the same.
    priors: dict[tuple[float, float], Beta] = {}
    sixteen = ever(mine, old)
    out = []
    for at, (item, row) in enumerate(mine.items()):
        rest = np.arange(len(hits)) != at
        # The usual rate is that of the other items: a bad one must not excuse itself.
        if not hits[at] or not all_hits[rest].any():
            continue
        usual = (float(hits[rest].sum()) + 0.5) / (float(orders[rest].sum()) + 1.0)
        counts = (float(hits[at]), float(orders[at]))
        if (
            hits[at] < LEAST or hits[at] <= usual * orders[at]
        ):  # not high, yet one of those that were looked at
            out.append(_High(item, days, reason, row, Beta(1, 1).after(*counts), usual, usual))
            continue
        # A reason that no other item's buyers give (the sizes of the only clothes) is only known to be one of all.
        others = hits if hits[rest].any() else all_hits
        prior = priors.get(counts) or beta_prior(others[rest], orders[rest])
        priors[counts] = prior
        growth, earlier = growth_of(mine, old, item), sold.get(item, 0.0)
        mates = float(hits[rest].sum()), sum(count for other, count in past.items() if other != item)
        common = common_of(mates, (float(orders[rest].sum()), max(sum(sold.values()) - earlier, 1.0)), growth)
        own = prior.at_most(min(MOST_PRIOR, alike(sixteen, item)))
        if common * growth < CHANGED and growth > 1 / MOST_GROWTH:
            own = own.after(past.get(item, 0.0) * common, earlier).at_most(MOST_OWN)
            own = own.at_most(told_by(own, growth, (mine, old), item))
        p = at_least(*counts, own)
        pace = float(orders[rest].sum())
        expected = earlier * pace / max(sum(sold.values()) - earlier, 1.0)
        shop = float(all_hits[rest].sum() / orders[rest].sum())
        rate, usual = prior.at_most(FAINT).after(*counts), max(usual, own.mean)
        before = old.get(item, Back())
        worth = (row.sales + before.sales) / max(row.orders + before.orders, 1.0)
        out.append(_High(item, days, reason, row, rate, usual, shop, growth, p, expected, worth))
    return out


def _action(given: Given, known: Items, one: _High) -> Action:
    shop, _ = one.item
    row, skus = one.row, known.skus[one.item]
    low, mid, high = (money(share * _lost(given, one)) for share in _beyond(one))
    reason = one.reason or max(sorted(row.reasons), key=lambda name: row.reasons[name])
    listed = tuple(
        (skus[0], name, round(n))
        for name, n in sorted(row.reasons.items(), key=lambda pair: (-pair[1], pair[0]))
    )
    return Action(
        play=PLAY.key,
        stage="risk" if one.fake else PLAY.stage,
        target=known.target(one.item),
        cause="orders_come_back" if one.fake else "refund_high",
        impact=Impact(
            low,
            mid,
            high,
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
            "rate": min(row.refunded / row.orders, 1.0),
            "usual": one.shop,
            "refunded": int(row.refunded),
            "orders": int(row.orders),
            "reason": reason,
            "share": row.reasons[reason] / sum(row.reasons.values()),
            "amount": money(row.amount),
            "days": one.days,
            "skus": known.named(one.item),
        },
        sheet=Sheet(("sku", "reason", "orders"), listed),
    )


def _beyond(one: _High) -> tuple[float, float, float]:
    """Orders a week that come back beyond the usual once all of them have: 10 % quantile, mean, 90 % quantile.

    The errors of the rate and of how young orders ripen are put together in logs.
    """
    weekly = one.row.orders / (one.days / WEEK)
    rate, usual = one.rate, one.usual
    if one.burst is not None:
        rate, usual = one.burst.rate(one.row.orders / MONTH, FAINT)
    else:
        more = max(one.growth, 1.0) / (1.0 if one.whole else SINCE)
        weekly *= min(more, 1 / rate.mean)  # no more of them come back than all
    ends = rate.quantile(0.1), rate.mean, rate.quantile(0.9)
    low, mid, high = (max(share - usual, 0.0) for share in ends)
    if low <= 0 or mid <= 0:
        return 0.0, mid * weekly, max(high, mid) * weekly
    down, up = (exp(hypot(Z80 * SPREAD, log(end / mid))) for end in (low, high))
    return mid / down * weekly, mid * weekly, mid * up * weekly


def _lost(given: Given, one: _High) -> float:
    """Contribution one refund takes away: the refunded amount, less the fees that are given back with it.

    The goods count as lost, as in the books: no file says how many come back to the shelf fit for sale. One large
    order among the few that came back is not what the next ones will be.
    """
    row, (shop, _) = one.row, one.item
    each = row.amount / row.refunded if row.amount and not one.asked else row.sales / row.orders
    each = min(each, MOST_WORTH * one.worth) if one.worth > 0 else each
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
