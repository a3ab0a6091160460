"""An item that sells less, or is seen or chosen by fewer, than its own weeks say: told from noise, with its stage.

Where a platform counts visits by listing, they are looked at too: they are many where orders are few, so that a lost
rank stands out within days. Looked at are visits, buyers per visit, visitors who do not leave at once, clicks per
impression of the page where it is counted, and of ads; elsewhere orders alone (not units: one buyer of twenty is one
decision). Over all signals of all items of the morning the false discovery rate is kept (Benjamini and Hochberg 1995;
items weighed by their sales). A second look at the few that fell tells the stage (`page`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import exp, hypot, log

import numpy as np
import numpy.typing as npt

from zhanggui.actions.action import Action, Impact, Sheet, Target
from zhanggui.metrics.question import Question
from zhanggui.playbooks.ahead import coming
from zhanggui.playbooks.columns import Columns
from zhanggui.playbooks.fall import DAYS, WEEK, WEEKS, Fall, falls, share_lost
from zhanggui.playbooks.items import STYLES, Items, items
from zhanggui.playbooks.page import AFTER_OFFER, OUT_OF_STOCK, Page, driver
from zhanggui.playbooks.play import Given, Play, last_days, money
from zhanggui.playbooks.shift import by_day
from zhanggui.stats.fdr import adjusted

FDR = 0.05  # where nothing is wrong, one morning in twenty at most says that something is
LIGHT = 0.2  # weight of the least item against the usual one
LEAST_DROP = 0.3  # a smaller fall is for the weekly review
LOOSE = 0.35  # standard error, in logs, of what a signal says of sales
TIGHT = 0.5  # standard error, in logs, of falls that are real, around the usual one of a half: see `_loss`
USUAL_LOSS = -0.7
# Of a signal's fall, in logs, what sales fall by: who leaves a page at once would often not have bought. Assumed.
SAYS = {"stays": 0.5}
FILLED = (
    1 / 6,
    0.5,
    1.0,
)  # of four weeks, the part for which an empty shelf stays empty: low, mid, high; assumed
# The same of a dip after an offer: what was bought ahead is used up within weeks (van Heerde, Leeflang and Wittink 2000
# find it in the six after); low, mid, high: assumed.
USED_UP = (1 / 8, 0.4, 0.8)
TINY = 1e-9  # of the sales
AHEAD = 4.0  # weeks over which the loss is promised
LASTS = (
    0.3,
    0.75,
    1.0,
)  # of these weeks, the part for which a fall lasts that nobody mends: low, mid, high; assumed

Floats = npt.NDArray[np.float64]
_PAGE = (
    "visitor_days",
    "traffic_impressions",
    "traffic_clicks",
    "platform_buyer_days",
    "platform_units",
    "platform_sales",
    "platform_order_units",
    "platform_order_amount",
)
_ADS = ("impressions", "clicks")
_BOUNCES = ("bounce_rate",)


@dataclass(frozen=True, slots=True)
class _Table:
    """Daily measures of the items of a shop: ``values`` measure → shape (items, DAYS), oldest first."""

    shop: str
    codes: tuple[str, ...]
    values: Mapping[str, Floats]


@dataclass(frozen=True, slots=True)
class _Drop:
    """``signal``: what fell. ``sold``: the fall of sales itself, None where they are too few to tell."""

    shop: str
    code: str
    signal: str
    fall: Fall
    sold: Fall | None
    weekly: float  # usual sales a week
    orders: float  # usual orders a week


def needs(as_of: date) -> Mapping[str, Question]:
    """The last two weeks and the six before them, by SKU and listing from the orders, by listing from the platform."""
    period = last_days(as_of, DAYS)
    page = ("shop", "listing", "day")
    return {
        "sold": Question(("orders", "units", "gmv"), ("shop", "sku", "listing", "day"), period),
        "pages": Question(_PAGE, page, period),
        "ads": Question(_ADS, page, period),
        "bounces": Question(_BOUNCES, page, period),
    }


def propose(given: Given) -> Sequence[Action]:
    """One action per item whose fall is not noise and is the item's own."""
    sold = given.facts["sold"]
    known = items(sold, given.rows.get("styles", ()))
    seen = _by_shop(_tables(given.facts["pages"], "listing", _PAGE, given.as_of))
    ads = _by_shop(_tables(given.facts["ads"], "listing", _ADS, given.as_of))
    bounces = _by_shop(_tables(given.facts["bounces"], "listing", _BOUNCES, given.as_of))
    drops: list[_Drop] = []
    for shop in sorted({str(s) for s in sold.keys["shop"]} | set(seen)):
        if shop in seen and _counted(seen[shop]):
            drops += _of_pages(seen[shop], ads.get(shop), bounces.get(shop))
        else:
            drops += _of_orders(_orders(sold, known, shop, given.as_of))
    if not drops:
        return []
    alarm = adjusted(np.array([drop.fall.p for drop in drops]), _weights(drops)) <= FDR
    best: dict[tuple[str, str], _Drop] = {}
    for drop, real in zip(drops, alarm, strict=True):
        at = (drop.shop, drop.code)
        if (
            real
            and exp(drop.fall.change[0]) < 1 - LEAST_DROP
            and (at not in best or drop.fall.p < best[at].fall.p)
        ):
            best[at] = drop
    return [_action(given, known, drop) for _, drop in sorted(best.items())]


