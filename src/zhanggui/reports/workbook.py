"""The workbook: figures, what moved, what to do, with native charts that the operator can restyle."""

from datetime import datetime
from pathlib import Path
from typing import Any

from zhanggui.reports.briefing import Briefing, Kpi, Moved
from zhanggui.reports.handover import safe
from zhanggui.reports.phrases import Phrases

FORMATS = {"count": "#,##0", "share": "0.00%", "ratio": "0.00", "days": "0.0"}
FIXED = datetime(2000, 1, 1)


class _Book:
    """One briefing in one workbook."""

    def __init__(self, book: Any, briefing: Briefing, phrases: Phrases) -> None:  # noqa: ANN401 - untyped library
        self.book = book
        self.briefing = briefing
        self.phrases = phrases
        self.say = phrases.texts.say
        font = {
            "font_name": "Microsoft YaHei" if phrases.texts.language == "zh" else "Arial",
            "font_size": 10,
        }
        self.plain = book.add_format({**font, "valign": "top", "text_wrap": True})
        self.head = book.add_format(
            {**font, "bold": True, "bg_color": "#EEF2FF", "bottom": 1, "bottom_color": "#C9D2F5"}
        )
        self.title = book.add_format({**font, "bold": True, "font_size": 14})
        self.sub = book.add_format({**font, "font_color": "#5B6472"})
        self.figures = {
            unit: book.add_format({**font, "num_format": form, "align": "right", "valign": "top"})
            for unit, form in {
                **FORMATS,
                "money": "#,##0.00",
                "change": "+0.0%;\N{MINUS SIGN}0.0%;0.0%",
            }.items()
        }

    def row(self, sheet: Any, at: int, texts: list[str], form: Any) -> None:  # noqa: ANN401
        for column, text in enumerate(texts):
            sheet.write_string(at, column, text, form)

    def number(self, sheet: Any, place: tuple[int, int], value: Any, unit: str) -> None:  # noqa: ANN401
        """A number, or an empty cell where it is unknown: never 0."""
        if value is None:
            sheet.write_blank(*place, None, self.plain)
        else:
            sheet.write_number(*place, float(value), self.figures[unit])

    def overview(self) -> None:
        """Title, sentence, key figures with their last 30 days as sparklines."""
        heading = self.say(f"heading.report_{self.briefing.kind}")
        sheet = self.book.add_worksheet(heading[:31])
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 26)
        sheet.set_column(1, 4, 16)
        sheet.write_string(0, 0, f"{heading} {self.phrases.span(self.briefing.period)}", self.title)
        sheet.write_string(1, 0, self.phrases.sentence(self.briefing), self.sub)
        names = [self.say(f"heading.{key}") for key in ("metric", "value", "usual", "change", "trend")]
        self.row(sheet, 3, names, self.head)
        for at, kpi in enumerate(self.briefing.kpis, start=4):
            self.kpi(sheet, at, kpi)
        self.trend(sheet, 5 + len(self.briefing.kpis))

    def kpi(self, sheet: Any, at: int, kpi: Kpi) -> None:  # noqa: ANN401
        name = self.phrases.metric(kpi.metric)
        sheet.write_string(at, 0, f"{name} ({kpi.currency})" if kpi.unit == "money" else name, self.plain)
        self.number(sheet, (at, 1), kpi.value, kpi.unit)
        self.number(sheet, (at, 2), kpi.usual, kpi.unit)
        self.number(sheet, (at, 3), kpi.change, "share" if kpi.unit == "share" else "change")
        column = self.briefing.kpis.index(kpi) + 1
        if kpi.series:
            data = self.say("heading.details")
            sheet.add_sparkline(
                at, 4, {"range": f"'{data}'!{_cells(column, len(kpi.series))}", "series_color": "#2F55D4"}
            )

    def trend(self, sheet: Any, at: int) -> None:  # noqa: ANN401
        """A chart of sales over the last days."""
        kpi = self.briefing.headline
        if kpi is None or not kpi.series:
            return
        data = self.say("heading.details")
        chart = self.book.add_chart({"type": "line"})
        days = f"='{data}'!{_cells(0, len(kpi.series))}"
        values = f"='{data}'!{_cells(self.briefing.kpis.index(kpi) + 1, len(kpi.series))}"
        chart.add_series({"categories": days, "values": values, "line": {"color": "#2F55D4", "width": 2}})
        chart.set_title({"name": f"{self.phrases.metric('gmv')} ({kpi.currency})", "name_font": {"size": 11}})
        chart.set_legend({"none": True})
        chart.set_y_axis(
            {
                "min": 0,
                "num_format": "#,##0",
                "major_gridlines": {"visible": True, "line": {"color": "#E6E8EC"}},
            }
        )
        chart.set_size({"width": 760, "height": 280})
        sheet.insert_chart(at, 0, chart)

    def details(self) -> None:
        """The days behind the sparklines, one column a metric."""
        sheet = self.book.add_worksheet(self.say("heading.details"))
        kpis = self.briefing.kpis
        self.row(
            sheet, 0, [self.say("heading.day"), *(self.phrases.metric(kpi.metric) for kpi in kpis)], self.head
        )
        sheet.set_column(0, len(kpis), 16)
        for column, kpi in enumerate(kpis, start=1):
            for at, (day, value) in enumerate(kpi.series, start=1):
                sheet.write_string(at, 0, day.isoformat(), self.plain)
                self.number(sheet, (at, column), value, kpi.unit)

    def actions(self) -> None:
        """What to do, with money, evidence and steps."""
        sheet = self.book.add_worksheet(self.say("heading.actions"))
        keys = (
            "action",
            "evidence",
            "money",
            "owner",
            "minutes",
            "due",
            "check_on",
            "file",
            "steps",
            "undo",
            "id",
        )
        self.row(sheet, 0, [self.say(f"heading.{key}") for key in keys], self.head)
        sheet.set_column(0, 1, 48)
        sheet.set_column(2, 7, 14)
        sheet.set_column(8, 9, 60)
        for at, action in enumerate(self.briefing.todo, start=1):
            shown = self.phrases.action(self.briefing, action)
            steps = "\n".join(f"{n}. {step}" for n, step in enumerate(self.phrases.steps(action), start=1))
            shown = {**shown, "action": shown["title"], "steps": steps}
            for column, key in enumerate(keys):
                sheet.write_string(at, column, safe(str(shown[key])), self.plain)
            self.number(sheet, (at, 2), action.impact.mid, "money")
            self.number(sheet, (at, 4), action.minutes, "count")
        if self.briefing.todo:
            bar = {"type": "data_bar", "bar_color": "#B9C6F5", "bar_solid": True}
            sheet.conditional_format(1, 2, len(self.briefing.todo), 2, bar)
        sheet.freeze_panes(1, 0)

    def moved(self, moved: Moved) -> None:
        """A change taken apart, with a waterfall as stacked columns."""
        sheet = self.book.add_worksheet(self.say(f"short.{moved.kind}"))
        keys = ("driver", "before", "after", "part", "noise")
        self.row(sheet, 0, [self.say(f"heading.{key}") for key in keys] + ["", "", ""], self.head)
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 4, 16)
        running = 0.0
        for at, driver in enumerate(moved.drivers, start=1):
            sheet.write_string(at, 0, safe(self.phrases.driver(driver)), self.plain)
            self.number(sheet, (at, 1), driver.before, driver.unit)
            self.number(sheet, (at, 2), driver.after, driver.unit)
            self.number(sheet, (at, 3), driver.part, "money")
            verdict = {True: "yes", False: "no", None: "unknown"}[driver.noise]
            sheet.write_string(at, 4, self.say(f"noise.{verdict}"), self.plain)
            part = float(driver.part)
            for column, value in enumerate(
                (min(running, running + part), max(part, 0.0), max(-part, 0.0)), start=5
            ):
                self.number(sheet, (at, column), value, "money")
            running += part
        last = len(moved.drivers)
        sheet.write_string(last + 1, 0, self.say("heading.total"), self.head)
        self.number(sheet, (last + 1, 3), moved.change, "money")
        self.waterfall(sheet, last)

    def waterfall(self, sheet: Any, rows: int) -> None:  # noqa: ANN401
        name = sheet.get_name()
        sheet.set_column(5, 7, 2, None, {"hidden": 1})
        chart = self.book.add_chart({"type": "column", "subtype": "stacked"})
        red_up = self.phrases.texts.language == "zh"
        fills = (None, "#CF2A2A" if red_up else "#0B7F55", "#0B7F55" if red_up else "#CF2A2A")
        for column, fill in enumerate(fills, start=5):
            chart.add_series(
                {
                    "categories": [name, 1, 0, rows, 0],
                    "values": [name, 1, column, rows, column],
                    "fill": {"color": fill} if fill else {"none": True},
                    "gap": 40,
                }
            )
        chart.show_hidden_data()
        chart.set_legend({"none": True})
        chart.set_title({"name": name, "name_font": {"size": 11}})
        chart.set_size({"width": 640, "height": 300})
        sheet.insert_chart(rows + 3, 0, chart)


def _cells(column: int, rows: int) -> str:
    letter = chr(ord("A") + column)
    return f"${letter}$2:${letter}${rows + 1}"


def workbook(briefing: Briefing, phrases: Phrases, path: Path) -> None:
    """Write the report to ``path``; the same briefing gives the same bytes."""
    import xlsxwriter  # noqa: PLC0415 - only when a workbook is asked for

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"title": phrases.span(briefing.period), "created": FIXED})
        made = _Book(book, briefing, phrases)
        made.overview()
        made.actions()
        for moved in briefing.moved:
            made.moved(moved)
        made.details()
