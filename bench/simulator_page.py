"""Write docs/simulator.md: simulated shops beside two published records of real ones, and every fault's money.

`python -m bench.simulator_page` reads the published files where `ZHANGGUI_DATA` says (see `bench.published`), lives
the shops, measures, draws, writes. `--fast` leaves the table of faults as it stands in the page.
"""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from bench import simulator_faults
from bench.plot import Chart, Curve, svg
from bench.published import ROOT, cdnow, data_dir, uci
from zhanggui.simulator.basket import BasketModel
from zhanggui.simulator.demand import DemandModel
from zhanggui.simulator.shop import Models
from zhanggui.simulator.validity import CURVE, REPEAT_WEEKS, Statistics, distances, statistics, trades_of
from zhanggui.simulator.world import Config, live_shop, make_shops, shop_plans

PAGE = ROOT / "docs" / "simulator.md"
PICTURES = ROOT / "docs" / "simulator"
SEED, LISTINGS, DAYS, START = 1, 100, 365, date(2026, 1, 5)
UCI, CDNOW, WHOLESALE = "UCI Online Retail", "CDNOW", "sim wholesale"
_REAL = frozenset({UCI, CDNOW})
_EPOCH = date(1970, 1, 1)
_SHOWN = ("weekday", "order_size", "items", "top", "repeat", "gaps")
_FAULTS_HEAD = "## What every fault costs, and when it shows"
_HEAD_END = "<!-- end of the table -->"


def wholesaler() -> Models:
    """A wholesaler: closed on Saturdays, large mixed baskets. Parameters alone, no other mechanism."""
    days = (1.09, 1.24, 1.29, 1.49, 1.10, 0.001, 0.78)
    return Models(
        basket=BasketModel(second=0.1, large=0.88, large_items=26.0, bulk=0.05),
        demand=DemandModel(weekday_cn=days, weekday_us=days),
    )


def simulated() -> dict[str, Statistics]:
    """The four platforms' shops as they are, and one with a wholesaler's parameters."""
    plain = Config(SEED, DAYS, START, shop_plans(4, LISTINGS))
    out = {f"sim {key}": _shape(plain, key) for key in ("taobao", "douyin", "amazon", "shopify")}
    large = replace(plain, shops=shop_plans(4, 10 * LISTINGS), models=wholesaler())
    out[WHOLESALE] = _shape(large, "shopify")
    return out


def _shape(config: Config, key: str) -> Statistics:
    shop = make_shops(config)[1][key]
    run = live_shop(shop, ()).run
    return statistics(trades_of(run, (config.start - _EPOCH).days, config.days - 1))


def pictures(shapes: Mapping[str, Statistics]) -> dict[str, str]:
    """File name -> SVG, one for each statistic that is a curve."""
    days = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    items = tuple("1 2 3 4 5 6 7 8 9 10 11 12+".split())
    weeks = ("0", "13", "26", "39", "52")

    def curves(x: Sequence[float], part: str) -> list[Curve]:
        return _curves(shapes, x, part)

    def spread(part: str, most: float) -> list[Curve]:
        return _spread(shapes, part, most)

    return {
        "weekday": svg(
            Chart("Orders by weekday", "", "share of orders", (0, 6), (0, 0.25), days),
            curves(range(7), "weekday"),
        ),
        "order_size": svg(
            Chart(
                "Order size",
                "order amount / median order",
                "share of orders at least so large",
                (0, 5),
                (0, 1),
            ),
            spread("order_size", 5),
        ),
        "items": svg(
            Chart(
                "Items in an order",
                "different items (CDNOW: records)",
                "share of orders",
                (1, 12),
                (0, 1),
                items,
            ),
            curves(range(1, 13), "items"),
        ),
        "top": svg(
            Chart(
                "Sales by the best items", "best share of items that sold", "share of sales", (0, 1), (0, 1)
            ),
            curves(CURVE, "curve"),
        ),
        "repeat": svg(
            Chart(
                "Coming back",
                "weeks since the first order",
                "customers who bought again",
                (0, 52),
                (0, 1),
                weeks,
            ),
            curves(REPEAT_WEEKS, "repeat"),
        ),
        "gaps": svg(
            Chart(
                "Time between orders", "gap / median gap", "share of gaps at least so long", (0, 10), (0, 1)
            ),
            spread("gaps", 10),
        ),
    }


def _curves(shapes: Mapping[str, Statistics], x: Sequence[float], part: str) -> list[Curve]:
    """One curve a shop; a shop keeps its colour where another is left out."""
    rows = ((tone, name, getattr(shape, part)) for tone, (name, shape) in enumerate(shapes.items()))
    return [
        Curve(name, x, y.tolist(), tone, name in _REAL) for tone, name, y in rows if not np.isnan(y).all()
    ]


