"""What a decomposition is made of: parts that add up to a change, and how they become cents without losing one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum
from math import fsum, sqrt

from scipy.special import ndtr

from zhanggui.stats.intervals import LEVEL, z_of


class Effect(StrEnum):
    """What a part of a change is."""

    FACTOR = "factor"
    """A factor of a product moved."""
    TERM = "term"
    """A term of a sum moved."""
    WITHIN = "within"
    """The rate of a part moved."""
    MIX = "mix"
    """The weights of the parts moved."""
    INTERACTION = "interaction"
    """Rate and weight moved together."""
    NEW = "new"
    """A part that was not there before."""
    GONE = "gone"
    """A part that is there no more."""
    UNKNOWN = "unknown"
    """Inputs that are not known, taken together."""


class Method(StrEnum):
    """How parts were found."""

    LMDI = "lmdi"
    """Additive log-mean Divisia index."""
    LMDI_LIMIT = "lmdi_limit"
    """The same with its limit at zero."""
    SHAPLEY = "shapley"
    """Average over all orders of change: for negative factors and changes of sign."""
    SUM = "sum"
    """Differences of the terms of a sum."""
    SHIFT_SHARE = "shift_share"
    """Within, mix and interaction around the old overall rate."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a change, in the unit of the change.

    `low` and `high` bound it at 95 %, `p_noise` is the probability of a part at least as large when nothing but the
    stated noise moved it; all three None when no noise was stated or the method gives none.
    """

    code: str
    effect: Effect
    change: float
    low: float | None = None
    high: float | None = None
    p_noise: float | None = None

    def with_error(self, deviation: float) -> Part:
        """The same part with an interval and p from a standard error (normal approximation)."""
        half = z_of(LEVEL) * deviation
        p = 1.0 if self.change == 0 else 0.0
        if deviation > 0:
            p = 2.0 * float(ndtr(-abs(self.change) / deviation))
        return replace(self, low=self.change - half, high=self.change + half, p_noise=p)


@dataclass(frozen=True, slots=True)
class Split:
    """A change taken apart: `parts` add up to `change`.

    `unknown` names inputs that were not known; where that leaves the change itself unknown, `change` is None and the
    parts are those that could be told.
    """

    change: float | None
    parts: tuple[Part, ...]
    method: Method
    unknown: tuple[str, ...] = ()

    @property
    def residual(self) -> float:
        """Change that no part holds; 0 up to rounding."""
        return 0.0 if self.change is None else self.change - fsum(p.change for p in self.parts)


def to_cents(changes: Sequence[float], total: Decimal, places: int = 2) -> tuple[Decimal, ...]:
    """Parts rounded to `places` decimals such that they add up to `total` exactly (largest remainders; Hamilton 1792).

    The parts should add up to `total` up to float rounding; a larger gap is a programmer's error and raises
    ValueError. `total` must have no more than `places` decimals. Ties go to the earlier part.
    """
    unit = Decimal(1).scaleb(-places)
    if total != total.quantize(unit):
        raise ValueError(f"{total} has more than {places} decimals")
    size = max([abs(float(total)), *(abs(c) for c in changes)], default=0.0)
    if abs(fsum(changes) - float(total)) > 1e-6 * size + 0.5 * len(changes) * float(unit) + float(unit):
        raise ValueError(f"parts add up to {fsum(changes)}, not to {total}")
    exact = [Decimal(repr(float(c))) for c in changes]
    floors = [e.quantize(unit, rounding=ROUND_FLOOR) for e in exact]
    missing = int((total - sum(floors, Decimal(0))) / unit)
    order = sorted(range(len(exact)), key=lambda i: (floors[i] - exact[i], i))
    if not exact:
        return ()
    whole, rest = divmod(missing, len(exact))
    chosen = set(order[:rest])
    return tuple(f + unit * (whole + (i in chosen)) for i, f in enumerate(floors))


def joint(deviations: Sequence[float]) -> float:
    """Standard error of a sum of independent errors."""
    return sqrt(fsum(d * d for d in deviations))
