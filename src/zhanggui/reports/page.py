"""The one-file page: no script, no other host, readable on a phone, on paper and in the dark."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from zhanggui.actions.action import Action
from zhanggui.reports import accounts, outcomes
from zhanggui.reports.briefing import Account, Briefing, Driver, Kpi, Moved
from zhanggui.reports.drawing import Bar, middle, sparkline, waterfall
from zhanggui.reports.numbers import DASH
from zhanggui.reports.opening import Opening
from zhanggui.reports.phrases import Phrases
from zhanggui.reports.reading import problems

if TYPE_CHECKING:
    from jinja2 import Template

MOST_ISSUES = 200
TONES = {True: "green", False: "red", None: ""}


@cache
def _template() -> "Template":
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415

    environment = Environment(
        loader=PackageLoader("zhanggui.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html.j2")


def arrow(value: float | Decimal | None) -> str:
    """▲, ▼ or nothing."""
    return "" if not value else "▲" if value > 0 else "▼"


class _Page:
    """One briefing in one language, as the template's values."""

    def __init__(self, briefing: Briefing, phrases: Phrases, command: str) -> None:
        self.briefing = briefing
        self.phrases = phrases
        self.command = command
        self.say = phrases.texts.say
        self.days = briefing.kind == "day"

    def kpi(self, kpi: Kpi) -> dict[str, object]:
        """One tile; a figure that is not known is a dash with a mark, never 0."""
        change = kpi.change
        good = None if not change else (kpi.good * change > 0 if kpi.good else None)
        flags = {
            "page.unknown": kpi.current is None,
            "kpi.attention": kpi.noise is False and good is False,
            "kpi.provisional": kpi.provisional,
        }
        flag = next((key for key, shown in flags.items() if shown), "")
        values = [None if value is None else float(value) for _, value in kpi.series]
        return {
            "name": self.phrases.metric(kpi.metric),
            "meaning": self.phrases.meaning(kpi.metric),
            "value": self.phrases.tile(kpi),
            "full": DASH if kpi.current is None else f"{kpi.current if kpi.value is None else kpi.value:,}",
            "change": self.phrases.change(kpi),
            "known": change is not None,
            "usual": self.phrases.figure(kpi.usual, kpi.unit, kpi.currency),
            "early": ""
            if kpi.expected is None
            else self.phrases.early(kpi, marked=flag == "kpi.provisional"),
            "arrow": arrow(change),
            "tone": TONES[self.phrases.good(change, kpi.good)],
            "flag": self.say(flag) if flag else "",
            "spark": sparkline(values),
        }

    def worth(self, action: Action) -> Decimal:
        """Its money in the currency of totals, so that bars of several currencies compare; as it is without a rate."""
        return action.impact.mid * self.briefing.rates.get(action.impact.currency, Decimal(1))

    def action(self, action: Action) -> dict[str, object]:
        """One thing to do, with its bar of money and whether it is for today."""
        most = max((self.worth(one) for one in self.briefing.todo), default=Decimal(0))
        share = float(self.worth(action) / most * 100) if most > 0 else 0.0
        return {
            **self.phrases.action(self.briefing, action),
            "bar": round(max(share, 0.0), 1),
            "today": action.due <= self.briefing.period.last,
            "when": self.phrases.day(action.due),
        }

    def driver(self, driver: Driver, moved: Moved, bar: Bar) -> dict[str, object]:
        """One part of a change."""
        return {
            "name": self.phrases.driver(driver),
            "before": self.phrases.figure(driver.before, driver.unit, moved.currency),
            "after": self.phrases.figure(driver.after, driver.unit, moved.currency),
            "part": self.phrases.style.signed(driver.part, moved.currency),
            "tone": TONES[self.phrases.good(driver.part, 1)],
            "bar": bar,
            "noise": self.phrases.verdict(driver.noise) if moved.judged and driver.key != "rest" else "",
            "real": driver.noise is False,
        }

    def moved(self, moved: Moved) -> dict[str, object]:
        """A change taken apart: rows with bars around a middle, and for the tree the waterfall from usual to now."""
        parts = [float(driver.part) for driver in moved.drivers]
        rows = [self.driver(d, moved, bar) for d, bar in zip(moved.drivers, middle(parts), strict=True)]
        return {
            "kind": moved.kind,
            "title": self.say(f"heading.{moved.kind}"),
            "head": f"heading.of_{moved.kind}",
            "after": self.say(f"after.{self.briefing.kind}"),
            "judged": moved.judged,
            "rows": rows,
            "total": self.phrases.style.signed(moved.change, moved.currency),
            "tone": TONES[self.phrases.good(moved.change, 1)],
            "falls": self.falls(moved, rows) if moved.kind == "tree" else None,
        }

    def falls(self, moved: Moved, rows: list[dict[str, object]]) -> Mapping[str, object] | None:
        """The waterfall of sales; None where usual sales are not known."""
        kpi = self.briefing.headline
        if kpi is None or kpi.usual is None or kpi.value is None:
            return None
        bars, from_zero = waterfall(float(kpi.usual), [float(driver.part) for driver in moved.drivers])
        names = [self.say(f"before.{self.briefing.kind}"), *(str(row["name"]) for row in rows), self._now()]
        ends = [self.phrases.figure(value, kpi.unit, kpi.currency) for value in (kpi.usual, kpi.value)]
        shown = [ends[0], *(str(row["part"]) for row in rows), ends[1]]
        tones = ["whole", *(str(row["tone"]) for row in rows), "whole"]
        steps = [
            {"name": name, "bar": bar, "shown": text, "tone": tone}
            for name, bar, text, tone in zip(names, bars, shown, tones, strict=True)
        ]
        return {"steps": steps, "from_zero": from_zero, "before": ends[0], "after": ends[1]}

    def account(self, account: Account, notes: list[str]) -> dict[str, object]:
        """What shops or items earned; a profit below zero is told by its sign, and drawn as bad."""
        profit = account.columns.index(account.profit)
        rows = [(accounts.name(account, row, self.phrases), row) for row in account.rows]
        return {
            "title": self.say(f"heading.account_{account.kind}"),
            "heads": accounts.heads(account, self.phrases),
            "profit": profit,
            "rows": [
                {"name": name, "cells": accounts.cells(account, row, self.phrases)} for name, row in rows
            ],
            "total": accounts.cells(account, None, self.phrases) if account.total is not None else None,
            "notes": notes,
        }

    def done(self) -> dict[str, object]:
        """What became of what was done, and the record of all of it."""
        shown = outcomes.lately(self.briefing.done, self.briefing.period)
        return {
            "title": self.say("heading.done"),
            "heads": outcomes.heads(self.phrases),
            "rows": [outcomes.cells(one, self.phrases) for one in shown],
            "record": outcomes.told(self.briefing.done, self.phrases),
        }

    def _now(self) -> str:
        return self.say(f"after.{self.briefing.kind}")

    def values(self) -> dict[str, object]:
        """Everything the template shows."""
        briefing, phrases = self.briefing, self.phrases
        opening = Opening(briefing, phrases)
        issues = (
            (self.say("heading.not_read"), problems(briefing.read, phrases, noted=False)),
            (self.say("heading.noted"), problems(briefing.read, phrases, noted=True)),
        )
        return {
            "lang": "zh-CN" if phrases.texts.language == "zh" else "en",
            "t": self.say,
            "daily": self.days,
            "heading": self.say(f"heading.report_{briefing.kind}"),
            "span": phrases.span(briefing.period),
            "shops": phrases.shops(briefing.shops),
            "lead": opening.lead(),
            "rest": opening.rest(),
            "one_metric": phrases.one_metric(briefing),
            "one_metric_was": phrases.one_metric_was(briefing),
            "against": phrases.against(briefing),
            "before": self.say(f"before.{briefing.kind}"),
            "kpis": [self.kpi(kpi) for kpi in briefing.kpis],
            "actions": [self.action(action) for action in briefing.todo],
            "action_total": phrases.total(briefing),
            "left_out": [
                {
                    "title": phrases.title(left.action),
                    "money": phrases.impact(left.action),
                    "reason": phrases.left_out(left, briefing.minutes),
                }
                for left in briefing.left_out
            ],
            "sold": briefing.headline is not None,
            "movements": [self.moved(moved) for moved in briefing.moved],
            "to_check": self.say("next.check", command=self.command, n=briefing.to_check)
            if briefing.to_check
            else "",
            "done": self.done(),
            "accounts": [self.account(*one) for one in accounts.noted(briefing.accounts, phrases)],
            "missing": [phrases.missing(gap) for gap in briefing.missing],
            "issues": [
                {"title": title, "rows": found[:MOST_ISSUES], "more": max(len(found) - MOST_ISSUES, 0)}
                for title, found in issues
                if found
            ],
            "command": self.command,
        }


def page(briefing: Briefing, phrases: Phrases, command: str = "zhanggui") -> str:
    """The page as text; ``command`` is how to call us again for the shop. Red is up in Chinese; in English green is
    good and red is bad.
    """
    return _template().render(**_Page(briefing, phrases, command).values())
