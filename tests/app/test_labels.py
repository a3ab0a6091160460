from zhanggui.app.books import engine
from zhanggui.app.labels import LONGEST, labels
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
