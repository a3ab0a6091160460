"""抖店: orders and the two settlement reports."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np

from zhanggui.simulator.aftersales import DAY
from zhanggui.simulator.exports.headers_china import DOUYIN_DONGZHANG, DOUYIN_JIESUAN, DOUYIN_ORDERS
from zhanggui.simulator.exports.sheet import Column, Dialect, write_text
from zhanggui.simulator.exports.view import (
    View,
    buyers,
    listing_ids,
    money,
    order_numbers,
    pick,
    sku_codes,
    titles,
    variants,
    whole,
)
from zhanggui.simulator.exports.windows import Window, months, with_overlaps
from zhanggui.simulator.money import COMMISSION, COMMISSION_BACK, CREATOR, PAYMENT
from zhanggui.simulator.platforms import CONTENT
from zhanggui.simulator.price import totals
from zhanggui.simulator.streams import Flags, Ints

_BASE = 6_917_000_000_000_000_000
_SOURCE = ("搜索", "推荐feed", "付费流量", "短视频引流", "店铺页")


def _columns(header: tuple[str, ...], known: Mapping[str, Column], missing: str) -> list[Column]:
    return [known.get(name.strip(), missing) for name in header]


def main_numbers(view: View) -> Ints:
    """Order numbers over all orders of the run."""
    return _BASE + order_numbers(view.run)


def sub_numbers(view: View) -> Ints:
    """Sub-order numbers over lines; the first line's is the order's own."""
    lines = view.run.lines
    return main_numbers(view)[lines.order] + np.arange(lines.rows) - np.searchsorted(lines.order, lines.order)


def _refunds(view: View) -> Ints:
    lines = view.run.lines
    return np.where((lines.settled_at >= 0) & (lines.settled_at < view.end), lines.refund, 0)


def _status(view: View, order: Ints, refund: Ints, paid: Ints) -> list[str]:
    orders = view.run.orders
    shipped = (orders.shipped_at[order] >= 0) & (orders.shipped_at[order] < view.end)
    received = (orders.received_at[order] >= 0) & (orders.received_at[order] < view.end)
    code = np.where(received, 3, np.where(shipped, 2, 1))
    code = np.where(
        orders.paid_at[order] < 0, 0, np.where((refund >= paid) & (refund > 0) & ~shipped, 0, code)
    )
    return pick(["已关闭", "备货中", "已发货", "已完成"], code)


def write_orders(view: View, out: Path, since: int = 0) -> None:
    """订单导出: one row a sub-order; ids and texts start with a TAB inside quotes."""
    for window in with_overlaps(view, since):
        _order_file(replace(view, until=window.known), window, out)


def _order_file(view: View, window: Window, out: Path) -> None:
    shop, orders, lines = view.shop, view.run.orders, view.run.lines
    inside = (orders.day >= window.first) & (orders.day <= window.last)
    if not view.quirks.pending:
        inside &= orders.paid_at >= 0
    rows = np.nonzero(inside[lines.order])[0]
    order, listing, sku = lines.order[rows], lines.listing[rows], lines.sku[rows]
    refund, paid = _refunds(view)[rows], lines.paid[rows]
    first = np.concatenate([[True], order[1:] != order[:-1]]) if rows.size else np.zeros(0, dtype=bool)
    shipping = np.where(first, orders.shipping[order], 0)
    off = lines.listed[rows] - paid
    guard = "\t{}" if view.quirks.damage else "{}"
    dash = "-" if view.quirks.null_text else ""
    content = orders.source[order] == CONTENT
    creators = [
        f"达人{c % 40:02d}号" if yes else dash
        for c, yes in zip(listing.tolist(), content.tolist(), strict=True)
    ]
    provinces = [region.name for region in shop.platform.regions]
    cities = [region.code for region in shop.platform.regions]

    def stamp(seconds: Ints) -> list[str]:
        return [text or dash for text in view.stamp(view.seen(seconds))]

    known: dict[str, Column] = {
        "主订单编号": [guard.format(n) for n in whole(main_numbers(view)[order])],
        "子订单编号": [guard.format(n) for n in whole(sub_numbers(view)[rows])],
        "选购商品": [guard.format(t) for t in pick(titles(shop, window.last, view.levers), listing)],
        "商品规格": [guard.format(v) for v in pick(variants(shop), sku)],
        "商品数量": whole(lines.units[rows]),
        "商品ID": [guard.format(n) for n in pick(listing_ids(shop), listing)],
        "商家编码": [guard.format(n) for n in pick(sku_codes(shop), sku)],
        "商品单价": money(lines.listed[rows] // lines.units[rows]),
        "订单应付金额": money(paid + shipping),
        "运费": money(shipping),
        "优惠总金额": money(off),
        "平台优惠": "0.00",
        "商家优惠": money(off),
        "达人优惠": "0.00",
        "商家改价": "0.00",
        "支付优惠": "0.00",
        "红包抵扣": "0.00",
        "支付方式": "支付宝",
        "手续费": "0.00",
        "收件人": ["##" + name for name in buyers(orders.customer[order])],
        "收件人手机号": ["$$" + name for name in buyers(orders.customer[order] + 1)],
        "省": pick(provinces, orders.region[order]),
        "市": pick(cities, orders.region[order]),
        "订单提交时间": view.stamp(orders.created_at[order]),
        "订单完成时间": stamp(orders.received_at[order]),
        "支付完成时间": stamp(orders.paid_at[order]),
        "APP渠道": "抖音",
        "流量来源": pick(list(_SOURCE), orders.source[order]),
        "订单状态": _status(view, order, refund, paid),
        "订单类型": "普通订单",
        "达人ID": [
            f"{7000 + c % 40}" if yes else dash
            for c, yes in zip(listing.tolist(), content.tolist(), strict=True)
        ],
        "达人昵称": creators,
        "售后状态": ["退款成功" if r else dash for r in refund.tolist()],
        "取消原因": ["未支付" if p < 0 else dash for p in orders.paid_at[order].tolist()],
        "发货时间": stamp(orders.shipped_at[order]),
        "平台实际承担优惠金额": "0.00",
        "商家实际承担优惠金额": money(off),
        "达人实际承担优惠金额": "0.00",
    }
    day = np.datetime64(shop.start, "s") + np.timedelta64(window.known + 1, "D") + np.timedelta64(9, "h")
    serial = int(day.astype("datetime64[s]").astype(np.int64))
    dialect = Dialect("utf-8-sig", quote_all=view.quirks.damage)
    columns = _columns(DOUYIN_ORDERS, known, dash)
    write_text(out / f"{serial}_{window.name(view)}.csv", DOUYIN_ORDERS, columns, dialect)


def write_account(view: View, out: Path, since: int = 0) -> None:
    """动账明细: what an order brings when it is settled, refunds after that, and other charges, a month a file."""
    orders, lines, fees = view.run.orders, view.run.lines, view.fees
    due = np.where(
        orders.paid_at >= 0, np.where(orders.received_at >= 0, orders.received_at, orders.paid_at + 3600), -1
    )
    paid = np.nonzero(orders.paid_at >= 0)[0]
    back = np.nonzero((lines.settled_at >= 0) & (lines.refund > 0))[0]
    order = np.concatenate([paid, lines.order[back], fees.order])
    line = np.concatenate([np.searchsorted(lines.order, paid), back, fees.line])
    at = np.concatenate([due[paid], lines.settled_at[back], fees.at])
    zero_paid, zero_back = np.zeros_like(paid), np.zeros_like(back)
    goods = np.concatenate([orders.goods[paid], zero_back, np.zeros_like(fees.amount)])
    freight = np.concatenate([orders.shipping[paid], zero_back, np.zeros_like(fees.amount)])
    refund = np.concatenate([zero_paid, -lines.refund[back], np.zeros_like(fees.amount)])
    charge = np.concatenate([zero_paid, zero_back, -fees.amount])
    kind = np.concatenate([zero_paid - 1, zero_back - 2, fees.kind])
    total = goods + freight + refund + charge
    numbers, subs = main_numbers(view), sub_numbers(view)
    turn = np.lexsort((np.arange(at.size), at))
    guard = "'{}" if view.quirks.damage else "{}"
    names = titles(view.shop, 0, view.levers)
    ids = listing_ids(view.shop)
    for window in months(view, since):
        rows = turn[(at[turn] >= window.first * DAY) & (at[turn] < (window.last + 1) * DAY)]
        tied = order[rows] >= 0
        of = np.maximum(order[rows], 0)
        which = np.where(line[rows] >= 0, line[rows], np.searchsorted(lines.order, of))
        service = np.isin(kind[rows], (COMMISSION, COMMISSION_BACK, PAYMENT))
        creator = kind[rows] == CREATOR
        other = (kind[rows] >= 0) & ~service & ~creator
        known: dict[str, Column] = {
            "动账时间": view.stamp(at[rows]),
            "动帐流水号": [guard.format(n) for n in whole(500_000_000_000_000 + rows)],
            "动账方向": ["入账" if value >= 0 else "出账" for value in total[rows].tolist()],
            "动账金额": money(total[rows]),
            "动账账户": "聚合账户",
            "动账场景": [_scene(k) for k in kind[rows].tolist()],
            "计费类型": "货款",
            "子订单号": _tied(subs[which], tied, guard),
            "订单号": _tied(numbers[of], tied, guard),
            "售后编号": [
                "" if k != _BACK else guard.format(90_000_000 + r)
                for k, r in zip(kind[rows].tolist(), rows.tolist(), strict=True)
            ],
            "下单时间": [
                t if ok else ""
                for t, ok in zip(view.stamp(orders.created_at[of]), tied.tolist(), strict=True)
            ],
            "商品ID": [
                guard.format(ids[i]) if ok else ""
                for i, ok in zip(lines.listing[which].tolist(), tied.tolist(), strict=True)
            ],
            "商品名称": [
                names[i] if ok else ""
                for i, ok in zip(lines.listing[which].tolist(), tied.tolist(), strict=True)
            ],
            "订单类型": "普通订单",
            "订单实付应结": money(goods[rows]),
            "运费实付": money(freight[rows]),
            "订单退款": money(refund[rows]),
            "平台服务费": money(np.where(service, charge[rows], 0)),
            "佣金": money(np.where(creator, charge[rows], 0)),
            "其他分成": money(np.where(other, charge[rows], 0)),
            "是否免佣": "否",
            "商户主体名称": view.shop.plan.name,
        }
        known |= dict.fromkeys(
            (
                "实际平台补贴_运费",
                "实际平台补贴",
                "其他平台补贴",
                "以旧换新抵扣",
                "政府补贴平台垫资",
                "实际达人补贴",
                "实际抖音支付补贴",
                "实际抖音月付营销补贴",
                "银行补贴",
                "服务商佣金",
                "渠道分成",
                "招商服务费",
                "站外推广费",
                "免佣金额",
            ),
            "0.00",
        )
        columns = _columns(DOUYIN_DONGZHANG, known, "")
        write_text(out / f"动账明细_{window.name(view)}.csv", DOUYIN_DONGZHANG, columns, Dialect("utf-8-sig"))


_BACK = -2
_SCENES = {
    -1: "订单结算",
    _BACK: "订单退款",
    COMMISSION: "平台服务费",
    PAYMENT: "支付服务费",
    2: "物流运费扣款",
    CREATOR: "达人佣金",
    4: "积分扣款",
    5: "税费扣款",
    COMMISSION_BACK: "平台服务费退还",
    7: "退货运费扣款",
    8: "仓储服务费",
    9: "达人坑位费",
}


def _scene(kind: int) -> str:
    return _SCENES[kind]


def _tied(numbers: Ints, tied: Flags, guard: str) -> list[str]:
    return [guard.format(n) if ok else "" for n, ok in zip(numbers.tolist(), tied.tolist(), strict=True)]


def write_settlement(view: View, out: Path, since: int = 0) -> None:
    """结算明细: one row an order when it is settled, with a second header row that explains the sums."""
    orders, lines, fees = view.run.orders, view.run.lines, view.fees
    own = fees.order >= 0
    service = np.zeros(orders.rows, dtype=np.int64)
    creator = np.zeros(orders.rows, dtype=np.int64)
    plain = own & np.isin(fees.kind, (COMMISSION, COMMISSION_BACK, PAYMENT)) & (fees.at < view.end)
    np.add.at(service, fees.order[plain], fees.amount[plain])
    bonus = own & (fees.kind == CREATOR) & (fees.at < view.end)
    np.add.at(creator, fees.order[bonus], fees.amount[bonus])
    refund = totals(lines.order, _refunds(view), orders.rows)
    done = np.where((orders.received_at >= 0) & (orders.received_at < view.end), orders.received_at, -1)
    for window in months(view, since):
        rows = np.nonzero((done >= window.first * DAY) & (done < (window.last + 1) * DAY))[0]
        income = orders.goods[rows] + orders.shipping[rows]
        spent = service[rows] + creator[rows] + refund[rows]
        first = np.searchsorted(lines.order, rows)
        known: dict[str, Column] = {
            "结算时间": ["", *view.stamp(done[rows])],
            "订单号": ["", *(f"'{n}" for n in whole(main_numbers(view)[rows]))],
            "子订单号": ["", *(f"'{n}" for n in whole(sub_numbers(view)[first]))],
            "结算金额": ["收入+支出", *money(income - spent)],
            "结算账户": ["", *(["聚合账户"] * rows.size)],
            "结算单类型": ["", *(["已结算"] * rows.size)],
            "有结算前退款": ["", *(["是" if r else "否" for r in refund[rows].tolist()])],
            "下单时间": ["", *view.stamp(orders.created_at[rows])],
            "收入合计": ["", *money(income)],
            "支出合计": ["", *money(-spent)],
            "平台服务费": ["", *money(-service[rows])],
            "达人佣金": ["", *money(-creator[rows])],
        }
        columns = _columns(DOUYIN_JIESUAN, known, "")
        write_text(out / f"结算明细_{window.name(view)}.csv", DOUYIN_JIESUAN, columns, Dialect("utf-8-sig"))
