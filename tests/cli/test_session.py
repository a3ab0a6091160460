import json
from argparse import Namespace
from datetime import date, datetime
from pathlib import Path

import pytest

from zhanggui.cli.session import Session, WrongUse, json_lines, shop_path
from zhanggui.model.period import month
from zhanggui.reports.phrases import Phrases
from zhanggui.store.folder import ShopFolder
from zhanggui.store.refusals import NoShopFolderError


def session(**options: object) -> Session:
    given = Namespace(**{"shop": None, "json": False, **options})
    return Session(given, Phrases("zh"), datetime(2026, 6, 30, 8))


def test_the_shop_folder_is_named_by_option_environment_or_habit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ZHANGGUI_SHOP", raising=False)
    assert shop_path(Namespace(shop=None)) == Path("shop")
    monkeypatch.setenv("ZHANGGUI_SHOP", "elsewhere")
    assert session().shop_path == Path("elsewhere")
    assert session(shop=Path("here")).shop_path == Path("here")


def test_inside_a_shop_folder_it_is_the_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ZHANGGUI_SHOP", raising=False)
    ShopFolder.open(tmp_path, create=True)
    monkeypatch.chdir(tmp_path)
    assert shop_path(Namespace(shop=None)) == Path()
    ShopFolder.open(tmp_path / "shop", create=True)
    assert shop_path(Namespace(shop=None)) == Path("shop")


def test_days() -> None:
    one = session()
    assert (one.day(None), one.day("2026-02-28"), one.today) == (None, date(2026, 2, 28), date(2026, 6, 30))
    with pytest.raises(WrongUse) as wrong:
        one.day("2026-02-30")
    assert (wrong.value.code, wrong.value.values) == ("bad_date", {"value": "2026-02-30"})


@pytest.mark.parametrize(
    "written", ["2026-05-01", "2026/5/1", "2026.5.1", "20260501", "2026年5月1日", " 2026-5-1 "]
)
def test_a_day_in_any_writing(written: str) -> None:
    assert session().day(written) == date(2026, 5, 1)


def test_days_before_today() -> None:
    told = {word: session().day(word) for word in ("今天", "yesterday", "昨天", "前天")}
    assert [day.day for day in told.values() if day] == [30, 29, 29, 28]


def test_months() -> None:
    for written in ("2026-05", "2026/5", "2026年5月"):
        assert session().month(written) == month(date(2026, 5, 1))
    assert [session().month(written) for written in ("2026-13", "2026", "0000-01", "2026-05-01")] == [
        None
    ] * 4


def test_one_document_or_a_drawing_never_both(capsys: pytest.CaptureFixture[str]) -> None:
    session(json=True).emit({"a": "中"}, lambda: pytest.fail("drawn"))
    assert capsys.readouterr().out == '{\n  "a": "中"\n}\n'
    drawn: list[int] = []
    session().emit({"a": 1}, lambda: drawn.append(1))
    assert (drawn, capsys.readouterr().out) == ([1], "")
    session().warn("beside")
    assert capsys.readouterr().err == "beside\n"


@pytest.mark.parametrize(
    "document",
    [
        {},
        [],
        [1, "a"],
        {"rows": [{"a": 1}, {"a": None}], "note": "中"},
        {"rows": [], "deep": {"a": [{"b": 2}]}, "mixed": [{"a": 1}, 2]},
    ],
)
def test_json_for_scripts_has_one_row_a_line(document: object) -> None:
    lines = "".join(json_lines(document))
    assert json.loads(lines) == document
    assert lines.endswith("\n")
    if isinstance(document, dict) and document.get("rows"):
        assert lines.count("\n") == len(document) + len(document["rows"]) + 3


def test_names_for_people_and_commands_to_copy(tmp_path: Path) -> None:
    one = session(shop=tmp_path / "my shop")
    assert one.table("order_line") == "订单"
    assert one.command == f"zhanggui --shop '{tmp_path}/my shop'"
    assert session().command == "zhanggui"
    assert one.language == "zh"
    with pytest.raises(NoShopFolderError):
        one.folder()


def test_days_are_written_as_days_and_what_is_no_data_is_refused() -> None:
    document = {"missing": [{"code": "late_shop", "day": date(2026, 8, 28)}], "day": date(2026, 8, 28)}
    read = json.loads("".join(json_lines(document)))
    assert read == {"missing": [{"code": "late_shop", "day": "2026-08-28"}], "day": "2026-08-28"}
    with pytest.raises(TypeError, match="object"):
        list(json_lines({"odd": object()}))
