"""Tables parted by runs of blanks, as statistical programs print them: told from prose, and copied as CSV."""

import csv
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
        path.open(encoding=encoding.name, errors="replace", newline=None) as source,
        target.open("w", encoding="utf-8", newline="") as sink,
    ):
        if encoding.skip:
            source.read(1)
        writer = csv.writer(sink, lineterminator="\n")
        for line in source:
            writer.writerow(line.split())
