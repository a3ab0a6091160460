"""Some days held against others: the sums of both sides, what a day should have been, and how far chance goes."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

import numpy as np
import numpy.typing as npt

from zhanggui.app.compared.history import DAYS, History, of_visits
from zhanggui.diagnosis.baseline import Against, Baseline, long_before, weighty
from zhanggui.diagnosis.signal import Signal
from zhanggui.diagnosis.stretch import Compared, Reach, reach, reach_of_days, reach_of_few
from zhanggui.metrics.formula import leaves
from zhanggui.metrics.query import Value
from zhanggui.metrics.scan import table_of
from zhanggui.model.period import Period
from zhanggui.stats.arrays import Floats

Pair = tuple[str, str | None]
NEAR = timedelta(days=60)  # between the days compared, over which single days tell how far chance goes
FEW = 3  # stretches of earlier comparisons up to which single days are asked as well
SHORT = 21  # earlier comparisons up to which they are asked of the shortest as well
STRETCH = 14  # days up to which earlier stretches of the same length are many enough to tell chance
REACH = 84  # days before those compared from which slices and items are learnt
LASTING = 7  # days up to the one asked over which a place may have been wrong for long
UNLIKE = 0.15  # share by which two numbers of days may differ
SEEN = 7  # days of a stage of a festival from which chance is learnt


@dataclass(frozen=True)
class Comparison:
    """``days`` against weighted other days; weights add up to the number of days where both are known, times ``scale``
    (not 1 where the shop's plan is more or less than the usual days).

    ``stands``: day held against → the days that it stands for, each with its part of the weight; empty where not told.
    """

    history: History
    days: tuple[date, ...]
    weights: Mapping[date, float]
    against: Against
    scale: float = 1.0
    stands: Mapping[date, Mapping[date, float]] = field(default_factory=dict)

    @classmethod
    def of(cls, history: History, period: Period, baseline: Baseline) -> "Comparison":
        """The covered days of a period against its baseline; all its days where nothing stands against them."""
        days = baseline.covered or tuple(period)
        stands: dict[date, dict[date, float]] = {}
        for day, held in zip(baseline.covered, filter(None, baseline.days), strict=True):
            for other in held:
                stands.setdefault(other, {})[day] = baseline.scale / len(held)
        return cls(history, days, baseline.weights(), baseline.against, baseline.scale, stands)

    def sides(self, names: tuple[str, ...], shops: tuple[str, ...] = ()) -> tuple[dict[str, Value], ...]:
        """Sums of every measure now and then, of ``shops`` alone where any are named.

        A day of which visits are not told is unknown, not nothing; so is every day of what the books hold nothing of.
        """
        span = Period(min([*self.weights, *self.days]), max([*self.weights, *self.days]))
        table = self.history.daily(names, span, shops)
        exact = {day: Decimal(str(weight)) for day, weight in self.weights.items()}
        held = self.history.books.tables()

        def nothing(name: str) -> int | None:
            known = any(value is not None for value in table.get(name, {}).values())
            told = known or all(table_of(leaf.name, ()) in held for leaf in leaves(name))
            return 0 if told and not of_visits(name) else None

        missing = {name: nothing(name) for name in names}

        def sums(weights: Mapping[date, Decimal]) -> dict[str, Value]:
            return {name: total(table.get(name, {}), weights, missing[name]) for name in names}

        return sums(dict.fromkeys(self.days, Decimal(1))), sums(exact)

    @property
    def evened(self) -> "Comparison | None":
        """The same for as many days before as now: of months of unlike length, what a day was on average. None where
        the numbers of days have little in common.
        """
        days = sum(self.weights.values())
        if abs(len(self.days) - days) > UNLIKE * len(self.days):
            return None
        even = {day: weight * len(self.days) / days for day, weight in self.weights.items()}
        return replace(self, weights=even)

    @cached_property
    def lasting(self) -> "Comparison | None":
        """The week that ends with the one ordinary day compared, against the weeks before it; None of other days."""
        if len(self.days) > 1 or self.against is not Against.WEEKDAY or self.strange:
            return None
        last = self.days[0]
        week = Period(last - timedelta(days=LASTING - 1), last)
        found = Comparison.of(self.history, week, self.history.baseline(week, Against.WEEKDAY))
        whole = len(found.days) == LASTING and bool(found.weights)
        return found if whole and not found.strange else None

    def signals(self, pairs: Mapping[str, Pair], shops: tuple[str, ...] = ()) -> Mapping[str, Signal]:
        """What the history's last day should have been, by name; nothing of several days, held against a plan, or of
        a day of a great sale of which too few are known.
        """
        if self.days != (self.history.last,) or self.against is Against.PLAN:
            return {}
        if self.strange and weighty(self.history.calendar, self.history.last):
            return {}
        return self.history.judged(pairs, shops)

    def reach(self, pair: Pair, shops: tuple[str, ...] = ()) -> Reach | None:
        """How far chance carries this very comparison of a sum or ratio; None where history is too short."""
        axis, ordinary = self.axis
        if not axis or self.strange:
            return None
        over, under = pair
        names = (over,) if under is None else (over, under)
        table = self.history.daily(names, Period(min(axis), max(axis)), shops)
        if any(name not in table for name in names):
            return None
        days = list(axis)
        made = [self._ordinary(self.history.column(name, table[name], days), ordinary) for name in names]
        usual = {day: weight / self.scale for day, weight in self.weights.items()}
        compared, owed = Compared(self.days, usual), None if under is None else made[1]
        past = compared.past(axis, made[0], owed)
        if under is None and len(past):
            past[0, 1] *= self.scale  # chance is what usual days do; only the last one is held against a plan
        found = reach(past, len(self.days)) if len(self.days) <= STRETCH else None
        if found is None and len(past) and len(self.days) > 1:
            found = reach_of_days(past[0], compared.last().past(axis, made[0], owed), len(self.days))
        few = (
            self._of_few(past, made)
            if 0 < len(past) <= max(FEW * len(self.days), SHORT) or (found is None and len(past))
            else None
        )
        told = [one for one in (found, few) if one is not None]
        return max(
            told, key=lambda one: one.p, default=None
        )  # of few comparisons, whichever is the more careful

    def _of_few(self, past: Floats, made: list[Floats]) -> Reach | None:
        """How far single days of young books scatter; None of long stretches and of days held against far ones."""
        near = max(self.days) - min(self.weights) <= NEAR
        if len(self.days) > STRETCH or not near:
            return None
        earlier = [at < min(self.days) for at in self.axis[0]]
        daily = made[0] if len(made) == 1 else np.divide(made[0], np.where(made[1] > 0, made[1], np.nan))
        whole = sum(self.weights.values())
        beside = whole**2 / sum(weight**2 for weight in self.weights.values())
        return reach_of_few(past[0], daily[np.array(earlier)], len(self.days), beside)

    @cached_property
    def strange(self) -> bool:
        """Whether chance says nothing: most days belong to a stage of a festival of which too few days have been seen,
        and stand against ordinary ones; or against nothing.
        """
        if not self.weights:
            return True
        if self.against in {Against.FESTIVAL, Against.LAST_YEAR}:
            return self._misplaced
        calendar, known = self.history.calendar, self.history.known
        codes = [code for code in map(self._stage, self.days) if code]
        first = min(self.days)
        before = tuple(day for day in known if day < first and (first - day).days <= DAYS)
        seen: Counter[str] = Counter(calendar.codes(before)) if codes else Counter()
        return 2 * sum(seen[code] < SEEN for code in codes) > len(self.days)

    @property
    def rare(self) -> str | None:
        """Where chance says nothing (`strange`), the stage of a festival that most of the days belong to, '' for none;
        None where chance says something.
        """
        if not self.strange:
            return None
        codes = Counter(code for code in map(self._stage, self.days) if code)
        return codes.most_common(1)[0][0] if codes else ""

    @property
    def _misplaced(self) -> bool:
        """Whether most days belong to another stage of the year than the days that they are held against."""
        spare: dict[str, float] = {}
        for day, weight in self.weights.items():
            stage = self._stage(day)
            spare[stage] = spare.get(stage, 0.0) + weight / self.scale
        own = Counter(map(self._stage, self.days))
        return 2 * sum(max(count - spare.get(code, 0.0), 0.0) for code, count in own.items()) > len(self.days)

    def _stage(self, day: date) -> str:
        """The stage of a festival that a day belongs to; '' on ordinary days and those of a run-up of many weeks."""
        found = self.history.calendar.on(day)
        if found is None or long_before(self.history.calendar, day):
            return ""
        return f"{found[0].code}.{found[1]}"

    def _ordinary(self, values: Floats, ordinary: npt.NDArray[np.bool_]) -> Floats:
        return np.where(ordinary, values, np.nan)

    @cached_property
    def axis(self) -> tuple[dict[date, int], npt.NDArray[np.bool_]]:
        """The days learnt from with their places, and which of them teach: ordinary ones, and others of the stage of
        the festival that the compared days belong to.
        """
        known = self.history.known
        if not known:
            return {}, np.zeros(0, dtype=np.bool_)
        own = {*self.days, *self.weights}
        last = max(own)
        first = max(known[0], min(own) - timedelta(days=DAYS))
        days = tuple(first + timedelta(days=n) for n in range((last - first).days + 1))
        codes = self.history.calendar.codes(days)
        alike = {code for day, code in zip(days, codes, strict=True) if day in self.days} | {""}
        ordinary = np.array([code in alike or day in own for day, code in zip(days, codes, strict=True)])
        return {day: at for at, day in enumerate(days)}, ordinary

    @cached_property
    def lately(self) -> tuple[dict[date, int], npt.NDArray[np.bool_]]:
        """The compared days and the last ones before that teach, with their places, and which of them teach: all, where
        chance says nothing of the whole (`strange`).
        """
        axis, ordinary = self.axis
        if not axis:
            return {}, ordinary
        if self.strange:  # what is seen of a festival, in parts of a whole that it moved too
            ordinary = np.ones(len(axis), np.bool_)
        begun = min((*self.days, *self.weights))
        earlier = [day for day, at in axis.items() if day < begun and ordinary[at]]
        first = earlier[-REACH] if len(earlier) > REACH else min(axis)
        return {day: at - axis[first] for day, at in axis.items() if day >= first}, ordinary[axis[first] :]


def total(cells: Mapping[date, Value], weights: Mapping[date, Decimal], missing: int | None = 0) -> Value:
    """Weighted sum over days; a day without rows is one of ``missing``, an unknown day makes the sum unknown."""
    found = Decimal(0)
    for day, weight in weights.items():
        value = cells.get(day, missing)
        if value is None:
            return None
        found += weight * Decimal(str(value))
    return found
