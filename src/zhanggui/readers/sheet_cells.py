"""The one sheet of a large xlsx straight from its XML to CSV, by arrays of places of the signs in it.

The files that platforms and their programs write are plain: every row numbered, every cell a number or a text without
parts. Such a sheet is written as reading it cell by cell would write it, without an object for each cell. Whatever is
not so plain (formulas, dates, truth values, rich text, gaps before the first cell, a column that begins far down) is
refused, and the workbook is then read in another way.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from zhanggui.readers.sheet_xml import dated

Bytes = npt.NDArray[np.uint8]
Places = npt.NDArray[np.int64]
Marks = npt.NDArray[np.bool_]

BLOCK = 1 << 20
MOST_STRINGS = 32_000_000  # bytes of shared strings
MOST_BLANK = 100_000  # rows without a cell, one after another
EXACT = 2.0**53
LONGEST = 15  # digits that any spreadsheet holds
_KEPT = 21  # letters that ` xml:space="preserve"` puts into a tag
_DIGITS = 7  # of the number of a row or a shared string
_PARTS = re.compile(r"xl/worksheets/[^/]+\.xml")
_SHEET = re.compile(rb"<sheet [^>]*>")
_HIDDEN = re.compile(rb'\bstate="(?!visible")')
_NAME = re.compile(r'\bname="([^"]*)"')
_STRING = re.compile(rb"<si><t(?: xml:space=\"preserve\")?>([^<]*)</t></si>")
_ESCAPED = re.compile(rb"_x[0-9A-Fa-f]{4}_")
_ENTITY = re.compile(r"&([^;]*);?")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_SPECIAL = np.zeros(256, np.bool_)  # in a cell: a line, a sign that CSV or XML means something by
_SPECIAL[[ord(sign) for sign in '\n\r"&,']] = True
_KNOWN = np.zeros(256, np.bool_)  # what a tag begins with
_KNOWN[[ord(sign) for sign in "rcvit/"]] = True


class NotPlain(Exception):  # noqa: N818 - it is an answer, no mistake
    """The sheet has something that is not read here."""


@dataclass(slots=True)
class _Copy:
    """A sheet on its way: how many columns it has, rows written so far, and where the last row with a cell ends."""

    sink: BinaryIO
    strings: Bytes
    begins: Places
    width: int = 0
    rows: int = 0
    filled: int = 0
    end: int = 0
    left: bool = False


def write(path: Path, target: Path) -> tuple[str, int] | None:
    """Write the sheet of ``path`` to ``target`` as CSV without a header: its name and rows, None where it is not plain.

    Columns at the right whose cells are all empty are left out. Raises OSError or BadZipFile where the file cannot be
    read.
    """
    try:
        with zipfile.ZipFile(path) as box, target.open("wb") as sink:
            name, part = _part(box)
            strings, begins = _strings(box)
            copy = _Copy(sink, strings, begins)
            for block in _blocks(box, part):
                _put(copy, block)
            _need(copy.left)
            sink.truncate(copy.end)
            return name, copy.filled
    except (NotPlain, IndexError, ValueError):
        target.unlink(missing_ok=True)
        return None


def _part(box: zipfile.ZipFile) -> tuple[str, str]:
    """Name and file of the one sheet that the workbook has."""
    parts = [name for name in box.namelist() if _PARTS.fullmatch(name)]
    told = _SHEET.findall(box.read("xl/workbook.xml")) if "xl/workbook.xml" in box.namelist() else []
    if len(parts) != 1 or len(told) != 1 or _HIDDEN.search(told[0]) or dated(box):
        raise NotPlain
    called = _NAME.search(told[0].decode())
    return _ENTITY.sub(_sign, called[1]) if called else "", parts[0]


def _strings(box: zipfile.ZipFile) -> tuple[Bytes, Places]:
    """Texts that cells share, as CSV has them, one after another, and where each begins and the last ends."""
    name = "xl/sharedStrings.xml"
    if name not in box.namelist():
        return np.zeros(0, np.uint8), np.zeros(1, np.int64)
    if box.getinfo(name).file_size > MOST_STRINGS:
        raise NotPlain
    xml = box.read(name)
    texts = _STRING.findall(xml)
    if len(texts) != xml.count(b"<si") or b"encoding='" in xml[:99] or _ESCAPED.search(xml):
        raise NotPlain
    made = [_cell(text) for text in texts]
    begins = np.zeros(len(made) + 1, np.int64)
    np.cumsum(np.fromiter(map(len, made), np.int64, len(made)), out=begins[1:])
    return np.frombuffer(b"".join(made), np.uint8), begins


def _blocks(box: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """Whole rows of the sheet's XML, piece by piece."""
    with box.open(part) as source:
        kept = source.read(BLOCK)
        start = kept.find(b"<sheetData>")
        lead = kept[:start].lower()
        if start < 0 or (b"encoding=" in lead and b'encoding="utf-8"' not in lead):
            raise NotPlain
        kept = kept[start + len(b"<sheetData>") :]
        while True:
            end = kept.rfind(b"</row>") + len(b"</row>")
            if end >= len(b"</row>"):
                yield kept[:end]
                kept = kept[end:]
            if b"</sheetData>" in kept[:4096]:
                return
            chunk = source.read(BLOCK)
            if not chunk:
                raise NotPlain
            kept += chunk


