"""A second look at the few items that a play found: what the books know of their pages, asked for those alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import log, nan

import numpy as np

from zhanggui.actions.action import Action
from zhanggui.metrics.ask import reckon
from zhanggui.metrics.query import Engine, Where
from zhanggui.metrics.question import Question
from zhanggui.model.period import Period
from zhanggui.playbooks.columns import Columns
from zhanggui.playbooks.page import OFFER, Page
from zhanggui.playbooks.titles import lost_words

USUAL_DAYS = 42
STOCK_DAYS = 14
OFFER_DAYS, OFFER_LONG = 5, 21  # days that an offer takes
OFFER_SHARE = 0.7  # of its days with sales, at the lower price
OFFER_AGO = 28  # days since its end
SEARCH_WORDS = ("搜索", "search")

Pair = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Span:
    """The days in question and those before them."""

    now: Period
    usual: Period

    @property
    def whole(self) -> Period:
        """Both together."""
        return Period(self.usual.first, self.now.last)


def pages(books: Engine, actions: Sequence[Action], as_of: date) -> dict[str, Page]:
    """Action id → page, for actions about items that name their ``days`` and SKUs."""
    return {action.id: _page(books, action, as_of) for action in actions}


def _page(books: Engine, action: Action, as_of: date) -> Page:
    days = int(str(action.evidence["days"]))
    now = Period(as_of - timedelta(days=days - 1), as_of)
    span = _Span(now, Period(now.first - timedelta(days=USUAL_DAYS), now.first - timedelta(days=1)))
    shop = action.target.shop
    held = books.tables()
    skus = tuple(str(row[0]) for row in action.sheet.rows) if action.sheet is not None else ()
    codes = _listings(books, action, skus, span)
    skus = skus or _skus(books, shop, codes, span)
    where = (Where("shop", (shop,)), Where("listing", codes))
    visits = search = elsewhere = clicks = shown = opened = seen = (nan, nan)
    if codes and "traffic_listing" in held:
        asked = ("visitor_days", "traffic_impressions", "traffic_clicks")
        traffic = _asked(books, asked, ("day",), span, where)
        visits = _pair(traffic, "visitor_days", span)
        seen, opened = (_counted(traffic, name, span) for name in asked[1:])
    if codes and "traffic_source" in held:
        search, elsewhere = _sources(_asked(books, ("visitor_days",), ("source", "day"), span, where), span)
    if codes and "ad" in held:
        ads = _asked(books, ("impressions", "clicks"), ("day",), span, where)
        shown, clicks = _counted(ads, "impressions", span), _counted(ads, "clicks", span)
    sold = _asked(books, ("units", "gmv"), ("sku", "day"), span, (Where("shop", (shop,)), Where("sku", skus)))
    return Page(
        visits=visits,
        search=search,
        elsewhere=elsewhere,
        clicks=clicks,
        shown=shown,
        opened=opened,
        seen=seen,
        empty=_empty(books, shop, skus, sold, span) if "stock" in held else nan,
        price=_price(sold, span),
        offer=_offer(sold, span),
        rival=_rival(books, shop, codes, span) if codes and "price" in held else nan,
        skus=skus,
        lost=_lost_words(books, shop, codes, span) if codes and "traffic_listing" in held else (),
        figures=_figures(visits),
    )


def _figures(visits: Pair) -> dict[str, float]:
    """What the evidence shows of the visits."""
    return {"visits_change": visits[0] / visits[1] - 1} if visits[1] > 0 else {}


def _asked(
    books: Engine,
    metrics: tuple[str, ...],
    by: tuple[str, ...],
    span: _Span,
    where: tuple[Where, ...],
) -> Columns:
    return Columns.of(reckon(books, Question(metrics, by, span.whole, where)))


def _listings(books: Engine, action: Action, skus: tuple[str, ...], span: _Span) -> tuple[str, ...]:
    """The platform's codes of the item's pages: its own, else those whose title is that of its orders."""
    if action.target.kind == "listing":
        return (action.target.ident,)
    if "traffic_listing" not in books.tables():
        return ()
    shop = Where("shop", (action.target.shop,))
    days = Where("paid_day", tuple(span.whole))
    titles = {
        str(title)
        for (title,) in books.rows("order_line", ("title",), (shop, Where("sku", skus), days))
        if title
    }
    if not titles:
        return ()
    rows = books.rows("traffic_listing", ("listing_id",), (shop, Where("title", tuple(sorted(titles)))))
    return tuple(sorted({str(code) for (code,) in rows}))


def _skus(books: Engine, shop: str, codes: tuple[str, ...], span: _Span) -> tuple[str, ...]:
    """SKUs whose orders bear the title of the page."""
    rows = books.rows("traffic_listing", ("title",), (Where("shop", (shop,)), Where("listing_id", codes)))
    titles = tuple(sorted({str(title) for (title,) in rows if title}))
    if not titles:
        return ()
    where = (Where("shop", (shop,)), Where("title", titles), Where("paid_day", tuple(span.whole)))
    return tuple(sorted({str(sku) for (sku,) in books.rows("order_line", ("sku",), where) if sku}))


def _pair(facts: Columns, metric: str, span: _Span) -> Pair:
    """(now, usual) of a measure a day; NaN where no day of a side has a row."""
    values, days = facts.floats(metric), facts.keys["day"]
    sums = {True: 0.0, False: 0.0}
    told = {True: False, False: False}
    for row in range(len(facts)):
        if isinstance(days[row], date) and np.isfinite(values[row]):
            late = days[row] in span.now
            sums[late] += values[row]
            told[late] = True
    if not told[False]:
        return nan, nan
    return sums[True] / span.now.days, sums[False] / span.usual.days


def _counted(facts: Columns, metric: str, span: _Span) -> Pair:
    """(now, usual) of a measure over as many days as are in question."""
    now, usual = _pair(facts, metric, span)
    return now * span.now.days, usual * span.now.days


def _sources(facts: Columns, span: _Span) -> tuple[Pair, Pair]:
    """Visits a day from search, and from everywhere else."""
    values, days = facts.floats("visitor_days"), facts.keys["day"]
    sums = np.zeros((2, 2))
    for row in range(len(facts)):
        if isinstance(days[row], date) and np.isfinite(values[row]):
            found = any(word in str(facts.keys["source"][row] or "").lower() for word in SEARCH_WORDS)
            sums[int(not found), int(days[row] not in span.now)] += values[row]
    if not sums[:, 1].any():
        return (nan, nan), (nan, nan)
    sums /= np.array([span.now.days, span.usual.days])
    return (float(sums[0, 0]), float(sums[0, 1])), (float(sums[1, 0]), float(sums[1, 1]))


def _price(sold: Columns, span: _Span) -> float:
    """Log change of the price paid for a unit, at the usual mix of SKUs; NaN where nothing was sold now."""
    units, paid, days = sold.floats("units"), sold.floats("gmv"), sold.keys["day"]
    sums: dict[str, list[float]] = {}
    for row in range(len(sold)):
        if isinstance(days[row], date) and np.isfinite(units[row]) and np.isfinite(paid[row]):
            at = 0 if days[row] in span.now else 2
            mine = sums.setdefault(str(sold.keys["sku"][row]), [0.0] * 4)
            mine[at] += units[row]
            mine[at + 1] += paid[row]
    both = [(now / of, before / was, was) for of, now, was, before in sums.values() if of > 0 and was > 0]
    weight = sum(was for _, _, was in both)
    if not weight or any(now <= 0 or before <= 0 for now, before, _ in both):
        return nan
    return sum(was * log(now / before) for now, before, was in both) / weight


def _offer(sold: Columns, span: _Span) -> float:
    """How much cheaper, in logs, it was over a week or so that ended in the last weeks and sold more; NaN: never.

    A day's price is that of its units against the usual (median) price of their SKUs.
    """
    index = _prices(sold)
    told = sorted(index)
    cheap = [day for day in told if index[day][0] <= -OFFER]
    first, last = (cheap[0], cheap[-1]) if cheap else (span.now.last, span.now.last)
    within = [index[day] for day in told if first <= day <= last]
    others = [index[day] for day in told if not first <= day <= last]
    over = any(day > last for day in told) and 0 < (span.now.last - last).days <= OFFER_AGO
    steady = len(cheap) >= OFFER_SHARE * len(within) and OFFER_DAYS <= (last - first).days + 1 <= OFFER_LONG
    if not (over and steady and others):
        return nan
    a_day = sum(units for _, units in within) / ((last - first).days + 1)
    rest = span.whole.days - (last - first).days - 1
    if a_day * rest <= sum(units for _, units in others):
        return nan
    return -sum(change * units for change, units in within) / sum(units for _, units in within)


def _prices(sold: Columns) -> dict[date, tuple[float, float]]:
    """Day → log of the price of its units against the median price of their SKUs, and its units."""
    units, paid, days = sold.floats("units"), sold.floats("gmv"), sold.keys["day"]
    each: dict[str, list[tuple[date, float, float]]] = {}
    for row in range(len(sold)):
        if isinstance(days[row], date) and units[row] > 0 and paid[row] > 0:
            each.setdefault(str(sold.keys["sku"][row]), []).append(
                (days[row], float(units[row]), log(paid[row] / units[row]))
            )
    sums: dict[date, tuple[float, float]] = {}
    for rows in each.values():
        usual = float(np.median([price for *_, price in rows]))
        for day, count, price in rows:
            change, of = sums.get(day, (0.0, 0.0))
            sums[day] = (change + count * (price - usual), of + count)
    return {day: (change / count, count) for day, (change, count) in sums.items()}


def _empty(books: Engine, shop: str, skus: tuple[str, ...], sold: Columns, span: _Span) -> float:
    """Share of the item's usual sales whose SKUs had nothing left at the last count of stock."""
    period = Period(span.now.last - timedelta(days=STOCK_DAYS - 1), span.now.last)
    where = (Where("shop", (shop,)), Where("sku", skus))
    left = Columns.of(reckon(books, Question(("stock",), ("sku",), period, where)))
    stock = dict(zip((str(sku) for sku in left.keys["sku"]), left.floats("stock"), strict=True))
    usual: dict[str, float] = {}
    units = sold.floats("units")
    for row in range(len(sold)):
        if sold.keys["day"][row] not in span.now and np.isfinite(units[row]):
            sku = str(sold.keys["sku"][row])
            usual[sku] = usual.get(sku, 0.0) + float(units[row])
    known = sum(count for sku, count in usual.items() if np.isfinite(stock.get(sku, nan)))
    if known <= 0:
        return nan
    return sum(count for sku, count in usual.items() if stock.get(sku, nan) <= 0) / known


