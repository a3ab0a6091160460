"""An empty shelf that ads still lead to: whether it is empty, until when, and what that costs.

A day without goods loses what its sales would have left; ads are paid in either case. Of that a pause saves the ads at
once, and goods that come sooner bring back the rest: promised is what is lost until the goods are expected, at least
until they may be here at the earliest; never less than the ads of those days. The pace is that of the weeks before the
last sale, since an empty shelf sells nothing. Where nothing was sold before, the ads alone are promised.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from zhanggui.playbooks.behind import DAYS
from zhanggui.playbooks.coming import AHEAD, ORDERS, TERMS, Back, back, opened
from zhanggui.playbooks.play import Z80, Given
from zhanggui.playbooks.shelf import Shelf
from zhanggui.playbooks.shift import by_day

Days: TypeAlias = Mapping[tuple[str, ...], npt.NDArray[np.float64]]
LISTS = {"orders": ORDERS, "terms": TERMS}
WEEK = 7
COUNT_AGE = 7  # days for which a count of stock says what is there
LAST = 2  # days without a sale
PACE = 28  # days before the last sale whose pace counts
SPREAD = 2.0  # variance of a period's units over its mean


@dataclass(frozen=True, slots=True)
class Empty:
    """Nothing sold for ``days``; a usual week of ``sales`` left ``worth`` (of ``units``); goods are ``back``."""

    days: int
    sales: float
    worth: float
    units: float
    back: Back

    def loss(self, spend: float) -> tuple[float, float, float]:
        """Money a week over the next four: at least, expected, at most; ``spend``: a week's advertising."""
        low, mid, high = (min(days, AHEAD) / AHEAD for days in self.back.days)
        wide = min(Z80 * float(np.sqrt(SPREAD / max(self.units, 1.0))), 1.0)
        least, usual, most = (max(self.worth * (1 + part), spend) for part in (-wide, 0.0, wide))
        return least * low, usual * mid, most * high


class Shelves:
    """What is known of shelves (``given``: facts `sold` of `behind.asked`, LISTS; ``shelf``: the last counts)."""

    def __init__(self, given: Given, shelf: Shelf) -> None:
        self._given, self._shelf = given, shelf
        self._days: list[Days] = []  # units and sales, made when they are looked at: shelves are seldom empty
        self._on_way = opened(given.rows.get("orders", ()), given.as_of)

    def empty(self, shop: str, skus: Sequence[str]) -> Empty | None:
        """None unless each of ``skus`` was counted lately, nothing was left, nothing came and nothing is sold."""
        told = [self._shelf[sku] for sku in skus if sku in self._shelf]
        if not told or len(told) < len(skus):
            return None
        gone = all((self._given.as_of - day).days <= COUNT_AGE and left <= 0 for day, left, _ in told)
        if not gone or self._filled(skus):
            return None
        units, paid = (
            np.sum([table.get((shop, sku), np.zeros(DAYS)) for sku in skus], axis=0) for table in self._sold()
        )
        if units[-LAST:].any():
            return None
        sold = np.flatnonzero(units)
        last = int(sold[-1]) if len(sold) else DAYS - LAST - 1
        before = slice(max(last + 1 - PACE, 0), last + 1)
        weekly = float(paid[before].sum()) * WEEK / (before.stop - before.start)
        margin = max(self._given.margins.of(shop, skus[0]).mid, 0.0)
        first = back(self._given, skus, self._on_way, DAYS - 1 - last)
        return Empty(DAYS - 1 - last, weekly, weekly * margin, float(units[before].sum()), first)

    def _sold(self) -> list[Days]:
        """Units and sales by shop and SKU, by day."""
        facts, today = self._given.facts["sold"], self._given.as_of
        self._days = self._days or [
            by_day(facts, ("shop", "sku"), name, today, DAYS) for name in ("units", "gmv")
        ]
        return self._days

    def _filled(self, skus: Sequence[str]) -> bool:
        """Whether goods have come since they were counted."""
        today = self._given.as_of
        return any(
            isinstance(came, date) and self._shelf[str(sku)][0] < came <= today
            for sku, _, _, _, _, came, *_ in self._given.rows.get("orders", ())
            if sku in skus
        )
