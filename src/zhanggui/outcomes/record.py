"""The shop's own record: of all that was done, how much was judged, what worked, and what forecasts came to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from zhanggui.outcomes.verdict import Code, Verdict

JUDGED = (Code.WORKED, Code.DID_NOT, Code.CANT_TELL)


@dataclass(frozen=True, slots=True)
class Record:
    """``done`` things, and how many of them have each of the verdicts `JUDGED`.

    ``money``: currency → profit a week that was forecast, and that came about, of those for which both are known;
    what can't be told from chance is in it, so that it is not the sum of what went well.
    """

    done: int
    verdicts: Mapping[Code, int]
    money: Mapping[str, tuple[Decimal, Decimal]]

    @property
    def judged(self) -> int:
        """How many were judged."""
        return sum(self.verdicts.values())


def record(outcomes: Iterable[tuple[Decimal | None, Verdict]]) -> Record:
    """The record of things done, each its forecast a week (None: not in money) and its verdict, of one currency."""
    verdicts = dict.fromkeys(JUDGED, 0)
    money: dict[str, tuple[Decimal, Decimal]] = {}
    done = 0
    for forecast, verdict in outcomes:
        done += 1
        if verdict.code not in verdicts:
            continue
        verdicts[verdict.code] += 1
        if forecast is not None and verdict.mid is not None:
            before = money.get(verdict.currency, (Decimal(0), Decimal(0)))
            money[verdict.currency] = (before[0] + forecast, before[1] + verdict.mid)
    return Record(done, verdicts, money)
