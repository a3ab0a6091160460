"""The view of an export: what the platform knows of a shop on the evening of a day, as text ready to be written.

Codes as they stand in files are made here: a listing's platform id, a SKU's seller code, an order's number, a
buyer's name. They are functions of the shop and of the row, so that a later export calls things the same.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from zhanggui.simulator.aftersales import DAY
from zhanggui.simulator.catalogue import CATEGORIES
from zhanggui.simulator.levers import Levers
from zhanggui.simulator.listing import TERM_LOST
from zhanggui.simulator.log import Run
from zhanggui.simulator.money import Fees
from zhanggui.simulator.shop import Shop
from zhanggui.simulator.streams import Ints, Stream

_LETTERS = np.array(list("0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"))


@dataclass(frozen=True, slots=True)
class Quirks:
    """What is untidy about the files; each can be switched off.

    ``overlap``: an older, shorter export of each month is written too, superseded by the full one.
    ``damage``: ids protected or marred as the platforms do. ``footers``: totals rows. ``titles``: title rows.
    ``pending``: unpaid and closed orders are in the export. ``null_text``: missing values as 'null', '-', '--'.
    ``thousands``: commas in numbers. ``both_settlements``: a shop also downloads the second settlement report, which
    tells the same money.
    ``daily_files``: reports without a date in them, one file a day for the last month.
    """

    overlap: bool = True
    damage: bool = True
    footers: bool = True
    titles: bool = True
    pending: bool = True
    null_text: bool = True
    both_settlements: bool = False
    daily_files: bool = True
    thousands: bool = True


@dataclass(frozen=True, slots=True)
class View:
    """One shop on the evening of day ``until`` (from 0). ``missing``: (file family, day) pairs that are not written."""

    shop: Shop
    levers: Levers
    run: Run
    fees: Fees
    until: int
    quirks: Quirks
    missing: frozenset[tuple[str, int]] = frozenset()

    @property
    def end(self) -> int:
        """The first second that the export does not know."""
        return (self.until + 1) * DAY

    def day(self, number: int) -> date:
        """The calendar day of day ``number``."""
        return self.shop.start + timedelta(days=int(number))

    def stamp(self, seconds: Ints, form: str = "{}") -> list[str]:
        """Local moments as ``YYYY-mm-dd HH:MM:SS``, '' where -1."""
        moments = np.datetime64(self.shop.start, "s") + seconds.astype("timedelta64[s]")
        text = np.char.replace(np.datetime_as_string(moments), "T", " ").tolist()
        if form == "{}":
            return [word if ok else "" for word, ok in zip(text, (seconds >= 0).tolist(), strict=True)]
        return [
            form.format(word) if ok else "" for word, ok in zip(text, (seconds >= 0).tolist(), strict=True)
        ]

    def utc(self, seconds: Ints) -> Ints:
        """Local moments as seconds since the first local midnight taken as UTC."""
        zone = ZoneInfo(self.shop.platform.zone)
        hours = seconds // 3600
        base = datetime.combine(self.shop.start, datetime.min.time())
        known = {}
        for hour in np.unique(hours).tolist():
            local = (base + timedelta(hours=hour)).replace(tzinfo=zone)
            offset = local.astimezone(UTC).replace(tzinfo=None) - (base + timedelta(hours=hour))
            known[hour] = int(offset.total_seconds())
        table = np.array([known[hour] for hour in np.unique(hours).tolist()], dtype=np.int64)
        return seconds + (table[np.searchsorted(np.unique(hours), hours)] if hours.size else 0)

    def seen(self, seconds: Ints) -> Ints:
        """Moments that have not happened by the evening of the export become -1."""
        return np.where(seconds < self.end, seconds, -1)


def money(cents: Ints) -> list[str]:
    """Cents as '12.30'."""
    return [f"{value / 100:.2f}" for value in cents.tolist()]


def thousands(cents: Ints) -> list[str]:
    """Cents as '1,234.50'."""
    return [f"{value / 100:,.2f}" for value in cents.tolist()]


def whole(values: Ints) -> list[str]:
    """Integers as text."""
    return list(map(str, values.tolist()))


def pick(names: list[str], index: Ints) -> list[str]:
    """``names`` at ``index``."""
    return [names[i] for i in index.tolist()]


_NUMBERS = 1_000_000_000_000  # of one shop, before those of the next


def _digits(key: Ints, size: int) -> Ints:
    return (Stream(77).bits(key) % np.uint64(10**size)).astype(np.int64)


def listing_ids(shop: Shop) -> list[str]:
    """The platform's ids of the listings: item ids, ASINs, handles."""
    index = np.arange(shop.shelf.listings)
    key = shop.plan.platform
    if key == "amazon":
        bits = (
            Stream(11).bits(shop.shelf.product)[:, None]
            >> (np.arange(8, dtype=np.uint64) * np.uint64(7))[None, :]
        )
        letters = _LETTERS[(bits % np.uint64(34)).astype(np.int64)]
        return ["B0" + "".join(row) for row in letters.tolist()]
    if key == "shopify":
        names = [shop.products.name(p, chinese=False) for p in shop.shelf.product.tolist()]
        codes = [shop.products.code(p) for p in shop.shelf.product.tolist()]
        return [f"{n.lower().replace(' ', '-')}-{c.lower()}" for n, c in zip(names, codes, strict=True)]
    base = 680_000_000_000 if key == "taobao" else 3_560_000_000_000_000_000
    return whole(base + shop.plan.turn * _NUMBERS // 20 + index * 1_000_003 + _digits(shop.shelf.product, 5))


_SKU_FORM = {
    "taobao": "{code}-{n:02d}",
    "douyin": "DY{code}{n:02d}",
    "amazon": "{code}.{n}-FBA",
    "shopify": "{code}-{n:02d}-US",
}


def sku_codes(shop: Shop) -> list[str]:
    """The seller's codes of the SKUs, each platform with its own habit."""
    form = _SKU_FORM[shop.plan.platform]
    product = shop.shelf.product[shop.shelf.sku_listing]
    pairs = zip(product.tolist(), (shop.shelf.sku_variant + 1).tolist(), strict=True)
    return [form.format(code=shop.products.code(p), n=n) for p, n in pairs]


def titles(shop: Shop, day: int, levers: Levers) -> list[str]:
    """Titles on ``day``: a title that lost its core term is written without it."""
    chinese = shop.platform.market == "cn"
    kept = levers.at("title", day) >= TERM_LOST
    out = []
    for product, whole_title in zip(shop.shelf.product.tolist(), kept.tolist(), strict=True):
        category = CATEGORIES[int(shop.products.category[product])]
        term = category.term_zh if chinese else category.term_en
        name = shop.products.name(product, chinese=chinese)
        code = shop.products.code(product)
        title = f"{name} {term} {code}" if whole_title else f"{name.replace(category.zh, '新品')} {code}"
        out.append(title)
    return out


def variants(shop: Shop) -> list[str]:
    """How the SKUs differ, as written."""
    chinese = shop.platform.market == "cn"
    kinds = shop.products.category[shop.shelf.product[shop.shelf.sku_listing]]
    pairs = zip(kinds.tolist(), shop.shelf.sku_variant.tolist(), strict=True)
    return [CATEGORIES[kind].variants[variant][0 if chinese else 1] for kind, variant in pairs]


def order_numbers(view: View) -> Ints:
    """A number for each order of a run, growing with time, never the next one."""
    rows = np.arange(view.run.orders.rows)
    return view.shop.plan.turn * _NUMBERS + rows * 10_000 + _digits(view.run.orders.key, 4)


def buyers(customer: Ints) -> list[str]:
    """A buyer's account name; the same customer always has the same."""
    return [f"{value:011x}" for value in (Stream(5).bits(customer) >> np.uint64(20)).tolist()]


def refunded(view: View) -> Ints:
    """Cents refunded by the evening of the export, over all lines."""
    lines = view.run.lines
    return np.where((lines.settled_at >= 0) & (lines.settled_at < view.end), lines.refund, 0)
