"""How an entry of the catalogue is written: texts as 'Chinese | English', platforms' names as 'platform: name; …'."""

from typing import TypedDict, Unpack

from zhanggui.metrics.kinds import Aggregate, Basis, Definition, Kind, Source, Unit
from zhanggui.metrics.query import Where


class More(TypedDict, total=False):
    """What an entry may add to its name, title, meaning and source."""

    kind: Kind
    unit: Unit
    basis: Basis
    known_as: str
    traps: tuple[str, ...]


def both(text: str) -> dict[str, str]:
    """Split 'Chinese | English'. Raises ValueError where one of them is missing."""
    zh, sign, en = text.partition(" | ")
    if not sign or " | " in en:
        raise ValueError(f"{text!r}: 'Chinese | English' is expected")
    return {"zh": zh.strip(), "en": en.strip()}


def names(text: str) -> dict[str, str]:
    """Split 'platform: name; platform: name'."""
    pairs = (part.split(": ", 1) for part in text.split("; ") if part)
    return {platform.strip(): name.strip() for platform, name in pairs}


def entry(name: str, title: str, meaning: str, how: Source | str, **more: Unpack[More]) -> Definition:
    """One definition; ``how`` is the source of a measure or the formula of a metric."""
    default = Kind.ADDITIVE if isinstance(how, Source) else Kind.RATIO
    return Definition(
        name=name,
        title=both(title),
        meaning=both(meaning),
        kind=more.get("kind", default),
        unit=more.get("unit", Unit.COUNT if isinstance(how, Source) else Unit.SHARE),
        basis=more.get("basis", Basis()),
        source=how if isinstance(how, Source) else None,
        formula="" if isinstance(how, Source) else how,
        known_as=names(more.get("known_as", "")),
        traps=tuple((trap["zh"], trap["en"]) for trap in map(both, more.get("traps", ()))),
    )


def read(
    table: str, column: str, day: str, *filters: Where, how: Aggregate = Aggregate.SUM, minus: str = ""
) -> Source:
    """A source: tables (finest last) and columns (preferred first) separated by spaces."""
    return Source(tuple(table.split()), tuple(column.split()), how, day, filters, minus)


def only(column: str, *values: str | int | None) -> Where:
    """Rows whose ``column`` is one of ``values``."""
    return Where(column, values)


def but(column: str, *values: str | int | None) -> Where:
    """Rows whose ``column`` is none of ``values``."""
    return Where(column, values, exclude=True)
