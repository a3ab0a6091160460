"""Why: a metric's change, held against the right days, told from noise, taken apart and placed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

import numpy as np

from zhanggui.app.beyond import inside
from zhanggui.app.books import currency_of, engine, last_whole_day
from zhanggui.app.compared.breakdown import Tree, chance, measures, open_names, together
from zhanggui.app.compared.comparison import STRETCH, Comparison
from zhanggui.app.compared.history import History, parts_of
from zhanggui.app.compared.levers import levers
from zhanggui.app.compared.planned import Planned, planned
from zhanggui.app.compared.ripening import NAMES as RIPENED
from zhanggui.app.compared.ripening import at_this_age, expected_share
from zhanggui.app.compared.scope import UNITS, counted_at_times, distinct, event_of, needed, within
from zhanggui.app.compared.seasoned import seasoned
from zhanggui.app.compared.unsettled import made_up
from zhanggui.app.labels import titles
from zhanggui.app.lacking import Lacking
from zhanggui.app.where.counts import changed, stretches, unsplit
from zhanggui.app.where.mixed import along
from zhanggui.app.where.places import Places
from zhanggui.app.where.slices import Slices
from zhanggui.app.where.sought import sought
from zhanggui.app.where.terms import with_terms
from zhanggui.diagnosis.baseline import Against, Baseline, scaled
from zhanggui.diagnosis.finding import Finding
from zhanggui.diagnosis.signal import Signal
from zhanggui.diagnosis.stretch import reach
from zhanggui.diagnosis.usual import usual
from zhanggui.metrics.ask import LATE, MATURE_DAYS, ask, reckon, ripens
from zhanggui.metrics.catalogue import CATALOGUE
from zhanggui.metrics.kinds import Unit as KindUnit
from zhanggui.metrics.query import Engine, Value, Where
from zhanggui.metrics.question import Answer, Question
from zhanggui.model.money import cents
from zhanggui.model.period import Period
from zhanggui.reports.briefing import Missing
from zhanggui.reports.explained import Explained, Place
from zhanggui.reports.numbers import Figure
from zhanggui.store.folder import ShopFolder

ROUNDED = 0.02  # of money, what rounding of converted amounts leaves
YEARLY = frozenset({Against.LAST_YEAR, Against.FESTIVAL})
NOWHERE = ("",)  # what History.common says where no shop knows all


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be explained; None leaves the period, the comparison and the dimensions to the calendar and books.

    ``lately``: the number of last days that are explained where no period is named.
    """

    metric: str = "gmv"
    period: Period | None = None
    against: Against | None = None
    by: tuple[str, ...] = ()
    lately: int = 1


