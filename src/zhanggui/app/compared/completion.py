"""Young days completed: refunds that are still to come, and fees that no settlement reaches yet."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from zhanggui.app.compared.ripening import YOUNG, still_to_come
from zhanggui.app.compared.unsettled import BEFORE, Unsettled
from zhanggui.metrics.formula import share_of
from zhanggui.metrics.query import Engine, Value
from zhanggui.model.period import Period

Days = Mapping[date, Value]
Shops = tuple[str, ...]


@dataclass(frozen=True)
class Completion:
    """What is still to come on the day ``last``, read once for every stretch of days and choice of shops.

    ``worth``: what one unit of another currency is worth in ``currency`` on a day, None where no rate is known.
    """

    books: Engine
    currency: str
    last: date
    worth: Callable[[str | None, date], float | None]

    def days(self, name: str, read: Mapping[str, Days], period: Period, shops: Shops) -> dict[date, Value]:
        """The days of ``name`` with what is still to come of them, where that can be told.

        ``read``: figures as they are known, day by day; with a sum that fees are taken off the same sum before fees.
        """
        found = self._settled(name, read, period, shops)
        for young in YOUNG:
            times = share_of(name, young)
            found = self._ripened(found, times, period, (shops, young)) if times else found
        return found

    def estimable(self, name: str, known: Mapping[str, set[str]]) -> set[str]:
        """Shops whose late settlements are made up for by usual fees; ``known``: figure → shops that have it."""
        if name != "fees" and name not in BEFORE:
            return set()
        paying = set(self._unsettled.shares)
        return paying & known.get(BEFORE[name], set()) if name in BEFORE else paying

    @property
    def ripened(self) -> bool:
        """Whether refunds still to come are part of any day that was completed."""
        return any(self._to_come.values())

    def _settled(
        self, name: str, read: Mapping[str, Days], period: Period, shops: Shops
    ) -> dict[date, Value]:
        """Fees, or what fees are taken off, with the days that no settlement reaches as they will be by usual fees."""
        found = dict(read[name])
        told = name in BEFORE or len(read) > 1  # beside others a day without fees that are known has a row
        if (name != "fees" and name not in BEFORE) or (told and None not in found.values()):
            return found
        if (period, shops) not in self._fees:
            self._fees[period, shops] = self._unsettled.fees(period, shops)
        made = {day: Decimal(repr(round(paid, 4))) for day, paid in self._fees[period, shops].items()}
        if name == "fees":
            return found | made
        before = read.get(BEFORE[name], {})
        known = {day: value for day in made if (value := before.get(day)) is not None}
        return found | {day: Decimal(str(value)) - made[day] for day, value in known.items()}

    def _ripened(
        self, found: dict[date, Value], times: int, period: Period, wanted: tuple[Shops, str]
    ) -> dict[date, Value]:
        """Days with what is still to come of their orders' refunds; ``wanted``: of which shops, and counted how."""
        if (period, wanted) not in self._to_come:
            self._to_come[period, wanted] = still_to_come(
                self.books, self.currency, period, *wanted, self.worth
            )
        more = self._to_come[period, wanted]
        return {
            day: value
            if value is None or not more.get(day)
            else Decimal(str(value)) + Decimal(repr(round(times * more[day], 4)))
            for day, value in found.items()
        }

    @cached_property
    def _unsettled(self) -> Unsettled:
        return Unsettled(self.books, self.currency, self.last, self.worth)

    @cached_property
    def _fees(self) -> dict[tuple[Period, Shops], Mapping[date, float]]:
        return {}

    @cached_property
    def _to_come(self) -> dict[tuple[Period, tuple[Shops, str]], Mapping[date, float]]:
        return {}
