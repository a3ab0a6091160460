"""What the verbs show a person in the terminal."""

from collections.abc import Iterable, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from zhanggui.reports.briefing import Briefing, Moved, ReadFile
from zhanggui.reports.phrases import Phrases

MOST_ISSUES = 20
SHOWN = 7


class Screen:
    """A terminal in one language. Red is up in Chinese, green is up in English; an arrow says it without colour."""

    def __init__(self, phrases: Phrases, console: Console | None = None) -> None:
        self.phrases = phrases
        self.say = phrases.texts.say
        self.console = console or Console(highlight=False)
        zh = phrases.texts.language == "zh"
        self.up, self.down = ("red", "green") if zh else ("green", "red")

    def line(self, text: str, style: str = "") -> None:
        """One line of text."""
        self.console.print(escape(text), style=style or None)

    def table(
        self, heads: Sequence[str], rows: Iterable[Sequence[str]], numbers: frozenset[int] = frozenset()
    ) -> None:
        """A table; ``numbers`` are the columns to be set flush right. Cells may hold markup made here."""
        table = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="bold")
        for at, head in enumerate(heads):
            table.add_column(head, justify="right" if at in numbers else "left", overflow="fold")
        for row in rows:
            table.add_row(*row)
        self.console.print(table)

    def heading(self, key: str) -> None:
        """A section's heading."""
        self.console.print()
        self.console.print(escape(self.say(f"heading.{key}")), style="bold")

    # --- today and reports --------------------------------------------------------------------------

    def briefing(self, made: Briefing, *, everything: bool = False) -> None:
        """Answer, figures, what moved, what to do, what is missing."""
        self.console.print()
        self.line(self.phrases.sentence(made), "bold")
        if made.one_metric:
            self.line(f"{self.say('heading.one_metric')}: {self.phrases.one_metric(made)}")
        self.kpis(made)
        for moved in made.moved:
            self.moved(moved, made.kind)
        self.actions(made, everything=everything)
        if made.missing:
            self.heading("missing")
            for gap in made.missing:
                self.line(f"· {self.phrases.missing(gap)}")

    def _change(self, text: str, value: float | None) -> str:
        if not value:
            return escape(text)
        arrow, colour = ("▲", self.up) if value > 0 else ("▼", self.down)
        return f"[{colour}]{arrow} {escape(text)}[/]"

    def kpis(self, made: Briefing) -> None:
        """The strip, one line a figure."""
        if not made.kpis:
            return
        heads = [self.say(f"heading.{key}") for key in ("metric", "value", "usual", "change", "noise")]
        verdict = {True: "yes", False: "no", None: "unknown"}
        rows = [
            (
                escape(self.phrases.metric(kpi.metric)),
                self.phrases.figure(kpi.value, kpi.unit, kpi.currency),
                self.phrases.figure(kpi.usual, kpi.unit, kpi.currency),
                self._change(self.phrases.change(kpi), kpi.change),
                self.say(f"noise.{verdict[kpi.noise]}") if made.kind == "day" else "",
            )
            for kpi in made.kpis
        ]
        self.table(heads, rows, frozenset({1, 2, 3}))
        self.line(self.phrases.against(made), "dim")

    def moved(self, moved: Moved, kind: str) -> None:
        """A change taken apart."""
        self.heading(moved.kind)
        heads = [self.say("heading.driver"), self.say("heading.before"), self.say(f"after.{kind}")]
        heads += [self.say("heading.part"), self.say("heading.noise")]
        verdict = {True: "yes", False: "no", None: "unknown"}
        style = self.phrases.style
        rows = [
            (
                escape(self.phrases.driver(driver)),
                self.phrases.figure(driver.before, driver.unit, moved.currency),
                self.phrases.figure(driver.after, driver.unit, moved.currency),
                self._change(style.money(driver.part, moved.currency), float(driver.part)),
                self.say(f"noise.{verdict[driver.noise]}"),
            )
            for driver in moved.drivers
        ]
        rows.append((self.say("heading.total"), "", "", style.money(moved.change, moved.currency), ""))
        self.table(heads, rows, frozenset({1, 2, 3}))

    def actions(self, made: Briefing, *, everything: bool) -> None:
        """The list, each with its evidence, money and id."""
        if made.kind != "day":
            return
        self.heading("actions")
        if not made.todo:
            self.line(self.say("sentence.no_actions"))
        for number, action in enumerate(made.todo[: None if everything else SHOWN], start=1):
            shown = self.phrases.action(made, action)
            self.console.print(f"[bold]{number}. {escape(str(shown['title']))}[/]")
            self.line(f"   {shown['evidence']}")
            money = f"{self.say('heading.money')} {shown['money']}"
            self.line(
                f"   {money} · {shown['minutes']} min · {shown['owner']} · {shown['stage']} · {shown['id']}",
                "dim",
            )
            if shown["file"]:
                self.line(f"   {self.say('heading.file')}: {shown['file']}", "dim")
        if made.left_out and everything:
            self.heading("left_out")
            for left in made.left_out:
                self.line(
                    f"· {self.phrases.title(left.action)} — {self.phrases.left_out(left, made.minutes)}"
                )

    # --- files --------------------------------------------------------------------------------------

    def files(self, read: Sequence[ReadFile]) -> None:
        """One table of what could not be read and why; one line about the rest."""
        kept, lost = sum(one.kept for one in read), sum(one.refused for one in read)
        failed = sum(1 for one in read if one.status == "refused")
        good = len(read) - failed
        self.line(self.say("load.summary", files=good, kept=kept, refused=lost, failed=failed))
        issues = [issue for one in read for issue in one.issues if issue.code != "same_file"]
        if not issues:
            return
        self.heading("not_read")
        heads = [self.say(f"heading.{key}") for key in ("files", "row", "column", "problem", "found")]
        rows = [
            (
                escape(issue.file),
                str(issue.row or ""),
                escape(issue.column),
                escape(self.phrases.issue(issue)),
                escape(issue.value),
            )
            for issue in issues[:MOST_ISSUES]
        ]
        self.table(heads, rows, frozenset({1}))
        if len(issues) > MOST_ISSUES:
            self.line(f"… +{len(issues) - MOST_ISSUES}")
