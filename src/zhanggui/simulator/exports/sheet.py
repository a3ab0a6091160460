"""Sheets: columns of text in, files out, byte for byte the same each time.

Columns are lists of strings of one length, or one string that stands in every row. The xlsx writer knows only what
the platforms' exports need (text and number cells, one font) and is an order of magnitude faster than a library
made for reports.
"""

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from typing import IO
from xml.sax.saxutils import escape

Column = Sequence[str] | str
_BLOCK = 4096  # rows written at a time
_SPECIAL = (",", '"', "\n", "\r")


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a text file is written. ``preamble`` lines come before the header, ``footer`` lines after the rows."""

    encoding: str = "utf-8"
    separator: str = ","
    newline: str = "\r\n"
    quote_all: bool = False
    preamble: tuple[str, ...] = ()
    footer: tuple[str, ...] = ()


def _expand(columns: Sequence[Column]) -> tuple[list[Sequence[str]], int]:
    lengths = {len(column) for column in columns if not isinstance(column, str)}
    if len(lengths) > 1:
        raise ValueError(f"columns of different lengths: {sorted(lengths)}")
    rows = lengths.pop() if lengths else 0
    return [list(repeat(column, rows)) if isinstance(column, str) else column for column in columns], rows


def _quoted(values: Sequence[str], dialect: Dialect) -> Sequence[str]:
    if dialect.quote_all:
        return ['"' + value.replace('"', '""') + '"' for value in values]
    if dialect.separator == "\t":
        return values
    whole = "".join(dict.fromkeys(values))
    if not any(mark in whole for mark in _SPECIAL):
        return values
    return [
        '"' + value.replace('"', '""') + '"' if any(mark in value for mark in _SPECIAL) else value
        for value in values
    ]


def pieces_of(header: Sequence[str], columns: Sequence[Column], dialect: Dialect) -> Iterator[str]:
    """The file as text, a few thousand rows at a time."""
    full, rows = _expand(columns)
    head = [_quoted([name], dialect)[0] for name in header]
    end = dialect.newline
    yield end.join([*dialect.preamble, dialect.separator.join(head)]) + end
    for first in range(0, rows, _BLOCK):
        ready = (_quoted(column[first : first + _BLOCK], dialect) for column in full)
        yield end.join(map(dialect.separator.join, zip(*ready, strict=True))) + end
    yield "".join(line + end for line in dialect.footer)


def text_of(header: Sequence[str], columns: Sequence[Column], dialect: Dialect) -> str:
    """The file as text."""
    return "".join(pieces_of(header, columns, dialect))


def write_text(path: Path, header: Sequence[str], columns: Sequence[Column], dialect: Dialect) -> None:
    """Write a csv or tab file; ``columns`` in the order of ``header``."""
    if len(header) != len(columns):
        raise ValueError(f"{path.name}: {len(header)} names for {len(columns)} columns")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding=dialect.encoding, newline="") as target:
        target.writelines(pieces_of(header, columns, dialect))


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: ``title`` rows, the header, the columns; columns named in ``numbers`` become number cells."""

    name: str
    header: Sequence[str]
    columns: Sequence[Column]
    title: tuple[tuple[str, ...], ...] = ()
    numbers: frozenset[str] = frozenset()


_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
_RELS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
    'Target="{target}"/></Relationships>'
)
_BOOK = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="{name}" sheetId="1" r:id="rId1"/></sheets></workbook>'
)


def _cells(values: Sequence[str], *, number: bool) -> list[str]:
    if number:
        return [f"<c><v>{value}</v></c>" if value else "<c/>" for value in values]
    known = {
        value: f'<c t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
        for value in set(values)
    }
    known[""] = "<c/>"
    return [known[value] for value in values]


def _row(values: Sequence[str]) -> str:
    return "<row>" + "".join(_cells(values, number=False)) + "</row>"


def _parts(sheet: Sheet) -> Iterator[tuple[str, Iterable[str]]]:
    """The files inside the workbook, each in pieces."""
    yield "[Content_Types].xml", (_TYPES,)
    yield "_rels/.rels", (_RELS.format(kind="officeDocument", target="xl/workbook.xml"),)
    yield "xl/workbook.xml", (_BOOK.format(name=escape(sheet.name)),)
    yield "xl/_rels/workbook.xml.rels", (_RELS.format(kind="worksheet", target="worksheets/sheet1.xml"),)
    yield "xl/worksheets/sheet1.xml", _body(sheet)


def _body(sheet: Sheet) -> Iterator[str]:
    """The sheet, a few thousand rows at a time, so that a long one is never in memory whole."""
    columns, rows = _expand(sheet.columns)
    yield (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    )
    yield from map(_row, (*sheet.title, sheet.header))
    for first in range(0, rows, _BLOCK):
        ready = [
            _cells(values[first : first + _BLOCK], number=name in sheet.numbers)
            for name, values in zip(sheet.header, columns, strict=True)
        ]
        yield "<row>" + "</row><row>".join(map("".join, zip(*ready, strict=True))) + "</row>"
    yield "</sheetData></worksheet>"


def _write(target: Path | IO[bytes], sheet: Sheet) -> None:
    """A name alone gives an entry the day on which zip archives begin, so that the bytes are always the same."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, pieces in _parts(sheet):
            with archive.open(name, "w") as entry:
                for piece in pieces:
                    entry.write(piece.encode())


def xlsx_bytes(sheet: Sheet) -> bytes:
    """The workbook with one sheet; the same input gives the same bytes."""
    out = io.BytesIO()
    _write(out, sheet)
    return out.getvalue()


def write_xlsx(path: Path, sheet: Sheet) -> None:
    """Write a workbook of one sheet."""
    if len(sheet.header) != len(sheet.columns):
        raise ValueError(f"{path.name}: {len(sheet.header)} names for {len(sheet.columns)} columns")
    path.parent.mkdir(parents=True, exist_ok=True)
    _write(path, sheet)
