"""`docs/formats.md`: every export file that is known, its columns and what becomes of them."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from checks.markdown import table
from zhanggui.readers.catalogue import formats
from zhanggui.readers.spec import Field, Format


def needs(spec: Format) -> str:
    """The columns without which a file is not of this format, by their first known header."""
    words = [spec.fields[name].names[0] if name in spec.fields else name for name in spec.need]
    words += [
        " / ".join(spec.fields[name].names[0] if name in spec.fields else name for name in group)
        for group in spec.one_of
    ]
    return ", ".join(words)


def money(field: Field) -> str:
    """What a money column holds, in words; '' for other columns and where nothing was stated."""
    if field.money is None:
        return ""
    meaning = field.money
    said = [
        f"{name} {getattr(meaning, name)}"
        for name in ("refunds", "shipping", "tax", "discounts")
        if getattr(meaning, name) != "unknown"
    ]
    return ", ".join([f"per {meaning.per}", *said])


def section(spec: Format) -> str:
    """One format: its tables, what it needs, and every column with all its known headers."""
    fills = ", ".join(f"`{name}`" for name in dict.fromkeys(target.table for target in spec.tables))
    said = f"Refused: load {spec.instead} instead." if spec.instead else f"Fills {fills}."
    head = f"### `{spec.key}` {spec.title['zh']} · {spec.title['en']}\n\n{said} Needs {needs(spec)}.\n\n"
    rows = [
        (one.name, one.type, "; ".join(one.names), "key" if one.key else "", money(one))
        for one in spec.fields.values()
    ]
    return head + table(["field", "type", "headers it is known by", "", "money"], rows)


def _parts(specs: Iterable[Format]) -> Iterator[str]:
    known = sorted(specs, key=lambda spec: (spec.platform, spec.key))
    yield "# Export files\n"
    yield f"{len(known)} formats. A file is known by its header, whatever it is called; the headers are data.\n"
    for platform, group in groupby(known, key=lambda spec: spec.platform):
        yield f"## {platform or 'own templates'}\n"
        yield from (section(spec) for spec in group)


def render(specs: Iterable[Format]) -> str:
    """The page for these formats."""
    return "\n".join(_parts(specs))


def page() -> str:
    """The page for the shipped formats."""
    return render(formats())
