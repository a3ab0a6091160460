"""Own books, sales side: paid orders and what is computed from them."""

from zhanggui.metrics.catalogue.entry import but, entry, only, read
from zhanggui.metrics.kinds import Aggregate, Basis, Kind, Unit

PAID = Basis("paid", refunds="in", shipping="out", tax="out")
PEOPLE = Basis("paid")
CREATED = Basis("created", refunds="in", shipping="out", tax="out")

SALES = (
    entry(
        "gmv",
        "支付金额 | paid sales",
        "买家已支付的商品金额,按支付日,退款不扣,运费与税不含 | goods amount paid by buyers, by paid day, refunds not taken off, "
        "shipping and tax out",
        read("order_line", "paid", "paid_day"),
        unit=Unit.MONEY,
        basis=PAID,
        known_as="taobao: 支付金额; jd: 成交金额; pdd: 成交金额; douyin: 成交金额; amazon: Ordered Product Sales; shopify: Gross sales",
        traps=(
            (
                "各平台口径不同:生意参谋不扣退款、预售按付尾款日;京东成交金额含运费与税、货到付款按下单日 | Platforms differ: "
                "Sycm keeps refunds in and counts presale on the day the balance is paid; JD's figure has shipping and tax in and "
                "counts cash on delivery on the order day"
            ),
        ),
    ),
    entry(
        "orders",
        "支付订单数 | paid orders",
        "已支付的订单数,按支付日,每店去重 | distinct paid orders of each shop, by paid day",
        read("order_line", "order_id", "paid_day", how=Aggregate.DISTINCT),
        kind=Kind.DISTINCT,
        basis=PEOPLE,
        known_as="taobao: 支付订单数; jd: 成交单量; pdd: 成交订单数; douyin: 成交订单数; amazon: Total Order Items; shopify: Orders",
        traps=(
            "一个订单可含多个商品:各商品的订单数不能相加 | One order may hold several listings: their orders do not add up",
        ),
    ),
    entry(
        "buyers",
        "支付买家数 | buyers",
        "已支付的买家数,每店去重,未知买家不计 | distinct buyers of each shop who paid; unknown buyers are not counted",
        read("order_line", "buyer", "paid_day", how=Aggregate.DISTINCT),
        kind=Kind.DISTINCT,
        basis=PEOPLE,
        known_as="taobao: 支付买家数; jd: 成交客户数; pdd: 成交买家数; douyin: 成交人数; shopify: Customers",
        traps=(
            "按天、按商品的买家数不能相加,一段时间要重新去重 | Buyers of days or listings do not add up; a period is counted afresh",
        ),
    ),
    entry(
        "buyer_days",
        "日支付买家合计 | buyer-days",
        "每日支付买家数之和:同一买家两天各买一次计 2 | daily buyers added up: one who buys on two days counts twice",
        read("order_line", "buyer", "paid_day", how=Aggregate.DISTINCT_DAYS),
        basis=PEOPLE,
        traps=(
            "与 visitor_days 同口径,只用于多日转化率 | Made to be divided by visitor_days, for conversion over several days",
        ),
    ),
    entry(
        "units",
        "支付件数 | units",
        "已支付的商品件数,按支付日 | units of paid lines, by paid day",
        read("order_line", "quantity", "paid_day"),
        basis=PAID,
        known_as="taobao: 支付件数; jd: 成交商品件数; pdd: 成交件数; douyin: 成交件数; amazon: Units Ordered; shopify: Quantity",
    ),
    entry(
        "lines",
        "支付子订单数 | paid order lines",
        "已支付订单的行数 | lines of paid orders",
        read("order_line", "order_id", "paid_day", how=Aggregate.COUNT),
        basis=PAID,
        known_as="taobao: 支付子订单数",
    ),
    entry(
        "list_sales",
        "标价金额 | sales at list price",
        "已支付商品的优惠前金额 | amount of paid lines before any discount",
        read("order_line", "list_amount", "paid_day"),
        unit=Unit.MONEY,
        basis=PAID,
    ),
    entry(
        "seller_discounts",
        "商家优惠 | discounts the seller bears",
        "已支付商品上由商家承担的优惠 | discounts on paid lines that the seller bears",
        read("order_line", "seller_discount", "paid_day", how=Aggregate.SUM_KNOWN),
        unit=Unit.MONEY,
        basis=PAID,
        known_as="amazon: item-promotion-discount; shopify: Discounts",
    ),
    entry(
        "platform_discounts",
        "平台优惠 | discounts the platform reimburses",
        "已支付商品上由平台补给商家的优惠,文件没有该列时为未知 | discounts on paid lines that the platform pays back to the seller; "
        "unknown where no file states them",
        read("order_line", "platform_discount", "paid_day", how=Aggregate.SUM_KNOWN),
        unit=Unit.MONEY,
        basis=PAID,
        known_as="taobao: 平台优惠; jd: 平台优惠; pdd: 平台优惠; douyin: 平台补贴",
    ),
    entry(
        "shipping_income",
        "运费收入 | shipping income",
        "买家支付的运费,按支付日 | shipping that buyers paid, by paid day",
        read("order_line", "shipping", "paid_day", how=Aggregate.SUM_KNOWN),
        unit=Unit.MONEY,
        basis=Basis("paid", refunds="in", shipping="in", tax="out"),
        known_as="taobao: 买家应付邮费; amazon: shipping-price; shopify: Shipping",
    ),
    entry(
        "tax_collected",
        "代收税 | tax collected",
        "买家在商品金额之外支付的税 | tax that buyers paid on top of the goods",
        read("order_line", "tax", "paid_day", how=Aggregate.SUM_KNOWN),
        unit=Unit.MONEY,
        basis=Basis("paid", refunds="in", shipping="out", tax="in"),
        known_as="amazon: item-tax; shopify: Taxes",
    ),
    entry(
        "orders_created",
        "下单数 | orders placed",
        "下单的订单数,按下单日,含未支付 | distinct orders placed, by the day they were placed, unpaid ones too",
        read("order_line", "order_id", "created_day", but("status", "adjusted"), how=Aggregate.DISTINCT),
        kind=Kind.DISTINCT,
        basis=CREATED,
        known_as="taobao: 下单订单数; jd: 下单单量",
    ),
    entry(
        "orders_created_paid",
        "下单且支付订单数 | placed orders that were paid",
        "按下单日,其中后来支付的订单数 | by the day they were placed, the orders that were paid since",
        read("order_line", "order_id", "created_day", but("paid_day", None), how=Aggregate.DISTINCT),
        kind=Kind.DISTINCT,
        basis=CREATED,
    ),
    entry(
        "orders_cancelled",
        "取消订单数 | cancelled orders",
        "按下单日,被取消的订单数 | by the day they were placed, orders that were cancelled",
        read("order_line", "order_id", "created_day", only("status", "cancelled"), how=Aggregate.DISTINCT),
        kind=Kind.DISTINCT,
        basis=CREATED,
        known_as="taobao: 交易关闭; amazon: Cancelled",
    ),
    entry(
        "units_shipped",
        "发货件数 | units shipped",
        "按发货日的商品件数 | units by the day they were shipped",
        read("order_line", "quantity", "shipped_day"),
        basis=Basis("shipped"),
    ),
    entry(
        "repeat_buyers",
        "重复购买买家数 | repeat buyers",
        "所问期间内有两个及以上支付订单的买家数 | buyers with two or more paid orders within the period asked for",
        read("order_line", "buyer", "paid_day", but("buyer", None), how=Aggregate.REPEAT),
        kind=Kind.DISTINCT,
        basis=PEOPLE,
    ),
    entry(
        "known_buyer_sales",
        "已知买家支付金额 | sales to known buyers",
        "买家已知的支付金额 | paid sales of lines whose buyer is known",
        read("order_line", "paid", "paid_day", but("buyer", None)),
        unit=Unit.MONEY,
        basis=PAID,
    ),
    entry(
        "aov",
        "笔单价 | average order value",
        "支付金额 / 支付订单数 | paid sales / paid orders",
        "gmv / orders",
        unit=Unit.MONEY,
        basis=PAID,
        known_as="taobao: 笔单价; shopify: Average order value",
        traps=("不是客单价:客单价按买家算 | Not the Chinese backends' 客单价, which is per buyer",),
    ),
    entry(
        "spend_per_buyer",
        "客单价 | spend per buyer",
        "支付金额 / 支付买家数 | paid sales / buyers",
        "gmv / buyers",
        unit=Unit.MONEY,
        basis=PAID,
        known_as="taobao: 客单价; jd: 客单价; pdd: 客单价; douyin: 客单价",
        traps=(
            "有的工具按订单数算,那是笔单价 | Some tools divide by orders: that is the average order value",
            "买家未知的订单有金额而无买家,会抬高客单价 | Lines of unknown buyers add money but no buyer, and lift the figure",
        ),
    ),
    entry(
        "unit_price",
        "件单价 | price per unit",
        "支付金额 / 支付件数 | paid sales / units",
        "gmv / units",
        unit=Unit.MONEY,
        basis=PAID,
        known_as="taobao: 件单价; amazon: Average selling price",
    ),
    entry(
        "units_per_order",
        "连带率(件/单) | units per order",
        "支付件数 / 支付订单数 | units / paid orders",
        "units / orders",
        unit=Unit.TIMES,
        basis=PAID,
    ),
    entry(
        "units_per_buyer",
        "人均件数 | units per buyer",
        "支付件数 / 支付买家数 | units / buyers",
        "units / buyers",
        unit=Unit.TIMES,
        basis=PAID,
        known_as="taobao: 人均支付件数",
    ),
    entry(
        "orders_per_buyer",
        "人均单数 | orders per buyer",
        "支付订单数 / 支付买家数 | paid orders / buyers",
        "orders / buyers",
        unit=Unit.TIMES,
        basis=PEOPLE,
    ),
    entry(
        "discount_rate",
        "商家折扣率 | seller's discount share",
        "商家优惠 / 标价金额 | discounts the seller bears / sales at list price",
        "seller_discounts / list_sales",
        basis=PAID,
    ),
    entry(
        "payment_rate",
        "下单支付率 | payment rate",
        "下单且支付订单数 / 下单数,同按下单日 | placed orders that were paid / orders placed, both by the day they were placed",
        "orders_created_paid / orders_created",
        basis=CREATED,
        known_as="taobao: 下单-支付转化率",
        traps=("生意参谋按买家数算 | Sycm counts buyers, not orders",),
    ),
    entry(
        "cancel_rate",
        "取消率 | cancellation rate",
        "取消订单数 / 下单数 | cancelled orders / orders placed",
        "orders_cancelled / orders_created",
        basis=CREATED,
    ),
    entry(
        "repeat_rate",
        "期内复购率 | repeat rate within the period",
        "期内有两单及以上的买家 / 期内买家 | buyers with two or more paid orders in the period / buyers of the period",
        "repeat_buyers / buyers",
        basis=PEOPLE,
        known_as="jd: 30天重复购买率",
        traps=(
            (
                "生意参谋 30 天复购率是 31–60 天前的买家在最近 30 天再买的比例,与此不同 | Sycm's 30-day rate is the share of the buyers of "
                "days 31-60 ago who bought again in the last 30: another metric"
            ),
            "期间越长越高,不同长度不可比 | It grows with the length of the period: different lengths do not compare",
        ),
    ),
)
