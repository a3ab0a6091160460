"""Search for slices whose sum moved in step: a multi-dimensional scan statistic over proportional changes.

When a cause hits a slice, all its leaves change by about the same proportion (the ripple effect: Sun and others 2018,
"HotSpot"; Li and others 2019, "Squeeze"). So each leaf gives its proportional change and its noise; a slice's evidence
is that of a common shift (Kulldorff 1997, scan statistic; Gaussian likelihood ratio), reduced where its leaves disagree
among themselves, less the price of having looked at many slices. A slice that holds a tenth of the whole change may
also be evident by its sheer size (one fee, one bad debt), whatever its shape. The best slice is taken, its leaves are
put aside, and the search goes on while evidence remains.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from zhanggui.diagnosis.leaves import Cuboid, Element
from zhanggui.stats.arrays import Bools, Floats

ENOUGH = 5.0
"""Evidence in nats, after the price of looking, below which a slice of a sum is not told from noise."""
_THICK = 20.0
_ZEROS = 0.05
_BINS = 12
_FEWEST = 30
TAIL = 25.0
"""Most that the other direction may raise the bar."""
_FLOOR = 0.05
_ROUNDS = 6
_CUT = 0.998
_CEILING = 0.5
_SPARSE = 0.85
"""A coefficient of variation above the ceiling, where so many leaves are on one side alone, tells of single events."""
_PRIOR = 3.0
_TAILS = 6.0
_LEAP = 0.1
_MAD = 1.4826
_SCATTER = 0.3
"""Of a slice's shift, how far its leaves scatter around it without speaking against it, as in `evidence`."""


@dataclass(frozen=True, slots=True)
class Shift:
    """Leaves as the scan sees them, in two kinds.

    Thick leaves (`weight` > 0): `change`, the proportional change in units of its noise, positive in the direction of
    the total; `weight` is one over its variance. Thin leaves (`thin`): `actual` and `expected`, and `scale`, one over
    the variance per expected unit, which turns both into counts; `dispersion` is the unit of a count. All leaves:
    `jump`, the change in the measure's own unit, positive with the total, and `law`, its variance by the expectation.
    """

    change: Floats
    weight: Floats
    thin: Bools
    actual: Floats
    expected: Floats
    scale: Floats
    dispersion: float
    sign: float
    periods: float
    jump: Floats
    law: Floats


def _noise(actual: Floats, expected: Floats, sign: float) -> tuple[float, float]:
    """Noise of leaves (cv squared, dispersion): Var(actual) = cv² expected² + dispersion expected.

    Leaves are binned by size; in each bin the mean squared deviation is set against the mean size and squared size
    (least squares relative to what is fitted, with both terms non-negative, repeated). A bin of thick leaves is judged
    by the leaves that moved against the total, since the cause cannot have moved those; a bin of thin ones, where falls
    and rises of counts are of different size, by all of them. With few leaves, counts are taken as Poisson. Leaves of
    one order each scatter as much as they are large, which looks like proportion: see `_sparse_noise`.
    """
    size = np.maximum(np.abs(actual), np.abs(expected))
    live = np.flatnonzero(size > 0)
    if len(live) < _FEWEST:
        return _FLOOR**2, 1.0
    order = live[np.argsort(0.5 * (np.abs(actual) + np.abs(expected))[live], kind="stable")]
    rows: list[tuple[float, float, float]] = []
    for part in np.array_split(order, _BINS):
        found = _bin_noise(actual[part], expected[part], sign)
        if found is not None:
            rows.append(found)
    from scipy.optimize import nnls  # noqa: PLC0415  # takes a third of a second, and most days need no search

    design = np.array(rows).reshape(-1, 3)
    if not len(design):
        return _FLOOR**2, 1.0
    level, columns = design[:, 0], design[:, 1:]
    told = np.maximum(columns[:, 0] * (level.sum() / columns[:, 0].sum()), 1e-300)
    for _ in range(_ROUNDS):
        (dispersion, cv2), _ = nnls(columns / told[:, None], level / told)
        told = np.maximum(columns @ np.array([dispersion, cv2]), 1e-300)
    passing = float((np.minimum(np.abs(actual), np.abs(expected))[live] <= 0).mean())
    if cv2 > _CEILING**2 and passing >= _SPARSE:
        dispersion, cv2 = _sparse_noise(actual[order], expected[order])
    return max(float(cv2), _FLOOR**2), float(dispersion)


def _sparse_noise(actual: Floats, expected: Floats) -> tuple[float, float]:
    """Dispersion and cv squared of leaves, in the order of their size, most of which hold single events.

    Leaves that come and go tell the dispersion (Pearson's: their squared deviations over their sizes, whatever the
    amounts of single events; squares cut at their 99 % quantile), those that stay what scatter is left in proportion.
    """
    middle = 0.5 * (np.abs(actual) + np.abs(expected))
    square = (actual - expected) ** 2
    gone = np.minimum(np.abs(actual), np.abs(expected)) <= 0
    cut = np.minimum(square[gone], np.quantile(square[gone], _CUT)) if gone.any() else square[gone]
    dispersion = float(cut.sum()) / max(float(middle[gone].sum()), 1e-300)
    stay, large = square[~gone], middle[~gone]
    kept = np.minimum(stay, np.quantile(stay, _CUT)) if len(stay) else stay
    left = float(kept.sum() - dispersion * large.sum()) / max(float((large**2).sum()), 1e-300)
    return dispersion, min(max(left, 0.0), _CEILING**2)


