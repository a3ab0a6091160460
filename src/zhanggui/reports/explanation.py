"""An explanation of a change in words: one answer, then what it is made of, then where it sits."""

from dataclasses import dataclass
from decimal import Decimal

from zhanggui.diagnosis.baseline import Against
from zhanggui.diagnosis.finding import Driver
from zhanggui.metrics.ask import LATE
from zhanggui.metrics.catalogue import CATALOGUE
from zhanggui.metrics.formula import Name, Operation, parse
from zhanggui.metrics.kinds import Kind, Unit
from zhanggui.reports.comparing import against, event, untold
from zhanggui.reports.explained import MEASURE, Explained, Place
from zhanggui.reports.numbers import DASH, Figure
from zhanggui.reports.parted import Parted
from zhanggui.reports.phrases import SMALL, Phrases

# Metrics that are better when they fall.
LESS = frozenset(
    "refunds refunds_of_orders refunded_orders refund_rate order_refund_rate fees ad_spend cpc acos cost_of_goods "
    "reply_seconds delivery_seconds cancel_rate".split()
)
LEAST_SHARE = 0.2  # of the change: a place that holds less is no answer
MOST = 0.99  # chance that is told as more than that


@dataclass(frozen=True, slots=True)
class Part:
    """A driver as it is shown: its level before and now, its part of the change, the interval and verdict of that.

    ``change`` is the part as a number for bars; ``span`` is '' where the method gives no interval; ``real``: it was
    told from noise.
    """

    name: str
    before: str
    after: str
    change: float
    part: str
    span: str
    noise: str
    real: bool


