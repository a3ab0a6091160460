"""A ratio or a product seen along a dimension: what moved within the parts, and what moved because weights shifted.

The ratio split is the shift-share identity around the old overall rate (Marshall-Edgeworth form with its interaction
kept apart): a channel that grows while converting worse pulls the shop's rate down although no rate fell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, log

import numpy as np
from numpy.typing import NDArray

from zhanggui.diagnosis.chain import log_mean
from zhanggui.diagnosis.parts import Effect, Method, Part, Split, joint

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Side:
    """One period of a ratio by part: summed numerators and denominators, one value a part, in the same order.

    A part that is absent has denominator 0; `dispersion` multiplies the binomial (or Poisson) variance of numerators.
    """

    num: FloatArray
    den: FloatArray
    dispersion: float = 1.0

    def __post_init__(self) -> None:
        """Refuse shapes that differ and negative denominators (ValueError)."""
        if self.num.shape != self.den.shape or (self.den < 0).any():
            raise ValueError("numerators and denominators need one shape, denominators are not negative")

    @property
    def total(self) -> float | None:
        """Overall ratio; None without denominator."""
        den = float(self.den.sum())
        return float(self.num.sum()) / den if den > 0 else None

    def rate(self) -> FloatArray:
        """Ratio of each part; 0 where there is no denominator (its weight is 0 as well)."""
        return np.where(self.den > 0, self.num / np.where(self.den > 0, self.den, 1.0), 0.0)

    def weight(self) -> FloatArray:
        """Share of each part in the denominator."""
        return self.den / float(self.den.sum())

    def variance(self) -> FloatArray:
        """Sampling variance of each part's rate: binomial where the rate lies in 0..1, else Poisson."""
        rate = np.abs(self.rate())
        spread = np.where(rate <= 1.0, rate * (1.0 - rate), rate)
        return np.where(self.den > 0, self.dispersion * spread / np.where(self.den > 0, self.den, 1.0), 0.0)


def split_ratio(labels: Sequence[str], before: Side, after: Side, *, scale: float = 1.0) -> Split:
    """Change of a ratio by part: within, mix, interaction; parts that are new or gone as such.

    Every part that was there both times gives a `within` part, a `mix` part and an `interaction` part under its label;
    their sum over all parts is the change. `scale` multiplies everything (for example denominators after x value of
    one event, to have money). Intervals by the delta method: sampling error of the rates, and of the weights taken as
    multinomial over the denominators. When a side has no denominator at all, the change is unknown.
    """
    old, new = before.total, after.total
    if old is None or new is None:
        missing = tuple(n for n, t in (("before", old), ("after", new)) if t is None)
        return Split(None, (), Method.SHIFT_SHARE, missing)
    r0, r1, w0, w1 = before.rate(), after.rate(), before.weight(), after.weight()
    noise = _Noise(before, after)
    parts: list[Part] = []
    for i, label in enumerate(labels):
        if before.den[i] > 0 and after.den[i] > 0:
            rate, weight = float(r1[i] - r0[i]), float(w1[i] - w0[i])
            lead = float(r0[i]) - old
            parts += [
                Part(label, Effect.WITHIN, scale * float(w0[i]) * rate).with_error(
                    scale * float(w0[i]) * noise.rate(i)
                ),
                Part(label, Effect.MIX, scale * weight * lead).with_error(
                    abs(scale * lead) * noise.weight(i)
                ),
                Part(label, Effect.INTERACTION, scale * weight * rate).with_error(
                    abs(scale) * joint([weight * noise.rate(i), rate * noise.weight(i)])
                ),
            ]
        elif after.den[i] > 0:
            error = joint([float(w1[i]) * noise.rate(i), (float(r1[i]) - old) * noise.weight(i)])
            parts.append(
                Part(label, Effect.NEW, scale * float(w1[i]) * (float(r1[i]) - old)).with_error(scale * error)
            )
        elif before.den[i] > 0:
            error = joint([float(w0[i]) * noise.rate(i), (float(r0[i]) - old) * noise.weight(i)])
            parts.append(
                Part(label, Effect.GONE, -scale * float(w0[i]) * (float(r0[i]) - old)).with_error(
                    scale * error
                )
            )
    return Split(scale * (new - old), tuple(parts), Method.SHIFT_SHARE)


