"""No money is promised twice: of two actions that claim the same money, the better one keeps it."""

from collections.abc import Iterable
from dataclasses import dataclass

from zhanggui.actions.action import Action


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An action that is not on the list: ``code`` says why ('same_money', 'no_time', 'too_small', 'unproven',
    'no_rate', 'done_lately'), ``by`` is the id of the action that holds the money, '' otherwise.
    """

    action: Action
    code: str
    by: str = ""


def overlaps(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two pools share money: one is the other, or contains it ('sales', shop) ⊃ ('sales', shop, sku)."""
    shared = min(len(one), len(other))
    return one[:shared] == other[:shared]


def claim(ranked: Iterable[Action]) -> tuple[list[Action], list[LeftOut]]:
    """Walk down a ranked list and leave out whatever claims money that is already claimed."""
    kept: list[Action] = []
    out: list[LeftOut] = []
    for action in ranked:
        holder = next((k for k in kept if overlaps(k.pool, action.pool)), None)
        if holder is None:
            kept.append(action)
        else:
            out.append(LeftOut(action, "same_money", holder.id))
    return kept, out
