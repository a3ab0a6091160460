"""What the XML of an xlsx tells before its cells are read: formulas without a value, and cells that are not plain."""

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

MAX_FORMULAS = 1000
_CHUNK = 1 << 20
_KEPT = 4096  # characters of a piece that may hold the beginning of a cell
_CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d+)"[^>]*><f[ >/](?:(?!</c>).)*?</c>', re.DOTALL)
_PAGE = re.compile(r"xl/worksheets/sheet\d+\.xml")
# A number of so many digits that a spreadsheet no longer holds it, or with an exponent; one with more than nine
# decimals that are meant: the tenth is not what binary fractions leave behind, or the digits are too few for that.
_ODD = re.compile(
    rb"<v>(?![\d.]{1,11}<)-?(?:\d{16}|[\d.]+[eE]|\d{1,5}\.\d{9}[1-8]|(?=[\d.]{12,16}<)\d{1,5}\.\d{10})"
)
_TRUTH, _DATE = b't="b"', b't="d"'  # cells of these types
_FOREIGN = (b":v>", b"t='")  # XML of another hand, in which nothing of this can be seen
_FORMATS = re.compile(r"<cellXfs.*?</cellXfs>", re.DOTALL)
_FORMAT_OF = re.compile(r'numFmtId="(\d+)"')
_CODE = re.compile(r'<numFmt [^>]*?numFmtId="(\d+)"[^>]*?formatCode="([^"]*)"')
_ASIDE = re.compile(r"&quot;.*?&quot;|\[(?!h|m|s).*?\]|\\.", re.IGNORECASE)
_DATES = frozenset(
    {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
)  # of the formats all readers know


@dataclass(frozen=True, slots=True)
class Look:
    """``holes``: sheet number → cells (row, column, both from 1) of formulas without a stored value.

    ``plain``: every cell is a text, or a number that reads the same however it is written out. ``size``: bytes of all
    sheets' XML, 0 where the file is no xlsx.
    """

    holes: Mapping[int, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    plain: bool = False
    size: int = 0


def look(path: Path) -> Look:
    """Look through an xlsx in pieces; raises BadZipFile or OSError when it is damaged."""
    if not zipfile.is_zipfile(path):
        return Look()
    found: dict[int, tuple[tuple[int, int], ...]] = {}
    size = 0
    with zipfile.ZipFile(path) as box:
        names = [name for name in box.namelist() if _PAGE.fullmatch(name)]
        plain = bool(names) and not dated(box)
        for number, name in enumerate(sorted(names, key=lambda n: int(re.sub(r"\D", "", n)))):
            holes, even = _page(box, name)
            size += box.getinfo(name).file_size
            plain = plain and even
            if holes:
                found[number] = holes
    return Look(found, plain, size)


def _page(box: zipfile.ZipFile, name: str) -> tuple[tuple[tuple[int, int], ...], bool]:
    """Cells of one sheet that hold a formula and no value, and whether all its cells are plain."""
    out: set[tuple[int, int]] = set()
    kept, even = b"", True
    with box.open(name) as source:
        while chunk := source.read(_CHUNK):
            strange = not kept and any(sign in chunk for sign in _FOREIGN)
            kept += chunk
            even = even and not strange and _plain(kept)
            if b"<f" in kept and len(out) < MAX_FORMULAS:
                out.update(_holes(kept))
            kept = kept[max(kept.rfind(b"</c>"), 0) :] if len(kept) > _KEPT else kept
    return tuple(sorted(out)[:MAX_FORMULAS]), even


def _plain(piece: bytes) -> bool:
    """Whether every cell of a piece of XML is plain."""
    return _TRUTH not in piece and _DATE not in piece and not _ODD.search(piece)


def _holes(piece: bytes) -> list[tuple[int, int]]:
    """Cells of formulas without a value."""
    cells = ((match.group(0), match.group(2), match.group(1)) for match in _CELL.finditer(piece))
    return [
        (int(row), column(letters))
        for cell, row, letters in cells
        if b"<v>" not in cell or b"<v></v>" in cell
    ]


def dated(box: zipfile.ZipFile) -> bool:
    """Whether a format of the workbook's cells shows a date or a time."""
    if "xl/styles.xml" not in box.namelist():
        return False
    text = box.read("xl/styles.xml").decode("utf-8", errors="replace")
    codes = {int(number): _ASIDE.sub("", code) for number, code in _CODE.findall(text)}
    used = {int(number) for part in _FORMATS.findall(text) for number in _FORMAT_OF.findall(part)}
    return any(
        bool(re.search("[ymdhs]", codes[one], re.IGNORECASE)) if one in codes else one in _DATES
        for one in used
    )


def column(letters: bytes) -> int:
    """Number of a column from its letters, A is 1."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
