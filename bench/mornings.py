"""Cause told from noise, measured: what `why` and `today` say on simulated mornings whose truth is known.

    python -m bench.mornings [--mornings 200] [--parts quiet,decoys,faults] [--metrics gmv] [--seed 0] [--cache DIR]

Shops of all platforms are simulated, written as the platforms write their files, loaded through the readers, and asked
as of past mornings (what had not happened yet is hidden). ``--seed`` is added to the seed of every group of shops, so
that other shops can be asked than those looked at while the rules were made. Three parts, one table:

- quiet: shops without fault or decoy. The share of mornings on which `why` (of each of ``--metrics``) and the headline
  of `today` call the figure real, beside the rate that is promised; how often the expected range holds the figure and
  the interval of a driver holds nothing (there was no cause); how often the two sentences disagree.
- decoys: shops with decoys alone. The share of their days called real, and of those not named harmless in the answer
  (all shops moved alike, an item is talked about).
- faults: for every fault, on the day, four and seven days after it can be seen and over its first week, whether its
  place (listing, campaign, term, region, shop) is among the first three slices of `why`, asked for the metric that an
  operator would ask for.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, TextIO

from zhanggui.app.load import Options as LoadOptions
from zhanggui.app.load import load
from zhanggui.app.scoring.seen import hide_after
from zhanggui.app.scoring.truth import Fault, faults_of
from zhanggui.app.today import headline
from zhanggui.app.why import Asked, Why
from zhanggui.diagnosis.finding import ALPHA
from zhanggui.engines.duck import DuckEngine
from zhanggui.metrics.ask import ask
from zhanggui.metrics.query import Engine, Where
from zhanggui.metrics.question import Question
from zhanggui.model.period import Period
from zhanggui.reports.briefing import Kpi
from zhanggui.reports.explained import Explained
from zhanggui.simulator.entry import Options, run
from zhanggui.store.folder import ShopFolder

AUTUMN = date(2026, 7, 6)
_PLAIN = Options(Path(), shops=4, days=120, listings=30, faults=0, decoys=0, workers=1)
QUIET = (
    replace(_PLAIN, seed=11, listings=60),
    replace(_PLAIN, seed=12, listings=20, start=AUTUMN),
    replace(_PLAIN, seed=13, shops=1, listings=40),
    replace(_PLAIN, seed=14),
)
DECOYS = (
    replace(_PLAIN, seed=31, listings=20, decoys=12),
    replace(_PLAIN, seed=32, shops=2, start=AUTUMN, decoys=12),
)
FAULTY = tuple(
    replace(_PLAIN, seed=seed, shops=shops, listings=listings, days=days, fault_keys=tuple(keys.split()))
    for seed, shops, listings, days, keys in (
        (
            21,
            4,
            30,
            100,
            "image_swapped pay_fails_mobile size_chart_wrong keyword_bleeding rank_lost ads_paused",
        ),
        (24, 1, 30, 100, "image_swapped size_chart_wrong"),
        (41, 1, 100, 110, "image_swapped price_below_cost pay_fails_mobile batch_defect"),
        (42, 3, 60, 110, "coupon_stacked commission_wrong page_weak keyword_bleeding courier_delay"),
    )
)
# What an operator asks about, by the fault's stage; some faults show in another figure.
ASKED_OF = {
    "listing": ("gmv",), "traffic": ("gmv", "ad_spend"), "conversion": ("gmv",), "retention": ("gmv",),
    "aftersales": ("refunds", "refunds_of_orders", "gmv"), "stock": ("gmv",), "selection": ("contribution",),
    "risk": ("fees", "gmv"),
}  # fmt: skip
ASKED_FOR = {
    "keyword_bleeding": ("ad_spend",), "brand_bid_up": ("ad_spend",), "bids_too_high": ("ad_spend",),
    "price_below_cost": ("unit_price", "gmv"), "coupon_stacked": ("unit_price", "gmv"),
    "courier_delay": ("time_on_the_way", "refunds"), "region_logistics_down": ("time_on_the_way", "refunds"),
}  # fmt: skip
# What an operator asks about, by the figure that the truth says a fault shows in.
SHOWN_IN = {
    "impressions": "page_views", "clicks": "page_views", "visitors": "page_views",
    "bounced": "page_views", "carts": "cart_adder_days", "orders_made": "orders_created", "orders": "orders",
    "returning": "orders", "sales": "gmv", "unpaid": "payment_rate", "shipped": "units_shipped",
    "received": "time_on_the_way", "days_on_the_way": "time_on_the_way", "hours_to_ship": "time_to_ship",
    "asked_back": "refunds_of_orders", "poor_reviews": "low_reviews", "ad_impressions": "impressions",
    "ad_clicks": "clicks", "ad_spend": "ad_spend", "ad_orders": "ad_orders", "questions": "tickets",
    "reply_minutes": "first_reply_seconds", "postage": "shipping_income", "stock": "stock", "price": "unit_price",
}  # fmt: skip
SALES = "gmv"
TOP = 3
HEAVY = 0.03  # of the shop's sales since the fault began (at most a week): what a costly fault takes
WINDOW = 75
LATER = (1, 4, 7)
CENT = 0.01


@dataclass(frozen=True, slots=True)
class Shops:
    """One group of simulated shops: its folder and its truth."""

    folder: ShopFolder
    truth: Mapping[str, Any]

    @property
    def last(self) -> date:
        """Last exported day."""
        return date.fromisoformat(str(self.truth["last_day"]))

    @contextmanager
    def mornings(self, days: Sequence[date]) -> Iterator[Iterator[tuple[date, Engine]]]:
        """Every day of ``days`` with the books as they stood that evening."""
        keys = [one.shop for one in self.folder.settings.shops.values()]
        with self.folder.read() as reading:

            def each() -> Iterator[tuple[date, Engine]]:
                for day in days:
                    hide_after(reading.con, day)
                    yield day, DuckEngine(reading.con, keys)

            yield each()


@dataclass(frozen=True, slots=True)
class Tried:
    """What is asked: the folder of the simulated shops, how far their seeds are moved, and the metrics."""

    cache: Path
    seed: int
    metrics: tuple[str, ...]

    def others(self, groups: Sequence[Options]) -> list[Options]:
        """The groups with other seeds."""
        return [replace(one, seed=one.seed + self.seed) for one in groups]


def simulated(options: Options, cache: Path) -> Shops:
    """The shops of ``options``, simulated and loaded once under ``cache``."""
    place = cache / f"{options.seed}"
    done = place / "loaded"
    if not done.exists():
        made = run(replace(options, out=place / "exports"))
        last = date.fromisoformat(str(made.truth["last_day"]))
        now = datetime.combine(last + timedelta(days=1), time(8))
        load(ShopFolder.open(place / "shop", create=True), [made.out], LoadOptions(now, "bench"))
        done.touch()
    truth = json.loads((place / "exports" / "truth.json").read_text("utf-8"))
    return Shops(ShopFolder.open(place / "shop"), truth)


def told(shops: Shops, books: Engine, asked: Asked, day: date) -> Explained:
    """The answer of `why`, without the one metric."""
    return Why(shops.folder, books, asked, day).answer()


@dataclass(slots=True)
class Tally:
    """Counts by row and column: hits of tries."""

    rows: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))

    def add(self, row: str, column: str, hit: bool) -> None:  # noqa: FBT001 - a hit or a miss is what is counted
        """One more try."""
        cell = self.rows[row, column]
        cell[0] += hit
        cell[1] += 1

    def share(self, row: str, column: str) -> float | None:
        """Hits of tries; None without any."""
        hits, tries = self.rows.get((row, column), (0, 0))
        return hits / tries if tries else None

    def write(self, out: TextIO) -> None:
        """One line a cell."""
        for (row, column), (hits, tries) in sorted(self.rows.items()):
            print(f"{row:<28}{column:<34}{hits:>5} of {tries:<5}{hits / tries:>7.1%}", file=out)


# --- quiet mornings and decoys ----------------------------------------------------------------------


def ordinary(shops: Shops, day: date) -> str:
    """The kinds of decoy that a day has, joined; '' on an ordinary day."""
    kinds = {
        str(one["key"]).split(":")[0]
        for one in shops.truth["decoys"]
        if str(one["first_day"]) <= day.isoformat() <= str(one["last_day"])
    } - {"ordinary_noise"}
    return "+".join(sorted(kinds))


def look(shops: Shops, morning: tuple[date, Engine], row: str, tally: Tally, metrics: Sequence[str]) -> None:
    """One morning: what `why` says of each metric, and the headline of `today` where that is sales."""
    day, books = morning
    for metric in metrics:
        answer = told(shops, books, Asked(metric, Period(day, day)), day)
        real = _judged(answer, row, tally)
        loud = False
        if metric == SALES:
            shown = headline(shops.folder, books, day)
            loud = shown is not None and shown.noise is False
            tally.add(row, "today: headline", loud)
            tally.add(row, "the two sentences disagree", real != loud or not _same(shown, answer))
        if loud or real:
            sys.stderr.write(
                f"{row} {shops.truth['seed']} {day} {ordinary(shops, day)} {metric} why={real} today={loud} "
                f"p={answer.p_noise} value={answer.value} usual={answer.usual} {answer.against} "
                f"alike={answer.alike} sought={answer.sought} {[p.where for p in answer.places]}\n"
            )


def _judged(answer: Explained, row: str, tally: Tally) -> bool:
    """Whether an answer calls its figure real; counted, with what its range and intervals hold."""
    metric = answer.metric
    known = answer.value is not None and answer.p_noise is not None
    tally.add(row, f"{metric}: judged", known)
    if not known:
        return False
    real = not answer.nothing
    tally.add(row, f"{metric}: why calls it real", real)
    tally.add(row, f"{metric}: real and not named harmless", real and not answer.harmless)
    if answer.low is not None and answer.high is not None and answer.value is not None:
        tally.add(row, f"{metric}: range holds the figure", answer.low <= float(answer.value) <= answer.high)
    for driver in answer.finding.drivers if answer.finding else ():
        if driver.low is not None and driver.high is not None:
            tally.add(row, f"{metric}: interval of {driver.code} holds 0", driver.low <= 0 <= driver.high)
    return real


def _same(shown: Kpi | None, answer: Explained) -> bool:
    """Whether the tile and the answer hold the same two figures, to the cent."""
    if shown is None or shown.value is None or answer.value is None:
        return shown is None or shown.value is answer.value
    sides = ((shown.value, answer.value), (shown.usual or 0, answer.usual or 0))
    return all(abs(float(one) - float(other)) < CENT for one, other in sides)


def quiet(tried: Tried, mornings: int, tally: Tally) -> None:
    """Shops without cause, ``mornings`` of them spread over the groups."""
    each = -(-mornings // len(QUIET))
    for options in tried.others(QUIET):
        shops = simulated(options, tried.cache)
        days = spread(shops.last, each)
        with shops.mornings(days) as found:
            for morning in found:
                row = "quiet: festival" if ordinary(shops, morning[0]) else "quiet"
                look(shops, morning, row, tally, tried.metrics)


def spread(last: date, count: int) -> list[date]:
    """``count`` of the last days, evenly spread over them."""
    return sorted({last - timedelta(days=n * WINDOW // count) for n in range(count)})


def decoys(tried: Tried, tally: Tally) -> None:
    """Days with decoys alone."""
    for options in tried.others(DECOYS):
        shops = simulated(options, tried.cache)
        days = [shops.last - timedelta(days=n) for n in range(WINDOW)][::-1]
        with shops.mornings([day for day in days if ordinary(shops, day)]) as found:
            for morning in found:
                look(shops, morning, "decoys", tally, tried.metrics)


# --- faults -----------------------------------------------------------------------------------------


def placed(answer: Explained, fault: Fault, *, alone: bool) -> bool:
    """Whether the place of ``fault`` is among the first three slices.

    A fault of the whole shop has no place where the books hold no other; then the change itself must be called real.
    """
    wanted = fault.ids | (fault.campaigns if fault.scope == "term" else frozenset())
    if fault.scope == "shop":
        wanted = frozenset({fault.shop})
        if alone:
            return answer.p_noise is not None and not answer.nothing
    for place in answer.places[:TOP]:
        where = {dim: value for dim, value, _ in place.where}
        inside = where.get("shop", fault.shop) == fault.shop
        if inside and any(value in wanted or _called(fault, dim, value) for dim, value in where.items()):
            return True
    return False


def _called(fault: Fault, dim: str, value: str) -> bool:
    """Whether a slice is the target by another name: a region with its country or what it is called by, advertising
    of an item whose groups and terms end in the item's code.
    """
    if fault.scope == "region" and dim == "region":
        return any(one and value.rpartition("/")[2].startswith(one) for one in fault.ids)
    if fault.scope == "listing" and dim in {"ad_group", "search_term"}:
        return any(one and value.upper().endswith(one.upper()) for one in fault.ids)
    return False


def asked_for(fault: Fault, shown_in: str) -> tuple[str, ...]:
    """The metrics an operator would ask about: of the fault's kind, and the figure it shows in."""
    shown = "fees" if shown_in.startswith("fee_") else SHOWN_IN.get(shown_in, "gmv")
    return tuple(dict.fromkeys((shown, *(ASKED_FOR.get(fault.key) or ASKED_OF[fault.stage]))))