class Why:
    """One question of why over one state of the books."""

    def __init__(self, folder: ShopFolder, books: Engine, asked: Asked, last: date) -> None:
        self.books = books
        self.asked = asked
        self.over, self.under = parts_of(asked.metric)
        self.names = tuple(
            dict.fromkeys(name for name in (self.over, self.under, *measures(asked.metric)) if name)
        )
        self.period = asked.period or Period(last - timedelta(days=asked.lately - 1), last)
        self.held = within(books, self.period, (self.over, self.under), last)
        self.currency = currency_of(books, folder.settings.reporting, self.held or self.period)
        self.folder = folder
        self.only: tuple[str, ...] = ()  # shops that know all of the metric; none named: all
        shops = tuple(one.shop for one in folder.settings.shops.values())
        ends = (self.held or self.period).last
        self.history = History(books, self.currency, ends, shops, ripe=self.over not in LATE)

    def explain(self) -> Explained:
        """The whole answer; of a period that the books hold a part of, that part is explained."""
        told = self.answer()
        if self.held is None:
            return told
        over = self.over, None if self._counts_afresh else self.under
        parted = along(told, self.compared, over, self.only, self._by)
        return replace(parted, lever=levers(self.folder, self.history))

    def answer(self) -> Explained:
        """The answer without the one metric.

        Where the whole moved no more than chance does, places are those that stand out by themselves.
        """
        return self.placed(self.verdict())

    def placed(self, told: Explained) -> Explained:
        """A verdict of this with where the change sits, and whether it asks for nothing to be mended."""
        if self.held is None or not told.days or told.value is None:
            return told
        if self._counts_afresh:
            whole = Question((self.asked.metric,), (), self.period, self._where, self.currency)
            before = Period(told.days[0], told.days[-1])
            change = None if told.change is None else float(told.change)
            return replace(told, places=changed(self.books, whole, before, change))
        averaged = [len(found) for found in self._baseline.days if found]
        periods = sum(averaged) / len(averaged)
        if told.early or (told.so_far is not None and self.over in LATE):
            risen = told.so_far is not None and not told.nothing and (told.change or 0) > 0
            days, age = seasoned(self.history, self.compared)
            young = self._search.young((days, age), self.compared, periods, risen=risen)
            told_of = Missing("young_places", {"day": max(days.days), "age": age})
            return replace(
                told, places=young.places, missing=(*told.missing, *[told_of][: len(young.places)])
            )
        real = None if told.p_noise is None else not told.nothing
        if self._by_plan:
            return self._short(told, periods) if real is not False or self._by else told
        found = self._search.find(self._by, self.compared, periods, real)
        alike = () if real is False else found.alike
        places = found.places
        if not self._by:
            places = with_terms(told, places, self._search, self.compared, periods)
        risen = real is True and not alike and (told.change or 0) > 0
        paced = (Missing("paced_places", {}),) if found.paced else ()
        return replace(
            told,
            missing=(*told.missing, *paced),
            places=places,
            proof=found.proof,
            hidden=found.hidden,
            alike=alike,
            sought=self._sought(told, found.places) if risen else "",
        )

    def _short(self, told: Explained, periods: float) -> Explained:
        """A verdict on a plan with where it was missed or surpassed, where usual sums say how it is spread."""
        plan, usual = self._plan, Comparison.of(self.history, self.period, self._usual)
        if plan is None:
            return told
        brought = {
            shop: float(usual.sides((self.over,), (shop,))[1].get(self.over) or 0) for shop in plan.shops
        }
        scales = plan.scales(brought)
        if scales is None:
            return told
        search = replace(self._search, scales=scales)
        found = search.short(self._by, self.compared, periods)
        return replace(told, places=found.places, proof=found.proof, hidden=found.hidden, alike=found.alike)

    def _sought(self, told: Explained, places: tuple[Place, ...]) -> str:
        """The item that is talked about and made a rise, by its name; '' where there is none."""
        main = None if told.finding is None else told.finding.headline
        visited = main is not None and main.code == "visitor_days"
        listing = sought(self.compared, places, visited=visited)
        shops = [one.key for one in self.history.shops]
        return titles(self.books, "listing", (listing,), shops).get(listing, listing) if listing else ""

    def verdict(self) -> Explained:
        """Whether there is anything to explain, and the tree: what a morning's sentence rests on."""
        if self.held is None:
            return self._nothing_known()
        asked, self.period = self.period, self.held
        self.history.prepare(self.names)
        wanted = needed(self.asked.metric, self.names)
        only = self.history.common(wanted)
        self.only = () if only == NOWHERE and self.under is None else only
        if self._by_plan:
            if self._plan is None:
                gap = Missing("no_plan", {"measure": self.asked.metric})
                return replace(self._nothing_known(), against=Against.PLAN, missing=(gap,))
            whole = not self.only and self.history.selling <= set(self._plan.shops)
            self.only = () if whole else self._plan.shops
        if self._counts_afresh:
            return self._counted(asked)
        compared = self.compared
        now, then = compared.sides(self.names, self.only)
        value, before = self._figure(now), self._figure(then) if compared.weights else None
        signal = self._signal()
        finding = None
        if compared.weights and self.under is None:
            finding = Tree(self.asked.metric, compared, self._young(), self.only).finding(now, then)
        early = self.over in LATE and self._young()
        ripened = self._ripened() if early else None
        p_noise = None if early else self._noise(signal, finding, (value, before))
        if ripened is not None:
            value, before, p_noise = ripened
            early = False
        names = open_names(self.names, self.over)
        known = ask(self.books, Question(names, (), self.period, self._where, self.currency))
        gaps = known.missing if value is None else made_up(known.missing)
        missing = (Missing(gap.code, dict(gap.params)) for gap in gaps)
        return Explained(
            metric=self.asked.metric,
            unit=UNITS.get(CATALOGUE[self.asked.metric].unit, "ratio"),
            currency=self.currency,
            period=self.period,
            against=compared.against,
            days=tuple(compared.weights),
            value=value,
            usual=before,
            low=None if signal is None or ripened is not None else signal.low,
            high=None if signal is None or ripened is not None else signal.high,
            p_noise=p_noise,
            event=event_of(self.history.calendar, self.period),
            finding=None if finding is None else replace(together(finding), p_noise=p_noise),
            places=(),
            proof=None,
            lever=None,
            missing=(*missing, *self._lacking.left_out(wanted, self.names)),
            provisional=self._young(),
            early=early,
            so_far=self._so_far(value, known) if ripened is None else self._figure(now),
            asks=self._baseline.scale if self._by_plan and compared.weights else None,
            shops=tuple(one for one in self.only if one),
            asked=asked if asked != self.period else None,
            rare=compared.rare if p_noise is None and compared.weights else None,
        )

    def _noise(
        self, signal: Signal | None, finding: Finding | None, sides: tuple[Figure, Figure]
    ) -> float | None:
        """Chance that nothing happened: by the last day's own history and by the comparison made; of a period too
        long for either by earlier ones as long.
        """
        value, before = sides
        far = self.compared.reach((self.over, self.under), self.only)
        tests = (None if far is None else far.p, None if signal is None else signal.p_noise)
        lump = self._lump(before) if chance(tests, finding) is not None else None
        p_noise = chance((*tests, lump), finding)
        level = self._level(value) if self.period.days > STRETCH and not self._by_plan else None
        return p_noise if level is None else level

    def _ripened(self) -> tuple[float, float, float | None] | None:
        """A young refund rate completed by how older orders' refunds came in, the same of the days held against, and
        the chance of mere noise from what was known of earlier days at the same age; None where nothing teaches it.
        """
        if (self.over, self.under) != RIPENED or self.only or not self.compared.weights:
            return None
        last = max(span.last for span in self.books.span("order_line", "paid_day").values())
        days = dict.fromkeys(self.compared.days, 1.0)
        now, then = (
            expected_share(self.books, self.currency, one, last) for one in (days, self.compared.weights)
        )
        if now is None or then is None:
            return None
        shares = at_this_age(self.books, self.currency, self.period, last)
        return now, then, usual(shares[1:], float(shares[0])).p

    def _so_far(self, value: Figure, known: Answer) -> Figure:
        """What is known of a young sum whose refunds were completed; None where nothing is still to come."""
        if self.under is not None or not self.history.ripe or not len(known):
            return None
        found = known.cells.get(self.over, [None])[0]
        if not {self.currency, None}.issuperset(known.currencies):  # all of it in another one
            found = Slices(self.history, (self.over,), self.only).whole(tuple(self.period))
        so_far = self._figure({self.over: found})
        same = so_far is None or value is None or abs(float(so_far) - float(value)) < ROUNDED
        return None if same else so_far

    @property
    def _counts_afresh(self) -> bool:
        several = self.period.days > 1 and any(map(distinct, (self.over, self.under)))
        return several or counted_at_times(self.asked.metric)

    def _counted(self, asked: Period) -> Explained:
        """A figure that is counted afresh for each stretch of days, or at times, against the stretches before."""
        far_off = self._usual if self.asked.against in YEARLY else None
        blocks = [self.period, *stretches(self.period, self.history.known, far_off)]
        values = np.array([self._block(one) for one in blocks])
        far = reach(np.stack([values[:-1], values[1:]], axis=1), 1)
        found = [None if np.isnan(one) else float(one) for one in values]
        before = blocks[1] if len(blocks) > 1 else None
        near = Against.WEEKDAY if self.period.days == 1 else Against.PREVIOUS
        return replace(
            self._nothing_known(),
            against=near if far_off is None else far_off.against,
            days=() if before is None else tuple(before),
            value=found[0],
            usual=None if before is None else found[1],
            p_noise=None if far is None else far.p,
            event=event_of(self.history.calendar, self.period),
            asked=asked if asked != self.period else None,
            missing=unsplit(self.asked.metric, self.asked.by, self._by),
        )

    def _level(self, value: Figure) -> float | None:
        """Chance of so long a period's figure among earlier ones as long; None where there are too few."""
        past = [self._block(one) for one in stretches(self.period, self.history.known)]
        return None if value is None or not past else usual(np.array(past), float(value)).p

    def _block(self, block: Period) -> float:
        asked = Question((self.asked.metric,), (), block, self._where, self.currency)
        answer = reckon(self.books, asked)
        cell = answer.cells.get(self.asked.metric, [None])
        return np.nan if not cell or cell[0] is None else float(cell[0])

    @property
    def _by_plan(self) -> bool:
        return self.asked.against is Against.PLAN

    @cached_property
    def _plan(self) -> Planned | None:
        """What the period was to bring; of sums alone, and of shops that know all of the metric."""
        if self.under is not None or distinct(self.over):
            return None
        return planned(self.books, self.history, self.over, self.period, self.only)

    @cached_property
    def _baseline(self) -> Baseline:
        if not self._by_plan:
            return self._usual
        then = Comparison.of(self.history, self.period, self._usual).sides((self.over,), self.only)[1]
        brought = float(then.get(self.over) or 0)
        plan = self._plan
        return scaled(self._usual, plan.amount / brought if plan is not None and brought > 0 else 1.0)

    @cached_property
    def _usual(self) -> Baseline:
        """The days that the books hold against the period; those that a plan is spread like."""
        return self.history.baseline(self.period, None if self._by_plan else self.asked.against)

    @cached_property
    def compared(self) -> Comparison:
        """The period against the days it is held against."""
        return Comparison.of(self.history, self.period, self._baseline)

    @cached_property
    def _by(self) -> tuple[str, ...]:
        """The dimensions asked for by which the books tell the metric."""
        return self._search.told_by(self.asked.by, self.period)

    @property
    def _lacking(self) -> Lacking:
        by = self.asked.by, self._by
        return Lacking(self.history, self.asked.metric, self.over, self.period, self.only, by)

    @cached_property
    def _search(self) -> Places:
        return Places(self.books, self.currency, self.history, (self.over, self.under), self.only)

    def _lump(self, before: Figure) -> float | None:
        """Chance of the day's largest single item: a day within its range may yet be made by one item such as there
        never was, a fee, a debt, one huge order. None of several days, of a plan, and where nothing teaches it.
        """
        if before is None or self.period.days > 1 or self._by_plan:
            return None
        return self._search.lump(self.period.last, float(before))

    def _nothing_known(self) -> Explained:
        """The answer about days that the books do not reach."""
        return Explained(
            metric=self.asked.metric, unit=UNITS.get(CATALOGUE[self.asked.metric].unit, "ratio"),
            currency=self.currency, period=self.period, against=Against.PREVIOUS, days=(), value=None, usual=None,
            low=None, high=None, p_noise=None, event="", finding=None, places=(), proof=None, lever=None, missing=(),
            provisional=False,
        )  # fmt: skip

    @property
    def _where(self) -> tuple[Where, ...]:
        return (Where("shop", self.only),) if self.only else ()

    def _figure(self, sums: Mapping[str, Value]) -> Figure:
        over = sums.get(self.over)
        if self.under is not None:
            under = sums.get(self.under)
            return float(over) / float(under) if over is not None and under else None
        if over is None:
            return None
        if CATALOGUE[self.over].unit is KindUnit.MONEY:
            return cents(Decimal(str(over)), self.currency)
        return float(over) if self.asked.period is None or over != int(over) else int(over)

    def _signal(self) -> Signal | None:
        """Verdict of the last day's own history; None for several days, and where history is too short."""
        code = self.asked.metric
        found = self.compared.signals({code: (self.over, self.under)}, self.only).get(code)
        return found if found is not None and found.p_noise is not None else None

    def _young(self) -> bool:
        spans = self.books.span("order_line", "paid_day")
        last = max((span.last for span in spans.values()), default=self.period.last)
        return ripens(self.asked.metric) and (last - self.period.last).days < MATURE_DAYS


def why(folder: ShopFolder, asked: Asked, today: date) -> Explained | None:
    """Explain a metric's change; None where the books tell of no day. Raises BeyondBooksError of days beyond them."""
    with engine(folder) as books:
        last = last_whole_day(books, today)
        if last is None:
            return None
        if asked.period is not None:
            inside(books, asked.period)
        return Why(folder, books, asked, last).explain()
