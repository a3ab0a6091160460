"""The way in: options come in, a folder of exports with its truth.json goes out; `app` calls ``run``."""

import json
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from multiprocessing import get_context
from pathlib import Path

from zhanggui.simulator.counterfactual import cost_of
from zhanggui.simulator.decoys import DECOYS, PlacedDecoy, decoy_keys, place_decoys
from zhanggui.simulator.demand import DemandModel
from zhanggui.simulator.exports import own
from zhanggui.simulator.exports.view import Quirks, View
from zhanggui.simulator.faults import FAULTS
from zhanggui.simulator.ledger import close_ledger
from zhanggui.simulator.levers import Effect
from zhanggui.simulator.placing import Placed, choose_keys, place
from zhanggui.simulator.shop import Models
from zhanggui.simulator.truth import Told, decoy_truth, fault_truth
from zhanggui.simulator.world import PLATFORM_KEYS, Config, live_shop, make_shops, shop_plans
from zhanggui.simulator.write import write_shop

_DEMO_FAULTS = (
    "keyword_bleeding",
    "size_chart_wrong",
    "price_below_cost",
    "stock_out_coming",
    "image_swapped",
    "late_replies",
    "batch_defect",
    "budget_capped",
)
_LATE_DAYS = 2
_SMALL = 500_000  # listing-days in which two shops are lived at a time


@dataclass(frozen=True, slots=True)
class Options:
    """What to simulate and where to write it.

    ``faults``: how many, drawn from the seed; ``fault_keys`` names them instead, as ``decoy_keys`` does for ``decoys``.
    ``platforms``: those of the shops, in turn; all of them when empty. ``strength`` scales all faults.
    ``noise`` scales the demand's own shocks. ``workers``: processes, 1 keeps everything in this one.
    """

    out: Path
    shops: int = 4
    days: int = 180
    listings: int = 100
    seed: int = 1
    faults: int = 8
    decoys: int = 6
    fault_keys: tuple[str, ...] = ()
    decoy_keys: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    strength: float = 1.0
    start: date = date(2026, 3, 2)
    tail: int = 28
    noise: float = 1.0
    quirks: Quirks = field(default_factory=Quirks)
    workers: int = 2


def preset(name: str, out: Path, seed: int = 1) -> Options:
    """The options of a preset: demo, healthy, noisy or large; KeyError for another name."""
    options = {
        "demo": Options(out, days=90, listings=40, seed=seed, fault_keys=_DEMO_FAULTS),
        "healthy": Options(out, days=120, listings=60, seed=seed, faults=0, decoys=0),
        "noisy": Options(out, days=180, listings=100, seed=seed, faults=10, decoys=12, noise=2.0),
        "large": Options(out, days=365, listings=5000, seed=seed, faults=12, decoys=8, workers=1),
    }
    return options[name]


PRESETS = ("demo", "healthy", "noisy", "large")


@dataclass(frozen=True, slots=True)
class Summary:
    """What was written: the folder, the truth (as in truth.json), files and bytes."""

    out: Path
    truth: Mapping[str, object]
    files: int
    size: int


def _config(options: Options) -> Config:
    demand = DemandModel()
    demand = replace(
        demand,
        common_shock=demand.common_shock * options.noise,
        shop_shock=demand.shop_shock * options.noise,
        item_shock=demand.item_shock * options.noise,
        spread=demand.spread / options.noise**2,
    )
    return Config(
        seed=options.seed,
        days=options.days,
        start=options.start,
        shops=shop_plans(options.shops, options.listings, options.platforms or PLATFORM_KEYS),
        tail=options.tail,
        models=Models(demand=demand),
    )


@dataclass(frozen=True, slots=True)
class _Job:
    """One shop's part of the work."""

    options: Options
    key: str
    placed: tuple[Placed, ...]
    decoys: tuple[PlacedDecoy, ...]


def _plan(options: Options) -> list[_Job]:
    config = _config(options)
    _, shops = make_shops(config)
    placed = [
        replace(p, strength=options.strength)
        for p in place(wanted_faults(options), shops, options.seed, options.days)
    ]
    kinds = options.decoy_keys or decoy_keys(options.decoys)
    decoys = place_decoys(kinds, shops, options.seed, options.days)
    return [
        _Job(
            options, key, tuple(p for p in placed if p.shop == key), tuple(d for d in decoys if d.shop == key)
        )
        for key in shops
    ]


@dataclass(frozen=True, slots=True)
class _Done:
    key: str
    faults: list[Mapping[str, object]]
    decoys: list[Mapping[str, object]]
    ledger: Mapping[str, str]


