"""Workbooks to fill in for the own tables: a sheet with the columns, a sheet that explains them.

The example stands on the explanation sheet, one line per column, never under the header: whatever is on the first
sheet is data, so nothing has to be told from it and an example can't be loaded by mistake.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import xlsxwriter

LANGUAGES = ("zh", "en")
ROWS = 5000
WIDTH = 18
# A cell that begins with one of these could be run as a formula when the sheet is saved as csv and opened again.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
# The workbook says when it was made; the same template is the same bytes on any day.
MADE = datetime(2020, 1, 1, tzinfo=UTC).replace(tzinfo=None)
CURRENCIES = tuple("CNY USD EUR GBP JPY HKD TWD SGD MYR THB IDR VND PHP KRW AUD CAD BRL MXN INR".split())
_KINDS = ("id", "text", "day", "time", "money", "count", "rate", "share", "currency", "choice")
_FORMATS = {
    "id": "@",
    "day": "yyyy-mm-dd",
    "time": "yyyy-mm-dd hh:mm",
    "money": "0.00##",
    "count": "0",
    "rate": "0.0000",
    "share": "0.0%",
}
_LEAST = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_CHECKS: dict[str, dict[str, object]] = {
    "day": {"validate": "date", "criteria": ">=", "value": _LEAST},
    "time": {"validate": "date", "criteria": ">=", "value": _LEAST},
    "money": {"validate": "decimal", "criteria": ">=", "value": 0},
    "rate": {"validate": "decimal", "criteria": ">=", "value": 0},
    "count": {"validate": "integer", "criteria": ">=", "value": 0},
    "share": {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1},
}
_WORDS = {
    "zh": {
        "guide": "填写说明",
        "head": ("列", "必填", "怎么填", "示例", "可选值"),
        "yes": "必填",
        "no": "",
        "rows": "请填在第一张表,一行一条;本页只作说明,不会被读入。",
    },
    "en": {
        "guide": "How to fill in",
        "head": ("Column", "Required", "What to write", "Example", "Choices"),
        "yes": "required",
        "no": "",
        "rows": "Fill in the first sheet, one row each; this page only explains and is never read.",
    },
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its field in the format file, its kind, and per language its header and explanation."""

    field: str
    kind: str
    required: bool
    header: Mapping[str, str]
    help: Mapping[str, str]
    example: str


@dataclass(frozen=True, slots=True)
class Template:
    """One table to fill in: the key of the format that reads it, its title and purpose, columns and choices.

    ``choices``: field → per language the words to choose from, in order.
    """

    name: str
    format: str
    title: Mapping[str, str]
    about: Mapping[str, str]
    columns: tuple[Column, ...]
    choices: Mapping[str, Mapping[str, tuple[str, ...]]]

    def words(self, column: Column, language: str) -> tuple[str, ...]:
        """Words to choose from in ``column``, () where any text is allowed."""
        if column.kind == "currency":
            return CURRENCIES
        return self.choices.get(column.field, {}).get(language, ())


@cache
def templates() -> Mapping[str, Template]:
    """Every template by name, in the order in which they are listed."""
    raw: dict[str, Any] = json.loads(
        files("zhanggui.readers.own").joinpath("templates.json").read_text("utf-8")
    )
    return {name: _template(name, data) for name, data in raw.items()}


def _template(name: str, data: Mapping[str, Any]) -> Template:
    columns = []
    for field, kind, required, zh, en, help_zh, help_en, example in data["columns"]:
        if kind not in _KINDS:
            raise ValueError(f"{name}.{field}: {kind}")
        columns.append(
            Column(field, kind, required, {"zh": zh, "en": en}, {"zh": help_zh, "en": help_en}, example)
        )
    choices = {
        field: {"zh": tuple(zh for _, zh in words), "en": tuple(en for en, _ in words)}
        for field, words in data.get("choices", {}).items()
    }
    about = dict(zip(LANGUAGES, data["about"], strict=True))
    return Template(
        name, data["format"], {"zh": data["zh"], "en": data["en"]}, about, tuple(columns), choices
    )


def write_template(name: str, language: str, path: Path) -> None:
    """Write the workbook of template ``name`` in ``language`` ('zh' or 'en') to ``path``; same input, same bytes.

    Raises KeyError for an unknown name, ValueError for an unknown language, OSError where it cannot be written.
    """
    template = templates()[name]
    if language not in LANGUAGES:
        raise ValueError(language)
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": template.title[language], "created": MADE})
    _data_sheet(book, template, language)
    _guide_sheet(book, template, language)
    book.close()


def safe(text: str) -> str:
    """``text`` with an apostrophe before it where a spreadsheet might run it as a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def header(column: Column, language: str) -> str:
    """The column's header; a star marks one that must be filled in (readers ignore it)."""
    return f"{column.header[language]}*" if column.required else column.header[language]


def _data_sheet(book: Any, template: Template, language: str) -> None:  # noqa: ANN401 - the library has no types
    sheet = book.add_worksheet(template.title[language])
    must = book.add_format({"bold": True, "bg_color": "#FDE9D9", "bottom": 1})
    may = book.add_format({"bold": True, "bg_color": "#EDEDED", "bottom": 1})
    for index, column in enumerate(template.columns):
        text = book.add_format({"num_format": _FORMATS.get(column.kind, "@")})
        sheet.set_column(index, index, WIDTH, text)
        sheet.write_string(0, index, safe(header(column, language)), must if column.required else may)
        sheet.data_validation(1, index, ROWS, index, _validation(template, column, language))
    sheet.freeze_panes(1, 0)


def _validation(template: Template, column: Column, language: str) -> dict[str, object]:
    """What the column's cells may hold, and the hint shown at the cell."""
    words = template.words(column, language)
    check: dict[str, object] = dict(_CHECKS.get(column.kind, {"validate": "any"}))
    if words:
        check = {"validate": "list", "source": list(words)}
        if column.kind == "currency":
            check["error_type"] = "warning"
    check["input_title"] = column.header[language][:32]
    check["input_message"] = column.help[language][:255]
    return check


def _guide_sheet(book: Any, template: Template, language: str) -> None:  # noqa: ANN401 - the library has no types
    words = _WORDS[language]
    sheet = book.add_worksheet(str(words["guide"]))
    bold = book.add_format({"bold": True})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    for index, width in enumerate((22, 10, 60, 28, 40)):
        sheet.set_column(index, index, width)
    sheet.write_string(0, 0, template.title[language], bold)
    sheet.write_string(1, 0, template.about[language])
    sheet.write_string(2, 0, str(words["rows"]))
    _line(sheet, 4, words["head"], bold)
    for row, column in enumerate(template.columns, 5):
        cells = (
            column.header[language],
            str(words["yes"] if column.required else words["no"]),
            column.help[language],
            column.example,
            ", ".join(template.words(column, language)),
        )
        _line(sheet, row, cells, wrap)


def _line(sheet: Any, row: int, cells: Sequence[str], style: object) -> None:  # noqa: ANN401 - as above
    for index, cell in enumerate(cells):
        sheet.write_string(row, index, safe(cell), style)
