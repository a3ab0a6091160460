"""抖音电商罗盘: what was seen, opened and bought of each product and in the whole shop, day by day."""

from pathlib import Path

import numpy as np

from zhanggui.simulator.exports.counts import Counts, count, count_shop, quotient, share
from zhanggui.simulator.exports.headers_china import DOUYIN_COMPASS_GOODS, DOUYIN_COMPASS_SHOP
from zhanggui.simulator.exports.sheet import Column, Dialect, write_text
from zhanggui.simulator.exports.view import View, listing_ids, money, titles, whole
from zhanggui.simulator.exports.windows import Window, months
from zhanggui.simulator.platforms import CONTENT, DIRECT
from zhanggui.simulator.streams import Ints

_PEOPLE = 0.72  # people behind the impressions of a product on one day
_SHOPPERS = 0.82  # people behind the visitors of a day's products


def write_goods(view: View, out: Path, since: int = 0) -> None:
    """商品明细: a month a file, a row a product and day, days as 20260301."""
    counts = count(view)
    for window in months(view, since):
        _goods_file(view, counts, window, out)


def shown(view: View, days: Ints) -> Ints:
    """Impressions over (days, listings): of search and recommendation, and of the posts and pages that led to it.

    A post shows its product as often as the usual share of its viewers that open it asks for.
    """
    log, rates = view.run.traffic, view.shop.models.listing.click_rate
    posts = np.round(log.visits[days, CONTENT] / rates[CONTENT]).astype(np.int64)
    total: Ints = log.impressions[days].astype(np.int64).sum(axis=1) + posts + log.visits[days, DIRECT]
    return total


def _goods_file(view: View, counts: Counts, window: Window, out: Path) -> None:
    shop, log = view.shop, view.run.traffic
    days = np.arange(window.first, window.last + 1)
    buyers, orders, units, sales = (
        getattr(counts, name)[days] for name in ("buyers", "lines", "units", "sales")
    )
    seen, clicks = shown(view, days), log.visits[days].astype(np.int64).sum(axis=1)
    people = log.visitors[days].astype(np.int64)
    seen_by = np.maximum(np.round(seen * _PEOPLE).astype(np.int64), people)
    paid = money(sales.ravel())
    known: dict[str, Column] = {
        "日期": [f"{view.day(d):%Y%m%d}" for d in days.tolist() for _ in range(shop.shelf.listings)],
        "商品ID": listing_ids(shop) * days.size,
        "商品名称": [title for day in days.tolist() for title in titles(shop, day, view.levers)],
        "用户支付金额": paid,
        "成交金额": paid,
        "成交订单数": whole(orders.ravel()),
        "成交人数": whole(buyers.ravel()),
        "成交件数": whole(units.ravel()),
        "客单价": quotient(sales / 100, buyers),
        "商品曝光人数": whole(seen_by.ravel()),
        "商品点击人数": whole(people.ravel()),
        "商品曝光-点击转化率(人数)": share(people, seen_by),
        "商品点击-成交转化率(人数)": share(buyers, people),
        "商品曝光次数": whole(seen.ravel()),
        "商品点击次数": whole(clicks.ravel()),
        "商品曝光-点击转化率(次数)": share(clicks, seen),
        "退款金额(退款时间)": money(counts.refunds[days].ravel()),
    }
    columns = [known[name] for name in DOUYIN_COMPASS_GOODS]
    write_text(out / f"商品明细_{window.name(view)}.csv", DOUYIN_COMPASS_GOODS, columns, Dialect("utf-8-sig"))


def write_shop_days(view: View, out: Path, since: int = 0) -> None:
    """成交概览: one row a day, buyers parted into new and old ones."""
    goods, shop, log = count(view), count_shop(view), view.run.traffic
    days = np.arange(since, view.until + 1)
    seen, clicks = shown(view, days).sum(axis=1), log.visits[days].astype(np.int64).sum(axis=(1, 2))
    people = np.round(log.visitors[days].sum(axis=1) * _SHOPPERS).astype(np.int64)
    seen_by = np.maximum(np.round(seen * _PEOPLE * _SHOPPERS).astype(np.int64), people)
    buyers, old = shop.buyers[days], shop.old[days]
    paid = money(goods.sales[days].sum(axis=1))
    known: dict[str, Column] = {
        "日期": [f"{view.day(d):%Y%m%d}" for d in days.tolist()],
        "成交金额": paid,
        "用户支付金额": paid,
        "成交订单数": whole(shop.orders[days]),
        "成交件数": whole(goods.units[days].sum(axis=1)),
        "成交人数": whole(buyers),
        "新客成交人数": whole(buyers - old),
        "老客成交人数": whole(old),
        "商品曝光次数": whole(seen),
        "商品曝光人数": whole(seen_by),
        "商品点击次数": whole(clicks),
        "商品点击人数": whole(people),
        "商品曝光-点击转化率(人数)": share(people, seen_by),
        "商品点击-成交转化率(人数)": share(buyers, people),
        "退款金额(退款时间)": money(goods.refunds[days].sum(axis=1)),
    }
    columns = [known[name] for name in DOUYIN_COMPASS_SHOP]
    path = out / f"成交概览_{view.day(since):%Y%m%d}-{view.day(view.until):%Y%m%d}.csv"
    write_text(path, DOUYIN_COMPASS_SHOP, columns, Dialect("utf-8-sig"))