def _weights(drops: Sequence[_Drop]) -> Floats:
    """An item counts by the root of what it sells: of falls as sure as one another the dear one is told first.

    One whose lines sum to less than nothing (goods written off) counts least.
    """
    usual = np.sqrt([max(drop.weekly, 0.0) for drop in drops])
    weights: Floats = np.clip(usual / max(float(usual.mean()), 1e-9), LIGHT, 1 / LIGHT)
    return weights


def closer(given: Given, actions: Sequence[Action], pages: Mapping[str, Page]) -> Sequence[Action]:
    """The actions with the stage, the SKUs and the cause that their pages tell; ``pages``: action id → page."""
    return [_placed(given, action, pages.get(action.id, Page())) for action in actions]


def _placed(given: Given, action: Action, page: Page) -> Action:
    signal = str(action.evidence["signal"])
    found = driver(
        page, signal, (float(str(action.evidence["seen"])), float(str(action.evidence["expected"])))
    )
    evidence = {**action.evidence, "driver": found.code, **page.figures}
    sheet = action.sheet
    if page.skus:
        evidence["skus"] = " ".join(page.skus[:12])
        now, usual = action.evidence["seen"], action.evidence["expected"]
        rows = tuple((sku, given.label(action.target.shop, sku), now, usual) for sku in page.skus)
        sheet = Sheet(_COLUMNS, rows)
    pool = action.pool
    # Of a page that no order names the shop's own margin was taken.
    named = bool(str(action.evidence["skus"]))
    impact = action.impact.times(1.0 if named else given.margins.among(action.target.shop, page.skus))
    if found is OUT_OF_STOCK:
        # An empty shelf is one loss, whoever speaks of it.
        pool = ("stock", action.target.shop, _item(given, action, page))
    lasts = {OUT_OF_STOCK: FILLED, AFTER_OFFER: USED_UP}.get(found)
    if lasts is not None:
        # How long it lasts is known better than of a fall of unknown cause, which it stands in for.
        ends = zip((impact.low, impact.mid, impact.high), lasts, LASTS, strict=True)
        low, mid, high = (money(float(end) * part / whole) for end, part, whole in ends)
        impact = replace(impact, low=low, mid=mid, high=high)
    return replace(
        action,
        stage=found.stage,
        role=found.role,
        impact=impact,
        pool=pool,
        evidence=evidence,
        sheet=sheet,
    )


def _item(given: Given, action: Action, page: Page) -> str:
    """The code of the item that is sold on a page."""
    shop, code = action.target.shop, action.target.ident
    known = items(given.facts["sold"], given.rows.get("styles", ())) if page.skus else None
    return code if known is None else known.by_sku.get((shop, page.skus[0]), (shop, code))[1]


