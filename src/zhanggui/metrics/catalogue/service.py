"""What customers say and ask: reviews, tickets; and the market's search terms, kept as the platform gives them."""

from zhanggui.metrics.catalogue.entry import but, entry, only, read
from zhanggui.metrics.kinds import Aggregate, Basis, Kind, Unit

WRITTEN = Basis("written")
OPENED = Basis("opened")
MARKET = Basis("day", whose="platform")
RANGE = (
    "平台给出的是区间或指数,只能比大小,不能相加减 | The platform gives a range or an index: it orders terms, it is never added",
)

SERVICE = (
    entry(
        "reviews",
        "评价数 | reviews",
        "按评价日的评价条数 | reviews, by the day they were written",
        read("review", "review_id", "day", how=Aggregate.COUNT),
        basis=WRITTEN,
        known_as="taobao: 评价数; amazon: Ratings",
    ),
    entry(
        "rated_reviews",
        "有星级的评价数 | reviews with stars",
        "给出星级的评价条数 | reviews that state stars",
        read("review", "review_id", "day", but("stars", None), how=Aggregate.COUNT),
        basis=WRITTEN,
    ),
    entry(
        "star_sum",
        "星级合计 | stars added up",
        "星级之和,只用于求平均 | sum of stars, only to be divided by reviews with stars",
        read("review", "stars", "day", how=Aggregate.SUM_KNOWN),
        basis=WRITTEN,
    ),
    entry(
        "low_reviews",
        "中差评数 | low reviews",
        "三星及以下的评价条数 | reviews of three stars or fewer",
        read("review", "review_id", "day", only("stars", 1, 2, 3), how=Aggregate.COUNT),
        basis=WRITTEN,
        known_as="taobao: 中差评数",
    ),
    entry(
        "tickets",
        "工单数 | tickets",
        "按开启日的客服与售后工单数 | customer-service and after-sales cases, by the day they were opened",
        read("ticket", "ticket_id", "opened_day", how=Aggregate.COUNT),
        basis=OPENED,
    ),
    entry(
        "complaints",
        "投诉数 | complaints",
        "按开启日的投诉数 | complaints, by the day they were opened",
        read("ticket", "ticket_id", "opened_day", only("kind", "complaint"), how=Aggregate.COUNT),
        basis=OPENED,
    ),
    entry(
        "answered_tickets",
        "已回复工单数 | answered tickets",
        "有首次回复时间的工单数 | tickets with a first reply",
        read(
            "ticket",
            "ticket_id",
            "opened_day",
            but("first_reply_at", None),
            but("opened_at", None),
            how=Aggregate.COUNT,
        ),
        basis=OPENED,
    ),
    entry(
        "reply_seconds",
        "首响秒数合计 | seconds to the first reply, added up",
        "首次回复时间 − 开启时间 之和 | first reply − opening, added up",
        read("ticket", "first_reply_at", "opened_day", how=Aggregate.SUM_KNOWN, minus="opened_at"),
        unit=Unit.SECONDS,
        basis=OPENED,
    ),
    entry(
        "search_rank",
        "搜索词排名 | rank of a search term",
        "市场搜索词榜上的名次 | place in the market's list of terms",
        read("search", "rank", "day", how=Aggregate.GIVEN),
        kind=Kind.INDEX,
        unit=Unit.INDEX,
        basis=MARKET,
        known_as="taobao: 热搜排名",
        traps=RANGE,
    ),
    entry(
        "review_stars",
        "平均星级 | mean stars",
        "星级合计 / 有星级的评价数 | stars added up / reviews with stars",
        "star_sum / rated_reviews",
        unit=Unit.STARS,
        basis=WRITTEN,
    ),
    entry(
        "low_review_rate",
        "中差评率 | share of low reviews",
        "中差评数 / 有星级的评价数 | low reviews / reviews with stars",
        "low_reviews / rated_reviews",
        basis=WRITTEN,
    ),
    entry(
        "review_rate",
        "评价率 | reviews per order",
        "评价数 / 支付订单数 | reviews / paid orders",
        "reviews / orders",
        basis=WRITTEN,
    ),
    entry(
        "first_reply_seconds",
        "平均首响时长 | mean time to first reply",
        "首响秒数合计 / 已回复工单数 | seconds to the first reply / answered tickets",
        "reply_seconds / answered_tickets",
        unit=Unit.SECONDS,
        basis=OPENED,
        known_as="taobao: 首次响应时长",
        traps=("未回复的工单不在分母里 | Tickets without an answer are not in the denominator",),
    ),
    entry(
        "tickets_per_order",
        "单均工单数 | tickets per order",
        "工单数 / 支付订单数 | tickets / paid orders",
        "tickets / orders",
        unit=Unit.TIMES,
        basis=OPENED,
    ),
)