def _spoilt(job: _Job, last: int) -> tuple[frozenset[tuple[str, int]], tuple[str, ...]]:
    """What data faults and late data do to the files: days missing by report family, and files written twice."""
    missing: set[tuple[str, int]] = set()
    families = ("sycm_goods", "sycm_shop", "amazon_asin")
    for placed in job.placed:
        if placed.fault.key == "day_missing" and placed.strength > 0:
            missing |= {(family, placed.first) for family in families}
    if any(d.decoy.key == "late_data" for d in job.decoys):
        missing |= {(family, last - n) for family in families for n in range(_LATE_DAYS)}
    twice = tuple(p.fault.key for p in job.placed if p.fault.key == "export_twice" and p.strength > 0)
    return frozenset(missing), twice


def _work(job: _Job, progress: Callable[[str, int, int], None] | None = None) -> _Done:
    """Live one shop, count its faults' money, write its files."""
    options, last = job.options, job.options.days - 1
    config = _config(options)
    _, shops = make_shops(config)
    shop = shops[job.key]
    effects: tuple[Effect, ...] = tuple(e for placed in job.placed for e in placed.effects())
    effects += tuple(e for decoy in job.decoys for e in decoy.effects())
    story = live_shop(shop, effects, tuple(p.first for p in job.placed), progress)
    told = [Told(p, cost_of(story, p, effects), last) for p in job.placed]
    missing, twice = _spoilt(job, last)
    view = View(shop, story.levers, story.run, story.fees, last, options.quirks, missing)
    out = options.out / job.key
    write_shop(view, out)
    if twice:
        _copy_largest(out)
    ledger = close_ledger(shop.platform.currency, story.run, story.fees, last)
    return _Done(
        job.key,
        [fault_truth(shop, t) for t in told],
        list(decoy_truth(shop, job.decoys, options.days)),
        ledger.as_dict(),
    )


def _copy_largest(out: Path) -> None:
    """The newest order export is in the folder twice, as when it is downloaded again."""
    orders = sorted(
        p for p in out.iterdir() if any(word in p.name for word in ("Order", "order")) or p.name[0] == "1"
    )
    chosen = orders[-1]
    chosen.with_name(f"{chosen.stem} (1){chosen.suffix}").write_bytes(chosen.read_bytes())


def run(options: Options, progress: Callable[[str, int, int], None] | None = None) -> Summary:
    """Simulate and write; ``progress(what, done, of)`` is called along the way. Raises ValueError on odd options."""
    for what, names, known in (
        ("faults", options.fault_keys, FAULTS),
        ("decoys", options.decoy_keys, DECOYS),
        ("platforms", options.platforms, PLATFORM_KEYS),
    ):
        unknown = [name for name in names if name not in known]
        if unknown:
            raise ValueError(f"unknown {what}: {', '.join(unknown)}")
    if min(options.shops, options.days - 13, options.listings - 9) < 1:
        raise ValueError("at least 1 shop, 14 days and 10 listings")
    options.out.mkdir(parents=True, exist_ok=True)
    jobs = _plan(options)
    done = _all(jobs, options, progress)
    own.write_rates(options.start, options.days - 1, options.out)
    truth = _truth(options, done)
    text = json.dumps(truth, ensure_ascii=False, indent=1, sort_keys=False)
    (options.out / "truth.json").write_text(text + "\n", encoding="utf-8")
    files = [path for path in options.out.rglob("*") if path.is_file()]
    return Summary(options.out, truth, len(files), sum(path.stat().st_size for path in files))


def _all(jobs: list[_Job], options: Options, progress: Callable[[str, int, int], None] | None) -> list[_Done]:
    """All shops, two at a time where there is memory for it."""
    serial = options.workers == 1 or len(jobs) == 1 or options.listings * options.days > _SMALL
    if serial:
        return [_work(job, progress) for job in jobs]
    done: dict[str, _Done] = {}
    with ProcessPoolExecutor(options.workers, mp_context=get_context("spawn")) as pool:
        futures = [pool.submit(_work, job) for job in jobs]
        for count, future in enumerate(as_completed(futures)):
            result = future.result()
            done[result.key] = result
            if progress is not None:
                progress("shops", count + 1, len(jobs))
    return [done[job.key] for job in jobs]


def wanted_faults(options: Options) -> tuple[str, ...]:
    """The faults asked for, by name or by number."""
    return options.fault_keys or choose_keys(options.seed, options.faults)


def _truth(options: Options, done: list[_Done]) -> Mapping[str, object]:
    placed = {fault["key"] for result in done for fault in result.faults}
    return {
        "seed": options.seed,
        "start": str(options.start),
        "last_day": str(options.start + timedelta(days=options.days - 1)),
        "horizon": str(options.start + timedelta(days=options.days + options.tail - 1)),
        "listings": options.listings,
        "shops": [result.key for result in done],
        "faults": [fault for result in done for fault in result.faults],
        "left_out": [key for key in wanted_faults(options) if key not in placed],
        "decoys": [decoy for result in done for decoy in result.decoys],
        "ledger": {result.key: result.ledger for result in done},
    }
