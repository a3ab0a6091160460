"""Two kinds of table that are no CSV yet and are copied as one.

Columns parted by runs of blanks, as statistical programs print them: told from prose. Lines put in quotes as a
whole, as a spreadsheet saves a CSV that it took for a single column.
"""

import csv
import io
from pathlib import Path

from zhanggui.readers.encoding import Encoding

LINES = 200
LEAST = 3
EVEN = 0.95
_SIGNS = (",", "\t", ";", "|")


def spaced(text: str) -> bool:
    """Whether the lines of ``text`` (the last may be cut) are a table parted by blanks, of two columns or more.

    No line has a sign that parts columns, and nearly all have the same number of words; sentences have not.
    """
    lines = [line for line in text.splitlines()[:LINES] if line.strip()]
    lines = lines[:-1] if len(lines) > LEAST and not text.endswith("\n") else lines
    if len(lines) < LEAST or any(sign in line for line in lines for sign in _SIGNS):
        return False
    widths = [len(line.split()) for line in lines]
    usual = max(set(widths), key=widths.count)
    return usual > 1 and widths.count(usual) >= EVEN * len(widths)


def respaced(path: Path, encoding: Encoding, target: Path) -> None:
    """Copy ``path`` to ``target`` as UTF-8 CSV, line by line, so that rows keep their line numbers."""
    with (
        path.open("rb") as data,
        io.TextIOWrapper(data, encoding.name, errors="replace", newline=None) as source,
        target.open("w", encoding="utf-8", newline="") as sink,
    ):
        data.seek(encoding.skip)
        writer = csv.writer(sink, lineterminator="\n")
        for line in source:
            writer.writerow(line.split())


def wrapped(text: str) -> bool:
    """Whether every line of ``text`` (the last may be cut) is one cell in quotes that holds a line of CSV."""
    lines = [line.strip() for line in text.splitlines()[:LINES] if line.strip()]
    lines = lines[:-1] if len(lines) > LEAST and not text.endswith(("\n", "\r")) else lines
    if len(lines) < 2 or not all(_in_quotes(line) for line in lines):  # noqa: PLR2004 - a header and a row
        return False
    inner = [_bare(line) for line in lines]
    return any(all(sign in line for line in inner) for sign in _SIGNS)


def unwrapped(path: Path, encoding: Encoding, target: Path) -> None:
    """Copy ``path`` to ``target`` as UTF-8 without the quotes around its lines; rows keep their line numbers."""
    with (
        path.open("rb") as data,
        io.TextIOWrapper(data, encoding.name, errors="replace", newline=None) as source,
        target.open("w", encoding="utf-8", newline="") as sink,
    ):
        data.seek(encoding.skip)
        for line in source:
            text = line.strip()
            sink.write((_bare(text) if _in_quotes(text) else text) + "\n")


def _in_quotes(line: str) -> bool:
    """Whether a line is one quoted cell: no quote inside it stands alone."""
    return len(line) > 1 and line[0] == line[-1] == '"' and '"' not in line[1:-1].replace('""', "")


def _bare(line: str) -> str:
    return line[1:-1].replace('""', '"')
