"""What a question of why reaches."""

from datetime import timedelta

from tests.app.shops import FIRST, LAST
from zhanggui.app.books import engine
from zhanggui.app.compared.scope import distinct, needed, within
from zhanggui.model.period import Period
from zhanggui.store.folder import ShopFolder


def test_a_period_is_held_as_far_as_the_books_go(shop: ShopFolder) -> None:
    before = Period(FIRST - timedelta(days=9), FIRST)
    with engine(shop) as books:
        assert within(books, before, ("gmv", None), LAST) == Period(FIRST, FIRST)
        assert within(books, before.shift(-20), ("gmv", None), LAST) is None
        after = Period(LAST - timedelta(days=1), LAST + timedelta(days=9))
        assert within(books, after, ("gmv", None), LAST) == Period(LAST - timedelta(days=1), LAST)


def test_a_ratio_needs_both_of_its_sums_and_a_sum_its_terms() -> None:
    assert needed("conversion", ("buyer_days", "visitor_days")) == ("buyer_days", "visitor_days")
    assert needed("gmv", ("gmv", "orders")) == ("gmv",)
    assert "refunds_of_orders" in needed("contribution", ()) or "net_sales" in needed("contribution", ())


def test_people_of_several_days_do_not_add_up_and_orders_do() -> None:
    assert distinct("buyers")
    assert not distinct("orders")
    assert not distinct("gmv")
    assert not distinct(None)
