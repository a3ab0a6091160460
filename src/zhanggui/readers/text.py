"""Delimited text: which sign parts its cells, its first rows, and a clean copy where DuckDB could not read it."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from zhanggui.readers.encoding import Encoding, decode
from zhanggui.readers.mend import mended, usual
from zhanggui.readers.openquotes import Lines, alone, swallows

DELIMITERS = (",", "\t", ";", "|")
HEAD_ROWS = 80
FIRST = 400
MAX_CELL = 8_000_000

# A totals row may have one cell more than its table; it is told from data later, by what it says.
_TOTAL = re.compile(r"\s*((grand )?totals?|合计|总计)\b", re.IGNORECASE)

csv.field_size_limit(MAX_CELL)


@dataclass(frozen=True, slots=True)
class Row:
    """One record: the line it begins on (from 1) and its cells."""

    line: int
    cells: tuple[str, ...]

    @property
    def filled(self) -> int:
        """Number of cells that hold anything."""
        return sum(bool(cell.strip()) for cell in self.cells)


def rows(
    lines: Iterable[str], delimiter: str, width: int = 0, opened: list[int] | None = None
) -> Iterator[Row]:
    """Records of delimited ``lines``; blank lines are records without cells.

    ``width``: columns of the table, where they are known; a record that has taken in rows of it because a quotation
    mark was not closed is then given line by line, and the line of the mark is added to ``opened``.
    """
    source = Lines(lines)
    reader = csv.reader(source, delimiter=delimiter)
    begin = 1
    while True:
        source.taken.clear()
        try:
            cells = next(reader, None)
            odd = cells is not None and (len(source.taken) > 1 or len(cells) < width)
            torn = width > 1 and odd and swallows(cells or (), delimiter, width)
        except csv.Error:
            if width < 2 or len(source.taken) < 2:  # noqa: PLR2004 - no table, or one cell beyond all bounds
                raise
            cells, torn = [], True
            reader = csv.reader(source, delimiter=delimiter)
        if cells is None:
            return
        if torn and opened is not None:
            opened.append(begin)
        for number, line in enumerate(source.taken if torn else ()):
            yield Row(begin + number, tuple(alone(line, delimiter)))
        if not torn:
            yield Row(begin, tuple(cells))
        begin += len(source.taken)


def head(sample: bytes, encoding: Encoding, delimiter: str, limit: int = HEAD_ROWS) -> list[Row]:
    """First records of a file; the last one is left out when the sample may have cut it."""
    out: list[Row] = []
    for row in rows(io.StringIO(decode(sample, encoding), newline=""), delimiter):
        out.append(row)
        if len(out) > limit:
            break
    return out


def delimiter(text: str, known: frozenset[str], normalise: object) -> str:
    """The sign that parts cells: the one that shows most ``known`` header names, else the most even table."""
    return max(DELIMITERS, key=lambda sign: _score(text, sign, known, normalise))


def _score(text: str, sign: str, known: frozenset[str], normalise: object) -> tuple[int, float]:
    """Known names in the best row, and how even the rows are."""
    assert callable(normalise)  # noqa: S101 - given by recognise
    table = []
    for row in rows(io.StringIO(text, newline=""), sign):
        table.append(row.cells)
        if len(table) >= HEAD_ROWS:
            break
    names = max((sum(normalise(cell) in known for cell in cells) for cells in table), default=0)
    widths = Counter(len(cells) for cells in table if len(cells) > 1)
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]), default=(1, 0))
    return names, count / max(len(table), 1) * min(width, 4)


@dataclass(frozen=True, slots=True)
class Flaw:
    """A record left out of the clean copy: its line, its column (-1 for the row as a whole), the code, the value.

    ``kept``: only that cell is left out, because no figure depends on it.
    """

    line: int
    column: int
    code: str
    value: str = ""
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Slice:
    """Which part of a text file is a table: ``first`` and ``last`` line (None is the end) and its width.

    A damaged cell costs its row in a column of ``used``, and only itself in one of ``soft``. ``kinds``: per column what
    its cells are, as `mended` takes it; '' where nobody knows.
    """

    first: int
    last: int | None
    width: int
    used: tuple[int, ...] = ()
    soft: tuple[int, ...] = ()
    kinds: str = ""


def clean(path: Path, encoding: Encoding, sign: str, part: Slice, target: Path) -> list[Flaw]:
    """Copy the records of ``part`` to ``target`` as even UTF-8 CSV with the line number as first column.

    Records that are damaged, too long or cut off are left out and returned; too short ones are padded, because
    many exporters drop empty cells at the end of a row.
    """
    flaws: list[Flaw] = []
    ends = _ends_with_newline(path)
    with (
        path.open("rb") as data,
        io.TextIOWrapper(data, encoding.name, errors="surrogateescape", newline="") as source,
        target.open("w", encoding="utf-8", newline="") as sink,
    ):
        data.seek(encoding.skip)
        writer = csv.writer(sink, lineterminator="\n")
        held: tuple[Row, Flaw | None] | None = None
        opened: list[int] = []
        table = _within(rows(source, sign, part.width if part.kinds else 0, opened), part)
        first = list(islice(table, FIRST))
        habits = usual((len(row.cells) for row in first if row.cells), part.width)
        for row in chain(first, table):
            if held:
                _put(writer, _joined(held, habits, part, sign), flaws, part)
            held = (row, _flaw(row, part)) if row.cells else None
        if held:
            row, flaw = held
            if ends:
                row, flaw = _joined(held, habits, part, sign)
            broken = flaw is None or flaw.code == "wrong_encoding"
            if not ends and part.last is None and len(row.cells) < part.width and broken:
                flaw = Flaw(row.line, -1, "cut_off", row.cells[-1])
            _put(writer, (row, flaw), flaws, part)
    flaws += [Flaw(line, -1, "open_quote", kept=True) for line in opened]
    return flaws


def _within(table: Iterable[Row], part: Slice) -> Iterator[Row]:
    """Records of ``part`` alone."""
    for row in table:
        if part.last is not None and row.line > part.last:
            return
        if row.line >= part.first:
            yield row


def _joined(
    held: tuple[Row, Flaw | None], habits: frozenset[int], part: Slice, sign: str
) -> tuple[Row, Flaw | None]:
    """A record of an odd length as its columns suit; flawed where that can be had in several ways."""
    row, flaw = held
    if not part.kinds or len(row.cells) in habits or (flaw and flaw.code != "extra_cells"):
        return held
    if any(map(_TOTAL.match, row.cells)):
        return held
    found = mended(row.cells, part.kinds, sign, habits)
    if len(found) > 1:
        return row, Flaw(row.line, -1, "extra_cells", str(len(row.cells)))
    if not found or found[0] == [*row.cells[: part.width], *("",) * (part.width - len(row.cells))]:
        return held
    place = next(i for i, cell in enumerate(found[0]) if i >= len(row.cells) or cell != row.cells[i])
    return Row(row.line, tuple(found[0])), Flaw(row.line, place, "joined_cells", found[0][place], kept=True)


def _put(writer: object, held: tuple[Row, Flaw | None], flaws: list[Flaw], part: Slice) -> None:
    """Write one record, or keep what is wrong with it."""
    row, flaw = held
    if flaw:
        flaws.append(flaw)
        if not flaw.kept:
            return
    cells = [*row.cells[: part.width], *("",) * (part.width - len(row.cells))]
    for column in part.soft:
        if _damaged(cells[column]):
            flaws.append(Flaw(row.line, column, "wrong_encoding", kept=True))
            cells[column] = ""
    writer.writerow((row.line, *(_plain(cell) for cell in cells)))  # type: ignore[attr-defined]


def _damaged(cell: str) -> bool:
    """Whether a cell holds bytes that no codec could read."""
    return not cell.isascii() and any("\udc80" <= c <= "\udcff" or c == "\ufffd" for c in cell)


def _plain(cell: str) -> str:
    """A cell without bytes that no codec could read and without NULs; its lines end as those of the copy do.

    DuckDB takes the first end of a line that it meets for that of the records, be it within a cell.
    """
    if "\r" in cell:
        cell = cell.replace("\r\n", "\n").replace("\r", "\n")
    if cell.isascii():
        return cell.replace("\0", "")
    return cell.encode("utf-8", "replace").decode().replace("\0", "")


def _flaw(row: Row, part: Slice) -> Flaw | None:
    """What makes a record unreadable, None where nothing does."""
    if any(cell.strip() for cell in row.cells[part.width :]) and not any(map(_TOTAL.match, row.cells)):
        return Flaw(row.line, -1, "extra_cells", str(len(row.cells)))
    for column in part.used:
        cell = row.cells[column] if column < len(row.cells) else ""
        if _damaged(cell):
            return Flaw(row.line, column, "wrong_encoding", cell.encode("utf-8", "replace").decode())
    return None


def _ends_with_newline(path: Path) -> bool:
    """Whether the last line of ``path`` is whole."""
    with path.open("rb") as source:
        source.seek(0, io.SEEK_END)
        size = source.tell()
        source.seek(max(size - 4, 0))
        return source.read().rstrip(b"\0").endswith((b"\n", b"\r"))


def widest(table: Sequence[Row]) -> int:
    """Number of cells up to the last one that is filled in any row."""
    return max((len(row.cells) for row in table), default=0)
