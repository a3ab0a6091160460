"""What the verbs show a person in the terminal."""

from collections.abc import Iterable, Sequence
from dataclasses import astuple

from rich.box import SIMPLE_HEAD
from rich.console import Console, JustifyMethod
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from zhanggui.reports import accounts, outcomes
from zhanggui.reports.briefing import Account, Briefing, Driver, Kpi, Moved, Outcome, ReadFile
from zhanggui.reports.opening import Opening
from zhanggui.reports.phrases import Phrases
from zhanggui.reports.reading import Problem, problems, unopened

MOST_ISSUES = 20
SHOWN = 7
NARROW = 12  # cells that a column of text keeps; a column no wider is not folded
GAP = 3  # cells between two columns


class Screen:
    """A terminal in one language. Colours as on the page; an arrow and a sign say it without colour."""

    def __init__(self, phrases: Phrases, console: Console | None = None) -> None:
        self.phrases = phrases
        self.say = phrases.texts.say
        self.console = console or Console(highlight=False)

    def line(self, text: str, style: str = "", indent: int = 0) -> None:
        """One line of text, folded at the width of the terminal; ``indent`` holds for every folded line."""
        self.console.print(Padding(escape(text), (0, 0, 0, indent), style=style, expand=False))

    def table(
        self, heads: Sequence[str], rows: Iterable[Sequence[str]], numbers: frozenset[int] = frozenset()
    ) -> None:
        """A table; ``numbers`` are the columns to be set flush right. Cells may hold markup made here.

        A figure or a date is never broken over two lines: texts are folded, and where that is not enough the table is
        wider than the terminal.
        """
        cells = [tuple(heads), *rows]
        table = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="bold")
        least = 0
        for at, head in enumerate(heads):
            width = max(Text.from_markup(row[at]).cell_len for row in cells if at < len(row))
            whole = at in numbers or width <= NARROW
            justify: JustifyMethod = "right" if at in numbers else "left"
            table.add_column(head, justify=justify, overflow="fold", no_wrap=whole)
            least += GAP + (width if whole else NARROW)
        for row in cells[1:]:
            table.add_row(*row)
        width = self.console.width
        self.console.width = max(width, least)
        self.console.print(table)
        self.console.width = width

    def heading(self, key: str) -> None:
        """A section's heading."""
        self.title(self.say(f"heading.{key}"))

    def title(self, text: str) -> None:
        """A section's heading in words of its own."""
        self.console.print()
        self.console.print(escape(text), style="bold")

    # --- today and reports --------------------------------------------------------------------------

    def briefing(self, made: Briefing, *, everything: bool = False, command: str = "zhanggui") -> None:
        """Answer, figures, what moved, what to do, what is missing; ``command`` is how to call us again."""
        self.console.print()
        self.line(Opening(made, self.phrases).whole(), "bold")
        if made.one_metric:
            self.line(f"{self.say('heading.one_metric')}: {self.phrases.one_metric(made)}")
            if was := self.phrases.one_metric_was(made):
                self.line(was, "dim")
        self.kpis(made)
        for moved in made.moved:
            self.moved(moved, made.kind)
        for account, notes in accounts.noted(made.accounts, self.phrases):
            self.account(account)
            for note in notes:
                self.line(note, "dim")
        self.actions(made, everything=everything)
        recent = outcomes.lately(made.done, made.period)
        if recent:
            self.heading("done")
            self.outcomes(recent, made.done)
        if made.missing:
            self.heading("missing")
            for gap in made.missing:
                self.item(self.phrases.missing(gap))
        self.next(made, command)

    def item(self, text: str) -> None:
        """One line of a list."""
        grid = Table.grid(padding=(0, 1))
        grid.add_column()
        grid.add_column(overflow="fold")
        grid.add_row("·", escape(text))
        self.console.print(grid)

    def next(self, made: Briefing, command: str) -> None:
        """What can be done from here, as commands that work as they stand."""
        if made.kind != "day":
            return
        self.console.print()
        if made.to_check:
            self.line(self.say("next.check", command=command, n=made.to_check))
        if made.todo:
            self.line(self.say("next.done", command=command, id=made.todo[0].id), "dim")
            self.line(self.say("next.detail", command=command), "dim")
        metric = made.one_metric or "gmv"
        self.line(self.say("next.define", command=command, metric=metric), "dim")

    def _change(self, text: str, value: float | None, good: int = 1) -> str:
        if not value:
            return escape(text)
        arrow = "▲" if value > 0 else "▼"
        tone = self.phrases.good(value, good)
        shown = f"{arrow} {escape(text)}"
        return shown if tone is None else f"[{'green' if tone else 'red'}]{shown}[/]"

    def kpis(self, made: Briefing) -> None:
        """The strip, one line a figure."""
        if not made.kpis:
            return
        heads = [self.say(f"heading.{key}") for key in ("metric", "value")]
        heads += [self.say(f"before.{made.kind}"), self.say("heading.change"), self.say("heading.noise")]
        told = made.kind == "day" or any(kpi.provisional for kpi in made.kpis)
        rows = [
            (
                escape(self.phrases.metric(kpi.metric)),
                self.phrases.tile(kpi),
                self.phrases.figure(kpi.usual, kpi.unit, kpi.currency),
                self._change(self.phrases.change(kpi), kpi.change, kpi.good),
                *([self._told(kpi, judged=made.kind == "day")] if told else []),
            )
            for kpi in made.kpis
        ]
        self.table(heads[: None if told else -1], rows, frozenset({1, 2, 3}))
        self.line(self.phrases.against(made), "dim")

    def moved(self, moved: Moved, kind: str) -> None:
        """A change taken apart."""
        self.heading(moved.kind)
        heads = [
            self.say(f"{key}.{of}")
            for key, of in (("heading", f"of_{moved.kind}"), ("before", kind), ("after", kind))
        ]
        heads += [self.say("heading.part"), *([self.say("heading.noise")] if moved.judged else [])]
        style = self.phrases.style
        rows = [
            (
                escape(self.phrases.driver(driver)),
                self.phrases.figure(driver.before, driver.unit, moved.currency),
                self.phrases.figure(driver.after, driver.unit, moved.currency),
                self._change(style.signed(driver.part, moved.currency), float(driver.part)),
                *([self._verdict(driver)] if moved.judged else []),
            )
            for driver in moved.drivers
        ]
        rows.append((self.say("heading.total"), "", "", style.signed(moved.change, moved.currency)))
        self.table(heads, rows, frozenset({1, 2, 3}))

    def account(self, account: Account) -> None:
        """What shops or items earned."""
        self.heading(f"account_{account.kind}")
        rows = [
            (escape(accounts.name(account, row, self.phrases)), *accounts.cells(account, row, self.phrases))
            for row in account.rows
        ]
        if account.total is not None:
            rows.append((self.say("heading.total"), *accounts.cells(account, None, self.phrases)))
        self.table(accounts.heads(account, self.phrases), rows, frozenset(range(1, len(account.columns) + 1)))

    def outcomes(self, shown: Sequence[Outcome], done: Sequence[Outcome]) -> None:
        """What became of what was done, and the record of all of it."""
        rows = [tuple(map(escape, outcomes.cells(one, self.phrases))) for one in shown]
        self.table(outcomes.heads(self.phrases), rows, frozenset({2, 3}))
        if told := outcomes.told(done, self.phrases):
            self.line(told)

    def _told(self, kpi: Kpi, *, judged: bool) -> str:
        """The verdict on a day's figure, and of a young figure what it will come to."""
        told = (
            [self.phrases.verdict(kpi.noise)]
            if judged and (kpi.noise is not None or not kpi.provisional)
            else []
        )
        if kpi.provisional:
            told.append(self.phrases.early(kpi))
        return " · ".join(told)

    def _verdict(self, driver: Driver) -> str:
        return "" if driver.key == "rest" else self.phrases.verdict(driver.noise)

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
            self.line(str(shown["evidence"]), indent=3)
            self.line(
                " · ".join(
                    (
                        f"{self.say('heading.money')} {shown['money']}",
                        *(str(shown[key]) for key in ("minutes", "owner", "stage")),
                        f"{self.say('heading.id')} {shown['id']}",
                        f"{self.say('heading.check_on')} {shown['check_on']}",
                    )
                ),
                "dim",
                indent=3,
            )
            if shown["file"]:
                path = f"   {self.say('heading.file')}: {shown['file']}"  # never folded: it is copied
                self.console.print(escape(path), style="dim", soft_wrap=True)
        if made.left_out and not everything:
            self.line(f"{self.say('heading.left_out')}: {len(made.left_out)} (--all)", "dim")
        if made.left_out and everything:
            self.heading("left_out")
            for left in made.left_out:
                self.item(f"{self.phrases.title(left.action)} — {self.phrases.left_out(left, made.minutes)}")

    # --- files --------------------------------------------------------------------------------------

    def files(self, read: Sequence[ReadFile]) -> None:
        """What was loaded in a line, then what could not be read and what was read with something to know."""
        old = [one for one in read if one.status == "same"]
        new = [one for one in read if one.status not in {"same", "aside"}]
        kept, lost = sum(one.kept for one in new), sum(one.refused for one in new)
        failed = sum(1 for one in new if one.status == "refused")
        if new:
            good = len(new) - failed
            self.line(
                self.say("load.summary", files=good, kept=f"{kept:,}", refused=f"{lost:,}", failed=failed)
            )
            if old:
                self.line(self.say("load.also_same", files=len(old)), "dim")
        elif old:
            rows = f"{sum(one.kept for one in old):,}"
            self.line(self.say("load.same", files=len(old), rows=rows))
        for heading, noted in (("not_read", False), ("noted", True)):
            self._problems(heading, problems(read, self.phrases, noted=noted))
        beside = unopened(read, self.phrases)
        if beside:
            self.line(beside, "dim")

    def _problems(self, heading: str, told: Sequence[Problem]) -> None:
        """One table: where, what is wrong and what to do, what stood there."""
        if not told:
            return
        self.title(self.say(f"heading.{heading}"))
        heads = [self.say(f"heading.{key}") for key in ("files", "row", "column", "problem", "found")]
        rows = [tuple(map(escape, astuple(one))) for one in told[:MOST_ISSUES]]
        self.table(heads, rows, frozenset({1}))
        if len(told) > MOST_ISSUES:
            self.line(f"… +{len(told) - MOST_ISSUES}")
