"""Workbooks saved as one XML text ("XML Spreadsheet 2003", mostly under the name .xls): every sheet as a UTF-8 CSV.

The text is read in one pass with bounded memory. A document that declares a type or an entity is refused unread: no
spreadsheet program writes one, and entities can blow a small file up beyond all bounds.
"""

import csv
import re
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO
from xml.parsers import expat

from zhanggui.readers.sheet_cells import EXACT
from zhanggui.readers.sheet_xml import MAX_FORMULAS
from zhanggui.readers.workbook import MAX_SHEET_BYTES, Sheet, Unreadable, text

MARK = "urn:schemas-microsoft-com:office:spreadsheet"
MAX_COLUMNS = 16_384
MAX_GAP = 1_048_576  # rows that a row's index may skip
_NAMESPACE = f"{MARK} "
_ENCODING = re.compile(rb"<\?xml[^>]*encoding=[\"']([A-Za-z0-9_.-]+)[\"']")
_NATIVE = frozenset({b"utf-8", b"utf-16", b"iso-8859-1", b"us-ascii", b"ascii"})
_CHUNK = 1 << 20
_HIDDEN = "urn:schemas-microsoft-com:office:excel Visible"
_MIDNIGHT = re.compile(r"^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.0+)?Z?$")


def spreadsheet(start: bytes) -> bool:
    """Whether a text that begins with ``start`` is such a workbook, in UTF-8 or UTF-16."""
    return MARK.encode() in start.replace(b"\0", b"")


@dataclass(slots=True)
class _Page:
    """A sheet while it is written."""

    name: str
    path: Path
    sink: TextIO
    rows: int = 0
    width: int = 0
    filled: bool = False
    hidden: bool = False
    formulas: list[tuple[int, int]] = field(default_factory=list)


class _Reader:
    """What the parser tells, in the order of the text."""

    def __init__(self, workdir: Path, stem: str, stack: ExitStack) -> None:
        self.workdir, self.stem, self.stack = workdir, stem, stack
        self.pages: list[_Page] = []
        self.cells: list[object] = []
        self.parts: list[str] | None = None
        self.kind = ""
        self.open = False
        self.formula = False
        self.across = 0

    def start(self, tag: str, given: dict[str, str]) -> None:
        """An element begins."""
        name = tag.removeprefix(_NAMESPACE)
        if tag == _HIDDEN:
            self.parts, self.kind = [], "visible"
        elif name == "Worksheet":
            self._worksheet(given.get(f"{_NAMESPACE}Name", f"Sheet{len(self.pages) + 1}"))
        elif name == "Row" and self.pages:
            self._skip(given.get(f"{_NAMESPACE}Index", ""))
            self.cells = []
        elif name == "Cell" and self.pages:
            self._cell(given)
        elif name == "Data" and self.open:
            self.parts, self.kind = [], given.get(f"{_NAMESPACE}Type", "String")

    def end(self, tag: str) -> None:
        """An element ends."""
        name = tag.removeprefix(_NAMESPACE)
        if tag == _HIDDEN and self.pages:
            self.pages[-1].hidden = "".join(self.parts or ()) != "SheetVisible"
            self.parts = None
        elif name == "Data" and self.open and self.parts is not None:
            self.cells[-1] = value(self.kind, "".join(self.parts))
            self.parts, self.formula = None, False
        elif name == "Cell" and self.open:
            self._end_of_cell()
        elif name == "Row" and self.pages:
            self._end_of_row()

    def said(self, data: str) -> None:
        """Text inside an element."""
        if self.parts is not None:
            self.parts.append(data)

    def _worksheet(self, name: str) -> None:
        path = self.workdir / f"{self.stem[:40]}-{len(self.pages)}.csv"
        sink = self.stack.enter_context(path.open("w", encoding="utf-8", newline=""))
        self.pages.append(_Page(name, path, sink))

    def _skip(self, index: str) -> None:
        """Rows that are left out stand as empty ones, so that line numbers are the sheet's rows."""
        page = self.pages[-1]
        gap = (int(index) if index.isdecimal() else page.rows + 1) - page.rows - 1
        if gap > MAX_GAP:
            raise Unreadable("damaged_file", f"Row {index}")
        for _ in range(gap):
            page.sink.write('""\n')
            page.rows += 1

    def _cell(self, given: dict[str, str]) -> None:
        index = given.get(f"{_NAMESPACE}Index", "")
        place = int(index) if index.isdecimal() else len(self.cells) + 1
        across = given.get(f"{_NAMESPACE}MergeAcross", "0")
        self.across = int(across) if across.isdecimal() else 0
        if place + self.across > MAX_COLUMNS:
            raise Unreadable("damaged_file", f"Cell {place}")
        self.cells += [""] * (place - len(self.cells))
        self.formula = f"{_NAMESPACE}Formula" in given
        self.open = True

    def _end_of_cell(self) -> None:
        page = self.pages[-1]
        if self.formula and len(page.formulas) < MAX_FORMULAS:
            page.formulas.append((page.rows + 1, len(self.cells)))
        self.cells += [""] * self.across
        self.open, self.parts, self.formula = False, None, False

    def _end_of_row(self) -> None:
        page = self.pages[-1]
        page.rows += 1
        page.filled = page.filled or any(cell != "" for cell in self.cells)
        # A row of one empty cell would be written as an empty line, which readers skip.
        row = [" ".join(cell.splitlines()) if isinstance(cell, str) else cell for cell in self.cells]
        csv.writer(page.sink, lineterminator="\n").writerow([*row, ""] if len(row) < 2 else row)  # noqa: PLR2004
        if page.sink.tell() > MAX_SHEET_BYTES:
            raise Unreadable("too_large", f"{MAX_SHEET_BYTES // 1_000_000} MB")


