"""Where a change sits: the smallest set of slices over several dimensions that explains it.

For sums the slices come from `scan` (leaves that moved in step); for ratios of counts from `evidence` (leaves whose
rate has left its usual law); for other ratios (price, ROAS) the expectation is the usual ratio on today's denominator,
searched as a sum, so that a mere change of volume is not mistaken for a change of the ratio. The family: Adtributor
(Bhagwan and others 2014), Squeeze (Li and others 2019), RobustSpot (Qiu and others 2020), RiskLoc (Kalander 2022).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from zhanggui.diagnosis.evidence import ENOUGH as ENOUGH_OF_RATES
from zhanggui.diagnosis.evidence import leaf_evidence, slice_evidence, usual_rate
from zhanggui.diagnosis.leaves import Cuboid, Element, LeafTable, Where, cuboids
from zhanggui.diagnosis.scan import ENOUGH, TAIL, Scan, leading, shifts, tail
from zhanggui.stats.arrays import Bools, Floats

__all__ = ["LeafTable", "Location", "Slice", "Where", "locate"]

_RIVALS = 5
_PART = 0.5
_CANDIDATES = 60
_THIN_RATE = 1e-9
_CLEAR = 0.2
_MOST = 0.5
_BEYOND = 2.0


@dataclass(frozen=True, slots=True)
class Slice:
    """One slice of an answer.

    `where` names it; `actual` and `expected` are sums (of a ratio: numerators, the expected one on today's
    denominator); `change` = actual - expected, with `share` its part of the whole change (None when the whole change
    is zero; may exceed 1 when other slices moved the other way); `evidence` is in nats; `leaves` is their number.
    """

    where: Where
    actual: float
    expected: float
    change: float
    share: float | None
    evidence: float
    leaves: int


@dataclass(frozen=True, slots=True)
class Location:
    """Answer of a search.

    `slices` is the explanation, most change first, empty when no slice is told from noise. `rivals` are the
    best slices each by itself, those of a sum's explanation first, overlapping ones included: what to look at when the
    first answer does not convince.
    `against` is the one evident slice of a sum that moved the other way, if any: what hides a part of the change.
    `change` is the whole change and `explained` the share of it that lies in `slices` (None when it is zero). `alike`:
    of a sum, all slices moved by about one factor, which tells more than any slice does and leaves none that moved
    apart from the others; its cause reaches all of them.
    """

    slices: tuple[Slice, ...]
    rivals: tuple[Slice, ...]
    against: Slice | None
    change: float
    explained: float | None
    alike: bool = False


def locate(
    table: LeafTable, *, depth: int = 3, limit: int = 3, enough: float | None = None, least: float = 0.0
) -> Location:
    """The smallest set of slices that explains the change.

    `depth` bounds the number of dimensions a slice combines, `limit` the number of slices. `enough` is the evidence in
    nats, after the price of looking at many slices, that one needs (None: 5 for sums, 3 for rates); `least` the share
    of the whole change below which a slice is left out of the answer (it stays among the rivals). Cost: one pass over
    the leaves per combination of dimensions. Raises ValueError when `depth` or `limit` is below 1.
    """
    if depth < 1 or limit < 1:
        raise ValueError("depth and limit start at 1")
    spaces = list(cuboids(table, depth))
    if len(table.actual) == 0 or not spaces:
        change = float(table.actual.sum() - table.expected.sum())
        return Location((), (), None, change, None if change == 0 else 0.0)
    if not table.is_ratio:
        expected, found = table.expected, _search_sum(table, table.expected, spaces, (limit, enough, least))
    else:
        expected, found = _search_ratio(table, spaces, (limit, enough, least))
    total = float(table.actual.sum() - expected.sum())
    off = table.actual - expected
    kept = [e for e in found.chosen if abs(float(off[e.leaves()].sum())) >= least * abs(total)]
    return _answer(table, expected, replace(found, chosen=kept))


@dataclass(frozen=True, slots=True)
class _Found:
    chosen: list[Element]
    rivals: list[Element]
    against: Element | None = None
    alike: bool = False


def _search_sum(
    table: LeafTable, expected: Floats, spaces: list[Cuboid], wanted: tuple[int, float | None, float]
) -> _Found:
    limit, enough, least = wanted
    scan = Scan(shifts(table.actual, expected, table.periods), spaces, least)
    rivals = scan.ranked(_RIVALS)
    alike = _alike(table, expected, spaces, rivals)
    chosen: list[Element] = []
    needed = ENOUGH if enough is None else enough
    against = scan.best(-1.0)
    bar = needed + tail(against)
    best = rivals[0] if rivals else None
    while best is not None and best.score >= bar and len(chosen) < limit:
        chosen.append(best)
        scan.take(best)
        best = scan.best()
    hidden = against if against is not None and against.score >= needed + TAIL else None
    names = {(one.cuboid.dims, one.number) for one in chosen}
    rest = [one for one in rivals if (one.cuboid.dims, one.number) not in names]
    return _Found(chosen, [*chosen, *rest][:_RIVALS], hidden, alike)


def _alike(table: LeafTable, expected: Floats, spaces: list[Cuboid], rivals: list[Element]) -> bool:
    """Whether one factor for all leaves tells the change better than the best slice, and no slice stands off it."""
    was, now = float(expected.sum()), float(table.actual.sum())
    if not (was > 0 and now > 0) or now == was:
        return False
    whole = Cuboid((), np.zeros(len(expected), dtype=np.int64), 1)
    evidence = float(Scan(shifts(table.actual, expected, table.periods), [whole]).score(0)[0])
    best = rivals[0].score if rivals else 0.0
    if evidence < best or any(_most_of(one, table, expected) for one in rivals):
        return False
    apart = Scan(shifts(table.actual, expected * (now / was), table.periods), spaces)
    up, down = apart.best(), apart.best(-1.0)
    return all(one is None or one.score < ENOUGH + tail(other) for one, other in ((up, down), (down, up)))


def _most_of(element: Element, table: LeafTable, expected: Floats) -> bool:
    """Whether one slice holds most of the change, and much more than its part of the whole."""
    inside = element.leaves()
    off = table.actual - expected
    share = float(off[inside].sum()) / float(off.sum())
    return share >= max(_MOST, _BEYOND * float(expected[inside].sum()) / float(expected.sum()))


def _search_ratio(
    table: LeafTable, spaces: list[Cuboid], wanted: tuple[int, float | None, float]
) -> tuple[Floats, _Found]:
    """The numerators to be expected on today's denominators, the answer, and the rivals."""
    den = np.zeros_like(table.actual) if table.actual_den is None else table.actual_den
    counts = bool(((table.actual >= 0) & (table.actual <= den)).all()) and _usual_is_share(table)
    if not counts:
        expected = den * _usual_ratio(table)
        return expected, _search_sum(table, expected, spaces, wanted)
    limit, enough, _ = wanted
    rare = _rarer(table)
    usual = usual_rate(rare)
    evidence = leaf_evidence(rare, usual)
    expected = den * usual.rate if rare is table else den * (1.0 - usual.rate)
    return expected, _search_counts(evidence, spaces, limit, ENOUGH_OF_RATES if enough is None else enough)


