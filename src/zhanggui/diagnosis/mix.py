"""A ratio seen along a dimension: what moved within the parts, and what moved because weights shifted.

The ratio split is the shift-share identity around the old overall rate (Marshall-Edgeworth form with its interaction
kept apart): a channel that grows while converting worse pulls the shop's rate down although no rate fell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from zhanggui.diagnosis.parts import Effect, Method, Part, Split, joint
from zhanggui.stats.arrays import Floats


@dataclass(frozen=True, slots=True)
class Side:
    """One period of a ratio by part: summed numerators and denominators, one value a part, in the same order.

    A part that is absent has denominator 0, though it may have a numerator (spend on what did not sell); `dispersion`
    multiplies the binomial (or Poisson) variance of numerators.
    """

    num: Floats
    den: Floats
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

    def rate(self) -> Floats:
        """Ratio of each part; 0 where there is no denominator (its weight is 0 as well)."""
        return np.where(self.den > 0, self.num / np.where(self.den > 0, self.den, 1.0), 0.0)

    def bare(self) -> Floats:
        """What parts without a denominator make of the overall ratio."""
        return np.where(self.den > 0, 0.0, self.num) / float(self.den.sum())

    def weight(self) -> Floats:
        """Share of each part in the denominator."""
        return self.den / float(self.den.sum())

    def variance(self) -> Floats:
        """Sampling variance of each part's rate: binomial where the rate lies in 0..1, else Poisson."""
        rate = np.abs(self.rate())
        spread = np.where(rate <= 1.0, rate * (1.0 - rate), rate)
        return np.where(self.den > 0, self.dispersion * spread / np.where(self.den > 0, self.den, 1.0), 0.0)


def split_ratio(labels: Sequence[str], before: Side, after: Side, *, scale: float = 1.0) -> Split:
    """Change of a ratio by part: within, mix, interaction; parts that are new or gone as such.

    Every part that was there both times gives a `within` part, a `mix` part and an `interaction` part under its label;
    one that has a numerator alone is a `term`; their sum over all parts is the change. `scale` multiplies everything
    (for example denominators after x value of one event, to have money). Intervals by the delta method: sampling error
    of the rates, and of the weights taken as multinomial over the denominators. When a side has no denominator at all,
    the change is unknown.
    """
    old, new = before.total, after.total
    if old is None or new is None:
        missing = tuple(n for n, t in (("before", old), ("after", new)) if t is None)
        return Split(None, (), Method.SHIFT_SHARE, missing)
    r0, r1, w0, w1 = before.rate(), after.rate(), before.weight(), after.weight()
    noise = _Noise(before, after)
    bare = after.bare() - before.bare()
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
            change = float(w1[i]) * (float(r1[i]) - old) + float(bare[i])
            parts.append(Part(label, Effect.NEW, scale * change).with_error(scale * error))
        elif before.den[i] > 0:
            error = joint([float(w0[i]) * noise.rate(i), (float(r0[i]) - old) * noise.weight(i)])
            change = float(bare[i]) - float(w0[i]) * (float(r0[i]) - old)
            parts.append(Part(label, Effect.GONE, scale * change).with_error(scale * error))
        elif bare[i]:
            parts.append(Part(label, Effect.TERM, scale * float(bare[i])))
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
