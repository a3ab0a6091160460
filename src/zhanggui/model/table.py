"""What a canonical table is: columns with logical types, a key that names a set of rows, a day.

Types are logical: ``text``, ``id`` (text never read as a number), ``count`` (BIGINT), ``money`` (DECIMAL(18,4)
in the row's ``currency``), ``share`` (DECIMAL(12,6), 0.0312 is 3.12 %), ``rate`` (DECIMAL(18,8)), ``day`` (DATE,
the shop's local day), ``time`` (TIMESTAMP, the shop's local wall clock), ``flag`` (BOOLEAN).
NULL means unknown, never zero.

A table's ``key`` names one *set* of rows. The rows of a set that come from one file belong together: of two
files that hold the same set the later one wins whole. Tables whose rows have an id of their own simply have
sets of one row. Every row also carries the columns of ``SYSTEM``.
"""

from dataclasses import dataclass

SQL_TYPES = {
    "text": "VARCHAR",
    "id": "VARCHAR",
    "count": "BIGINT",
    "money": "DECIMAL(18,4)",
    "share": "DECIMAL(12,6)",
    "rate": "DECIMAL(18,8)",
    "day": "DATE",
    "time": "TIMESTAMP",
    "flag": "BOOLEAN",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, its logical type (a key of ``SQL_TYPES``) and what it means."""

    name: str
    type: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One canonical table.

    ``key``: columns that name a set of rows (never NULL; '' where not applicable). ``day``: the column by which
    coverage is told, or None for tables without a time. ``part``: True for what a file says before the orders
    of a platform that splits them over two files are put together.
    """

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    day: str | None
    note: str
    part: bool = False

    def column(self, name: str) -> Column:
        """Return the column called ``name``; raises KeyError when there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    @property
    def names(self) -> tuple[str, ...]:
        """Column names in order, without the system columns."""
        return tuple(column.name for column in self.columns)


SYSTEM = (
    Column("source_file", "id", "load id of the file the row came from"),
    Column("source_row", "count", "row number in that file, 1 is the first line of the file"),
    Column(
        "version", "time", "row's own update time, else the file's export time, else the last day it covers"
    ),
)


def columns(spec: str) -> tuple[Column, ...]:
    """Read ``name type: note`` lines."""
    out = []
    for line in filter(str.strip, spec.splitlines()):
        head, _, note = line.strip().partition(":")
        name, kind = head.split()
        if kind not in SQL_TYPES:
            raise ValueError(line)
        out.append(Column(name, kind, note.strip()))
    return tuple(out)


def table(name: str, key: str, day: str | None, note: str, spec: str, *, part: bool = False) -> Table:
    """A table from its columns written as ``name type: note`` lines; ``key`` is names with spaces between."""
    return Table(name, columns("shop id: key of the shop\n" + spec), tuple(key.split()), day, note, part)
