"""A table of a file as a DuckDB relation of text: straight from the file where that is safe, else from a copy."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from zhanggui.readers.encoding import Encoding, transcode
from zhanggui.readers.found import Source
from zhanggui.readers.header import Section
from zhanggui.readers.text import Flaw, Slice, clean
from zhanggui.readers.words import literal

SPAN = 10_000_000  # more lines than a file has that is read together with others


def file_of(line: str) -> str:
    """SQL for the place, from 0, of the file that a line is of, where several files are read as one."""
    return f"CAST({line} // {SPAN} AS BIGINT)"


@dataclass(frozen=True, slots=True)
class Relation:
    """How to read a table: a UTF-8 file, its separator, how many lines to skip and how many columns it has.

    ``numbered``: the first column is the line number, as in a cleaned copy. ``flaws`` are records that the copy
    leaves out. ``first`` is the line of the first record.
    """

    path: Path
    sign: str
    skip: int
    width: int
    numbered: bool = False
    flaws: tuple[Flaw, ...] = ()
    first: int = 1

    def sql(self) -> str:
        """``read_csv`` over all columns ``c0``, ``c1``, … as text, preceded by ``line`` when numbered."""
        names = [f"c{index}" for index in range(self.width)]
        columns = ", ".join(f"'{name}': 'VARCHAR'" for name in (["line", *names] if self.numbered else names))
        return (
            f"read_csv({literal(str(self.path))}, delim = {literal(self.sign)}, header = false, skip = {self.skip}, "
            f"quote = '\"', escape = '\"', auto_detect = false, max_line_size = 16000000, columns = {{{columns}}})"
        )


@dataclass(frozen=True, slots=True)
class Bound(Relation):
    """Several files that are read as one: line ``n`` of file ``k`` is line ``k * SPAN + n``.

    ``table``: the relation with their records in order, columns ``_file``, ``c0``, ``c1``, …; ``starts``: by file, the
    rowid of its first record there; ``left``: files that are left out.
    """

    table: str = ""
    starts: Sequence[int] = ()
    left: frozenset[int] = frozenset()

    def sql(self) -> str:
        """As of one file, numbered."""
        cells = ", ".join(f"c{index}" for index in range(self.width))
        out = f" WHERE _file NOT IN ({', '.join(map(str, sorted(self.left)))})" if self.left else ""
        line = f"_file * {SPAN} + {self.first} + rowid - [{', '.join(map(str, self.starts))}][_file + 1]"
        return f"(SELECT {line} AS line, {cells} FROM {self.table}{out})"


def straight(source: Source, section: Section, workdir: Path) -> Relation | None:
    """The file itself, or its transcoding; None when it must be cleaned first."""
    if not section.simple or section.last is not None or section.width < 2:  # noqa: PLR2004 - DuckDB skips blanks
        return None
    if section.torn:  # DuckDB drops a cell too many where it is empty
        return None
    path = source.path
    if source.encoding.name != "utf-8":
        path = workdir / "utf8.csv"
        if not transcode(source.path, source.encoding, path):
            return None
    return Relation(path, source.sign, section.first - 1, section.width, first=section.first)


def cleaned(
    source: Source,
    section: Section,
    used: tuple[int, ...],
    workdir: Path,
    soft: tuple[int, ...] = (),
    kinds: str = "",
) -> Relation:
    """An even copy of the table with line numbers, and what had to be left out of it: see ``Slice``."""
    part = Slice(section.first, section.last, section.width, used, soft, kinds)
    target = workdir / "clean.csv"
    encoding = source.encoding
    flaws = clean(source.path, Encoding(encoding.name, encoding.skip), source.sign, part, target)
    return Relation(target, ",", 0, section.width, numbered=True, flaws=tuple(flaws), first=section.first)
