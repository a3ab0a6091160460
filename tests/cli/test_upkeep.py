from pathlib import Path

import pytest

from tests.app.shops import FIRST, LAST, downloads, pdd
from tests.cli.calling import Cli


@pytest.fixture
def cli(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Cli:
    return Cli(capsys, tmp_path / "shop")


def figures(cli: Cli) -> object:
    return cli.json("kpi", "--by", "shop,day", "--metrics", "gmv,orders,units,clicks")[1]


def test_undo_and_rebuild(cli: Cli, tmp_path: Path) -> None:
    cli.json("load", pdd(tmp_path / "a.csv", FIRST, FIRST))
    before = figures(cli)
    cli.json("load", pdd(tmp_path / "b.csv", FIRST, LAST))
    code, told = cli.json("undo")
    assert (code, [one["file"] for one in told["files"]]) == (0, ["b.csv"])
    assert figures(cli) == before
    code, told = cli.json("undo")
    assert (code, told) == (3, {"files": []})
    code, told = cli.json("rebuild")
    assert (code, told) == (0, {"files": 1})
    assert figures(cli) == before


def test_two_orders_of_loading_answer_alike(cli: Cli, tmp_path: Path) -> None:
    files = downloads(tmp_path / "d").files
    other = Cli(cli.capsys, tmp_path / "other")
    for file in files:
        cli.json("load", file)
    for file in reversed(files):
        other.json("load", file)
    assert figures(cli) == figures(other)


def test_templates(cli: Cli, tmp_path: Path) -> None:
    code, told = cli.json("template")
    assert code == 0
    assert "costs" in told["templates"]
    path = tmp_path / "sub" / "costs.xlsx"
    code, told = cli.json("template", "costs", "--out", path, "--lang", "en")
    assert (code, told["file"], path.is_file()) == (0, str(path), True)
    code, told = cli.json("template", "nothing")
    assert (code, told["error"]["code"]) == (2, "unknown_template")
    assert "costs" in told["error"]["nearest"]


def test_a_simulator_asked_for_what_it_does_not_know(cli: Cli, tmp_path: Path) -> None:
    code, told = cli.json("simulate", "--faults", "no_such", "--out", tmp_path / "sim")
    assert (code, told["error"]["code"]) == (2, "unknown_wish")


def test_a_map_that_lacks_a_column_says_what_is_to_be_done(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Order ID,Colour\n1,red\n2,blue\n", "utf-8")
    code, told = cli.json("map", path)
    assert (code, told["missing"]) == (1, ["quantity", "created_at"])
    assert str(told["file"]).endswith(".toml.draft")
    code, text, _ = cli.run("map", path, "--lang", "en")
    assert code == 1
    assert (
        "it can't be used yet: no column was taken for Quantity (quantity), Ordered at (created_at)"
        in " ".join(text.split())
    )


def test_a_map_is_shown_in_words_without_anybody_s_name(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "sold.csv"
    rows = "".join(f"A{n},张三,2024-05-0{n},{n},10.00\n" for n in range(1, 6))
    path.write_text("单据编号,客户名称,出库日期,数量,单价\n" + rows, encoding="utf-8")
    for language, words in (
        ("zh", ("订单号", "出库日期", "假设")),
        ("en", ("Order number", "出库日期", "assumptions")),
    ):
        code, out, _ = cli.run("map", path, "--dry-run", "--lang", language)
        assert code == 0
        assert all(word in out for word in words)
        assert "张三" not in out
        assert not [word for word in ("order_id", "paid_at", "list_amount") if word in out]
    assert cli.json("map", path, "--dry-run")[1]["assumed"] == ["paid_status", "paid_moment", "price_times"]


def test_templates_are_listed_with_their_titles(cli: Cli) -> None:
    for language, title in (("zh", "成本"), ("en", "cost")):
        code, out, _ = cli.run("template", "--lang", language)
        assert (code, "costs" in out) == (0, True)
        assert title in out.lower()
    assert "costs" in cli.json("template")[1]["templates"]


def test_a_shop_that_cannot_be_made_is_told_in_the_language(cli: Cli, tmp_path: Path) -> None:
    wishes = {("--days", "3"): "至少", ("--faults", "nosuch"): "不认识", ("--platforms", "nosuch"): "不认识"}
    for words, told in wishes.items():
        code, out, err = cli.run("simulate", "--out", tmp_path / "q", *words, "--lang", "zh")
        assert (code, out, told in err) == (2, "", True)
        code, out, err = cli.run("simulate", "--out", tmp_path / "q", *words, "--lang", "en")
        assert (code, out, told in err) == (2, "", False)
