"""Export files of the Chinese platforms, written as the platforms write them, and what the readers make of them."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

import duckdb
import xlsxwriter
import xlwt

from tests.readers.headers_china import HEADERS
from zhanggui.readers import Context, Formats, Staged, formats, recognise, stage

TODAY = dt.date(2026, 11, 22)
Row = Mapping[str, object]
Grid = list[list[object]]


def grid(header: str | Sequence[str], *rows: Row) -> Grid:
    """Header and ``rows`` in the header's own order; a row names the columns it fills, the rest is empty."""
    names = list(HEADERS[header] if isinstance(header, str) else header)
    bare = [name.strip() for name in names]
    for row in rows:
        assert set(row) <= set(bare), set(row) - set(bare)
    return [list(names), *([row.get(name, "") for name in bare] for row in rows)]


def save(
    path: Path,
    table: Iterable[Sequence[object]],
    encoding: str = "gb18030",
    *,
    sign: str = ",",
    quote: bool = False,
) -> Path:
    """Write ``table`` as text with CRLF, as Windows tools do."""
    out = io.StringIO(newline="")
    if quote:
        csv.writer(out, delimiter=sign, lineterminator="\r\n", quoting=csv.QUOTE_ALL).writerows(table)
    else:
        csv.writer(out, delimiter=sign, lineterminator="\r\n").writerows(table)
    path.write_bytes(out.getvalue().encode(encoding))
    return path


def save_xlsx(path: Path, table: Iterable[Sequence[object]]) -> Path:
    """Write ``table`` as xlsx: texts as text, numbers as numbers."""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(table):
            for place, value in enumerate(row):
                if value != "":
                    sheet.write(at, place, value)
    return path


def save_xls(path: Path, table: Iterable[Sequence[object]]) -> Path:
    """Write ``table`` as the old binary xls."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Sheet1")
    for at, row in enumerate(table):
        for place, value in enumerate(row):
            if value != "":
                sheet.write(at, place, value)
    book.save(str(path))
    return path


def framed(before: Iterable[Iterable[object]], table: Grid, after: Iterable[Iterable[object]] = ()) -> Grid:
    """Table between title rows and footers."""
    return [[*row] for part in (before, table, after) for row in part]


def shuffled(table: Grid, *, extra: bool = True) -> Grid:
    """Same table with its columns in reverse and, with ``extra``, two columns nobody knows."""
    turned = [list(reversed(row)) for row in table]
    if not extra:
        return turned
    head, *body = turned
    return [["自定义列", *head, "备用字段二"], *(["甲", *row, 7] for row in body)]


@dataclass(frozen=True)
class Reading:
    """What came out of one file."""

    staged: Staged
    con: duckdb.DuckDBPyConnection

    def rows(self, table: str, columns: str) -> list[tuple[object, ...]]:
        """Canonical rows in the order of the file; money and times as short texts."""
        name = self.staged.tables[table]
        picked = ", ".join(f'"{column}"' for column in columns.split())
        sql = f'SELECT {picked} FROM "{name}" ORDER BY source_row, {picked}'
        return [tuple(shown(cell) for cell in row) for row in self.con.execute(sql).fetchall()]

    @property
    def refused(self) -> list[tuple[int, str, str]]:
        """Row, column and code of what was refused."""
        return [(i.row, i.column, i.code) for i in self.staged.issues if i.level == "refused"]

    @property
    def noticed(self) -> list[tuple[int, str, str]]:
        """Row, column and code of what was loaded with a remark."""
        return [(i.row, i.column, i.code) for i in self.staged.issues if i.level == "notice"]


def shown(value: object) -> object:
    """``value`` as it is compared in tests."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f") if value else "0"
    if isinstance(value, dt.datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    return value.isoformat() if isinstance(value, dt.date) else value


@cache
def known() -> Formats:
    """All shipped formats, read once."""
    return formats()


@cache
def connection() -> duckdb.DuckDBPyConnection:
    """One connection for all readings: what is staged has names of its own."""
    return duckdb.connect()


def read(path: Path, expected: str, *, day: dt.date | None = None) -> Reading:
    """Read the only table of ``path``; its format must be ``expected``."""
    found = recognise(path, known(), path.parent)
    assert [item.format for item in found] == [expected], [(item.format, item.issues) for item in found]
    con = connection()
    context = Context(salt=b"pinch", today=TODAY, zone="Asia/Shanghai", currency="CNY", day=day)
    staged = stage(con, found[0], context)
    assert staged.kept + staged.refused == staged.rows
    return Reading(staged, con)
