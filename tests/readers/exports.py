"""Export files written as the platforms write them, and what the readers make of them, in plain values."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import xlsxwriter

from zhanggui.model.issue import Issue
from zhanggui.readers import Context, Found, Staged, formats, recognise, stage

FORMATS = formats()
SALT = b"\x07" * 32
TODAY = date(2026, 10, 31)


def row(header: Sequence[str], values: Mapping[str, object]) -> list[str]:
    """Cells in the order of ``header``; a name that the header does not have is an error."""
    missing = set(values) - set(header)
    if missing:
        raise KeyError(missing)
    return ["" if values.get(name) is None else str(values[name]) for name in header]


def text(
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    sign: str = ",",
    encoding: str = "utf-8",
    above: str = "",
    below: str = "",
) -> bytes:
    """A csv or TAB file with CRLF line ends, and raw text ``above`` the header and ``below`` the rows."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=sign, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return (above + out.getvalue() + below).encode(encoding)


def book(header: Sequence[str], rows: Iterable[Sequence[object]], *, sheet: str = "Sheet1") -> bytes:
    """An xlsx of one sheet; numbers stay numbers, everything else is text."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as workbook:
        page = workbook.add_worksheet(sheet)
        for index, cells in enumerate([header, *rows]):
            for column, cell in enumerate(cells):
                if isinstance(cell, (int, float)):
                    page.write_number(index, column, cell)
                elif cell != "":
                    page.write_string(index, column, str(cell))
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class Read:
    """What came of a file: format, rows of each canonical table, counts and issues."""

    format: str | None
    tables: dict[str, list[dict[str, object]]] = field(default_factory=dict)
    staged: Staged | None = None
    issues: tuple[Issue, ...] = ()
    kept: int = 0
    refused: int = 0

    def pick(self, table: str, *columns: str) -> list[tuple[object, ...]]:
        """Chosen columns of a table, in the order of the file."""
        return [tuple(line[name] for name in columns) for line in self.tables[table]]

    @property
    def codes(self) -> list[tuple[str, str]]:
        """Column and code of every issue."""
        return [(issue.column, issue.code) for issue in self.issues]


def plain(value: object) -> object:
    """Money and times as text, so that an expectation can be read; the rest as it is."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, datetime):
        return value.isoformat(" ")
    return value.isoformat() if isinstance(value, date) else value


@dataclass(frozen=True, slots=True)
class Reader:
    """Writes a file into a folder and reads it."""

    folder: Path

    def all(self, name: str, data: bytes, **context: object) -> list[Read]:
        """Every table of the file."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return [self._stage(found, context) for found in recognise(path, FORMATS, self.folder / "work")]

    def one(self, name: str, data: bytes, **context: object) -> Read:
        """The only table of the file."""
        found = self.all(name, data, **context)
        assert len(found) == 1, [read.format for read in found]
        return found[0]

    def _stage(self, found: Found, context: Mapping[str, object]) -> Read:
        if found.format is None:
            return Read(None, issues=found.issues)
        con = duckdb.connect(config={"threads": 1})
        given = {"salt": SALT, "today": TODAY, "zone": "Asia/Shanghai", "currency": "CNY", **context}
        staged = stage(con, found, Context(**given))  # type: ignore[arg-type]
        tables = {}
        for table, temp in staged.tables.items():
            got = con.execute(f"SELECT * FROM {temp}")
            names = [column[0] for column in got.description]
            lines = [dict(zip(names, map(plain, line), strict=True)) for line in got.fetchall()]
            tables[table] = sorted(lines, key=lambda line: (line["source_row"], str(line)))
        con.close()
        return Read(staged.format, tables, staged, staged.issues, staged.kept, staged.refused)


def turned(header: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[list[str], list[list[str]]]:
    """The same table with its columns the other way round and two unknown columns among them."""
    names = ["Zg unknown", *reversed(header)]
    names.insert(3, "Zg another")
    out = []
    for cells in rows:
        line = ["x", *reversed(cells)]
        line.insert(3, "y")
        out.append(line)
    return names, out


def same(first: Read, second: Read) -> None:
    """Both files gave the same format and the same rows; only their places in the file may be named otherwise."""
    assert second.format == first.format
    assert second.tables == first.tables
    assert (second.kept, second.refused) == (first.kept, first.refused)
