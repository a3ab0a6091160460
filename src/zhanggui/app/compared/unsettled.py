"""Fees of days that no settlement reaches yet: what a shop pays is learnt from the days that its settlements reach."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from zhanggui.metrics.ask import reckon
from zhanggui.metrics.ledger import untold
from zhanggui.metrics.query import Engine, Where
from zhanggui.metrics.question import Missing, Question
from zhanggui.model.period import Period

LEARNT = 90  # days up to the last one from which the share of fees is learnt
FEWEST = 14  # of them that settlements must reach
# metric that fees are taken off once → the same before fees
BEFORE = {"contribution": "contribution_before_fees"}


def made_up(gaps: Iterable[Missing]) -> tuple[Missing, ...]:
    """What is missing, late settlements told as what the figures above take them for: estimated, not unknown."""
    return tuple(
        replace(gap, code="fees_estimated")
        if gap.code == "days_without" and gap.params.get("table") == "fee"
        else gap
        for gap in gaps
    )


@dataclass(frozen=True)
class Unsettled:
    """What is known of late settlements on the day ``last``; amounts in ``currency``.

    ``worth``: what one unit of another currency is worth on a day, None where no rate is known.
    """

    books: Engine
    currency: str
    last: date
    worth: Callable[[str | None, date], float | None]

    @cached_property
    def shares(self) -> Mapping[str, float]:
        """Shop → fees as a share of its sales on the days that its settlements reach; left out where these are few."""
        period = Period(self.last - timedelta(days=LEARNT - 1), self.last)
        answer = reckon(self.books, Question(("fees", "gmv"), ("shop", "day"), period, (), self.currency))
        told: dict[str, list[tuple[float, float]]] = {}
        for shop, fees, sold in zip(
            answer.keys["shop"], *(answer.cells[name] for name in ("fees", "gmv")), strict=True
        ):
            if fees is not None and sold:
                told.setdefault(str(shop), []).append((float(fees), float(sold)))
        return {
            shop: sum(fees for fees, _ in days) / sum(sold for _, sold in days)
            for shop, days in told.items()
            if len(days) >= FEWEST
        }

    def fees(self, period: Period, shops: tuple[str, ...] = ()) -> Mapping[date, float]:
        """Day → all its fees, of days that some settlement does not reach; of ``shops`` alone where any are named.

        What the other shops are known to have paid, and of a shop whose settlement is late its usual share of that
        day's sales. A day is left out where such a share, a sum or a rate is unknown.
        """
        where = (Where("shop", shops),) if shops else ()
        late = untold(self.books, Question(("fees",), (), period, where))
        days = frozenset().union(*late.values())
        if not days:
            return {}
        asked = Question(
            ("fees", "gmv"),
            ("shop", "day"),
            Period(min(days), max(days)),
            (*where, Where("day", tuple(sorted(days)))),
            self.currency,
        )
        answer = reckon(self.books, asked)
        out: dict[date, float] = {}
        unknown: set[date] = set()
        rows = zip(
            answer.keys["shop"],
            answer.keys["day"],
            *(answer.cells[name] for name in ("fees", "gmv")),
            answer.currencies,
            strict=True,
        )
        for shop, day, fees, sold, told in rows:
            if not isinstance(day, date):
                continue
            paid = self._paid(str(shop), fees, sold, late=day in late.get(str(shop), ()))
            each = 1.0 if told in {None, self.currency} else self.worth(told, day)
            if paid is None or each is None:
                unknown.add(day)
            else:
                out[day] = out.get(day, 0.0) + paid * each
        return {day: paid for day, paid in out.items() if day not in unknown}

    def _paid(self, shop: str, fees: object, sold: object, *, late: bool) -> float | None:
        """A shop's fees of a day in its own currency; None where they can't be told."""
        if not late:
            return None if fees is None else float(str(fees))
        share = self.shares.get(shop)
        return None if share is None or sold is None else share * float(str(sold))
