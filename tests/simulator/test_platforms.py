from zoneinfo import ZoneInfo

import pytest

from zhanggui.model.shop import PLATFORMS as KNOWN
from zhanggui.simulator.platforms import PLATFORMS, SOURCES


@pytest.mark.parametrize("key", PLATFORMS)
def test_a_platform_is_one_the_product_knows_and_its_shares_add_up(key: str) -> None:
    place = PLATFORMS[key]
    assert KNOWN[key] == (place.currency, place.zone)
    assert sum(place.mix) == pytest.approx(1.0)
    assert len(place.mix) == len(SOURCES)
    assert sum(region.share for region in place.regions) == pytest.approx(1.0)
    assert ZoneInfo(place.zone).key == place.zone