def _rarer(table: LeafTable) -> LeafTable:
    """The table, or where most cases are hits that of the misses: what is rare is what moves and is told from noise."""
    num, den, past = table.expected, table.expected_den, table.history
    if past is not None:
        num, den = past.num.sum(axis=0), past.den.sum(axis=0)
    if den is None or table.actual_den is None or 2.0 * float(num.sum()) <= float(den.sum()):
        return table
    return replace(
        table,
        actual=table.actual_den - table.actual,
        expected=table.expected if table.expected_den is None else table.expected_den - table.expected,
        history=None if past is None else replace(past, num=past.den - past.num),
    )


def _usual_is_share(table: LeafTable) -> bool:
    if table.history is not None:
        return bool(((table.history.num >= 0) & (table.history.num <= table.history.den)).all())
    return table.expected_den is not None and bool(
        ((table.expected >= 0) & (table.expected <= table.expected_den)).all()
    )


def _usual_ratio(table: LeafTable) -> Floats:
    """Usual ratio of every leaf.

    A leaf without a usual denominator gets that of its value in the dimension that tells the ratio best (a price is
    the item's, wherever it is sent), pooled where that has none either.
    """
    num, den = table.expected, table.expected_den
    if table.history is not None:
        num, den = table.history.num.sum(axis=0), table.history.den.sum(axis=0)
    assert den is not None  # noqa: S101  a ratio has denominators: LeafTable checks it
    pooled = float(num.sum()) / max(float(den.sum()), _THIN_RATE)
    seen = den > 0
    ratio = np.where(seen, num / np.where(seen, den, 1.0), pooled)
    if seen.all() or not seen.any():
        return ratio
    best, least = (
        np.full(len(num), pooled),
        float((den * (ratio - pooled) ** 2).sum()) / max(seen.sum() - 1, 1),
    )
    for dim, codes in table.codes.items():
        size = len(table.labels[dim])
        over, under = (np.bincount(codes, column, size) for column in (num, den))
        told = np.where(under > 0, over / np.where(under > 0, under, 1.0), pooled)[codes]
        spread = float((den * (ratio - told) ** 2).sum()) / max(seen.sum() - (under > 0).sum(), 1)
        if spread < least:
            best, least = told, spread
    return np.where(seen, ratio, best)