def faults(tried: Tried, tally: Tally) -> None:
    """Every fault that comes to be seen, asked for on later days."""
    for options in tried.others(FAULTY):
        shops = simulated(options, tried.cache)
        for fault, told_of in zip(faults_of(shops.truth), shops.truth["faults"], strict=True):
            if fault.visible is None or fault.data_only or fault.visible >= shops.last:
                continue
            days = [fault.visible + timedelta(days=n) for n in LATER]
            days = [day for day in days if day <= shops.last] or [shops.last]
            with shops.mornings(days) as found:
                for day, books in found:
                    _seek(shops, (fault, str(told_of.get("visible_in"))), (day, books), tally)


def _seek(shops: Shops, sought: tuple[Fault, str], morning: tuple[date, Engine], tally: Tally) -> None:
    """One fault on one morning: by the day, and by the days since it began (at most a week)."""
    fault, shown_in = sought
    day, books = morning
    first = max(fault.first, day - timedelta(days=6))
    hits = []
    for metric in asked_for(fault, shown_in):
        for name, period in (("day", Period(day, day)), ("week", Period(first, day))):
            answer = told(shops, books, Asked(metric, period), day)
            hit = placed(answer, fault, alone=len(shops.truth["shops"]) == 1)
            hits.append(hit)
            tally.add(f"fault {fault.scope}", f"{name} {metric}", hit)
            if not hit:
                where = [(place.where, round(place.change)) for place in answer.places]
                print(
                    f"missed {shops.truth['seed']} {fault.key} ({shown_in}) {fault.shop} {day} {name} {metric} "
                    f"lost {fault.lost(first, day):.0f} p={answer.p_noise} {answer.value} {answer.usual} {where}",
                    file=sys.stderr,
                )
    sales = ask(books, Question(("gmv",), (), Period(first, day), (Where("shop", (fault.shop,)),)))
    made = sales.cells["gmv"][0] if len(sales) else None
    heavy = made is not None and fault.lost(first, day) >= HEAVY * float(made)
    tally.add("faults: costly" if heavy else "faults: cheap", "place in the first three", any(hits))
    tally.add("faults", "place in the first three", any(hits))
    tally.add("faults by key", fault.key, any(hits))


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description="cause told from noise, on simulated mornings")
    parser.add_argument("--mornings", type=int, default=200)
    parser.add_argument("--parts", default="quiet,decoys,faults")
    parser.add_argument("--metrics", default=SALES)
    parser.add_argument("--seed", type=int, default=0, help="added to the seed of every group of shops")
    parser.add_argument("--cache", type=Path, help="keep the simulated shops here")
    args = parser.parse_args()
    tally = Tally()
    with tempfile.TemporaryDirectory() as scratch:
        tried = Tried(args.cache or Path(scratch), args.seed, tuple(args.metrics.split(",")))
        parts = args.parts.split(",")
        if "quiet" in parts:
            quiet(tried, args.mornings, tally)
        if "decoys" in parts:
            decoys(tried, tally)
        if "faults" in parts:
            faults(tried, tally)
    sys.stdout.write(f"promised: at most {ALPHA:.0%} of quiet mornings\n")
    tally.write(sys.stdout)


if __name__ == "__main__":
    main()
