from math import isnan, nan

import pytest

from zhanggui.playbooks.page import Page, change, driver

AS_EVER = ((20.0, 20.0), (1000.0, 1000.0))  # clicks and impressions of ads


@pytest.mark.parametrize(
    ("page", "signal", "code", "stage"),
    [
        (Page(empty=0.8), "visits", "out_of_stock", "stock"),
        (Page(price=0.2), "buys", "dearer", "conversion"),
        (Page(offer=0.3, price=0.2), "visits", "after_offer", "conversion"),
        (Page(offer=0.05), "buys", "page_sells_less", "listing"),
        (Page(rival=-0.2), "buys", "rival_cheaper", "conversion"),
        (Page(lost=("dress",)), "visits", "title_changed", "listing"),
        (Page(clicks=(8.0, 20.0), shown=(1000.0, 1000.0)), "visits", "fewer_click", "listing"),
        (Page(), "clicks", "fewer_click", "listing"),
        (Page(), "opened", "fewer_click", "listing"),
        (Page((10.0, 20.0), opened=(40.0, 80.0), seen=(900.0, 900.0)), "visits", "fewer_click", "listing"),
        (Page((10.0, 20.0), opened=(40.0, 80.0), seen=(450.0, 900.0)), "visits", "fewer_visits", "traffic"),
        (Page(), "buys", "page_sells_less", "listing"),
        (Page(), "orders", "below_usual", "risk"),
        (Page(search=(5.0, 20.0), elsewhere=(30.0, 30.0)), "visits", "seen_less", "traffic"),
        (Page((10.0, 20.0), (5.0, 20.0), (30.0, 30.0), *AS_EVER), "visits", "found_less", "traffic"),
        (Page((10.0, 20.0), (5.0, 20.0), (8.0, 30.0), *AS_EVER), "visits", "fewer_visits", "traffic"),
        (Page(visits=(10.0, 20.0), clicks=(1.0, 2.0), shown=(50.0, 50.0)), "visits", "seen_less", "traffic"),
        (Page(clicks=(1.0, 2.0), shown=(0.0, 0.0)), "visits", "seen_less", "traffic"),
    ],
)
def test_what_is_known_says_the_stage(page: Page, signal: str, code: str, stage: str) -> None:
    found = driver(page, signal)
    assert (found.code, found.stage) == (code, stage)


def test_where_visitors_come_and_nothing_is_bought_it_can_not_be_bought() -> None:
    assert driver(Page(), "buys", (0.0, 8.0)).stage == "stock"
    assert driver(Page(), "buys", (0.0, 4.0)).stage == "listing"
    assert driver(Page(), "buys", (1.0, 12.0)).stage == "listing"
    assert driver(Page(), "visits", (0.0, 12.0)).stage == "traffic"
    assert driver(Page(price=0.2), "buys", (0.0, 12.0)).stage == "conversion"


def test_a_change_needs_both_sides() -> None:
    assert isnan(change((nan, 3.0)))
    assert isnan(change((3.0, 0.0)))
    assert change((9.5, 9.5)) == 0.0
