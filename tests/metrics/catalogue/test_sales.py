from tests.metrics.catalogue.whole import sound
from zhanggui.metrics.catalogue import CATALOGUE
from zhanggui.metrics.catalogue.sales import SALES


def test_every_entry_is_sound() -> None:
    sound(SALES)


def test_names_every_book_can_answer() -> None:
    fixed = (
        "gmv refunds refunds_of_orders net_sales orders buyers units visitors visitor_days page_views conversion "
        "spend_per_buyer aov units_per_order refund_rate impressions clicks ctr ad_spend ad_sales roas acos "
        "cost_of_goods fees contribution margin repeat_rate stock cover_days"
    ).split()
    assert set(fixed) <= set(CATALOGUE)
    assert len(CATALOGUE) >= 70


def test_per_buyer_and_per_order_are_two_metrics() -> None:
    assert CATALOGUE["spend_per_buyer"].formula == "gmv / buyers"
    assert CATALOGUE["aov"].formula == "gmv / orders"
    assert CATALOGUE["spend_per_buyer"].known_as["taobao"] == "客单价"
