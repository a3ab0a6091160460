"""A record whose cells were pushed aside by a separator that nobody quoted: found by the types of its columns.

``Black tea, 100 g,2,19.90`` has a cell too many; where the last cells of the table are empty it does not even look
too long. What tells is that words stand where figures belong, and that they no longer do once two cells are one.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

NUMBER, MOMENT, TEXT, OTHER, FIXED = "n", "d", "t", "x", "i"
COMMON = 0.2  # share of the rows from which on a length is a habit of the file
FEW = 5
MOST = 3  # separators of one text that are looked for
_MISSING = re.compile(
    r"""[\s'"=]*(-+|—+|–|/|\\N|n/?a|null|none|nan|无|暂无|#[A-Z/0!?]+)?[\s"]*""", re.IGNORECASE
)
_NUMBER = re.compile(
    r"""[\s'"=(（+−-]*(?:[^\W\d_]{1,3}\$?|人民币)?[\s¥￥$€£₩₹฿₫₱₽₺+−-]*\d[\d.,'\s]*(?:e[+-]?\d+)?[\s%％)）"-]*\D{0,4}""",
    re.IGNORECASE,
)
_MOMENT = re.compile(r"""(?=.*\d)(?=.*[-/.:年月]|\d{5,14}$|.*[a-z]{3}).{5,45}""", re.IGNORECASE | re.DOTALL)
_TAIL = re.compile(r"\s*\d{3}([.,]\d+)?\D{0,4}")
_GROUP = re.compile(r"\D{0,4}\d{1,3}\s*")


def usual(lengths: Iterable[int], width: int) -> frozenset[int]:
    """Lengths that many records of a table of ``width`` columns have, so that they mean nothing; one at least."""
    counted = Counter(lengths)
    most = max(counted.values(), default=0)
    least = max(COMMON * sum(counted.values()), FEW)
    often = {length for length, rows in counted.items() if rows >= least}
    return frozenset(
        often
        or {min((n for n in counted if counted[n] == most), key=lambda n: abs(n - width), default=width)}
    )


def mended(cells: Sequence[str], kinds: str, sign: str, habits: frozenset[int]) -> list[list[str]]:
    """Readings of a record, as long as the table is wide, that suit its columns; none where nothing does.

    ``kinds``: per column ``n`` a figure, ``d`` a day or time, ``t`` a text that may hold the sign, ``x`` such a text
    that nothing is made of, ``i`` anything else. A record that is not too long is taken as it stands if it suits; else
    every text, or figure with groups of thousands, may be the one that fell apart, into as few parts as will do; the
    record then has a length of ``habits``. Readings that differ only in columns of no meaning are one.
    """
    plain = _fitted(cells, len(kinds))
    out = {_meaning(plain, kinds): plain} if plain is not None and _suits(plain, kinds) else {}
    if out and len(cells) <= len(kinds):
        return list(out.values())
    for number in (n for n in range(1, MOST + 1) if len(cells) - n in habits):
        found = (_fitted(made, len(kinds)) for made in _joins(cells, kinds, sign, number))
        more = {_meaning(one, kinds): one for one in found if one is not None and _suits(one, kinds)}
        if more:
            return list((out | more).values())
    return list(out.values())


def _meaning(cells: Sequence[str], kinds: str) -> tuple[str, ...]:
    """The cells that something is made of."""
    return tuple(cell.strip() for cell, kind in zip(cells, kinds, strict=True) if kind != OTHER)


def _joins(cells: Sequence[str], kinds: str, sign: str, number: int) -> Iterator[list[str]]:
    """The record with ``number`` cells put to the text, or figure, before them."""
    for place, kind in enumerate(kinds):
        parts = cells[place : place + number + 1]
        if len(parts) == number + 1 and (kind in {TEXT, OTHER} or (kind == NUMBER and _thousands(parts))):
            yield [*cells[:place], (sign if sign != "\t" else " ").join(parts), *cells[place + number + 1 :]]


def _thousands(parts: Sequence[str]) -> bool:
    """Whether the parts are one figure, parted between its thousands."""
    return bool(_GROUP.fullmatch(parts[0])) and all(_TAIL.fullmatch(part) for part in parts[1:])


def _fitted(cells: Sequence[str], width: int) -> list[str] | None:
    """Exactly ``width`` cells; None where there are more that hold something."""
    if any(cell.strip() for cell in cells[width:]):
        return None
    return [*cells[:width], *("",) * (width - len(cells))]


def _suits(cells: Sequence[str], kinds: str) -> bool:
    return all(
        (_NUMBER if kind == NUMBER else _MOMENT).fullmatch(cell) or _MISSING.fullmatch(cell)
        for cell, kind in zip(cells, kinds, strict=True)
        if kind in {NUMBER, MOMENT}
    )
