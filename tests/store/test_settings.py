from decimal import Decimal
from pathlib import Path

import pytest

from zhanggui.store.settings import START, SettingsError, defaults, parse, read_settings

FILE = Path("zhanggui.toml")

FULL = """
[books]
language = "en"
minutes = 45
reporting = "USD"

[owners]
ads = "小王"

[thresholds]
cover_days = 14

[shops.jd]
platform = "jd"
names = ["京东旗舰店"]
commission = 0.05
payment = "0.006"
logistics = 6.5

[shops.us]
platform = "amazon"
region = "US"
"""


def test_a_new_file_says_what_is_assumed() -> None:
    settings = parse(START, FILE)
    assert (settings.reporting, settings.language, settings.minutes) == ("CNY", "zh", 60)
    assert (settings.journal, settings.salt_file, dict(settings.shops)) == ("journal.sqlite", ".salt", {})


def test_everything_that_can_be_set_is_read() -> None:
    settings = parse(FULL, FILE)
    assert (settings.reporting, settings.language, settings.minutes) == ("USD", "en", 45)
    assert settings.owners == {"ads": "小王"}
    assert settings.thresholds == {"cover_days": Decimal(14)}
    jd, us = settings.shops["jd"], settings.shops["us"]
    assert (jd.commission, jd.payment, jd.logistics) == (Decimal("0.05"), Decimal("0.006"), Decimal("6.5"))
    assert (jd.shop.currency, jd.shop.zone, jd.shop.region, jd.shop.names) == (
        "CNY",
        "Asia/Shanghai",
        "CN",
        ("京东旗舰店",),
    )
    assert (us.shop.currency, us.shop.region, us.commission) == ("USD", "US", None)


def test_without_a_reporting_currency_the_order_of_shops_does_not_matter() -> None:
    mixed = ['[shops.a]\nplatform = "amazon"', '[shops.b]\nplatform = "jd"']
    assert {parse("\n".join(order), FILE).reporting for order in (mixed, mixed[::-1])} == {"CNY"}
    assert parse('[shops.a]\nplatform = "shopee"\n[shops.b]\nplatform = "amazon"', FILE).reporting == "SGD"
    assert parse('[shops.a]\nplatform = "amazon"', FILE).reporting == "USD"


def test_keys_that_nobody_knows_are_left_alone() -> None:
    assert parse("[books]\nfavourite_colour = 3\n[mine]\nx = 1", FILE).minutes == 60


@pytest.mark.parametrize(
    ("text", "key", "problem"),
    [
        ("[books", "", "toml"),
        ("[books]\nminuts = 5", "books.minuts", "near"),
        ("[books]\nminutes = 0", "books.minutes", "minutes"),
        ("[books]\nminutes = true", "books.minutes", "minutes"),
        ('[books]\nlanguage = "fr"', "books.language", "language"),
        ("[books]\nlanguage = 3", "books.language", "text"),
        ('[books]\nreporting = "RMB"', "books.reporting", "currency"),
        ("books = 3", "books", "no_table"),
        ("[shops.jd]\n", "shops.jd.platform", "no_platform"),
        ('[shops."京东"]\nplatform = "jd"', "shops.京东", "key"),
        ('[shops.jd]\nplatform = "jd"\nzone = "Mars/One"', "shops.jd.zone", "zone"),
        ('[shops.jd]\nplatform = "jd"\nzone = "../etc"', "shops.jd.zone", "zone"),
        ('[shops.jd]\nplatform = "jd"\ncurency = "CNY"', "shops.jd.curency", "near"),
        ('[shops.jd]\nplatform = "jd"\nnames = "x"', "shops.jd.names", "names"),
        ('[shops.jd]\nplatform = "jd"\ncommission = 5', "shops.jd.commission", "share"),
        ('[shops.jd]\nplatform = "jd"\ncommission = -0.1', "shops.jd.commission", "amount"),
        ('[shops.jd]\nplatform = "jd"\nlogistics = "six"', "shops.jd.logistics", "amount"),
        ('[shops.jd]\nplatform = "jd"\nlogistics = true', "shops.jd.logistics", "amount"),
        ("[thresholds]\nx = nan", "thresholds.x", "amount"),
    ],
)
def test_what_cannot_be_used_names_the_key_and_what_is_wrong(text: str, key: str, problem: str) -> None:
    with pytest.raises(SettingsError) as caught:
        parse(text, FILE)
    assert (caught.value.key, caught.value.problem) == (key, problem)
    assert "zhanggui.toml" in str(caught.value)


def test_two_shops_of_a_platform_cannot_share_a_name() -> None:
    text = '[shops.a]\nplatform = "jd"\nnames = ["店"]\n[shops.b]\nplatform = "jd"\nnames = ["店"]'
    with pytest.raises(SettingsError, match="shared: name=店, other=a"):
        parse(text, FILE)


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    path = tmp_path / "zhanggui.toml"
    path.write_bytes('[owners]\nads = "小王"'.encode("gb18030"))
    with pytest.raises(SettingsError, match="encoding"):
        read_settings(path)
    path.write_bytes(b"\xef\xbb\xbf[books]\nminutes = 5\n")
    assert read_settings(path).minutes == 5


def test_an_unknown_platform_gets_the_defaults_of_others() -> None:
    assert defaults("jd") == ("CN", "CNY", "Asia/Shanghai")
    assert defaults("somewhere") == ("", "CNY", "Asia/Shanghai")


def test_how_a_shops_files_write_dates(tmp_path: Path) -> None:
    text = '[shops.a]\nplatform = "tiktok"\ndates = "mdy"\n[shops.b]\nplatform = "tiktok"\n'
    shops = parse(text, tmp_path / "x.toml").shops
    assert (shops["a"].dates, shops["b"].dates) == ("mdy", None)
    with pytest.raises(SettingsError, match="dates: value=us"):
        parse(text.replace("mdy", "us"), tmp_path / "x.toml")


def test_what_is_stated_of_all_shops_is_in_their_currency() -> None:
    one, two = (
        '[shops.a]\nplatform = "amazon"\n',
        '[shops.j]\nplatform = "jd"\n[shops.g]\nplatform = "google"\n',
    )
    told = [parse(text, Path("z.toml")).usual_currency for text in ("", one, one + two)]
    assert told == ["CNY", "USD", ""]
    assert parse('[books]\nreporting = "EUR"\n' + one + two, Path("z.toml")).usual_currency == "EUR"
