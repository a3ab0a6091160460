"""Counting, for the score: what was found, what was a false alarm, and how far the promised money was from the truth.

Pure: mornings (lists of actions) and faults come in, counts go out. Counts of several seeds are added before any
share is taken.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from zhanggui.actions.action import Action
from zhanggui.app.scoring.truth import Fault, due_from, found_by, hits, touches

TOP = 10
FIRST_FEW = 3
WITHIN = 3  # days
TWICE = "export_twice"
LOADING = "load"


@dataclass(frozen=True, slots=True)
class Morning:
    """One day of a shop folder: the list that fits the minutes, in its order.

    ``regular``: one of the days that are asked whatever happens; the others are asked because a fault is due.
    """

    day: date
    todo: tuple[Action, ...]
    regular: bool = True

    @property
    def top(self) -> tuple[Action, ...]:
        """What is looked at: the first ten of the list."""
        return self.todo[:TOP]


@dataclass(frozen=True, slots=True)
class Find:
    """What became of one fault that should have been found; ``plays`` found it in time, none: it was missed.

    ``ever``: the plays that found it on any morning from the day it was due.
    """

    fault: str
    stage: str
    plays: frozenset[str]
    ever: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Stake:
    """Money promised for a fault that was found against the truth, a week. ``ratio`` None: nothing was at stake."""

    play: str
    fault: str
    ratio: float | None
    covered: bool


@dataclass(frozen=True, slots=True)
class Placing:
    """Of the actions of ``play`` on the target of a live fault, ``touched``, those of another stage, ``wrong``."""

    play: str
    touched: int
    wrong: int


@dataclass(frozen=True, slots=True)
class Recovered:
    """Money that could still be saved over the days looked at, and what of it the first 3 and the first 10 name."""

    top3: float
    top10: float
    all: float


def watched(mornings: Sequence[Morning], fault: Fault) -> list[Morning]:
    """The mornings on which a fault must be found: from the day it is visible to three days after."""
    if not mornings:
        return []
    start = due_from(fault, mornings[-1].day)
    if start is None:
        return []
    return [one for one in mornings if start <= one.day <= start + timedelta(days=WITHIN)]


def finds(
    mornings: Sequence[Morning],
    faults: Iterable[Fault],
    own: Mapping[str, str],
    copies: frozenset[str] = frozenset(),
) -> list[Find]:
    """One for each fault that became visible on a day looked at.

    ``copies``: shops of which loading said that a file had been read before. That is all there is to do about a file
    that was written twice, and no list of a morning speaks of it.
    """
    out = []
    for fault in faults:
        window = watched(mornings, fault)
        if window:
            plays = frozenset().union(*(found_by(one.top, fault, own) for one in window))
            if fault.key == TWICE and fault.shop in copies:
                plays |= {LOADING}
            after = (one for one in mornings if one.day >= window[0].day)
            ever = plays.union(*(found_by(one.top, fault, own) for one in after))
            out.append(Find(fault.key, fault.stage, plays, ever))
    return out


def stakes(mornings: Sequence[Morning], faults: Iterable[Fault], own: Mapping[str, str]) -> list[Stake]:
    """One for each fault and play that found it, on the first day that it did, in time or not.

    The actions of a play on one fault (the SKUs of a listing) are added up; so are their intervals, which makes them
    wider than 80 % where there are several. What mends the books promises no money, and a fault of the files alone
    costs none: neither is counted.
    """
    out = []
    for fault in (one for one in faults if not one.data_only):
        seen: set[str] = set()
        due = due_from(fault, mornings[-1].day) if mornings else None
        for morning in (one for one in mornings if due is not None and one.day >= due):
            for play in sorted(found_by(morning.top, fault, own) - seen):
                seen.add(play)
                mine = [a for a in morning.top if a.play == play and hits(a, fault, own)]
                mine = [a for a in mine if a.impact.basis != "data"]
                out += [_stake(play, fault, mine, morning.day)] if mine else []
    return out


def _stake(play: str, fault: Fault, actions: Sequence[Action], day: date) -> Stake:
    low, mid, high = (
        float(sum((getattr(a.impact, end) for a in actions), Decimal(0))) for end in ("low", "mid", "high")
    )
    truth = fault.weekly(day)
    return Stake(play, fault.key, mid / truth if truth > 0 else None, low <= truth <= high)


def placings(mornings: Sequence[Morning], faults: Sequence[Fault], own: Mapping[str, str]) -> list[Placing]:
    """One for each play with an action on the target of a fault that was going on."""
    counts: dict[str, list[int]] = {}
    for morning in mornings:
        live = [fault for fault in faults if fault.first <= morning.day]
        for action in morning.top:
            near = [f for f in live if touches(action, f) or hits(action, f, own)]
            if near:
                count = counts.setdefault(action.play, [0, 0])
                count[0] += 1
                count[1] += not any(hits(action, fault, own) for fault in near)
    return [Placing(play, touched, wrong) for play, (touched, wrong) in sorted(counts.items())]


def recovered(
    mornings: Sequence[Morning],
    faults: Sequence[Fault],
    own: Mapping[str, str],
    rates: Mapping[str, float],
) -> Recovered:
    """Added up over the regular days: the money of the faults that are visible and still cost, a week of the next four.

    ``rates``: currency → worth in the reporting currency.
    """
    sums = [0.0, 0.0, 0.0]
    for morning in (one for one in mornings if one.regular):
        for fault in faults:
            start = due_from(fault, morning.day)
            worth = fault.weekly(morning.day) * rates[fault.currency]
            if start is None or worth <= 0:
                continue
            sums[2] += worth
            sums[1] += worth * bool(found_by(morning.top, fault, own))
            sums[0] += worth * bool(found_by(morning.todo[:FIRST_FEW], fault, own))
    return Recovered(*sums)


def alarms(mornings: Iterable[Morning]) -> dict[str, int]:
    """Play → actions among the first ten over all ``mornings``; where nothing is wrong each is a false alarm."""
    out: dict[str, int] = {}
    for morning in mornings:
        for action in morning.top:
            out[action.play] = out.get(action.play, 0) + 1
    return out
