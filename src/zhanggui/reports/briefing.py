"""What a report shows, as plain data: the app fills it, every renderer (terminal, page, workbook) reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, TypeAlias

from zhanggui.actions.action import Action
from zhanggui.actions.claim import LeftOut
from zhanggui.model.issue import Issue
from zhanggui.model.period import Period
from zhanggui.outcomes.verdict import Verdict
from zhanggui.reports.numbers import Figure

if TYPE_CHECKING:  # statistics are not needed to start up
    from zhanggui.diagnosis.one_metric import OneMetric

Unit: TypeAlias = Literal["money", "count", "share", "ratio", "days", "seconds"]


@dataclass(frozen=True, slots=True)
class Kpi:
    """One tile. ``usual`` is what it is compared with; None where there is nothing to compare.

    ``noise``: True within its usual range, False outside, None where history is too short. ``good``: +1 when
    rising is good, -1 when falling is, 0 neither. ``series``: the last 30 days, None for unknown days.
    ``provisional``: the figure is young and will still change; ``expected`` is what it will come to, where that can be
    told, and what is then compared with a ``usual`` completed likewise. With no ``value`` it is an estimate: a part of
    the figure is not in the books yet.
    """

    metric: str
    unit: Unit
    currency: str
    value: Figure
    usual: Figure
    noise: bool | None
    good: int
    series: tuple[tuple[date, Figure], ...] = ()
    provisional: bool = False
    expected: Figure = None

    @property
    def current(self) -> Figure:
        """What it is compared as: what it will come to where it is young, else what it is."""
        return self.value if self.expected is None else self.expected

    @property
    def change(self) -> float | None:
        """Relative change, or difference for a share; None where either side is unknown or the base is 0."""
        value = self.current
        if value is None or self.usual is None:
            return None
        if self.unit == "share":
            return float(value) - float(self.usual)
        return float(value) / float(self.usual) - 1 if self.usual else None


@dataclass(frozen=True, slots=True)
class Driver:
    """One part of a change: ``key`` a metric or ``label`` a thing, before and after, its share of the change in
    money with an 80 % range of what noise alone does. ``noise``: cannot be told from noise; None not known.
    """

    key: str
    label: str
    before: Figure
    after: Figure
    unit: Unit
    part: Decimal
    low: Decimal | None
    high: Decimal | None
    noise: bool | None


@dataclass(frozen=True, slots=True)
class Moved:
    """A change taken apart: the parts add up to ``change`` exactly.

    ``kind``: sales along the ``tree`` or by item (``listings``), or the terms of ``profit``.
    """

    kind: Literal["tree", "profit", "listings"]
    change: Decimal
    currency: str
    drivers: tuple[Driver, ...]

    @property
    def judged(self) -> bool:
        """Whether any part was held against chance."""
        return any(driver.noise is not None for driver in self.drivers)


@dataclass(frozen=True, slots=True)
class Earner:
    """A shop, or an item of it (``ident``), and its figures in the order of its account's columns; None unknown."""

    shop: str
    ident: str
    title: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """What shops or items earned: what the terms of a row come to is its profit, as costs are below zero.

    Every figure is rounded as `kpi` rounds it: where money was converted, a row may be a cent off its profit.

    ``kind``: every shop, the items that earned most (``best``) or those that lost money (``worst``). ``columns``: names
    of the catalogue; ``profit`` is the one of them that rows end with, as far down as the books know it (contribution,
    before advertising, or gross). ``total``: of everything, also what no row names; None where there is none.
    ``young``: refunds and fees are still to come. ``unknown``: share of sales in items whose profit is not known.
    ``bare``: costs of which a good part names no item, with that share.
    """

    kind: Literal["shops", "best", "worst"]
    currency: str
    columns: tuple[str, ...]
    profit: str
    rows: tuple[Earner, ...]
    total: tuple[Figure, ...] | None = None
    young: bool = False
    unknown: float = 0.0
    bare: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a thing that was ``done`` that day: its ``forecast`` of profit a week and its verdict.

    ``forecast``: low, mid and high, None where it was not told in money. ``label``: what it was about. ``after``: the
    days it was judged by, or whose files are needed, None when none yet; ``due``: the day from which it can be judged.
    """

    id: str
    play: str
    target: str
    label: str
    shop: str
    done: date | None
    check_on: date | None
    currency: str
    forecast: tuple[Decimal | None, Decimal | None, Decimal | None]
    verdict: Verdict
    after: Period | None
    due: date | None


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that is not in the books: a message code and what fills its sentence."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What became of one file.

    ``format`` and ``shop`` are None where nobody can tell. ``rows`` were read, ``kept`` are in the books,
    ``refused`` are told in ``issues``. ``status``: see `store.load.Applied`, or ``aside``, of a file that can hold no
    table and was not opened.
    """

    file: str
    format: str | None
    shop: str | None
    rows: int
    kept: int
    refused: int
    issues: tuple[Issue, ...]
    status: str = "loaded"


@dataclass(frozen=True, slots=True)
class Briefing:
    """Everything one report says about one period.

    ``days_known``: days of ``period`` that have orders, ``days_open``: those on whose weekday the shop ever sells.
    ``against``: code of the comparison, ``compared``: how many days or periods it is over. ``moved``: changes taken
    apart. ``todo``: the list, the best first; ``left_out``: what is not on it and why; ``minutes``: time of a day
    that the list may fill. ``missing``: what the books lack. ``one_metric``: the figure that leads, None where none
    stands out. ``owners``: role → name. ``read``: what became of the files that were read first. ``files``: action id
    → written file. ``rates``: currency → units of ``currency`` for one, where known. ``headline`` is the sales tile,
    None without sales.
    ``alike`` and ``sought`` say what made a real change that nothing of the shop's did: see `Explained`.
    ``lever``: what every leaf of the tree would release, None where nothing is known. ``days``: those that a day is
    held against. ``rare``: why sales can't be told from noise, see `Explained`. ``accounts``: what shops and items
    earned, of a week or a month. ``done``: what became of all that was ever done, of these too. ``to_check``: how many
    things done can be judged by now and were not, of a day.
    """

    kind: Literal["day", "week", "month"]
    period: Period
    days_known: int
    days_open: int
    against: str
    compared: int
    shops: tuple[str, ...]
    currency: str
    kpis: tuple[Kpi, ...]
    moved: tuple[Moved, ...]
    todo: tuple[Action, ...]
    left_out: tuple[LeftOut, ...]
    missing: tuple[Missing, ...]
    one_metric: str | None
    minutes: int
    lever: OneMetric | None = None
    files: Mapping[str, str] = field(default_factory=dict)
    owners: Mapping[str, str] = field(default_factory=dict)
    alike: tuple[str, ...] = ()
    sought: str = ""
    rates: Mapping[str, Decimal] = field(default_factory=dict)
    read: tuple[ReadFile, ...] = ()
    days: tuple[date, ...] = ()
    rare: str | None = None
    accounts: tuple[Account, ...] = ()
    done: tuple[Outcome, ...] = ()
    to_check: int = 0

    @property
    def headline(self) -> Kpi | None:
        """The sales tile, None where sales are not in the books."""
        return next((kpi for kpi in self.kpis if kpi.metric == "gmv"), None)
