"""What happened, what it mostly comes from and what to do first: the few sentences that open a briefing."""

from decimal import Decimal

from zhanggui.reports.briefing import Briefing
from zhanggui.reports.comparing import untold
from zhanggui.reports.numbers import DASH
from zhanggui.reports.phrases import Phrases

MOSTLY = Decimal("0.5")  # share of a change from which a part is what it mostly comes from


class Opening:
    """The opening sentences of a briefing, in the language of ``phrases``."""

    def __init__(self, briefing: Briefing, phrases: Phrases) -> None:
        self._briefing = briefing
        self._phrases = phrases
        self._say = phrases.texts.say

    def whole(self) -> str:
        """All of them."""
        return self._phrases.join((self.lead(), self.rest()))

    def lead(self) -> str:
        """The first of them: what happened."""
        told, words = self._briefing, self._phrases
        kpi = told.headline
        last = told.period.last
        if kpi is None:
            return self._say("sentence.beside", day=self._span())
        if kpi.value is None:
            why = "; ".join(words.missing(gap) for gap in told.missing[:1]) or DASH
            return self._say("sentence.unknown", day=words.day(last), why=why)
        gmv = words.style.money(kpi.value, kpi.currency)
        plain = told.kind == "day"
        span = self._span()
        values = {
            "day": span,
            "period": span,
            "gmv": gmv,
        }
        usual = plain and told.against == "weekdays"
        prefix = "" if usual else "period_"
        if kpi.usual is None or kpi.change is None:
            return self._say(f"sentence.{'' if plain else 'period_'}alone", **values)
        gap = Decimal(str(kpi.value)) - Decimal(str(kpi.usual))
        values["gap"] = words.style.money(abs(gap), kpi.currency)
        values["share"] = words.style.change(kpi.change)
        values["against"] = self._against(usual=usual)
        if not gap:
            return self._say(f"sentence.{prefix}same", **values)
        flat = "flat_" if kpi.noise else ""
        return self._say(f"sentence.{prefix}{flat}{'up' if gap > 0 else 'down'}", **values)

    def _span(self) -> str:
        """The day, or the first and last of the period."""
        period, words = self._briefing.period, self._phrases
        last = words.day(period.last)
        return last if period.days == 1 else f"{words.day(period.first)}–{last}"

    def _against(self, *, usual: bool) -> str:
        """What sales are held against: the ``usual`` days of the weekday, or those that the calendar calls for."""
        told, words = self._briefing, self._phrases
        if usual:
            key = "against.weekdays_of" if words.far(told) else "against.weekdays"
            weekday = words.weekday(told.period.last)
            return self._say(key, n=told.compared, weekday=weekday)
        if told.kind != "day":
            return self._say(f"against.{told.against}")
        return words.dated(self._say(f"baseline.{told.against}"), told.days)

    def rest(self) -> str:
        """The sentences after the first: how much is known, what it comes from, what to do. '' without any."""
        told = (self._partial(), self._but(), self._from(), self._do())
        return self._phrases.join(told)

    def _partial(self) -> str:
        """How many days of a week or month have orders, where not all do."""
        of = self._briefing.days_open
        if self._briefing.kind == "day" or self._briefing.days_known >= of or self._briefing.headline is None:
            return ""
        if not self._briefing.days_known:
            return self._say("sentence.partial_none", of=of)
        return self._say("sentence.partial", days=self._briefing.days_known, of=of)

    def _but(self) -> str:
        """That profit has moved though sales have not, by what it will come to; '' otherwise."""
        sales = self._briefing.headline
        profit = next((kpi for kpi in self._briefing.kpis if kpi.metric == "contribution"), None)
        if sales is None or not sales.noise or profit is None or profit.noise is not False:
            return ""
        value = profit.current
        if value is None or profit.usual is None:
            return ""
        gap = Decimal(str(value)) - Decimal(str(profit.usual))
        if profit.provisional and profit.expected is None and gap > 0:
            return ""
        early = "" if profit.expected is None else "_early"
        return self._say(
            f"sentence.profit_{'up' if gap > 0 else 'down'}{early}",
            metric=self._phrases.metric(profit.metric),
            value=self._phrases.style.money(value, profit.currency),
            gap=self._phrases.style.money(abs(gap), profit.currency),
        )

    def _from(self) -> str:
        """The driver that matters, never one that can't be told from noise."""
        kpi = self._briefing.headline
        if kpi is None or kpi.usual is None or kpi.value is None:
            return ""
        if kpi.noise is not False:
            return self._within() if kpi.noise else untold(self._briefing.rare, self._phrases)
        if self._briefing.alike:
            return self._phrases.alike(self._briefing.alike)
        if self._briefing.sought:
            return self._say("why.sought", item=self._briefing.sought)
        same_way = 1 if (kpi.change or 0) > 0 else -1
        for moved in self._briefing.moved:
            real = [d for d in moved.drivers if d.noise is False and d.part * same_way > 0]
            if real and moved.kind != "profit":
                most = max(real, key=lambda d: abs(d.part))
                share = self._phrases.style.money(most.part, moved.currency)
                code = "driver" if abs(most.part) >= MOSTLY * abs(moved.change) else "driver_part"
                return self._say(f"sentence.{code}", driver=self._phrases.driver(most), share=share)
        return self._say("sentence.driver_noise")

    def _within(self) -> str:
        """Drivers that moved more than chance does within sales that did not."""
        named = [
            f"{self._phrases.driver(one)} {self._phrases.style.signed(one.part, moved.currency)}"
            for moved in self._briefing.moved
            if moved.kind == "tree"
            for one in moved.drivers
            if one.noise is False
        ]
        return self._say("why.offset", drivers=self._say("why.comma").join(named)) if named else ""

    def _do(self) -> str:
        """How many things to do and for how much; '' in the report of a week or month."""
        if self._briefing.kind != "day":
            return ""
        if not self._briefing.todo:
            return self._say("sentence.no_actions")
        return self._say(
            "sentence.actions", n=len(self._briefing.todo), money=self._phrases.total(self._briefing)
        )
