import io
from dataclasses import replace

import pytest
from rich.cells import cell_len
from rich.console import Console

from tests.reports.making import briefing
from zhanggui.cli.screen import MOST_ISSUES, Screen
from zhanggui.model.issue import NOTICE, Issue
from zhanggui.reports.briefing import Briefing, ReadFile
from zhanggui.reports.messages import Language
from zhanggui.reports.phrases import Phrases


def shown(made: Briefing, language: Language = "zh", width: int = 80, *, everything: bool = False) -> str:
    out = io.StringIO()
    view = Screen(Phrases(language), Console(file=out, width=width, highlight=False))
    view.files(made.read)
    view.briefing(made, everything=everything, command="zhanggui --shop s")
    return out.getvalue()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [80, 120])
def test_nothing_runs_over_the_edge_but_paths_that_are_copied(language: Language, width: int) -> None:
    lines = shown(briefing(), language, width).splitlines()
    assert max(cell_len(line.rstrip()) for line in lines if "actions/" not in line) <= width


def test_answer_figures_causes_actions_and_what_to_do_next() -> None:
    made = briefing()
    text = shown(made, width=120)
    order = [
        "支付金额 ¥128.6万",
        "只看一个指标",
        "数值",
        "变化拆解",
        "变化最大的商品",
        "行动清单",
        "还缺什么",
    ]
    places = [text.index(word) for word in order]
    assert places == sorted(places)
    assert f"zhanggui --shop s done {made.todo[0].id}" in text
    assert "没有列入: 1" in text
    assert "<b>M</b>" in text
    assert "▼" in text


def test_what_was_left_out_is_shown_when_asked_for() -> None:
    assert "同一笔钱已算在" in shown(briefing(), width=120, everything=True)


def test_a_week_shows_no_list_of_the_day() -> None:
    text = shown(briefing(kind="week", todo=()), width=120)
    assert "行动清单" not in text
    assert "历史太短" not in text


def test_parts_show_whether_they_are_noise_where_any_was_judged() -> None:
    judged = briefing(kind="week", todo=())
    bare = tuple(
        replace(moved, drivers=tuple(replace(one, noise=None) for one in moved.drivers))
        for moved in judged.moved
    )
    assert any(moved.judged for moved in judged.moved)
    assert not any(moved.judged for moved in bare)
    assert "不是波动" in shown(replace(judged, kpis=()), width=120)
    assert "判断" not in shown(replace(judged, kpis=(), moved=bare), width=120)


def test_nothing_to_do_and_nothing_known() -> None:
    text = shown(briefing(todo=(), left_out=(), kpis=(), moved=(), missing=(), one_metric=None))
    assert "今天没有值得先做的事" in text


def test_markup_in_a_file_name_is_text_and_long_lists_are_cut() -> None:
    issues = tuple(Issue("[red]a.csv", n, "列", "bad_date", "[bold]x") for n in range(MOST_ISSUES + 3))
    text = shown(
        replace(briefing(), read=(ReadFile("[red]a.csv", None, None, 0, 0, 0, issues, "refused"),)), width=120
    )
    assert "[red]a.csv" in text
    assert "[bold]x" in text
    assert "+3" in text


def test_a_figure_is_never_broken_over_two_lines() -> None:
    out = io.StringIO()
    view = Screen(Phrases("zh"), Console(file=out, width=60, highlight=False))
    figures = tuple(f"¥{n},123,456.78" for n in range(1, 6))
    view.table(
        ["月", *"abcde", "说明"],
        [("2011-12-01", *figures, "一段很长的说明文字会折到下一行去")],
        frozenset(range(1, 6)),
    )
    text = out.getvalue()
    assert all(word in text for word in ("2011-12-01", *figures))
    assert "一段很长的说明文字会折到下一行去" not in text
    assert view.console.width == 60


def test_files_read_whole_are_not_among_those_that_were_not() -> None:
    notice = Issue("a.csv", 0, "买家", "column_absent", "buyers", NOTICE)
    bad = Issue("a.csv", 3, "金额", "bad_number", "x")
    for issues, heads in (((notice,), (False, True)), ((bad,), (True, False)), ((notice, bad), (True, True))):
        text = shown(replace(briefing(), read=(ReadFile("a.csv", "x", "taobao", 9, 8, 0, issues),)))
        assert ("没能读入的文件和行" in text, "读入了，但有要注意的" in text) == heads
