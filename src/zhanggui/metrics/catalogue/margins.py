"""Own books, money side: refunds, cost, fees and the contribution that is left."""

from zhanggui.metrics.catalogue.entry import entry, only, read
from zhanggui.metrics.kinds import Aggregate, Basis, Kind, Unit

ORDER_PAID = Basis("order_paid", shipping="unknown", tax="unknown")
SETTLED = Basis("settled", shipping="unknown", tax="unknown")
NET = Basis("paid", refunds="out", shipping="out", tax="out")
FEES = ("commission", "payment", "logistics", "creator", "service", "tax", "other")
REFUND = only("kind", "refund")


def _fee(name: str, title: str, meaning: str, *kinds: str) -> tuple[str, str, str, tuple[str, ...]]:
    return name, title, meaning, kinds


_FEES = (
    _fee(
        "fees",
        "平台及履约费用 | fees",
        "佣金、支付、物流、达人、服务、税及其他费用,按结算日,不含推广 | commission, payment, logistics, creator, service, tax and "
        "other fees, by settlement day, without advertising",
        *FEES,
    ),
    _fee(
        "commission",
        "平台佣金 | commission",
        "平台按成交收取的佣金 | the platform's commission on sales",
        "commission",
    ),
    _fee("payment_fees", "支付手续费 | payment fees", "收款手续费 | fees for taking payments", "payment"),
    _fee(
        "logistics_fees",
        "物流履约费 | logistics fees",
        "仓储、配送等履约费用 | storage, delivery and fulfilment",
        "logistics",
    ),
    _fee(
        "creator_fees",
        "达人佣金 | creator fees",
        "付给达人、主播的佣金 | paid to creators and hosts",
        "creator",
    ),
    _fee(
        "service_fees",
        "服务费 | service fees",
        "软件服务、店铺月费等 | software, shop subscription and the like",
        "service",
    ),
    _fee("other_fees", "其他费用 | other fees", "税及其他费用 | tax and other fees", "tax", "other"),
)

