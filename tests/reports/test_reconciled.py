"""A reconciliation as data: sums, gaps and what is left."""

from datetime import date
from decimal import Decimal

from zhanggui.reports.reconciled import DayPair, Item, Reconciled

DAYS = (
    DayPair(date(2024, 5, 1), Decimal("10.50"), Decimal("12.00")),
    DayPair(date(2024, 5, 2), Decimal(4), None),
    DayPair(date(2024, 5, 3), None, None),
)


def test_items_and_the_unexplained_add_up_to_the_gap() -> None:
    pair = Reconciled("t", "taobao", "platform", "CNY", DAYS, (Item("shipping", Decimal("-1.25"), {}),))
    assert [day.gap for day in DAYS] == [Decimal("-1.50"), Decimal(4), Decimal(0)]
    assert (pair.ours, pair.theirs, pair.gap) == (Decimal("14.50"), Decimal("12.00"), Decimal("2.50"))
    assert pair.unexplained == Decimal("3.75")
