import numpy as np

from tests.playbooks.days import daily, none
from tests.playbooks.giving import DAY, columns, given
from zhanggui.playbooks.behind import DAYS, LISTS, Behind, asked

ONE = np.full(DAYS, 1.0)


def behind(*, listings: tuple[tuple[str, str, str], ...] = ()) -> Behind:
    sold = daily(
        {
            ("taobao", "A1", ""): {"orders": ONE, "units": 2 * ONE, "gmv": 50 * ONE},
            ("taobao", "A2", ""): {"orders": ONE, "units": ONE, "gmv": 20 * ONE},
            ("taobao", "B1", "L9"): {"orders": ONE, "units": ONE, "gmv": 9 * ONE},
        },
        ("shop", "sku", "listing"),
    )
    seen = columns({"shop": ["taobao"], "listing": ["L1"], "sku": ["A"]}, {"page_views": [5]})
    styles = (("taobao", "A1", "A", DAY), ("", "A2", "A", DAY))
    return Behind(given({"sold": sold, "seen": seen}, rows={"styles": styles, "listings": listings}))


def test_a_page_that_reports_call_by_a_style_is_all_of_its_skus() -> None:
    goods = behind().of("taobao", "L1")
    assert goods.skus == ("A1", "A2")
    assert goods.sales[-1] == 70
    assert goods.units.sum() == 3 * DAYS


def test_orders_that_name_the_page_and_lists_that_do_are_enough() -> None:
    assert behind().of("taobao", "L9").skus == ("B1",)
    assert behind(listings=(("taobao", "L5", "A2"),)).of("taobao", "L5").skus == ("A2",)


def test_a_page_that_sells_nothing_has_no_goods() -> None:
    goods = behind().of("taobao", "L7")
    assert goods.skus == ()
    assert goods.orders.shape == (DAYS,)
    assert not goods.orders.any()


def test_what_it_needs_is_asked() -> None:
    assert set(asked(DAY)) == {"sold", "seen"}
    assert set(LISTS) == {"styles", "listings"}
    assert not none(("shop",), "gmv").length
