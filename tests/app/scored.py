"""Faults, actions and mornings for the score's tests."""

from datetime import date, timedelta
from decimal import Decimal

from zhanggui.actions.action import Action, Impact, Sheet, Target
from zhanggui.app.scoring.tally import Morning
from zhanggui.app.scoring.truth import Fault

FIRST = date(2026, 5, 1)
OWN = {
    "price_error": "price_below_cost",
    "negative_terms": "keyword_bleeding",
    "due_to_reorder": "reminder_stopped",
}


def fault(key: str = "price_below_cost", **more: object) -> Fault:
    """Loses 10 a day for 60 days from FIRST, visible two days later."""
    values: dict[str, object] = {
        "key": key,
        "stage": "conversion",
        "shop": "s",
        "scope": "listing",
        "ids": frozenset({"A1", "L1"}),
        "campaigns": frozenset(),
        "first": FIRST,
        "visible": FIRST + timedelta(days=2),
        "data_only": False,
        "currency": "CNY",
        "daily": {FIRST + timedelta(days=n): 10.0 for n in range(60)},
        "minutes": 10,
        "delay": 0,
        "cost": 20.0,
        **more,
    }
    return Fault(**values)  # type: ignore[arg-type]


def action(play: str = "price_error", **more: object) -> Action:
    """About SKU A1 of shop s, promising 50 to 90 a week, ten minutes."""
    values: dict[str, object] = {
        "play": play,
        "stage": "conversion",
        "target": Target("sku", "s", "A1"),
        "cause": "below_cost",
        "impact": Impact(Decimal(50), Decimal(70), Decimal(90), "CNY"),
        "minutes": 10,
        "role": "pricing",
        "due": FIRST,
        "check_on": FIRST,
        "metric": "gmv",
        "pool": ("sales", "s", "A1"),
        "sheet": None,
        **more,
    }
    return Action(**values)  # type: ignore[arg-type]


def terms(*words: str) -> Action:
    """Losing terms of a campaign."""
    sheet = Sheet(("campaign", "search_term"), tuple(("c", word) for word in words))
    return action("negative_terms", stage="traffic", target=Target("campaign", "s", "c"), sheet=sheet)


def mornings(days: int, *actions: Action) -> list[Morning]:
    """The same list every day from FIRST."""
    return [Morning(FIRST + timedelta(days=n), actions) for n in range(days)]
