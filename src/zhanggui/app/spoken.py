"""Words that people type for metrics and dimensions, besides the names and titles of the catalogue."""

from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher, get_close_matches
from functools import cache

from zhanggui.metrics.catalogue import CATALOGUE
from zhanggui.metrics.dimensions import DIMENSIONS

ALIKE = 0.8  # from here on a word is taken for another, where no third one is as near
APART = 0.04  # a word that is less like it by as much is no rival
NEAR = 0.5  # from here on one is worth naming
MOST = 3
SHORTEST = 2  # letters of a word that is looked for within others

METRICS: Mapping[str, str] = {
    "gmv": "成交额 成交金额 销售额 销售金额 营业额 流水 sales revenue turnover",
    "orders": "订单数 订单 订单量 单量 成交订单数 order_count",
    "buyers": "买家数 买家 客户数 顾客数 customers",
    "units": "件数 销量 销售件数 成交件数 quantity",
    "visitors": "访客 uv",
    "page_views": "pv 浏览 访问量",
    "visitor_days": "流量 日访客 visits",
    "conversion": "转化率 转化 成交转化率 cvr cr",
    "spend_per_buyer": "客单",
    "unit_price": "均价 平均售价 asp",
    "units_per_order": "连带率 每单件数",
    "contribution": "利润 贡献利润 贡献 净利 净利润 profit cm3",
    "margin": "利润率 净利率 profit_margin",
    "gross_profit": "毛利 毛利额 cm1",
    "cm2": "推广前贡献",
    "repeat_rate": "复购率 复购 回购率 repurchase_rate",
    "return_rate": "退货率 退件率",
    "refund_rate": "退款率 refund_rate_by_amount",
    "refunds": "退款 退款额",
    "order_refund_rate": "订单退款率",
    "cost_of_goods": "成本 货品成本 进货成本 cogs",
    "fees": "费用 平台费用",
    "fee_rate": "费率",
    "ad_spend": "花费 推广费 推广费用 广告费 广告花费 投放花费 消耗 spend cost",
    "roas": "投产 投产比 投入产出比 roi",
    "acos": "广告占比",
    "ad_sales": "广告成交 广告成交额 推广成交额",
    "impressions": "展现 曝光 展示量 推广展现",
    "clicks": "点击 点击数",
    "ctr": "click_rate",
    "cpc": "点击单价 点击均价 ppc",
    "stock": "库存量 库存数 inventory",
    "cover_days": "覆盖天数 库存天数 周转天数 够卖天数",
    "reviews": "评论数 评论 评价",
    "low_review_rate": "差评率",
    "net_sales": "净销售 净额 实收",
    "returning_share": "老客占比 老买家占比",
    "new_buyer_cost": "获客成本 cac",
    "uv_value": "uv_worth",
}
DIMS: Mapping[str, str] = {
    "day": "天 日期 每天 按天 按日 date days daily",
    "week": "周 每周 按周 自然周 weeks weekly",
    "month": "月 月份 每月 按月 months monthly",
    "weekday": "星期 星期几 周几 礼拜 weekdays",
    "hour": "小时 时段 钟点 hours",
    "shop": "店 店名 门店 店家 store stores shops",
    "platform": "platforms 电商平台",
    "market": "站点 国家站 店铺站点 marketplace country",
    "currency": "货币 currencies",
    "region": "地区 省 省份 地域 收货省份 收货地 province provinces state regions area",
    "listing": "宝贝 链接 商品链接 商品id 单品 item items listings listing_id asin",
    "sku": "货号 编码 商家sku 规格编码 skus",
    "product": "款式 货品 products style spu",
    "category": "分类 品类 categories",
    "source": "来源 流量渠道 traffic_source sources",
    "device": "设备 端 devices",
    "ad_channel": "投放渠道 广告渠道",
    "campaign": "计划 广告计划 推广活动 campaigns",
    "ad_group": "单元 广告组 adgroup",
    "keyword": "词 关键字 keywords",
    "search_term": "搜索词 query search_query",
    "buyer_kind": "新老买家 新老顾客 customer_type",
    "buyer": "顾客 客户 customer buyers",
    "reason": "理由 退款原因 退款理由 退货原因 reasons",
    "fee_kind": "费用 费用种类 fee_type",
    "location": "仓 仓位 warehouse",
    "supplier": "供货商 厂家 suppliers vendor",
    "status": "状态 order_status",
    "stars": "评分 星 rating",
}


def _plain(word: str) -> str:
    """Without capitals, blanks and what stands in brackets: 退款率（金额） is 退款率(金额)."""
    return word.strip().lower().replace("（", "(").replace("）", ")").replace(" ", "_").replace("-", "_")


@cache
def _metrics() -> Mapping[str, str]:
    """Every word for a metric → its name; names before titles before platforms' words before what people say."""
    found = {_plain(name): name for name in CATALOGUE}
    for definition in CATALOGUE.values():
        for title in definition.title.values():
            found.setdefault(_plain(title), definition.name)
    for definition in CATALOGUE.values():
        for word in definition.known_as.values():
            found.setdefault(_plain(word), definition.name)
    for name, words in METRICS.items():
        for word in words.split():
            found.setdefault(_plain(word), name)
    return found


@cache
def _dimensions() -> Mapping[str, str]:
    found = {_plain(name): name for name in DIMENSIONS}
    for one in DIMENSIONS.values():
        for title in (one.zh, one.en, one.zh.partition("(")[0], one.en.partition("(")[0]):
            found.setdefault(_plain(title), one.name)
    for name, words in DIMS.items():
        for word in words.split():
            found.setdefault(_plain(word), name)
    return found


def metric(word: str) -> str | None:
    """The catalogue's name for ``word``: a name, title, platform's word or synonym in any capitals; None unknown."""
    return _metrics().get(_plain(word))


def dimension(word: str) -> str | None:
    """The name of the dimension that ``word`` means; None unknown."""
    return _dimensions().get(_plain(word))


def guess_metric(word: str) -> str | None:
    """The one metric that ``word`` is misspelt for, or a part of the title of; None where there is none or several."""
    return _only(_plain(word), _metrics())


def guess_dimension(word: str) -> str | None:
    """As `guess_metric`, of dimensions."""
    return _only(_plain(word), _dimensions())


def near_metrics(word: str) -> tuple[str, ...]:
    """Names of the metrics nearest to ``word``, at most three, nearest first."""
    return _near(_plain(word), _metrics())


def near_dimensions(word: str) -> tuple[str, ...]:
    """As `near_metrics`, of dimensions."""
    return _near(_plain(word), _dimensions())


def _only(word: str, known: Mapping[str, str]) -> str | None:
    close = get_close_matches(word, known, n=len(known), cutoff=ALIKE)
    best = SequenceMatcher(None, close[0], word).ratio() if close else 0.0
    alike = _named((one for one in close if SequenceMatcher(None, one, word).ratio() > best - APART), known)
    if not alike and len(word) >= SHORTEST:
        alike = _named((one for one in known if word in one), known)
    return alike[0] if len(alike) == 1 else None


def _near(word: str, known: Mapping[str, str]) -> tuple[str, ...]:
    within = sorted(
        (one for one in known if len(word) >= SHORTEST and word in one), key=lambda one: (len(one), one)
    )
    alike = get_close_matches(word, known, n=len(known), cutoff=NEAR)
    return _named((*within, *alike), known)[:MOST]


def _named(words: Iterable[str], known: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(known[word] for word in words))
