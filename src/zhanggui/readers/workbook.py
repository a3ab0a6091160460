"""Spreadsheet files (xls, xlsx, xlsm, xlsb, ods): every sheet as a UTF-8 CSV whose lines are the sheet's rows.

Cells keep what they hold: whole numbers without a decimal point, numbers that a spreadsheet can no longer hold
exactly (from 2**53 on) in scientific notation so that an id made of one is known to be damaged, dates as ISO.
A formula is read as the value stored beside it; one without a stored value is reported.
"""

import csv
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TextIO

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from zhanggui.readers import bulk, sheet_cells
from zhanggui.readers.sheet_xml import Look, look

MAX_SHEET_BYTES = 1_200_000_000
LARGE = 4_000_000  # bytes of XML from which a second way to read is worth its start
_CHUNK = 1 << 20


class Unreadable(Exception):  # noqa: N818 - it carries an issue code, it is no mistake of the program
    """A file that cannot be opened; ``code`` is the issue code that says why."""

    def __init__(self, code: str, value: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.value = value


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet written out: its name, its CSV, how many rows it has and the cells whose formula has no value."""

    name: str
    path: Path
    rows: int
    formulas: tuple[tuple[int, int], ...] = ()


def sheets(path: Path, workdir: Path) -> list[Sheet]:
    """Write every visible sheet of ``path`` that holds anything into ``workdir``; raises Unreadable.

    A large workbook of plain cells is written straight from its XML, or else column by column: the same text, sooner.
    """
    try:
        out, seen = _straight(path, workdir), Look()
        if not out:
            seen = look(path)
            made = _plain(path, workdir) if seen.plain and seen.size >= LARGE else []
            out = made or list(_each(path, workdir))
    except PasswordError as error:
        raise Unreadable("password") from error
    except (CalamineError, zipfile.BadZipFile, zlib.error, OSError, ValueError) as error:
        raise Unreadable("damaged_file", str(error)) from error
    for _, sheet in out:
        _even(sheet.path, sheet.rows)
    return [replace(sheet, formulas=seen.holes.get(number, ())) for number, sheet in out]


def _straight(path: Path, workdir: Path) -> list[tuple[int, Sheet]]:
    """The one sheet of a large workbook, straight from its XML; empty when that does not do."""
    if not zipfile.is_zipfile(path):
        return []
    with zipfile.ZipFile(path) as box:
        size = sum(one.file_size for one in box.infolist() if one.filename.startswith("xl/worksheets/sheet"))
    target = workdir / f"{path.stem[:40]}-0.csv"
    made = sheet_cells.write(path, target) if size >= LARGE else None
    return [(0, Sheet(made[0], target, made[1]))] if made else []


def _plain(path: Path, workdir: Path) -> list[tuple[int, Sheet]]:
    """The sheets and their numbers, column by column; empty when that does not do."""
    try:
        return [(number, Sheet(name, made, rows)) for number, name, made, rows in bulk.write(path, workdir)]
    except bulk.FAILURES:
        return []


def _each(path: Path, workdir: Path) -> Iterator[tuple[int, Sheet]]:
    """The sheets and their numbers, cell by cell."""
    book = CalamineWorkbook.from_path(path)
    seen = [one.visible == SheetVisibleEnum.Visible for one in book.sheets_metadata]
    for number, name in enumerate(book.sheet_names):
        if any(seen) and not seen[number]:
            continue
        target = workdir / f"{path.stem[:40]}-{number}.csv"
        with target.open("w", encoding="utf-8", newline="") as sink:
            rows = _write(book, name, sink)
        if rows:
            yield number, Sheet(name, target, rows)
    book.close()


def _even(path: Path, rows: int) -> None:
    """Make line numbers of ``path`` the sheet's rows: cells of several lines are written on one."""
    lines = 0
    with path.open("rb") as source:
        while chunk := source.read(_CHUNK):
            lines += chunk.count(b"\n")
    if lines == rows:
        return
    beside = path.with_suffix(".even")
    with (
        path.open(encoding="utf-8", newline="") as source,
        beside.open("w", encoding="utf-8", newline="") as sink,
    ):
        writer = csv.writer(sink, lineterminator="\n")
        writer.writerows([" ".join(cell.splitlines()) for cell in row] for row in csv.reader(source))
    beside.replace(path)


class _Lines:
    """Text on its way to a file whose lines end with LF: a lone CR within a cell would end a record."""

    def __init__(self, sink: TextIO) -> None:
        self._sink = sink

    def write(self, line: str) -> int:
        """Write a record."""
        if "\r" in line:
            line = line.replace("\r\n", "\n").replace("\r", " ")
        return self._sink.write(line)


def _write(book: CalamineWorkbook, name: str, sink: TextIO) -> int:
    """Write the rows of one sheet; returns their number, 0 for an empty sheet."""
    sheet = book.get_sheet_by_name(name)
    if sheet.start is None or sheet.end is None:
        return 0
    writer = csv.writer(_Lines(sink), lineterminator="\n")
    width = sheet.width
    writer.writerows(_cells(sheet.iter_rows(), width))
    # The height that the library tells is the index of the last row.
    return sheet.end[0] + 1


def _cells(rows: Iterable[Sequence[object]], width: int) -> Iterator[list[object]]:
    """Rows with every cell as the text it should be read as."""
    for given in rows:
        row = [cell if type(cell) is str else text(cell) for cell in given]
        # A row of one empty cell would be written as an empty line, which readers skip.
        yield row if width > 1 else [*row, ""]


def text(cell: object) -> object:
    """What is written for a cell that holds no text."""
    if isinstance(cell, float):
        return sheet_cells.figure(cell)
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds") if not cell.microsecond else cell.isoformat(" ", "milliseconds")
    return cell


def weigh(path: Path) -> None:
    """Refuse a zipped workbook whose sheets are too large to read in bounded memory; raises Unreadable."""
    try:
        with zipfile.ZipFile(path) as box:
            sizes = [
                i.file_size for i in box.infolist() if i.filename.startswith(("xl/worksheets/", "xl/shared"))
            ]
    except (zipfile.BadZipFile, OSError) as error:
        raise Unreadable("damaged_file", str(error)) from error
    if sum(sizes) > MAX_SHEET_BYTES:
        raise Unreadable("too_large", f"{sum(sizes) // 1_000_000} MB")
