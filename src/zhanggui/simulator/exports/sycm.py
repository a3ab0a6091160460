"""生意参谋 and 万相台无界: what Taobao counts of visits and of ads, by listing and by day."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from zhanggui.simulator.exports.counts import Counts, count, count_shop, quotient, share
from zhanggui.simulator.exports.headers_china import (
    SYCM_GOODS_2026,
    SYCM_SHOP_DAY,
    SYCM_SOURCES_2022,
    WANXIANGTAI_GOODS,
)
from zhanggui.simulator.exports.sheet import Column, Dialect, Sheet, write_text, write_xlsx
from zhanggui.simulator.exports.view import View, listing_ids, money, thousands, titles, whole
from zhanggui.simulator.exports.windows import Window, months
from zhanggui.simulator.streams import Ints

_SOURCES = (
    ("手淘搜索", "手淘搜索"),
    ("手淘推荐", "首页推荐"),
    ("万相台无界", "关键词推广"),
    ("短视频直播", "淘宝直播"),
    ("我的淘宝", "已买到的宝贝"),
)


def _columns(header: tuple[str, ...], known: Mapping[str, Column], missing: str) -> list[Column]:
    return [known.get(name.strip(), missing) for name in header]


def _counted(values: Ints, *, comma: bool) -> list[str]:
    """Counts as the platform writes them: thousands commas."""
    return [f"{v:,}" for v in values.ravel().tolist()] if comma else whole(values.ravel())


def write_goods(view: View, out: Path, since: int = 0) -> None:
    """商品_全部: a month a file, a row a listing and day, everything text, four title rows above the header."""
    counts = count(view)
    for window in months(view, since):
        days = [d for d in range(window.first, window.last + 1) if ("sycm_goods", d) not in view.missing]
        if days:
            _goods_file(view, counts, window, np.array(days), out)


def _to_date(view: View, values: Ints, days: Ints, *, month: bool) -> Ints:
    """Running totals of the year or the month up to each of ``days``."""
    running = np.cumsum(values, axis=0)
    starts = []
    for number in days.tolist():
        day = view.day(number)
        first = number - day.day + 1 if month else number - (day - day.replace(month=1, day=1)).days
        starts.append(max(first, 0))
    before = np.array(
        [running[s - 1] if s > 0 else np.zeros(values.shape[1], dtype=np.int64) for s in starts]
    )
    so_far: Ints = running[days] - before
    return so_far


def _goods_file(view: View, counts: Counts, window: Window, days: Ints, out: Path) -> None:
    shop, log = view.shop, view.run.traffic
    listings = shop.shelf.listings
    comma = view.quirks.thousands
    cash = thousands if comma else money
    visitors = log.visitors[days].astype(np.int64)
    search = log.visits[days, 0].astype(np.int64)
    part = {name: getattr(counts, name)[days] for name in Counts.__slots__}
    product = shop.shelf.product
    styles = [shop.products.code(p) for p in product.tolist()]
    ids = listing_ids(shop)
    names = [title for number in days.tolist() for title in titles(shop, number, view.levers)]
    stay = 25.0 + 12.0 * (1 - log.bounced[days] / np.maximum(visitors, 1))
    known: dict[str, Column] = {
        "统计日期": [f"{view.day(d)}" for d in days.tolist() for _ in range(listings)],
        "商品ID": ids * days.size,
        "商品名称": names,
        "主商品ID": ids * days.size,
        "商品类型": "普通商品",
        "货号": styles * days.size,
        "商品状态": "当前在线",
        "商品标签": "-",
        "商品访客数": _counted(visitors, comma=comma),
        "商品浏览量": _counted(log.page_views[days], comma=comma),
        "平均停留时长": [f"{s:.2f}" for s in stay.ravel().tolist()],
        "商品详情页跳出率": share(log.bounced[days], visitors),
        "商品收藏人数": _counted(log.favourites[days], comma=comma),
        "商品加购件数": _counted(log.carts[days] + log.carts[days] // 6, comma=comma),
        "商品加购人数": _counted(log.carts[days], comma=comma),
        "下单买家数": _counted(part["placed_buyers"], comma=comma),
        "下单件数": _counted(part["placed_units"], comma=comma),
        "下单金额": cash(part["placed_amount"].ravel()),
        "下单转化率": share(part["placed_buyers"], visitors),
        "支付买家数": _counted(part["buyers"], comma=comma),
        "支付件数": _counted(part["units"], comma=comma),
        "支付金额": cash(part["sales"].ravel()),
        "商品支付转化率": share(part["buyers"], visitors),
        "支付新买家数": _counted(part["buyers"] - part["old"], comma=comma),
        "支付老买家数": _counted(part["old"], comma=comma),
        "老买家支付金额": cash(part["old_sales"].ravel()),
        "聚划算支付金额": "0.00",
        "访客平均价值": quotient(part["sales"] / 100, visitors),
        "成功退款金额": cash(part["refunds"].ravel()),
        "竞争力评分": "-",
        "年累计支付金额": cash(_to_date(view, counts.sales, days, month=False).ravel()),
        "月累计支付金额": cash(_to_date(view, counts.sales, days, month=True).ravel()),
        "月累计支付件数": _counted(_to_date(view, counts.units, days, month=True), comma=comma),
        "搜索引导支付转化率": share(part["search_buyers"], search),
        "搜索引导访客数": _counted(search, comma=comma),
        "搜索引导支付买家数": _counted(part["search_buyers"], comma=comma),
    }
    header = SYCM_GOODS_2026
    title = (
        ("生意参谋平台-数据说明",),
        (f"店铺：{shop.plan.name}",),
        (f"日期：{view.day(int(days[0]))} ~ {view.day(int(days[-1]))}",),
        ("数据更新时间：次日8点",),
    )
    sheet = Sheet("商品", header, _columns(header, known, "-"), title if view.quirks.titles else ())
    write_xlsx(out / f"【生意参谋平台】商品_全部_{window.name(view)}.xlsx", sheet)


def write_shop_days(view: View, out: Path, since: int = 0) -> None:
    """取数 店铺 日: one row a day."""
    listings, shop = count(view), count_shop(view)
    days = np.array(
        [d for d in range(since, view.until + 1) if ("sycm_shop", d) not in view.missing], dtype=np.int64
    )
    log = view.run.traffic
    item_visitors = log.visitors[days].sum(axis=1)
    visitors = np.round(item_visitors * 0.82).astype(np.int64)
    sales, units = listings.sales[days].sum(axis=1), listings.units[days].sum(axis=1)
    spend = log.ad_spend[days].sum(axis=1, dtype=np.int64)
    buyers, old = shop.buyers[days], shop.old[days]
    known: dict[str, Column] = {
        "统计日期": [f"{view.day(d)}" for d in days.tolist()],
        "访客数": whole(visitors),
        "无线端访客数": whole(np.round(visitors * view.shop.platform.mobile_share).astype(np.int64)),
        "浏览量": whole(log.page_views[days].sum(axis=1)),
        "商品访客数": whole(np.round(item_visitors * 0.8).astype(np.int64)),
        "商品浏览量": whole(log.page_views[days].sum(axis=1)),
        "跳失率": share(log.bounced[days].sum(axis=1), item_visitors),
        "加购人数": whole(np.round(log.carts[days].sum(axis=1) * 0.9).astype(np.int64)),
        "加购件数": whole(log.carts[days].sum(axis=1)),
        "商品收藏买家数": whole(np.round(log.favourites[days].sum(axis=1) * 0.95).astype(np.int64)),
        "下单金额": money(listings.placed_amount[days].sum(axis=1)),
        "下单买家数": whole(shop.placed_buyers[days]),
        "下单件数": whole(listings.placed_units[days].sum(axis=1)),
        "下单转化率": share(shop.placed_buyers[days], visitors),
        "支付金额": money(sales),
        "支付买家数": whole(buyers),
        "支付件数": whole(units),
        "支付子订单数": whole(listings.lines[days].sum(axis=1)),
        "支付转化率": share(buyers, visitors),
        "客单价": quotient(sales / 100, buyers),
        "UV价值": quotient(sales / 100, visitors),
        "支付新买家数": whole(buyers - old),
        "支付老买家数": whole(old),
        "老买家支付金额": money(listings.old_sales[days].sum(axis=1)),
        "全站推广花费": "0.00",
        "关键词推广花费": money(spend),
        "精准人群推广花费": "0.00",
        "智能场景花费": "0.00",
        "成功退款金额": money(listings.refunds[days].sum(axis=1)),
    }
    header = SYCM_SHOP_DAY
    path = out / f"生意参谋_店铺_日_{view.day(since):%Y%m%d}-{view.day(view.until):%Y%m%d}.xlsx"
    write_xlsx(path, Sheet("店铺", header, _columns(header, known, "-")))


def write_sources(view: View, out: Path, since: int = 0) -> None:
    """商品来源 (无线端): visits and payments of each listing by source, a month a file, rows with visits only."""
    orders, lines, log = view.run.orders, view.run.lines, view.run.traffic
    listings, ids = view.shop.shelf.listings, listing_ids(view.shop)
    paid = (orders.paid_at[lines.order] >= 0) & (orders.day[lines.order] <= view.until)
    shape = (view.until + 1, 5, listings)
    cell = (orders.day[lines.order] * 5 + orders.source[lines.order]) * listings + lines.listing
    buyers = np.bincount(cell[paid], minlength=int(np.prod(shape))).reshape(shape)
    units = np.bincount(cell[paid], lines.units[paid], int(np.prod(shape))).reshape(shape).astype(np.int64)
    sales = np.zeros(shape, dtype=np.int64)
    np.add.at(sales.reshape(-1), cell[paid], lines.paid[paid])
    for window in months(view, since):
        block = log.visits[window.first : window.last + 1].astype(np.int64)
        day, source, listing = np.nonzero(block)
        seen = block[day, source, listing]
        at = (day + window.first, source, listing)
        total = log.visitors[at[0], listing].astype(np.int64)
        known: dict[str, Column] = {
            "流量来源": [_SOURCES[s][0] for s in source.tolist()],
            "来源明细": [_SOURCES[s][1] for s in source.tolist()],
            "访客数": whole(seen),
            "浏览量": whole(np.round(seen * 1.7).astype(np.int64)),
            "支付金额": money(sales[at]),
            "支付件数": whole(units[at]),
            "支付买家数": whole(buyers[at]),
            "支付转化率": share(buyers[at], seen),
            "收藏人数": whole(log.favourites[at[0], listing] * seen // np.maximum(total, 1)),
            "加购人数": whole(log.carts[at[0], listing] * seen // np.maximum(total, 1)),
            "统计日期": [f"{view.day(d)}" for d in at[0].tolist()],
            "商品id": [ids[i] for i in listing.tolist()],
            "访问来源": "无线端",
        }
        header = SYCM_SOURCES_2022
        path = out / f"【生意参谋平台】商品来源_无线端_{window.name(view)}.xlsx"
        write_xlsx(path, Sheet("来源", header, _columns(header, known, "-")))


def write_ads(view: View, out: Path, since: int = 0) -> None:
    """万相台无界 商品报表: a month a file, GBK csv, a row a day and listing; rates are fractions, ids have commas."""
    shop, log, terms = view.shop, view.run.traffic, view.shop.terms
    ids = listing_ids(shop)
    listings = np.unique(terms.listing)
    if listings.size == 0:
        return
    days = view.until + 1
    shown, clicks, spend = (
        _by_listing(getattr(log, name)[:days], terms.listing)
        for name in ("ad_impressions", "ad_clicks", "ad_spend")
    )
    orders, sales, _ = attributed(view)
    deals, amount = _by_listing(orders, terms.listing), _by_listing(sales, terms.listing)
    carts = np.round(clicks * 0.09).astype(np.int64)
    names = titles(shop, 0, view.levers)
    for window in months(view, since):
        rows = slice(window.first, window.last + 1)
        size = window.last - window.first + 1
        block = [table[rows].ravel() for table in (shown, clicks, spend, deals, amount, carts)]
        some = np.nonzero(block[0] > 0)[0]
        seen, hits, cost, sold, value, cart = (part[some] for part in block)
        listing = np.tile(listings, size)[some].tolist()
        day = (np.repeat(np.arange(size), listings.size)[some] + window.first).tolist()
        known: dict[str, Column] = {
            "日期": [f"{view.day(d)}" for d in day],
            "主体ID": [f"{int(ids[i]):,}" if view.quirks.damage else ids[i] for i in listing],
            "主体类型": "商品",
            "主体名称": [names[i] for i in listing],
            "展现量": whole(seen),
            "点击量": whole(hits),
            "花费": money(cost),
            "点击率": quotient(hits, seen, 4, ""),
            "平均点击花费": quotient(cost / 100, hits, 2, ""),
            "千次展现花费": quotient(cost * 10, seen, 2, ""),
            "直接成交金额": money(value),
            "间接成交金额": "0.00",
            "总成交金额": money(value),
            "总成交笔数": whole(sold),
            "直接成交笔数": whole(sold),
            "间接成交笔数": "0",
            "点击转化率": quotient(sold, hits, 4, ""),
            "投入产出比": quotient(value, cost, 2, ""),
            "总购物车数": whole(cart),
            "直接购物车数": whole(cart),
        }
        header = WANXIANGTAI_GOODS
        path = out / f"万相台无界_商品报表_{window.name(view)}.csv"
        write_text(path, header, _columns(header, known, ""), Dialect("gb18030"))


def _by_listing(table: Ints, listing: Ints) -> Ints:
    """Sums over the terms of each listing that has any, shape (days, listings), from (days, terms)."""
    order = np.argsort(listing, kind="stable")
    _, starts = np.unique(listing[order], return_index=True)
    sums: Ints = np.add.reduceat(table[:, order].astype(np.int64), starts, axis=1)
    return sums


def attributed(view: View) -> tuple[Ints, Ints, Ints]:
    """Orders, sales (cents) and units that ads claim, by day of the click and term, shape (days, terms)."""
    orders, lines = view.run.orders, view.run.lines
    shape = (view.until + 1, view.shop.terms.count)
    claimed = (orders.term >= 0) & (orders.paid_at >= 0) & (orders.day <= view.until)
    rows = np.nonzero(claimed)[0]
    at = (orders.click_day[rows], orders.term[rows])
    deals, sales, units = (np.zeros(shape, dtype=np.int64) for _ in range(3))
    np.add.at(deals, at, 1)
    np.add.at(sales, at, orders.goods[rows])
    np.add.at(units, at, np.bincount(lines.order, lines.units, orders.rows)[rows].astype(np.int64))
    return deals, sales, units
