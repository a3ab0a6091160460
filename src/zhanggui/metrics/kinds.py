"""Kinds of measure, as types that refuse: what may be added over what, and which two figures are the same thing.

A `Definition` is either a measure, read from a table of the books (``source``), or a metric, computed from
other definitions (``formula``). Two definitions that differ in time basis, refunds, shipping, tax or in whose
figure they are have two names, and `add` refuses to add them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from zhanggui.metrics.query import Where

TIME_DIMENSIONS = frozenset({"day", "week", "month", "weekday", "hour"})


class Kind(StrEnum):
    """How figures of this kind behave when they are added."""

    ADDITIVE = "additive"
    DISTINCT = "distinct"
    RATIO = "ratio"
    SNAPSHOT = "snapshot"
    INDEX = "index"
    DAILY_MEAN = "daily_mean"
    CUMULATIVE = "cumulative"

    def adds_over(self, dimension: str) -> bool:
        """Whether figures of this kind may be added over the values of ``dimension``."""
        if self is Kind.ADDITIVE:
            return True
        return self is Kind.SNAPSHOT and dimension not in TIME_DIMENSIONS


class Unit(StrEnum):
    """What a figure is counted in. MONEY is an amount of a currency, per something where the name says so."""

    MONEY = "money"
    COUNT = "count"
    SHARE = "share"
    TIMES = "times"
    DAYS = "days"
    SECONDS = "seconds"
    STARS = "stars"
    INDEX = "index"


class Aggregate(StrEnum):
    """How rows become one figure.

    SUM adds, unknown when one of the values is. SUM_KNOWN adds what is stated, unknown when nothing is. COUNT
    counts rows. DISTINCT counts different values within each shop, DISTINCT_DAYS within each shop and day, added
    over the days. REPEAT counts buyers with two or more orders. GIVEN reads the one row that the platform gave,
    unknown when there are several; DAYS adds such rows over days and shops, never over parts of one day. COST
    multiplies units by the unit cost valid on the day, where that is in the currency of the sale.
    COST_AS_BOUGHT does so in the currency of the cost.
    """

    SUM = "sum"
    SUM_KNOWN = "sum_known"
    COUNT = "count"
    DISTINCT = "distinct"
    DISTINCT_DAYS = "distinct_days"
    REPEAT = "repeat"
    GIVEN = "given"
    DAYS = "days"
    COST = "cost"
    COST_AS_BOUGHT = "cost_as_bought"


@dataclass(frozen=True, slots=True)
class Basis:
    """What a figure contains. ``time``: created, paid, order_paid (paid day of the order it belongs to), settled,
    shipped, opened, written, ordered, received, day (the platform's day), snapshot. ``refunds``, ``shipping``,
    ``tax``: in, out, unknown, or '' where the question does not arise. ``whose``: own or platform.
    """

    time: str = "paid"
    refunds: str = ""
    shipping: str = ""
    tax: str = ""
    whose: str = "own"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a measure is read. ``tables``: the first is the default, others are finer grains of the same figure.

    ``columns``: the first that is known counts. ``day``: the column that places a row in time. ``filters``: only
    rows that pass all (``Where.dim`` is a column here). ``minus``: a time taken off the value, which is then
    seconds. ``buyers``: 'new' or 'returning', only lines of such buyers.
    """

    tables: tuple[str, ...]
    columns: tuple[str, ...]
    aggregate: Aggregate
    day: str
    filters: tuple[Where, ...] = ()
    minus: str = ""
    buyers: str = ""

    def of(self, buyers: str) -> "Source":
        """The same, of 'new' or 'returning' buyers only."""
        return replace(self, buyers=buyers)


@dataclass(frozen=True, slots=True)
class Definition:
    """One measure or metric: its names and meaning in ``zh`` and ``en``, its kind, unit and basis, and how it is got.

    Exactly one of ``source`` and ``formula`` is set. ``known_as``: platform → the platform's own name for it.
    ``traps``: pairs (zh, en).
    """

    name: str
    title: Mapping[str, str]
    meaning: Mapping[str, str]
    kind: Kind
    unit: Unit
    basis: Basis
    source: Source | None = None
    formula: str = ""
    known_as: Mapping[str, str] = field(default_factory=dict)
    traps: tuple[tuple[str, str], ...] = ()


class MismatchError(ValueError):
    """Two figures that may not be added; ``differs`` names the property, ``left`` and ``right`` its two values."""

    def __init__(self, differs: str, left: str, right: str) -> None:
        super().__init__(f"{differs}: {left or '-'} / {right or '-'}")
        self.differs = differs
        self.left = left
        self.right = right


def add(left: Definition, right: Definition) -> Basis:
    """The basis that both figures share, so that their sum is one.

    Raises MismatchError naming the first property that differs (unit, time, refunds, shipping, tax, whose) or
    the kind that may not be added.
    """
    for one in (left, right):
        if one.kind not in (Kind.ADDITIVE, Kind.SNAPSHOT):
            raise MismatchError("kind", left.kind.value, right.kind.value)
    pairs = [("kind", left.kind.value, right.kind.value), ("unit", left.unit.value, right.unit.value)]
    pairs += [
        (name, getattr(left.basis, name), getattr(right.basis, name))
        for name in ("time", "refunds", "shipping", "tax", "whose")
    ]
    for name, here, there in pairs:
        if here != there:
            raise MismatchError(name, here, there)
    return left.basis
