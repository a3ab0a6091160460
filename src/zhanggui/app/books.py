"""The books, open for questions."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from zhanggui.engines.duck import DuckEngine
from zhanggui.metrics.ask import reckon
from zhanggui.metrics.query import Engine
from zhanggui.metrics.question import Question
from zhanggui.model.period import Period
from zhanggui.store.folder import ShopFolder

# Days before the last about which many questions are asked at once: a year back, and what was usual then.
KEPT_DAYS = 640
# What tells of days where the books hold no order: (table, a figure of it that every such day has).
BESIDE_ORDERS = (
    ("traffic_shop", "visitor_days"),
    ("traffic_listing", "page_views"),
    ("ad", "ad_spend"),
    ("fee", "fee_entries"),
)


@contextmanager
def engine(folder: ShopFolder, as_of: date | None = None, *, once: bool = False) -> Iterator[Engine]:
    """An engine over the books as they are, or as they were known on ``as_of``.

    It is ready for many questions about the last days, unless there is only one to be asked (``once``).
    """
    with folder.read(as_of) as reading:
        books = DuckEngine(reading.con, [one.shop for one in folder.settings.shops.values()])
        ends = [] if once else [span.last for span in books.span("order_line", "paid_day").values()]
        if ends:
            books.keep(Period(max(ends) - timedelta(days=KEPT_DAYS), max(ends)))
        yield books


def currency_of(books: Engine, reporting: str, period: Period) -> str:
    """The currency in which a period's totals are told: that of its sales where there is one, else ``reporting``."""
    told = reckon(books, Question(("gmv",), (), period, (), reporting)).currencies
    return (told[0] if told else None) or reporting


def selling(books: Engine) -> dict[str, Period]:
    """Shops and the days from their first to their last paid order.

    Where the books hold no order at all: from the first to the last day that visits, advertising or charges tell of.
    """
    sold = books.span("order_line", "paid_day")
    if sold:
        return dict(sold)
    out: dict[str, Period] = {}
    for table, _ in BESIDE_ORDERS:
        for shop, span in books.span(table, "day").items():
            held = out.get(shop, span)
            out[shop] = Period(min(held.first, span.first), max(held.last, span.last))
    return out


def last_whole_day(books: Engine, today: date) -> date | None:
    """The last day that `selling` knows and that lies before ``today``; None without any.

    The day on the clock is never whole: its files were written before it ended.
    """
    known = [
        min(span.last, today - timedelta(days=1)) for span in selling(books).values() if span.first < today
    ]
    return max(known, default=None)
