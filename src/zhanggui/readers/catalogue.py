"""All formats that are known, and which of them a header row belongs to."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path

from zhanggui.readers import shelf
from zhanggui.readers.doubt import Doubts
from zhanggui.readers.grammar import build, load
from zhanggui.readers.names import bare, normal, stated
from zhanggui.readers.spec import Field, Format, SpecError

# Of two formats that both fit, the better one must know this many columns more, or this share of its own columns.
MARGIN = 1
COVER = 0.1
# What makes a header near to a format whose needs it does not meet.
HALF, FEW = 0.5, 3
MOSTLY, MANY = 0.6, 5


@dataclass(frozen=True, slots=True)
class Match:
    """A format held against a header row.

    ``columns``: field name → index of its column. ``currency``: what the header says in brackets, else ''.
    ``lacking``: fields that the format needs and the header does not have.
    """

    format: Format
    columns: Mapping[str, int]
    currency: str
    lacking: tuple[str, ...]

    @property
    def cover(self) -> float:
        """Share of the format's fields that the header has."""
        return len(self.columns) / len(self.format.fields)


@dataclass(frozen=True)
class Formats:
    """Formats in order of precedence: a user's own first."""

    all: tuple[Format, ...]

    @cached_property
    def _seen(self) -> dict[tuple[str, ...], tuple[Match | None, Match | None]]:
        """Answers of ``best`` so far."""
        return {}

    @cached_property
    def known(self) -> frozenset[str]:
        """Normalised names of all columns of all formats."""
        return frozenset(normal(n) for item in self.all for f in item.fields.values() for n in f.names)

    @cached_property
    def _needs(self) -> tuple[tuple[frozenset[str], ...], ...]:
        """Per format, the names of each field that it needs; fields known by a pattern are left out."""
        return tuple(
            tuple(
                frozenset(normal(name) for name in item.fields[field].names)
                for field in item.need
                if not item.fields[field].patterns
                and not (item.unpivot and field in {item.unpivot.name, item.unpivot.value})
            )
            for item in self.all
        )

    @cached_property
    def _doubts(self) -> Doubts:
        """What the headers of all formats tell."""
        return Doubts(self.all)

    def __iter__(self) -> Iterator[Format]:
        """Every format."""
        return iter(self.all)

    def get(self, key: str) -> Format:
        """Return the format called ``key``; raises KeyError where there is none."""
        for item in self.all:
            if item.key == key:
                return item
        raise KeyError(key)

    def matches(self, header: Sequence[str]) -> list[Match]:
        """Formats that fit ``header``, best first."""
        named = _named(header)
        return [match for match in self._whole(header, named) if not self._doubtful(match, named)]

    def _whole(self, header: Sequence[str], named: frozenset[str]) -> list[Match]:
        """Formats that lack nothing in ``header``, best first."""
        held = (
            hold(item, header)
            for item, needs in zip(self.all, self._needs, strict=True)
            if all(not named.isdisjoint(names) for names in needs)
        )
        found = [match for match in held if match and not match.lacking]
        return sorted(found, key=lambda m: (not m.format.own, -len(m.columns), -m.cover, m.format.key))

    def sliced(self, header: Sequence[str]) -> tuple[Match, str] | None:
        """The format that ``header`` would be but for a column that splits it into parts of no whole; that column."""
        named = _named(header)
        for match in self._whole(header, named):
            slices = self._doubts.slices(match.format, named)
            if slices:
                return match, next(cell.strip() for cell in header if normal(cell) in slices)
        return None

    def _doubtful(self, match: Match, named: frozenset[str]) -> bool:
        """Whether the header is rather of something else; a user's own map is taken at its word."""
        item, doubts = match.format, self._doubts
        return not item.own and (doubts.finer(item, named) or doubts.other(item, len(match.columns), named))

    def best(self, header: Sequence[str]) -> tuple[Match | None, Match | None]:
        """Return the format of ``header`` and, where two fit equally well, its rival; (None, None) if none fits.

        Daily files share their header, so an answer is kept.
        """
        key = tuple(header)
        if key not in self._seen:
            self._seen[key] = self._best(key)
        return self._seen[key]

    def _best(self, header: Sequence[str]) -> tuple[Match | None, Match | None]:
        found = self.matches(header)
        if not found:
            return None, None
        first, rest = found[0], found[1:]
        rival = next((m for m in rest if m.format.own == first.format.own and not _clear(first, m)), None)
        return first, rival

    def nearest(self, header: Sequence[str]) -> Match | None:
        """Return the format of which ``header`` has most, though not all that it needs; None if nothing is near.

        Near is a header with half of the columns of a format, or one most of whose own columns the format knows.
        """
        held = [match for match in (hold(item, header) for item in self.all) if match and match.lacking]
        filled = sum(bool(cell.strip()) for cell in header)
        near = [
            m
            for m in held
            if len(m.lacking) <= 2  # noqa: PLR2004 - with more it would be a guess
            and ((m.cover >= HALF and len(m.columns) >= FEW) or len(m.columns) >= max(MANY, MOSTLY * filled))
        ]
        return max(near, key=lambda m: (len(m.columns), m.cover, m.format.key), default=None)


