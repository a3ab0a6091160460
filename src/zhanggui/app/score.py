"""Score: the whole product, from the export files on, against simulated shops whose truth is known.

Nothing but the judges of `scoring` read truth.json. Every number of the table is counted there.
"""

import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path

from zhanggui.app.scoring.grid import FULL, KINDS, QUICK, Grid, Seen, lived, look, own_faults
from zhanggui.app.scoring.table import Count, Score, summed
from zhanggui.app.scoring.tally import alarms, finds, placings, recovered, stakes
from zhanggui.app.scoring.truth import faults_of

Progress = Callable[[str, int, int], None]


def score(
    seeds: tuple[int, int],
    *,
    quick: bool = False,
    out: Path | None = None,
    progress: Progress | None = None,
    workers: int = 2,
) -> Score:
    """Score the seeds from the first to the last of ``seeds``, both included.

    ``quick``: smaller shops and fewer faults. ``out``: a folder that keeps the exports and shop folders; without it
    they are thrown away. ``progress(what, done, of)`` is told after each group of shops. Raises ValueError when
    there is no seed, FileExistsError when ``out`` holds shops already.
    """
    first, last = seeds
    if not 0 <= first <= last:
        raise ValueError(f"{first}-{last}")
    grid = QUICK if quick else FULL
    jobs = [(kind, seed) for seed in range(first, last + 1) for kind in KINDS]
    if out is not None:
        return summed(seeds, grid, _all(jobs, grid, out, progress, workers))
    with tempfile.TemporaryDirectory(prefix="zhanggui-score-") as work:
        return summed(seeds, grid, _all(jobs, grid, Path(work), progress, workers))


def _all(
    jobs: Sequence[tuple[str, int]], grid: Grid, out: Path, progress: Progress | None, workers: int
) -> list[Count]:
    """Every group counted, in the order of ``jobs`` whatever is ready first."""
    places = [out / f"{seed}-{kind}" for kind, seed in jobs]
    for place in places:
        place.mkdir(parents=True)
    counts: dict[int, Count] = {}

    def told(at: int, count: Count) -> None:
        counts[at] = count
        if progress is not None:
            progress("shops", len(counts), len(jobs))

    if workers == 1:
        for at, (kind, seed) in enumerate(jobs):
            told(at, group(kind, seed, grid, places[at]))
    else:
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            futures = {
                pool.submit(group, kind, seed, grid, places[at]): at for at, (kind, seed) in enumerate(jobs)
            }
            for future in as_completed(futures):
                told(futures[future], future.result())
    return [counts[at] for at in range(len(jobs))]


def group(kind: str, seed: int, grid: Grid, place: Path) -> Count:
    """Simulate, load and ask one group of shops, and count."""
    if kind == "circle":
        return Count(kind, gains=lived(seed, grid, place))
    return count(kind, look(kind, seed, grid, place))


def count(kind: str, seen: Seen) -> Count:
    """What a group of shops adds to the score."""
    days = len(seen.mornings)
    if kind != "faults":
        return Count(kind, days, alarms(seen.mornings))
    faults, own = faults_of(seen.truth), own_faults()
    rates = {currency: float(rate) for currency, rate in seen.rates.items()}

    return Count(
        kind,
        days,
        placed=tuple(fault.key for fault in faults),
        finds=tuple(finds(seen.mornings, faults, own, seen.copies)),
        stakes=tuple(stakes(seen.mornings, faults, own)),
        placings=tuple(placings(seen.mornings, faults, own)),
        recovered=recovered(seen.mornings, faults, own, rates),
    )
