"""What a load is made of: a staged file, the context it was loaded in, and what became of it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from zhanggui.model.issue import Issue


class Staged(Protocol):
    """One recognised file, typed and waiting in temporary tables of the writer's connection.

    ``tables``: canonical table → temporary table with all its columns (``shop`` is the stated shop name, NULL
    when the file states none) plus ``source_row`` and ``version``. ``rows`` = ``kept`` + ``refused`` counts
    data rows of the file. ``first_day``, ``last_day``: days
    covered, None unknown. ``exported``: export time the file states, None when it does not. ``currency``: the one that
    all orders are in, '' where there are none or several.
    """

    @property
    def format(self) -> str: ...  # noqa: D102
    @property
    def platform(self) -> str: ...  # noqa: D102
    @property
    def tables(self) -> Mapping[str, str]: ...  # noqa: D102
    @property
    def rows(self) -> int: ...  # noqa: D102
    @property
    def kept(self) -> int: ...  # noqa: D102
    @property
    def refused(self) -> int: ...  # noqa: D102
    @property
    def issues(self) -> tuple[Issue, ...]: ...  # noqa: D102
    @property
    def stated(self) -> Mapping[str, int]: ...  # noqa: D102
    @property
    def first_day(self) -> date | None: ...  # noqa: D102
    @property
    def last_day(self) -> date | None: ...  # noqa: D102
    @property
    def exported(self) -> datetime | None: ...  # noqa: D102
    @property
    def currency(self) -> str: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class LoadRecord:
    """The context in which a file is loaded; the same context gives the same rows again.

    ``file``: display name (``a.zip/b.csv``); ``hash``: content hash of that table's bytes; ``archived``: hash of
    the file in the archive (the zip); ``name``: original file name of what is archived; ``loaded_at``: now, UTC.
    ``forced``: shop key the user named; ``day``: day the user gave; ``date_order``: 'dmy' or 'mdy' as answered
    by the user; ``map``: archive hash of the map file used. ``file_time``: the file's own modification time, the
    version of rows that carry no time at all. ``unnamed``: (platform, shop key) for rows that state no shop, known
    when the books are rebuilt; where it says nothing the folder decides. ``currency``: of rows that state none, where
    it follows from all the shops together ('' where it does not, '?' where nobody can tell).
    """

    file: str
    hash: str
    archived: str
    name: str
    loaded_at: datetime
    forced: str | None = None
    day: date | None = None
    date_order: str | None = None
    map: str | None = None
    file_time: datetime | None = None
    unnamed: tuple[tuple[str, str], ...] = ()
    currency: str = ""


@dataclass(frozen=True, slots=True)
class LoadRow:
    """One load as the books remember it; days are None when the file has no dates.

    ``load`` is its id, ``file`` the name it came under, ``hash`` that of its content, ``archived`` that of the
    file in the archive. Of ``rows``, ``kept`` went in and ``refused`` did not.
    """

    load: str
    file: str
    hash: str
    archived: str
    format: str
    platform: str
    shops: tuple[str, ...]
    first_day: date | None
    last_day: date | None
    rows: int
    kept: int
    refused: int
    loaded_at: datetime


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of a staged file.

    ``status``: ``applied``; ``same`` (this load is in the books already, nothing changed); ``replaced`` (the same
    content was in the books, read in another way, and this reading took its place); ``refused`` (nothing loaded,
    ``issues`` says why). ``load`` is the load id, '' when refused. ``issues`` are those the store adds to
    the file's own.
    """

    status: str
    load: str
    shops: tuple[str, ...]
    kept: int
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class StatedShop:
    """A shop as a file states it: ``name`` None when it names none; '' where region, currency or zone are open."""

    platform: str
    name: str | None
    region: str = ""
    currency: str = ""
    zone: str = ""


def load_id(staged: Staged, record: LoadRecord, unnamed: str) -> str:
    """Id of a load: the content, and what outside the content decides its rows.

    ``unnamed`` is the shop key that rows without a stated shop get, '' when all state one. The days covered are
    part of it because a file may owe them to its name: the same bytes under two names are then two loads.
    """
    parts = (
        record.hash,
        staged.format,
        unnamed,
        record.forced or "",
        str(record.day or ""),
        record.date_order or "",
        record.map or "",
        str(staged.first_day or ""),
        str(staged.last_day or ""),
        str(staged.exported or ""),
    )
    return id_of((*parts, record.currency) if record.currency else parts)


def id_of(parts: Sequence[str]) -> str:
    """Id of a load from what decides its rows, as `load_id` says."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]
