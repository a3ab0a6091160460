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


def last_whole_day(books: Engine, today: date) -> date | None:
    """The last day with a paid order that lies before ``today``; None without any.

    The day on the clock is never whole: its files were written before it ended.
    """
    spans = books.span("order_line", "paid_day")
    known = [min(span.last, today - timedelta(days=1)) for span in spans.values() if span.first < today]
    return max(known, default=None)
