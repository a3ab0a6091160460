"""Where the tables of a file begin: header rows found by the names they hold, not by their place.

Above a header may stand titles, below it a row of descriptions; one file may hold several tables.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from zhanggui.readers.catalogue import Formats, Match
from zhanggui.readers.names import normal
from zhanggui.readers.openquotes import swallows
from zhanggui.readers.spec import NUMERIC
from zhanggui.readers.text import Row

SEARCHED = 40
_NUMBER = re.compile(r"^[\s'\"=+\-(]*[^\d\s]{0,4}\s*[\d.,]*\d[\d.,%\s()元万分]*$")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Section:
    """One table of a file.

    ``match`` is None where no format fits. ``header`` is the header's row, ``first`` the line of the first data row,
    ``last`` the last line (None: the end of the file). ``titles`` are the texts above the header. ``rival`` is
    another format that fits as well. ``simple``: every row down to the first data row is one line of the file.
    ``torn``: some row, of those that were seen, has more cells than the table has columns, or has taken in others.
    ``records``: how many rows were seen that are not blank.
    """

    match: Match | None
    header: Row
    first: int
    last: int | None
    width: int
    titles: tuple[str, ...] = ()
    rival: Match | None = None
    simple: bool = True
    torn: bool = False
    records: int = 0


def sections(table: Sequence[Row], formats: Formats, *, whole: bool, sign: str = ",") -> list[Section]:
    """Tables among the rows of a file parted by ``sign``; ``whole``: ``table`` is all of it, not its beginning."""
    heads = _heads(table, formats, whole=whole)
    out = []
    for number, (index, match, rival) in enumerate(heads):
        following = heads[number + 1][0] if number + 1 < len(heads) else None
        end = _end(table, index, following)
        out.append(_section(table, (index, end), (match, rival), sign))
    return out


def likely(table: Sequence[Row]) -> Row | None:
    """The row most like a header in a file of no known format: the first one with the most filled text cells."""
    near = [row for row in table[:SEARCHED] if row.filled > 1]
    widest = max((row.filled for row in near), default=0)
    for row in near:
        texts = sum(bool(cell.strip()) and not _NUMBER.match(cell) for cell in row.cells)
        if row.filled >= 0.7 * widest and texts >= 0.7 * row.filled:
            return row
    return near[0] if near else None


def named(head: Row, table: Sequence[Row]) -> bool:
    """Whether ``head`` names columns and is no row of data itself: where figures stand below, it has words."""
    below = [row for row in table[:SEARCHED] if row.line > head.line and row.filled > 1]
    figures = [
        index
        for index in range(len(head.cells))
        if below and all(_NUMBER.match(row.cells[index]) for row in below if len(row.cells) > index)
    ]
    return not figures or not any(_NUMBER.match(head.cells[index]) for index in figures)


def _heads(table: Sequence[Row], formats: Formats, *, whole: bool) -> list[tuple[int, Match, Match | None]]:
    """Index, format and rival of every header row; repeats of the one before it do not count."""
    out: list[tuple[int, Match, Match | None]] = []
    for index, row in enumerate(table):
        if index >= SEARCHED and not (whole and out):
            break
        if not _promising(row, formats.known, early=index < SEARCHED):
            continue
        match, rival = formats.best(row.cells)
        if match is None or (out and _repeats(table[out[-1][0]], row)):
            continue
        if out and not _better(table, out[-1], index, match):
            continue
        if out and index - out[-1][0] == 1:
            out.pop()
        out.append((index, match, rival))
    return out


def _promising(row: Row, known: frozenset[str], *, early: bool) -> bool:
    """Whether a row is worth a closer look: some cells are known names; far down, its first cell must be one."""
    if not row.cells:
        return False
    first = row.cells[0]
    if not early and (first.isdecimal() or normal(first) not in known):
        return False
    return sum(normal(cell) in known for cell in row.cells) >= (1 if early else 2)


def _better(table: Sequence[Row], last: tuple[int, Match, Match | None], index: int, match: Match) -> bool:
    """Whether a second header begins a table of its own, or is the true header below a look-alike."""
    before = table[index - 1]
    if index - last[0] == 1:
        return len(match.columns) > len(last[1].columns)
    return before.filled <= 1 or set(match.columns.values()) != set(last[1].columns.values())


def _repeats(first: Row, row: Row) -> bool:
    return [normal(c) for c in first.cells if c.strip()] == [normal(c) for c in row.cells if c.strip()]


def _end(table: Sequence[Row], index: int, following: int | None) -> int | None:
    """Index of the last row of the table whose header is at ``index``; None: as far as the file goes."""
    if following is None:
        return None
    last = following - 1
    while last > index and table[last].filled <= 1:
        last -= 1
    return last


def _section(
    table: Sequence[Row], place: tuple[int, int | None], found: tuple[Match, Match | None], sign: str
) -> Section:
    """Describe the table whose header is row ``index``."""
    (index, end), (match, rival) = place, found
    start = index + 1
    while start < len(table) and start <= index + 2 and describes(table[start], match):
        start += 1
    body = table[start : (end + 1) if end is not None else None]
    width = _width(table[index], body)
    first = table[start].line if start < len(table) else table[-1].line + 1
    titles = tuple(
        cell.strip() for row in table[max(0, index - 15) : index] for cell in row.cells if cell.strip()
    )
    last = None if end is None else (table[end + 1].line - 1 if end + 1 < len(table) else None)
    torn = any(len(row.cells) > width or swallows(row.cells, sign, width) for row in body)
    records = sum(bool(row.cells) for row in body)
    return Section(
        match, table[index], first, last, width, titles, rival, _simple(table, start), torn, records
    )


def _width(header: Row, rows: Sequence[Row]) -> int:
    """Number of columns: the header's, or that of nearly all rows when they go on beyond it."""
    widths = Counter(len(row.cells) for row in rows[:400] if row.cells)
    usual, count = max(widths.items(), key=lambda item: item[1], default=(0, 0))
    return max(len(header.cells), usual if count >= 0.9 * sum(widths.values()) else 0)


def _simple(table: Sequence[Row], start: int) -> bool:
    """Whether every record up to the first data row is one line, so that lines can simply be skipped."""
    return all(table[i + 1].line - table[i].line == 1 for i in range(min(start, len(table) - 1)))


def describes(row: Row, match: Match) -> bool:
    """Whether a row right below the header explains the columns: where numbers and dates belong it has words."""
    typed = [
        f for f in match.format.fields.values() if f.type in NUMERIC or f.type in {"date", "days", "time"}
    ]
    cells = [
        row.cells[match.columns[f.name]] for f in typed if 0 <= match.columns.get(f.name, -1) < len(row.cells)
    ]
    filled = [cell for cell in cells if cell.strip() and cell.strip("-– ").strip()]
    if not filled or any(_DIGIT.search(cell) for cell in filled):
        return False
    keys = [
        row.cells[match.columns[f.name]]
        for f in match.format.keys
        if match.columns.get(f.name, 99999) < len(row.cells)
    ]
    return not any(_DIGIT.search(key) for key in keys)