def _bin_noise(actual: Floats, expected: Floats, sign: float) -> tuple[float, float, float] | None:
    """Mean squared deviation, mean size and mean squared size of a bin; None without any."""
    off = expected - actual
    against = sign * off < 0
    if not against.any():
        return None
    thin = float((np.minimum(np.abs(actual), np.abs(expected))[against] <= 0).mean()) > _ZEROS
    used = np.ones_like(against) if thin else against
    middle = 0.5 * (np.abs(actual) + np.abs(expected))[used]
    square = np.sort(off[used] ** 2)
    if not thin:  # winsorised: one wild leaf is no law
        square = np.minimum(square, square[int(0.95 * (len(square) - 1))])
    level = float(square.mean())
    return (level, float(middle.mean()), float((middle**2).mean())) if level > 0 else None


def shifts(actual: Floats, expected: Floats, periods: float = 4.0) -> Shift:
    """Leaves of a sum, split into thick ones (their noise is proportional) and thin ones (they are counts).

    A thick leaf's change is measured against the larger of its two values, so that new and gone leaves count as a
    whole (-1, 1) and noise has light tails. `expected` is the mean of so many `periods`.
    """
    sign = 1.0 if float(expected.sum()) >= float(actual.sum()) else -1.0
    cv2, dispersion = _noise(actual, expected, sign)
    size = np.maximum(np.abs(actual), np.abs(expected))
    thick = (size >= _THICK * dispersion) & (size > 0)
    thin = ~thick & (size > 0) & (actual >= 0) & (expected >= 0)
    base = np.where(thick, size, 1.0)
    variance = cv2 + dispersion / base
    change = np.where(thick, sign * (expected - actual) / base / np.sqrt(variance), 0.0)
    usual = np.where(thin, np.maximum(expected, 0.0), 0.0)
    count = dispersion / (1.0 + 1.0 / periods)
    now = np.where(thin, np.maximum(actual, 0.0), 0.0)
    scale = np.where(thin, 1.0 / np.maximum(count + cv2 * np.maximum(usual, now), 1e-300), 0.0)
    jump = sign * (expected - actual)
    law = np.where(size > 0, dispersion * np.abs(expected) + cv2 * expected**2 + dispersion**2, 0.0)
    z = np.abs(jump[size > 0]) / np.sqrt(np.maximum(law[size > 0], 1e-300))
    stretch = max(_MAD * float(np.median(z)), 1.0) if len(z) else 1.0
    weight = np.where(thick, 1.0 / variance, 0.0)
    return Shift(change, weight, thin, now, usual, scale, count, sign, periods, jump, law * stretch**2)


def tail(against: Element | None) -> float:
    """Most evidence that chance gathers in a table, in nats, 0 to TAIL, given the best slice the other way.

    Causes move with the total, so what moves against it shows how heavy the tails of the noise are. Bounded, since
    something real may have moved the other way as well.
    """
    return 0.0 if against is None else min(max(against.score, 0.0), TAIL)


