"""A stretch of whole local days, both ends included."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Days ``first``..``last``, both included. Raises ValueError when they are the wrong way round."""

    first: date
    last: date

    def __post_init__(self) -> None:
        """Refuse a period that ends before it begins."""
        if self.last < self.first:
            raise ValueError(f"{self.first} > {self.last}")

    @property
    def days(self) -> int:
        """Number of days."""
        return (self.last - self.first).days + 1

    def shift(self, days: int) -> "Period":
        """The same length, ``days`` later (negative: earlier)."""
        step = timedelta(days=days)
        return Period(self.first + step, self.last + step)

    def before(self) -> "Period":
        """The period of the same length that ends the day before this one begins."""
        return self.shift(-self.days)

    def __iter__(self) -> Iterator[date]:
        """Every day, in order."""
        for n in range(self.days):
            yield self.first + timedelta(days=n)

    def __contains__(self, day: date) -> bool:
        """Whether ``day`` lies inside."""
        return self.first <= day <= self.last


def day(when: date) -> Period:
    """The one day ``when``."""
    return Period(when, when)


def week(when: date) -> Period:
    """Monday to Sunday around ``when``."""
    first = when - timedelta(days=when.weekday())
    return Period(first, first + timedelta(days=6))


def month(when: date) -> Period:
    """The calendar month around ``when``."""
    first = when.replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    return Period(first, following - timedelta(days=1))