MARGINS = (
    entry(
        "receipts",
        "结算收入 | receipts",
        "结算单里的收入,按结算日,未扣退款与费用 | income of the settlement, by settlement day, before refunds and fees",
        read("fee", "amount", "day", only("kind", "receipt")),
        unit=Unit.MONEY,
        basis=SETTLED,
        traps=("与当日支付金额不是同一批订单 | Not of the same orders as the paid sales of that day",),
    ),
    entry(
        "fee_entries",
        "费用笔数 | fee entries",
        "平台及履约费用的笔数,按结算日 | entries of platform and fulfilment fees, by settlement day",
        read("fee", "fee_id", "day", only("kind", *FEES), how=Aggregate.COUNT),
        basis=SETTLED,
    ),
    entry(
        "settled_refunds",
        "结算退款 | refunds in settlements",
        "结算单里退回给买家的金额,按结算日 | money given back to buyers in the settlement, by settlement day",
        read("fee", "amount", "day", only("kind", "refund")),
        unit=Unit.MONEY,
        basis=SETTLED,
        traps=("与退款表是同一笔钱,不要相加 | The same money as in the refunds: do not add them",),
    ),
    entry(
        "refunds",
        "退款金额 | refunds",
        "退款成功金额,按退款成功日 | money paid back, by the day it was paid back",
        read("refund", "amount", "settled_day", REFUND),
        unit=Unit.MONEY,
        basis=SETTLED,
        known_as="taobao: 成功退款金额; jd: 退款金额; pdd: 退款金额; douyin: 退款金额; amazon: Refund; shopify: Returns",
        traps=("与当日支付金额不是同一批订单 | Not of the same orders as the paid sales of that day",),
    ),
    entry(
        "refunds_of_orders",
        "订单退款金额 | refunds of these orders",
        "退款金额,归到原订单的支付日 | refunds, put on the paid day of the orders they belong to",
        read("refund", "amount", "order_day", REFUND),
        unit=Unit.MONEY,
        basis=ORDER_PAID,
        traps=(
            "近期订单的退款尚未发生完,数字会继续增加 | Young orders are not fully refunded yet: the figure still grows",
        ),
    ),
    entry(
        "stated_refunds",
        "订单表所述退款 | refunds stated in order files",
        "订单文件里写明的退款,归到支付日,没有自己的日期 | refunds that order files state, by paid day of the order; they have no day of "
        "their own",
        read("order_line", "refund_stated", "paid_day", how=Aggregate.SUM_KNOWN),
        unit=Unit.MONEY,
        basis=ORDER_PAID,
        traps=("已并入 refunds_of_orders,不要再加 | Already in refunds_of_orders: do not add it again",),
    ),
    entry(
        "adjustments",
        "调账 | adjustments",
        "不是退款的账目调整(坏账等),按结算日 | entries that are no refunds (bad debt and the like), by settlement day",
        read("refund", "amount", "settled_day", only("kind", "adjustment")),
        unit=Unit.MONEY,
        basis=SETTLED,
    ),
    entry(
        "refund_count",
        "退款笔数 | number of refunds",
        "退款成功的笔数,按退款成功日 | refunds paid back, by the day",
        read("refund", "refund_id", "settled_day", REFUND, how=Aggregate.COUNT),
        basis=SETTLED,
    ),
    entry(
        "refunded_orders",
        "退款订单数 | refunded orders",
        "有退款的订单数,归到支付日 | distinct orders with a refund, by the paid day of the order",
        read("refund", "order_id", "order_day", REFUND, how=Aggregate.DISTINCT),
        kind=Kind.DISTINCT,
        basis=ORDER_PAID,
    ),
    entry(
        "returned_orders",
        "退货退款订单数 | orders with money or goods back",
        "有退款或退货的订单数,归到支付日 | distinct orders with a refund or with goods sent back, by the paid day of the order",
        read("refund", "order_id", "order_day", only("kind", "refund", "return"), how=Aggregate.DISTINCT),
        kind=Kind.DISTINCT,
        basis=ORDER_PAID,
    ),
    entry(
        "returned_units",
        "退货件数 | units returned",
        "退回的件数,归到原订单的支付日 | units that came back, by the paid day of their orders",
        read("refund", "quantity", "order_day", only("kind", "refund", "return"), how=Aggregate.SUM_KNOWN),
        basis=ORDER_PAID,
        known_as="amazon: quantity",
    ),
    *(
        entry(
            name,
            title,
            meaning,
            read("fee", "amount", "day", only("kind", *kinds)),
            unit=Unit.MONEY,
            basis=SETTLED,
        )
        for name, title, meaning, kinds in _FEES
    ),
    entry(
        "cost_of_goods",
        "商品成本 | cost of goods",
        "支付件数 × 支付日有效的单位成本,退货不冲回 | paid units × the unit cost valid on the paid day; returns are not credited",
        read("order_line", "quantity", "paid_day", how=Aggregate.COST),
        unit=Unit.MONEY,
        basis=Basis("paid", refunds="in", tax="out"),
        traps=(
            "任何一个 SKU 缺成本,成本与毛利即为未知,绝不按 0 算 | One SKU without a cost makes cost and margin unknown, never 0",
        ),
    ),
    entry(
        "cost_as_bought",
        "商品成本(采购币种) | cost of goods in the currency of purchase",
        "有成本的支付件数 × 支付日有效的单位成本,按成本的币种 | paid units that have a cost × the unit cost valid on the paid day, in the "
        "cost's own currency",
        read("order_line", "quantity", "paid_day", how=Aggregate.COST_AS_BOUGHT),
        unit=Unit.MONEY,
        basis=Basis("paid", refunds="in", tax="out"),
        traps=("只含有成本的行 | Holds only the lines that have a cost",),
    ),
    entry(
        "net_sales",
        "净销售额 | net sales",
        "支付金额 − 这些订单的退款 − 调账 | paid sales − refunds of these orders − adjustments",
        "gmv - refunds_of_orders - adjustments",
        kind=Kind.ADDITIVE,
        unit=Unit.MONEY,
        basis=NET,
        known_as="shopify: Net sales",
    ),
    entry(
        "gross_profit",
        "毛利 CM1 | gross profit (CM1)",
        "净销售额 − 商品成本 | net sales − cost of goods",
        "net_sales - cost_of_goods",
        kind=Kind.ADDITIVE,
        unit=Unit.MONEY,
        basis=NET,
        known_as="shopify: Gross profit",
    ),
    entry(
        "cm2",
        "推广前贡献 CM2 | contribution before ads (CM2)",
        "毛利 + 运费收入 + 平台优惠 − 费用 | gross profit + shipping income + platform discounts − fees",
        "gross_profit + given(shipping_income) + given(platform_discounts) - fees",
        kind=Kind.ADDITIVE,
        unit=Unit.MONEY,
        basis=NET,
    ),
    entry(
        "contribution_before_fees",
        "费用前贡献 | contribution before fees",
        "毛利 + 运费收入 + 平台优惠 − 推广花费,不等结算单就能算 | gross profit + shipping income + platform discounts − ad spend: "
        "known before any settlement comes",
        "gross_profit + given(shipping_income) + given(platform_discounts) - ad_spend",
        kind=Kind.ADDITIVE,
        unit=Unit.MONEY,
        basis=NET,
    ),
    entry(
        "contribution",
        "贡献利润 CM3 | contribution profit (CM3)",
        "净销售额 + 运费收入 + 平台优惠 − 商品成本 − 费用 − 推广花费 | net sales + shipping income + platform discounts − cost of goods "
        "− fees − ad spend",
        "cm2 - ad_spend",
        kind=Kind.ADDITIVE,
        unit=Unit.MONEY,
        basis=NET,
        traps=(
            (
                "缺任何一部分都是未知;平台没有给出的运费与平台优惠按没有计 | An unknown part makes it unknown; shipping and platform "
                "discounts that no file states count as none"
            ),
            (
                "结算单还没到的日子,费用与利润是未知,不是没有 | Days that no settlement reaches yet have unknown fees and an unknown "
                "profit, not none"
            ),
        ),
    ),
    entry(
        "margin",
        "贡献利润率 | contribution margin",
        "贡献利润 / 净销售额 | contribution profit / net sales",
        "contribution / net_sales",
        basis=NET,
    ),
    entry(
        "gross_margin",
        "毛利率 | gross margin",
        "毛利 / 净销售额 | gross profit / net sales",
        "gross_profit / net_sales",
        basis=NET,
    ),
    entry(
        "fee_rate",
        "费用率 | fee rate",
        "费用 / 支付金额 | fees / paid sales",
        "fees / gmv",
        basis=NET,
        traps=(
            (
                "费用按结算日,销售按支付日,短期内不是同一批订单 | Fees count on settlement, sales on payment: over few days they are not "
                "the same orders"
            ),
        ),
    ),
    entry(
        "refund_rate",
        "退款率(金额) | refund rate by amount",
        "这些订单的退款 / 支付金额,同按订单支付日 | refunds of these orders / paid sales, both by the paid day of the orders",
        "refunds_of_orders / gmv",
        basis=Basis("order_paid"),
        known_as="taobao: 退款率",
        traps=(
            "平台多按退款成功日计,与此不同 | Platforms often count by the day of the refund: another figure",
            "近期偏低:退款尚未发生完 | Too low for young days: their refunds are still to come",
        ),
    ),
    entry(
        "order_refund_rate",
        "退款率(订单) | refund rate by orders",
        "退款订单数 / 支付订单数 | refunded orders / paid orders",
        "refunded_orders / orders",
        basis=Basis("order_paid"),
    ),
    entry(
        "return_rate",
        "退货率(件) | return rate by units",
        "退货件数 / 支付件数 | units returned / units",
        "returned_units / units",
        basis=Basis("order_paid"),
        known_as="amazon: Return rate",
    ),
    entry(
        "cost_rate",
        "成本率 | cost rate",
        "商品成本 / 支付金额 | cost of goods / paid sales",
        "cost_of_goods / gmv",
        basis=Basis("paid", refunds="in"),
    ),
)
