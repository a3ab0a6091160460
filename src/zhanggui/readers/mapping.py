"""A file of no known format: a proposal of how to read it, as a format file that the shop folder then recognises.

Columns are guessed by the likeness of their names to all names that are known, held against the shape of their
cells; the rows are then shown as that format would read them.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, count
from pathlib import Path

import duckdb

from zhanggui.model.issue import Issue
from zhanggui.model.tables import TABLES
from zhanggui.readers import repeats
from zhanggui.readers.catalogue import Formats, formats, hold
from zhanggui.readers.drafting import Guess, columns_of, type_of, written
from zhanggui.readers.found import Found, recognise
from zhanggui.readers.grammar import load
from zhanggui.readers.stage import Context, stage
from zhanggui.readers.text import head
from zhanggui.readers.vocabulary import GROUPS, learned, likeness

SAMPLE = 300
SEEN = 20_000  # rows in which orders of several lines are looked for
SHOWN = 5
LONG = 9  # digits of what is a number by name only
WIDE = 24  # characters that an id may have

_DATE = re.compile(
    r"^\s*(\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}"
    r"|(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\s*$"
    r"|[A-Za-z]{3,9}\.? \d{1,2},? \d{4}|\d{1,2} [A-Za-z]{3,9} \d{4})"
)
_FIGURE = re.compile(
    r"^(?=.*\d)\s*[-+(−]?\s*([¥￥$€£₩₹]|[A-Z]{3}|US\$|HK\$)?\s*-?(\d{1,3}([,. ]\d{3})+|\d+)?([.,]\d+)?"
    r"\s*([¥￥$€£₩元万]|[A-Z]{3})?\)?\s*$"
)
_CLOCK = re.compile(r"\d{1,2}:\d{2}")
_PERCENT = re.compile(r"^\s*-?[\d.,]+\s*[%％]\s*$")
_WHOLE = re.compile(r"^\s*-?(\d{1,3}(,\d{3})+|\d+)(\.0)?\s*$")
_FITS = {
    "id": {"id", "count", "text", "money"},
    "text": {"id", "count", "text", "money"},
    "count": {"count"},
    "money": {"money", "count"},
    "share": {"percent", "money"},
    "rate": {"money", "count"},
    "day": {"date", "time"},
    "time": {"date", "time"},
}


@dataclass(frozen=True, slots=True)
class Draft:
    """A proposal: the format file as ``toml``, what each column was taken for, and the first rows so read.

    ``missing`` names canonical columns of which one each is needed and none was found; the format then cannot be
    used before somebody names them. ``columns`` and ``rows`` are the preview.
    """

    key: str
    table: str
    guesses: tuple[Guess, ...]
    missing: tuple[str, ...]
    toml: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[object, ...], ...] = ()
    issues: tuple[Issue, ...] = ()


def propose(path: Path, workdir: Path, known: Formats | None = None, today: date = date.max) -> Draft | Issue:
    """Propose how to read the first table in ``path``; an Issue where it holds none.

    ``workdir`` takes copies, as for ``recognise``; ``known`` are the formats whose names teach.
    """
    known = known or formats()
    found = recognise(path, Formats(()), workdir)[0]
    if found.source is None or not found.header or found.issues[0].code == "no_header":
        return found.issues[0]
    lines = _lines(found)
    cells = _cells(lines[:SAMPLE], len(found.header))
    guesses, table = _guess(found.header, cells, known)
    places = {guess.column: i for i, guess in enumerate(guesses) if guess.column and table == "order_line"}
    once = repeats.per_order(lines, places)
    guesses = tuple(replace(guess, once=once.get(guess.column, "")) for guess in guesses)
    missing = _missing(table, {g.column for g in guesses})
    key = _key(path.stem, found.header, known)
    toml = written((key, path.stem), table, guesses, postage=repeats.with_postage(lines, places, once))
    draft = Draft(key, table, guesses, missing, toml)
    return draft if missing else _preview(draft, path, workdir, today)


def _key(stem: str, header: Sequence[str], known: Formats) -> str:
    """A key from the name of the file, of any script; another map of that name keeps it unless it reads this header."""
    name = re.sub(r"\W+", "_", unicodedata.normalize("NFC", stem).lower()).strip("_")
    name = name if name[:1].isalpha() else f"file_{name}".strip("_")
    own = {item.key: item for item in known if item.own}

    def free(key: str) -> bool:
        held = hold(own[key], header) if key in own else None
        return key not in own or (held is not None and not held.lacking)

    return next(key for key in chain([name], (f"{name}_{n}" for n in count(2))) if free(key))


def _missing(table: str, have: set[str]) -> tuple[str, ...]:
    """Columns without which the table cannot be read: the first of each group of which none was found.

    Sales without an order number can be read when they name the buyer: what one buys on one day is one order.
    """
    lacking = [group[0] for group in GROUPS[table] if not have.intersection(group)]
    return tuple(name for name in lacking if name != "order_id" or "buyer" not in have)


def _lines(found: Found) -> list[tuple[str, ...]]:
    """The first data rows."""
    assert found.source is not None  # noqa: S101 - checked by propose
    with found.source.path.open("rb") as opened:
        sample = opened.read(1 << 22)
    rows = head(sample, found.source.encoding, found.source.sign, SEEN + 60)
    start = next((i for i, row in enumerate(rows) if row.cells == found.header), 0) + 1
    return [row.cells for row in rows[start : start + SEEN] if row.filled]


def _cells(lines: Sequence[Sequence[str]], width: int) -> list[list[str]]:
    """Filled cells of rows, one list per column."""
    return [[row[i] for row in lines if i < len(row) and row[i].strip()] for i in range(width)]


def kind(cells: Sequence[str]) -> str:
    """Type that nearly all ``cells`` have: date, time, percent, count, money, id or text."""
    cells = [cell for cell in cells if cell.strip(" -")]
    if not cells:
        return "text"

    def most(pattern: re.Pattern[str]) -> bool:
        return sum(bool(pattern.search(cell)) for cell in cells) >= 0.9 * len(cells)

    if most(_DATE):
        return "time" if most(_CLOCK) else "date"
    if most(_PERCENT):
        return "percent"
    if most(_WHOLE):
        digits = [re.sub(r"\D", "", cell.removesuffix(".0")) for cell in cells]
        return (
            "id"
            if min(map(len, digits)) >= LONG or any(d.startswith("0") and len(d) > 1 for d in digits)
            else "count"
        )
    if most(_FIGURE):
        return "money"
    return (
        "id"
        if all(len(cell) <= WIDE and " " not in cell.strip() and cell.isascii() for cell in cells)
        else "text"
    )


def _guess(
    header: Sequence[str], cells: Sequence[Sequence[str]], known: Formats
) -> tuple[tuple[Guess, ...], str]:
    """The table that fits best, and what every column is in it."""
    kinds = [kind(column) for column in cells]
    best: tuple[float, str, dict[int, tuple[str, float]]] = (-1.0, "order_line", {})
    for table, names in learned(known).items():
        chosen = _assign(table, header, kinds, names)
        have = {column for column, _ in chosen.values()}
        whole = 1 - len(_missing(table, have)) / len(GROUPS[table])
        score = whole * 10 + sum(confidence for _, confidence in chosen.values()) / max(len(header), 1)
        if score > best[0]:
            best = (score, table, chosen)
    out = []
    for i, name in enumerate(header):
        column, confidence = best[2].get(i, ("", 0.0))
        out.append(Guess(name, column, kinds[i], round(confidence, 2), cells[i][0] if cells[i] else ""))
    return tuple(out), best[1]


def _assign(
    table: str, header: Sequence[str], kinds: Sequence[str], names: Mapping[str, Mapping[str, int]]
) -> dict[int, tuple[str, float]]:
    """Column index → canonical column and confidence, the likeliest pairs first, each used once."""
    pairs = []
    for i, cell in enumerate(header):
        for place, (column, known) in enumerate(names.items()):
            like = likeness(cell, known)
            if like and kinds[i] in _FITS[type_of(table, column)]:
                pairs.append((like, -place, i, column))
    out: dict[int, tuple[str, float]] = {}
    for like, _, i, column in sorted(pairs, key=lambda p: (-p[0], -p[1], p[2])):
        if i not in out and column not in {c for c, _ in out.values()}:
            out[i] = (column, like)
    return out


def _preview(draft: Draft, path: Path, workdir: Path, today: date) -> Draft:
    """The draft with the first rows as it reads them."""
    made = load(draft.toml, draft.key, own=True)
    found = recognise(path, Formats((made,)), workdir)[0]
    if found.format is None:
        return Draft(draft.key, draft.table, draft.guesses, draft.missing, draft.toml, issues=found.issues)
    with duckdb.connect() as con:
        con.execute("SET enable_progress_bar = false")
        staged = stage(
            con, found, Context(bytes(16), today, date_order=None, day=None if today == date.max else today)
        )
        columns = tuple(
            name
            for name in TABLES[draft.table].names
            if name in columns_of(draft.table, [g for g in draft.guesses if g.column])
        )
        rows: list[tuple[object, ...]] = []
        if staged.tables:
            picked = ", ".join(f'"{name}"' for name in columns)
            rows = con.execute(f"SELECT {picked} FROM {staged.tables[draft.table]} LIMIT {SHOWN}").fetchall()
    return Draft(
        draft.key, draft.table, draft.guesses, draft.missing, draft.toml, columns, tuple(rows), staged.issues
    )
