from datetime import datetime
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

from tests.reports.making import SHOPS, WORKED, WORST, briefing, kpi
from zhanggui.reports.briefing import Briefing, Missing
from zhanggui.reports.messages import Language
from zhanggui.reports.opening import Opening
from zhanggui.reports.phrases import Phrases
from zhanggui.reports.workbook import workbook

# openpyxl knows no sparklines and says so.
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")


def made(path: Path, what: Briefing, language: Language = "zh") -> Path:
    workbook(what, Phrases(language), path)
    return path


def test_the_same_briefing_is_the_same_bytes(tmp_path: Path) -> None:
    one, other = made(tmp_path / "1.xlsx", briefing()), made(tmp_path / "2.xlsx", briefing())
    assert one.read_bytes() == other.read_bytes()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_figures_are_numbers_and_charts_are_native(tmp_path: Path, language: Language) -> None:
    path = made(tmp_path / "a.xlsx", briefing(), language)
    book = openpyxl.load_workbook(path)
    first = book.worksheets[0]
    phrases = Phrases(language)
    assert first["A2"].value == Opening(briefing(), phrases).whole()
    assert (first["B5"].value, first["B5"].number_format.startswith('"¥"#,##0.00')) == (1286000, True)
    assert first["D5"].value == pytest.approx(-0.0684, abs=1e-4)
    assert "0.0%" in first["D5"].number_format
    assert [first.cell(4, column).value for column in (6, 7)] == [
        phrases.texts.say(f"heading.{key}") for key in ("noise", "early")
    ]
    assert first["F5"].value == phrases.verdict(noise=False)
    assert (first["B6"].value, first["B6"].number_format) == (0.0314, "0.00%")
    assert first["B8"].value == "—"
    with ZipFile(path) as parts:
        names = parts.namelist()
        assert len([name for name in names if name.startswith("xl/charts/chart")]) == 2
        assert b"sparkline" in parts.read("xl/worksheets/sheet1.xml")
        assert b"dataBar" in parts.read("xl/worksheets/sheet1.xml")
    book.close()


def test_no_text_is_a_formula(tmp_path: Path) -> None:
    what = briefing()
    action = what.todo[0]
    evil = Phrases("zh")
    path = made(tmp_path / "a.xlsx", briefing(owners={"supply": "=cmd()"}))
    book = openpyxl.load_workbook(path)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert "'=cmd()" in [cell.value for cell in cells]
    assert evil.title(action) in [cell.value for cell in cells]
    book.close()


def test_a_waterfall_starts_with_the_usual_and_ends_with_the_day(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(made(tmp_path / "a.xlsx", briefing()))
    sheet = book["变化拆解"]
    steps = [[cell.value for cell in row[6:11]] for row in sheet.iter_rows(min_row=2, max_row=6)]
    assert steps[0] == ["平时", 0, 1380400, 0, 0]
    assert steps[2] == ["支付转化率", 1283000, 0, 0, 150700]
    assert steps[-1] == ["当天", 0, 1286000, 0, 0]
    assert sheet["D5"].value == -94400
    book.close()


def test_unknown_days_stay_empty(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(made(tmp_path / "a.xlsx", briefing()))
    column = [row[1].value for row in book["明细"].iter_rows(min_row=2)]
    assert len(column) == 30
    assert column[9] is None
    assert 0 not in column
    book.close()


def test_little_to_show(tmp_path: Path) -> None:
    bare = briefing(kpis=(kpi("orders", "3", None, unit="count", series=()),), moved=(), todo=(), left_out=())
    book = openpyxl.load_workbook(made(tmp_path / "a.xlsx", bare))
    values = [cell.value for row in book.worksheets[0].iter_rows() for cell in row]
    assert Phrases("zh").texts.say("sentence.no_actions") in values
    book.close()
    week = openpyxl.load_workbook(made(tmp_path / "b.xlsx", briefing(kind="week", todo=())))
    assert "行动清单" not in week.sheetnames  # a week proposes nothing
    week.close()


def test_what_a_figure_will_come_to_stands_beside_it(tmp_path: Path) -> None:
    young = kpi("refund_rate", "0.01", "0.02", unit="share", provisional=True, expected=0.05, noise=None)
    book = openpyxl.load_workbook(made(tmp_path / "a.xlsx", briefing(kpis=(kpi(), young))))
    first = book.worksheets[0]
    assert (first["D6"].value, "个百分点" in first["D6"].number_format) == (3, True)
    assert first["F6"].value is None
    assert first["G6"].value == Phrases("zh").early(young)
    book.close()


def test_a_mean_of_few_keeps_its_decimals(tmp_path: Path) -> None:
    few = briefing(kpis=(kpi("orders", "3", "2.5", unit="count"), kpi("units", "170", "166.5", unit="count")))
    book = openpyxl.load_workbook(made(tmp_path / "a.xlsx", few))
    shown = [book.worksheets[0][cell].number_format for cell in ("B5", "C5", "C6")]
    assert shown == ["#,##0", "0.00", "#,##0"]
    book.close()


def test_changes_have_their_sign_days_are_dates_and_what_is_missing_is_said(tmp_path: Path) -> None:
    gap = Missing("no_plan", {"measure": "gmv"})
    book = openpyxl.load_workbook(made(tmp_path / "a.xlsx", briefing(missing=(gap,))))
    assert book["变化拆解"]["D2"].number_format.startswith('"+"')
    assert book["明细"]["A2"].value == datetime(2026, 5, 31)
    assert Phrases("zh").missing(gap) in [
        cell.value for row in book.worksheets[0].iter_rows() for cell in row
    ]
    book.close()
    calm = briefing(kind="week", kpis=(kpi(), kpi("orders", "3", "4", unit="count", noise=None)), todo=())
    week = openpyxl.load_workbook(made(tmp_path / "b.xlsx", calm)).worksheets[0]
    assert week["F6"].value is None  # of a week sales alone are judged


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_shops_and_items_earned_stands_to_the_cent(tmp_path: Path, language: Language) -> None:
    what = briefing(kind="month", todo=(), accounts=(SHOPS, WORST))
    book = openpyxl.load_workbook(made(tmp_path / "a.xlsx", what, language))
    sheet = book[Phrases(language).texts.say("short.accounts")]
    assert [cell.value for cell in sheet[3]][:6] == ["taobao", 1234.56, -12.3, "—", "—", "—"]
    assert [sheet.cell(5, column).value for column in (1, 5)] == [
        Phrases(language).texts.say("heading.total"), 3143.7
    ]  # fmt: skip
    assert sheet["F4"].number_format == "0.00%"
    items = [row[0].value for row in sheet.iter_rows()]
    assert "'=B2 (jd)" in items
    assert book[sheet.title]["A1"].value == Phrases(language).texts.say("heading.account_shops")
    book.close()


def test_what_was_done_has_a_sheet(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(made(tmp_path / "a.xlsx", briefing(kind="week", todo=(), done=(WORKED,))))
    sheet = book["做过的事"]
    assert [cell.value for cell in sheet[2]][::2] == ["abc1111111", 100, "有效（证据弱）"]
    assert sheet["A3"].value.startswith("一共做过 1 件")
    book.close()
