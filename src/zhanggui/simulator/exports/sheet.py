"""Sheets: columns of text in, files out, byte for byte the same each time.

Columns are lists of strings of one length, or one string that stands in every row. The xlsx writer knows only what
the platforms' exports need (text and number cells, one font) and is an order of magnitude faster than a library
made for reports.
"""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from xml.sax.saxutils import escape

Column = Sequence[str] | str
_EPOCH = (1980, 1, 1, 0, 0, 0)
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


def text_of(header: Sequence[str], columns: Sequence[Column], dialect: Dialect) -> str:
    """The file as text."""
    full, rows = _expand(columns)
    head = [_quoted([name], dialect)[0] for name in header]
    lines = [*dialect.preamble, dialect.separator.join(head)]
    if rows:
        lines.extend(map(dialect.separator.join, zip(*(_quoted(c, dialect) for c in full), strict=True)))
    lines.extend(dialect.footer)
    return dialect.newline.join(lines) + dialect.newline


def write_text(path: Path, header: Sequence[str], columns: Sequence[Column], dialect: Dialect) -> None:
    """Write a csv or tab file; ``columns`` in the order of ``header``."""
    if len(header) != len(columns):
        raise ValueError(f"{path.name}: {len(header)} names for {len(columns)} columns")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text_of(header, columns, dialect).encode(dialect.encoding))


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


def xlsx_bytes(sheet: Sheet) -> bytes:
    """The workbook with one sheet; the same input gives the same bytes."""
    columns, rows = _expand(sheet.columns)
    body = [
        (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        )
    ]
    body += [_row(line) for line in sheet.title]
    body.append(_row(list(sheet.header)))
    if rows:
        ready = [
            _cells(values, number=name in sheet.numbers)
            for name, values in zip(sheet.header, columns, strict=True)
        ]
        body.append("<row>" + "</row><row>".join(map("".join, zip(*ready, strict=True))) + "</row>")
    body.append("</sheetData></worksheet>")
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELS.format(kind="officeDocument", target="xl/workbook.xml"),
        "xl/workbook.xml": _BOOK.format(name=escape(sheet.name)),
        "xl/_rels/workbook.xml.rels": _RELS.format(kind="worksheet", target="worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": "".join(body),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text.encode(), compresslevel=1)
    return out.getvalue()


def write_xlsx(path: Path, sheet: Sheet) -> None:
    """Write a workbook of one sheet."""
    if len(sheet.header) != len(sheet.columns):
        raise ValueError(f"{path.name}: {len(sheet.header)} names for {len(sheet.columns)} columns")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(xlsx_bytes(sheet))
