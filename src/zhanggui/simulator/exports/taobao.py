"""Taobao/Tmall: orders, items and reviews as 千牛 exports them, and the Alipay account that they are paid on."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from zhanggui.simulator.aftersales import DAY, DEFECT, LATE, MISFIT, MISMATCH, REGRET, WRONG_ITEM
from zhanggui.simulator.exports.headers_china import (
    ALIPAY_DETAIL,
    SYCM_REVIEWS,
    TAOBAO_ITEMS_2022,
    TAOBAO_ORDERS_2021,
    TAOBAO_ORDERS_2022,
)
from zhanggui.simulator.exports.said import gathered, of_orders
from zhanggui.simulator.exports.sheet import Column, Dialect, Sheet, write_text, write_xlsx
from zhanggui.simulator.exports.view import (
    View,
    buyers,
    listing_ids,
    money,
    order_numbers,
    pick,
    refunded,
    sku_codes,
    titles,
    variants,
    whole,
)
from zhanggui.simulator.exports.windows import Window, months, with_overlaps
from zhanggui.simulator.money import (
    COMMISSION,
    COMMISSION_BACK,
    CREATOR,
    FEES,
    LOGISTICS,
    PAYMENT,
    POINTS,
    RETURN_PARCEL,
    STORAGE,
    TAX,
    charged,
)
from zhanggui.simulator.price import totals
from zhanggui.simulator.streams import Ints

_MAIN = 2_400_000_000_000_000_000
_CLOSED, _WAITING, _PAID, _SENT, _DONE = (
    "交易关闭",
    "等待买家付款",
    "买家已付款,等待卖家发货",
    "卖家已发货,等待买家确认",
    "交易成功",
)


def _columns(header: tuple[str, ...], known: Mapping[str, Column], missing: str = "") -> list[Column]:
    """The columns of ``header``: those ``known``, the others empty."""
    return [known.get(name.strip(), missing) for name in header]


def main_numbers(view: View) -> Ints:
    """Order numbers over all orders of the run."""
    return _MAIN + order_numbers(view)


def order_rows(view: View, window: Window) -> Ints:
    """Orders created inside the window; closed and unpaid ones only where the export holds them."""
    orders = view.run.orders
    inside = (orders.day >= window.first) & (orders.day <= window.last)
    if not view.quirks.pending:
        inside &= orders.paid_at >= 0
    return np.nonzero(inside)[0]


def _status(view: View, rows: Ints, refund: Ints) -> list[str]:
    orders = view.run.orders
    paid = orders.paid_at[rows] >= 0
    shipped = (orders.shipped_at[rows] >= 0) & (orders.shipped_at[rows] < view.end)
    received = (orders.received_at[rows] >= 0) & (orders.received_at[rows] < view.end)
    stale = orders.created_at[rows] < view.end - DAY
    gone = paid & (refund >= orders.goods[rows]) & (refund > 0)
    code = np.where(paid, np.where(received, 4, np.where(shipped, 3, 2)), np.where(stale, 0, 1))
    return pick([_CLOSED, _WAITING, _PAID, _SENT, _DONE], np.where(gone, 0, code))


def write_orders(view: View, out: Path, since: int = 0) -> None:
    """订单报表: csv of 2021 for the older export, xlsx of 2022 for the full one."""
    for then, window in with_overlaps(view, since):
        _order_file(then, window, out, old=window.known < view.until)
        _item_file(then, window, out)


def _order_file(view: View, window: Window, out: Path, *, old: bool) -> None:
    rows = order_rows(view, window)
    blank = "null" if view.quirks.null_text and not old else ""
    known = {
        **_numbers(view, rows, guard=view.quirks.damage and old),
        **_sums(view, rows),
        **_course(view, rows),
        **_people(view, rows, blank),
        **_goods(view, window, rows),
    }
    stem = f"ExportOrderList{window.name(view)}"
    if old:
        header = TAOBAO_ORDERS_2021
        write_text(out / f"{stem}.csv", header, _columns(header, known, blank), Dialect("gb18030"))
    else:
        header = TAOBAO_ORDERS_2022
        write_xlsx(out / f"{stem}.xlsx", Sheet("sheet1", header, _columns(header, known, blank)))


def _numbers(view: View, rows: Ints, *, guard: bool) -> dict[str, Column]:
    """Order and payment numbers; ``guard``: as a formula, so that a spreadsheet keeps all digits."""
    form = '="{}"' if guard else "{}"
    numbers = whole(main_numbers(view)[rows])
    return {
        "订单编号": [form.format(n) for n in numbers],
        "支付单号": [form.format(n) for n in whole(view.run.orders.key[rows] % 10**12)],
        "主订单编号": numbers,
    }


def _returned(view: View, rows: Ints) -> Ints:
    """Cents given back so far, over orders."""
    return totals(view.run.lines.order, refunded(view), view.run.orders.rows)[rows]


def _sums(view: View, rows: Ints) -> dict[str, Column]:
    """What the order cost, refunds netted out of what was paid."""
    orders, refund = view.run.orders, _returned(view, rows)
    due = orders.goods[rows] + orders.shipping[rows]
    return {
        "买家应付货款": money(orders.goods[rows]),
        "买家应付邮费": money(orders.shipping[rows]),
        "买家支付积分": "0",
        "总金额": money(due),
        "返点积分": "0",
        "买家实际支付金额": money(np.where(orders.paid_at[rows] >= 0, due - refund, 0)),
        "买家实际支付积分": "0",
        "卖家服务费": "0",
        "买家服务费": "0元",
        "退款金额": money(refund),
    }


def _course(view: View, rows: Ints) -> dict[str, Column]:
    """What became of the order so far."""
    orders = view.run.orders
    status = _status(view, rows, _returned(view, rows))
    done = np.array([word == _DONE for word in status], dtype=bool)
    paid = (orders.paid_at[rows] >= 0).tolist()
    return {
        "订单状态": status,
        "订单创建时间": view.stamp(orders.created_at[rows]),
        "订单付款时间": view.stamp(orders.paid_at[rows]),
        "发货时间": view.stamp(view.seen(orders.shipped_at[rows])),
        "确认收货时间": view.stamp(np.where(done, orders.received_at[rows], -1)),
        "订单关闭原因": [
            ("买家未付款" if not p else "退款") if s == _CLOSED else "订单未关闭"
            for s, p in zip(status, paid, strict=True)
        ],
        "运送方式": "快递",
        "物流公司": "中通快递",
    }


def _people(view: View, rows: Ints, blank: str) -> dict[str, Column]:
    """Who bought; names and addresses as the platform masks them."""
    orders = view.run.orders
    names = ["tb" + name for name in buyers(orders.customer[rows])]
    provinces = [f"{region.name}{region.code}***" for region in view.shop.platform.regions]
    return {
        "买家会员名": names,
        "买家会员昵称": names,
        "买家支付宝账号": "",
        "买家留言": ["送礼用，请包好" if g else blank for g in orders.gift[rows].tolist()],
        "收货人姓名": "李**",
        "收货地址": pick(provinces, orders.region[rows]),
        "联系电话": blank,
        "联系手机": "'138****0000",
        "是否手机订单": ["手机订单" if d == 0 else "" for d in orders.device[rows].tolist()],
    }


def _goods(view: View, window: Window, rows: Ints) -> dict[str, Column]:
    """What the order holds, named by its first item."""
    orders, lines = view.run.orders, view.run.lines
    first = lines.listing[np.searchsorted(lines.order, rows)]
    return {
        "宝贝标题": pick(titles(view.shop, window.last, view.levers), first),
        "宝贝种类": whole(np.bincount(lines.order, minlength=orders.rows)[rows]),
        "宝贝总数量": whole(totals(lines.order, lines.units, orders.rows)[rows]),
        "店铺Id": "0",
        "店铺名称": view.shop.plan.name,
    }


def sub_numbers(view: View) -> Ints:
    """Sub-order numbers over lines: a single line has its order's own number."""
    lines = view.run.lines
    first = np.searchsorted(lines.order, lines.order)
    nth = np.arange(lines.rows) - first
    many = np.bincount(lines.order, minlength=view.run.orders.rows)[lines.order] > 1
    return main_numbers(view)[lines.order] + np.where(many, nth + 1, 0)


