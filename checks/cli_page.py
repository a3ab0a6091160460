"""`docs/cli.md`: every verb of the command line with its options, in both languages."""

import argparse
from collections.abc import Callable, Iterator, Mapping

from checks.markdown import table
from zhanggui.cli.parser import EPILOG, USES, VERBS

Options = Callable[[argparse.ArgumentParser], None]
LANGUAGES = ("zh", "en")


def call(action: argparse.Action) -> str:
    """How one option or argument is written on the command line."""
    value = action.metavar or (f"{{{'|'.join(map(str, action.choices))}}}" if action.choices else None)
    if not action.option_strings:
        return f"`{value or action.dest}`" + (" …" if action.nargs in ("*", "+") else "")
    takes = "" if action.nargs == 0 else f" {value or action.dest.upper()}"
    return f"`{action.option_strings[-1]}{takes}`"


def standard(action: argparse.Action) -> str:
    """What holds when an option is not given; '' where nothing does."""
    if action.required and action.nargs != "*":  # argparse calls "any number" required
        return "required"
    return "" if action.default in (None, False, "", []) else str(action.default)


def actions(options: Options) -> list[argparse.Action]:
    """The options and arguments that a verb adds to its parser, in order."""
    parser = argparse.ArgumentParser(add_help=False)
    options(parser)
    return list(parser._actions)  # noqa: SLF001 - argparse offers no other list, and its help text varies


def section(verb: str, options: Options, uses: Mapping[str, str]) -> str:
    """One verb: what it is for, and a table of its options where it has any."""
    head = f"## `zhanggui {verb}`\n\n{uses['zh']}  \n{uses['en']}\n"
    rows = [(call(action), standard(action), action.help) for action in actions(options)]
    return head + ("\n" + table(["option", "unless given", ""], rows) if rows else "")


def _parts() -> Iterator[str]:
    yield "# The command line\n"
    yield "Before or after every verb: `--shop DIR` (the shop folder), `--lang zh|en`, `--json` (one JSON document).\n"
    yield from (EPILOG[language] + "  " for language in LANGUAGES)
    yield ""
    for verb, options in VERBS.items():
        yield section(verb, options, {language: USES[language][verb] for language in LANGUAGES})


def page() -> str:
    """The page for every verb."""
    return "\n".join(_parts())
