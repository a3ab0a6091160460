"""One verb: call it, and map what can go wrong to a sentence and an exit code."""

import os
import sys
from argparse import Namespace
from collections.abc import Callable
from datetime import datetime
from importlib import import_module

from zhanggui.cli.exits import Exit
from zhanggui.cli.session import Session, WrongUse, shop_path
from zhanggui.reports.messages import Language
from zhanggui.reports.phrases import Phrases
from zhanggui.store.folder import ShopFolder
from zhanggui.store.refusals import NoShopFolderError
from zhanggui.store.settings import SettingsError

# verb → (module, function): a module is imported when its verb is called, so that light verbs stay light.
VERBS = {
    "today": ("verbs", "run_today"),
    "load": ("verbs", "run_load"),
    "status": ("verbs", "run_status"),
    "done": ("verbs", "run_done"),
    "skip": ("verbs", "run_skip"),
    "check": ("verbs", "run_check"),
    "report": ("verbs", "run_report"),
    "kpi": ("questions", "run_kpi"),
    "define": ("questions", "run_define"),
    "template": ("upkeep", "run_template"),
    "map": ("upkeep", "run_map"),
    "undo": ("upkeep", "run_undo"),
    "rebuild": ("upkeep", "run_rebuild"),
    "simulate": ("upkeep", "run_simulate"),
    "demo": ("upkeep", "run_demo"),
    "why": ("why", "run_why"),
    "reconcile": ("reconcile", "run_reconcile"),
    "score": ("score", "run_score"),
}


def verb(name: str) -> Callable[[Session], Exit]:
    """The function of a verb."""
    module, function = VERBS[name]
    found: Callable[[Session], Exit] = getattr(import_module(f"zhanggui.cli.{module}"), function)
    return found


def language(options: Namespace) -> Language:
    """--lang, else ZHANGGUI_LANG, else the shop folder's setting, else Chinese."""
    named = options.lang or os.environ.get("ZHANGGUI_LANG")
    if named is None:
        try:
            named = ShopFolder.open(shop_path(options), create=False).settings.language
        except (NoShopFolderError, SettingsError):
            named = "zh"
    return "en" if named == "en" else "zh"


def run(options: Namespace) -> Exit:
    """Run the verb that the command line names."""
    now = datetime.now().astimezone().replace(microsecond=0, tzinfo=None)
    session = Session(options, Phrases(language(options)), now)
    try:
        return verb(options.verb)(session)
    except WrongUse as wrong:
        return _wrong(session, wrong.code, wrong.values)
    except SettingsError as error:
        message = session.say(f"settings.{error.problem}", **error.values)
        place = " · ".join(filter(None, (str(error.file), error.key)))
        return _wrong(session, "settings", {"place": place, "message": message})
    except NoShopFolderError as error:
        return _wrong(session, "no_shop", {"path": str(error)})
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.DONE
    except OSError as error:
        return _wrong(session, *_failed(error))


def _failed(error: OSError) -> tuple[str, dict[str, object]]:
    """What the system would not do: a path that is not there, or a folder that cannot be read or written."""
    if isinstance(error, FileNotFoundError):
        return "bad_path", {"path": error.filename or str(error)}
    told = f"{error.strerror}: {error.filename}" if error.strerror and error.filename else str(error)
    return "no_write", {"message": told}


def _wrong(session: Session, code: str, values: dict[str, object]) -> Exit:
    """Tell what was wrong, as JSON on standard output when that was asked for."""
    near = values.get("near")
    bare = "_bare" if near is None and session.phrases.texts.has(f"error.{code}_bare") else ""
    sentence = session.say(f"error.{code}{bare}", **values)
    if session.options.json:
        session.emit({"error": {"code": code, "message": sentence, "nearest": near}}, lambda: None)
    else:
        session.warn(sentence)
    return Exit.WRONG
