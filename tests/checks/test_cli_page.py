import argparse
from pathlib import Path

from checks.cli_page import actions, call, page, section, standard
from zhanggui.cli.parser import VERBS


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", metavar="PATH")
    parser.add_argument("period", choices=("day", "week"))
    parser.add_argument("--out", "-o", "--output", type=Path, required=True)
    parser.add_argument("--by", default="day", metavar="A|B", help="what to group by")
    parser.add_argument("--all", action="store_true")


def paths(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*")


def test_each_option_is_told_as_it_is_written() -> None:
    assert [call(action) for action in actions(options)] == [
        "`PATH` …",
        "`{day|week}`",
        "`--output OUT`",
        "`--by A|B`",
        "`--all`",
    ]


def test_what_holds_unless_given() -> None:
    assert [standard(action) for action in actions(options)] == [
        "required",
        "required",
        "required",
        "day",
        "",
    ]
    assert [standard(action) for action in actions(paths)] == [""]


def test_a_verb_without_options_has_no_table() -> None:
    uses = {"zh": "撤回", "en": "take back"}
    assert section("undo", lambda _: None, uses) == "## `zhanggui undo`\n\n撤回  \ntake back\n"
    assert "| `--by A\\|B` | day | what to group by |" in section("kpi", options, uses)


def test_the_page_holds_every_verb() -> None:
    text = page()
    assert all(f"## `zhanggui {verb}`\n" in text for verb in VERBS)
