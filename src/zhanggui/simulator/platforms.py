"""The platforms as places to sell: who comes, how they reach an item, what selling there costs.

Orders of magnitude follow the platforms' published fee schedules; every one is a field that an analyst can set.
"""

from dataclasses import dataclass

SOURCES = ("search", "recommend", "ads", "content", "direct")
SEARCH, RECOMMEND, ADS, CONTENT, DIRECT = range(5)
DEVICES = ("mobile", "pc")


@dataclass(frozen=True, slots=True)
class Region:
    """A place of delivery: its share of buyers, days on the way, and its name as written in exports."""

    name: str
    share: float
    transit_days: float
    code: str = ""
    postcode: str = ""


@dataclass(frozen=True, slots=True)
class Platform:
    """One kind of shop.

    ``price_scale`` turns the merchant's CNY price into the shop's currency. ``mix`` gives the usual orders by
    source (SOURCES order). Fees: ``commission`` and ``payment`` are shares of the goods amount, ``payment_fixed``
    and ``fulfilment`` are cents per order, ``storage`` cents per unit in stock and month. ``free_line`` is the
    goods amount in cents from which shipping is free and ``shipping_fee`` what is charged below. ``refund_scale``
    multiplies the products' own return shares. ``save_line``/``save_cut`` are the spend-X-save-Y of sale days, in
    cents.
    """

    key: str
    currency: str
    market: str
    zone: str
    price_scale: float
    mix: tuple[float, float, float, float, float]
    mobile_share: float
    commission: float
    payment: float
    payment_fixed: int
    fulfilment: int
    storage: int
    free_line: int
    shipping_fee: int
    refund_scale: float
    save_line: int
    save_cut: int
    paid_click: int
    regions: tuple[Region, ...]


_CHINA = (
    Region("广东省", 0.17, 2.2, "广州市"),
    Region("浙江省", 0.12, 1.6, "杭州市"),
    Region("江苏省", 0.12, 1.8, "南京市"),
    Region("上海", 0.08, 1.7, "上海市"),
    Region("北京", 0.07, 2.5, "北京市"),
    Region("山东省", 0.08, 2.4, "济南市"),
    Region("四川省", 0.09, 3.0, "成都市"),
    Region("河南省", 0.08, 2.5, "郑州市"),
    Region("湖北省", 0.07, 2.3, "武汉市"),
    Region("辽宁省", 0.06, 3.1, "沈阳市"),
    Region("新疆维吾尔自治区", 0.02, 6.0, "乌鲁木齐市"),
    Region("福建省", 0.04, 2.1, "厦门市"),
)
_AMERICA = (
    Region("California", 0.20, 3.2, "CA", "90012"),
    Region("Texas", 0.15, 3.6, "TX", "75201"),
    Region("New York", 0.13, 3.0, "NY", "10001"),
    Region("Florida", 0.12, 3.8, "FL", "33101"),
    Region("Illinois", 0.08, 3.2, "IL", "60601"),
    Region("Washington", 0.08, 3.5, "WA", "98101"),
    Region("Georgia", 0.08, 3.6, "GA", "30301"),
    Region("Ohio", 0.08, 3.3, "OH", "43004"),
    Region("Colorado", 0.05, 3.8, "CO", "80202"),
    Region("Hawaii", 0.03, 7.5, "HI", "96801"),
)

PLATFORMS = {
    platform.key: platform
    for platform in (
        Platform(
            key="taobao",
            currency="CNY",
            market="cn",
            zone="Asia/Shanghai",
            price_scale=1.0,
            mix=(0.44, 0.22, 0.16, 0.08, 0.10),
            mobile_share=0.92,
            commission=0.05,
            payment=0.006,
            payment_fixed=0,
            fulfilment=420,
            storage=90,
            free_line=3900,
            shipping_fee=600,
            refund_scale=1.0,
            save_line=30000,
            save_cut=5000,
            paid_click=135,
            regions=_CHINA,
        ),
        Platform(
            key="douyin",
            currency="CNY",
            market="cn",
            zone="Asia/Shanghai",
            price_scale=0.92,
            mix=(0.16, 0.34, 0.0, 0.42, 0.08),
            mobile_share=0.995,
            commission=0.05,
            payment=0.006,
            payment_fixed=0,
            fulfilment=400,
            storage=90,
            free_line=2900,
            shipping_fee=500,
            refund_scale=1.5,
            save_line=20000,
            save_cut=3000,
            paid_click=80,
            regions=_CHINA,
        ),
        Platform(
            key="amazon",
            currency="USD",
            market="us",
            zone="America/Los_Angeles",
            price_scale=0.24,
            mix=(0.50, 0.14, 0.26, 0.02, 0.08),
            mobile_share=0.62,
            commission=0.15,
            payment=0.0,
            payment_fixed=0,
            fulfilment=425,
            storage=40,
            free_line=2500,
            shipping_fee=499,
            refund_scale=0.8,
            save_line=0,
            save_cut=0,
            paid_click=36,
            regions=_AMERICA,
        ),
        Platform(
            key="shopify",
            currency="USD",
            market="us",
            zone="America/New_York",
            price_scale=0.25,
            mix=(0.20, 0.12, 0.34, 0.12, 0.22),
            mobile_share=0.70,
            commission=0.0,
            payment=0.029,
            payment_fixed=30,
            fulfilment=480,
            storage=30,
            free_line=4900,
            shipping_fee=595,
            refund_scale=0.7,
            save_line=0,
            save_cut=0,
            paid_click=60,
            regions=_AMERICA,
        ),
    )
}
