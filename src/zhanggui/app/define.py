"""Define: a metric's meaning, lineage, names and traps, or the list of all; and a formula of the user's own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from zhanggui.app.spoken import metric, near_metrics
from zhanggui.metrics.catalogue import CATALOGUE
from zhanggui.metrics.formula import FormulaError, leaves, parse, parts
from zhanggui.metrics.kinds import Definition
from zhanggui.metrics.tree import TREE, Node
from zhanggui.metrics.wrong import Caution, warnings
from zhanggui.reports.messages import Language

_WORD = re.compile(r"[^\W\d]\w*")
_SIGNS = str.maketrans("×÷（）＋－＊／", "*/()+-*/")


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula of the user's own: in names of the catalogue, the measures below it, and what is wrong with it.

    ``unknown``: names that are not in the catalogue; with any, nothing else is told.
    """

    text: str
    unknown: tuple[str, ...]
    measures: tuple[str, ...] = ()
    cautions: tuple[Caution, ...] = ()


def formula(text: str) -> Formula | None:
    """Read ``text`` as a formula over metrics, each by any of its names; None where it is none or knows no metric."""
    plain = _WORD.sub(lambda word: resolve(word.group()) or word.group(), text.translate(_SIGNS))
    try:
        names = tuple(dict.fromkeys(part.name for part in parts(parse(plain))))
    except FormulaError:
        return None
    unknown = tuple(name for name in names if name not in CATALOGUE)
    if len(unknown) == len(names) or plain.strip() in names:
        return None
    if unknown:
        return Formula(plain, unknown)
    below = dict.fromkeys(leaf.name for name in names for leaf in leaves(name))
    return Formula(plain, (), tuple(below), warnings(plain))


def resolve(name: str) -> str | None:
    """The catalogue's name for ``name``: itself, a title in either language, a platform's word, a synonym; None
    unknown.
    """
    return metric(name)


def near(name: str) -> str | None:
    """The nearest name of the catalogue, None when none is near."""
    return next(iter(near_metrics(name)), None)


def above(name: str) -> tuple[str, ...]:
    """The nodes of the KPI tree from the top down to ``name``; empty where it is not in the tree."""

    def walk(node: Node, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        here = (*path, node.metric)
        if node.metric == name:
            yield here
        for child in node.below:
            yield from walk(child, here)

    return next(walk(TREE, ()), ())


def document(definition: Definition, language: Language) -> dict[str, object]:
    """A definition as JSON holds it."""
    source = definition.source
    return {
        "name": definition.name,
        "title": dict(definition.title),
        "definition": definition.meaning[language],
        "kind": definition.kind.value,
        "unit": definition.unit.value,
        "time_basis": definition.basis.time,
        "refunds": definition.basis.refunds or None,
        "shipping": definition.basis.shipping or None,
        "tax": definition.basis.tax or None,
        "whose": definition.basis.whose,
        "formula": definition.formula or None,
        "tables": list(source.tables) if source else None,
        "columns": list(source.columns) if source else None,
        "lineage": sorted({leaf.name for leaf in leaves(definition.name)}),
        "tree": list(above(definition.name)),
        "known_as": dict(definition.known_as),
        "traps": [trap[0 if language == "zh" else 1] for trap in definition.traps],
    }
