"""A ratio along a dimension in words: its parts as a table that adds up, and which of them made the change."""

from dataclasses import dataclass
from math import fsum

from zhanggui.diagnosis.finding import ALPHA
from zhanggui.diagnosis.parts import Effect
from zhanggui.reports.explained import Explained, Mixture, Weighted
from zhanggui.reports.numbers import DASH, Figure
from zhanggui.reports.phrases import Phrases

HEADS = (
    "part",
    "rate_then",
    "rate_now",
    "weight_then",
    "weight_now",
    "within",
    "mix",
    "interaction",
    "effect",
)
PARTS = 8  # that are shown by name
MOSTLY = 0.5  # of the change, from which shifted weights, or moved rates, are what made it


@dataclass(frozen=True, slots=True)
class Parted:
    """The parts of an explained ratio, in the language of ``phrases``."""

    told: Explained
    phrases: Phrases
    mixture: Mixture

    def title(self) -> str:
        """Heading of the table."""
        metric, dim = self.phrases.metric(self.told.metric), self.phrases.dimension(self.mixture.dim)
        return self._say("why.mixture", metric=metric, dim=dim)

    def heads(self) -> list[str]:
        """Names of its columns."""
        return [*(self._say(f"why.{key}") for key in HEADS), self._say("heading.noise")]

    def rows(self) -> list[tuple[str, ...]]:
        """The parts that moved most, the others together, and the whole: what they make of the change adds up."""
        mixture = self.mixture
        rows = [self._row(part) for part in mixture.parts[:PARTS]]
        rest = Mixture(mixture.dim, 0.0, mixture.parts[PARTS:])
        sides = self._figure(self.told.usual), self._figure(self.told.value)
        if rest.parts:
            share = [self._share(fsum(one.weights[side] for one in rest.parts)) for side in (0, 1)]
            rows.append((self._say("why.rest"), "", "", *share, *self._effects(rest), ""))
        return [*rows, (self._say("heading.total"), *sides, "", "", *self._effects(mixture), "")]

    def sentence(self) -> list[str]:
        """What made most of the change: a part whose weight shifted, or one whose own rate moved more than chance does.

        Nothing where neither did.
        """
        change = self.mixture.change
        for effect, key in ((Effect.MIX, "why.shifted"), (Effect.WITHIN, "why.moved_itself")):
            if not change or self.mixture.total(effect) / change < MOSTLY:
                continue
            part = max(self.mixture.parts, key=lambda one: one.effects.get(effect, 0.0) / change)
            if effect is Effect.WITHIN and (part.p_noise is None or part.p_noise > ALPHA):
                continue
            sides = map(self._share, part.weights) if effect is Effect.MIX else map(self._figure, part.rates)
            then, now = sides
            part_of = self.change(part.effects[effect])
            return [self._say(key, part=self._name(part), then=then, now=now, effect=part_of)]
        return []

    def change(self, change: float) -> str:
        """A part of a ratio's change with its sign: points of a share, else in the ratio's unit."""
        if self.told.unit == "share":
            return self.phrases.style.points(change)
        return f"+{self._figure(change)}" if change > 0 else self._figure(change)

    def _effects(self, mixture: Mixture) -> tuple[str, ...]:
        """Effects over all parts and what they come to; new and gone ones are in that alone."""
        sums = [mixture.total(one) for one in (Effect.WITHIN, Effect.MIX, Effect.INTERACTION)]
        return tuple(map(self.change, (*sums, fsum(part.change for part in mixture.parts))))

    def _row(self, part: Weighted) -> tuple[str, ...]:
        name = self._name(part)
        kind = next((one for one in (Effect.NEW, Effect.GONE) if one in part.effects), None)
        verdict = "unknown" if part.p_noise is None else "yes" if part.p_noise > ALPHA else "no"
        return (
            f"{name} ({self._say(f'why.{kind.value}')})" if kind else name,
            *map(self._figure, part.rates),
            *map(self._share, part.weights),
            *(
                self.change(part.effects[one]) if one in part.effects else DASH
                for one in (Effect.WITHIN, Effect.MIX, Effect.INTERACTION)
            ),
            self.change(part.change),
            "" if kind else self._say(f"noise.{verdict}"),
        )

    def _name(self, part: Weighted) -> str:
        value = self.phrases.shop(part.value) if self.mixture.dim == "shop" else part.value
        label = value or self._say("why.unstated")
        return label if part.label in {part.value, ""} else f"{label} {part.label}"

    def _say(self, key: str, **values: object) -> str:
        return self.phrases.texts.say(key, **values)

    def _figure(self, value: Figure) -> str:
        return self.phrases.figure(value, self.told.unit, self.told.currency)

    def _share(self, weight: float) -> str:
        return self.phrases.style.share(weight, 1)
