import json
from pathlib import Path

import openpyxl
import pytest

from tests.app.shops import FIRST, LAST, downloads, pdd
from tests.cli.calling import Cli
from zhanggui.reports.phrases import Phrases


@pytest.fixture
def cli(shop: Path, capsys: pytest.CaptureFixture[str]) -> Cli:
    return Cli(capsys, shop)


@pytest.fixture
def new(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Cli:
    return Cli(capsys, tmp_path / "shop")


def test_loading_and_loading_again(new: Cli, tmp_path: Path) -> None:
    place = downloads(tmp_path / "d").folder
    code, told = new.json("load", place)
    assert code == 0
    assert {one["format"] for one in told["files"]} >= {"pdd_orders", "taobao_orders"}
    assert all(
        set(one) >= {"file", "format", "shop", "rows", "kept", "refused", "issues"} for one in told["files"]
    )
    code, told = new.json("load", place)
    assert (code, {one["status"] for one in told["files"]}) == (3, {"same"})
    code, out, err = new.run("load", place, "--lang", "en")
    assert (code, err) == (3, "")
    assert "Nothing new" in out
    pdd(tmp_path / "more.csv", FIRST, FIRST)
    code, out, err = new.run("load", place, tmp_path / "more.csv", "--lang", "en")
    assert (code, err) == (0, "")
    assert "loaded before" in out


def test_refused_rows_and_files_leave_with_one(new: Cli, tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_bytes(b"")
    pdd(tmp_path / "a.csv", FIRST, FIRST)
    code, told = new.json("load", tmp_path / "empty.csv", tmp_path / "a.csv")
    assert code == 1
    assert [issue["code"] for one in told["files"] for issue in one["issues"]] == ["empty_file"]
    code, out, _ = new.run("load", tmp_path / "empty.csv", tmp_path / "a.csv")
    assert code == 1  # loaded before, and one refused
    code, out, _ = new.run("load", tmp_path / "empty.csv")
    assert code == 3  # nothing was done
    assert "empty.csv" in out


def test_nothing_at_all_leaves_with_three(new: Cli, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    code, out, err = new.run("load", tmp_path / "none", "--json")
    assert (code, json.loads(out)) == (3, {"files": []})
    assert err
    code, told = new.json("today")
    assert (code, told["actions"], told["kpis"]) == (3, [], [])
    code, out, _ = new.run("today")
    assert code == 3
    assert "today" in out


def test_a_path_or_folder_that_is_not_there_leaves_with_two(new: Cli, tmp_path: Path) -> None:
    code, told = new.json("load", tmp_path / "nothing.csv")
    assert (code, told["error"]["code"]) == (2, "bad_path")
    other = Cli(new.capsys, tmp_path / "nowhere")
    for verb in ("status", "check", "kpi"):
        code, told = other.json(verb)
        assert (code, told["error"]["code"]) == (2, "no_shop")


def test_today_reads_tells_and_hands_over(new: Cli, tmp_path: Path) -> None:
    code, told = new.json("today", downloads(tmp_path / "d").folder)
    assert code == 0
    assert set(told) >= {"sentence", "one_metric", "kpis", "actions", "left_out", "missing"}
    assert told["to"] == str(LAST)
    kpis = {one["metric"]: one for one in told["kpis"]}
    assert (kpis["gmv"]["value"], kpis["gmv"]["currency"]) == ("438.00", "CNY")
    for action in told["actions"]:
        assert action["file"] is None or Path(action["file"]).is_file()
    code, out, _ = new.run("today", "--lang", "en", "--date", LAST)
    assert code == 0
    assert out.lstrip().startswith("Paid sales on 12 May")


def test_done_then_check(new: Cli, tmp_path: Path) -> None:
    _, told = new.json("today", downloads(tmp_path / "d").folder)
    everything = [*told["actions"], *told["left_out"]]
    assert everything
    if told["actions"]:
        ident = told["actions"][0]["id"]
        code, marked = new.json("done", ident, "--on", LAST, "--note", "ok")
        assert (code, marked["id"], marked["state"]) == (0, ident, "done")
        code, judged = new.json("check", "--date", LAST)
        assert code == 0
        assert [(one["id"], one["verdict"]) for one in judged["checked"]] == [(ident, "too_early")]
        assert judged["checked"][0]["realised"]["mid"] is None
        assert new.run("check", "--date", LAST)[0] == 0
        assert new.run("skip", ident)[0] == 0
    code, told = new.json("done", "ffffffffff")
    assert (code, told["error"]["code"]) == (2, "unknown_action")
    assert new.json("check")[0] == 3


def test_a_week_as_page_and_workbook(cli: Cli, tmp_path: Path) -> None:
    page, book = tmp_path / "out" / "w.html", tmp_path / "out" / "w.xlsx"
    code, told = cli.json("report", "week", "--date", LAST, "--html", page, "--xlsx", book)
    assert (code, told["kind"], told["from"], told["to"]) == (0, "week", "2024-05-06", str(LAST))
    assert told["sentence"] in page.read_text(encoding="utf-8").replace('</h1><p class="lead">', "")
    with pytest.warns(UserWarning, match="extension"):
        opened = openpyxl.load_workbook(book)
    assert opened.worksheets[0]["A2"].value == told["sentence"]
    opened.close()
    before = page.read_bytes(), book.read_bytes()
    assert cli.run("report", "week", "--date", LAST, "--html", page, "--xlsx", book)[0] == 0
    assert (page.read_bytes(), book.read_bytes()) == before


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", ["day", "month"])
def test_reports_in_both_languages(cli: Cli, kind: str, language: str) -> None:
    code, out, _ = cli.run("report", kind, "--date", LAST, "--lang", language)
    assert code == 0
    heading = "heading.actions"
    say = Phrases("zh" if language == "zh" else "en").texts.say
    assert (say(heading) in out) is (kind == "day")
    assert (say("heading.account_shops") in out) is (kind == "month")


def test_status(cli: Cli) -> None:
    code, told = cli.json("status")
    assert code == 0
    orders = next(one for one in told["coverage"] if (one["shop"], one["table"]) == ("pdd", "order_line"))
    assert (orders["from"], orders["to"], orders["missing"]) == (str(FIRST), str(LAST), [])
    assert len(told["loads"]) == 4
    code, out, _ = cli.run("status")
    assert code == 0
    assert "订单" in out


@pytest.mark.parametrize("words", [("today",), ("report", "day"), ("report", "week"), ("report", "month")])
def test_days_outside_the_books_have_no_figures_and_nothing_to_do(cli: Cli, words: tuple[str, ...]) -> None:
    for far, ends in (("2024-07-01", LAST), ("2023-01-01", FIRST)):
        code, told = cli.json(*words, "--date", far)
        assert (code, told["kpis"], told["actions"]) == (3, [], [])
        assert str(ends) in told["sentence"]
        assert told["missing"][0]["code"] in {"after_books", "before_books"}
        for language in ("zh", "en"):
            code, out, _ = cli.run(*words, "--date", far, "--lang", language)
            assert code == 3
            assert str(ends) in out
            assert "¥" not in out


def test_nothing_done_yet_is_a_sentence(new: Cli, tmp_path: Path) -> None:
    pdd(tmp_path / "a.csv", FIRST, FIRST)
    new.run("load", tmp_path / "a.csv")
    for language in ("zh", "en"):
        code, out, _ = new.run("check", "--lang", language)
        assert code == 3
        assert "done" in out.split()  # the folder's path may end a line
        assert "─" not in out
    code, told = new.json("check")
    assert (code, told["checked"], told["record"]["done"]) == (3, [], 0)
