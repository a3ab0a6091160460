"""A quotation mark that is opened and never closed takes the lines behind it into one cell: they are rows of their own.

What tells is that every line of such a record has as many cells as the table: the lines of an address or a review have
not.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence

QUOTE = '"'


def swallows(cells: Sequence[str], sign: str, width: int) -> bool:
    """Whether a record of a table of ``width`` columns has taken in rows: each of its lines is a row by itself.

    So is the only line of a record that is short of cells and goes on to the end of the file.
    """
    for place, cell in enumerate(cells):
        if "\n" not in cell and "\r" not in cell:
            continue
        lines = cell.splitlines()
        counts = [line.count(sign) for line in lines]
        counts[0] += place
        counts[-1] += len(cells) - 1 - place
        whole = [count for count, line in zip(counts, lines, strict=True) if count or line.strip()]
        last = place == len(cells) - 1 and len(cells) < width
        if (len(whole) > 1 or last) and whole and all(count >= width - 1 for count in whole):
            return True
    return False


class Lines:
    """Lines on their way to a csv reader, which remember those of the record that is being read."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self.taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        """Itself."""
        return self

    def __next__(self) -> str:
        """The next line."""
        line = next(self._lines)
        self.taken.append(line)
        return line


def alone(line: str, sign: str) -> list[str]:
    """The cells of one line that is a record, whatever its quotation marks."""
    if line.count(QUOTE) % 2 == 0:
        return next(csv.reader([line], delimiter=sign), [])
    cells = next(csv.reader([line.rstrip("\r\n")], delimiter=sign, quoting=csv.QUOTE_NONE), [])
    return [cell.strip(QUOTE) for cell in cells]