# --- tables -----------------------------------------------------------------------------------------------


def _tables(facts: Columns, dim: str, measures: Sequence[str], as_of: date) -> list[_Table]:
    days = {name: by_day(facts, ("shop", dim), name, as_of, DAYS) for name in measures}
    keys = sorted({key for table in days.values() for key in table if key[1]})
    empty, out = np.zeros(DAYS), []
    for shop in dict.fromkeys(shop for shop, _ in keys):
        told = tuple(code for of, code in keys if of == shop)
        table = {name: np.array([days[name].get((shop, code), empty) for code in told]) for name in measures}
        out.append(_Table(shop, told, table))
    return out


def _by_shop(tables: Sequence[_Table]) -> dict[str, _Table]:
    return {table.shop: table for table in tables}


def _counted(pages: _Table) -> bool:
    """Whether a platform counts visits by listing, and has for a while."""
    return bool((pages.values["visitor_days"].sum(axis=0) > 0).sum() >= DAYS // 2)


def _orders(facts: Columns, known: Items, shop: str, as_of: date) -> _Table:
    """Orders and sales of the items of one shop."""
    mine: dict[str, tuple[Floats, Floats]] = {}
    orders, paid = facts.floats("orders"), facts.floats("gmv")
    for row in np.flatnonzero(facts.keys["shop"] == shop):
        sku, day = facts.keys["sku"][row], facts.keys["day"][row]
        if not sku or not isinstance(day, date) or not np.isfinite(orders[row]):
            continue
        _, code = known.by_sku[shop, str(sku)]
        at = DAYS - 1 - (as_of - day).days
        count, sales = mine.setdefault(code, (np.zeros(DAYS), np.zeros(DAYS)))
        count[at] += orders[row]
        sales[at] += float(np.nan_to_num(paid[row]))
    codes = tuple(sorted(mine))
    table = {
        name: np.array([mine[code][n] for code in codes]).reshape(len(codes), DAYS)
        for n, name in enumerate(("orders", "sales"))
    }
    return _Table(shop, codes, table)


# --- falls ------------------------------------------------------------------------------------------------


def _usual(sales: Floats) -> float:
    """Sales (or orders) a week over the six weeks before the last two."""
    return float(sales[: WEEKS * WEEK].sum()) / WEEKS


def _of_orders(table: _Table) -> list[_Drop]:
    counts, sales = table.values["orders"], table.values["sales"]
    return [
        _Drop(
            table.shop, table.codes[one.at], "orders", one, one, _usual(sales[one.at]), _usual(counts[one.at])
        )
        for one in falls(counts)
    ]


def _of_pages(pages: _Table, ads: _Table | None, bounces: _Table | None) -> list[_Drop]:
    visits = pages.values["visitor_days"]
    # Some platforms (Amazon) count of a page what was ordered alone.
    sales = _first(pages, "platform_sales", "platform_order_amount")
    bought = _first(pages, "platform_buyer_days", "platform_units", "platform_order_units")
    sold = {one.at: one for one in falls(bought)}
    found = [("visits", one.at, one) for one in falls(visits)]
    found += [("buys", one.at, one) for one in falls(bought, visits)]
    shown, opened = pages.values["traffic_impressions"], pages.values["traffic_clicks"]
    if opened.any():
        found += [("opened", one.at, one) for one in falls(opened, shown)]
    if bounces is not None:
        stayed = _stayed(pages, bounces)
        found += [("stays", one.at, one) for one in falls(stayed, np.where(stayed > 0, visits, 0.0))]
    if ads is not None:
        at = {code: n for n, code in enumerate(pages.codes)}
        found += [
            ("clicks", at[ads.codes[one.at]], one)
            for one in falls(ads.values["clicks"], ads.values["impressions"])
            if ads.codes[one.at] in at
        ]
    return [
        _Drop(pages.shop, pages.codes[n], signal, one, sold.get(n), _usual(sales[n]), _usual(bought[n]))
        for signal, n, one in found
    ]


def _first(pages: _Table, *measures: str) -> Floats:
    """The first of several measures that is counted at all, else the last."""
    return next(
        (pages.values[name] for name in measures if pages.values[name].any()), pages.values[measures[-1]]
    )


def _stayed(pages: _Table, bounces: _Table) -> Floats:
    """Visitors who looked at more than the page, by day: those of a page and day are its visitors less its bounces.

    0 where the rate is not told.
    """
    at = {code: n for n, code in enumerate(bounces.codes)}
    rates = bounces.values["bounce_rate"]
    told = np.array([rates[at[code]] if code in at else np.zeros(DAYS) for code in pages.codes])
    stayed: Floats = np.where(told > 0, np.round(pages.values["visitor_days"] * (1 - told)), 0.0)
    return stayed


def _loss(drop: _Drop) -> tuple[float, float, float]:
    """Share of the usual sales that is lost, with the error of these: 10 % quantile, median, 90 % quantile.

    What the signal says of sales (loosely: not every visit is worth the same), what sales themselves say, and what
    real falls usually are, each weighed by its precision, in logs (a normal posterior, of falls alone): of many items
    the one that fell most also had bad luck, and its fall is taken back towards the usual one.
    """
    log_change, error = drop.fall.change
    loose, says = 0.0 if drop.signal == "orders" else LOOSE, SAYS.get(drop.signal, 1.0)
    told = [(USUAL_LOSS * says, TIGHT**2), (log_change * says, error**2 + loose**2)]
    if drop.sold is not None and drop.signal != "orders":
        change, noise = drop.sold.change
        told.append((change, noise**2))
    weight = sum(1 / variance for _, variance in told)
    mid = sum(value / variance for value, variance in told) / weight
    wide = float(np.sqrt(1 / weight + error**2 / AHEAD))
    return coming(_lasting(share_lost(mid, wide)), drop.orders, drop.orders * WEEKS)


def _lasting(lost: tuple[float, float, float]) -> tuple[float, float, float]:
    """The same over the weeks of the promise: many a fall is over before they are.

    How much is lost and how long are two errors, put together in logs.
    """
    (low, mid, high), (short, usual, whole) = (max(one, TINY) for one in lost), LASTS
    down, up = (hypot(log(mid / one), log(usual / part)) for one, part in ((low, short), (high, whole)))
    return mid * usual * exp(-down), mid * usual, mid * usual * exp(up)


_COLUMNS = ("sku", "title", "units_now", "units_usual")


def _action(given: Given, known: Items, drop: _Drop) -> Action:
    shop, item = drop.shop, (drop.shop, drop.code)
    margin = given.margins.of(shop, known.skus[item][0] if item in known.skus else "")
    unit = drop.weekly * max(margin.mid, 0.0)
    low, mid, high = (money(share * unit) for share in _loss(drop))
    fall = drop.fall
    now, usual = int(fall.seen), round(fall.expected, 1)
    skus = known.skus.get(item, ())
    target = known.target(item) if item in known.kinds else Target("listing", shop, drop.code, drop.code)
    return Action(
        play=PLAY.key,
        stage=PLAY.stage,
        target=target,
        cause="below_usual",
        impact=Impact(low, mid, high, given.margins.money(shop), basis=margin.basis),
        minutes=15,
        role=PLAY.role,
        due=given.as_of + timedelta(days=1),
        check_on=given.as_of + timedelta(days=15),
        metric="units",
        pool=("sales", shop, drop.code),
        evidence={
            "signal": drop.signal,
            "seen": now,
            "expected": usual,
            "change": float(fall.seen / fall.expected - 1),
            "p_noise": fall.p,
            "days": fall.days,
            "weeks": WEEKS,
            "sales": money(drop.weekly),
            "skus": known.named(item) if skus else "",
        },
        sheet=Sheet(_COLUMNS, tuple((sku, given.label(shop, sku), now, usual) for sku in skus)),
    )


PLAY = Play(
    "sales_drop",
    "risk",
    "rank_lost",
    "operator",
    ("order_line",),
    needs,
    propose,
    lists={"styles": STYLES},
    closer=closer,
)
