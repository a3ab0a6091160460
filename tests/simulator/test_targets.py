import numpy as np
import pytest

from tests.simulator.worlds import busy_shop, world
from zhanggui.simulator.ads import BRAND
from zhanggui.simulator.catalogue import CATEGORIES
from zhanggui.simulator.targets import (
    advertised,
    best_sellers,
    brand_terms,
    busy,
    matters,
    regions,
    sized,
    small_terms,
    usual_orders,
    varied,
    whole_shop,
)

SHOP, FIRST = busy_shop(), 30


def test_best_sellers_come_first_by_sales() -> None:
    sales = (usual_orders(SHOP, FIRST) * SHOP.shelf.price)[best_sellers(SHOP, FIRST)]
    assert (np.diff(sales) <= 0).all()


def test_each_choice_holds_only_what_suits() -> None:
    kinds = SHOP.products.category[SHOP.shelf.product[sized(SHOP, FIRST)]]
    assert {CATEGORIES[kind].sized for kind in kinds.tolist()} == {True}
    assert (np.diff(SHOP.shelf.first_sku)[varied(SHOP, FIRST)] > 1).all()
    assert (SHOP.terms.budget[advertised(SHOP, FIRST)] > 0).all()
    assert (SHOP.terms.campaign[brand_terms(SHOP, FIRST)] == BRAND).all()
    assert BRAND not in SHOP.terms.campaign[small_terms(SHOP, FIRST)]
    assert regions(SHOP, FIRST)[0] == np.argmax([place.share for place in SHOP.platform.regions])
    assert whole_shop(SHOP, FIRST).tolist() == [0]
    assert advertised(world().stories["douyin"].shop, FIRST).size == 0


def test_what_hardly_sells_is_not_chosen() -> None:
    pace = usual_orders(SHOP, FIRST)
    order = np.argsort(pace)
    slow, fast = order[:5].tolist(), order[::-1][:4].tolist()
    assert pace[fast].min() > 0.6 > pace[slow].max()
    assert busy([*slow[:2], *fast], SHOP, FIRST, "listing") == fast
    assert not matters(slow, SHOP, FIRST, "listing")
    assert matters(fast, SHOP, FIRST, "listing")
    assert busy([], SHOP, FIRST, "listing") == []
    assert len(busy(slow, SHOP, FIRST, "listing")) <= 1


@pytest.mark.parametrize("scope", ["shop", "region"])
def test_a_shop_and_its_regions_always_matter(scope: str) -> None:
    assert busy([0, 1], SHOP, FIRST, scope) == [0, 1]