def value(kind: str, said: str) -> object:
    """What is written for a cell of ``kind``: numbers and days as from any other workbook."""
    if kind == "Number":
        try:
            number = float(said)
        except ValueError:
            return said
        # Digits that a spreadsheet kept are the text's own, as long as it could hold them.
        return said.strip() if said.strip().isdecimal() and number < EXACT else text(number)
    if kind == "Boolean":
        return "TRUE" if said.strip() == "1" else "FALSE"
    moment = _MIDNIGHT.match(said.strip()) if kind == "DateTime" else None
    if moment:
        return moment.group(1) if moment.group(2) == "00:00:00" else f"{moment.group(1)} {moment.group(2)}"
    return said


def _refuse(*_: object) -> None:
    raise Unreadable("damaged_file", "DOCTYPE")


def _feed(parser: expat.XMLParserType, path: Path) -> None:
    """Give the parser the text; encodings that it does not know (GBK among them) are decoded before.

    Raises LookupError for an encoding that nobody knows, UnicodeDecodeError for a byte that does not fit it.
    """
    with path.open("rb") as source:
        said = _ENCODING.search(source.read(200))
        source.seek(0)
        if said is None or said.group(1).lower() in _NATIVE:
            parser.ParseFile(source)
            return
    name = said.group(1).decode("ascii").lower()
    with path.open(encoding="gb18030" if name in {"gb2312", "gbk"} else name, newline="") as text_source:
        while chunk := text_source.read(_CHUNK):
            parser.Parse(chunk, False)  # noqa: FBT003 - the parser's own word for "more to come"
    parser.Parse("", True)  # noqa: FBT003


def sheets(path: Path, workdir: Path) -> list[Sheet]:
    """Write every visible sheet of ``path`` that holds anything into ``workdir``; raises Unreadable."""
    with ExitStack() as stack:
        reader = _Reader(workdir, path.stem, stack)
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse
        parser.EntityDeclHandler = _refuse
        parser.StartElementHandler = reader.start
        parser.EndElementHandler = reader.end
        parser.CharacterDataHandler = reader.said
        try:
            _feed(parser, path)
        except (expat.ExpatError, UnicodeDecodeError, LookupError) as error:
            raise Unreadable("damaged_file", str(error)) from error
    seen = [page for page in reader.pages if page.filled]
    shown = [page for page in seen if not page.hidden] or seen
    return [Sheet(page.name, page.path, page.rows, tuple(page.formulas)) for page in shown]
