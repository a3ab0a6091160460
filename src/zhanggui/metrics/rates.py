"""Exchange rates of the books: the order day's, else the last one known, at most `MAX_AGE` days old.

Banks quote no rate on weekends and holidays, so the last rate before holds for up to a week; an older one is no
rate, and the money is unknown. A pair is read as quoted, else the other way round; it is never made of two others.
"""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal

MAX_AGE = 7
_EXACT = Context(prec=60, rounding=ROUND_HALF_UP)


class Rates:
    """Rates from rows (day, base, quote, units of quote for one base)."""

    def __init__(self, rows: Iterable[tuple[date, str, str, Decimal | None]]) -> None:
        self._days: dict[tuple[str, str], list[tuple[date, Decimal]]] = {}
        for day, base, quote, rate in rows:
            if rate is not None and rate > 0:
                self._days.setdefault((base, quote), []).append((day, rate))
        for series in self._days.values():
            series.sort()

    def rate(self, base: str, quote: str, day: date) -> Decimal | None:
        """Units of ``quote`` for one ``base`` on ``day``; None when it is not known."""
        if base == quote:
            return Decimal(1)
        direct = self._last(base, quote, day)
        if direct is not None:
            return direct
        inverse = self._last(quote, base, day)
        return None if inverse is None else _EXACT.divide(Decimal(1), inverse)

    def _last(self, base: str, quote: str, day: date) -> Decimal | None:
        series = self._days.get((base, quote), [])
        at = bisect_right(series, day, key=lambda one: one[0]) - 1
        if at < 0 or (day - series[at][0]).days > MAX_AGE:
            return None
        return series[at][1]


def exchange(amount: int, rate: Decimal) -> Decimal:
    """``amount`` ten-thousandths at ``rate``, not rounded."""
    return _EXACT.multiply(Decimal(amount), rate)


def total(amounts: Iterable[Decimal]) -> int:
    """The sum in ten-thousandths, rounded half up once."""
    out = Decimal(0)
    for amount in amounts:
        out = _EXACT.add(out, amount)
    return int(_EXACT.quantize(out, Decimal(1)))
