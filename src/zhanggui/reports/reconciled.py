"""What a reconciliation shows, as plain data: our figure beside the platform's own, and what the gap is made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from zhanggui.reports.briefing import Missing

Pair = Literal["platform", "settlement"]


@dataclass(frozen=True, slots=True)
class DayPair:
    """One day: ``ours`` and ``platform`` in money; None where that side has no file for the day."""

    day: date
    ours: Decimal | None
    platform: Decimal | None

    @property
    def gap(self) -> Decimal:
        """Ours less the platform's, a side without a figure counting as nothing."""
        return (self.ours or Decimal(0)) - (self.platform or Decimal(0))


@dataclass(frozen=True, slots=True)
class Item:
    """One reason for a part of the gap. ``amount`` is signed as the gap is; ``values`` fill its sentence."""

    code: str
    amount: Decimal
    values: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Reconciled:
    """One shop's pair of figures in one currency.

    ``pair``: 'platform' holds paid goods of the orders against the platform's sales of the day, 'settlement' against
    the receipts for those orders, whenever they came in. ``items`` and ``unexplained`` add up to ``gap`` exactly.
    """

    shop: str
    platform: str
    pair: Pair
    currency: str
    days: tuple[DayPair, ...]
    items: tuple[Item, ...]

    @property
    def ours(self) -> Decimal:
        """Sum of our side."""
        return sum((day.ours or Decimal(0) for day in self.days), Decimal(0))

    @property
    def theirs(self) -> Decimal:
        """Sum of the platform's side."""
        return sum((day.platform or Decimal(0) for day in self.days), Decimal(0))

    @property
    def gap(self) -> Decimal:
        """Ours less theirs."""
        return self.ours - self.theirs

    @property
    def unexplained(self) -> Decimal:
        """What no item tells."""
        return self.gap - sum((item.amount for item in self.items), Decimal(0))


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """All shops' pairs, and the shops that could not be compared (``missing``)."""

    pairs: tuple[Reconciled, ...]
    missing: tuple[Missing, ...]
