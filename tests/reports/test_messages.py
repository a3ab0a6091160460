"""Every sentence that the product can say exists in both languages and takes the same values."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

from zhanggui.metrics.catalogue import CATALOGUE
from zhanggui.metrics.kinds import Kind
from zhanggui.model.calendar import Market, festivals
from zhanggui.model.issue import CODES
from zhanggui.model.tables import TABLES
from zhanggui.outcomes.verdict import Code
from zhanggui.playbooks import PLAYS
from zhanggui.playbooks.play import Play
from zhanggui.reports.messages import CHOICE, Texts, keys, numbered
from zhanggui.store.settings import Problem

SRC = Path(__file__).parents[2] / "src" / "zhanggui"
ZH, EN = Texts("zh"), Texts("en")


def said(key: str, texts: Texts) -> tuple[str, ...]:
    """The sentence, or the sentences of a list."""
    try:
        return (texts.say(key),)
    except KeyError:
        return texts.steps(key)


def holes(key: str, texts: Texts) -> set[str]:
    return {
        name for text in said(key, texts) for _, name, _, _ in Formatter().parse(text) if name is not None
    }


def asked() -> Iterator[tuple[str, str]]:
    """(file, key) of every call of ``say`` and ``heading`` with a literal key."""
    for path in sorted(SRC.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                if name in {"say", "steps"}:
                    yield path.name, first.value
                elif name == "WrongUse":
                    yield path.name, f"error.{first.value}"
                elif name == "heading" and path.name == "screen.py":
                    yield path.name, f"heading.{first.value}"


def test_both_languages_have_the_same_keys() -> None:
    assert keys("zh") ^ keys("en") == set()


def test_both_languages_take_the_same_values() -> None:
    different = {
        key: (holes(key, ZH), holes(key, EN)) for key in keys("zh") if holes(key, ZH) != holes(key, EN)
    }
    assert different == {}


def test_no_sentence_is_empty_and_lists_are_equally_long() -> None:
    assert [key for key in keys("zh") if not all(said(key, ZH)) or not all(said(key, EN))] == []
    assert [key for key in keys("zh") if len(said(key, ZH)) != len(said(key, EN))] == []


def test_every_key_that_the_code_names_exists() -> None:
    found = list(asked())
    assert len(found) > 50
    assert [(file, key) for file, key in found if key not in keys("zh")] == []


def test_every_key_that_a_template_names_exists() -> None:
    named = {
        key
        for path in (SRC / "reports" / "templates").glob("*.j2")
        for key in re.findall(r"\bt\('([^']+)'", path.read_text(encoding="utf-8"))
    }
    assert len(named) > 10
    assert named - keys("zh") == set()


def modules_of(play: Play) -> list[ast.Module]:
    """The module of a play and those of its own room that it imports."""
    home = SRC.joinpath(*play.propose.__module__.split(".")[1:]).with_suffix(".py")
    trees = [ast.parse(home.read_text(encoding="utf-8"))]
    for node in ast.walk(trees[0]):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("zhanggui.playbooks."):
            helper = SRC.joinpath(*(node.module or "").split(".")[1:]).with_suffix(".py")
            trees.append(ast.parse(helper.read_text(encoding="utf-8")))
    return trees


def texts_of(node: ast.expr, tree: ast.Module) -> set[str]:
    """The texts that an expression writes out, or the name that it is."""
    if not isinstance(node, ast.Name):
        return words(node)
    given = [
        one.value
        for one in ast.walk(tree)
        if isinstance(one, ast.Assign) and getattr(one.targets[0], "id", "") == node.id
    ]
    assert given, node.id
    return {text for one in given for text in words(one)}


def words(tree: ast.AST) -> set[str]:
    """Every text that is written out in it."""
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def codes(function: str, folder: str) -> set[str]:
    """First arguments of the calls of ``function`` in the modules of ``folder``."""
    out = set()
    for path in (SRC / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == function and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    out.add(str(first.value))
    return out


@pytest.mark.parametrize(
    ("prefix", "wanted"),
    [
        ("issue", set(CODES)),
        ("kind", {kind.value for kind in Kind}),
        ("time", {one.basis.time for one in CATALOGUE.values()}),
        ("verdict", {code.value for code in Code}),
        ("stage", {play.stage for play in PLAYS}),
        ("role", {play.role for play in PLAYS}),
        ("table", set(TABLES)),
        ("get", set(TABLES)),
        (
            "missing",
            codes("Missing", "metrics") | codes("_shops", "metrics") | {"unknown_values", "not_stated"},
        ),
        ("caution", (codes("Caution", "metrics") | {"averaged_ratio", "not_additive"}) - {"unknown_name"}),
        ("refused", codes("Refusal", "metrics") | {f"adds_{kind.value}" for kind in Kind}),
        ("left_out", codes("LeftOut", "actions")),
        ("event", {event.code for market in Market for event in festivals(2026, market)}),
        ("noise", {"yes", "no", "unknown"}),
        ("heading", {f"report_{kind}" for kind in ("day", "week", "month")}),
    ],
)
def test_every_code_has_its_sentence(prefix: str, wanted: set[str]) -> None:
    lacking = sorted(f"{prefix}.{code}" for code in wanted if code and f"{prefix}.{code}" not in keys("zh"))
    assert not lacking, "write the sentence in both files of reports/messages"


@pytest.mark.parametrize("play", PLAYS, ids=lambda play: play.key)
def test_every_play_has_its_texts(play: Play) -> None:
    wanted = [f"play.{play.key}.{part}" for part in ("name", "title", "evidence", "undo", "steps")]
    lacking = [key for key in wanted if key not in keys("zh")]
    assert not lacking, "write them in both files of reports/messages"


@pytest.mark.parametrize("play", PLAYS, ids=lambda play: play.key)
def test_a_play_gives_what_its_sentences_ask_for(play: Play) -> None:
    """Else the morning on which it first speaks would end in an error."""
    given = {"target"} | {word for tree in modules_of(play) for word in words(tree)}
    asked_for = {
        (key, hole)
        for key in keys("zh")
        if key.startswith((f"play.{play.key}.title", f"play.{play.key}.evidence"))
        for hole in holes(key, ZH)
    }
    assert sorted(one for one in asked_for if one[1] not in given) == [], "put them into evidence"


@pytest.mark.parametrize("play", PLAYS, ids=lambda play: play.key)
def test_a_play_watches_a_known_figure_and_heads_its_file(play: Play) -> None:
    for tree in modules_of(play):
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            name = getattr(call.func, "id", "")
            watched = [one.value for one in call.keywords if name == "Action" and one.arg == "metric"]
            for metric in {str(one.value) for one in watched if isinstance(one, ast.Constant)}:
                assert metric in CATALOGUE, f"metric={metric!r} is not in the catalogue"
            if name == "Sheet":
                for column in texts_of(call.args[0], tree):
                    assert f"column.{column}" in keys("zh"), f"no [column] {column} in reports/messages"


def test_basis_words() -> None:
    for part in ("refunds", "shipping", "tax"):
        values = {getattr(one.basis, part) for one in CATALOGUE.values()} - {""}
        assert {f"basis_of.{part}_{value}" for value in values} <= keys("zh")


def test_an_unknown_key_is_an_error_of_the_program() -> None:
    assert not ZH.has("no.such.key")
    assert not ZH.has("heading")
    for ask in (ZH.say, ZH.steps):
        with pytest.raises(KeyError):
            ask("no.such.key")
    with pytest.raises(KeyError):
        ZH.steps("app.name")


def test_whatever_is_wrong_in_settings_has_its_sentence() -> None:
    for problem in get_args(Problem):
        assert ZH.has(f"settings.{problem}"), problem


def test_chinese_has_no_english_punctuation_between_characters() -> None:
    wrong = [key for key in keys("zh") for text in said(key, ZH) if re.search(r"[一-鿿][,;?!][一-鿿]", text)]
    assert wrong == []


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (1, "1 day"),
        ("1", "1 day"),
        (2, "2 days"),
        ("1,204", "1,204 days"),
        ("1.5", "1.5 days"),
        ("0", "0 days"),
    ],
)
def test_one_is_not_many(value: object, told: str) -> None:
    assert numbered("{n} [n:day|days]", {"n": value}).format(n=value) == told


def test_one_shop_has_and_several_have() -> None:
    for shops, verb in (("douyin", "has"), ("a, b", "have")):
        assert f" {verb} " in EN.say("missing.shop_without", shops=shops, table="x", metrics="y", get="z")


def test_choices_name_values_of_their_sentence() -> None:
    for key in keys("en"):
        for text in said(key, EN):
            assert {met[1] for met in CHOICE.finditer(text)} <= holes(key, EN), key