class _Noise:
    """Standard errors of the change of each part's rate and weight."""

    def __init__(self, before: Side, after: Side) -> None:
        self._rate = np.sqrt(before.variance() + after.variance())
        w0, w1 = before.weight(), after.weight()
        self._weight = np.sqrt(
            w0 * (1 - w0) / float(before.den.sum()) + w1 * (1 - w1) / float(after.den.sum())
        )

    def rate(self, i: int) -> float:
        return float(self._rate[i])

    def weight(self, i: int) -> float:
        return float(self._weight[i])


def effects(split: Split) -> dict[Effect, float]:
    """Sum of a split's parts by effect, in order of first appearance."""
    found: dict[Effect, float] = {}
    for part in split.parts:
        found[part.effect] = found.get(part.effect, 0.0) + part.change
    return found


def split_segments(names: Sequence[str], before: FloatArray, after: FloatArray) -> Split:
    """A product summed over segments (channels, listings...), with mix as a factor of its own.

    `before` and `after` have the shape (segments, factors): column 0 is the volume (visitor-days), the others are the
    factors that multiply it; `names` names the columns. The value is the sum over segments of the product of the row.
    The parts are: `names[0]` for the change of the whole volume, MIX for the shift of volume between segments, one
    FACTOR per further column for what moved within segments, NEW and GONE for segments that came or went. LMDI-I per
    segment, so the parts add up exactly. All values must be finite and not negative (ValueError).
    """
    if before.shape != after.shape or before.shape[1] != len(names):
        raise ValueError(f"shapes {before.shape} and {after.shape} do not fit {len(names)} names")
    if not (np.isfinite(before).all() and np.isfinite(after).all()) or before.min() < 0 or after.min() < 0:
        raise ValueError("segments need finite values that are not negative")
    y0, y1 = before.prod(axis=1), after.prod(axis=1)
    volume = (float(before[:, 0].sum()), float(after[:, 0].sum()))
    sums = dict.fromkeys((*names, "mix", "new", "gone"), 0.0)
    for row in range(len(before)):
        if y0[row] > 0 and y1[row] > 0:
            mean = log_mean(float(y1[row]), float(y0[row]))
            steps = [log(float(b) / float(a)) for a, b in zip(before[row], after[row], strict=True)]
            whole = log(volume[1] / volume[0])
            sums[names[0]] += mean * whole
            sums["mix"] += mean * (steps[0] - whole)
            for name, step in zip(names[1:], steps[1:], strict=True):
                sums[name] += mean * step
        else:
            _add_broken(sums, names, (before[row], after[row]), float(y1[row] - y0[row]))
    made = [Part(names[0], Effect.FACTOR, sums[names[0]]), Part("mix", Effect.MIX, sums["mix"])]
    made += [Part(name, Effect.FACTOR, sums[name]) for name in names[1:]]
    made += [Part(code, Effect(code), sums[code]) for code in ("new", "gone") if sums[code] != 0]
    return Split(
        fsum(y1.tolist()) - fsum(y0.tolist()),
        tuple(made),
        Method.LMDI_LIMIT if (y0 * y1 == 0).any() else Method.LMDI,
    )


def _add_broken(
    sums: dict[str, float], names: Sequence[str], rows: tuple[FloatArray, FloatArray], change: float
) -> None:
    """A segment whose value is zero on a side: new, gone, or one whose later factors came from or went to zero."""
    old, new = rows
    if old[0] == 0 or new[0] == 0:
        sums["new" if old[0] == 0 else "gone"] += change
        return
    moved = [n for n, a, b in zip(names, old, new, strict=True) if (a == 0) != (b == 0)]
    for name in moved:
        sums[name] += change / len(moved)