def _spread(shapes: Mapping[str, Statistics], part: str, most: float) -> list[Curve]:
    """Share of orders (or gaps) of at least x times the median."""
    x = np.linspace(0.0, most, 121)
    rows = ((tone, name, getattr(shape, part)) for tone, (name, shape) in enumerate(shapes.items()))
    return [
        Curve(name, x.tolist(), (1 - np.searchsorted(v, x) / v.size).tolist(), tone, name in _REAL)
        for tone, name, v in rows
        if v.size
    ]


_METHODS = (
    ("weekday", "orders by weekday", "total variation", "{:.3f}"),
    ("order_size", "order size over its median", "Kolmogorov-Smirnov", "{:.3f}"),
    ("order_size_area", "the same", "Wasserstein-1, in medians", "{:.2f}"),
    ("items", "different items in an order", "total variation", "{:.3f}"),
    ("top", "share of sales by the best items", "largest gap of the curves", "{:.3f}"),
    ("repeat", "customers back within n weeks", "largest gap of the curves", "{:.3f}"),
    ("gaps", "time between orders over its median", "Kolmogorov-Smirnov", "{:.3f}"),
    ("median_gap", "median time between orders", "ratio, 1 is the same", "{:.2f}"),
    ("returned", "share of sales that came back", "difference", "{:+.1%}"),
    ("spread", "day-to-day scatter beyond Poisson", "ratio, 1 is the same", "{:.2f}"),
)
_UNKNOWN_OF_CDNOW = {"top", "returned"}


def distance_table(shapes: Mapping[str, Statistics]) -> list[str]:
    """Distances of each simulated shop from both records; where a record doesn't hold a figure, nothing."""
    shops = [name for name in shapes if name not in {UCI, CDNOW}]
    out = ["| statistic | distance | from | " + " | ".join(shops) + " |", "|---" * (3 + len(shops)) + "|"]
    far = {real: {name: distances(shapes[real], shapes[name]) for name in shops} for real in (UCI, CDNOW)}
    for key, what, method, form in _METHODS:
        for real in (UCI, CDNOW):
            if real == CDNOW and key in _UNKNOWN_OF_CDNOW:
                continue
            cells = " | ".join(form.format(far[real][name][key]) for name in shops)
            out.append(f"| {what} | {method} | {real} | {cells} |")
    return out


def figure_table(shapes: Mapping[str, Statistics]) -> list[str]:
    """A few plain figures of each shop."""
    out = [
        "| shop | one item | back in 4 weeks | in 26 weeks | median gap, days | top 10 % sell | back | scatter |",
        "|---" * 8 + "|",
    ]
    for name, shape in shapes.items():
        cells = (
            f"{shape.items[0]:.0%}",
            f"{shape.repeat[3]:.0%}",
            f"{shape.repeat[25]:.0%}",
            f"{shape.median_gap:.0f}",
            "not known" if np.isnan(shape.top[2]) else f"{shape.top[2]:.0%}",
            "not known" if name == CDNOW else f"{shape.returned:.1%}",
            f"{shape.spread:.3f}",
        )
        out.append(f"| {name} | " + " | ".join(cells) + " |")
    return out


MECHANISMS = (
    (
        "who buys again, when, and who is gone",
        "people",
        "Fader, Hardie and Lee (2005): BG/NBD, CDNOW's estimates",
    ),
    ("counts beyond Poisson", "demand", "Ehrenberg (1959): negative binomial purchases"),
    ("rise and decay of an item", "demand", "Bass (1969)"),
    ("lunar and other festivals", "festivals", "calendar of the Hong Kong Observatory"),
    ("few items sell most", "catalogue", "Brynjolfsson, Hu and Simester (2011)"),
    ("clicks by rank", "listing", "Ghose and Yang (2009)"),
    (
        "price elasticity -2.62",
        "listing",
        "Bijmolt, van Heerde and Pieters (2005), mean of 1,851 elasticities",
    ),
    ("seconds of loading and conversion", "listing", "Deloitte (2020), Milliseconds make millions"),
    ("what a click costs against the bid", "ads", "Varian (2007), position auctions"),
    (
        "paid clicks that would have come unpaid",
        "ads",
        "Blake, Nosko and Tadelis (2015), field experiments at eBay",
    ),
    ("posts: heavy-tailed, gone in days", "content", "Cha, Kwak, Rodriguez, Ahn and Moon (2007)"),
    ("buyers whom a price cut alone brings", "price", "Fox and Hoch (2005), Cherry-picking"),
    ("reordering up to a level", "stock", "Silver, Pyke and Thomas (2017)"),
    ("stars: mostly fives, some ones", "aftersales", "Hu, Zhang and Pavlou (2009)"),
    ("fees", "money", "the platforms' published schedules, rounded; every one is a field"),
    ("one number for one purpose", "streams", "Salmon and others (2011); Law (2015), common random numbers"),
    ("when a fault shows", "signals", "Page (1954), sum of deviations against its noise"),
)