class Scan:
    """Running sums of every element of every cuboid; taking a slice out updates them without a new pass."""

    def __init__(self, shift: Shift, spaces: list[Cuboid], least: float = 0.0) -> None:
        self._shift = shift
        self._spaces = spaces
        self._thick: Bools = shift.weight > 0
        self._thin: Bools = shift.thin
        root = np.sqrt(shift.weight)
        self._thick_columns = np.stack(
            [np.ones_like(root), shift.weight, root * shift.change, shift.change**2]
        )
        scaled, known = shift.scale, np.where(shift.expected > 0, shift.scale, 0.0)
        self._thin_columns = np.stack(
            [
                np.ones_like(root),
                scaled * shift.actual,
                scaled * shift.expected,
                known * shift.actual**2,
                known * shift.actual * shift.expected,
                known * shift.expected**2,
            ]
        )
        self._alive: Bools = np.ones(len(root), dtype=np.bool_)
        live = (shift.law > 0) | (shift.jump != 0)
        self._jump_columns = np.stack([shift.jump, shift.law, live.astype(np.float64)])
        self._floor = least * abs(float(shift.jump.sum()))
        self._leap = _LEAP * abs(float(shift.jump.sum()))
        self._jump_sums = self._add(self._alive, self._jump_columns)
        self._thick_sums = self._add(self._thick, self._thick_columns)
        self._thin_sums = self._add(self._thin, self._thin_columns)

    def _add(self, mask: Bools, columns: Floats) -> list[Floats]:
        """Sums of the columns over the leaves of `mask`, for every element of every cuboid."""
        rows = np.flatnonzero(mask)
        if not len(rows):
            return [np.zeros((len(columns), space.size)) for space in self._spaces]
        parts = columns[:, rows]
        sums: list[Floats] = []
        for space in self._spaces:
            key = space.key[rows]
            sums.append(np.stack([np.bincount(key, weights=c, minlength=space.size) for c in parts]))
        return sums

    def score(self, index: int, along: float = 1.0) -> Floats:
        """Evidence in nats of every element of cuboid `index`; minus infinity where nothing moved.

        `along` 1: with the total, -1: against it.
        """
        thick, thin = self._thick_sums[index], self._thin_sums[index]
        held = self._jump_sums[index][2] > 0.5  # noqa: PLR2004
        price = np.log(max(int(held.sum()), 2))
        evidence = _thick_evidence(thick, along)
        if self._thin.any():
            evidence = evidence + _thin_evidence(thin, along * self._shift.sign, self._shift)
        moved = along * self._jump_sums[index][0]
        evidence = np.maximum(
            evidence, np.where(moved >= self._leap, _jump_evidence(self._jump_sums[index]), 0.0)
        )
        return np.where(held & (evidence > 0) & (moved >= self._floor), evidence - price, -np.inf)

    def best(self, along: float = 1.0) -> Element | None:
        """The element of most evidence; a shallower one wins a tie. None when there is no element at all."""
        top: Element | None = None
        for index, space in enumerate(self._spaces):
            score = self.score(index, along)
            number = int(np.argmax(score))
            if np.isfinite(score[number]) and (top is None or score[number] > top.score):
                top = Element(space, number, float(score[number]))
        return top

    def ranked(self, limit: int) -> list[Element]:
        """The `limit` elements of most evidence over all cuboids, overlapping ones included."""
        found: list[Element] = []
        for index, space in enumerate(self._spaces):
            found += leading(space, self.score(index), limit)
        return sorted(found, key=lambda e: -e.score)[:limit]

    def take(self, element: Element) -> None:
        """Put the element's leaves aside."""
        leaves = element.leaves()
        thick = self._add(self._thick & leaves, self._thick_columns)
        thin = self._add(self._thin & leaves, self._thin_columns)
        jump = self._add(self._alive & leaves, self._jump_columns)
        self._thick, self._thin, self._alive = (
            self._thick & ~leaves,
            self._thin & ~leaves,
            self._alive & ~leaves,
        )
        for index in range(len(self._spaces)):
            self._thick_sums[index] -= thick[index]
            self._thin_sums[index] -= thin[index]
            self._jump_sums[index] -= jump[index]


def _thin_evidence(sums: Floats, sign: float, shift: Shift) -> Floats:
    """Quasi-Poisson likelihood ratio of a common factor, reduced where the leaves disagree about it.

    Two samples (now, and the periods behind the expectation) against one pooled: a slice that is new gives about
    ln(1 + periods) a count, and no more.
    """
    _, now, usual, square, cross, own = sums
    now, usual = np.maximum(now, 0.0), np.maximum(usual, 0.0)
    unit, periods = shift.dispersion, shift.periods
    pooled = np.maximum((now + periods * usual) / (1.0 + periods), 1e-300)
    gain = now * np.log(np.maximum(now, 1e-300) / pooled)
    gain += periods * usual * np.log(np.maximum(usual, 1e-300) / pooled)
    factor = np.where(usual > 0, now / np.maximum(usual, 1e-300), 0.0)
    rest = np.maximum(square - 2.0 * factor * cross + factor**2 * own, 0.0)
    within = (rest + _PRIOR * unit) / (unit * now + _PRIOR * unit)
    return np.where(sign * (usual - now) > 0, gain / np.maximum(within, 1.0), 0.0)


def _jump_evidence(sums: Floats) -> Floats:
    """Likelihood ratio of a change of any shape against Student's t with six degrees of freedom.

    For changes that are no common proportion: one large entry among small ones. Heavy tails, since money has them.
    """
    change, law, _ = sums
    square = change**2 / np.maximum(law, 1e-12 * change**2 + 1e-300)
    return np.asarray(0.5 * (_TAILS + 1.0) * np.log1p(square / _TAILS), dtype=np.float64)


def _thick_evidence(sums: Floats, along: float) -> Floats:
    """Gaussian likelihood ratio of a common proportional change, reduced where the leaves disagree about it."""
    count, weight, pull, square = sums
    gain = pull * pull / np.where(count > 0.5, np.maximum(weight, 1e-300), 1.0)  # noqa: PLR2004
    many = np.maximum(count, 1.0)
    within = np.maximum(square - gain, 0.0) / many
    room = 1.0 + _SCATTER**2 * gain / many
    told = 0.5 * gain / np.maximum(within / room, 1.0)
    told -= 0.5 * many * np.log(np.clip(within, 1.0, room))
    return np.where((count > 0.5) & (along * pull > 0), np.maximum(told, 0.0), 0.0)  # noqa: PLR2004


def leading(space: Cuboid, score: Floats, limit: int) -> list[Element]:
    """The `limit` best elements of one cuboid with finite score, best first, ties by number."""
    order = np.argsort(-score, kind="stable")[:limit]
    return [Element(space, int(i), float(score[i])) for i in order if np.isfinite(score[i])]
