"""One run of the command line: its options, language, clock, and where it prints."""

import json
import os
import sys
from argparse import Namespace
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from shlex import quote

from zhanggui.reports.messages import Language
from zhanggui.reports.phrases import Phrases
from zhanggui.store.folder import ShopFolder


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
        """--shop, else ZHANGGUI_SHOP, else ./shop."""
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
            json.dump(document, sys.stdout, ensure_ascii=False, indent=2)
            sys.stdout.write("\n")
        else:
            draw()

    def warn(self, sentence: str) -> None:
        """A message beside the answer, on standard error."""
        sys.stderr.write(sentence + "\n")


def shop_path(options: Namespace) -> Path:
    """--shop, else ZHANGGUI_SHOP, else ./shop."""
    return options.shop or Path(os.environ.get("ZHANGGUI_SHOP") or "shop")
