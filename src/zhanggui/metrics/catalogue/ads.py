"""Advertising: what it costs and what the platforms attribute to it, one report per channel and day."""

from zhanggui.metrics.catalogue.entry import entry, read
from zhanggui.metrics.kinds import Basis, Kind, Unit

SEEN = Basis("day", whose="platform")
SPENT = Basis("day", tax="unknown", whose="platform")
ATTRIBUTED = Basis("day", refunds="in", shipping="unknown", tax="unknown", whose="platform")
WINDOW = (
    "归因窗口不同的渠道不可相比,近几日还会增加 | Channels with other attribution windows do not compare; young days still grow",
)

ADS = (
    entry(
        "impressions",
        "推广展现量 | ad impressions",
        "广告展现次数 | times ads were shown",
        read("ad", "impressions", "day"),
        basis=SEEN,
        known_as="taobao: 展现量; jd: 展现数; pdd: 曝光量; amazon: Impressions; google: Impr.; meta: Impressions",
    ),
    entry(
        "clicks",
        "推广点击量 | ad clicks",
        "广告点击次数 | clicks on ads",
        read("ad", "clicks", "day"),
        basis=SEEN,
        known_as="taobao: 点击量; jd: 点击数; pdd: 点击量; amazon: Clicks; google: Clicks; meta: Link clicks",
    ),
    entry(
        "ad_spend",
        "推广花费 | ad spend",
        "广告花费;每店每日每渠道只取一种报表,取最粗的一种 | cost of ads; of each shop, day and channel one report is read, the coarsest "
        "that tells what is asked",
        read("ad", "spend", "day"),
        unit=Unit.MONEY,
        basis=SPENT,
        known_as="taobao: 花费; jd: 花费; pdd: 花费; amazon: Spend; google: Cost; meta: Amount spent",
        traps=(
            "账户、计划、关键词报表是同一笔花费,不能相加 | Account, campaign and keyword reports hold the same spend: never add them",
        ),
    ),
    entry(
        "ad_sales",
        "推广成交金额 | attributed sales",
        "平台归因给广告的成交金额,退款不扣 | sales that the platform attributes to ads, refunds in",
        read("ad", "sales", "day"),
        unit=Unit.MONEY,
        basis=ATTRIBUTED,
        known_as="taobao: 总成交金额; jd: 总订单金额; pdd: 交易额; amazon: 7 Day Total Sales; google: Conv. value; meta: Purchases value",
        traps=WINDOW,
    ),
    entry(
        "ad_orders",
        "推广成交笔数 | attributed orders",
        "平台归因给广告的订单数 | orders that the platform attributes to ads",
        read("ad", "orders", "day"),
        basis=ATTRIBUTED,
        known_as="taobao: 总成交笔数; jd: 总订单行; pdd: 成交笔数; amazon: 7 Day Total Orders; google: Conversions",
        traps=WINDOW,
    ),
    entry(
        "ad_units",
        "推广成交件数 | attributed units",
        "平台归因给广告的件数 | units that the platform attributes to ads",
        read("ad", "units", "day"),
        basis=ATTRIBUTED,
        known_as="amazon: 7 Day Total Units",
        traps=WINDOW,
    ),
    entry(
        "ad_cart_adders",
        "推广加购数 | attributed cart additions",
        "平台归因给广告的加购数 | cart additions that the platform attributes to ads",
        read("ad", "cart_adders", "day"),
        basis=ATTRIBUTED,
        known_as="taobao: 总购物车数; meta: Adds to cart",
    ),
    entry(
        "ctr",
        "推广点击率 | click-through rate",
        "推广点击量 / 推广展现量 | ad clicks / ad impressions",
        "clicks / impressions",
        basis=SEEN,
        known_as="taobao: 点击率; jd: 点击率; amazon: Click-Thru Rate; google: CTR; meta: CTR",
    ),
    entry(
        "cpc",
        "平均点击花费 | cost per click",
        "推广花费 / 推广点击量 | ad spend / ad clicks",
        "ad_spend / clicks",
        unit=Unit.MONEY,
        basis=SPENT,
        known_as="taobao: 平均点击花费; jd: 平均点击成本; amazon: Cost Per Click; google: Avg. CPC; meta: CPC",
    ),
    entry(
        "cpm",
        "千次展现花费 | cost per thousand impressions",
        "1000 × 推广花费 / 推广展现量 | 1000 × ad spend / ad impressions",
        "1000 * ad_spend / impressions",
        unit=Unit.MONEY,
        basis=SPENT,
        known_as="taobao: 千次展现花费; jd: 千次展现成本; meta: CPM",
    ),
    entry(
        "cost_per_ad_order",
        "推广成交成本 | cost per attributed order",
        "推广花费 / 推广成交笔数 | ad spend / attributed orders",
        "ad_spend / ad_orders",
        unit=Unit.MONEY,
        basis=SPENT,
        known_as="taobao: 总成交成本; google: Cost / conv.; meta: Cost per purchase",
    ),
    entry(
        "ad_conversion",
        "推广转化率 | conversion of ad clicks",
        "推广成交笔数 / 推广点击量 | attributed orders / ad clicks",
        "ad_orders / clicks",
        basis=ATTRIBUTED,
        known_as="taobao: 点击转化率; jd: 点击转化率; amazon: Conversion Rate; google: Conv. rate",
    ),
    entry(
        "roas",
        "广告投产比 | ROAS",
        "推广成交金额 / 推广花费 | attributed sales / ad spend",
        "ad_sales / ad_spend",
        unit=Unit.TIMES,
        basis=ATTRIBUTED,
        known_as="taobao: 投入产出比; jd: 投产比; pdd: 投产比; douyin: ROI; amazon: Total Return on Advertising Spend (ROAS)",
        traps=(
            (
                "国内后台的 ROI 就是 ROAS,不是利润;低于 1 才亏的说法只在毛利率 100% 时成立 | 'ROI' in Chinese backends is ROAS, not profit; "
                "'below 1 means loss' holds only at a margin of 100 %: see break_even_roas"
            ),
        ),
    ),
    entry(
        "acos",
        "广告成本占比 | ACOS",
        "推广花费 / 推广成交金额 | ad spend / attributed sales",
        "ad_spend / ad_sales",
        basis=ATTRIBUTED,
        known_as="amazon: Total Advertising Cost of Sales (ACOS)",
    ),
    entry(
        "tacos",
        "推广花费占比 | TACOS",
        "推广花费 / 全店支付金额 | ad spend / all paid sales",
        "ad_spend / gmv",
        basis=Basis("day", whose="own/platform"),
        known_as="taobao: 推广费率",
    ),
    entry(
        "break_even_roas",
        "保本投产比 | break-even ROAS",
        "净销售额 / 推广前贡献 = 1 / 推广前贡献利润率 | net sales / contribution before ads = 1 / margin before ads",
        "net_sales / cm2",
        unit=Unit.TIMES,
        basis=Basis("paid", refunds="out"),
    ),
    entry(
        "ad_sales_share",
        "推广成交占比 | attributed share of sales",
        "推广成交金额 / 支付金额 | attributed sales / paid sales",
        "ad_sales / gmv",
        basis=Basis("day", whose="own/platform"),
        traps=("归因可跨多日,可能超过 100% | Attribution spans days: it may exceed 100 %",),
    ),
    entry(
        "ad_profit",
        "推广后毛利 | profit of ads after their cost",
        "推广成交金额 − 推广花费 | attributed sales − ad spend",
        "ad_sales - ad_spend",
        kind=Kind.ADDITIVE,
        unit=Unit.MONEY,
        basis=ATTRIBUTED,
        traps=("未扣成本,只用于比较 | Cost of goods is not taken off: for comparison only",),
    ),
)
