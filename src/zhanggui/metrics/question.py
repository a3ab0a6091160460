"""A question in the catalogue's names, and what comes back: an answer, what was refused, what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from zhanggui.metrics.query import Key, Value, Where
from zhanggui.model.period import Period


@dataclass(frozen=True, slots=True)
class Question:
    """Metrics × dimensions × period × filter.

    ``period`` None is everything in the books. ``currency`` is the reporting currency, into which money of
    several currencies is converted; None: such money is unknown.
    """

    metrics: tuple[str, ...]
    by: tuple[str, ...] = ()
    period: Period | None = None
    where: tuple[Where, ...] = ()
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A question that has no true answer. ``code`` selects the sentence; ``nearest`` is what can be asked instead."""

    code: str
    params: Mapping[str, str]
    nearest: Question | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """What is not in the books: ``code`` selects the sentence, ``params`` are its parts (texts, or lists of text)."""

    code: str
    params: Mapping[str, str | float | tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows sorted by the dimensions, unknown key first.

    ``keys``: dimension → values; ``cells``: metric → values (money Decimal, counts int, ratios float, None
    unknown), all of the same length. ``currencies``: the currency of each row's money, None where there is none.
    ``provisional``: rows so young that refunds and settlements are still to come. ``labels``: metric → the
    measures that a ratio was made of where that depends on the question ('buyers / visitors').
    """

    question: Question
    keys: Mapping[str, list[Key]]
    cells: Mapping[str, list[Value]]
    currencies: list[str | None]
    provisional: list[bool]
    refused: tuple[Refusal, ...] = ()
    missing: tuple[Missing, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def columns(self) -> tuple[str, ...]:
        """Dimensions, then the metrics that were answered."""
        return (*self.keys, *self.cells)

    @property
    def rows(self) -> list[dict[str, Key | Value]]:
        """One dict per row, in the order of ``columns``."""
        columns: list[list[Key] | list[Value]] = [*self.keys.values(), *self.cells.values()]
        return [dict(zip(self.columns, row, strict=True)) for row in zip(*columns, strict=True)]

    def __len__(self) -> int:
        """Number of rows."""
        return len(self.currencies)
