"""Formulas of the user's own, checked: wrong ones in circulation, and sums of figures that differ in kind or basis."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from zhanggui.metrics.catalogue import CATALOGUE
from zhanggui.metrics.formula import Expression, Name, Number, Operation, parse, parts
from zhanggui.metrics.kinds import Definition, Kind, MismatchError, add

BOUNCE = frozenset({"bounce_rate"})
PEOPLE = frozenset({"cart_adder_days", "favourite_days"})
CONVERSIONS = frozenset({"conversion", "platform_conversion", "order_conversion"})
YEAR_DAYS = 365


@dataclass(frozen=True, slots=True)
class Caution:
    """``code`` selects the sentence: unknown_name, conversion_twice, people_twice, mean_reweighted, averaged_ratio,
    not_additive, mixed_basis, yearly_effect, repeat_compared. ``params`` are its parts.
    """

    code: str
    params: Mapping[str, str]


def warnings(formula: str) -> tuple[Caution, ...]:
    """What is wrong with a formula, the plainest first; empty when nothing is known against it.

    Raises FormulaError when it cannot be read.
    """
    tree = parse(formula)
    names = [part.name for part in parts(tree)]
    unknown = [name for name in names if name not in CATALOGUE]
    if unknown:
        return tuple(Caution("unknown_name", {"name": name}) for name in dict.fromkeys(unknown))
    found = [*_known_wrong(tree, names), *_sums(tree)]
    return tuple({(one.code, *sorted(one.params.items())): one for one in found}.values())


def _known_wrong(tree: Expression, names: list[str]) -> list[Caution]:
    """The formulas in circulation that are wrong."""
    found = []
    over, under = _factors(tree)
    twice = CONVERSIONS & set(over)
    if "uv_value" in over and twice and "cpc" in under:
        found.append(Caution("conversion_twice", {"right": "uv_value / cpc"}))
    if set(names) >= PEOPLE and _adds(tree, PEOPLE):
        found.append(Caution("people_twice", {"left": "cart_adder_days", "right": "favourite_days"}))
    if BOUNCE & set(names) and isinstance(tree, Operation):
        found.append(Caution("mean_reweighted", {"name": "bounce_rate"}))
    if _multiplies_year(tree):
        found.append(Caution("yearly_effect", {"days": str(YEAR_DAYS)}))
    if "repeat_rate" in names and len(names) > 1:
        found.append(Caution("repeat_compared", {"name": "repeat_rate"}))
    return found


def _factors(tree: Expression) -> tuple[list[str], list[str]]:
    """Names multiplied, and names divided by, at the top of a formula."""
    if isinstance(tree, Name):
        return [tree.name], []
    if isinstance(tree, Operation) and tree.sign in "*/":
        over, under = _factors(tree.left)
        more, less = _factors(tree.right)
        return (over + more, under + less) if tree.sign == "*" else (over + less, under + more)
    return [], []


def _adds(tree: Expression, names: frozenset[str]) -> bool:
    """Whether a sum somewhere in the formula joins all of ``names``."""
    if not isinstance(tree, Operation):
        return False
    terms = {term.name for term in _terms(tree) if isinstance(term, Name)}
    return (tree.sign == "+" and terms >= names) or _adds(tree.left, names) or _adds(tree.right, names)


def _multiplies_year(tree: Expression) -> bool:
    if not isinstance(tree, Operation):
        return False
    sides = (tree.left, tree.right)
    year = any(isinstance(side, Number) and side.value == YEAR_DAYS for side in sides)
    return (tree.sign == "*" and year) or any(map(_multiplies_year, sides))


def _terms(tree: Expression) -> list[Expression]:
    """The terms of a sum or difference."""
    if isinstance(tree, Operation) and tree.sign in "+-":
        return [*_terms(tree.left), *_terms(tree.right)]
    return [tree]


def _sums(tree: Expression) -> list[Caution]:
    """What is added somewhere in the formula and does not add up."""
    if not isinstance(tree, Operation):
        return []
    if tree.sign not in "+-":
        return [*_sums(tree.left), *_sums(tree.right)]
    terms = _terms(tree)
    named = [CATALOGUE[term.name] for term in terms if isinstance(term, Name)]
    found = [warning for left, right in pairwise(named) for warning in _pair(left, right)]
    return found + [warning for term in terms if isinstance(term, Operation) for warning in _sums(term)]


def _pair(left: Definition, right: Definition) -> list[Caution]:
    try:
        add(left, right)
    except MismatchError as error:
        params = {"left": left.name, "right": right.name, "differs": error.differs}
        values = {"left_value": error.left, "right_value": error.right}
        if error.differs != "kind":
            return [Caution("mixed_basis", {**params, **values})]
        ratios = Kind.RATIO in (left.kind, right.kind)
        return [Caution("averaged_ratio" if ratios else "not_additive", {**params, **values})]
    return []