def _put(copy: _Copy, block: bytes) -> None:
    """Write the rows of one block."""
    if _ESCAPED.search(block):
        raise NotPlain
    signs = np.frombuffer(block, np.uint8)
    tags = np.flatnonzero(signs == ord("<"))
    first = signs[tags + 1]
    _need(_KNOWN[first].all())
    rows = np.flatnonzero(first == ord("r"))
    cells = np.flatnonzero(first == ord("c"))
    numbers, digits = _numbers(signs, tags[rows])
    _need(rows.size and rows[0] == 0 and numbers[0] > copy.rows and (np.diff(numbers) > 0).all())
    row = np.searchsorted(rows, cells) - 1
    column, ends = _columns(signs, tags[cells], digits[row])
    begins, lengths, kinds = _texts(copy, signs, tags, (cells, ends))
    held = np.flatnonzero(lengths)
    if not copy.width:
        _begin(copy, numbers[row][held], column[held])
    _need(held.size == 0 or column[held].max() < copy.width)
    place = (numbers[row][held] - copy.rows - 1) * copy.width + column[held]
    _need((np.diff(place) > 0).all() and numbers[-1] - copy.rows - rows.size < MOST_BLANK)
    copy.left = copy.left or bool((column[held] == 0).any())
    source = _Source(signs, copy.strings, begins[held], lengths[held], kinds[held])
    _lay(copy, source, place, int(numbers[-1]))


def _need(said: object) -> None:
    """Refuse the sheet where it is not as it must be."""
    if not said:
        raise NotPlain


def _begin(copy: _Copy, rows: Places, columns: Places) -> None:
    """How wide the sheet is, by its first block; it begins in its first row."""
    _need(rows.size and rows[0] == 1 and columns.max() > 0)
    copy.width = int(columns.max()) + 1


def _spelt(signs: Bytes, begins: Places) -> tuple[Places, Places]:
    """The whole number that begins at each place, and how many digits it has."""
    value = np.zeros(begins.size, np.int64)
    count = np.zeros(begins.size, np.int64)
    going = np.ones(begins.size, np.bool_)
    for step in range(_DIGITS + 1):
        digit = signs[begins + step].astype(np.int64) - ord("0")
        going &= (digit >= 0) & (digit <= 9)  # noqa: PLR2004 - digits
        if not going.any():
            break
        value = np.where(going, value * 10 + digit, value)
        count += going
    return value, count


def _numbers(signs: Bytes, tags: Places) -> tuple[Places, Places]:
    """Numbers of rows, and how many digits each is written in."""
    for step, sign in enumerate(b'<row r="'):
        _need((signs[tags + step] == sign).all())
    value, count = _spelt(signs, tags + 8)
    _need((count > 0).all() and (signs[tags + 8 + count] == ord('"')).all())
    return value, count


