from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from tests.app.shops import FIRST, LAST, loaded, search_terms
from zhanggui.app.books import engine, last_whole_day, selling
from zhanggui.metrics.query import Query
from zhanggui.model.period import Period
from zhanggui.store.folder import ShopFolder


def test_the_last_whole_day_lies_before_today(shop: ShopFolder) -> None:
    with engine(shop) as books:
        assert last_whole_day(books, LAST + timedelta(days=9)) == LAST
        assert last_whole_day(books, LAST) == LAST - timedelta(days=1)
        assert last_whole_day(books, FIRST) is None


def test_books_as_known_before_anything_was_loaded_are_empty(shop: ShopFolder) -> None:
    with engine(shop, date(2020, 1, 1)) as books:
        assert last_whole_day(books, date(2024, 6, 1)) is None


def test_empty_books_have_no_day(empty: ShopFolder) -> None:
    with engine(empty) as books:
        assert last_whole_day(books, LAST) is None


def test_books_without_orders_end_with_what_else_they_tell(empty: ShopFolder, tmp_path: Path) -> None:
    loaded(empty, search_terms(tmp_path / "terms.csv"))
    with engine(empty) as books:
        assert selling(books) == {"amazon": Period(date(2024, 5, 10), date(2024, 5, 10))}
        assert last_whole_day(books, date(2024, 6, 1)) == date(2024, 5, 10)
        assert last_whole_day(books, date(2024, 5, 10)) is None


def test_books_opened_for_one_question_answer_as_those_ready_for_many(shop: ShopFolder) -> None:
    asked = Query(("gmv",), ("shop",), Period(FIRST, LAST))
    answers = []
    for once in (True, False):
        with engine(shop, once=once) as books:
            answers.append(
                [books.fetch(replace(asked, measures=names)) for names in (("gmv",), ("visitor_days",))]
            )
    for alone, ready in zip(*answers, strict=True):
        assert [alone.key(n) for n in range(len(alone))] == [ready.key(n) for n in range(len(ready))]
        for name in alone.numbers:
            assert alone.numbers[name].tolist() == ready.numbers[name].tolist()
