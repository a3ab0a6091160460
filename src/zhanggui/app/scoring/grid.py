"""The grid of the score: which shops are simulated, how their files are read, and what the product says each morning.

A seed is four groups of shops: with faults, healthy, with decoys alone, and one shop for the closed circle. Each is
written by the simulator, loaded through the readers into a shop folder of its own, and asked as of past mornings;
the circle is lived on instead (`circle`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from zhanggui.actions.plan import Limits, plan
from zhanggui.app.advice.advise import Adviser
from zhanggui.app.load import Options as LoadOptions
from zhanggui.app.load import load
from zhanggui.app.scoring.circle import DAYS, MINUTES, Gains, Setting, circle
from zhanggui.app.scoring.live import PLAIN, trouble
from zhanggui.app.scoring.seen import hide_after
from zhanggui.app.scoring.tally import WITHIN, Morning
from zhanggui.app.scoring.truth import due_from, faults_of
from zhanggui.engines.duck import DuckEngine
from zhanggui.playbooks import PLAYS
from zhanggui.simulator.entry import Options, run
from zhanggui.simulator.faults import FAULTS
from zhanggui.store.folder import ShopFolder

KINDS = ("faults", "healthy", "decoys", "circle")
WINDOW = 60  # days looked at, the last ones
CALM_EVERY = 7  # days between the mornings of shops without faults
FAULTS_EVERY = 3  # of shops with faults, beside the days on which a fault is due
START = date(2026, 3, 2)
HISTORY = 60  # days that the shop of the closed circle has traded when it begins
RATES = {"CNY": 1.0, "USD": 7.15}  # so that gains of shops in two currencies can be added


@dataclass(frozen=True, slots=True)
class Grid:
    """How large the shops are.

    ``shops``: in the group with faults; ``calm``: in each of the two without. ``own``: how many of the faults that
    plays are made for, in turn from seed to seed, ``faults``: how many others. ``step``: days between two exports of
    the closed circle.
    """

    shops: int
    calm: int
    listings: int
    days: int
    faults: int
    decoys: int
    step: int = 4
    own: int = 8


FULL = Grid(shops=4, calm=4, listings=60, days=120, faults=8, decoys=12)
QUICK = Grid(shops=3, calm=2, listings=30, days=84, faults=6, decoys=6, step=6, own=6)


@dataclass(frozen=True, slots=True)
class Seen:
    """One group of shops: its truth, the mornings, what currencies are worth, shops with a file that came twice."""

    truth: Mapping[str, Any]
    mornings: tuple[Morning, ...]
    rates: Mapping[str, Decimal]
    copies: frozenset[str] = frozenset()


def own_faults() -> dict[str, str]:
    """Play → the fault it is made for."""
    return {play.key: play.fault for play in PLAYS}


def fault_keys(seed: int, extra: int, count: int) -> tuple[str, ...]:
    """The faults of a seed: ``count`` of those that the plays are made for, and ``extra`` of the others.

    Both are taken in turn, so that seeds that follow each other go through all of the catalogue.
    """
    named = set(own_faults().values())
    own = [key for key in FAULTS if key in named]
    others = [key for key in FAULTS if key not in named]
    turn = (seed - 1) * count
    mine = [own[(turn + n) % len(own)] for n in range(min(count, len(own)))]
    # Neighbours in the catalogue are of one stage: a step through it mixes the stages.
    step = next((n for n in (7, 11, 13) if len(others) % n), 1)
    mixed = [others[n * step % len(others)] for n in range(len(others))]
    first = (seed - 1) * extra
    chosen = [mixed[(first + n) % len(mixed)] for n in range(min(extra, len(mixed)))]
    return (*mine, *chosen)


def options(kind: str, seed: int, grid: Grid, out: Path) -> Options:
    """What the simulator is asked for; ``kind`` is one of KINDS."""
    shops = grid.shops if kind == "faults" else grid.calm
    plain = Options(
        out, shops, grid.days, grid.listings, seed, faults=0, decoys=0, start=START, quirks=PLAIN, workers=1
    )
    if kind == "faults":
        return replace(plain, fault_keys=fault_keys(seed, grid.faults, grid.own))
    return replace(plain, decoys=grid.decoys) if kind == "decoys" else plain


def look(kind: str, seed: int, grid: Grid, place: Path) -> Seen:
    """Simulate one group into ``place``, load its files, and ask for the list of mornings of the last 60 days.

    Shops without faults are asked once a week; those with faults every third day and whenever a fault is due.
    """
    made = run(options(kind, seed, grid, place / "exports"))
    last = date.fromisoformat(str(made.truth["last_day"]))
    folder = ShopFolder.open(place / "shop", create=True)
    now = datetime.combine(last + timedelta(days=1), time(8))
    files = load(folder, [made.out], LoadOptions(now, "zhanggui score"))
    copies = frozenset(one.shop for one in files if one.status == "same" and one.shop is not None)
    every = FAULTS_EVERY if kind == "faults" else CALM_EVERY
    regular = {last - timedelta(days=n) for n in range(0, min(WINDOW, grid.days), every)}
    due = _due(made.truth, last) if kind == "faults" else set()
    seen = mornings(folder, {day: day in regular for day in sorted(regular | due)}, made.truth)
    return replace(seen, copies=copies)


def _due(truth: Mapping[str, Any], last: date) -> set[date]:
    """The days on which a fault must be found."""
    out = set()
    for fault in faults_of(truth):
        start = due_from(fault, last)
        if start is not None:
            out |= {start + timedelta(days=n) for n in range(WITHIN + 1)}
    return {day for day in out if day <= last}


def mornings(folder: ShopFolder, days: Mapping[date, bool], truth: Mapping[str, Any]) -> Seen:
    """The lists of ``days`` (whether each is a regular one), each from the books as they stood that evening."""
    shops = [one.shop for one in folder.settings.shops.values()]
    out: list[Morning] = []
    rates: dict[str, Decimal] = {folder.settings.reporting: Decimal(1)}
    with folder.read() as reading:
        for day, regular in days.items():
            hide_after(reading.con, day)
            adviser = Adviser(DuckEngine(reading.con, shops), folder.settings, day)
            rates = adviser.rates(folder.settings.reporting)
            listed = plan(adviser.proposals(), Limits(MINUTES, adviser.least()), rates).todo
            out.append(Morning(day, listed, regular))
    return Seen(truth, tuple(out), rates)


def lived(seed: int, grid: Grid, place: Path) -> Gains:
    """The closed circle of one shop, of the platform whose turn it is, in its own currency at a fixed rate."""
    keys = fault_keys(seed, grid.faults, grid.own)
    of = trouble(seed, keys, max(grid.days, HISTORY + DAYS), grid.listings, START)
    return circle(Setting(of, own_faults(), HISTORY, grid.step, RATES[of.shop.platform.currency]), place)
