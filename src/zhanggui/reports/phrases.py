"""Decisions as sentences: an action, an issue, a gap in the books, in the operator's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from zhanggui.actions.action import Action, Cell
from zhanggui.actions.claim import LeftOut
from zhanggui.diagnosis.baseline import nearest
from zhanggui.metrics.catalogue import CATALOGUE
from zhanggui.metrics.dimensions import DIMENSIONS
from zhanggui.metrics.kinds import Kind
from zhanggui.model.issue import Issue
from zhanggui.model.period import Period
from zhanggui.reports.briefing import Briefing, Driver, Kpi, Missing
from zhanggui.reports.messages import Language, Texts
from zhanggui.reports.numbers import DASH, Figure, Style

if TYPE_CHECKING:  # statistics are not needed to start up
    from zhanggui.diagnosis.one_metric import Step

# Evidence that is a share of something; everything else that is not money is a plain number.
SHARES = frozenset(
    {"chance", "p_noise", "rate", "usual", "share", "change", "response_low", "response_high", "response"}
)
NOISE = {True: "yes", False: "no", None: "unknown"}
SMALL = Decimal("0.001")
NEARLY_ALL = 0.95  # share of sales from which what is left says nothing
LISTED = 5  # items of a list that a sentence names
DURATIONS = (("hours", 3600), ("minutes", 60), ("seconds", 1))


class Phrases:
    """The sentences of one language, with its way of writing figures.

    ``called``: shops by key with what people call them, where their key says nothing to them.
    """

    def __init__(self, language: Language, called: Mapping[str, str] | None = None) -> None:
        self.texts = Texts(language)
        self.style = Style(language)
        self.called = called or {}

    def shop(self, key: str) -> str:
        """What people call a shop."""
        return self.called.get(key, key)

    def shops(self, keys: Iterable[str]) -> str:
        """Shops one after another."""
        return self.texts.say("why.comma").join(map(self.shop, keys))

    # --- figures ------------------------------------------------------------------------------------

    def cell(self, key: str, value: Cell, currency: str) -> str:
        """One value of an action's evidence or file."""
        if value is None:
            return DASH
        if isinstance(value, Decimal):
            return self.style.money(value, currency, short=False)
        if key in SHARES and isinstance(value, float):
            return f"<{self.style.share(SMALL, 1)}" if 0 < value < SMALL else self.style.share(value, 1)
        if isinstance(value, float):
            return f"{value:,.1f}".removesuffix(".0")
        return f"{value:,}" if isinstance(value, int) else str(value)

    def figure(self, value: Figure, unit: str, currency: str) -> str:
        """A figure by its unit: 'money', 'count', 'share', 'ratio', 'days', 'seconds'."""
        if unit == "money":
            return self.style.money(value, currency)
        if unit == "share":
            return self.style.share(value)
        if unit == "count":
            return self.style.count(value)
        return self.duration(value) if unit == "seconds" else self.style.ratio(value)

    def duration(self, seconds: Figure) -> str:
        """15.8 h, 4.2 min or 30 s, whichever is short."""
        size = abs(float(seconds or 0))
        name, long = next((one for one in DURATIONS if size >= 2 * one[1]), DURATIONS[-1])
        shown = self.style.ratio(None if seconds is None else float(seconds) / long)
        return shown if seconds is None else self.texts.say(f"duration.{name}", n=shown)

    def change(self, kpi: Kpi) -> str:
        """Change of a tile: percentage points for rates, per cent otherwise."""
        return self.style.points(kpi.change) if kpi.unit == "share" else self.style.change(kpi.change)

    def impact(self, action: Action) -> str:
        """¥1,200 (¥300–¥2,400); a dash where no money is promised."""
        impact = action.impact
        if impact.promised is None:
            return DASH
        low, mid, high = (
            self.style.money(value, impact.currency) for value in (impact.low, impact.mid, impact.high)
        )
        return f"{mid} ({self.between(low, high)})" if low != high else mid

    def between(self, low: str, high: str) -> str:
        """An interval of two figures; a sign before the second is set apart from the dash."""
        if self.texts.language == "zh":
            return f"{low}～{high}"
        return f"{low} to {high}" if high[:1] in "+−" else f"{low}–{high}"

    # --- decisions ----------------------------------------------------------------------------------

    def _filled(self, action: Action, part: str) -> str:
        values = {
            key: self.cell(key, value, action.impact.currency) for key, value in action.evidence.items()
        }
        values["shop"] = self.shop(values.get("shop", action.target.shop))
        label, ident = action.target.label, action.target.ident
        if action.target.kind == "shop":
            label, ident = "", self.shop(ident)
        target = f"{ident} {label}" if label and label != ident else ident or label
        if "driver" in values:
            values["driver"] = self.texts.say(f"driver.{action.evidence['driver']}")
            values["signal"] = self.texts.say(f"signal.{action.evidence['signal']}")
        key = f"play.{action.play}.{part}"
        if self.texts.has(f"{key}_{action.cause}"):
            key += f"_{action.cause}"
        if values.get("cover") == "0" and self.texts.has(f"{key}_empty"):  # it lasts no day more
            key += "_empty"
        if "" in values.values() and self.texts.has(f"{key}_bare"):  # a word is not in the files
            key += "_bare"
        return self.texts.say(key, target=target, **values)

    def title(self, action: Action) -> str:
        """A verb, an object, a number."""
        return self._filled(action, "title")

    def evidence(self, action: Action) -> str:
        """Why: the figures behind it."""
        return self._filled(action, "evidence")

    def steps(self, action: Action) -> tuple[str, ...]:
        """What to do, one thing after another."""
        key = f"play.{action.play}.steps"
        found = self.texts.steps(f"{key}_{action.cause}" if self.texts.has(f"{key}_{action.cause}") else key)
        platform = str(action.evidence.get("platform") or "")
        console = f"console.{platform}" if self.texts.has(f"console.{platform}") else "console.other"
        names = {"{shop}": self.shop(action.target.shop), "{console}": self.texts.say(console)}
        return tuple(step if "{" not in step else _named(step, names) for step in found)

    def undo(self, action: Action) -> str:
        """How to take it back."""
        key = f"play.{action.play}.undo"
        return self.texts.say(f"{key}_{action.cause}" if self.texts.has(f"{key}_{action.cause}") else key)

    def basis(self, action: Action) -> str:
        """How sure the margin behind the money is."""
        return self.texts.say(f"basis.{action.impact.basis}")

    def stage(self, action: Action) -> str:
        """Name of its stage."""
        return self.texts.say(f"stage.{action.stage}")

    def owner(self, briefing: Briefing, action: Action) -> str:
        """Whoever the settings name for the role, else the role."""
        return briefing.owners.get(action.role) or self.texts.say(f"role.{action.role}")

    def left_out(self, left: LeftOut, minutes: int) -> str:
        """Why an action is not on the list."""
        return self.texts.say(
            f"left_out.{left.code}", by=left.by, minutes=minutes, currency=left.action.impact.currency
        )

    def missing(self, gap: Missing) -> str:
        """What is not in the books and what to do about it."""
        key = f"missing.{gap.code}"
        if not self.texts.has(key):
            return self.texts.say("missing.other", what=gap.code)
        if self.texts.has(f"{key}_all") and float(str(gap.values.get("share", 0))) > NEARLY_ALL:
            key += "_all"
        values = {name: self._gap(name, value) for name, value in gap.values.items()}
        if "table" in gap.values:
            values["get"] = self.texts.say(f"get.{gap.values['table']}")
        for ends, name in ((("first", "last"), "dates"), (("asked_first", "asked_last"), "asked")):
            days = list(dict.fromkeys(values[end] for end in ends if end in values))
            values[name] = " – ".join(days)
        return self.texts.say(key, **values)

    def _gap(self, name: str, value: object) -> str:
        """One value of a gap: names of tables and metrics for people, shares as percentages, lists cut short."""
        if name in {"shop", "shops"}:
            return self.shops(map(str, value if isinstance(value, tuple) else (value,)))
        if isinstance(value, tuple):
            shown = [
                self.metric(str(one)) if name == "metrics" else str(one) or "—" for one in value[:LISTED]
            ]
            return self.texts.say("why.comma").join(shown) + ("…" if len(value) > LISTED else "")
        if isinstance(value, float):
            return self.style.share(value, 1) if name == "share" else f"{value:,.0f}"
        if name == "table":
            return self.texts.say(f"table.{value}")
        if name == "dim":
            return self.dimension(str(value))
        return self.metric(str(value)) if name == "measure" else str(value)

    def dimension(self, dim: str) -> str:
        """Name of a dimension, of the catalogue or derived."""
        if dim not in DIMENSIONS:
            return self.texts.say(f"why.{dim}")
        known = DIMENSIONS[dim]
        return known.zh if self.texts.language == "zh" else known.en

    def issue(self, issue: Issue) -> str:
        """What is wrong with a file and what to do."""
        value = issue.value
        if issue.code == "column_absent":
            value = self.texts.say("why.comma").join(self.metric(name) for name in value.split(", "))
        return self.texts.say(f"issue.{issue.code}", value=value)

    def beside(self, issue: Issue) -> str:
        """What stood in the cell, '' where the sentence about it has said so."""
        return "" if issue.code == "column_absent" or issue.value in self.issue(issue) else issue.value

    def metric(self, name: str) -> str:
        """Name of a metric."""
        found = CATALOGUE.get(name)
        return found.title[self.texts.language] if found else name

    def meaning(self, name: str) -> str:
        """What a metric means."""
        found = CATALOGUE.get(name)
        return found.meaning[self.texts.language] if found else ""

    def verdict(self, noise: bool | None) -> str:  # noqa: FBT001 - three-valued, as the figures hold it
        """Whether a change can be told from noise, in words."""
        return self.texts.say(f"noise.{NOISE[noise]}")

    def good(self, change: Figure, good: int) -> bool | None:
        """Whether a change is drawn green (True), red (False) or plain: red is up in Chinese, red is bad in English.

        ``good``: +1 when rising is good, -1 when falling is, 0 neither.
        """
        if not change:
            return None
        if self.texts.language == "zh":
            return change < 0
        return None if not good else change * good > 0

    def tile(self, kpi: Kpi) -> str:
        """The figure of a tile: what is known so far, else what it is estimated at, with a mark."""
        if kpi.value is None and kpi.expected is not None:
            return f"≈ {self.figure(kpi.expected, kpi.unit, kpi.currency)}"
        return self.figure(kpi.value, kpi.unit, kpi.currency)

    def early(self, kpi: Kpi, *, marked: bool = False) -> str:
        """That a figure is young (unless it is ``marked`` as such), and what it will come to where that can be told.

        Its change is that of what it will come to: where both are shown, that is said.
        """
        if kpi.expected is None:
            return self.texts.say("kpi.provisional")
        if kpi.value is None:
            return self.texts.say("kpi.estimated")
        key = "kpi.will" if marked else "kpi.expected"
        told = self.texts.say(key, value=self.figure(kpi.expected, kpi.unit, kpi.currency))
        return told if kpi.change is None else told + self.texts.say("kpi.as_expected")

    def span(self, period: Period) -> str:
        """2026-11-21, or 2026-11-15 – 2026-11-21."""
        return f"{period.first}" if period.days == 1 else f"{period.first} – {period.last}"

    def against(self, briefing: Briefing) -> str:
        """What the figures are compared with."""
        if not briefing.compared:
            return self.texts.say("compare.none")
        if self.far(briefing):
            return self.texts.say("compare.weekdays_of", n=briefing.compared, days=self.days(briefing.days))
        return self.texts.say(f"compare.{briefing.against}", n=briefing.compared)

    def far(self, briefing: Briefing) -> bool:
        """Whether a day is held against others of its weekday than the last ones: festivals lie between."""
        return briefing.against == "weekdays" and not nearest(briefing.period, briefing.days)

    def one_metric(self, briefing: Briefing) -> str:
        """The one metric, as a sentence; '' where none stands out."""
        kpi = next((kpi for kpi in briefing.kpis if kpi.metric == briefing.one_metric), None)
        if briefing.one_metric is None:
            return ""
        figure = "" if kpi is None else self.tile(kpi)
        return f"{self.metric(briefing.one_metric)} {figure}".strip()

    def one_metric_was(self, briefing: Briefing) -> str:
        """What the one metric usually is and what has changed, or what bringing it back to where it was is worth;
        '' where neither is known.
        """
        winner = None if briefing.lever is None else briefing.lever.winner
        if winner is not None and winner.code == briefing.one_metric:
            return self.step(winner, briefing.currency)
        kpi = next((kpi for kpi in briefing.kpis if kpi.metric == briefing.one_metric), None)
        if kpi is None or kpi.usual is None or kpi.change is None:
            return ""
        usual = self.figure(kpi.usual, kpi.unit, kpi.currency)
        return f"{self.texts.say(f'before.{briefing.kind}')} {usual} · {self.change(kpi)}"

    def step(self, step: Step, currency: str) -> str:
        """From where to where a metric would go, and the money a week in it."""
        known = CATALOGUE.get(step.code)
        unit = "ratio" if known is None else known.unit
        # What adds up is looked at by the week, beside a tile of one day.
        adds = known is not None and known.kind is Kind.ADDITIVE
        return self.texts.say(
            "why.lever_step_week" if adds else "why.lever_step",
            current=self.figure(step.current, unit, currency),
            attainable=self.figure(step.attainable, unit, currency),
            money=self.style.money(step.money.mid, currency),
            low=self.style.money(step.money.low, currency),
            high=self.style.money(step.money.high, currency),
        )

    def action(self, briefing: Briefing, action: Action) -> dict[str, object]:
        """Everything a renderer shows of an action."""
        return {
            "id": action.id,
            "title": self.title(action),
            "evidence": self.evidence(action),
            "steps": self.steps(action),
            "undo": self.undo(action),
            "basis": self.basis(action),
            "money": self.impact(action),
            "mid": self.style.money(action.impact.promised, action.impact.currency),
            "stage": self.stage(action),
            "owner": self.owner(briefing, action),
            "minutes": self.texts.say("unit.minutes", n=action.minutes),
            "file": briefing.files.get(action.id, ""),
            "due": action.due.isoformat(),
            "check_on": action.check_on.isoformat(),
        }

    def driver(self, driver: Driver) -> str:
        """Name of a part of a change."""
        key = f"driver.{driver.key}"
        return driver.label or (self.texts.say(key) if self.texts.has(key) else self.metric(driver.key))

    def day(self, day: date) -> str:
        """11月21日 / 21 Nov."""
        if self.texts.language == "zh":
            return f"{day.month}月{day.day}日"
        return f"{day.day} {day:%b}"

    def days(self, days: Iterable[date]) -> str:
        """Days one after another."""
        return self.texts.say("why.comma").join(map(self.day, days))

    def dated(self, text: str, days: Sequence[date]) -> str:
        """Words for a day with that day, where it is one."""
        if len(days) != 1:
            return text
        return f"{text}（{days[0]}）" if self.texts.language == "zh" else f"{text} ({days[0]})"

    def weekday(self, day: date) -> str:
        """Name of the weekday."""
        return self.texts.say(f"weekday.{day.isoweekday()}")

    def join(self, parts: Iterable[str]) -> str:
        """Sentences one after another."""
        return (" " if self.texts.language == "en" else "").join(part for part in parts if part)

    def alike(self, shops: tuple[str, ...]) -> str:
        """That nothing in these shops moved apart from the rest."""
        return self.texts.say("why.market" if len(shops) > 1 else "why.alike", shops=self.shops(shops))

    def total(self, briefing: Briefing) -> str:
        """Money of the whole list, in the currency of totals; what has no rate stands beside it as it is."""
        totals: dict[str, Decimal] = {}
        for action in briefing.todo:
            rate = briefing.rates.get(action.impact.currency)
            home = briefing.currency if rate is not None else action.impact.currency
            totals[home] = totals.get(home, Decimal(0)) + action.impact.mid * (rate or 1)
        return " + ".join(self.style.money(total, code) for code, total in totals.items())


def _named(step: str, names: Mapping[str, str]) -> str:
    """A step with its names filled in."""
    for name, value in names.items():
        step = step.replace(name, value)
    return step
