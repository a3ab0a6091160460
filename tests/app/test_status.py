from datetime import date

from tests.app.shops import FIRST, LAST
from zhanggui.app.status import status
from zhanggui.store.folder import ShopFolder


def test_status_names_shops_tables_days_and_loads(shop: ShopFolder) -> None:
    held = status(shop)
    orders = {one.shop: one for one in held.coverage if one.table == "order_line"}
    assert set(orders) == {"pdd", "taobao"}
    assert (orders["pdd"].first, orders["pdd"].last, orders["pdd"].missing) == (FIRST, LAST, ())
    assert len(held.loads) == 4


def test_nothing_was_known_earlier(shop: ShopFolder, empty: ShopFolder) -> None:
    assert [one for one in status(shop, date(2020, 1, 1)).coverage if one.table == "order_line"] == []
    assert status(empty).coverage == ()
    assert status(empty).loads == ()
