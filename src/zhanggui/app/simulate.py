"""Simulate: a shop whose truth is known, written as the platforms write their files."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from zhanggui.simulator.decoys import DECOYS
from zhanggui.simulator.entry import Options, Summary, preset, run
from zhanggui.simulator.faults import FAULTS
from zhanggui.simulator.world import PLATFORM_KEYS

Progress = Callable[[str, int, int], None]
LAST = date(2026, 8, 28)  # no simulated day comes after: days to come are refused when the files are loaded


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user asked for; None leaves it to the preset, '' of faults and decoys likewise.

    ``faults`` and ``decoys``: a number, 'all', 'none', or names with commas between them; ``platforms``: names.
    """

    out: Path
    seed: int = 1
    preset: str | None = None
    shops: int | None = None
    days: int | None = None
    listings: int | None = None
    faults: str = ""
    decoys: str = ""
    platforms: str = ""


def options_of(wish: Wish) -> Options:
    """The simulator's options; raises ValueError for names that it does not know.

    More days than there are until ``LAST`` begin earlier.
    """
    options = preset(wish.preset, wish.out, wish.seed) if wish.preset else Options(wish.out, seed=wish.seed)
    for name in ("shops", "days", "listings"):
        value = getattr(wish, name)
        if value is not None:
            options = replace(options, **{name: value})
    if wish.faults:
        count, keys = _chosen(wish.faults, tuple(FAULTS))
        options = replace(options, faults=count, fault_keys=keys)
    if wish.decoys:
        count, keys = _chosen(wish.decoys, tuple(DECOYS))
        options = replace(options, decoys=count, decoy_keys=keys)
    if wish.platforms:
        _, keys = _chosen(wish.platforms, PLATFORM_KEYS)
        options = replace(options, platforms=keys)
    first = LAST - timedelta(days=options.days - 1)
    return replace(options, start=min(options.start, first))


def _chosen(text: str, known: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
    if text.isdigit():
        return int(text), ()
    if text in {"all", "none"}:
        return 0, known if text == "all" else ()
    keys = tuple(key.strip() for key in text.split(",") if key.strip())
    unknown = [key for key in keys if key not in known]
    if unknown:
        raise ValueError(f"{', '.join(unknown)}: {', '.join(known)}")
    return 0, keys


def simulate(wish: Wish, progress: Progress | None = None) -> Summary:
    """Simulate and write; raises ValueError where the wish can't be met."""
    return run(options_of(wish), progress)
