import subprocess
import sys
from argparse import Namespace
from pathlib import Path

import pytest

from tests.app.shops import FIRST, pdd
from tests.cli.calling import Cli
from zhanggui.cli.run import VERBS, language, verb


def test_every_verb_leads_to_a_function() -> None:
    for name in VERBS:
        assert callable(verb(name))


def test_the_language_is_asked_set_or_chinese(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ZHANGGUI_LANG", raising=False)
    there = tmp_path / "shop"
    assert language(Namespace(lang="en", shop=there)) == "en"
    assert language(Namespace(lang=None, shop=there)) == "zh"
    monkeypatch.setenv("ZHANGGUI_LANG", "en")
    assert language(Namespace(lang=None, shop=there)) == "en"


def test_the_language_of_the_shop_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cli = Cli(capsys, tmp_path / "shop")
    cli.json("load", pdd(tmp_path / "a.csv", FIRST, FIRST))
    settings = cli.shop / "zhanggui.toml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace('language = "zh"', 'language = "en"'), encoding="utf-8"
    )
    assert "orders" in cli.run("status")[1]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("minutes = 60", 'minutes = "many"', "zhanggui.toml · books.minutes：要写每天的整分钟数"),
        ("[books]", "[books", "zhanggui.toml：第 4 行"),
        ('"zh"', '"klingon"', "klingon"),
        ('"zh"', "”zh”", "英文半角"),
    ],
)
def test_settings_that_cannot_be_used_leave_with_two_and_name_file_and_key(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, said: str
) -> None:
    cli = Cli(capsys, tmp_path / "shop")
    cli.json("load", pdd(tmp_path / "a.csv", FIRST, FIRST))
    settings = cli.shop / "zhanggui.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    code, told = cli.json("today")
    assert (code, told["error"]["code"]) == (2, "settings")
    assert said in told["error"]["message"]


def test_a_folder_that_cannot_be_written_is_wrong_use_and_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", str(tmp_path / "shop"))

    monkeypatch.setattr("zhanggui.app.load.load", full)
    cli = Cli(capsys, tmp_path / "shop")
    code, told = cli.json("load", pdd(tmp_path / "a.csv", FIRST, FIRST))
    assert (code, told["error"]["code"]) == (2, "no_write")
    assert "No space left on device" in told["error"]["message"]


def test_no_command_waits_for_pandas(tmp_path: Path) -> None:
    sales = pdd(tmp_path / "a.csv", FIRST, FIRST)
    script = (
        "import sys\nfrom zhanggui.cli import main\ntry:\n    main(sys.argv[1:])\n"
        "except SystemExit as left:\n    sys.exit(10 * bool(left.code) + ('pandas._libs' in sys.modules))"
    )
    words = ["load", str(sales), "--shop", str(tmp_path / "shop")]
    assert subprocess.run([sys.executable, "-c", script, *words], check=False).returncode == 0
