"""What the platforms count of visits: distinct figures stay at the grain given, the rest adds up."""

from zhanggui.metrics.catalogue.entry import entry, read
from zhanggui.metrics.kinds import Aggregate, Basis, Kind, Unit

SEEN = Basis("day", whose="platform")
SOLD = Basis("day", refunds="in", shipping="unknown", tax="unknown", whose="platform")
MIXED = Basis("paid", whose="own/platform")
GRAINS = "traffic_shop traffic_listing traffic_source"
PEOPLE = ("人数不能按商品、来源、日相加 | People do not add up over listings, sources or days",)

# Measures that are sums at every grain, so that a shop's day may be made of its listings' rows.
FROM_LISTINGS = frozenset(
    {
        "page_views",
        "traffic_impressions",
        "traffic_clicks",
        "cart_units",
        "platform_units",
        "platform_sales",
        "platform_refunds",
        "platform_order_units",
        "platform_order_amount",
    }
)

TRAFFIC = (
    entry(
        "visitors",
        "访客数 | visitors",
        "平台给出的去重访客数:一店(或一商品、一来源)一日 | distinct visitors as the platform gave them, of one shop (listing, source) "
        "and day",
        read(GRAINS, "visitors", "day", how=Aggregate.GIVEN),
        kind=Kind.DISTINCT,
        basis=SEEN,
        known_as="taobao: 访客数; jd: 访客数; pdd: 访客数; douyin: 商品访客数; amazon: Sessions; shopify: Visitors",
        traps=(
            (
                "多日、多商品、多来源的访客数不能相加:问 visitor_days | Visitors of days, listings or sources do not add up: ask for "
                "visitor_days"
            ),
            (
                "与网站分析的会话不可比;实时数有延迟,买家可能多于访客 | Not comparable with a session; live figures lag, so buyers may "
                "exceed visitors"
            ),
        ),
    ),
    entry(
        "visitor_days",
        "日访客合计 | visitor-days",
        "每日访客数之和:同一人两天来计 2 | daily visitors added up: one who comes on two days counts twice",
        read(GRAINS, "visitors", "day", how=Aggregate.DAYS),
        basis=SEEN,
        traps=("不是一段时间的去重访客 | Not the distinct visitors of the period",),
    ),
    entry(
        "new_visitor_days",
        "日新访客合计 | new-visitor-days",
        "每日新访客数之和 | daily first-time visitors added up",
        read(GRAINS, "new_visitors", "day", how=Aggregate.DAYS),
        basis=SEEN,
        known_as="taobao: 新访客数",
    ),
    entry(
        "page_views",
        "浏览量 | page views",
        "页面被浏览的次数,不去重 | times pages were seen, not distinct",
        read(GRAINS, "page_views", "day"),
        basis=SEEN,
        known_as="taobao: 浏览量; jd: 浏览量; pdd: 浏览量; amazon: Page Views",
    ),
    entry(
        "traffic_impressions",
        "自然及推荐曝光 | impressions of the shop",
        "商品在搜索与推荐中展现的次数(平台流量报表) | times shown in search and feeds, from traffic reports",
        read(GRAINS, "impressions", "day"),
        basis=SEEN,
        known_as="taobao: 曝光量; douyin: 商品曝光次数",
        traps=("推广曝光是另一个指标 impressions | Impressions of ads are another measure, impressions",),
    ),
    entry(
        "traffic_clicks",
        "曝光点击次数 | clicks on the shop's impressions",
        "流量报表中的点击次数 | clicks as traffic reports count them",
        read(GRAINS, "clicks", "day"),
        basis=SEEN,
        known_as="taobao: 点击量; douyin: 商品点击次数",
    ),
    entry(
        "cart_adder_days",
        "日加购人数合计 | cart-adder-days",
        "每日加购人数之和 | daily people who added to the cart, added up",
        read(GRAINS, "cart_adders", "day", how=Aggregate.DAYS),
        basis=SEEN,
        known_as="taobao: 商品加购人数",
        traps=PEOPLE,
    ),
    entry(
        "favourite_days",
        "日收藏人数合计 | favourite-days",
        "每日收藏人数之和 | daily people who saved an item, added up",
        read(GRAINS, "favourites", "day", how=Aggregate.DAYS),
        basis=SEEN,
        known_as="taobao: 商品收藏人数",
        traps=("收藏人数 + 加购人数会重复计人 | Favourites plus cart adders counts people twice",),
    ),
    entry(
        "cart_units",
        "加购件数 | units added to the cart",
        "加入购物车的件数 | units added to the cart",
        read(GRAINS, "cart_units", "day"),
        basis=SEEN,
        known_as="taobao: 商品加购件数",
    ),
    entry(
        "platform_sales",
        "平台支付金额 | sales as the platform counts them",
        "平台报表里的支付金额,原口径 | paid amount of the platform's own report, in its own definition",
        read(GRAINS, "sales", "day"),
        unit=Unit.MONEY,
        basis=SOLD,
        known_as="taobao: 支付金额; jd: 成交金额; amazon: Ordered Product Sales; douyin: 成交金额",
        traps=(
            "与自有账的 gmv 是两个指标,差异用对账说明 | Another measure than the books' gmv: reconcile, do not mix",
        ),
    ),
    entry(
        "platform_orders",
        "平台订单数 | orders as the platform counts them",
        "平台报表里的支付订单数 | paid orders of the platform's own report",
        read(GRAINS, "orders", "day", how=Aggregate.GIVEN),
        kind=Kind.DISTINCT,
        basis=SOLD,
        known_as="taobao: 支付子订单数; jd: 成交单量; amazon: Total Order Items",
    ),
    entry(
        "platform_buyers",
        "平台支付买家数 | buyers as the platform counts them",
        "平台报表里的支付买家数 | distinct buyers of the platform's own report",
        read(GRAINS, "buyers", "day", how=Aggregate.GIVEN),
        kind=Kind.DISTINCT,
        basis=SOLD,
        known_as="taobao: 支付买家数; jd: 成交人数; pdd: 支付买家数",
        traps=PEOPLE,
    ),
    entry(
        "platform_buyer_days",
        "平台日买家合计 | platform's buyer-days",
        "平台每日支付买家数之和 | the platform's daily buyers added up",
        read(GRAINS, "buyers", "day", how=Aggregate.DAYS),
        basis=SOLD,
        traps=PEOPLE,
    ),
    entry(
        "platform_order_buyer_days",
        "平台日下单买家合计 | platform's ordering-buyer-days",
        "平台每日下单买家数之和 | the platform's daily people who placed an order, added up",
        read(GRAINS, "order_buyers", "day", how=Aggregate.DAYS),
        basis=SOLD,
        known_as="taobao: 下单买家数",
        traps=PEOPLE,
    ),
    entry(
        "platform_new_buyer_days",
        "平台日新买家合计 | platform's new-buyer-days",
        "平台每日新买家数之和 | the platform's daily first-time buyers added up",
        read(GRAINS, "new_buyers", "day", how=Aggregate.DAYS),
        basis=SOLD,
        traps=PEOPLE,
    ),
    entry(
        "platform_units",
        "平台支付件数 | units as the platform counts them",
        "平台报表里的支付件数 | paid units of the platform's own report",
        read(GRAINS, "units", "day"),
        basis=SOLD,
        known_as="taobao: 支付件数; jd: 成交商品件数; amazon: Units Ordered",
    ),
    entry(
        "platform_refunds",
        "平台退款金额 | refunds as the platform counts them",
        "平台报表里的成功退款金额 | refunds of the platform's own report",
        read(GRAINS, "refund_amount", "day"),
        unit=Unit.MONEY,
        basis=SOLD,
        known_as="taobao: 成功退款金额",
    ),
    entry(
        "platform_order_units",
        "平台下单件数 | units ordered as the platform counts them",
        "平台报表里的下单件数 | units ordered, of the platform's own report",
        read(GRAINS, "order_units", "day"),
        basis=SOLD,
        known_as="taobao: 下单件数",
    ),
    entry(
        "platform_order_amount",
        "平台下单金额 | amount ordered as the platform counts it",
        "平台报表里的下单金额 | amount ordered, of the platform's own report",
        read(GRAINS, "order_amount", "day"),
        unit=Unit.MONEY,
        basis=SOLD,
        known_as="taobao: 下单金额",
    ),
    entry(
        "bounce_rate",
        "跳失率 | bounce rate",
        "平台给出的跳失率,一行一个,从不重算 | the platform's bounce rate, one of each row, never recomputed",
        read(GRAINS, "bounce_rate", "day", how=Aggregate.GIVEN),
        kind=Kind.DAILY_MEAN,
        unit=Unit.SHARE,
        basis=SEEN,
        known_as="taobao: 跳失率; jd: 跳失率",
        traps=(
            "多日数是日均值,不能用访客数重新加权 | Over several days it is the mean of daily values: never re-weight it",
        ),
    ),
    entry(
        "stay_seconds",
        "平均停留时长 | mean stay",
        "平台给出的平均停留秒数,从不重算 | mean stay in seconds as the platform gave it, never recomputed",
        read(GRAINS, "stay_seconds", "day", how=Aggregate.GIVEN),
        kind=Kind.DAILY_MEAN,
        unit=Unit.SECONDS,
        basis=SEEN,
        known_as="taobao: 平均停留时长",
    ),
    entry(
        "conversion",
        "支付转化率 | conversion",
        "支付买家数 / 访客数;多日、多店为日支付买家合计 / 日访客合计 | buyers / visitors; over several days or shops buyer-days / "
        "visitor-days",
        "buyer_days / visitor_days",
        basis=MIXED,
        known_as="taobao: 支付转化率; jd: 成交转化率; pdd: 支付转化率; amazon: Unit Session Percentage",
        traps=(
            "可以超过 100% | It may exceed 100 %",
            "逐日转化率的平均不是一段时间的转化率 | The mean of daily rates is not the rate of the period",
            "亚马逊的比例是件数 / 会话 | Amazon's percentage is units per session",
        ),
    ),
    entry(
        "platform_conversion",
        "平台支付转化率 | conversion as the platform counts it",
        "平台日买家合计 / 日访客合计 | the platform's buyer-days / visitor-days",
        "platform_buyer_days / visitor_days",
        basis=SEEN,
        known_as="taobao: 支付转化率",
    ),
    entry(
        "order_conversion",
        "下单转化率 | ordering conversion",
        "平台日下单买家合计 / 日访客合计 | the platform's ordering-buyer-days / visitor-days",
        "platform_order_buyer_days / visitor_days",
        basis=SEEN,
        known_as="taobao: 下单转化率",
    ),
    entry(
        "uv_value",
        "UV价值 | value of a visit",
        "支付金额 / 日访客合计 = 转化率 × 客单价 | paid sales / visitor-days = conversion × spend per buyer",
        "gmv / visitor_days",
        unit=Unit.MONEY,
        basis=MIXED,
        known_as="taobao: UV价值",
        traps=(
            (
                "ROI = UV价值 × 转化率 / CPC 把转化率算了两次;应为推广流量的 UV价值 / CPC | UV value × conversion / CPC counts conversion "
                "twice; right is the UV value of ad traffic / CPC"
            ),
        ),
    ),
    entry(
        "cart_rate",
        "加购率 | add-to-cart rate",
        "日加购人数合计 / 日访客合计 | cart-adder-days / visitor-days",
        "cart_adder_days / visitor_days",
        basis=SEEN,
        known_as="taobao: 加购率",
    ),
    entry(
        "favourite_rate",
        "收藏率 | favourite rate",
        "日收藏人数合计 / 日访客合计 | favourite-days / visitor-days",
        "favourite_days / visitor_days",
        basis=SEEN,
        known_as="taobao: 收藏率",
        traps=(
            "收藏加购率是两者人数的并集,不能相加 | The joint rate counts the union of people: the two do not add up",
        ),
    ),
    entry(
        "pages_per_visitor",
        "人均浏览量 | page views per visitor-day",
        "浏览量 / 日访客合计 | page views / visitor-days",
        "page_views / visitor_days",
        unit=Unit.TIMES,
        basis=SEEN,
        known_as="taobao: 人均浏览量",
        traps=(
            "生意参谋多日的人均浏览量是日均值 | Sycm's figure over several days is a mean of daily values",
        ),
    ),
    entry(
        "traffic_ctr",
        "曝光点击率 | click-through of the shop",
        "流量报表的点击次数 / 曝光次数 | clicks / impressions of traffic reports",
        "traffic_clicks / traffic_impressions",
        basis=SEEN,
        known_as="taobao: 点击率; douyin: 商品点击率",
    ),
    entry(
        "new_visitor_share",
        "新访客占比 | share of new visitors",
        "日新访客合计 / 日访客合计 | new-visitor-days / visitor-days",
        "new_visitor_days / visitor_days",
        basis=SEEN,
    ),
)
