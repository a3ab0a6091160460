from datetime import date, timedelta
from decimal import Decimal

from zhanggui.metrics.rates import MAX_AGE, Rates, exchange, total

FRIDAY = date(2024, 3, 1)


def test_the_days_rate_else_the_last_one_for_a_week() -> None:
    rates = Rates(
        [(FRIDAY, "USD", "CNY", Decimal("7.2")), (FRIDAY - timedelta(days=1), "USD", "CNY", Decimal("7.1"))]
    )
    assert rates.rate("USD", "CNY", FRIDAY) == Decimal("7.2")
    assert rates.rate("USD", "CNY", FRIDAY + timedelta(days=2)) == Decimal("7.2")
    assert rates.rate("USD", "CNY", FRIDAY + timedelta(days=MAX_AGE)) == Decimal("7.2")
    assert rates.rate("USD", "CNY", FRIDAY + timedelta(days=MAX_AGE + 1)) is None
    assert rates.rate("USD", "CNY", FRIDAY - timedelta(days=2)) is None


def test_the_other_way_round_never_over_a_third_currency() -> None:
    rates = Rates(
        [(FRIDAY, "USD", "CNY", Decimal(8)), (FRIDAY, "EUR", "USD", Decimal(1)), (FRIDAY, "X", "Y", None)]
    )
    assert rates.rate("CNY", "USD", FRIDAY) == Decimal("0.125")
    assert rates.rate("EUR", "CNY", FRIDAY) is None
    assert rates.rate("X", "Y", FRIDAY) is None
    assert rates.rate("CNY", "CNY", FRIDAY) == 1


def test_amounts_are_rounded_once() -> None:
    third = Decimal("0.5")
    assert total([exchange(1, third), exchange(1, third), exchange(1, third)]) == 2
    assert total([]) == 0
