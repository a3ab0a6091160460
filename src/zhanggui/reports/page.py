"""The one-file page: no script, no other host, readable on a phone, on paper and in the dark."""

from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from markupsafe import Markup

from zhanggui.reports.briefing import Briefing, Kpi, Moved
from zhanggui.reports.numbers import DASH
from zhanggui.reports.phrases import Phrases

if TYPE_CHECKING:
    from jinja2 import Template

RED, GREEN = "#CF2A2A", "#0B7F55"
RED_DARK, GREEN_DARK = "#FF7A70", "#3DCB93"
MOST_ISSUES = 200
WIDTH, HEIGHT = 120, 32


@cache
def _template() -> "Template":
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415

    loader = PackageLoader("zhanggui.reports")
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    return environment.get_template("report.html.j2")


def sparkline(kpi: Kpi) -> Markup:
    """A line over the last days as inline SVG; unknown days break it. Empty with fewer than two known days."""
    values = [None if value is None else float(value) for _, value in kpi.series]
    known = [value for value in values if value is not None]
    if len(known) < 2:  # noqa: PLR2004 - a line needs two points
        return Markup("")
    low, high = min(known), max(known)
    step = WIDTH / (len(values) - 1)
    runs: list[list[str]] = [[]]
    for at, value in enumerate(values):
        if value is None:
            runs.append([])
            continue
        y = HEIGHT - 3 - (HEIGHT - 6) * ((value - low) / (high - low) if high > low else 0.5)
        runs[-1].append(f"{at * step:.1f},{y:.1f}")
    lines = "".join(
        f'<polyline points="{" ".join(run)}" fill="none" stroke="#7C8DB5" stroke-width="1.5"/>'
        for run in runs
        if run
    )
    # Only numbers made here stand in the markup.
    return Markup(  # noqa: S704
        f'<svg width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true">{lines}</svg>'
    )


def direction(value: float | Decimal | None) -> str:
    """'up', 'down' or ''."""
    return "" if not value else "up" if value > 0 else "down"


class _Page:
    """One briefing in one language, as the template's values."""

    def __init__(self, briefing: Briefing, phrases: Phrases) -> None:
        self.briefing = briefing
        self.phrases = phrases
        self.say = phrases.texts.say

    def kpi(self, kpi: Kpi) -> dict[str, object]:
        change = kpi.change
        sign = {"up": "▲", "down": "▼", "": ""}[direction(change)]
        amber = kpi.noise is False and change is not None and kpi.good * change < 0
        return {
            "name": self.phrases.metric(kpi.metric),
            "value": self.phrases.figure(kpi.value, kpi.unit, kpi.currency),
            "full": DASH if kpi.value is None else f"{kpi.value:,}",
            "change": self.phrases.change(kpi),
            "arrow": sign,
            "direction": direction(change),
            "flag": self.say("kpi.attention")
            if amber
            else self.say("kpi.provisional")
            if kpi.provisional
            else "",
            "spark": sparkline(kpi),
        }

    def moved(self, moved: Moved) -> dict[str, object]:
        style = self.phrases.style
        most = max((abs(d.part) for d in moved.drivers), default=Decimal(0))
        verdict = {True: "yes", False: "no", None: "unknown"}
        rows = [
            {
                "name": self.phrases.driver(d),
                "before": self.phrases.figure(d.before, d.unit, moved.currency),
                "after": self.phrases.figure(d.after, d.unit, moved.currency),
                "part": style.money(d.part, moved.currency),
                "direction": direction(d.part),
                "width": round(float(abs(d.part) / most * 100)) if most else 0,
                "noise": self.say(f"noise.{verdict[d.noise]}"),
            }
            for d in moved.drivers
        ]
        return {
            "title": self.say(f"heading.{moved.kind}"),
            "after": self.say(f"after.{self.briefing.kind}"),
            "rows": rows,
            "total": style.money(moved.change, moved.currency),
        }

    def values(self) -> dict[str, object]:
        briefing, phrases = self.briefing, self.phrases
        return {
            "lang": "zh-CN" if phrases.texts.language == "zh" else "en",
            "t": self.say,
            "heading": self.say(f"heading.report_{briefing.kind}"),
            "span": phrases.span(briefing.period),
            "shops": ", ".join(briefing.shops),
            "sentence": phrases.sentence(briefing),
            "one_metric": phrases.one_metric(briefing),
            "against": phrases.against(briefing),
            "kpis": [self.kpi(kpi) for kpi in briefing.kpis],
            "actions": [phrases.action(briefing, action) for action in briefing.todo],
            "left_out": [
                {
                    "title": phrases.title(left.action),
                    "money": phrases.impact(left.action),
                    "reason": phrases.left_out(left, briefing.minutes),
                }
                for left in briefing.left_out
            ],
            "movements": [self.moved(moved) for moved in briefing.moved],
            "missing": [phrases.missing(gap) for gap in briefing.missing],
            "issues": [
                {
                    "file": issue.file,
                    "row": issue.row,
                    "column": issue.column,
                    "text": phrases.issue(issue),
                    "value": issue.value,
                }
                for file in briefing.read
                for issue in file.issues
                if issue.code != "same_file"
            ][:MOST_ISSUES],
        }


def page(briefing: Briefing, phrases: Phrases) -> str:
    """The page as text. Red is up in Chinese, green is up in English, as each reader expects."""
    red_up = phrases.texts.language == "zh"
    colours = {
        "up": RED if red_up else GREEN,
        "down": GREEN if red_up else RED,
        "up_dark": RED_DARK if red_up else GREEN_DARK,
        "down_dark": GREEN_DARK if red_up else RED_DARK,
    }
    return _template().render(**_Page(briefing, phrases).values(), **colours)
