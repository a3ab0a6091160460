"""A shop: one store on one platform in one region."""

from dataclasses import dataclass

# platform -> (currency, time zone) assumed where neither file nor settings say otherwise. Every platform of a format
# that is shipped has its line here; 'own' are the merchant's templates, 'other' stands for platforms of her own maps.
PLATFORMS = {
    "taobao": ("CNY", "Asia/Shanghai"),
    "jd": ("CNY", "Asia/Shanghai"),
    "pdd": ("CNY", "Asia/Shanghai"),
    "douyin": ("CNY", "Asia/Shanghai"),
    "wechat": ("CNY", "Asia/Shanghai"),
    "kuaishou": ("CNY", "Asia/Shanghai"),
    "xiaohongshu": ("CNY", "Asia/Shanghai"),
    "youzan": ("CNY", "Asia/Shanghai"),
    "amazon": ("USD", "America/Los_Angeles"),
    "ebay": ("USD", "America/Los_Angeles"),
    "etsy": ("USD", "America/New_York"),
    "shopify": ("USD", "America/New_York"),
    "woocommerce": ("USD", "America/New_York"),
    "tiktok": ("USD", "America/Los_Angeles"),
    "shopee": ("SGD", "Asia/Singapore"),
    "lazada": ("SGD", "Asia/Singapore"),
    "walmart": ("USD", "America/Los_Angeles"),
    "google": ("USD", "America/New_York"),
    "meta": ("USD", "America/New_York"),
    "own": ("CNY", "Asia/Shanghai"),
    "other": ("CNY", "Asia/Shanghai"),
}
# Platforms whose files state a marketplace as their shop, the same for every seller on it.
MARKETS = frozenset({"amazon"})
# Accounts that only advertise: they serve the shop with a site of its own.
AD_PLATFORMS = frozenset({"google", "meta"})
OWN_SITES = frozenset({"shopify", "woocommerce"})


def market_key(platform: str, name: str) -> str:
    """Key of the shop that stands on the marketplace ``name``, '' where it is no marketplace that is known by its name.

    Amazon.com → amazon, Amazon.ca → amazon-ca, Amazon.co.uk → amazon-uk: the same whichever of them is met first.
    """
    if platform not in MARKETS:
        return ""
    host, _, country = name.casefold().rpartition(".")
    if host.split(".")[0] != platform or not country.isalpha():
        return ""
    return platform if country == "com" else f"{platform}-{country}"


@dataclass(frozen=True, slots=True)
class Shop:
    """``key`` is used in every table; ``names`` are the names by which files call it."""

    key: str
    platform: str
    region: str
    currency: str
    zone: str
    names: tuple[str, ...] = ()
