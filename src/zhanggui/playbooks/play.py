"""What a play is: what it needs from the books, and how it turns that into actions."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeAlias

from zhanggui.actions.action import Action
from zhanggui.metrics.query import Key, Value
from zhanggui.metrics.question import Question
from zhanggui.model.period import Period
from zhanggui.playbooks.columns import Columns
from zhanggui.playbooks.margin import Margins
from zhanggui.playbooks.page import Page
from zhanggui.stats.intervals import z_of

Z80 = z_of(0.8)
"""Half the width, in standard errors, of the interval in which an action's money is promised."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the shop folder lets the operator set for plays.

    ``lead_days``: order-to-shelf time assumed for a SKU that states none. ``cover_days``: how long one reorder
    should last. ``loss_chance``: how sure a play must be before it proposes what is hard to undo.
    """

    lead_days: int = 14
    cover_days: int = 30
    loss_chance: float = 0.9


@dataclass(frozen=True, slots=True)
class Given:
    """What a play is handed: ``facts`` by the names of its ``needs``, ``rows`` by those of its ``lists``, the margins,
    the last whole day.
    """

    facts: Mapping[str, Columns]
    margins: Margins
    as_of: date
    settings: Settings
    rows: Mapping[str, Sequence[tuple[Value | Key, ...]]] = field(default_factory=dict)
    labels: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def index(self, name: str) -> Mapping[str, list[tuple[Value | Key, ...]]]:
        """The rows of a list by their first column, without it."""
        out: dict[str, list[tuple[Value | Key, ...]]] = {}
        for first, *rest in self.rows.get(name, ()):
            out.setdefault(str(first), []).append(tuple(rest))
        return out

    def label(self, shop: str, ident: str) -> str:
        """Title of a SKU or listing where the books know one, else its id."""
        return self.labels.get((shop, ident), ident)


Closer: TypeAlias = Callable[[Given, Sequence[Action], Mapping[str, Page]], Sequence[Action]]


@dataclass(frozen=True, slots=True)
class Play:
    """One class of problem of one stage.

    ``needs`` gives the questions for a last whole day, ``lists`` the tables (with columns) of which it wants the rows
    themselves; ``propose`` is pure. ``fault`` is the simulator's fault it
    must find; ``tables`` must hold rows for it to run at all; ``judged`` names how its effect will be measured.
    ``recent``: lists of which only the rows of so many last days are wanted.
    ``closer`` takes a second look at the few items that it proposed, with the pages of those (action id → page).
    """

    key: str
    stage: str
    fault: str
    role: str
    tables: tuple[str, ...]
    needs: Callable[[date], Mapping[str, Question]]
    propose: Callable[[Given], Sequence[Action]]
    judged: str = "before_after"
    lists: Mapping[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    closer: Closer | None = None
    recent: Mapping[str, int] = field(default_factory=dict)


def last_days(as_of: date, days: int) -> Period:
    """The ``days`` whole days that end with ``as_of``."""
    return Period(as_of - timedelta(days=days - 1), as_of)


def money(amount: float) -> Decimal:
    """A float estimate as money, rounded to the cent. Estimates only: book figures never pass through here."""
    return Decimal(str(round(amount, 2)))
