"""`why` on the command line."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from tests.app.shops import LAST, loaded, pdd
from tests.cli.calling import Cli
from zhanggui.cli.exits import Exit
from zhanggui.cli.parser import parse
from zhanggui.cli.run import run
from zhanggui.model.period import month
from zhanggui.store.folder import ShopFolder

Call = Callable[..., Exit]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("why")
    loaded(ShopFolder.open(path / "shop", create=True), pdd(path / "orders_export.csv"))
    return path / "shop"


@pytest.fixture
def call(place: Path) -> Call:
    def called(*words: str) -> Exit:
        return run(parse(["--shop", str(place), "--lang", "en", *words]))

    return called


def test_json_has_parts_that_add_up(call: Call, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("why", "gmv", "--period", LAST.isoformat(), "--json") is Exit.DONE
    told = json.loads(capsys.readouterr().out)
    assert told["nothing"] is False
    assert sum(round(float(one["change"]) * 100) for one in told["drivers"]) == round(
        float(told["change"]) * 100
    )
    assert told["places"][0]["kind"] is None
    assert told["asked"] is None
    assert told["against"]["code"] == "weekday"


def test_a_ratio_along_a_dimension_adds_up(call: Call, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("why", "aov", "--period", LAST.isoformat(), "--by", "sku")
    assert call(*asked, "--json") is Exit.DONE
    told = json.loads(capsys.readouterr().out)
    mixture = told["mixture"]
    assert mixture["by"] == "sku"
    effects = [
        change
        for part in mixture["parts"]
        for name, change in part.items()
        if name in {"within", "mix", "interaction", "new", "gone"}
    ]
    assert sum(effects) == pytest.approx(mixture["change"])
    assert mixture["change"] == pytest.approx(float(told["change"]), abs=0.01)
    assert call(*asked) is Exit.DONE
    assert "what their shares moved" in " ".join(capsys.readouterr().out.split())


def test_a_month_by_its_name(call: Call, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("why", "--period", f"{LAST:%Y-%m}", "--json") is Exit.DONE
    named = capsys.readouterr().out
    first = LAST.replace(day=1)
    assert call("why", "--period", f"{first}..{month(LAST).last}", "--json") is Exit.DONE
    assert capsys.readouterr().out == named


def test_a_period_that_is_not_over_says_so(call: Call, capsys: pytest.CaptureFixture[str]) -> None:
    last = LAST + timedelta(days=9)
    assert call("why", "--period", f"{LAST - timedelta(days=9)}..{last}") is Exit.DONE
    assert "only that is" in capsys.readouterr().out
    assert call("why", "--period", f"{LAST - timedelta(days=9)}..{last}", "--json") is Exit.DONE
    assert json.loads(capsys.readouterr().out)["asked"]["to"] == last.isoformat()


def test_the_page_is_written(call: Call, tmp_path: Path) -> None:
    page = tmp_path / "deep" / "why.html"
    assert call("why", "gmv", "--period", LAST.isoformat(), "--by", "sku", "--html", str(page)) is Exit.DONE
    assert "T01-M" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "words",
    [
        ("why", "gvm"),
        ("why", "--by", "colour"),
        ("why", "--against", "moon"),
        ("why", "--period", "2024-05-12..2024-05-01"),
        ("why", "--period", "someday"),
        ("why", "--period", "2024-13"),
    ],
)
def test_wrong_use(call: Call, words: tuple[str, ...]) -> None:
    assert call(*words) is Exit.WRONG


def test_nothing_in_the_books(tmp_path: Path) -> None:
    ShopFolder.open(tmp_path / "shop", create=True)
    assert run(parse(["--shop", str(tmp_path / "shop"), "why"])) is Exit.NOTHING


def test_a_period_outside_the_books_is_said(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cli = Cli(capsys, shop)
    code, told = cli.json("why", "gmv", "--period", "2024-08")
    assert (code, told["value"], told["missing"][0]["code"]) == (3, None, "after_books")
    code, out, _ = cli.run("why", "gmv", "--period", "2024-08", "--lang", "en")
    assert (code, str(LAST) in out) == (3, True)


@pytest.mark.parametrize("words", ["7", "7d", "近7天", "last 7 days"])
def test_the_last_days_by_their_number(call: Call, capsys: pytest.CaptureFixture[str], words: str) -> None:
    assert call("why", "--period", words, "--json") is Exit.DONE
    told = json.loads(capsys.readouterr().out)
    assert (told["from"], told["to"]) == ((LAST - timedelta(days=6)).isoformat(), LAST.isoformat())


def test_what_is_no_period_is_told_with_the_ways_to_write_one(
    call: Call, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("why", "--period", "someday") is Exit.WRONG
    assert "2026-05-01..2026-05-07" in capsys.readouterr().err
