"""A file format as data: which columns it has, what each means, and the canonical rows they become.

Formats are TOML files in ``readers/<family>/``; ``grammar.load`` reads one and refuses it with the file, the place
and the reason when it breaks the grammar. The classes below are what it makes.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

# How the cells of a field are read. id: text that is never a number; fen: money in hundredths, read as whole units;
# percent: a share written 3.12 or 3.12%; fraction: a share written 0.0312 or 3.12%; number, rate: of 6 and 8 decimals;
# days: a day, a month or a span, as NAME (its first day) and NAME_days; range: '100 ~ 200', as NAME_low and NAME_high;
# time: a moment; flag: yes or no in many languages.
TYPES = frozenset("id text money fen count number percent fraction rate date days time range flag".split())
NUMERIC = frozenset("money fen count number percent fraction rate".split())
ADDITIVE = frozenset("money fen count".split())
# Where a file without a day column may say its days: above the header, in its name, or by `--day`.
PERIODS = ("title", "name", "user")
# What SQL in a format may name beside its fields: the file's first day and number of days, the currency that its header
# or amounts state, whether the row is its order's first, and its number in the file.
VARIABLES = frozenset("file_day file_days file_currency first_line source_row".split())


class SpecError(ValueError):
    """A format file that breaks the grammar; the message says where and why."""


@dataclass(frozen=True, slots=True)
class MoneyMeaning:
    """What a money column holds: each of the first four is ``in``, ``out`` or ``unknown``.

    ``per`` is ``order`` (repeated on every row of it), ``line``, ``unit`` or ``row``.
    """

    refunds: str = "unknown"
    shipping: str = "unknown"
    tax: str = "unknown"
    discounts: str = "unknown"
    per: str = "row"


@dataclass(frozen=True, slots=True)
class Field:
    """One source column: all its known header names and how its cells are read.

    ``patterns`` are regular expressions on the normalised header. ``key``: an empty cell refuses the row.
    ``zone`` is ``written`` (the wall clock as written) or ``utc`` (an instant, turned into the shop's local time).
    ``floor`` is the least number allowed, None where any is. ``values`` maps a canonical word to the texts that mean
    it. ``personal`` text never leaves the reader except as a salted hash. ``joined`` is the sign between several
    figures in one cell, which are added up; '' where a cell holds one. ``blank``: what an empty cell of a text says
    where other cells of its column say something, '' nothing.
    """

    name: str
    names: tuple[str, ...]
    type: str
    patterns: tuple[re.Pattern[str], ...] = ()
    key: bool = False
    zone: str = "written"
    money: MoneyMeaning | None = None
    floor: Decimal | None = None
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    personal: bool = False
    joined: str = ""
    blank: str = ""


@dataclass(frozen=True, slots=True)
class Carry:
    """Fields written only on the first row of a group, or on a row that is no data, carried on to its other rows."""

    by: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Allocate:
    """Amounts of a group spread over its rows in proportion to ``weight``, exactly to the cent.

    ``take`` is ``same`` (the amount stands on every row, or on one beside 0) or ``first`` (on the first row only).
    ``amounts`` names each new field and the SQL over typed fields that gives the amount.
    """

    by: str
    weight: str
    take: str
    amounts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Unpivot:
    """All columns after the field or header ``after`` become rows of (``name``, ``value``)."""

    after: str
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class ShopRule:
    """How the file names its shop (SQL over fields, '' where it does not), and what follows from that name."""

    name: str = ""
    zones: Mapping[str, str] = field(default_factory=dict)
    regions: Mapping[str, str] = field(default_factory=dict)
    currencies: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Market:
    """A ``field`` that names the market of a row, and the currency of each market by its name in small letters."""

    currencies: Mapping[str, str] = field(default_factory=dict)
    field: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """Rows for one canonical table: SQL per column, and SQL ``when`` a row belongs ('' always)."""

    table: str
    columns: Mapping[str, str]
    when: str = ""


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of export file.

    What makes a header row this format: it has every field of ``need``, one of each group of ``one_of``, and no
    column named in ``never``. ``headers``: names under which the tests hold its real headers. What is done to the
    rows: those for which SQL of ``drop`` holds are left out, and those for which that of ``parts`` does: a part of what
    a row of all tells, refused where there is no such row. Then ``unpivot``, ``carry``, ``allocate``, and each of
    ``tables`` takes what it wants. ``unique``: of rows with one key the last counts, the others are refused.

    ``period``: where a file without a day column may say its days, of ``PERIODS``. ``updated``: SQL of a row's own time
    of change, '' for none; ``covers``: fields whose latest day is the last that the file knows of, where rows and names
    do not say. ``own``: a user's map.

    ``instead``: the export that is to be loaded in its place, '' for one that is loaded itself: a file whose money
    another export tells better is known by its header and refused with that advice, for it would count twice.
    ``currency_of``: a header that is written in one country alone → the currency of its amounts, where nothing else
    in the file says it. ``market``: the same, row by row. ``apart``: names of sheets that tell a part of what another
    sheet of the workbook tells whole; they are left alone beside it. ``noon``: 'mdy' or 'dmy', how its dates are
    written where their clocks say AM or PM and nothing else in the file tells; '' where that says nothing.
    """

    key: str
    platform: str
    title: Mapping[str, str]
    fields: Mapping[str, Field]
    tables: tuple[Target, ...]
    need: tuple[str, ...]
    one_of: tuple[tuple[str, ...], ...] = ()
    never: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    unique: bool = False
    drop: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    carry: Carry | None = None
    allocate: Allocate | None = None
    unpivot: Unpivot | None = None
    period: tuple[str, ...] = ()
    updated: str = ""
    covers: tuple[str, ...] = ()
    shop: ShopRule = ShopRule()
    own: bool = False
    instead: str = ""
    currency_of: Mapping[str, str] = field(default_factory=dict)
    market: Market = Market()
    apart: tuple[str, ...] = ()
    noon: str = ""

    @property
    def keys(self) -> tuple[Field, ...]:
        """Fields that must not be empty."""
        return tuple(f for f in self.fields.values() if f.key)