_WORDS = """\
<!-- Written by `make simulator-page`: change the code, not this page. -->

# The simulated shop, beside real ones

Four simulated shops of {listings} listings, lived for {days} days (seed {seed}, no faults), and a fifth with a
wholesaler's parameters, beside two published records:

- **UCI Online Retail** (Chen, 2015, CC BY 4.0): a year of a British wholesaler of gifts, 305 trading days.
- **CDNOW** (Fader and Hardie, 2001): 18 months of one cohort of a record shop, first bought in early 1997.

Neither is a shop on Taobao, Douyin, Amazon or Shopify. What a record can't tell is left out of its rows.

## Figures

{figures}

Scatter: standard deviation of a day's orders beyond Poisson, over their mean, weekday and a four-week drift taken
out. Came back, of UCI: cancellations matched to an earlier sale of the customer and item.

## Distances

{distances}

What does not match, and why it is left so:

- UCI is wholesale. Its orders hold many different items (one item alone: {uci_one:.0%}), nobody trades there on
  Saturdays, and {uci_back:.0%} of its customers are back within 26 weeks. The four shops sell to people: {one[0]:.0%}
  to {one[1]:.0%} of their orders hold one item, {back[0]:.0%} to {back[1]:.0%} of customers are back within 26 weeks.
  With the wholesaler's basket and weekdays the same mechanisms come nearer in both (last column); the repeat curve
  stays that of people, and sales are spread more evenly than UCI's, because large baskets take from the whole shelf.
- CDNOW's customers come back a little more often ({cdnow_back:.0%} within 26 weeks) and take more pieces at a time:
  records are bought by the armful, dresses and tumblers are not.
- Most customers of UCI had bought before its first day, so that its repeat curve counts later orders of old customers
  as their second; the same holds for the simulated shops, which begin with a year of past buyers.
- The last weeks of a repeat curve rest on few customers; points with fewer than 100 are left out.

## Pictures

Solid: real. Dashed: simulated.

{pictures}

## Mechanisms and their sources

| mechanism | file | source |
|---|---|---|
{mechanisms}

{head}

{faults}
"""
_FAULT_WORDS = """\
Each fault alone, at strength 1, in shops of {listings} listings and {days} days, seeds {seeds}: the median of the
profit lost until {tail} days after the last export, as a share of the shop's usual profit of those days, and the
median day, counted from the fault's first, on which some figure of the exports leaves its noise (`signals.py`). With
and without the fault the random numbers are the same; yet a single order for a dozen pieces, or one that comes back,
still sways a small shop. '-': the fault is not the seller's to make there. Faults of the data cost nothing.

{table}

{end}"""


def words(shapes: Mapping[str, Statistics], faults: str) -> str:
    """The page."""
    plain = [shape for name, shape in shapes.items() if name.startswith("sim ") and name != WHOLESALE]
    one = sorted(shape.items[0] for shape in plain)
    back = sorted(shape.repeat[25] for shape in plain)
    return _WORDS.format(
        listings=LISTINGS,
        days=DAYS,
        seed=SEED,
        figures="\n".join(figure_table(shapes)),
        distances="\n".join(distance_table(shapes)),
        uci_one=shapes[UCI].items[0],
        uci_back=shapes[UCI].repeat[25],
        cdnow_back=shapes[CDNOW].repeat[25],
        one=(one[0], one[-1]),
        back=(back[0], back[-1]),
        pictures="\n\n".join(f"![{name}](simulator/{name}.svg)" for name in _SHOWN),
        mechanisms="\n".join(
            f"| {what} | [{module}.py](../src/zhanggui/simulator/{module}.py) | {source} |"
            for what, module, source in MECHANISMS
        ),
        head=_FAULTS_HEAD,
        faults=faults,
    )


def fault_section(rows: Sequence[simulator_faults.Told]) -> str:
    """The table of faults with its legend."""
    return _FAULT_WORDS.format(
        listings=simulator_faults.LISTINGS,
        days=simulator_faults.DAYS,
        tail=simulator_faults.TAIL,
        seeds=", ".join(map(str, simulator_faults.SEEDS)),
        table="\n".join(simulator_faults.table(rows)),
        end=_HEAD_END,
    )


def _standing() -> str:
    """The table of faults as it stands in the page; '' when there is none."""
    text = PAGE.read_text("utf-8") if PAGE.is_file() else ""
    _, found, rest = text.partition(_FAULTS_HEAD)
    return rest.partition(_HEAD_END)[0].strip() + "\n\n" + _HEAD_END if found else ""


def main() -> int:
    """Write the page and its pictures."""
    folder: Path = data_dir()
    shapes = {UCI: statistics(uci(folder)), CDNOW: statistics(cdnow(folder)), **simulated()}
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name, text in pictures(shapes).items():
        (PICTURES / f"{name}.svg").write_text(text, "utf-8")
    standing = _standing() if "--fast" in sys.argv else ""
    faults = standing or fault_section(simulator_faults.everywhere())
    PAGE.write_text(words(shapes, faults), "utf-8")
    print(f"{PAGE.relative_to(ROOT)} and {len(list(PICTURES.glob('*.svg')))} pictures written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
