"""A ratio along one dimension: how far its parts' rates moved, how far their weights did, and both at once."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from math import isclose

import numpy as np

from zhanggui.app.compared.comparison import Comparison
from zhanggui.app.labels import PLACES, titles
from zhanggui.app.where.bands import BAND, Bands
from zhanggui.app.where.slices import TIMES, Rows, Sides, Slices
from zhanggui.app.where.standing import Search
from zhanggui.diagnosis.baseline import Against
from zhanggui.diagnosis.finding import ALPHA
from zhanggui.diagnosis.mix import Side, split_ratio
from zhanggui.diagnosis.parts import Effect, Part
from zhanggui.reports.briefing import Missing
from zhanggui.reports.explained import Explained, Mixture, Place, Weighted
from zhanggui.stats.arrays import Floats
from zhanggui.stats.fdr import adjusted

LOOSE = 1e-4  # of a figure: what cents of converted money leave


def along(
    told: Explained,
    comparison: Comparison,
    pair: tuple[str, str | None],
    shops: tuple[str, ...],
    by: tuple[str, ...],
) -> Explained:
    """An explained ratio with its parts along the first dimension of ``by``, else by shop; of a sum, a young one or a
    plan as it is. A place that is one of the parts and the part have one verdict.

    An order of several items is of each of them: where the parts do not make the change, they are not told.
    """
    over, under = pair
    young = told.early or told.so_far is not None
    if (
        under is None
        or told.change is None
        or young
        or told.against is Against.PLAN
        or not comparison.weights
    ):
        return told
    dim = by[0] if by else "shop"
    found = mixed(comparison, (over, under), shops, dim)
    if found is None:
        return told
    if not isclose(
        found.change, float(told.change), rel_tol=LOOSE, abs_tol=LOOSE * abs(float(told.value or 0))
    ):
        several = (Missing("parts_overlap", {"dim": dim}),) if by else ()
        return replace(told, missing=(*told.missing, *several))
    parts: dict[str | None, Weighted] = {part.value: part for part in found.parts}
    places = []
    for place in told.places:
        part = parts.get(_part(place, found))
        agreed = place
        if part is not None and part.p_noise is not None:
            p_noise = part.p_noise if place.p_noise is None else place.p_noise
            parts[part.value] = replace(part, p_noise=p_noise)
            agreed = replace(place, sure=p_noise <= ALPHA)
        places.append(agreed)
    return replace(told, mixture=replace(found, parts=tuple(parts.values())), places=tuple(places))


def _part(place: Place, mixture: Mixture) -> str | None:
    """The part of a mixture that a place is (in its only shop, where it names one); None where it is none."""
    where = {dim: value for dim, value, _ in place.where}
    value = where.pop(mixture.dim, None)
    home = next((one.shop for one in mixture.parts if one.value == value), "")
    return value if not where or (list(where) == ["shop"] and where["shop"] == home) else None


def mixed(comparison: Comparison, pair: tuple[str, str], shops: tuple[str, ...], dim: str) -> Mixture | None:
    """The change of a ratio by the values of ``dim``, largest first; None where a side or a value is unknown.

    ``pair``: numerator and denominator; ``shops``: of these alone where any are named. A part's chance is that of its
    own past, as for places (`standing`). Where that says nothing, the scatter of the whole over earlier days widens
    that of counting (over-dispersion), and where there is none of it either, chance is unknown; chances of the parts'
    rates are adjusted for being looked at together.
    """
    now, then = _parts(Slices(comparison.history, pair, shops), dim, comparison)
    if not now or not then:
        return None
    names = sorted({leaf[0] for leaf, _ in (*now, *then)})
    before, after = _side(names, then, comparison.weights), _side(names, now, None)
    if min(before[1].min(), after[1].min()) < 0 or len(names) < 2:  # noqa: PLR2004
        return None
    wide = _dispersion(comparison, pair, shops, (before, after))
    split = split_ratio(names, Side(*before, wide or 1.0), Side(*after, wide or 1.0))
    if split.change is None:
        return None
    parts: dict[str, dict[Effect, Part]] = {}
    for part in split.parts:
        parts.setdefault(part.code, {})[part.effect] = part
    rated = [name for name, own in parts.items() if Effect.WITHIN in own and wide is not None]
    chances = np.array([parts[name][Effect.WITHIN].p_noise for name in rated], np.float64)
    told = dict(zip(rated, adjusted(chances).tolist() if rated else (), strict=True))
    alone = dim == BAND or dim in TIMES or comparison.strange  # has no past of its own
    own = {} if alone else _own(comparison, pair, shops, dim)
    told |= {name: p for name, (p, _) in own.items() if Effect.WITHIN in parts.get(name, {})}
    titles = _titles(comparison, dim, names)
    place = {name: n for n, name in enumerate(names)}
    rows = [
        replace(
            _row(name, titles.get(name, name), effects, (before, after), (place[name], told.get(name))),
            shop=own[name][1] if name in own else "",
        )
        for name, effects in parts.items()
    ]
    rows.sort(key=lambda row: (-abs(row.change), row.value))
    return Mixture(dim, split.change, tuple(rows))


def _parts(slices: Slices, dim: str, comparison: Comparison) -> Sides:
    """Both sides by the values of a dimension; price bands are those of the items."""
    if dim != BAND:
        return slices.sides((dim,), comparison)
    history = comparison.history
    of = Bands.learnt(history.books, history.currency, tuple(comparison.weights), comparison.days).of
    now, then = slices.sides(("sku",), comparison)
    return _banded(now, of), _banded(then, of)


def _banded(rows: Rows | None, of: Mapping[str, str]) -> Rows | None:
    if rows is None:
        return None
    out: Rows = {}
    for ((sku,), day), values in rows.items():
        cell = out.setdefault(((of.get(sku, ""),), day), [0.0] * len(values))
        for n, value in enumerate(values):
            cell[n] += value
    return out


def _own(
    comparison: Comparison, pair: tuple[str, str], shops: tuple[str, ...], dim: str
) -> dict[str, tuple[float, str]]:
    """Value → the chance of its rate by its own past, and its shop where it is of one of several alone."""
    found = Search(comparison, pair, shops).find((dim,), {}, 1.0)
    out: dict[str, tuple[float, str]] = {}
    for one in found:
        where = dict(one.where)
        several = dim != "shop" and any(
            dict(other.where).get(dim) == where[dim] and other.where != one.where for other in found
        )
        if "shop" not in where or dim == "shop" or not several:
            out[where[dim]] = one.p, where.get("shop", "")
    return out


def _side(names: list[str], rows: Rows, weights: Mapping[date, float] | None) -> tuple[Floats, Floats]:
    """Numerators and denominators by part, weighted by day where ``weights`` are given."""
    at = {name: n for n, name in enumerate(names)}
    sums = np.zeros((2, len(names)))
    for (leaf, day), values in rows.items():
        weight = 1.0 if weights is None else weights.get(day, 0.0) if day is not None else 0.0
        sums[:, at[leaf[0]]] += weight * np.array(values)
    return sums[0], sums[1]


def _dispersion(
    comparison: Comparison,
    pair: tuple[str, str],
    shops: tuple[str, ...],
    sides: tuple[tuple[Floats, Floats], tuple[Floats, Floats]],
) -> float | None:
    """Variance of the whole ratio's change over earlier days, in times of what counting alone makes; at least 1. None
    where earlier days do not tell it.
    """
    far = comparison.reach(pair, shops)
    (num, den), (_, now) = sides
    if far is None or not den.sum() or not now.sum():
        return None
    rate = float(num.sum() / den.sum())
    spread = abs(rate) * (1 - abs(rate)) if abs(rate) <= 1 else abs(rate)
    counted = spread * (1 / float(den.sum()) + 1 / float(now.sum()))
    deviation = far.deviation * (abs(rate) if far.logs else 1.0)
    return max(deviation**2 / counted, 1.0) if counted > 0 else 1.0


def _titles(comparison: Comparison, dim: str, names: list[str]) -> dict[str, str]:
    """What items are called; nothing for other dimensions."""
    if dim not in PLACES:
        return {}
    return titles(comparison.history.books, dim, names, [shop.key for shop in comparison.history.shops])


def _row(
    name: str,
    label: str,
    own: Mapping[Effect, Part],
    sides: tuple[tuple[Floats, Floats], tuple[Floats, Floats]],
    told: tuple[int, float | None],
) -> Weighted:
    at, p_noise = told
    rates, weights = [], []
    for num, den in sides:
        rates.append(float(num[at] / den[at]) if den[at] > 0 else None)
        weights.append(float(den[at] / den.sum()))
    effects = {effect: part.change for effect, part in own.items()}
    return Weighted(name, label, (rates[0], rates[1]), (weights[0], weights[1]), effects, p_noise)
