from datetime import date

from tests.metrics.shop_books import engine as held
from zhanggui.app.books import engine
from zhanggui.app.labels import LONGEST, labels, titles
from zhanggui.store.folder import ShopFolder


def test_titles_are_found_for_those_that_have_one(shop: ShopFolder) -> None:
    with engine(shop) as books:
        found = labels(books, "sku", [("pdd", "T01-M"), ("pdd", "nothing"), ("pdd", "")])
        by_page = labels(books, "listing", [("pdd", "5501")])
    assert found == {("pdd", "T01-M"): "纯棉T恤"}
    assert by_page == {("pdd", "5501"): "纯棉T恤"}
    assert all(len(name) <= LONGEST for name in found.values())


def test_nothing_asked_nothing_found(empty: ShopFolder) -> None:
    with engine(empty) as books:
        assert labels(books, "sku", []) == {}
        assert labels(books, "sku", [("a", "b")]) == {}


def test_what_was_not_sold_lately_is_named_by_its_old_orders() -> None:
    lines = [
        {"shop": "a", "sku": "S", "title": "new name", "paid_day": date(2024, 6, 30)},
        {"shop": "b", "sku": "S", "title": "old name", "paid_day": date(2024, 1, 2)},
        {"shop": "b", "sku": "OLD", "title": "x" * 50, "paid_day": date(2024, 1, 2)},
    ]
    books = held(order_line=[{**line, "order_id": str(n)} for n, line in enumerate(lines)], sku_cost=[])
    found = labels(books, "sku", [("a", "S"), ("b", "S"), ("a", "OLD"), ("b", "OLD")])
    assert found == {("a", "S"): "new name", ("b", "OLD"): "x" * 39 + "…"}


def test_an_item_is_called_as_the_first_shop_calls_it_that_does() -> None:
    lines = [
        {"shop": "a", "sku": "S", "title": "of a", "order_id": "1", "paid_day": date(2024, 6, 30)},
        {"shop": "b", "sku": "S", "title": "of b", "order_id": "2", "paid_day": date(2024, 6, 30)},
        {"shop": "b", "sku": "T", "title": "also of b", "order_id": "3", "paid_day": date(2024, 6, 30)},
    ]
    books = held(order_line=lines, sku_cost=[])
    assert titles(books, "sku", ("S", "T", "none"), ("c", "b", "a")) == {"S": "of b", "T": "also of b"}
    assert titles(books, "sku", ("S",), ("a", "b")) == {"S": "of a"}
    assert titles(books, "sku", (), ("a",)) == {}