def _columns(signs: Bytes, tags: Places, digits: Places) -> tuple[Places, Places]:
    """Columns of cells, from 0, by their names, and where the name's closing mark stands."""
    for step, sign in enumerate(b'<c r="'):
        _need((signs[tags + step] == sign).all())
    at = tags + 6
    one, two, three = (signs[at + step].astype(np.int64) - ord("A") + 1 for step in range(3))
    longer, longest = two > 0, (two > 0) & (three > 0)
    _need(((one > 0) & (one <= 26)).all())  # noqa: PLR2004 - letters
    value = np.where(longer, one * 26 + two, one)
    value = np.where(longest, value * 26 + three, value)
    end = at + 1 + longer + longest + digits
    _need((signs[end] == ord('"')).all())
    return value - 1, end


def _texts(
    copy: _Copy, signs: Bytes, tags: Places, given: tuple[Places, Places]
) -> tuple[Places, Places, Bytes]:
    """Of each cell where its text begins, how long it is (0 for none), and what it is: n(umber), t(ext), s(hared)."""
    cells, ends = given
    first = signs[tags + 1]
    inner = first[cells + 1]
    value, text = inner == ord("v"), inner == ord("i")
    begins, lengths = np.zeros(cells.size, np.int64), np.zeros(cells.size, np.int64)
    kinds = np.full(cells.size, ord("t"), np.uint8)
    one = cells[value]
    at = tags[one + 1]
    _need((signs[at + 2] == ord(">")).all() and (first[one + 2] == ord("/")).all())
    begins[value], lengths[value] = at + 3, tags[one + 2] - at - 3
    one = cells[text]
    at = tags[one + 2]
    kept = signs[at + 2] == ord(" ")
    _need((first[one + 2] == ord("t")).all() and (first[one + 3] == ord("/")).all())
    _need((signs[at + 2 + _KEPT * kept] == ord(">")).all() and (first[one + 4] == ord("/")).all())
    begins[text] = at + 3 + _KEPT * kept
    lengths[text] = tags[one + 3] - begins[text]
    _need((first[cells[text] + 5] == ord("/")).all())
    held = value | text
    kinds[held] = _kinds(signs, ends[held], tags[cells[held] + 1] - 1)
    _need((kinds[text] == ord("t")).all())
    shared = np.flatnonzero(kinds == ord("s"))
    number, count = _spelt(signs, begins[shared])
    _need((count == lengths[shared]).all() and (number < copy.begins.size - 1).all())
    begins[shared], lengths[shared] = copy.begins[number], np.diff(copy.begins)[number]
    return begins, lengths, kinds


def _kinds(signs: Bytes, name: Places, end: Places) -> Bytes:
    """What cells are, by what stands between the end of their name and that of their tag."""
    _need((signs[end] == ord(">")).all())
    out = np.full(name.size, ord("n"), np.uint8)
    last = signs[end - 2]
    typed = last > ord("9")
    styled = ~typed & (end > name + 1)
    at = name[styled]
    _need((signs[at + 2] == ord("s")).all() and (signs[at + 3] == ord("=")).all())
    _need((end[styled] - at <= 10).all())  # noqa: PLR2004 - a style of up to four digits and nothing else
    at = end[typed]
    said = last[typed]
    lone = (signs[at - 3] == ord('"')) & (signs[at - 4] == ord("=")) & (signs[at - 5] == ord("t"))
    string = (said == ord("r")) & (signs[at - 3] == ord("t")) & ((signs[at - 4] | 32) == ord("s"))
    shared, number = lone & (said == ord("s")), lone & (said == ord("n"))
    _need((string | shared | number).all())
    out[typed] = np.where(string, ord("t"), np.where(shared, ord("s"), ord("n")))
    return out


@dataclass(slots=True)
class _Source:
    """Texts of the filled cells of a block: where they stand in it, or among the shared ones."""

    signs: Bytes
    strings: Bytes
    begins: Places
    lengths: Places
    kinds: Bytes

    def mend(self, places: Places) -> None:
        """Write the texts at ``places`` anew, as CSV has them."""
        made = [
            _cell(self.signs[b : b + n].tobytes(), number=kind == ord("n"))
            for b, n, kind in zip(
                self.begins[places].tolist(),
                self.lengths[places].tolist(),
                self.kinds[places].tolist(),
                strict=True,
            )
        ]
        lengths = np.fromiter(map(len, made), np.int64, len(made))
        self.begins[places] = self.signs.size + np.cumsum(lengths) - lengths
        self.lengths[places] = lengths
        self.signs = np.concatenate([self.signs, np.frombuffer(b"".join(made), np.uint8)])