def _named(header: Sequence[str]) -> frozenset[str]:
    """Normalised names of the columns, with and without remarks in brackets."""
    row = _read_header(tuple(header))
    return frozenset(row.places) | frozenset(row.remarked)


def _clear(first: Match, second: Match) -> bool:
    """Whether ``first`` is clearly better than ``second``."""
    return len(first.columns) - len(second.columns) >= MARGIN or first.cover - second.cover >= COVER


@dataclass(frozen=True, slots=True)
class _Header:
    """Normalised ``cells`` of a row, where each name stands, and where each stands with a remark in brackets."""

    cells: tuple[str, ...]
    places: Mapping[str, Sequence[int]]
    remarked: Mapping[str, Sequence[int]]


@lru_cache(maxsize=64)
def _read_header(header: tuple[str, ...]) -> _Header:
    """A row made ready to be held against every format."""
    cells = tuple(normal(cell) for cell in header)
    places: dict[str, list[int]] = {}
    remarked: dict[str, list[int]] = {}
    for index, cell in enumerate(cells):
        places.setdefault(cell, []).append(index)
        if cell.endswith(")"):
            remarked.setdefault(bare(cell), []).append(index)
    return _Header(cells, places, remarked)


def hold(item: Format, header: Sequence[str]) -> Match | None:
    """Hold ``item`` against ``header``: None when it has none of its columns or one that rules it out."""
    row = _read_header(tuple(header))
    if any(normal(name) in row.places for name in item.never):
        return None
    columns: dict[str, int] = {}
    currency = ""
    taken: set[int] = set()
    for field in item.fields.values():
        index, said = _locate(field, row, taken)
        if index is not None:
            columns[field.name] = index
            taken.add(index)
            currency = currency or said
    currency = currency or next(
        (code for name, code in item.currency_of.items() if normal(name) in row.places), ""
    )
    if item.unpivot:
        columns.setdefault(item.unpivot.name, -1)
        columns.setdefault(item.unpivot.value, -1)
    if not columns or (item.unpivot and _tail(item, columns, row.cells) is None):
        return None
    lacking = [name for name in item.need if name not in columns]
    lacking += [group[0] for group in item.one_of if not any(name in columns for name in group)]
    return Match(item, columns, currency, tuple(lacking))


def _tail(item: Format, columns: Mapping[str, int], cells: Sequence[str]) -> int | None:
    """Index of the column after which the header's columns are unpivoted, None where there are none."""
    assert item.unpivot  # noqa: S101 - asked only for such formats
    after = columns.get(item.unpivot.after)
    if after is None:
        name = normal(item.unpivot.after)
        after = cells.index(name) if name in cells else None
    return after if after is not None and after + 1 < len(cells) else None


def tail(item: Format, columns: Mapping[str, int], header: Sequence[str]) -> range:
    """Indexes of the columns that ``item`` unpivots in ``header``."""
    after = _tail(item, columns, [normal(cell) for cell in header])
    return range(0) if after is None else range(after + 1, len(header))


def _locate(field: Field, row: _Header, taken: set[int]) -> tuple[int | None, str]:
    """Index of ``field`` in ``row`` (None where absent) and the currency its name states.

    Spellings count in the order in which the format lists them; a column serves one field only. A name with a
    remark in brackets is tried without it last, and its remark may be the currency.
    """
    wanted = [normal(name) for name in field.names]
    for name in wanted:
        for index in row.places.get(name, ()):
            if index not in taken:
                return index, ""
    for pattern in field.patterns:
        for index, cell in enumerate(row.cells):
            hit = pattern.fullmatch(cell) if index not in taken else None
            if hit:
                return index, (hit.groupdict().get("currency") or "").upper()
    for name in wanted if row.remarked else ():
        for index in row.remarked.get(name, ()):
            if index not in taken:
                return index, stated(row.cells[index]) if field.type == "money" else ""
    return None, ""


def formats(extra: Sequence[Path] = ()) -> Formats:
    """Every shipped format and the maps in ``extra`` (TOML files, or folders of them), which take precedence.

    Raises SpecError when a file breaks the grammar or two have the same key.
    """
    own = [load(_read(path), path.name, own=True) for place in extra for path in _toml(place)]
    return _together((*own, *_shipped())) if own else _shipped()


@cache
def _shipped() -> Formats:
    """The formats of this release: reading them takes longer than reading a small file by them."""
    return _together(build(content, name) for name, content in shelf.tables())


def _together(found: Iterable[Format]) -> Formats:
    """Formats in order of precedence, each key once; SpecError where two of one kind have the same."""
    seen: dict[str, Format] = {}
    for item in found:
        if item.key in seen and seen[item.key].own == item.own:
            raise SpecError(f"{item.key}: two formats have this key")
        seen.setdefault(item.key, item)
    return Formats(tuple(seen.values()))


def _read(path: Path) -> str:
    """Text of a map; SpecError where it is none."""
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SpecError(f"{path.name}: is no map, which is a text file in UTF-8") from error


def _toml(place: Path) -> list[Path]:
    return sorted(place.glob("*.toml")) if place.is_dir() else [place]