def _search_counts(evidence: Floats, spaces: list[Cuboid], limit: int, enough: float) -> _Found:
    """A further slice must hold at least half the evidence of the first: rates answer with one slice as a rule."""
    ranked = _ranked(evidence, spaces, _RIVALS)
    rivals = ranked[:_RIVALS]
    chosen: list[Element] = []
    free: Bools = np.ones(evidence.shape[1], dtype=np.bool_)
    rest = [e for e in ranked if e.score >= _PART * ranked[0].score][:_CANDIDATES]
    while rest and len(chosen) < limit and _passes(rest[0], evidence, enough, chosen):
        parts = _parted(rest[0], evidence, spaces, limit - len(chosen)) if not chosen else ()
        for one in parts or (rest[0],):
            chosen.append(one)
            free = free & ~one.leaves()
        rest = sorted((_left(e, evidence, free) for e in rest[1:]), key=lambda e: -e.score)
    return _Found(chosen, rivals)


def _parted(element: Element, evidence: Floats, spaces: list[Cuboid], most: int) -> tuple[Element, ...]:
    """The two or three slices within one that are the cause in its place; () where it is one as a whole.

    Slices of one more dimension that each stand out, beside others that did not move, hold together clearly more
    evidence than the slice around them, which their healthy neighbours speak against.
    """
    inside = element.leaves()
    best: tuple[float, tuple[Element, ...]] = (
        element.score + max(ENOUGH_OF_RATES, _CLEAR * element.score),
        (),
    )
    for space in spaces:
        if len(space.dims) == len(element.cuboid.dims) + 1 and set(element.cuboid.dims) <= set(space.dims):
            score = slice_evidence(np.where(inside, evidence, 0.0), space.key, space.size)
            there = np.unique(space.key[inside & (evidence != 0.0).any(axis=0)])
            found = [one for one in leading(space, score, most) if one.score > ENOUGH_OF_RATES]
            price = len(found) * float(np.log(max(len(there), 2)))
            whole = sum(one.score for one in found) - price
            if 1 < len(found) < len(there) and score[there].min() < 0 and whole > best[0]:
                best = (whole, tuple(found))
    return best[1]


def _left(element: Element, evidence: Floats, free: Bools) -> Element:
    """The element with the evidence of those of its leaves that no chosen slice holds."""
    inside = evidence[:, free & element.leaves()]
    return replace(
        element, score=float(slice_evidence(inside, np.zeros(inside.shape[1], dtype=np.int64), 1)[0])
    )


def _passes(best: Element, evidence: Floats, enough: float, chosen: list[Element]) -> bool:
    occupied = len(np.unique(best.cuboid.key[(evidence != 0.0).any(axis=0)]))
    first = chosen[0].score if chosen else 0.0
    return best.score - float(np.log(max(occupied, 1))) >= max(enough, _PART * first)


def _ranked(evidence: Floats, spaces: list[Cuboid], limit: int) -> list[Element]:
    """The `limit` best elements of every cuboid, best first."""
    found: list[Element] = []
    for space in spaces:
        score = slice_evidence(evidence, space.key, space.size)
        found += leading(space, np.where(score > 0, score, -np.inf), limit)
    return sorted(found, key=lambda e: -e.score)


def _answer(table: LeafTable, expected: Floats, found: _Found) -> Location:
    total = float(table.actual.sum() - expected.sum())
    covered: Bools = np.zeros(len(expected), dtype=np.bool_)
    for element in found.chosen:
        covered = covered | element.leaves()
    inside = float((table.actual - expected)[covered].sum())
    slices = [_slice(table, expected, e, total) for e in found.chosen]
    slices.sort(key=lambda s: -abs(s.change))
    return Location(
        slices=tuple(slices),
        rivals=tuple(_slice(table, expected, e, total) for e in found.rivals),
        against=None if found.against is None else _slice(table, expected, found.against, total),
        change=total,
        explained=None if total == 0 else inside / total,
        alike=found.alike,
    )


def _slice(table: LeafTable, expected: Floats, element: Element, total: float) -> Slice:
    mask = element.leaves()
    actual, usual = float(table.actual[mask].sum()), float(expected[mask].sum())
    return Slice(
        where=element.where(table.labels),
        actual=actual,
        expected=usual,
        change=actual - usual,
        share=None if total == 0 else (actual - usual) / total,
        evidence=element.score,
        leaves=int(mask.sum()),
    )
