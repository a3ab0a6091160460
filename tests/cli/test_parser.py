import argparse
import json
from pathlib import Path

import pytest

from zhanggui.cli.parser import USES, VERBS, build, parse
from zhanggui.cli.run import VERBS as RUN


def test_every_verb_is_explained_in_both_languages() -> None:
    assert set(USES["zh"]) == set(USES["en"]) == set(VERBS)


def test_every_verb_that_runs_can_be_parsed() -> None:
    assert set(RUN) <= set(VERBS)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_help_lists_every_verb(language: str) -> None:
    text = build(language).format_help()
    assert all(name in text for name in VERBS)


def test_options_may_stand_before_or_after_the_verb() -> None:
    for words in (["--shop", "x", "--json", "status"], ["status", "--shop", "x", "--json"]):
        found = parse(words)
        assert (found.verb, found.shop, found.json) == ("status", Path("x"), True)
    assert parse(["status"]).shop is None


@pytest.mark.parametrize("words", [["nothing"], ["report", "year"], ["load"], ["status", "--lang", "fr"], []])
def test_wrong_use_leaves_with_two(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        parse(words)
    assert left.value.code == 2
    out, err = capsys.readouterr()
    assert out or err


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        parse(["--version"])
    assert left.value.code == 0
    assert capsys.readouterr().out.startswith("zhanggui ")


@pytest.mark.parametrize(
    ("words", "chinese"),
    [(["--lang", "en", "-h"], False), (["--lang=zh", "-h"], True), (["-h", "--lang=en"], False)],
)
def test_help_is_in_the_language_asked_for(
    words: list[str], chinese: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        parse(words)
    assert ("退出码" in capsys.readouterr().out) is chinese


def test_wrong_use_with_json_is_one_document(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        parse(["load", "--json"])
    assert left.value.code == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "wrong_use"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["why", "--foo"], "不认识的参数：--foo"),
        (["nope"], "没有 'nope' 这个命令"),
        (["report", "year"], "period 不能是 'year'"),
        (["report"], "缺少参数：period"),
        (["simulate", "--days", "x", "--out", "q"], "--days 要写整数"),
        (["kpi", "--from"], "--from 后面要写一个值"),
    ],
)
def test_wrong_use_is_told_in_the_language(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for language in ("zh", "en"):
        with pytest.raises(SystemExit) as left:
            parse([*words, "--lang", language] if words[-1] != "--from" else ["--lang", language, *words])
        assert left.value.code == 2
        assert (said in capsys.readouterr().err) is (language == "zh")


def test_every_option_has_a_help() -> None:
    for parser in (build("zh"), build("en")):
        verbs = next(one for one in parser._actions if isinstance(one, argparse._SubParsersAction))
        for name, verb in verbs.choices.items():
            assert [one.dest for one in verb._actions if not one.help] == [], name
