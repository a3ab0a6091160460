from zoneinfo import ZoneInfo

from zhanggui.model.money import CURRENCIES
from zhanggui.model.shop import PLATFORMS, Shop


def test_every_platform_has_a_currency_and_a_zone() -> None:
    for currency, zone in PLATFORMS.values():
        assert currency in CURRENCIES
        assert ZoneInfo(zone).key == zone


def test_a_shop_is_a_value() -> None:
    assert Shop("a", "taobao", "CN", "CNY", "Asia/Shanghai") == Shop(
        "a", "taobao", "CN", "CNY", "Asia/Shanghai"
    )