def _item_file(view: View, window: Window, out: Path) -> None:
    orders, lines = view.run.orders, view.run.lines
    heads = order_rows(view, window)
    rows = np.nonzero(np.isin(lines.order, heads))[0]
    order = lines.order[rows]
    refund = refunded(view)[rows]
    asked = (lines.asked_at[rows] >= 0) & (lines.asked_at[rows] < view.end)
    text = [
        "退款成功" if r else ("退款中" if a else "没有申请退款")
        for r, a in zip(refund.tolist(), asked.tolist(), strict=True)
    ]
    amount = money(refund)
    if view.quirks.null_text:
        amount = [m if r else "无退款申请" for m, r in zip(amount, refund.tolist(), strict=True)]
    whole_order = totals(lines.order, refunded(view), orders.rows)
    status = _status(view, heads, whole_order[heads])
    paid = orders.paid_at[order] >= 0
    shop = view.shop
    styles = [shop.products.code(p) for p in shop.shelf.product[lines.listing[rows]].tolist()]
    known: dict[str, Column] = {
        "子订单编号": whole(sub_numbers(view)[rows]),
        "主订单编号": whole(main_numbers(view)[order]),
        "标题": pick(titles(shop, window.last, view.levers), lines.listing[rows]),
        "价格": money(lines.listed[rows] // lines.units[rows]),
        "购买数量": whole(lines.units[rows]),
        "外部系统编号": pick(sku_codes(shop), lines.sku[rows]),
        "商品属性": ["规格:" + name for name in pick(variants(shop), lines.sku[rows])],
        "订单状态": pick(status, np.searchsorted(heads, order)),
        "商家编码": styles,
        "支付单号": whole(orders.key[order] % 10**12),
        "买家应付货款": money(lines.paid[rows]),
        "买家实际支付金额": money(np.where(paid, lines.paid[rows] - refund, 0)),
        "退款状态": text,
        "退款金额": amount,
        "订单创建时间": view.stamp(orders.created_at[order]),
        "订单付款时间": view.stamp(orders.paid_at[order]),
    }
    header = TAOBAO_ITEMS_2022
    write_xlsx(
        out / f"ExportOrderDetailList{window.name(view)}.xlsx",
        Sheet("sheet1", header, _columns(header, known)),
    )


_ALIPAY = {
    COMMISSION: ("收费", "0030005|天猫佣金-类目佣金"),
    PAYMENT: ("收费", "0030020|支付服务费-信用卡支付服务费"),
    LOGISTICS: ("收费", "0030031|物流服务费-快递运费"),
    CREATOR: ("收费", "0030008|淘宝客佣金代扣款-淘宝客佣金"),
    POINTS: ("收费", "0030011|代扣返点积分-积分服务费"),
    TAX: ("收费", "0030040|税费-代扣税费"),
    COMMISSION_BACK: ("收费", "0030006|天猫佣金-佣金退还"),
    RETURN_PARCEL: ("收费", "0030032|物流服务费-退货运费"),
    STORAGE: ("收费", "0030033|物流服务费-仓储服务费"),
}
_REASON_TEXT = {
    LATE: "未按约定时间发货",
    DEFECT: "质量问题",
    MISFIT: "尺码不合适",
    MISMATCH: "商品与描述不符",
    WRONG_ITEM: "卖家发错货",
    REGRET: "7天无理由退换货",
}


def write_alipay(view: View, out: Path, since: int = 0) -> None:
    """账务明细: receipts, refunds and charges, one row each, a month a file."""
    orders, lines, fees = view.run.orders, view.run.lines, charged(view.fees)
    numbers = main_numbers(view)
    paid = np.nonzero(orders.paid_at >= 0)[0]
    back = np.nonzero((lines.settled_at >= 0) & (lines.refund > 0))[0]
    order = np.concatenate([paid, lines.order[back], fees.order])
    at = np.concatenate([orders.paid_at[paid], lines.settled_at[back], fees.at])
    plus = np.concatenate(
        [(orders.goods + orders.shipping)[paid], np.zeros_like(back), np.maximum(-fees.amount, 0)]
    )
    minus = np.concatenate([np.zeros_like(paid), lines.refund[back], np.maximum(fees.amount, 0)])
    unique = np.concatenate([paid * 3, back * 3 + 1, np.arange(fees.rows) * 3 + 2])
    names = [("在线支付", "0010001|交易收款-交易付款")] * paid.size
    names += [
        ("退款（交易退款）", "0020011|交易退款-" + _REASON_TEXT.get(r, "退款"))
        for r in lines.reason[back].tolist()
    ]
    names += [_ALIPAY[kind] for kind in fees.kind.tolist()]
    turn = np.lexsort((unique, at))
    balance = np.cumsum((plus - minus)[turn])[np.argsort(turn, kind="stable")] + 1_000_000_00
    for window in months(view, since):
        rows = turn[(at[turn] >= window.first * DAY) & (at[turn] < (window.last + 1) * DAY)]
        of = np.where(order[rows] >= 0, numbers[np.maximum(order[rows], 0)], -1).tolist()
        entry = whole(20_260_000_000_000 + unique[rows])
        known: dict[str, Column] = {
            "账务流水号": [f"{e}\t" if view.quirks.damage else e for e in entry],
            "业务流水号": [
                f"{e}\t" if view.quirks.damage else e for e in whole(88_000_000_000_000 + unique[rows])
            ],
            "发生时间": view.stamp(at[rows]),
            "收入金额（+元）": money(plus[rows]),
            "支出金额（-元）": money(-minus[rows]),
            "账户余额（元）": money(balance[rows]),
            "业务类型": [names[r][0] for r in rows.tolist()],
            "业务描述": [names[r][1] for r in rows.tolist()],
            "业务基础订单号": [str(n) if n >= 0 else "" for n in of],
            "商户订单号": [f"T200P{n}" if n >= 0 else "" for n in of],
        }
        title = (
            f"#支付宝账务明细查询 起始日期:[{view.day(window.first)}] 终止日期:[{view.day(window.last)}]",
        )
        income, outgo = int(plus[rows].sum()), int(minus[rows].sum())
        footer = (f"#支出合计：-{outgo / 100:.2f}元，收入合计：{income / 100:.2f}元",)
        dialect = Dialect(
            "gb18030",
            preamble=title if view.quirks.titles else (),
            footer=footer if view.quirks.footers else (),
        )
        columns = _columns(ALIPAY_DETAIL, known)
        write_text(out / f"alipay_record_{window.name(view)}.csv", ALIPAY_DETAIL, columns, dialect)


def write_reviews(view: View, out: Path, since: int = 0) -> None:
    """商品评价: one file of everything said since day ``since``."""
    said = gathered(view, since)
    lines, line = view.run.lines, np.maximum(said.line, 0)
    known: dict[str, Column] = {
        "评论": said.words,
        "昵称": [f"{name[0]}***{name[-1]}" for name in buyers(said.who)],
        "评价时间": view.stamp(said.at),
        "商品id": pick(listing_ids(view.shop), said.listing),
        "颜色分类": of_orders(said, pick(variants(view.shop), lines.sku[line])),
        "评价分类": pick(["", "差评", "差评", "中评", "好评", "好评"], said.stars),
        "skuid": of_orders(said, pick(sku_codes(view.shop), lines.sku[line])),
    }
    path = out / f"商品评价_{view.day(since):%Y%m%d}-{view.day(view.until):%Y%m%d}.xlsx"
    write_xlsx(path, Sheet("评价", SYCM_REVIEWS, _columns(SYCM_REVIEWS, known)))


def fee_names() -> tuple[str, ...]:
    """The kinds of fee that have a line in the account; used to check that none is missing but creators' slots."""
    return tuple(FEES[kind] for kind in sorted(_ALIPAY))
