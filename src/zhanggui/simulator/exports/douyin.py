"""抖店: orders and the two settlement reports."""

from collections.abc import Mapping
from dataclasses import dataclass
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
    refunded,
    sku_codes,
    titles,
    variants,
    whole,
)
from zhanggui.simulator.exports.windows import Window, months, with_overlaps
from zhanggui.simulator.money import COMMISSION, COMMISSION_BACK, CREATOR, PAYMENT, charged
from zhanggui.simulator.platforms import CONTENT
from zhanggui.simulator.price import totals
from zhanggui.simulator.streams import Flags, Ints

_BASE = 6_917_000_000_000_000_000
_SOURCE = ("搜索", "推荐feed", "付费流量", "短视频引流", "店铺页")


def _columns(header: tuple[str, ...], known: Mapping[str, Column], missing: str) -> list[Column]:
    return [known.get(name.strip(), missing) for name in header]


def main_numbers(view: View) -> Ints:
    """Order numbers over all orders of the run."""
    return _BASE + order_numbers(view)


def sub_numbers(view: View) -> Ints:
    """Sub-order numbers over lines; the first line's is the order's own."""
    lines = view.run.lines
    return main_numbers(view)[lines.order] + np.arange(lines.rows) - np.searchsorted(lines.order, lines.order)


def _status(view: View, order: Ints, refund: Ints, paid: Ints) -> list[str]:
    orders = view.run.orders
    shipped = (orders.shipped_at[order] >= 0) & (orders.shipped_at[order] < view.end)
    received = (orders.received_at[order] >= 0) & (orders.received_at[order] < view.end)
    code = np.where(received, 3, np.where(shipped, 2, 1))
    # An order is closed when all of it has been paid back: not while its postage is kept.
    whole = (refund >= paid) & (refund > 0) & (orders.shipping[order] == 0)
    code = np.where((orders.paid_at[order] < 0) | (whole & ~shipped), 0, code)
    return pick(["已关闭", "备货中", "已发货", "已完成"], code)


def write_orders(view: View, out: Path, since: int = 0) -> None:
    """订单导出: one row a sub-order; ids and texts start with a TAB inside quotes."""
    for then, window in with_overlaps(view, since):
        _order_file(then, window, out)


def _order_file(view: View, window: Window, out: Path) -> None:
    orders, lines = view.run.orders, view.run.lines
    inside = (orders.day >= window.first) & (orders.day <= window.last)
    if not view.quirks.pending:
        inside &= orders.paid_at >= 0
    rows = np.nonzero(inside[lines.order])[0]
    dash = "-" if view.quirks.null_text else ""
    known = {
        **_what(view, window, rows),
        **_amounts(view, rows),
        **_course(view, rows, dash),
        **_people(view, rows, dash),
    }
    day = np.datetime64(view.shop.start, "s") + np.timedelta64(window.known + 1, "D") + np.timedelta64(9, "h")
    serial = int(day.astype("datetime64[s]").astype(np.int64))
    dialect = Dialect("utf-8-sig", quote_all=view.quirks.damage)
    columns = _columns(DOUYIN_ORDERS, known, dash)
    write_text(out / f"{serial}_{window.name(view)}.csv", DOUYIN_ORDERS, columns, dialect)


def _what(view: View, window: Window, rows: Ints) -> dict[str, Column]:
    """Which order, which item."""
    shop, lines = view.shop, view.run.lines
    listing, sku = lines.listing[rows], lines.sku[rows]
    guard = "\t{}" if view.quirks.damage else "{}"
    return {
        "主订单编号": [guard.format(n) for n in whole(main_numbers(view)[lines.order[rows]])],
        "子订单编号": [guard.format(n) for n in whole(sub_numbers(view)[rows])],
        "选购商品": [guard.format(t) for t in pick(titles(shop, window.last, view.levers), listing)],
        "商品规格": [guard.format(v) for v in pick(variants(shop), sku)],
        "商品数量": whole(lines.units[rows]),
        "商品ID": [guard.format(n) for n in pick(listing_ids(shop), listing)],
        "商家编码": [guard.format(n) for n in pick(sku_codes(shop), sku)],
        "订单类型": "普通订单",
    }


