"""One verb: open the shop folder, call its use case, print what comes back, map errors to exit codes."""

import json
import os
import sys
from argparse import Namespace
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from zhanggui.cli.exits import Exit
from zhanggui.reports.messages import Language
from zhanggui.reports.phrases import Phrases
from zhanggui.store.folder import NoShopFolderError, ShopFolder
from zhanggui.store.settings import SettingsError


class WrongUse(Exception):  # noqa: N818 - it is no error of the program
    """The user asked for something that can't be: a message key and what fills it."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


@dataclass(frozen=True, slots=True)
class Session:
    """Everything a verb needs: its options, the language, the clock, and where to print."""

    options: Namespace
    phrases: Phrases
    now: datetime

    @property
    def today(self) -> date:
        """The day on the clock."""
        return self.now.date()

    @property
    def shop_path(self) -> Path:
        """--shop, else ZHANGGUI_SHOP, else ./shop."""
        return self.options.shop or Path(os.environ.get("ZHANGGUI_SHOP") or "shop")

    def folder(self, *, create: bool = False) -> ShopFolder:
        """The shop folder; raises NoShopFolderError unless it may be made."""
        return ShopFolder.open(self.shop_path, create=create)

    def say(self, key: str, **values: object) -> str:
        """A sentence in the session's language."""
        return self.phrases.texts.say(key, **values)

    def day(self, value: str | None) -> date | None:
        """A day given on the command line; raises WrongUse."""
        if value is None:
            return None
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise WrongUse("bad_date", value=value) from error

    def emit(self, document: object, text: Callable[[], None]) -> None:
        """Print the JSON document with --json, else let ``text`` draw for a person."""
        if self.options.json:
            json.dump(document, sys.stdout, ensure_ascii=False, indent=2)
            sys.stdout.write("\n")
        else:
            text()

    def tell(self, sentence: str) -> None:
        """A message for a person: standard output, or standard error where that is kept for JSON."""
        print(sentence, file=sys.stderr if self.options.json else sys.stdout)


def language(options: Namespace) -> Language:
    """--lang, else ZHANGGUI_LANG, else the shop folder's setting, else Chinese."""
    named = options.lang or os.environ.get("ZHANGGUI_LANG")
    if named is None:
        path = options.shop or Path(os.environ.get("ZHANGGUI_SHOP") or "shop")
        try:
            named = ShopFolder.open(path, create=False).settings.language
        except (NoShopFolderError, SettingsError):
            named = "zh"
    return "en" if named == "en" else "zh"


def run(options: Namespace) -> Exit:
    """Run the verb that the command line names."""
    from zhanggui.cli import verbs

    session = Session(options, Phrases(language(options)), datetime.now().astimezone().replace(microsecond=0, tzinfo=None))
    try:
        return verbs.VERBS[options.verb](session)
    except WrongUse as wrong:
        return _wrong(session, wrong.code, wrong.values)
    except SettingsError as error:
        values = {"file": error.file, "key": error.key, "message": error.advice}
        return _wrong(session, "settings", values)
    except NoShopFolderError as error:
        return _wrong(session, "no_shop", {"path": str(error)})
    except FileNotFoundError as error:
        return _wrong(session, "bad_path", {"path": error.filename or str(error)})
    except BrokenPipeError:
        sys.stderr.close()
        return Exit.DONE


def _wrong(session: Session, code: str, values: dict[str, object]) -> Exit:
    """Tell what was wrong, as JSON on standard output when that was asked for."""
    sentence = session.say(f"error.{code}", **values)
    if session.options.json:
        error = {"code": code, "message": sentence, "nearest": values.get("near")}
        session.emit({"error": error}, lambda: None)
    else:
        print(sentence, file=sys.stderr)  # noqa: T201
    return Exit.WRONG
