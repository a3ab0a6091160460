"""A rival that has become clearly cheaper than ever on an item we sell: answer it, or say why we are worth more.

Prices come from the template of competitors' prices, or from a report that states them. A price is judged against all
that the same seller asked before: it must be below the lowest of them. What a rival's price takes: sales fall by 0.52 %
for each per cent (mean cross-price elasticity of 1,060: Sethuraman, Srinivasan and Kim 1999), widely, set against how
the item's own orders have gone since (`toll`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import log

import numpy as np
import numpy.typing as npt

from zhanggui.actions.action import Action, Impact, Sheet, Target
from zhanggui.metrics.query import Key, Value
from zhanggui.metrics.question import Question
from zhanggui.playbooks.items import STYLES, Items, items
from zhanggui.playbooks.play import Given, Play, last_days, money
from zhanggui.playbooks.toll import WEEK, Prior, lost

PRICES = ("price", ("shop", "listing_id", "seller", "day", "deal_price", "final_price"))
DAYS = 56
FRESH = 10  # days for which a price that was looked up says what is asked today
LEAST_CUT = 0.08
LEAST_PRICES = 3  # prices of the same seller before
CROSS = 0.52
WIDE = 0.8  # standard error in logs of the elasticity, from item to item
NEWS = 28  # days for which a cut is news

Floats = npt.NDArray[np.float64]


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
    """Eight weeks of orders and sales by item; a month of what the platform calls the goods of its listings."""
    by = ("shop", "sku", "listing", "day")
    return {
        "sold": Question(("orders", "units", "gmv"), by, last_days(as_of, DAYS)),
        "seen": Question(("page_views",), ("shop", "listing", "sku"), last_days(as_of, NEWS)),
    }


def propose(given: Given) -> Sequence[Action]:
    """One action per listing of ours whose rival has cut."""
    best: dict[tuple[str, str], _Cut] = {}
    for cut in _cuts(given):
        at = (cut.shop, cut.listing)
        if at not in best or cut.now / cut.usual < best[at].now / best[at].usual:
            best[at] = cut
    known = items(given.facts["sold"], given.rows.get("styles", ()))
    actions = (_action(given, known, cut) for _, cut in sorted(best.items()))
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


def _sold(given: Given, known: Items, cut: _Cut) -> tuple[Floats, float, tuple[str, ...]]:
    """Orders by day, sales a week before the cut, SKUs of the item whose listing it is."""
    facts = given.facts["sold"]
    skus = known.called(cut.shop, {cut.listing, *_names(given, cut)})
    orders, sales = np.zeros(DAYS), np.zeros(DAYS)
    counts, paid = (np.nan_to_num(facts.floats(name)) for name in ("orders", "gmv"))
    for row in range(len(facts)):
        day = facts.keys["day"][row]
        mine = facts.keys["shop"][row] == cut.shop and str(facts.keys["sku"][row]) in skus
        if mine and isinstance(day, date):
            orders[DAYS - 1 - (given.as_of - day).days] += counts[row]
            sales[DAYS - 1 - (given.as_of - day).days] += paid[row]
    before = sales[: max(DAYS - (given.as_of - cut.since).days - 1, WEEK)]
    return orders, float(before[-4 * WEEK :].mean()) * WEEK, skus


def _names(given: Given, cut: _Cut) -> set[str]:
    """What the platform's lists and reports call the goods of the listing, where orders do not name it."""
    rows: Sequence[tuple[Value | Key, ...]] = given.rows.get("listings", ())
    told = {str(sku) for shop, code, sku in rows if sku and (shop, code) == (cut.shop, cut.listing)}
    facts = given.facts["seen"]
    mine = np.flatnonzero((facts.keys["shop"] == cut.shop) & (facts.keys["listing"] == cut.listing))
    return told | {str(facts.keys["sku"][row]) for row in mine if facts.keys["sku"][row]}


def _action(given: Given, known: Items, cut: _Cut) -> Action | None:
    orders, weekly, skus = _sold(given, known, cut)
    if weekly <= 0:
        return None
    share = 1 - (cut.now / cut.usual) ** CROSS
    days = min((given.as_of - cut.since).days + 1, DAYS - 3 * WEEK)
    margin = given.margins.of(cut.shop, skus[0])
    unit = weekly * max(margin.mid, 0.0)
    low, mid, high = (money(part * unit) for part in lost(orders, days, Prior(share, WIDE)))
    row = (cut.listing, cut.seller, money(cut.usual), money(cut.now), cut.since)
    return Action(
        play=PLAY.key,
        stage=PLAY.stage,
        target=Target("listing", cut.shop, cut.listing, cut.listing),
        cause="rival_cut",
        impact=Impact(low, mid, high, given.margins.money(cut.shop), basis="assumed"),
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
        sheet=Sheet("rival_price", ("listing", "seller", "rival_usual", "rival_now", "since"), (row,)),
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
        "styles": STYLES,
        "prices": PRICES,
        "listings": ("listing", ("shop", "listing_id", "sku")),
    },
)
