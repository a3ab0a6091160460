from datetime import date, timedelta

from tests.app.shops import FIRST, LAST
from zhanggui.app.books import engine, last_whole_day
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
