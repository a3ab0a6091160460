"""Spreadsheet files (xls, xlsx, xlsm, xlsb, ods): every sheet as a UTF-8 CSV whose lines are the sheet's rows.

Cells keep what they hold: whole numbers without a decimal point, numbers that a spreadsheet can no longer hold
exactly (from 2**53 on) in scientific notation so that an id made of one is known to be damaged, dates as ISO.
A formula is read as the value stored beside it; one without a stored value is reported.
"""

import csv
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TextIO

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

EXACT = 2.0**53
MAX_SHEET_BYTES = 1_200_000_000
MAX_FORMULAS = 1000
_CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d+)"[^>]*><f[ >/](?:(?!</c>).)*?</c>', re.DOTALL)
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
    """Write every visible sheet of ``path`` that holds anything into ``workdir``; raises Unreadable."""
    holes = _unvalued(path)
    try:
        book = CalamineWorkbook.from_path(path)
        out = []
        seen = [one.visible == SheetVisibleEnum.Visible for one in book.sheets_metadata]
        for number, name in enumerate(book.sheet_names):
            if any(seen) and not seen[number]:
                continue
            target = workdir / f"{path.stem[:40]}-{number}.csv"
            with target.open("w", encoding="utf-8", newline="") as sink:
                rows = _write(book, name, sink)
            _even(target, rows)
            if rows:
                out.append(Sheet(name, target, rows, tuple(holes.get(number, ()))))
        book.close()
    except PasswordError as error:
        raise Unreadable("password") from error
    except (CalamineError, OSError, ValueError) as error:
        raise Unreadable("damaged_file", str(error)) from error
    return out


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


def _write(book: CalamineWorkbook, name: str, sink: TextIO) -> int:
    """Write the rows of one sheet; returns their number, 0 for an empty sheet."""
    sheet = book.get_sheet_by_name(name)
    if sheet.start is None or sheet.end is None:
        return 0
    writer = csv.writer(sink, lineterminator="\n")
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
        if cell.is_integer():
            return int(cell) if abs(cell) < EXACT else f"{cell:.14E}"
        return f"{cell:.15g}"
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


def _unvalued(path: Path) -> dict[int, list[tuple[int, int]]]:
    """Formulas without a stored value in an xlsx: sheet number → (row, column), both from 1."""
    if not zipfile.is_zipfile(path):
        return {}
    found: dict[int, list[tuple[int, int]]] = {}
    with zipfile.ZipFile(path) as box:
        names = [n for n in box.namelist() if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", n)]
        for number, name in enumerate(sorted(names, key=lambda n: int(re.sub(r"\D", "", n)))):
            holes = _holes(box, name)
            if holes:
                found[number] = holes
    return found


def _holes(box: zipfile.ZipFile, name: str) -> list[tuple[int, int]]:
    """Cells of one sheet that hold a formula and no value; the sheet's text is read in pieces."""
    out: list[tuple[int, int]] = []
    kept = b""
    with box.open(name) as source:
        while chunk := source.read(_CHUNK):
            kept += chunk
            if b"<f" in kept:
                for match in _CELL.finditer(kept):
                    cell = match.group(0)
                    if b"<v>" not in cell or b"<v></v>" in cell:
                        out.append((int(match.group(2)), _column(match.group(1))))
            kept = kept[max(kept.rfind(b"</c>"), 0) :] if len(kept) > 4096 else kept  # noqa: PLR2004
            if len(out) >= MAX_FORMULAS:
                break
    return sorted(set(out))


def _column(letters: bytes) -> int:
    """Number of a column from its letters, A is 1."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
