from decimal import Decimal

from zhanggui.outcomes.record import record
from zhanggui.outcomes.verdict import Code, Strength, Verdict


def verdict(code: Code, mid: str | None = None, currency: str = "CNY") -> Verdict:
    return Verdict(code, "m", Strength.WEAK, mid=None if mid is None else Decimal(mid), currency=currency)


def test_what_was_judged_is_counted_and_its_money_added() -> None:
    told = record(
        [
            (Decimal(100), verdict(Code.WORKED, "80")),
            (Decimal(50), verdict(Code.CANT_TELL, "-5")),
            (Decimal(30), verdict(Code.DID_NOT, "-20", "USD")),
            (Decimal(9), verdict(Code.CANT_TELL)),
            (None, verdict(Code.WORKED, "3")),
            (Decimal(7), verdict(Code.TOO_EARLY)),
            (Decimal(7), verdict(Code.NO_DATA)),
        ]
    )
    assert (told.done, told.judged) == (7, 5)
    assert told.verdicts == {Code.WORKED: 2, Code.DID_NOT: 1, Code.CANT_TELL: 2}
    assert told.money == {"CNY": (Decimal(150), Decimal(75)), "USD": (Decimal(30), Decimal(-20))}


def test_nothing_done_is_an_empty_record() -> None:
    told = record([])
    assert (told.done, told.judged, told.money) == (0, 0, {})
