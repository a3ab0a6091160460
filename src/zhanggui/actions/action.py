"""What the operator is asked to do: codes and numbers, no prose (sentences live in the message catalogue)."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import TypeAlias

Cell: TypeAlias = str | int | float | Decimal | date | None


@dataclass(frozen=True, slots=True)
class Impact:
    """Contribution profit that acting releases, net of what acting costs.

    ``low``..``high`` is an 80 % interval around ``mid``; ``per`` is 'week'. ``basis`` says how the margin was
    known: 'known' (from costs in the books), 'assumed' (from the setting), 'effect' (known, but how much of
    the sales is at stake is assumed), 'sales' (no margin involved) or 'data' (no
    money at stake: the books themselves are to be mended).
    """

    low: Decimal
    mid: Decimal
    high: Decimal
    currency: str
    per: str = "week"
    basis: str = "known"

    def __post_init__(self) -> None:
        """Refuse an interval the wrong way round (ValueError)."""
        if not self.low <= self.mid <= self.high:
            raise ValueError(f"{self.low} <= {self.mid} <= {self.high}")

    @property
    def promised(self) -> Decimal | None:
        """``mid``; None where no money is at stake."""
        return None if self.basis == "data" else self.mid

    def times(self, factor: float) -> "Impact":
        """The same money ``factor`` times (0 or more), to the cent."""
        low, mid, high = (
            Decimal(str(round(float(end) * factor, 2))) for end in (self.low, self.mid, self.high)
        )
        return replace(self, low=low, mid=mid, high=high)


@dataclass(frozen=True, slots=True)
class Target:
    """What the action is about: ``kind`` ('sku', 'listing', 'campaign', 'buyers', 'shop'), its id, its label."""

    kind: str
    shop: str
    ident: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The file handed over: ``columns`` are codes (their headings are messages), ``rows`` have their length."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do about ``target``, worth ``impact`` a week.

    ``play``, ``stage`` and ``role`` (who does it) are those of the play that proposes it. ``cause`` is a code;
    ``evidence`` are the numbers the sentence is filled with; ``pool`` names the money that is claimed, from wide
    to narrow ('sales', shop, sku), so that no money is promised twice; ``metric`` is what will be watched until
    ``check_on``; ``minutes`` is the time it takes; ``due`` is the day by which to do it. ``sheet`` is the file
    that goes with it, None without one.
    """

    play: str
    stage: str
    target: Target
    cause: str
    impact: Impact
    minutes: int
    role: str
    due: date
    check_on: date
    metric: str
    pool: tuple[str, ...]
    evidence: Mapping[str, Cell] = field(default_factory=dict)
    sheet: Sheet | None = None

    @property
    def id(self) -> str:
        """Stable for the same play, target and cause: tomorrow's list continues today's. Ten hex digits."""
        parts = (self.play, self.target.kind, self.target.shop, self.target.ident, self.cause)
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:10]
