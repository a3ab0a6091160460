"""A change taken into parts that add up to it: products, sums, ratios along a dimension.

`chain` holds products, `mix` ratios, `parts` what comes out; this module adds sums of money, which stay
exact, and the order in which parts are shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from zhanggui.diagnosis.chain import split_known, split_product
from zhanggui.diagnosis.mix import Side, effects, split_ratio
from zhanggui.diagnosis.parts import Effect, Method, Part, Split, to_cents

__all__ = [
    "Effect",
    "Method",
    "Part",
    "Side",
    "Split",
    "effects",
    "headline",
    "split_known",
    "split_product",
    "split_ratio",
    "split_sum",
    "to_cents",
]

Terms = Mapping[str, Decimal | None]


def split_sum(before: Terms, after: Terms) -> tuple[dict[str, Decimal], tuple[str, ...]]:
    """Exact differences of the terms of a sum (costs and fees given with their sign), and the terms not known.

    Contribution = net sales - cost - fees - logistics - ads: give the costs as negative terms. A term that is missing
    on one side is 0 there; None on either side makes it unknown, and with it the change of the whole. Terms keep the
    order of `after`, then that of `before`.
    """
    names = list(dict.fromkeys([*after, *before]))
    known: dict[str, Decimal] = {}
    unknown: list[str] = []
    for name in names:
        old, new = before.get(name, Decimal(0)), after.get(name, Decimal(0))
        if old is None or new is None:
            unknown.append(name)
        else:
            known[name] = new - old
    return known, tuple(unknown)


def headline(split: Split, alpha: float = 0.05) -> Part | None:
    """The part that may be named first: the largest in the direction of the change that is not taken for noise.

    A part with `p_noise` above `alpha` is never named, nor one that works against the change; None when none is left.
    """
    if split.change is None or split.change == 0:
        return None
    along = [
        p for p in split.parts if p.change * split.change > 0 and (p.p_noise is None or p.p_noise <= alpha)
    ]
    return max(along, key=lambda p: abs(p.change), default=None)