def _rival(books: Engine, shop: str, codes: tuple[str, ...], span: _Span) -> float:
    """Log change of the cheapest rival's price; NaN where none was looked at on both sides."""
    rows = books.rows(
        "price",
        ("day", "deal_price", "final_price"),
        (Where("shop", (shop,)), Where("listing_id", codes), Where("day", tuple(span.whole))),
    )
    seen: dict[bool, list[float]] = {True: [], False: []}
    for day, deal, final in rows:
        price = final if final is not None else deal
        if price is not None and isinstance(day, date):
            seen[day in span.now].append(float(str(price)))
    if not seen[True] or not seen[False] or min(seen[True]) <= 0:
        return nan
    return log(seen[True][-1] / float(np.median(seen[False])))


def _lost_words(books: Engine, shop: str, codes: tuple[str, ...], span: _Span) -> tuple[str, ...]:
    """Words of the title before that the title now has no more."""
    rows = books.rows(
        "traffic_listing",
        ("day", "title"),
        (Where("shop", (shop,)), Where("listing_id", codes), Where("day", tuple(span.whole))),
    )
    words: dict[bool, list[str]] = {True: [], False: []}
    for day, title in rows:
        if title and isinstance(day, date):
            words[day in span.now].append(str(title))
    if not words[True] or not words[False]:
        return ()
    return lost_words(words[False][0], words[True][-1])
