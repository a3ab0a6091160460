"""One run of the command line: its options, language, clock, and where it prints."""

import json
import os
import re
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from shlex import quote

from zhanggui.app.loading.whose import Called
from zhanggui.model.period import Period, month
from zhanggui.reports.messages import Language
from zhanggui.reports.phrases import Phrases
from zhanggui.store.folder import ShopFolder, is_shop

DAYS = {"today": 0, "今天": 0, "今日": 0, "yesterday": 1, "昨天": 1, "昨日": 1, "前天": 2}
DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
MONTH = re.compile(r"(\d{4})[-/.年](\d{1,2})月?")
MONTHS = 12


class WrongUse(Exception):  # noqa: N818 - it is no error of the program
    """The user asked for something that can't be: a message key of ``error`` and what fills it."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


@dataclass(frozen=True, slots=True)
class Session:
    """Everything a verb needs."""

    options: Namespace
    phrases: Phrases
    now: datetime

    @property
    def today(self) -> date:
        """The day on the clock."""
        return self.now.date()

    @property
    def language(self) -> Language:
        """'zh' or 'en'."""
        return self.phrases.texts.language

    @property
    def shop_path(self) -> Path:
        """See `shop_path`."""
        return shop_path(self.options)

    @property
    def command(self) -> str:
        """How to call us again for the same shop folder, as the user would type it."""
        return f"zhanggui --shop {quote(str(self.options.shop))}" if self.options.shop else "zhanggui"

    def folder(self, *, create: bool = False) -> ShopFolder:
        """The shop folder; raises NoShopFolderError unless it may be made."""
        folder = ShopFolder.open(self.shop_path, create=create)
        self.phrases.called = Called(folder)
        return folder

    def say(self, key: str, /, **values: object) -> str:
        """A sentence in the session's language."""
        return self.phrases.texts.say(key, **values)

    def table(self, name: str) -> str:
        """A canonical table's name for people."""
        return self.say(f"table.{name}")

    def day(self, value: str | None) -> date | None:
        """A day given on the command line: 2026-05-01, 2026/5/1, 20260501, 2026年5月1日, yesterday; raises WrongUse."""
        if value is None:
            return None
        text = value.strip().lower()
        if text in DAYS:
            return self.today - timedelta(days=DAYS[text])
        written = DATE.fullmatch(text)
        try:
            return date(*map(int, written.groups())) if written else date.fromisoformat(text)
        except ValueError as error:
            raise WrongUse("bad_date", value=value) from error

    def month(self, value: str) -> Period | None:
        """A month given on the command line: 2026-05, 2026/5, 2026年5月; None where it is none."""
        written = MONTH.fullmatch(value.strip())
        if written is None or not 1 <= int(written[2]) <= MONTHS or not int(written[1]):
            return None
        return month(date(int(written[1]), int(written[2]), 1))

    def emit(self, document: object, draw: Callable[[], None]) -> None:
        """Print the JSON document with --json, else let ``draw`` show it to a person."""
        if self.options.json:
            sys.stdout.writelines(json_lines(document))
        else:
            draw()

    def warn(self, sentence: str) -> None:
        """A message beside the answer, on standard error."""
        sys.stderr.write(sentence + "\n")


def json_lines(document: object) -> Iterator[str]:
    """A document as JSON: each of its values on a line, a list of objects with one object a line.

    A person finds her way in it, and long tables are written by the encoder's fast path, which has no indents.
    """
    if not isinstance(document, dict) or not document:
        yield _json(document) + "\n"
        return
    for number, (name, value) in enumerate(document.items()):
        yield f"{',' if number else '{'}\n  {json.dumps(str(name), ensure_ascii=False)}: "
        if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
            rows = map(_json, value)
            yield "[\n    " + ",\n    ".join(rows) + "\n  ]"
        else:
            yield _json(value)
    yield "\n}\n"


def _json(value: object) -> str:
    """A value on one line; a day as 2026-05-01."""
    return json.dumps(value, ensure_ascii=False, default=_day)


def _day(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not for JSON")


def shop_path(options: Namespace) -> Path:
    """--shop, else ZHANGGUI_SHOP, else ./shop, or where we stand when that is a shop folder and ./shop is none."""
    given = options.shop or os.environ.get("ZHANGGUI_SHOP")
    if given:
        return Path(given)
    usual = Path("shop")
    return Path() if is_shop(Path()) and not is_shop(usual) else usual
