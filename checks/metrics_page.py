"""`docs/metrics.md`: every figure of the catalogue with its definition, in both languages."""

from collections.abc import Iterable, Iterator

from checks.markdown import table
from zhanggui.metrics.catalogue import CATALOGUE
from zhanggui.metrics.kinds import Basis, Definition, Source


def contents(basis: Basis) -> str:
    """What a figure contains, in words: time basis, whose figure, and what is in or out of it."""
    parts = [f"{name} {said}" for name in ("refunds", "shipping", "tax") if (said := getattr(basis, name))]
    return ", ".join([f"by {basis.time}", f"{basis.whose} figure", *parts])


def origin(definition: Definition) -> str:
    """Where a measure is read, or what a metric is computed from."""
    if definition.source is None:
        return f"`{definition.formula}`"
    source: Source = definition.source
    minus = f" minus `{source.minus}`" if source.minus else ""
    columns = ", else ".join(f"`{column}`" for column in source.columns)
    places = ", ".join(f"`{name}`" for name in source.tables)
    return f"{source.aggregate.value} of {columns}{minus} in {places}, by `{source.day}`"


def section(definition: Definition) -> str:
    """One figure: names, meaning, origin, platforms' own names, traps."""
    lines = [
        f"### `{definition.name}` {definition.title['zh']} · {definition.title['en']}\n",
        f"{definition.meaning['zh']}  \n{definition.meaning['en']}\n",
        f"- {definition.kind.value}, {definition.unit.value}; {contents(definition.basis)}",
        f"- {origin(definition)}",
    ]
    if definition.known_as:
        lines.append("- " + "; ".join(f"{place}: {name}" for place, name in definition.known_as.items()))
    lines += [f"- ⚠ {zh}  \n  {en}" for zh, en in definition.traps]
    return "\n".join(lines) + "\n"


def _parts(definitions: Iterable[Definition]) -> Iterator[str]:
    known = sorted(definitions, key=lambda definition: definition.name)
    yield "# Figures\n"
    yield f"{len(known)} figures; `zhanggui define NAME` prints the same. Unknown is unknown, never 0.\n"
    yield table(
        ["name", "中文", "English", "kind", "unit"],
        [
            (f"`{one.name}`", one.title["zh"], one.title["en"], one.kind.value, one.unit.value)
            for one in known
        ],
    )
    yield "## Read from the books\n"
    yield from (section(one) for one in known if one.source is not None)
    yield "## Computed from other figures\n"
    yield from (section(one) for one in known if one.source is None)


def render(definitions: Iterable[Definition]) -> str:
    """The page for these definitions."""
    return "\n".join(_parts(definitions))


def page() -> str:
    """The page for the catalogue."""
    return render(CATALOGUE.values())
