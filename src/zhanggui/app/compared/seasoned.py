"""The days of a young period that tell most of their refunds: fewer days at a higher age."""

from zhanggui.app.compared.comparison import Comparison
from zhanggui.app.compared.history import History
from zhanggui.app.compared.ripening import curve
from zhanggui.model.period import Period


def seasoned(history: History, compared: Comparison) -> tuple[Comparison, int]:
    """The comparison of the first days of ``compared``, up to the one that tells most, and the age in days of that.

    Of the days up to one, what is known at its age is their number times the share of refunds known by then. All days,
    at the age of the last, where older orders do not say how refunds come in.
    """
    last = max(span.last for span in history.books.span("order_line", "paid_day").values())
    days = sorted(compared.days)
    ages = [max((last - day).days, 0) for day in days]
    found = curve(history.books, last) if len(days) > 1 else None
    if found is None:
        return compared, ages[-1]
    told = [(n + 1) * found.share[min(age, len(found.share) - 1)] for n, age in enumerate(ages)]
    best = max(range(len(days)), key=lambda n: (told[n], n))
    if best == len(days) - 1:
        return compared, ages[-1]
    part = Period(days[0], days[best])
    baseline = history.baseline(part, compared.against)
    return (Comparison.of(history, part, baseline), ages[best]) if baseline.covered else (compared, ages[-1])
