"""Reports of ad accounts by search term: Amazon Sponsored Products, Google Ads, and Meta by ad."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from zhanggui.simulator.ads import CAMPAIGNS
from zhanggui.simulator.catalogue import CATEGORIES
from zhanggui.simulator.exports.counts import quotient, share
from zhanggui.simulator.exports.headers_global import AMAZON_TERMS, GOOGLE_TERMS, META_ADS
from zhanggui.simulator.exports.sheet import Column, Dialect, write_text
from zhanggui.simulator.exports.sycm import attributed
from zhanggui.simulator.exports.view import View, money, pick, whole
from zhanggui.simulator.exports.windows import months
from zhanggui.simulator.shop import Shop
from zhanggui.simulator.streams import Flags, Ints

_WORDS = ("", " for women", " gift", " best", " cheap", " set", " 2 pack", " near me", " free")
_KEYWORDS = ("{term}", "{term} {style}", "{category}")
_MATCH = ("EXACT", "PHRASE", "-", "EXACT")
_BRAND = "zhanggui"


def _columns(header: tuple[str, ...], known: Mapping[str, Column], missing: str = "") -> list[Column]:
    return [known.get(name, known.get(name.strip(), missing)) for name in header]


def keywords(shop: Shop) -> list[str]:
    """The keyword that each term met."""
    out = []
    for listing, campaign, keyword in zip(
        shop.terms.listing.tolist(), shop.terms.campaign.tolist(), shop.terms.keyword.tolist(), strict=True
    ):
        product = int(shop.shelf.product[listing])
        category = CATEGORIES[int(shop.products.category[product])]
        style = shop.products.name(product, chinese=False).split(" ")[0].lower()
        text = _KEYWORDS[keyword].format(term=category.term_en, style=style, category=category.en.lower())
        out.append(f"{_BRAND} {category.en.lower()}" if CAMPAIGNS[campaign] == "brand" else text)
    return out


def search_terms(shop: Shop) -> list[str]:
    """What shoppers typed; unlike within an ad group."""
    words = keywords(shop)
    codes = [shop.products.code(p).lower() for p in shop.shelf.product[shop.terms.listing].tolist()]
    return [
        f"{word}{_WORDS[(wording + 3 * keyword) % len(_WORDS)]} {code}"
        for word, wording, keyword, code in zip(
            words, shop.terms.wording.tolist(), shop.terms.keyword.tolist(), codes, strict=True
        )
    ]


def ad_groups(shop: Shop) -> list[str]:
    """The ad group of each term: one a listing."""
    return [f"AG-{shop.products.code(p)}" for p in shop.shelf.product[shop.terms.listing].tolist()]


def campaigns(shop: Shop) -> list[str]:
    """The campaign of each term."""
    return [f"SP-{CAMPAIGNS[c]}" for c in shop.terms.campaign.tolist()]


def _served(view: View, first: int, last: int) -> tuple[Ints, Ints]:
    """Days and terms with impressions in the window."""
    day, term = np.nonzero(view.run.traffic.ad_impressions[first : last + 1])
    return day + first, term


def write_amazon_terms(view: View, out: Path, since: int = 0) -> None:
    """Sponsored Products search term report, daily rows, a month a file."""
    deals, sales, units = attributed(view)
    log, shop = view.run.traffic, view.shop
    words, terms, groups, plans = keywords(shop), search_terms(shop), ad_groups(shop), campaigns(shop)
    match = [_MATCH[c] for c in shop.terms.campaign.tolist()]
    auto = [CAMPAIGNS[c] == "auto" for c in shop.terms.campaign.tolist()]
    targets = ["close-match" if a else word for a, word in zip(auto, words, strict=True)]
    for window in months(view, since):
        day, term = _served(view, window.first, window.last)
        at = (day, term)
        shown, clicks, spend = (
            getattr(log, f"ad_{n}")[at].astype(np.int64) for n in ("impressions", "clicks", "spend")
        )
        stamps = [f"{view.day(d):%b %d, %Y}" for d in day.tolist()]
        known: dict[str, Column] = {
            "Start Date": stamps,
            "End Date": stamps,
            "Portfolio name": "",
            "Currency": "USD",
            "Campaign Name": pick(plans, term),
            "Ad Group Name": pick(groups, term),
            "Retailer": "Amazon",
            "Country": "United States",
            "Targeting": pick(targets, term),
            "Match Type": pick(match, term),
            "Customer Search Term": pick(terms, term),
            "Impressions": whole(shown),
            "Clicks": whole(clicks),
            "Click-Thru Rate (CTR)": share(clicks, shown, 4, ""),
            "Cost Per Click (CPC)": ["$" + q if q else "" for q in quotient(spend / 100, clicks, 2, "")],
            "Spend": ["$" + m for m in money(spend)],
            "7 Day Total Sales": ["$" + m for m in money(sales[at])],
            "Total Advertising Cost of Sales (ACOS)": share(spend, sales[at], 2, ""),
            "Total Return on Advertising Spend (ROAS)": quotient(sales[at], spend, 2, ""),
            "7 Day Total Orders (#)": whole(deals[at]),
            "7 Day Total Units (#)": whole(units[at]),
            "7 Day Conversion Rate": share(deals[at], clicks, 4, ""),
            "7 Day Advertised SKU Units (#)": whole(units[at]),
            "7 Day Other SKU Units (#)": "0",
            "7 Day Advertised SKU Sales": ["$" + m for m in money(sales[at])],
            "7 Day Other SKU Sales": "$0.00",
        }
        path = out / f"Sponsored_Products_Search_term_report_{window.name(view)}.csv"
        write_text(path, AMAZON_TERMS, _columns(AMAZON_TERMS, known), Dialect("utf-8-sig"))


_META_SHARE = (2,)  # keywords of the account that stand for Meta's audiences, the rest is Google's


def _meta(shop: Shop) -> Flags:
    return np.isin(shop.terms.keyword, _META_SHARE)


def write_google_terms(view: View, out: Path, since: int = 0) -> None:
    """Google Ads search terms with the Day segment, a month a file; totals below, the range in the second line."""
    deals, sales, _ = attributed(view)
    log, shop = view.run.traffic, view.shop
    terms, groups = search_terms(shop), ad_groups(shop)
    plans = [f"Search | {CAMPAIGNS[c]}" for c in shop.terms.campaign.tolist()]
    google = ~_meta(shop)
    header = ("Day", *GOOGLE_TERMS, "Conv. value")
    blank = " --" if view.quirks.null_text else ""
    for window in months(view, since):
        day, term = _served(view, window.first, window.last)
        day, term = day[google[term]], term[google[term]]
        at = (day, term)
        shown, clicks, spend = (
            getattr(log, f"ad_{n}")[at].astype(np.int64) for n in ("impressions", "clicks", "spend")
        )
        made, value = deals[at], sales[at]
        known: dict[str, Column] = {
            "Day": [f"{view.day(d)}" for d in day.tolist()],
            "Search term": pick(terms, term),
            "Match type": "Phrase match",
            "Added/Excluded": "None",
            "Campaign": pick(plans, term),
            "Ad group": pick(groups, term),
            "Clicks": [f"{v:,}" for v in clicks.tolist()],
            "Impr.": [f"{v:,}" for v in shown.tolist()],
            "CTR": share(clicks, shown),
            "Currency code": "USD",
            "Avg. CPC": quotient(spend / 100, clicks, 2, blank),
            "Cost": [f"{v / 100:,.2f}" for v in spend.tolist()],
            "Conversions": [f"{v}.00" for v in made.tolist()],
            "Cost / conv.": quotient(spend / 100, made, 2, blank),
            "Conv. value": [f"{v / 100:,.2f}" for v in value.tolist()],
        }
        first, last = view.day(window.first), view.day(window.last)
        text = f'"{first.day} {first:%B} {first.year} - {last.day} {last:%B} {last.year}"'
        rate = f"{100 * clicks.sum() / max(shown.sum(), 1):.2f}%"
        sums = (clicks.sum(), shown.sum(), rate, "USD", blank, f"{spend.sum() / 100:.2f}")
        totals = ",".join(map(str, (*sums, f"{made.sum()}.00", blank, f"{value.sum() / 100:.2f}")))
        footer = (f" --,Total: Search terms,,,,,{totals}", f" --,Total: Account,,,,,{totals}")
        dialect = Dialect(
            preamble=("Search terms report", text), footer=footer if view.quirks.footers else ()
        )
        path = out / f"Search terms report {window.name(view)}.csv"
        write_text(path, header, _columns(header, known), dialect)


def write_meta(view: View, out: Path, since: int = 0) -> None:
    """Meta Ads Manager by ad and day, a month a file, an unnamed totals row first."""
    deals, sales, _ = attributed(view)
    log, shop = view.run.traffic, view.shop
    mine = _meta(shop)
    groups = ad_groups(shop)
    listings = np.unique(shop.terms.listing[mine])
    fold = (shop.terms.listing[:, None] == listings[None, :]) & mine[:, None]
    names = [
        groups[int(np.nonzero(shop.terms.listing == i)[0][0])].replace("AG-", "Ad ")
        for i in listings.tolist()
    ]
    days = view.until + 1
    tables = [
        t[:days].astype(np.int64) @ fold
        for t in (log.ad_impressions, log.ad_clicks, log.ad_spend, deals, sales)
    ]
    header = META_ADS
    for window in months(view, since):
        block = [table[window.first : window.last + 1] for table in tables]
        day, at = np.nonzero(block[0])
        shown, _, spend, made, value = (part[day, at] for part in block)
        stamps = [f"{view.day(d + window.first)}" for d in day.tolist()]
        known: dict[str, list[str]] = {
            "Reporting starts": stamps,
            "Reporting ends": stamps,
            "Ad name": pick(names, at),
            "Ad delivery": ["active"] * at.size,
            "Results": [str(v) if v else "" for v in made.tolist()],
            "Result indicator": ["actions:offsite_conversion.fb_pixel_purchase"] * at.size,
            "Cost per results": quotient(spend / 100, made, 2, ""),
            "Amount spent (USD)": money(spend),
            "Impressions": whole(shown),
            "Reach": whole(np.round(shown * 0.8).astype(np.int64)),
            "Purchases": [str(v) if v else "" for v in made.tolist()],
            "Attribution setting": ["7-day click"] * at.size,
            "Ad set name": pick(names, at),
            "Purchase ROAS (return on ad spend)": quotient(value, spend, 4, ""),
        }
        if view.quirks.footers:
            total = {
                "Reporting starts": f"{view.day(window.first)}",
                "Reporting ends": f"{view.day(window.last)}",
                "Amount spent (USD)": f"{spend.sum() / 100:.2f}",
                "Impressions": str(shown.sum()),
                "Purchases": str(made.sum()),
            }
            known = {name: [total.get(name, ""), *values] for name, values in known.items()}
        path = out / f"meta-ads_{window.name(view)}.csv"
        size = at.size + int(view.quirks.footers)
        columns = [known.get(name, [""] * size) for name in header]
        write_text(path, header, columns, Dialect("utf-8-sig"))
