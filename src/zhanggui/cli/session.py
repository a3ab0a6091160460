"""One run of the command line: its options, language, clock, and where it prints."""

import json
import os
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from shlex import quote

from zhanggui.reports.messages import Language
from zhanggui.reports.phrases import Phrases
from zhanggui.store.folder import ShopFolder, is_shop


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
        return ShopFolder.open(self.shop_path, create=create)

    def say(self, key: str, /, **values: object) -> str:
        """A sentence in the session's language."""
        return self.phrases.texts.say(key, **values)

    def table(self, name: str) -> str:
        """A canonical table's name for people."""
        return self.say(f"table.{name}")

    def day(self, value: str | None) -> date | None:
        """A day given on the command line; raises WrongUse."""
        if value is None:
            return None
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise WrongUse("bad_date", value=value) from error

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
        yield json.dumps(document, ensure_ascii=False) + "\n"
        return
    for number, (name, value) in enumerate(document.items()):
        yield f"{',' if number else '{'}\n  {json.dumps(str(name), ensure_ascii=False)}: "
        if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
            rows = (json.dumps(one, ensure_ascii=False) for one in value)
            yield "[\n    " + ",\n    ".join(rows) + "\n  ]"
        else:
            yield json.dumps(value, ensure_ascii=False)
    yield "\n}\n"


def shop_path(options: Namespace) -> Path:
    """--shop, else ZHANGGUI_SHOP, else ./shop, or where we stand when that is a shop folder and ./shop is none."""
    given = options.shop or os.environ.get("ZHANGGUI_SHOP")
    if given:
        return Path(given)
    usual = Path("shop")
    return Path() if is_shop(Path()) and not is_shop(usual) else usual
