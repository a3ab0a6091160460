from zoneinfo import ZoneInfo

from zhanggui.model.money import CURRENCIES
from zhanggui.model.shop import PLATFORMS, Shop, market_key


def test_every_platform_has_a_currency_and_a_zone() -> None:
    for currency, zone in PLATFORMS.values():
        assert currency in CURRENCIES
        assert ZoneInfo(zone).key == zone


def test_a_shop_is_a_value() -> None:
    assert Shop("a", "taobao", "CN", "CNY", "Asia/Shanghai") == Shop(
        "a", "taobao", "CN", "CNY", "Asia/Shanghai"
    )


def test_a_marketplace_has_a_key_of_its_own() -> None:
    names = ("Amazon.com", "Amazon.ca", "amazon.com.mx", "Amazon.co.uk", "Non-Amazon", "Amazon", "Amazon.1")
    assert [market_key("amazon", name) for name in names] == [
        "amazon",
        "amazon-ca",
        "amazon-mx",
        "amazon-uk",
        "",
        "",
        "",
    ]
    assert market_key("jd", "Amazon.ca") == ""
