"""A rival that has become clearly cheaper than ever on an item we sell: answer it, or say why we are worth more.

Prices come from the template of competitors' prices, or from a report that states them. A price is judged against all
that the same seller asked before: it must be below the lowest of them. What a rival's price takes lies between two
sources: 0.52 % of sales for each per cent where brands stand side by side (mean cross-price elasticity of 1,060:
Sethuraman, Srinivasan and Kim 1999), and the item's own elasticity, 2.62, where shoppers see the same goods for less
(mean of 1,851: Bijmolt, van Heerde and Pieters 2005). Each end is taken as one standard error from the geometric
middle, and set against how the item's own orders have gone since (`toll`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import log, sqrt

import numpy as np

from zhanggui.actions.action import Action, Impact, Sheet, Target
from zhanggui.metrics.question import Question
from zhanggui.playbooks.ahead import coming, pace
from zhanggui.playbooks.behind import DAYS, LISTS, Behind, asked
from zhanggui.playbooks.play import Given, Play, money
from zhanggui.playbooks.toll import WEEK, Prior, lost

PRICES = ("price", ("shop", "listing_id", "seller", "day", "deal_price", "final_price"))
FRESH = 10  # days for which a price that was looked up says what is asked today
LEAST_CUT = 0.08
LEAST_PRICES = 3  # prices of the same seller before
BESIDE, ALIKE = 0.52, 2.62  # elasticities: of another brand, of the same goods
CROSS = sqrt(BESIDE * ALIKE)
WIDE = log(ALIKE / BESIDE) / 2  # standard error in logs
NEWS = 28  # days for which a cut is news


@dataclass(frozen=True, slots=True)
class _Cut:
    """``seller`` asks ``now`` for the like of ``listing`` since day ``since``, and asked ``usual`` (median) before."""

    shop: str
    listing: str
    seller: str
    since: date
    usual: float
    now: float


def needs(as_of: date) -> Mapping[str, Question]:
    """Eight weeks of orders and sales by item, and what the platform calls the goods of its listings."""
    return asked(as_of)


def propose(given: Given) -> Sequence[Action]:
    """One action per listing of ours whose rival has cut."""
    best: dict[tuple[str, str], _Cut] = {}
    for cut in _cuts(given):
        at = (cut.shop, cut.listing)
        if at not in best or cut.now / cut.usual < best[at].now / best[at].usual:
            best[at] = cut
    behind = Behind(given) if best else None
    actions = (_action(given, behind, cut) for _, cut in sorted(best.items()) if behind is not None)
    return [action for action in actions if action is not None]


def _cuts(given: Given) -> list[_Cut]:
    seen: dict[tuple[str, str, str], dict[date, float]] = {}
    for shop, listing, seller, day, deal, final in given.rows["prices"]:
        price = final if final is not None else deal
        if seller and listing and price is not None and isinstance(day, date) and day <= given.as_of:
            mine = seen.setdefault((str(shop), str(listing), str(seller)), {})
            mine[day] = float(str(price))
    out = []
    for (shop, listing, seller), prices in sorted(seen.items()):
        found = _cut(prices, given.as_of)
        if found is not None:
            out.append(_Cut(shop, listing, seller, *found))
    return out


def _cut(prices: Mapping[date, float], today: date) -> tuple[date, float, float] | None:
    """Since when, the usual price and the new one; None where nothing is new."""
    days = sorted(prices)
    now = prices[days[-1]]
    since = len(days) - 1
    while since and prices[days[since - 1]] <= now * (1 + LEAST_CUT / 2):
        since -= 1
    before = [prices[day] for day in days[:since]]
    fresh = (today - days[-1]).days <= FRESH and (today - days[since]).days <= NEWS
    if not fresh or len(before) < LEAST_PRICES or now <= 0 or now > min(before) * (1 - LEAST_CUT):
        return None
    return days[since], float(np.median(before)), now


def _action(given: Given, behind: Behind, cut: _Cut) -> Action | None:
    goods = behind.of(cut.shop, cut.listing)
    before = slice(max(DAYS - (given.as_of - cut.since).days - 1, WEEK))
    weekly, skus = float(goods.sales[before][-4 * WEEK :].mean()) * WEEK, goods.skus
    if weekly <= 0:
        return None
    share = 1 - (cut.now / cut.usual) ** CROSS
    days = min((given.as_of - cut.since).days + 1, DAYS - 3 * WEEK)
    margin = given.margins.of(cut.shop, skus[0])
    unit = weekly * max(margin.mid, 0.0)
    shares = coming(lost(goods.orders, days, Prior(share, WIDE)), *pace(goods.orders[before]))
    low, mid, high = (money(part * unit) for part in shares)
    row = (cut.listing, cut.seller, money(cut.usual), money(cut.now), cut.since)
    return Action(
        play=PLAY.key,
        stage=PLAY.stage,
        target=Target("listing", cut.shop, cut.listing, cut.listing),
        cause="rival_cut",
        impact=Impact(
            low, mid, high, given.margins.money(cut.shop), basis="effect" if margin.known else "assumed"
        ),
        minutes=20,
        role=PLAY.role,
        due=given.as_of + timedelta(days=2),
        check_on=given.as_of + timedelta(days=15),
        metric="units",
        pool=("sales", cut.shop, cut.listing),
        evidence={
            "seller": cut.seller,
            "rival_now": money(cut.now),
            "rival_usual": money(cut.usual),
            "change": float(np.expm1(log(cut.now / cut.usual))),
            "since": cut.since,
            "sales": money(weekly),
            "skus": " ".join(skus[:12]),
        },
        sheet=Sheet(("listing", "seller", "rival_usual", "rival_now", "since"), (row,)),
    )


PLAY = Play(
    "rival_price",
    "conversion",
    "competitor_cut_price",
    "pricing",
    ("order_line", "price"),
    needs,
    propose,
    lists={
        **LISTS,
        "prices": PRICES,
    },
)
