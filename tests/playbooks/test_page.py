from math import isnan, nan

import pytest

from zhanggui.playbooks.page import Page, change, driver


@pytest.mark.parametrize(
    ("page", "signal", "code", "stage"),
    [
        (Page(empty=0.8), "visits", "out_of_stock", "stock"),
        (Page(price=0.2), "buys", "dearer", "conversion"),
        (Page(rival=-0.2), "buys", "rival_cheaper", "conversion"),
        (Page(lost=("dress",)), "visits", "title_changed", "listing"),
        (Page(clicks=(20.0, 60.0), shown=(1000.0, 1000.0)), "visits", "fewer_click", "listing"),
        (Page(), "clicks", "fewer_click", "listing"),
        (Page(), "buys", "page_sells_less", "listing"),
        (Page(), "orders", "below_usual", "listing"),
        (Page(search=(5.0, 20.0), elsewhere=(30.0, 30.0)), "visits", "found_less", "listing"),
        (Page(search=(5.0, 20.0), elsewhere=(8.0, 30.0)), "visits", "fewer_visits", "traffic"),
        (Page(clicks=(2.0, 8.0), shown=(1000.0, 1000.0)), "visits", "fewer_visits", "traffic"),
    ],
)
def test_what_is_known_says_the_stage(page: Page, signal: str, code: str, stage: str) -> None:
    found = driver(page, signal)
    assert (found.code, found.stage) == (code, stage)


def test_a_change_needs_both_sides() -> None:
    assert isnan(change((nan, 3.0)))
    assert isnan(change((3.0, 0.0)))
    assert change((9.5, 9.5)) == 0.0