def _amounts(view: View, rows: Ints) -> dict[str, Column]:
    """What the line cost; the order's freight stands in its first line."""
    orders, lines = view.run.orders, view.run.lines
    order, paid = lines.order[rows], lines.paid[rows]
    first = np.concatenate([[True], order[1:] != order[:-1]]) if rows.size else np.zeros(0, dtype=bool)
    shipping = np.where(first, orders.shipping[order], 0)
    off = money(lines.listed[rows] - paid)
    nothing = (
        "平台优惠",
        "达人优惠",
        "商家改价",
        "支付优惠",
        "红包抵扣",
        "手续费",
        "平台实际承担优惠金额",
        "达人实际承担优惠金额",
    )
    return {
        "商品单价": money(lines.listed[rows] // lines.units[rows]),
        "订单应付金额": money(paid + shipping),
        "运费": money(shipping),
        "优惠总金额": off,
        "商家优惠": off,
        "商家实际承担优惠金额": off,
        "支付方式": "支付宝",
        **dict.fromkeys(nothing, "0.00"),
    }


def _course(view: View, rows: Ints, dash: str) -> dict[str, Column]:
    """What became of the order so far."""
    orders, lines = view.run.orders, view.run.lines
    order, refund = lines.order[rows], refunded(view)[rows]

    def stamp(seconds: Ints) -> list[str]:
        return [text or dash for text in view.stamp(view.seen(seconds))]

    return {
        "订单提交时间": view.stamp(orders.created_at[order]),
        "支付完成时间": stamp(orders.paid_at[order]),
        "发货时间": stamp(orders.shipped_at[order]),
        "订单完成时间": stamp(orders.received_at[order]),
        "订单状态": _status(view, order, refund, lines.paid[rows]),
        "售后状态": ["退款成功" if r else dash for r in refund.tolist()],
        "取消原因": ["未支付" if p < 0 else dash for p in orders.paid_at[order].tolist()],
    }


def _people(view: View, rows: Ints, dash: str) -> dict[str, Column]:
    """Who bought, where, and whose video brought them."""
    orders, lines, regions = view.run.orders, view.run.lines, view.shop.platform.regions
    order = lines.order[rows]
    creator = np.where(orders.source[order] == CONTENT, lines.listing[rows] % 40, -1).tolist()
    return {
        "收件人": ["##" + name for name in buyers(orders.customer[order])],
        "收件人手机号": ["$$" + name for name in buyers(orders.customer[order] + 1)],
        "省": pick([region.name for region in regions], orders.region[order]),
        "市": pick([region.code for region in regions], orders.region[order]),
        "APP渠道": "抖音",
        "流量来源": pick(list(_SOURCE), orders.source[order]),
        "达人ID": [f"{7000 + c}" if c >= 0 else dash for c in creator],
        "达人昵称": [f"达人{c:02d}号" if c >= 0 else dash for c in creator],
    }


@dataclass(frozen=True, slots=True)
class _Entries:
    """The account, one element an entry: moment, rows of order and line (-1: none), cents, kind (see _SCENES)."""

    at: Ints
    order: Ints
    line: Ints
    goods: Ints
    freight: Ints
    refund: Ints
    charge: Ints
    kind: Ints


def _entries(view: View) -> _Entries:
    """Settled orders, refunds after that and other charges, one after the other."""
    orders, lines, fees = view.run.orders, view.run.lines, charged(view.fees)
    arrived = np.where(orders.received_at >= 0, orders.received_at, orders.paid_at + 3600)
    paid = np.nonzero(orders.paid_at >= 0)[0]
    back = np.nonzero((lines.settled_at >= 0) & (lines.refund > 0))[0]
    no_sale, no_refund, no_fee = np.zeros_like(paid), np.zeros_like(back), np.zeros_like(fees.amount)
    return _Entries(
        at=np.concatenate([arrived[paid], lines.settled_at[back], fees.at]),
        order=np.concatenate([paid, lines.order[back], fees.order]),
        line=np.concatenate([np.searchsorted(lines.order, paid), back, fees.line]),
        goods=np.concatenate([orders.goods[paid], no_refund, no_fee]),
        freight=np.concatenate([orders.shipping[paid], no_refund, no_fee]),
        refund=np.concatenate([no_sale, -lines.refund[back], no_fee]),
        charge=np.concatenate([no_sale, no_refund, -fees.amount]),
        kind=np.concatenate([no_sale - 1, no_refund + _BACK, fees.kind]),
    )


def _flow_numbers(entries: _Entries) -> Ints:
    """The number of each entry: made of its kind and of the line, order or day it belongs to, which no later export
    changes.
    """
    place = np.where(entries.line >= 0, entries.line, entries.order)
    place = np.where(place >= 0, place, entries.at // DAY)
    return 500_000_000_000_000 + (entries.kind - _BACK) * 1_000_000_000 + place


def write_account(view: View, out: Path, since: int = 0) -> None:
    """动账明细: what an order brings when it is settled, refunds after that, and other charges, a month a file."""
    entries = _entries(view)
    at = entries.at
    turn = np.lexsort((np.arange(at.size), at))
    for window in months(view, since):
        rows = turn[(at[turn] >= window.first * DAY) & (at[turn] < (window.last + 1) * DAY)]
        known = {
            **_sums(view, entries, rows),
            **_ties(view, entries, rows),
            **dict.fromkeys(_NO_SUMS, "0.00"),
        }
        columns = _columns(DOUYIN_DONGZHANG, known, "")
        write_text(out / f"动账明细_{window.name(view)}.csv", DOUYIN_DONGZHANG, columns, Dialect("utf-8-sig"))


def _sums(view: View, entries: _Entries, rows: Ints) -> dict[str, Column]:
    """When, and how much of what; charges that have no column of their own are told by their scene alone."""
    kind, charge = entries.kind[rows], entries.charge[rows]
    total = entries.goods[rows] + entries.freight[rows] + entries.refund[rows] + charge
    service = np.isin(kind, (COMMISSION, COMMISSION_BACK, PAYMENT))
    creator = kind == CREATOR
    return {
        "动账时间": view.stamp(entries.at[rows]),
        "动账方向": ["入账" if value >= 0 else "出账" for value in total.tolist()],
        "动账金额": money(total),
        "动账账户": "聚合账户",
        "动账场景": [_SCENES[k] for k in kind.tolist()],
        "计费类型": "货款",
        "订单实付应结": money(entries.goods[rows]),
        "运费实付": money(entries.freight[rows]),
        "订单退款": money(entries.refund[rows]),
        "平台服务费": money(np.where(service, charge, 0)),
        "佣金": money(np.where(creator, charge, 0)),
        "是否免佣": "否",
        "商户主体名称": view.shop.plan.name,
    }


def _ties(view: View, entries: _Entries, rows: Ints) -> dict[str, Column]:
    """Which order and item an entry belongs to; storage and slots belong to none."""
    orders, lines = view.run.orders, view.run.lines
    guard = "'{}" if view.quirks.damage else "{}"
    tied = entries.order[rows] >= 0
    of = np.maximum(entries.order[rows], 0)
    line = entries.line[rows]
    which = np.where(line >= 0, line, np.searchsorted(lines.order, of))
    listing = lines.listing[which]
    back = (entries.kind[rows] == _BACK).tolist()
    return {
        "动帐流水号": [guard.format(n) for n in whole(_flow_numbers(entries)[rows])],
        "子订单号": _where(tied, whole(sub_numbers(view)[which]), guard),
        "订单号": _where(tied, whole(main_numbers(view)[of]), guard),
        "售后编号": [
            guard.format(90_000_000 + n) if b else "" for n, b in zip(line.tolist(), back, strict=True)
        ],
        "下单时间": _where(tied, view.stamp(orders.created_at[of])),
        "商品ID": _where(tied, pick(listing_ids(view.shop), listing), guard),
        "商品名称": _where(tied, pick(titles(view.shop, 0, view.levers), listing)),
        "订单类型": "普通订单",
    }


def _where(tied: Flags, values: list[str], form: str = "{}") -> list[str]:
    """``values`` in ``form`` where there is an order, '' elsewhere."""
    return [form.format(value) if ok else "" for value, ok in zip(values, tied.tolist(), strict=True)]


_NO_SUMS = (
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
    "其他分成",
    "免佣金额",
)
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
}


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
    refund = totals(lines.order, refunded(view), orders.rows)
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
