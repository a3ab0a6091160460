"""The closed circle: what following a list, day after day, gains in shops whose faults are known with their money.

The shop is not lived again after each action. Simplifications, the same for every list: an action that finds a
fault that is going on ends that fault from the next day (plus the remedy's delay), all of it, and gains what the
fault would still have cost up to the horizon of the truth, less what the remedy costs; faults are added up. An
action that finds none gains 0 and costs its minutes: it does no harm either, which flatters a list that acts much.
Actions on a target whose faults have all been mended are neither counted nor charged: they would not have been
proposed. Doing nothing is 0.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from zhanggui.actions.action import Action
from zhanggui.app.score_truth import Fault, hits, touches

MINUTES = 120
SILENT_DAYS = 14

Picked = Callable[[Sequence[Action], frozenset[str]], Sequence[Action]]


def follow(
    mornings: Mapping[date, Sequence[Action]],
    faults: Sequence[Fault],
    own: Mapping[str, str],
    rates: Mapping[str, float],
    pick: Picked,
) -> float:
    """What is gained, in the reporting currency, by doing each day what ``pick`` takes from the day's actions.

    ``pick(actions, silent)``: the actions done that day; ``silent`` are the ids of those done in the last 14 days.
    ``rates``: currency → worth in the reporting currency.
    """
    ended: set[int] = set()
    done: dict[str, date] = {}
    gained = 0.0
    for day in sorted(mornings):
        silent = frozenset(one for one, when in done.items() if day - when < timedelta(days=SILENT_DAYS))
        going = [n for n, fault in enumerate(faults) if fault.first <= day]
        offered = [action for action in mornings[day] if not _over(action, faults, going, ended)]
        for action in pick(offered, silent):
            done[action.id] = day
            met = [n for n in going if n not in ended and hits(action, faults[n], own)]
            if met:
                at = max(met, key=lambda n: _fits(action, faults[n], own, day))
                ended.add(at)
                gained += faults[at].mended(day) * rates[faults[at].currency]
    return gained


def _over(action: Action, faults: Sequence[Fault], going: Sequence[int], ended: set[int]) -> bool:
    """Whether an action is about targets whose faults have all been mended."""
    about = [n for n in going if touches(action, faults[n])]
    return bool(about) and all(n in ended for n in about)


def _fits(action: Action, fault: Fault, own: Mapping[str, str], day: date) -> tuple[bool, float]:
    """Of several faults an action mends one: that of its play, then the dearest."""
    return own.get(action.play) == fault.key, fault.mended(day)


def in_order(actions: Sequence[Action], silent: frozenset[str]) -> list[Action]:
    """Of a list that is worked off as it stands: what fits into the minutes of a day."""
    left, out = MINUTES, []
    for action in actions:
        if action.id not in silent and action.minutes <= left:
            left -= action.minutes
            out.append(action)
    return out


def know_all(faults: Sequence[Fault], days: Sequence[date], rates: Mapping[str, float]) -> float:
    """What someone gains who knows every fault from its first day and mends the best minute first.

    The remedies that fit into the day's minutes are done, the others wait. What costs more than it brings is left.
    """
    ended: set[int] = set()
    gained = 0.0
    for day in sorted(days):
        worth = {
            n: fault.mended(day) * rates[fault.currency]
            for n, fault in enumerate(faults)
            if fault.first <= day and n not in ended
        }
        left = MINUTES
        for n in sorted(worth, key=lambda n: (-worth[n] / max(faults[n].minutes, 1), n)):
            if worth[n] > 0 and faults[n].minutes <= left:
                left -= faults[n].minutes
                ended.add(n)
                gained += worth[n]
    return gained
