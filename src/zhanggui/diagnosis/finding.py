"""The nouns of an answer: what moved, by how much money, how sure; codes and numbers only."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from zhanggui.diagnosis.baseline import Against
from zhanggui.diagnosis.leaves import Where
from zhanggui.diagnosis.parts import Effect, Method, Split, to_cents
from zhanggui.stats.intervals import LEVEL, z_of

ALPHA = 0.05
LEAST_P, MOST_P = 1e-12, 0.6  # an interval reaches at most four times as far as its change


@dataclass(frozen=True, slots=True)
class Driver:
    """One driver of a change.

    `code` names a factor, a term or a part; `where` the slice it belongs to (empty: the whole). `change` is its share
    of the change in money, `low`..`high` its 95 % interval and `p_noise` the chance that noise alone makes it at least
    as large: None where the method gives none. `before` and `after` are the factor or term itself, in its own unit.
    """

    code: str
    effect: Effect
    change: Decimal
    low: Decimal | None = None
    high: Decimal | None = None
    p_noise: float | None = None
    where: Where = ()
    before: float | None = None
    after: float | None = None

    @property
    def noise(self) -> bool:
        """Whether it cannot be told from noise (at 5 %)."""
        return self.p_noise is not None and self.p_noise > ALPHA


def in_line(driver: Driver) -> Driver:
    """The driver with an interval that says what its chance says: 0 lies outside where noise is ruled out, else inside.

    Interval and chance come of different tests, the chance of several taken together. Where they disagree, the
    interval is that of a normal error under which so large a change has the given chance (Altman and Bland 2011, How
    to obtain the confidence interval from a P value).
    """
    if driver.low is None or driver.high is None or driver.p_noise is None or not driver.change:
        return driver
    if (driver.low <= 0 <= driver.high) is driver.noise:
        return driver
    errors = z_of(1.0 - min(max(driver.p_noise, LEAST_P), MOST_P))
    half = (abs(driver.change) * Decimal(repr(z_of(LEVEL) / errors))).quantize(driver.high)
    return replace(driver, low=driver.change - half, high=driver.change + half)


@dataclass(frozen=True, slots=True)
class Finding:
    """An explained change of one metric over one period.

    `change` is None when an input is unknown (named in `unknown`); drivers add up to it to the cent. `p_noise` is the
    chance of a change at least as large on a day like that without a cause. `provisional` says that young data has
    been completed.
    """

    metric: str
    currency: str
    against: Against
    method: Method
    change: Decimal | None
    p_noise: float | None
    drivers: tuple[Driver, ...]
    unknown: tuple[str, ...] = ()
    provisional: bool = False

    def __post_init__(self) -> None:
        """Refuse drivers that do not add up to the change (ValueError)."""
        if self.change is not None and sum((d.change for d in self.drivers), Decimal(0)) != self.change:
            raise ValueError(f"drivers of {self.metric} do not add up to {self.change}")

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to explain: no change, or one that noise makes often enough."""
        return self.change == 0 or (self.p_noise is not None and self.p_noise > ALPHA)

    @property
    def headline(self) -> Driver | None:
        """The driver to name first: the largest along the change that is not noise; None when nothing is to be told.

        Where any driver was held against noise, those that could not be are not named.
        """
        if self.change is None or self.nothing:
            return None
        change = self.change
        tested = any(d.p_noise is not None for d in self.drivers)
        told = [d for d in self.drivers if not d.noise and (d.p_noise is not None or not tested)]
        along = [d for d in told if d.change * change > 0]
        return max(along, key=lambda d: abs(d.change), default=None)


def drivers(split: Split, total: Decimal, *, places: int = 2, where: Where = ()) -> tuple[Driver, ...]:
    """The parts of a split as drivers in money, largest first, adding up to `total` to the cent.

    Raises ValueError when the split's parts are not worth `total` (see `parts.to_cents`).
    """
    unit = Decimal(1).scaleb(-places)
    cents = to_cents([p.change for p in split.parts], total, places)
    made = [
        Driver(
            code=part.code,
            effect=part.effect,
            change=change,
            low=None if part.low is None else Decimal(repr(part.low)).quantize(unit),
            high=None if part.high is None else Decimal(repr(part.high)).quantize(unit),
            p_noise=part.p_noise,
            where=where,
        )
        for part, change in zip(split.parts, cents, strict=True)
    ]
    return tuple(sorted(made, key=lambda d: (-abs(d.change), d.code, d.effect)))
