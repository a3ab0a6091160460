"""Order by what a minute of the operator's time earns."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from zhanggui.actions.action import Action


def per_minute(action: Action, rates: Mapping[str, Decimal]) -> Decimal | None:
    """Expected profit per minute in the reporting currency; None where the currency has no known rate.

    ``rates``: currency → units of the reporting currency for one unit (the reporting currency itself is 1).
    """
    rate = rates.get(action.impact.currency)
    if rate is None:
        return None
    return action.impact.mid * rate / max(action.minutes, 1)


def rank(actions: Iterable[Action], rates: Mapping[str, Decimal]) -> list[Action]:
    """Best minute first; actions whose currency has no rate come last; ties by id, so the order is stable."""

    def order(action: Action) -> tuple[bool, Decimal, str]:
        earned = per_minute(action, rates)
        return earned is None, -(earned or Decimal(0)), action.id

    return sorted(actions, key=order)
