import re
from dataclasses import replace
from decimal import Decimal
from html.parser import HTMLParser

import pytest

from tests.reports.making import ITEMS, SHOPS, TREE, WORKED, WORST, briefing, kpi
from zhanggui.model.issue import NOTICE, Issue
from zhanggui.reports.briefing import ReadFile
from zhanggui.reports.messages import Language
from zhanggui.reports.page import MOST_ISSUES, page
from zhanggui.reports.phrases import Phrases

VOID = {"meta", "br", "link", "circle", "polygon", "polyline"}


class Tags(HTMLParser):
    """Every tag with its attributes, and whether what is opened is closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag


@pytest.mark.parametrize("language", ["zh", "en"])
def test_one_file_without_script_or_any_other_host(language: Language) -> None:
    text = page(briefing(), Phrases(language))
    tags = Tags(text)
    assert tags.open == []
    names = {name for name, _ in tags.seen}
    assert not names & {"script", "link", "img", "iframe", "object", "form", "base"}
    assert not re.search(r"https?://|//[a-z]|url\(|@import|javascript:", text)
    assert not [
        key for _, attrs in tags.seen for key in attrs if key.startswith("on") or key in {"src", "href"}
    ]
    policy = [
        attrs["content"] for name, attrs in tags.seen if attrs.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policy == ["default-src 'none'; style-src 'unsafe-inline'"]
    assert tags.seen[0] == ("html", {"lang": "zh-CN" if language == "zh" else "en"})


def test_the_same_briefing_is_the_same_bytes() -> None:
    assert page(briefing(), Phrases("zh")) == page(briefing(), Phrases("zh"))


def test_text_from_files_is_never_markup() -> None:
    text = page(briefing(), Phrases("zh"))
    assert "<b>M</b>" not in text
    assert "&lt;b&gt;M" in text
    assert "<script" not in text


def test_books_without_orders_have_no_sales_to_take_apart() -> None:
    empty = Phrases("zh").texts.say("page.empty_moved")
    assert empty in page(briefing(moved=()), Phrases("zh"))
    assert empty not in page(briefing(moved=(), kpis=(kpi("ad_spend"),)), Phrases("zh"))


def test_what_is_unknown_is_a_dash_with_a_mark() -> None:
    tile = page(briefing(kpis=(kpi("orders", None, "6000", unit="count", noise=None),)), Phrases("zh"))
    assert 'title="—">—</b>' in tile
    assert "没有数据" in tile


def test_colours_follow_the_language() -> None:
    refunds = briefing(
        kpis=(kpi("refund_rate", "0.0812", "0.0744", unit="share", good=-1),), moved=(), todo=()
    )
    falling = briefing(kpis=(kpi(),), moved=(), todo=())
    assert '<span class="red">▲' in page(refunds, Phrases("zh"))
    assert '<span class="red">▲' in page(refunds, Phrases("en"))
    assert '<span class="green">▼' in page(falling, Phrases("zh"))
    assert '<span class="red">▼' in page(falling, Phrases("en"))
    assert "需关注" in page(falling, Phrases("zh"))
    assert "暂定" in page(briefing(kpis=(kpi(provisional=True, noise=True),)), Phrases("zh"))


def test_tree_waterfall_and_items_add_up_before_the_eye() -> None:
    text = page(briefing(), Phrases("zh"))
    assert len(re.findall(r'class="node[ "]', text)) == 4
    assert "−¥9.44万" in text
    assert text.count('class="lane"') == 5
    assert "不从 0 开始" in text
    assert "不从 0 开始" not in page(briefing(kpis=(kpi(value="100000", usual="194400"),)), Phrases("zh"))
    alone = page(briefing(kpis=(kpi(usual=None),), moved=(TREE,)), Phrases("zh"))
    assert 'class="lane"' not in alone
    assert 'class="items"' in page(briefing(moved=(ITEMS,)), Phrases("en"))


def test_actions_have_bars_files_and_the_command_that_notes_them() -> None:
    made = briefing()
    text = page(made, Phrases("zh"))
    assert text.count('<i style="width:') == 2
    assert 'style="width:100.0%"' in text
    assert f"zhanggui done {made.todo[0].id}" in text
    assert "actions/reorder.csv" in text
    assert text.count('class="due now"') == 2
    assert "没有列入 (1)" in text


def test_bars_of_several_currencies_compare_at_the_days_rate() -> None:
    made = briefing()
    dollars = replace(made.todo[0], impact=replace(made.todo[0].impact, currency="USD"))
    text = page(
        replace(
            made, todo=(dollars, replace(made.todo[1], impact=made.todo[0].impact)), rates={"USD": Decimal(4)}
        ),
        Phrases("zh"),
    )
    assert "width:100.0%" in text
    assert "width:25.0%" in text


def test_empty_states_say_so() -> None:
    text = page(
        briefing(kpis=(), moved=(), todo=(), left_out=(), missing=(), read=(), one_metric=None), Phrases("zh")
    )
    assert "今天没有值得先做的事" in text
    assert "没能读入" not in text


def test_a_week_has_no_list_of_the_day() -> None:
    assert 'class="do"' not in page(briefing(kind="week", todo=()), Phrases("zh"))


def test_what_could_not_be_read_is_listed_up_to_a_limit() -> None:
    made = briefing()
    assert "第" not in page(made, Phrases("en"))
    assert "a.csv" in page(made, Phrases("zh"))
    many = tuple(Issue("a.csv", n, "", "bad_date") for n in range(MOST_ISSUES + 5))
    same = Issue("b.csv", 0, "", "same_file", level="notice")
    one = ReadFile("a.csv", None, None, 0, 0, 0, (*many, same))
    text = page(replace(made, read=(one,)), Phrases("zh"))
    assert "+5" in text
    assert "b.csv" not in text


def test_what_was_read_all_the_same_stands_apart() -> None:
    issues = (
        Issue("a.csv", 0, "买家", "column_absent", "buyers", NOTICE),
        Issue("a.csv", 3, "金额", "bad_number", "x"),
    )
    read = (ReadFile("a.csv", "x", "taobao", 9, 8, 1, issues),)
    for phrases in (Phrases("zh"), Phrases("en")):
        heads = [phrases.texts.say(f"heading.{key}") for key in ("not_read", "noted")]
        text = page(briefing(read=read), phrases)
        assert text.index(heads[0]) < text.index("<code>x</code>") < text.index(heads[1])
        assert heads[0] not in page(briefing(read=(replace(read[0], issues=issues[:1]),)), phrases)


def test_commands_of_the_page_work_as_they_stand() -> None:
    what = briefing()
    assert f"zhanggui --shop s done {what.todo[0].id}" in page(what, Phrases("zh"), "zhanggui --shop s")


def test_what_shops_and_items_earned_is_a_table_each() -> None:
    text = page(briefing(kind="month", accounts=(SHOPS, WORST)), Phrases("zh"))
    assert Tags(text).open == []
    assert text.count('class="stacks earned"') == 2
    assert "<b>¥1,921</b>" in text
    assert 'data-head="利润"><b>—</b>' in text
    assert "&lt;b&gt;cup" in text
    assert "12.5%" in text
    assert 'class="stacks earned"' not in page(briefing(), Phrases("zh"))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_was_done_stands_beside_its_forecast(language: Language) -> None:
    say = Phrases(language).texts.say
    text = page(briefing(kind="week", done=(WORKED,)), Phrases(language))
    assert Tags(text).open == []
    assert say("heading.done") in text
    assert "¥80.00 (" in text
    assert say("record.told", done=1, judged=1, worked=1, did_not=0, cant_tell=0) in text.replace(
        "&#39;", "'"
    )
    assert say("heading.done") not in page(briefing(kind="week"), Phrases(language))
    due = say("next.check", n=2, command="zhanggui")
    assert due in page(briefing(to_check=2), Phrases(language))
    assert due not in page(briefing(), Phrases(language))