def _lay(copy: _Copy, source: _Source, place: Places, last: int) -> None:
    """Write the rows up to the number ``last``; ``place`` is that of each filled cell among all cells of the block."""
    source.mend(np.flatnonzero((source.kinds == ord("n")) & ~_short(source)))
    shared = source.kinds == ord("s")
    source.begins[shared] += source.signs.size
    source.signs = np.concatenate([source.signs, copy.strings]) if shared.any() else source.signs
    cells = (last - copy.rows) * copy.width
    out, offsets = _spread(source, place, cells)
    odd = np.flatnonzero(_SPECIAL[out])
    if odd.size:
        hit = np.unique(np.searchsorted(offsets, odd, "right") - 1)
        filled = np.searchsorted(place, hit)
        source.mend(filled[source.kinds[filled] == ord("t")])
        out, offsets = _spread(source, place, cells)
    after = np.append(offsets[1:], out.size) - 1
    out[after] = ord(",")
    out[after[copy.width - 1 :: copy.width]] = ord("\n")
    if place.size:
        row = int(place[-1]) // copy.width + 1
        copy.filled = copy.rows + row
        copy.end = copy.sink.tell() + int(after[row * copy.width - 1]) + 1
    copy.sink.write(out.data)
    copy.rows = last


def _spread(source: _Source, place: Places, cells: int) -> tuple[Bytes, Places]:
    """The texts in their places, each with the sign that follows it where it was; and where each cell begins."""
    widths = np.ones(cells, np.int64)
    widths[place] += source.lengths
    offsets = np.cumsum(widths)
    signs = np.arange(int(offsets[-1]))
    offsets -= widths
    begins = -offsets
    begins[place] += source.begins
    signs += np.repeat(begins, widths)
    return source.signs.take(signs, mode="clip"), offsets


def _short(source: _Source) -> Marks:
    """Whether each number is written as it is to be read: few digits, none without meaning."""
    number = source.kinds == ord("n")
    out = np.zeros(number.size, np.bool_)
    begins, lengths = source.begins[number], source.lengths[number]
    dots = np.zeros(begins.size, np.int64)
    good = lengths <= LONGEST
    for step in range(LONGEST):
        sign = signs_at(source.signs, begins + step)
        inside = step < lengths
        dot = sign == ord(".")
        dots += dot & inside
        good &= ~inside | dot | ((sign >= ord("0")) & (sign <= ord("9")))
    first, last = source.signs[begins], source.signs[begins + lengths - 1]
    second, third = signs_at(source.signs, begins + 1), signs_at(source.signs, begins + 2)
    share = (second == ord(".")) & (third != ord("0"))
    good &= (first != ord(".")) & ((first != ord("0")) | (lengths == 1) | share)
    good &= (dots == 0) | ((dots == 1) & (last != ord("0")) & (last != ord(".")))
    out[number] = good
    return out


def signs_at(signs: Bytes, places: Places) -> Bytes:
    """The signs at places, the last one for those beyond the end."""
    return signs[np.minimum(places, signs.size - 1)]


def _cell(raw: bytes, *, number: bool = False) -> bytes:
    """A cell as CSV has it."""
    if number:
        return figure(float(raw)).encode()
    text = raw.decode()
    if "&" in text:
        text = _ENTITY.sub(_sign, text)
    if any(sign in text for sign in ',"\n\r'):
        text = '"' + text.replace('"', '""') + '"'
    return text.encode()


def _sign(said: re.Match[str]) -> str:
    """The sign that an entity of XML stands for."""
    name = said.group(1)
    if name.startswith("#"):
        return chr(int(f"0{name[1:]}", 0) if name[1:2] in {"x", "X"} else int(name[1:]))
    if name not in _NAMED:
        raise NotPlain
    return _NAMED[name]


def figure(value: float) -> str:
    """What is written for a number: whole ones without a point, those no longer exact with an exponent."""
    if value.is_integer():
        return str(int(value)) if abs(value) < EXACT else f"{value:.14E}"
    return f"{value:.15g}"
