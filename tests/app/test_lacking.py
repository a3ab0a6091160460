"""What an answer leaves out: dimensions that the metric is not told by, days before."""

from datetime import timedelta

from tests.app.shops import LAST
from zhanggui.app.books import engine
from zhanggui.app.why import Asked, Why
from zhanggui.reports.phrases import Phrases
from zhanggui.store.folder import ShopFolder


def test_a_dimension_that_the_metric_is_not_told_by_is_named(shop: ShopFolder) -> None:
    with engine(shop) as books:
        found = Why(shop, books, Asked("gmv", None, None, ("sku", "source", "price_band")), LAST).answer()
        none = Why(shop, books, Asked("gmv", None, None, ("source",)), LAST).answer()
    gaps = [gap for gap in found.missing if gap.code == "not_split"]
    assert [gap.values["dim"] for gap in gaps] == ["source"]
    assert {dim for place in found.places for dim, _, _ in place.where} <= {"sku", "price_band"}
    assert found.places
    assert none.places  # where it is told by none of them, it is split as if none had been asked for
    for language in ("zh", "en"):
        assert "price_band" not in Phrases(language).missing(gaps[0])


def test_few_days_before_are_told(shop: ShopFolder) -> None:
    early = LAST - timedelta(days=60)
    with engine(shop) as books:
        found = Why(shop, books, Asked("gmv"), early).answer()
    assert "young_books" in {gap.code for gap in found.missing}


def test_a_sum_by_price_band_is_asked_by_the_items_that_have_the_prices(shop: ShopFolder) -> None:
    with engine(shop) as books:
        found = Why(shop, books, Asked("net_sales", None, None, ("price_band",)), LAST).answer()
    assert found.value is None or found.value > 0
    assert "not_split" not in {gap.code for gap in found.missing}
