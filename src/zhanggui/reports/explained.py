"""What an explanation of a change shows, as plain data: the app fills it, every renderer reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import fsum

from zhanggui.diagnosis.baseline import Against
from zhanggui.diagnosis.finding import Finding
from zhanggui.diagnosis.one_metric import OneMetric
from zhanggui.diagnosis.parts import Effect
from zhanggui.model.period import Period
from zhanggui.reports.briefing import Missing, Unit
from zhanggui.reports.numbers import Figure

MEASURE = "measure"  # in place of a dimension: the term of a sum that a slice is of


@dataclass(frozen=True, slots=True)
class Place:
    """One slice: ``where`` names it as (dimension, value, label), the term of a sum that it is of as ``MEASURE``;
    actual, expected and change in the metric's unit (of a ratio: of its numerator); ``share`` of the whole change, None
    where that is zero. ``p_noise``: chance that any slice stands out as much without a cause, None where the place was
    found as a part of the whole change. ``sure``: told from noise; others are only where to look next. ``lately``: of a
    place that stands out over the week up to the day asked, what it held over that week and what was expected of it.
    """

    where: tuple[tuple[str, str, str], ...]
    actual: float
    expected: float
    change: float
    share: float | None
    p_noise: float | None = None
    sure: bool = True
    lately: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """Rows behind the first place: ``columns`` of the orders, ``rows`` of them."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Figure | str | date, ...], ...]


@dataclass(frozen=True, slots=True)
class Weighted:
    """One part of a ratio along a dimension: its rate then and now (None where it was not there), its share of the
    denominator then and now, and what each of its effects makes of the whole's change. ``p_noise``: chance of such a
    change of its rate without a cause; None of a part that is new or gone. ``shop``: the only one that it is of, where
    there are several; '' elsewhere.
    """

    value: str
    label: str
    rates: tuple[float | None, float | None]
    weights: tuple[float, float]
    effects: Mapping[Effect, float]
    p_noise: float | None
    shop: str = ""

    @property
    def change(self) -> float:
        """What the part makes of the whole's change."""
        return fsum(self.effects.values())


@dataclass(frozen=True, slots=True)
class Mixture:
    """A ratio's ``change`` along ``dim``: what its ``parts`` make of it adds up to it."""

    dim: str
    change: float
    parts: tuple[Weighted, ...]

    def total(self, effect: Effect) -> float:
        """One effect over all parts."""
        return fsum(part.effects.get(effect, 0.0) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Explained:
    """One metric's change over one period.

    ``against`` and ``days`` say what it is held against; ``value`` and ``usual`` are the figure then and there (None
    unknown), ``low``..``high`` its 95 % expected range and ``p_noise`` the chance of such a figure without a cause
    (None where history is too short). ``finding`` takes the change apart along the tree, None where it can't;
    ``places`` along dimensions. ``nothing``: there is nothing to explain. ``provisional``: young data.
    ``hidden`` is a place that moved against the change; ``asked`` the period asked for where the books hold only a
    part of it, which is then ``period``. ``shops``: those that the answer is of, where others do not know the metric.
    ``early``: hardly any of it is known yet. ``alike``: shops whose items all moved by about one factor, where the
    change is just that. ``so_far``: what is known of a young figure whose ``value`` and ``usual`` are what it will come
    to. ``sought``: the item that made a rise, whose visitors multiplied and bought no more often than usual. ``asks``:
    what a plan asks for, of what usual days bring; its places are to bring their shares of the usual. ``mixture``: a
    ratio along one dimension. ``rare``: where chance can't be told because of the time of the year, the event of which
    too little is known, '' where the other days are the strange ones; None where history is short.
    """

    metric: str
    unit: Unit
    currency: str
    period: Period
    against: Against
    days: tuple[date, ...]
    value: Figure
    usual: Figure
    low: float | None
    high: float | None
    p_noise: float | None
    event: str
    finding: Finding | None
    places: tuple[Place, ...]
    proof: Proof | None
    lever: OneMetric | None
    missing: tuple[Missing, ...]
    provisional: bool
    hidden: Place | None = None
    asked: Period | None = None
    shops: tuple[str, ...] = ()
    early: bool = False
    alike: tuple[str, ...] = ()
    sought: str = ""
    so_far: Figure = None
    asks: float | None = None
    mixture: Mixture | None = None
    rare: str | None = None

    @property
    def harmless(self) -> bool:
        """Whether a real change asks for nothing to be mended: all shops moved alike, or one item is talked about."""
        return bool(self.sought) or (self.against is not Against.PLAN and len(self.alike) > 1)

    @property
    def nothing(self) -> bool:
        """Whether the figure is within what chance does, or did not change."""
        return self.value == self.usual or (self.p_noise is not None and self.p_noise > 0.05)  # noqa: PLR2004

    @property
    def change(self) -> Decimal | float | None:
        """Value less usual; None where either is unknown."""
        if self.value is None or self.usual is None:
            return None
        if isinstance(self.value, float) or isinstance(self.usual, float):
            return float(self.value) - float(self.usual)
        return Decimal(self.value) - Decimal(self.usual)
