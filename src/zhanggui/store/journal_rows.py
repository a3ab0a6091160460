"""The rows that go into the journal and come out of it, apart from its tables: SQLAlchemy is slow to import."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

STATES = ("proposed", "done", "skipped", "undone")
LEAST = timedelta(days=8)  # from the day it was done: then a whole week after it is over


@dataclass(frozen=True, slots=True)
class ImpactRow:
    """Money an action is expected to bring per ``per`` ('week', …); None where it is unknown."""

    low: Decimal | None
    mid: Decimal | None
    high: Decimal | None
    currency: str
    per: str


@dataclass(frozen=True, slots=True)
class ActionRow:
    """One proposal and what became of it. ``evidence`` holds numbers, texts and codes, never sentences; ``file``
    '' when there is none; ``check_on`` None when nothing will be measured; ``changed_at`` None while proposed.
    """

    id: str
    play: str
    target: str
    shop: str
    proposed: date
    impact: ImpactRow
    minutes: int
    evidence: Mapping[str, object]
    file: str
    check_on: date | None
    owner: str
    state: str = "proposed"
    changed_at: datetime | None = None
    by: str = ""
    note: str = ""

    @property
    def due(self) -> date | None:
        """The day from which it can be judged: ``check_on``, or None.

        What was done so late that no whole week lies before that day has as many days as it would have had, and a
        whole week at least.
        """
        if self.check_on is None or self.changed_at is None:
            return self.check_on
        done = self.changed_at.date()
        return (
            self.check_on
            if self.check_on >= done + LEAST
            else done + max(self.check_on - self.proposed, LEAST)
        )


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """What a check found: an estimate with its bounds (None unknown), the method's and the verdict's code."""

    action: str
    checked: date
    method: str
    low: Decimal | None
    mid: Decimal | None
    high: Decimal | None
    currency: str
    code: str
