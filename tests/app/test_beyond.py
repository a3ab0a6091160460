from datetime import date, timedelta

import pytest

from tests.app.shops import FIRST, LAST, NOW
from zhanggui.app.beyond import BEYOND, BeyondBooksError, exact, inside, outside, span, unknown
from zhanggui.app.books import engine
from zhanggui.app.kpi import kpi
from zhanggui.app.today import briefing
from zhanggui.app.why import Asked, why
from zhanggui.metrics.ask import ask
from zhanggui.metrics.query import Where
from zhanggui.metrics.question import Question
from zhanggui.model.period import Period, day
from zhanggui.store.folder import ShopFolder

AFTER, BEFORE = day(LAST + timedelta(days=3)), day(FIRST - timedelta(days=400))


def test_the_books_reach_from_the_first_to_the_last_order(shop: ShopFolder, empty: ShopFolder) -> None:
    with engine(shop) as books:
        assert span(books) == Period(FIRST, LAST)
        inside(books, Period(BEFORE.first, FIRST))
        inside(books, Period(LAST, AFTER.last))
        for far, code in zip((AFTER, BEFORE), BEYOND, strict=True):
            with pytest.raises(BeyondBooksError) as told:
                inside(books, far)
            assert told.value.missing.code == code
            assert told.value.missing.params["held_last"] == str(LAST)
    with engine(empty) as books:
        assert span(books) is None
        inside(books, AFTER)


@pytest.mark.parametrize("kind", ["day", "week", "month"])
def test_no_briefing_is_made_up_of_days_outside_the_books(shop: ShopFolder, kind: str) -> None:
    proposed = len(shop.journal().actions())
    for far in (LAST + timedelta(days=40), BEFORE.first):
        with pytest.raises(BeyondBooksError):
            briefing(shop, kind, far, NOW, "zh")
    assert len(shop.journal().actions()) == proposed


def test_nothing_is_explained_outside_the_books(shop: ShopFolder) -> None:
    with pytest.raises(BeyondBooksError):
        why(shop, Asked("gmv", AFTER), NOW.date())


@pytest.mark.parametrize("by", [(), ("day",), ("shop",)])
def test_figures_of_days_outside_the_books_say_where_these_end(shop: ShopFolder, by: tuple[str, ...]) -> None:
    for far, code in zip((AFTER, BEFORE), BEYOND, strict=True):
        answer = kpi(shop, Question(("gmv", "orders"), by, far, (), "CNY"))
        assert [gap.code for gap in answer.missing] == [code]
    inside_too = kpi(shop, Question(("gmv",), by, Period(LAST, AFTER.last), (), "CNY"))
    assert not {gap.code for gap in inside_too.missing} & set(BEYOND)


def test_a_table_that_holds_nothing_does_not_bound_the_books(shop: ShopFolder) -> None:
    with engine(shop) as books:
        assert outside(books, ask(books, Question(("reviews",), (), AFTER))) is None
        assert outside(books, ask(books, Question(("gmv",), (), None))) is None


def test_names_that_the_books_do_not_know(shop: ShopFolder) -> None:
    def told(dim: str, *values: str) -> dict[str, str] | None:
        answer = kpi(shop, Question(("gmv",), (), None, (Where(dim, values),), "CNY"))
        assert bool(answer.cells) != bool(answer.refused)
        return dict(answer.refused[0].params) if answer.refused else None

    assert told("shop", "nosuch") == {
        "dimension": "shop", "value": "nosuch", "nearest": "", "known": "amazon, pdd, taobao",
    }  # fmt: skip
    strange = told("shop", "pdd", "taobo")
    assert strange is not None
    assert (strange["value"], strange["nearest"]) == ("taobo", "taobao")
    assert told("platform", "ebay") is not None
    strange = told("sku", "T01-X")
    assert strange is not None
    assert strange["nearest"] == "T01-M"
    for dim, value in (("shop", "PDD"), ("platform", "Taobao"), ("sku", "T01-M")):
        assert told(dim, value) is None


def test_capitals_are_no_other_shop_and_days_are_never_unknown_names(shop: ShopFolder) -> None:
    with engine(shop) as books:
        asked = exact(
            books, Question(("gmv",), (), None, (Where("shop", ("PDD",)), Where("sku", ("t01-m",))))
        )
        assert [where.values for where in asked.where] == [("pdd",), ("t01-m",)]
        named = exact(books, Question(("gmv",), (), None, (Where("shop", ("测试小店", "nosuch")),)))
        assert [where.values for where in named.where] == [("taobao", "nosuch")]
        days = Question(("gmv",), (), None, (Where("day", (date(2020, 1, 1),)),))
        assert unknown(books, ask(books, days)) is None
