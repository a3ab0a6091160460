"""The grid of the score: which shops are simulated, how their files are read, and what the product says each morning.

A seed is three groups of shops: with faults, healthy, and with decoys alone. Each is written by the simulator,
loaded through the readers into a shop folder of its own, and asked as of past mornings.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from zhanggui.actions.action import Action
from zhanggui.actions.plan import Limits, plan
from zhanggui.app.advise import LEAST_MONEY, Adviser
from zhanggui.app.load import Options as LoadOptions
from zhanggui.app.load import load
from zhanggui.app.score_circle import MINUTES
from zhanggui.app.score_rules import rule_book
from zhanggui.app.score_seen import hide_after
from zhanggui.app.score_tally import Morning
from zhanggui.engines.duck import DuckEngine
from zhanggui.playbooks import PLAYS
from zhanggui.simulator.entry import Options, run
from zhanggui.simulator.faults import FAULTS
from zhanggui.store.folder import ShopFolder

KINDS = ("faults", "healthy", "decoys")
WINDOW = 60  # days looked at, the last ones
EVERY = 7  # days between the mornings of shops without faults


@dataclass(frozen=True, slots=True)
class Grid:
    """How large the shops are.

    ``shops``: in the group with faults; ``calm``: in each of the two without. ``faults``: how many beside those that
    the plays are made for.
    """

    shops: int
    calm: int
    listings: int
    days: int
    faults: int
    decoys: int


FULL = Grid(shops=4, calm=4, listings=60, days=120, faults=8, decoys=12)
QUICK = Grid(shops=3, calm=2, listings=30, days=84, faults=6, decoys=6)


@dataclass(frozen=True, slots=True)
class Seen:
    """One group of shops: its truth, the mornings, the rule book's actions by day, and what currencies are worth."""

    truth: Mapping[str, Any]
    mornings: tuple[Morning, ...]
    rules: Mapping[date, Sequence[Action]]
    rates: Mapping[str, Decimal]
    least: Decimal


def own_faults() -> dict[str, str]:
    """Play → the fault it is made for."""
    return {play.key: play.fault for play in PLAYS}


def fault_keys(seed: int, extra: int) -> tuple[str, ...]:
    """The faults of a seed: those of the plays, in an order that turns with the seed, and ``extra`` of the others.

    The others are taken in turn of the catalogue, so that seeds that follow each other go through all of it.
    """
    named = set(own_faults().values())
    own = [key for key in FAULTS if key in named]
    others = [key for key in FAULTS if key not in named]
    turn = seed % max(len(own), 1)
    # Neighbours in the catalogue are of one stage: a step through it mixes the stages.
    step = next((n for n in (7, 11, 13) if len(others) % n), 1)
    mixed = [others[n * step % len(others)] for n in range(len(others))]
    first = (seed - 1) * extra
    chosen = [mixed[(first + n) % len(mixed)] for n in range(min(extra, len(mixed)))]
    return (*own[turn:], *own[:turn], *chosen)


def options(kind: str, seed: int, grid: Grid, out: Path) -> Options:
    """What the simulator is asked for; ``kind`` is one of KINDS."""
    shops = grid.shops if kind == "faults" else grid.calm
    plain = Options(out, shops, grid.days, grid.listings, seed, faults=0, decoys=0, workers=1)
    if kind == "faults":
        return replace(plain, fault_keys=fault_keys(seed, grid.faults))
    return replace(plain, decoys=grid.decoys) if kind == "decoys" else plain


def look(kind: str, seed: int, grid: Grid, place: Path) -> Seen:
    """Simulate one group into ``place``, load its files, and ask for the list of each morning of the last 60 days.

    Shops without faults are asked once a week, and not by the rule book.
    """
    made = run(options(kind, seed, grid, place / "exports"))
    last = date.fromisoformat(str(made.truth["last_day"]))
    folder = ShopFolder.open(place / "shop", create=True)
    now = datetime.combine(last + timedelta(days=1), time(8))
    load(folder, [made.out], LoadOptions(now, "zhanggui score"))
    every = 1 if kind == "faults" else EVERY
    days = [last - timedelta(days=n) for n in range(0, min(WINDOW, grid.days), every)][::-1]
    return mornings(folder, days, made.truth, rules=kind == "faults")


def mornings(folder: ShopFolder, days: Sequence[date], truth: Mapping[str, Any], *, rules: bool) -> Seen:
    """The lists of ``days``, each from the books as they stood that evening."""
    shops = [one.shop for one in folder.settings.shops.values()]
    out: list[Morning] = []
    ruled: dict[date, Sequence[Action]] = {}
    rates: dict[str, Decimal] = {folder.settings.reporting: Decimal(1)}
    least = Decimal(folder.settings.thresholds.get("least_money", Decimal(str(LEAST_MONEY))))
    with folder.read() as reading:
        for day in days:
            hide_after(reading.con, day)
            books = DuckEngine(reading.con, shops)
            adviser = Adviser(books, folder.settings, day)
            rates = adviser.rates(folder.settings.reporting)
            proposed = tuple(adviser.proposals())
            listed = plan(proposed, Limits(MINUTES, least), rates).todo
            out.append(Morning(day, proposed, listed))
            if rules:
                ruled[day] = rule_book(books, day)
    return Seen(truth, tuple(out), ruled, rates, least)
