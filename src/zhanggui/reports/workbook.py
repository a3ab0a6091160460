"""The workbook: figures, what moved, what to do, with native charts that the operator can restyle."""

from datetime import datetime
from pathlib import Path
from typing import Any

from zhanggui.model.money import CURRENCIES
from zhanggui.reports import accounts, outcomes
from zhanggui.reports.briefing import Briefing, Kpi, Moved
from zhanggui.reports.handover import safe
from zhanggui.reports.numbers import DASH, SIGNS, is_mean
from zhanggui.reports.opening import Opening
from zhanggui.reports.phrases import Phrases

FORMATS = {"count": "#,##0", "share": "0.00%", "ratio": "0.00", "days": "0.0"}
FIXED = datetime(2000, 1, 1)
RED, GREEN, MUTED = "#CF2A2A", "#0B7F55", "#626B7B"
GRID = {"visible": True, "line": {"color": "#E6E8EC"}}
BAR = {"type": "data_bar", "bar_color": "#B9C6F5", "bar_solid": True, "min_type": "num", "min_value": 0}
# An arrow and a sign say it without colour; a rate's change is in percentage points.
CHANGE = '"▲ +"0.0%;"▼ \N{MINUS SIGN}"0.0%;0.0%'
POINTS = {
    "zh": '"▲ +"0.00" 个百分点";"▼ \N{MINUS SIGN}"0.00" 个百分点";0.00" 个百分点"',
    "en": '"▲ +"0.00" pp";"▼ \N{MINUS SIGN}"0.00" pp";0.00" pp"',
}
RIGHT = 8  # first of the columns beside the figures, where charts stand
STEPS = 6  # first of the hidden columns behind the waterfall


