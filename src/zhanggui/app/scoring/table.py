"""The table of a score: what groups of shops added, counted into a line for every play and every fault, and a total.

What has no ground to be counted on is None.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from zhanggui.app.scoring.circle import Gains
from zhanggui.app.scoring.grid import Grid
from zhanggui.app.scoring.tally import Find, Placing, Recovered, Stake
from zhanggui.app.scoring.truth import STAGE_OF
from zhanggui.playbooks import PLAYS
from zhanggui.playbooks.play import Play
from zhanggui.simulator.faults import FAULTS


@dataclass(frozen=True, slots=True)
class Count:
    """What one group of shops adds to the score; groups of another kind leave the rest empty.

    ``kind``: of `scoring.grid.KINDS`. ``days`` looked at; ``alarms``: play → alarms that no fault explains.
    """

    kind: str
    days: int = 0
    alarms: Mapping[str, int] = field(default_factory=dict)
    placed: tuple[str, ...] = ()
    finds: tuple[Find, ...] = ()
    stakes: tuple[Stake, ...] = ()
    placings: tuple[Placing, ...] = ()
    recovered: Recovered = field(default_factory=lambda: Recovered(0.0, 0.0, 0.0))
    gains: Gains = field(default_factory=Gains)


@dataclass(frozen=True, slots=True)
class PlayScore:
    """A line of the table; None where nothing was there to count.

    ``hit_rate``: of the faults it is made for that became visible, ``due``, those that were among the first ten
    within three days; ``found_rate``: on any day from then on. ``others``: faults of its stage that it found beside
    its own. ``money_ratio``: median of the promised money over the truth; ``coverage_80``: how often its interval
    holds the truth. ``wrong_stage``: share of its actions on the target of a fault that say the wrong thing of it.
    """

    play: str
    stage: str
    fault: str
    due: int
    hit_rate: float | None
    found_rate: float | None
    others: int
    false_alarms_per_day: float | None
    decoy_alarms_per_day: float | None
    money_ratio: float | None
    coverage_80: float | None
    wrong_stage: float | None


@dataclass(frozen=True, slots=True)
class FaultScore:
    """A fault of the catalogue: how often placed, visible, found in time, found at all; ``covered``: by a play."""

    fault: str
    stage: str
    placed: int
    due: int
    found: int
    later: int
    covered: bool


@dataclass(frozen=True, slots=True)
class Total:
    """The last line. Shares of money are in the reporting currency, summed over the seeds before dividing.

    ``hit_rate`` counts every fault of the catalogue that was placed and became visible, a fault without a play as
    missed, each fault of the catalogue with the same weight; ``covered_hit_rate`` the same over stages with plays.
    Alarms are those of healthy shops and of shops with decoys alone. ``top3_share`` and ``top10_share``: of the
    money that could still be saved, what the first 3 and 10 of the lists name. ``circle_share``: of what doing the
    best would gain, what doing the list gains; ``rule_book_share``: what the rule book gains; ``shown_share``: what
    someone gains who misses nothing that the files show, and reads them on the same days as the list.
    """

    hit_rate: float | None
    false_alarms_per_day: float | None
    decoy_alarms_per_day: float | None
    money_ratio: float | None
    coverage_80: float | None
    top3_share: float | None
    top10_share: float | None
    circle_share: float | None
    rule_book_share: float | None
    covered_hit_rate: float | None = None
    shown_share: float | None = None


_TOTAL = tuple(Total.__dataclass_fields__)[:9]
_PLAY = (
    "play",
    "stage",
    "fault",
    "due",
    "hit_rate",
    "found_rate",
    "others",
    "false_alarms_per_day",
    "decoy_alarms_per_day",
)
_PLAY_MORE = ("money_ratio", "coverage_80", "wrong_stage")
DIGITS = 4


@dataclass(frozen=True, slots=True)
class Score:
    """The whole table, with the seeds and the grid it was made of."""

    seeds: tuple[int, int]
    grid: Grid
    plays: tuple[PlayScore, ...]
    faults: tuple[FaultScore, ...]
    total: Total

    def as_dict(self) -> dict[str, object]:
        """For JSON: ``plays`` and ``total``; shares rounded to four digits, None where there is nothing to count."""
        return {
            "plays": [
                {name: _round(getattr(play, name)) for name in (*_PLAY, *_PLAY_MORE)} for play in self.plays
            ],
            "total": {name: _round(getattr(self.total, name)) for name in _TOTAL},
        }


def _round(value: object) -> object:
    return round(value, DIGITS) if isinstance(value, float) else value


def summed(seeds: tuple[int, int], grid: Grid, counts: Sequence[Count]) -> Score:
    """The whole table."""
    faults = fault_scores(counts)
    return Score(
        seeds, grid, tuple(play_score(play, counts) for play in PLAYS), faults, total(counts, faults)
    )


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole > 0 else None


def _median(values: Iterable[float]) -> float | None:
    known = list(values)
    return float(np.median(known)) if known else None


def per_day(counts: Iterable[Count], kind: str, play: str | None = None) -> float | None:
    """Alarms a day on groups of a kind, of one play or of all."""
    mine = [one for one in counts if one.kind == kind]
    raised = sum(number for one in mine for key, number in one.alarms.items() if play in (None, key))
    return _share(raised, sum(one.days for one in mine))


def play_score(play: Play, counts: Sequence[Count]) -> PlayScore:
    """The line of one play."""
    found = [find for one in counts for find in one.finds]
    due = [find for find in found if find.fault == play.fault]
    money = [stake for one in counts for stake in one.stakes if stake.play == play.key]
    placed = [placing for one in counts for placing in one.placings if placing.play == play.key]
    return PlayScore(
        play=play.key,
        stage=play.stage,
        fault=play.fault,
        due=len(due),
        hit_rate=_share(sum(play.key in find.plays for find in due), len(due)),
        found_rate=_share(sum(play.key in find.ever for find in due), len(due)),
        others=sum(play.key in find.plays for find in found if find.fault != play.fault),
        false_alarms_per_day=per_day(counts, "healthy", play.key),
        decoy_alarms_per_day=per_day(counts, "decoys", play.key),
        money_ratio=_median(stake.ratio for stake in money if stake.ratio is not None),
        coverage_80=_share(sum(stake.covered for stake in money), len(money)),
        wrong_stage=_share(sum(one.wrong for one in placed), sum(one.touched for one in placed)),
    )


def fault_scores(counts: Sequence[Count]) -> tuple[FaultScore, ...]:
    """A line for each fault of the catalogue, placed or not."""
    stages = {STAGE_OF.get(play.stage, play.stage) for play in PLAYS}
    own = {play.fault for play in PLAYS}
    placed = [key for one in counts for key in one.placed]
    found = [find for one in counts for find in one.finds]
    return tuple(
        FaultScore(
            key,
            fault.stage,
            placed.count(key),
            sum(find.fault == key for find in found),
            sum(find.fault == key and bool(find.plays) for find in found),
            sum(find.fault == key and bool(find.ever) for find in found),
            fault.stage in stages or key in own,
        )
        for key, fault in FAULTS.items()
    )


def _mean_rate(faults: Iterable[FaultScore]) -> float | None:
    """Mean over the faults that became visible at least once."""
    rates = [fault.found / fault.due for fault in faults if fault.due]
    return float(np.mean(rates)) if rates else None


def total(counts: Sequence[Count], faults: Sequence[FaultScore]) -> Total:
    """The last line."""
    money = [stake for one in counts for stake in one.stakes]
    recoverable = sum(one.recovered.all for one in counts)
    best = sum(one.gains.best for one in counts)
    return Total(
        hit_rate=_mean_rate(faults),
        false_alarms_per_day=per_day(counts, "healthy"),
        decoy_alarms_per_day=per_day(counts, "decoys"),
        money_ratio=_median(stake.ratio for stake in money if stake.ratio is not None),
        coverage_80=_share(sum(stake.covered for stake in money), len(money)),
        top3_share=_share(sum(one.recovered.top3 for one in counts), recoverable),
        top10_share=_share(sum(one.recovered.top10 for one in counts), recoverable),
        circle_share=_share(sum(one.gains.listed for one in counts), best),
        rule_book_share=_share(sum(one.gains.rules for one in counts), best),
        covered_hit_rate=_mean_rate(fault for fault in faults if fault.covered),
        shown_share=_share(sum(one.gains.shown for one in counts), best),
    )
