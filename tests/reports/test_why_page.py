"""The explanation as a one-file page."""

from dataclasses import replace
from decimal import Decimal

from tests.reports.test_explained import TOLD
from tests.reports.test_parted import mixture
from zhanggui.reports.explained import Place
from zhanggui.reports.explanation import Explanation
from zhanggui.reports.phrases import Phrases
from zhanggui.reports.why_page import why_page


def test_the_page_holds_answer_tree_places_and_rows_and_nothing_foreign() -> None:
    page = why_page(Explanation(TOLD, Phrases("en")))
    assert 'lang="en"' in page
    assert "A1 Cup" in page
    assert ">17</td>" in page
    assert "<script" not in page
    assert "://" not in page
    assert page == why_page(Explanation(TOLD, Phrases("en")))


def test_names_are_escaped_and_an_ordinary_day_shows_no_rows() -> None:
    place = Place((("sku", "<b>x</b>", ""),), 1.0, 2.0, -1.0, 1.0)
    page = why_page(Explanation(replace(TOLD, places=(place,), p_noise=0.5), Phrases("zh")))
    assert "<b>x</b>" not in page
    assert "&lt;b&gt;x" in page
    assert "<td>17</td>" not in page


def test_a_change_without_a_tree() -> None:
    page = why_page(Explanation(replace(TOLD, finding=None, places=(), proof=None), Phrases("en")))
    assert "Where it changed" not in page


def test_a_driver_shows_its_levels_its_side_and_its_interval() -> None:
    assert TOLD.finding is not None
    orders, price = TOLD.finding.drivers
    known = replace(orders, before=10.0, after=5.0, low=Decimal(-70), high=Decimal(-30))
    told = replace(TOLD, finding=replace(TOLD.finding, drivers=(known, price)))
    page = why_page(Explanation(told, Phrases("zh")))
    assert "−¥70.00～−¥30.00" in page
    assert 'class="node real"' in page
    assert 'style="left:0.0%;width:50.0%"' in page
    assert 'style="left:50.0%;width:10.0%"' in page
    assert 'class="green" style="left:0.0%' in page
    rising = replace(told, metric="refunds")
    assert 'class="green" style="left:0.0%' in why_page(Explanation(rising, Phrases("en")))
    assert 'class="red" style="left:0.0%' in why_page(Explanation(told, Phrases("en")))


def test_a_ratio_along_a_dimension_is_a_table() -> None:
    told = replace(TOLD, metric="conversion", unit="share", value=0.0434, usual=0.04, mixture=mixture())
    text = why_page(Explanation(told, Phrases("zh")))
    assert "占比变化" in text
    assert "old Old cup" in text
    assert "占比变化" not in why_page(Explanation(TOLD, Phrases("zh")))
