"""The day's list: what is worth doing and fits into the minutes there are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from zhanggui.actions.action import Action, Impact
from zhanggui.actions.claim import LeftOut, claim
from zhanggui.actions.rank import per_minute, rank

SOME = Decimal("0.5")  # of the least worth mentioning, that a lower end must reach
TOWARDS = Decimal("0.343")  # of the way from the 10 % quantile to the middle, the 20 % quantile of a normal


@dataclass(frozen=True, slots=True)
class Limits:
    """``minutes`` of work a day; ``least`` profit a week worth mentioning, in the reporting currency (`_worth`);
    ``silent``: ids of actions done or skipped so lately that they are not proposed again.
    """

    minutes: int
    least: Decimal
    silent: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Plan:
    """``todo`` in order; ``left_out`` with the reason of each. ``minutes`` is the sum over ``todo``."""

    todo: tuple[Action, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def minutes(self) -> int:
        """Minutes the list takes."""
        return sum(action.minutes for action in self.todo)


def _unfit(action: Action, limits: Limits, rates: Mapping[str, Decimal]) -> str:
    """Why an action does not enter the ranking at all; '' when it does."""
    if action.id in limits.silent:
        return "done_lately"
    if per_minute(action, rates) is None:
        return "no_rate"
    if action.impact.basis == "data":
        return ""
    if action.impact.low <= 0:
        return "unproven"
    return "" if _worth(action.impact, limits.least / rates[action.impact.currency]) else "too_small"


def _worth(impact: Impact, least: Decimal) -> bool:
    """Whether it is ``least`` in four cases of five, and at least half of it in nine of ten (the lower end)."""
    likely = impact.low + (impact.mid - impact.low) * TOWARDS
    return impact.low >= least * SOME and likely >= least


def plan(actions: Iterable[Action], limits: Limits, rates: Mapping[str, Decimal]) -> Plan:
    """Rank by profit a minute, let no money count twice, fill the day's minutes greedily.

    What mends the books themselves (``basis`` 'data') promises no money; it is kept, after all that does.
    """
    out: list[LeftOut] = []
    fit: list[Action] = []
    for action in rank(actions, rates):
        code = _unfit(action, limits, rates)
        if code:
            out.append(LeftOut(action, code))
        else:
            fit.append(action)
    kept, doubled = claim(fit)
    todo: list[Action] = []
    left = limits.minutes
    for action in kept:
        if action.minutes <= left:
            todo.append(action)
            left -= action.minutes
        else:
            out.append(LeftOut(action, "no_time"))
    return Plan(tuple(todo), (*doubled, *out))