class _Book:
    """One briefing in one workbook."""

    def __init__(self, book: Any, briefing: Briefing, phrases: Phrases) -> None:  # noqa: ANN401 - untyped library
        self.book = book
        self.briefing = briefing
        self.phrases = phrases
        self.say = phrases.texts.say
        font: dict[str, object] = {
            "font_name": "Microsoft YaHei" if phrases.texts.language == "zh" else "Arial",
            "font_size": 10,
        }
        self.font = font
        self.plain = book.add_format({**font, "valign": "top", "text_wrap": True})
        self.small = book.add_format({**font, "valign": "top", "text_wrap": True, "font_color": MUTED})
        self.dash = book.add_format({**font, "valign": "top", "align": "right", "font_color": MUTED})
        self.head = book.add_format({**font, "font_color": MUTED, "bg_color": "#F6F7F9", "bottom": 1,
                                     "bottom_color": "#E7E9EE"})  # fmt: skip
        self.over = book.add_format({**font, "font_color": MUTED, "bg_color": "#F6F7F9", "bottom": 1,
                                     "bottom_color": "#E7E9EE", "align": "right"})  # fmt: skip
        self.beside = book.add_format({**font, "valign": "top", "text_wrap": True, "indent": 1})
        self.day = book.add_format({**font, "num_format": "yyyy-mm-dd", "align": "left", "valign": "top"})
        self.title = book.add_format({**font, "bold": True, "font_size": 16})
        self.sub = book.add_format({**font, "font_color": MUTED, "text_wrap": True, "valign": "top"})
        tones = {True: GREEN, False: RED, None: MUTED}
        changes = {"share": POINTS[phrases.texts.language], "": CHANGE}
        self.tones = {
            (good, unit): book.add_format(
                {**font, "align": "right", "valign": "top", "font_color": colour, "num_format": form}
            )
            for good, colour in tones.items()
            for unit, form in changes.items()
        }
        self.figures: dict[str, Any] = {}

    def row(self, sheet: Any, at: int, texts: list[str], form: Any, numbers: tuple[int, ...] = ()) -> None:  # noqa: ANN401
        """Texts beside each other; above the columns of ``numbers`` flush right, as these are."""
        for column, text in enumerate(texts):
            sheet.write_string(at, column, text, self.over if column in numbers else form)

    def figure(self, unit: str, currency: str = "") -> Any:  # noqa: ANN401
        """The cell format of a unit; money carries its sign and the currency's decimals, a 'change' of money + or −."""
        key = f"{unit} {currency}" if unit in {"money", "change"} else unit
        if key not in self.figures:
            form = FORMATS.get(unit, "")
            if unit in {"money", "change"}:
                mark = SIGNS.get(currency, f"{currency} " if currency else "")
                places = CURRENCIES.get(currency, 2)
                form = f'"{mark}"#,##0' + ("." + "0" * places if places else "")
                more = f'"+"{form}' if unit == "change" else form
                form = f"{more};\N{MINUS SIGN}{form};{form}"
            shown = {**self.font, "num_format": form, "align": "right", "valign": "top"}
            self.figures[key] = self.book.add_format(shown)
        return self.figures[key]

    def number(
        self,
        sheet: Any,  # noqa: ANN401
        place: tuple[int, int],
        value: Any,  # noqa: ANN401
        unit: str,
        currency: str = "",
    ) -> None:
        """A number, or a dash where it is unknown: never 0."""
        if value is None:
            sheet.write_string(*place, DASH, self.dash)
        else:
            form = "ratio" if unit == "count" and is_mean(value) else unit
            sheet.write_number(*place, float(value), self.figure(form, currency))

    def overview(self) -> None:
        """Title, sentence, key figures with sparklines, the list of things to do; charts stand to the right."""
        heading = self.say(f"heading.report_{self.briefing.kind}")
        sheet = self.book.add_worksheet(heading[:31])
        sheet.hide_gridlines(2)
        for column, width in enumerate((34, 17, 17, 16, 18, 16, 26)):
            sheet.set_column(column, column, width)
        sheet.set_row(0, 26)
        sheet.write_string(0, 0, f"{heading} {self.phrases.span(self.briefing.period)}", self.title)
        sheet.merge_range(1, 0, 1, 6, "", self.sub)
        sheet.write_string(1, 0, Opening(self.briefing, self.phrases).whole(), self.sub)
        sheet.set_row(1, 46)
        usual = self.say(f"before.{self.briefing.kind}")
        names = [self.say("heading.metric"), self.say("heading.value"), usual]
        names += [self.say(f"heading.{key}") for key in ("change", "trend", "noise", "early")]
        self.row(sheet, 3, names, self.head, (1, 2, 3))
        for at, kpi in enumerate(self.briefing.kpis, start=4):
            sheet.set_row(at, 20)
            self.kpi(sheet, at, kpi)
        last = 4 + len(self.briefing.kpis)
        sheet.write_string(last, 0, self.phrases.against(self.briefing), self.sub)
        self.brief_actions(sheet, last + 2)
        self.missing(sheet, last + 2 + (3 + len(self.briefing.todo) if self.briefing.kind == "day" else 0))
        self.trend(sheet)

    def missing(self, sheet: Any, at: int) -> None:  # noqa: ANN401
        """What the books lack, one line each."""
        if not self.briefing.missing:
            return
        sheet.merge_range(at, 0, at, 6, "", self.head)
        sheet.write_string(at, 0, self.say("heading.missing"), self.head)
        for line, gap in enumerate(self.briefing.missing, start=at + 1):
            sheet.set_row(line, 28)
            sheet.merge_range(line, 0, line, 6, "", self.small)
            sheet.write_string(line, 0, safe(self.phrases.missing(gap)), self.small)

    def kpi(self, sheet: Any, at: int, kpi: Kpi) -> None:  # noqa: ANN401
        """One figure; the change is coloured by the language's habit, its sign says it without colour."""
        sheet.write_string(at, 0, self.phrases.metric(kpi.metric), self.plain)
        self.number(sheet, (at, 1), kpi.current if kpi.value is None else kpi.value, kpi.unit, kpi.currency)
        self.number(sheet, (at, 2), kpi.usual, kpi.unit, kpi.currency)
        good = self.phrases.good(kpi.change, kpi.good)
        if kpi.change is None:
            sheet.write_string(at, 3, DASH, self.dash)
        elif kpi.unit == "share":
            sheet.write_number(at, 3, float(kpi.change) * 100, self.tones[good, "share"])
        else:
            sheet.write_number(at, 3, float(kpi.change), self.tones[good, ""])
        if kpi.noise is not None or (self.briefing.kind == "day" and not kpi.provisional):
            sheet.write_string(at, 5, self.phrases.verdict(kpi.noise), self.beside)
        if kpi.provisional:
            sheet.write_string(at, 6, self.phrases.early(kpi), self.plain)
        column = self.briefing.kpis.index(kpi) + 1
        if kpi.series:
            data = self.say("heading.details")
            place = f"'{data}'!{_cells(column, len(kpi.series))}"
            sheet.add_sparkline(at, 4, {"range": place, "series_color": "#2F55D4", "last_point": True})

    def brief_actions(self, sheet: Any, at: int) -> None:  # noqa: ANN401
        """What to do, why, the money as a bar, who and until when."""
        if self.briefing.kind != "day":
            return
        keys = ("action", "evidence", "money", "owner", "due")
        self.row(sheet, at, [self.say(f"heading.{key}") for key in keys], self.head)
        if not self.briefing.todo:
            sheet.write_string(at + 1, 0, self.say("sentence.no_actions"), self.sub)
            return
        first = at + 1
        for line, action in enumerate(self.briefing.todo, start=first):
            shown = self.phrases.action(self.briefing, action)
            sheet.set_row(line, 62)
            sheet.write_string(line, 0, safe(str(shown["title"])), self.plain)
            sheet.write_string(line, 1, safe(str(shown["evidence"])), self.small)
            self.number(sheet, (line, 2), action.impact.promised, "money", action.impact.currency)
            sheet.write_string(line, 3, safe(str(shown["owner"])), self.plain)
            sheet.write_string(line, 4, action.due.isoformat(), self.plain)
        sheet.set_column(1, 1, 44)
        self.bars(sheet, first)

    def bars(self, sheet: Any, first: int) -> None:  # noqa: ANN401
        """Bars behind the money of what there is to do; amounts of several currencies do not compare."""
        if len({action.impact.currency for action in self.briefing.todo}) == 1:
            sheet.conditional_format(first, 2, first + len(self.briefing.todo) - 1, 2, BAR)

    def trend(self, sheet: Any) -> None:  # noqa: ANN401
        """A chart of sales over the last days, and beside the figures what the change is made of."""
        kpi = self.briefing.headline
        if kpi is None or not kpi.series:
            return
        data = self.say("heading.details")
        chart = self.book.add_chart({"type": "line"})
        days = f"='{data}'!{_cells(0, len(kpi.series))}"
        values = f"='{data}'!{_cells(self.briefing.kpis.index(kpi) + 1, len(kpi.series))}"
        chart.add_series({"categories": days, "values": values, "line": {"color": "#2F55D4", "width": 2}})
        name = f"{self.phrases.metric('gmv')} · {self.say('heading.trend')}"
        chart.set_title({"name": name, "name_font": {"size": 11}})
        chart.set_legend({"none": True})
        chart.set_x_axis({"interval_unit": 7, "num_format": "mm-dd", "line": {"color": "#E6E8EC"}})
        chart.set_y_axis({"min": 0, "num_format": "#,##0", "major_gridlines": GRID, "line": {"none": True}})
        chart.set_size({"width": 620, "height": 260})
        sheet.insert_chart(3, RIGHT, chart)
        tree = next((moved for moved in self.briefing.moved if moved.kind == "tree"), None)
        if tree is not None:
            sheet.insert_chart(17, RIGHT, self.waterfall(self.sheet_name(tree), len(tree.drivers)))

    def details(self) -> None:
        """The days behind the sparklines, one column a metric."""
        sheet = self.book.add_worksheet(self.say("heading.details"))
        kpis = self.briefing.kpis
        names = [self.say("heading.day"), *(self.phrases.metric(kpi.metric) for kpi in kpis)]
        self.row(sheet, 0, names, self.head, tuple(range(1, len(names))))
        sheet.set_column(0, len(kpis), 16)
        for column, kpi in enumerate(kpis, start=1):
            for at, (day, value) in enumerate(kpi.series, start=1):
                sheet.write_datetime(at, 0, day, self.day)
                if value is not None:  # an empty cell, so that the line breaks
                    self.number(sheet, (at, column), value, kpi.unit, kpi.currency)

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
        if not self.briefing.todo:
            sheet.write_string(1, 0, self.say("sentence.no_actions"), self.plain)
        for at, action in enumerate(self.briefing.todo, start=1):
            shown = self.phrases.action(self.briefing, action)
            steps = "\n".join(f"{n}. {step}" for n, step in enumerate(self.phrases.steps(action), start=1))
            shown = {**shown, "action": shown["title"], "steps": steps}
            for column, key in enumerate(keys):
                sheet.write_string(at, column, safe(str(shown[key])), self.plain)
            self.number(sheet, (at, 2), action.impact.promised, "money", action.impact.currency)
            self.number(sheet, (at, 4), action.minutes, "count")
        self.bars(sheet, 1)
        sheet.freeze_panes(1, 0)

    def sheet_name(self, moved: Moved) -> str:
        return self.say(f"short.{moved.kind}")

    def moved(self, moved: Moved) -> None:
        """A change taken apart; for the tree, the steps from usual to now stand beside it for the waterfall."""
        sheet = self.book.add_worksheet(self.sheet_name(moved))
        sides = (self.say(f"{side}.{self.briefing.kind}") for side in ("before", "after"))
        names = [self.say(f"heading.of_{moved.kind}"), *sides, self.say("heading.part")]
        verdict = self.say("heading.noise") if moved.judged else ""
        self.row(sheet, 0, [*names, verdict], self.head, (1, 2, 3))
        sheet.set_column(0, 0, 40)
        sheet.set_column(1, 4, 16)
        for at, driver in enumerate(moved.drivers, start=1):
            sheet.write_string(at, 0, safe(self.phrases.driver(driver)), self.plain)
            self.number(sheet, (at, 1), driver.before, driver.unit, moved.currency)
            self.number(sheet, (at, 2), driver.after, driver.unit, moved.currency)
            self.number(sheet, (at, 3), driver.part, "change", moved.currency)
            if moved.judged and driver.key != "rest":
                sheet.write_string(at, 4, self.phrases.verdict(driver.noise), self.beside)
        last = len(moved.drivers)
        sheet.write_string(last + 1, 0, self.say("heading.total"), self.head)
        self.number(sheet, (last + 1, 3), moved.change, "change", moved.currency)
        if moved.kind == "tree":
            self.steps(sheet, moved)

    def earned(self) -> None:
        """What shops and items earned, one table below the other."""
        sheet = self.book.add_worksheet(self.say("short.accounts"))
        sheet.set_column(0, 0, 44)
        sheet.set_column(1, 8, 15)
        at = 0
        for account, notes in accounts.noted(self.briefing.accounts, self.phrases):
            sheet.write_string(at, 0, self.say(f"heading.account_{account.kind}"), self.title)
            heads = accounts.heads(account, self.phrases)
            self.row(sheet, at + 1, heads, self.head, tuple(range(1, len(heads))))
            lines = [(accounts.name(account, row, self.phrases), row.figures) for row in account.rows]
            lines += [(self.say("heading.total"), account.total)] if account.total is not None else []
            for line, (name, figures) in enumerate(lines, start=at + 2):
                sheet.write_string(line, 0, safe(name), self.plain)
                for column, (metric, value) in enumerate(zip(account.columns, figures, strict=True), start=1):
                    self.number(sheet, (line, column), value, accounts.unit(metric), account.currency)
            at += 2 + len(lines)
            for note in notes:
                sheet.merge_range(at, 0, at, 8, safe(note), self.sub)
                at += 1
            at += 1

    def done(self) -> None:
        """What became of what was done: forecast beside realised."""
        sheet = self.book.add_worksheet(self.say("short.done"))
        names = outcomes.heads(self.phrases)
        self.row(sheet, 0, names, self.head, (2, 3))
        for column, width in enumerate((14, 44, 16, 30, 40)):
            sheet.set_column(column, column, width)
        at = 1
        for one in outcomes.lately(self.briefing.done, self.briefing.period):
            shown = outcomes.cells(one, self.phrases)
            self.row(sheet, at, [safe(text) for text in shown], self.plain)
            self.number(sheet, (at, 2), one.forecast[1], "money", one.currency)
            at += 1
        for text in (outcomes.told(self.briefing.done, self.phrases), self.say("method.before_after")):
            sheet.merge_range(at, 0, at, 4, safe(text), self.sub)
            at += 1

    def steps(self, sheet: Any, moved: Moved) -> None:  # noqa: ANN401
        """Columns behind the waterfall: name, what is left out below, whole, up, down."""
        kpi = self.briefing.headline
        start = 0.0 if kpi is None or kpi.usual is None else float(kpi.usual)
        lines: list[tuple[str, float, float, float, float]] = [
            (self.say(f"before.{self.briefing.kind}"), 0, start, 0, 0)
        ]
        level = start
        for driver in moved.drivers:
            part = float(driver.part)
            low = min(level, level + part)
            lines.append((self.phrases.driver(driver), low, 0, max(part, 0.0), max(-part, 0.0)))
            level += part
        lines.append((self.say(f"after.{self.briefing.kind}"), 0, level, 0, 0))
        for at, (name, *numbers) in enumerate(lines, start=1):
            sheet.write_string(at, STEPS, safe(name), self.plain)
            for column, value in enumerate(numbers, start=STEPS + 1):
                self.number(sheet, (at, column), round(value, 4), "money", moved.currency)
        sheet.set_column(STEPS, STEPS + 4, 12, None, {"hidden": 1})

    def waterfall(self, name: str, parts: int) -> Any:  # noqa: ANN401
        """From usual to now as stacked columns; the colours follow the language's habit."""
        chart = self.book.add_chart({"type": "column", "subtype": "stacked"})
        red_up = self.phrases.texts.language == "zh"
        fills = (None, "#B9C6F5", RED if red_up else GREEN, GREEN if red_up else RED)
        for column, fill in enumerate(fills, start=STEPS + 1):
            chart.add_series(
                {
                    "categories": [name, 1, STEPS, parts + 2, STEPS],
                    "values": [name, 1, column, parts + 2, column],
                    "fill": {"color": fill} if fill else {"none": True},
                    "gap": 40,
                }
            )
        chart.show_hidden_data()
        chart.set_legend({"none": True})
        chart.set_title({"name": self.say("page.waterfall"), "name_font": {"size": 11}})
        chart.set_y_axis({"num_format": "#,##0", "major_gridlines": GRID, "line": {"none": True}})
        chart.set_size({"width": 620, "height": 280})
        return chart


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
        if briefing.kind == "day":
            made.actions()
        for moved in briefing.moved:
            made.moved(moved)
        if briefing.accounts:
            made.earned()
        if outcomes.lately(briefing.done, briefing.period):
            made.done()
        made.details()
        for sheet in book.worksheets():  # prints one page wide
            sheet.set_landscape()
            sheet.set_paper(9)
            sheet.fit_to_pages(1, 0)