class Explanation:
    """One explained change in one language."""

    def __init__(self, told: Explained, phrases: Phrases) -> None:
        self.told = told
        self.phrases = phrases
        self.say = phrases.texts.say

    def figure(self, value: Figure) -> str:
        """A value of the metric."""
        return self.phrases.figure(value, self.told.unit, self.told.currency)

    def chance(self, p: float | None) -> str:
        """A probability in words."""
        if p is None:
            return self.phrases.style.share(None)
        if p > MOST:
            return f">{self.phrases.style.share(MOST, 0)}"
        return f"<{self.phrases.style.share(SMALL, 1)}" if p < SMALL else self.phrases.style.share(p, 1)

    def name(self, code: str) -> str:
        """Name of a factor or term."""
        key = f"driver.{code}"
        return self.say(key) if self.phrases.texts.has(key) else self.phrases.metric(code)

    def made_of(self) -> str:
        """Heading of the drivers."""
        return self.say("why.made_of", metric=self.phrases.metric(self.told.metric))

    def parts(self) -> tuple[Part, ...]:
        """The drivers of the change, as they are shown."""
        return tuple(map(self._part, self.told.finding.drivers)) if self.told.finding else ()

    def _part(self, driver: Driver) -> Part:
        known = CATALOGUE.get(driver.code)
        before, after = (
            DASH
            if level is None or known is None
            else self.phrases.figure(level, known.unit, self.told.currency)
            for level in (driver.before, driver.after)
        )
        span = (
            ""
            if driver.low is None or driver.high is None
            else self.phrases.between(self.signed(driver.low), self.signed(driver.high))
        )
        young = driver.p_noise is None and self.told.provisional and driver.code in LATE
        verdict = (
            "young" if young else "unknown" if driver.p_noise is None else "yes" if driver.noise else "no"
        )
        return Part(
            self.name(driver.code),
            before,
            after,
            float(driver.change),
            self.signed(driver.change),
            span,
            self.say(f"noise.{verdict}"),
            driver.p_noise is not None and not driver.noise,
        )

    def signed(self, change: Figure) -> str:
        """A change of the metric with its sign."""
        shown = self.figure(change)
        return f"+{shown}" if change is not None and change > 0 else shown

    def good(self, change: float) -> bool | None:
        """How a change of the metric is coloured: see `Phrases.good`."""
        return self.phrases.good(change, -1 if self.told.metric in LESS else 1)

    def place(self, place: Place) -> str:
        """Where: dimension and value, joined."""
        words = []
        for dim, value, label in place.where:
            if dim == MEASURE:
                words.append(self.name(value))
                continue
            name = self.phrases.dimension(dim)
            shown = (self.phrases.shop(value) if dim == "shop" else value) or self.say("why.unstated")
            words.append(f"{name} {shown}" if label in {value, ""} else f"{name} {shown} {label}")
        return (" × ").join(words) or "—"

    def places_title(self) -> str:
        """Heading of the places: where it changed, or where no place was told from noise, where to look."""
        known = self._counts or any(one.sure for one in self.told.places)
        return self.say("why.places" if known else "why.looked")

    @property
    def _counts(self) -> bool:
        """Whether the metric is a count of a moment, such as stock: that it changed is no question of chance."""
        return CATALOGUE[self.told.metric].kind is Kind.SNAPSHOT

    @property
    def shares(self) -> bool:
        """Whether places are told with their share of the change: of a change that may be chance it says nothing."""
        return not self.told.nothing and any(one.share is not None for one in self.told.places)

    def share(self, place: Place) -> str:
        """A place's share of the change."""
        return self.phrases.style.share(place.share, 0)

    def verdict(self, place: Place) -> str:
        """Whether a place was told from noise, in words."""
        return DASH if self._counts else self.say("noise.no" if place.sure else "why.maybe")

    def kind(self, place: Place) -> str:
        """Whether a place is new or gone; '' for one that was and is there."""
        if place.expected == 0 and place.actual != 0:
            return self.say("why.new")
        return self.say("why.gone") if place.actual == 0 and place.expected != 0 else ""

    def named(self, place: Place) -> str:
        """A place, with whether it is new or gone, and what it held over the week where it stands out of that."""
        told = [self.kind(place)]
        if place.lately is not None:
            actual, expected = (self._sum(place, one) for one in place.lately)
            told.append(self.say("why.lately", actual=actual, expected=expected))
        said = self.say("why.comma").join(one for one in told if one)
        return f"{self.place(place)} ({said})" if said else self.place(place)

    def notes(self) -> tuple[str, ...]:
        """What else has to be known: a place that stands out of a quiet whole, one that hides a part of the change,
        unknown parts.
        """
        told, lines = self.told, []
        if told.nothing and told.places and told.places[0].sure:
            place = told.places[0]
            lines.append(self.say("why.aside", place=self.named(place), part=self._amount(place)))
        if told.hidden is not None:
            lines.append(
                self.say("why.hidden", place=self.named(told.hidden), part=self._amount(told.hidden))
            )
        if told.asks is not None:
            lines.append(self._plan(told.asks))
        unknown = () if told.finding is None else told.finding.unknown
        if unknown:
            names = self.say("why.comma").join(self.name(code) for code in unknown)
            lines.append(self.say("why.unknown_parts", names=names))
        return tuple(lines)

    def missing(self) -> tuple[str, ...]:
        """What the books lack for a better answer."""
        return tuple(map(self.phrases.missing, self.told.missing))

    def _plan(self, asks: float) -> str:
        """What a plan asks for, and how it stands over the places."""
        told = self.told
        share, days = self.phrases.style.share(asks, 0), len(told.days)
        lines = [self.say("why.plan_asks", share=share, days=days)]
        if told.places:
            lines.append(self.say("why.plan_spread"))
        elif not told.nothing and not told.alike:
            lines.append(self.say("why.plan_whole"))
        return self.phrases.join(lines)

    def held(self, place: Place) -> tuple[str, str, str]:
        """What a place was to hold, what it holds, and the difference, for a table."""
        expected, actual = self._sum(place, place.expected), self._sum(place, place.actual)
        if self._counted(place) is Unit.MONEY:
            return expected, actual, self.phrases.style.signed(round(place.change, 2), self.told.currency)
        change = self._sum(place, place.change)
        return expected, actual, change if place.change <= 0 else f"+{change}"

    def _sum(self, place: Place, value: float) -> str:
        """A place's sum in its unit."""
        unit, style = self._counted(place), self.phrases.style
        if unit is Unit.SECONDS:
            return self.phrases.duration(value)
        if unit is Unit.MONEY:
            return style.money(round(value, 2), self.told.currency)
        return style.count(value)

    def _counted(self, place: Place) -> Unit:
        """The unit of a place's sums: of a ratio its numerator's, of a term its own."""
        code = next((value for dim, value, _ in place.where if dim == MEASURE), self.told.metric)
        known = CATALOGUE[code]
        tree = parse(known.formula) if known.formula else None
        if isinstance(tree, Operation) and tree.sign == "/" and isinstance(tree.left, Name):
            return CATALOGUE[tree.left.name].unit
        return known.unit

    def _amount(self, place: Place) -> str:
        if self._counted(place) is Unit.MONEY:
            change = Decimal(str(round(place.change, 2)))
            return self.phrases.figure(change, "money", self.told.currency)
        return self.held(place)[2]

    def headline(self) -> str:
        """A few sentences: what, whether it is noise, mostly what from, where."""
        text = self.phrases.join([*self._opening(), *self._rest()])
        return text[:1].upper() + text[1:]

    def opening(self) -> tuple[str, str]:
        """The headline in two: what, and the rest of it."""
        first, rest = self.phrases.join(self._opening()), self.phrases.join(self._rest())
        return first[:1].upper() + first[1:], rest

    def _opening(self) -> list[str]:
        """What: the figure beside what it is held against, and which part of the period is known."""
        told = self.told
        if told.asked is None:
            return [self._what()]
        asked, held = self.phrases.span(told.asked), self.phrases.span(told.period)
        return [self.say("why.partial", asked=asked, period=held), self._what()]

    def _rest(self) -> list[str]:
        """What it is of, whether it is noise, what from and where, and what is still to come."""
        told = self.told
        parts: list[str] = []
        if told.shops and told.value is not None:
            parts.append(self.say("why.only", shops=self.phrases.shops(told.shops)))
        if told.change is not None and told.value != told.usual:
            parts += self._cause()
        if told.so_far is not None:
            parts.append(self.say("why.ripened", so_far=self.figure(told.so_far)))
        elif told.provisional:
            parts.append(self.say("why.provisional"))
        return parts

    def _within(self) -> list[str]:
        """Drivers that moved more than chance does within a whole that did not."""
        drivers = () if self.told.finding is None else self.told.finding.drivers
        real = [one for one in drivers if one.p_noise is not None and not one.noise]
        named = [f"{self.name(one.code)} {self.signed(one.change)}" for one in real]
        return [self.say("why.offset", drivers=self.say("why.comma").join(named))] if named else []

    def _what(self) -> str:
        told = self.told
        values: dict[str, object] = {
            "metric": self.phrases.metric(told.metric),
            "period": self.phrases.span(told.period),
            "value": self.figure(told.value),
            "usual": self.figure(told.usual),
            "against": against(self.told, self.phrases),
        }
        if told.value is None:
            return self.say("why.unknown", **values)
        change = told.change
        if change is None:
            return self.say("why.alone", **values)
        if not change:
            return self.say("why.same", **values)
        if told.unit == "share":
            values["gap"] = self.phrases.style.points(abs(float(change))).lstrip("+")
        else:
            values["gap"] = self.figure(change.copy_abs() if isinstance(change, Decimal) else abs(change))
        base = float(told.usual or 0)
        values["share"] = self.phrases.style.change(float(change) / base if base > 0 else None)
        return self.say(f"why.{'up' if change > 0 else 'down'}{'' if base > 0 else '_from_none'}", **values)

    def _mostly(self) -> list[str]:
        """What most of the change is made of: a factor or term, of a ratio a part."""
        told = self.told
        main = None if told.finding is None else told.finding.headline
        if main is not None:
            return [self.say("why.driver", driver=self.name(main.code), part=self.figure(main.change))]
        return [] if told.mixture is None else Parted(told, self.phrases, told.mixture).sentence()

    def _cause(self) -> list[str]:
        told = self.told
        if told.nothing:
            return [self.say("why.nothing", p=self.chance(told.p_noise)), *self._within()]
        if told.early:
            return [self.say("why.too_early")]
        parts = [
            untold(told.rare, self.phrases)
            if told.p_noise is None
            else self.say("why.real", p=self.chance(told.p_noise))
        ]
        if told.event and not (told.rare and told.p_noise is None):
            parts.append(self.say("why.event", event=self.event()))
        parts += self._mostly() if told.p_noise is not None else []
        if told.alike:
            plan = told.against is Against.PLAN
            return [*parts, self.say("why.plan_alike") if plan else self.phrases.alike(told.alike)]
        sure = (
            [one for one in told.places if one.sure] if told.p_noise is not None else []
        )  # chance unknown: no place
        best = next((one for one in sure if one.share is not None and one.share >= LEAST_SHARE), None)
        if best is not None:
            share = self.phrases.style.share(best.share, 0)
            parts.append(self.say("why.place", place=self.named(best), part=self._amount(best), share=share))
        elif sure and sure[0].share is None:
            parts.append(self.say("why.stands", place=self.named(sure[0]), part=self._amount(sure[0])))
        elif told.places and told.p_noise is not None:
            parts.append(self.say("why.spread"))
        if told.sought:
            parts.append(self.say("why.sought", item=told.sought))
        return parts

    def event(self) -> str:
        """Name of the calendar's event."""
        return event(self.told.event, self.phrases)

    def lever(self) -> tuple[str, ...]:
        """The one metric, and how sure the choice is."""
        found = self.told.lever
        if found is None:
            return ()
        if found.winner is None:
            return (self.say("why.lever_none"),)
        winner = found.winner
        style, currency = self.phrases.style, self.told.currency
        step = self.phrases.step(winner, currency)
        lines = [self.say("why.lever", metric=self.name(winner.code), step=step)]
        if found.runner_up is not None:
            lead = self.say("why.lead_yes" if found.lead else "why.lead_no")
            money = style.money(found.runner_up.money.mid, currency)
            lines.append(
                self.say("why.runner", metric=self.name(found.runner_up.code), money=money, lead=lead)
            )
        return tuple(lines)
