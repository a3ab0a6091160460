"""What truth.json says of the faults of a simulated shop, read for the judge, and which action finds which fault.

Everything here is pure. Ids are those of the export files: shop key, SKU, listing, campaign, search term, region.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from zhanggui.actions.action import Action

# The operator's loop has a stage more than the simulator's catalogue.
STAGE_OF = {"repurchase": "retention"}
_NAMED_BY = {
    "listing": ("sku", "listing_id", "listing", "product"),
    "term": ("search_term",),
    "region": ("region",),
    "shop": (),
}
_KINDS = {
    "listing": ("sku", "listing", "product"),
    "term": ("search_term",),
    "region": ("region",),
    "shop": ("shop",),
}
WEEKS_AHEAD = 4


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault that was placed.

    ``ids``: what its target is called in the exports; ``campaigns``: those its terms are in. ``visible``: the first
    day on which its loss stands out of the noise, None when it never does. ``daily``: contribution lost by day, in
    the shop's currency, negative where the fault pays. ``minutes``, ``delay`` (days) and ``cost``: of its remedy.
    """

    key: str
    stage: str
    shop: str
    scope: str
    ids: frozenset[str]
    campaigns: frozenset[str]
    first: date
    visible: date | None
    data_only: bool
    currency: str
    daily: Mapping[date, float]
    minutes: int
    delay: int
    cost: float

    def lost(self, first: date, last: date) -> float:
        """Contribution lost from ``first`` to ``last``, both included."""
        return sum(money for day, money in self.daily.items() if first <= day <= last)

    def weekly(self, day: date) -> float:
        """Contribution lost a week over the four weeks that follow ``day``."""
        ahead = day + timedelta(days=7 * WEEKS_AHEAD)
        return self.lost(day + timedelta(days=1), ahead) / WEEKS_AHEAD

    def mended(self, day: date) -> float:
        """What mending it on ``day`` gains up to the horizon of the truth, the remedy's cost taken off."""
        from_then = day + timedelta(days=1 + self.delay)
        return self.lost(from_then, date.max) - self.cost


def due_from(fault: Fault, last: date) -> date | None:
    """The day from which a fault should be found: when its loss stands out, for one of the files alone when it
    begins; None when that is after ``last`` or never.
    """
    day = fault.first if fault.data_only else fault.visible
    return day if day is not None and day <= last else None


def faults_of(truth: Mapping[str, Any]) -> tuple[Fault, ...]:
    """The faults of a truth.json; KeyError where it is not one."""
    return tuple(_fault(one) for one in truth["faults"])


def _fault(told: Mapping[str, Any]) -> Fault:
    targets: Sequence[Mapping[str, Any]] = told["targets"]
    ids: set[str] = set()
    for target in targets:
        for name, value in target.items():
            if name not in ("campaign", "ad_group", "shop"):
                ids |= set(value) if isinstance(value, list) else {str(value)}
    seen = told["visible_day"]
    return Fault(
        key=told["key"],
        stage=told["stage"],
        shop=told["shop"],
        scope=told["scope"],
        ids=frozenset(_ids(targets, told["scope"], ids)),
        campaigns=frozenset(str(t["campaign"]) for t in targets if "campaign" in t),
        first=date.fromisoformat(told["first_day"]),
        visible=None if seen is None else date.fromisoformat(seen),
        data_only=bool(told["data_only"]),
        currency=told["money"]["currency"],
        daily={date.fromisoformat(day): float(money) for day, money in told["money"]["per_day"].items()},
        minutes=int(told["remedy"]["minutes"]),
        delay=int(told["remedy"]["delay_days"]),
        cost=float(told["remedy"]["cost"]),
    )


def _ids(targets: Sequence[Mapping[str, Any]], scope: str, every: set[str]) -> set[str]:
    """A term is known by its own words alone: its listing is not what is wrong."""
    return {str(t["search_term"]) for t in targets} if scope == "term" else every


def names(action: Action, scope: str) -> set[str]:
    """What of a fault's ``scope`` an action names: its target, and the rows of its file."""
    found = {action.target.ident} if action.target.kind in _KINDS[scope] else set()
    if action.sheet is not None:
        for column in _NAMED_BY[scope]:
            if column in action.sheet.columns:
                at = action.sheet.columns.index(column)
                found |= {str(row[at]) for row in action.sheet.rows}
    return found


def touches(action: Action, fault: Fault) -> bool:
    """Whether an action is about the target of a fault, whatever it says is wrong there.

    A shop-wide fault is the target of actions on the whole shop, or on its buyers, only; a campaign stands for its
    terms where the action names none.
    """
    if action.target.shop != fault.shop:
        return False
    if fault.scope == "shop":
        return action.target.kind in ("shop", "buyers")
    named = names(action, fault.scope)
    if fault.scope == "term" and not named and action.target.kind == "campaign":
        return action.target.ident in fault.campaigns
    if fault.scope == "region":  # books leave out what a province is called by: 浙江, 浙江省
        return any(one and other and one.startswith(other) for one in fault.ids for other in named)
    return bool(named & fault.ids)


def hits(action: Action, fault: Fault, own: Mapping[str, str]) -> bool:
    """Whether an action finds a fault: it is about its target and of its stage, or of the play made for it.

    ``own``: play → the fault it is made for.
    """
    right = own.get(action.play) == fault.key or STAGE_OF.get(action.stage, action.stage) == fault.stage
    return right and touches(action, fault)


def found_by(actions: Iterable[Action], fault: Fault, own: Mapping[str, str]) -> frozenset[str]:
    """The plays whose actions find a fault."""
    return frozenset(action.play for action in actions if hits(action, fault, own))
