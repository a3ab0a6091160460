"""A shop: one store on one platform in one region."""

from dataclasses import dataclass

# Platforms whose files state a marketplace as their shop, the same for every seller on it.
MARKETS = frozenset({"amazon"})
# platform -> (currency, time zone) assumed where neither file nor settings say otherwise.
PLATFORMS = {
    "taobao": ("CNY", "Asia/Shanghai"),
    "jd": ("CNY", "Asia/Shanghai"),
    "pdd": ("CNY", "Asia/Shanghai"),
    "douyin": ("CNY", "Asia/Shanghai"),
    "amazon": ("USD", "America/Los_Angeles"),
    "shopify": ("USD", "America/New_York"),
    "tiktok": ("USD", "America/Los_Angeles"),
    "shopee": ("SGD", "Asia/Singapore"),
    "google": ("USD", "America/New_York"),
    "meta": ("USD", "America/New_York"),
    "own": ("CNY", "Asia/Shanghai"),
    "other": ("CNY", "Asia/Shanghai"),
}


@dataclass(frozen=True, slots=True)
class Shop:
    """``key`` is used in every table; ``names`` are the names by which files call it."""

    key: str
    platform: str
    region: str
    currency: str
    zone: str
    names: tuple[str, ...] = ()
