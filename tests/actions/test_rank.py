from decimal import Decimal

from tests.actions.making import make
from zhanggui.actions.rank import per_minute, rank

RATES = {"CNY": Decimal(1), "USD": Decimal("7.1")}


def test_a_minute_is_worth_what_it_earns_in_the_reporting_currency() -> None:
    assert per_minute(make(mid="100", minutes=10), RATES) == Decimal(10)
    assert per_minute(make(mid="100", minutes=10, currency="USD"), RATES) == Decimal(71)
    assert per_minute(make(currency="EUR"), RATES) is None
    assert per_minute(make(mid="100", minutes=0), RATES) == Decimal(100)


def test_best_minute_first_and_unknown_rates_last() -> None:
    slow, quick, foreign = (
        make("a", mid="300", minutes=60),
        make("b", minutes=5),
        make("c", mid="9999", currency="EUR"),
    )
    assert rank([foreign, slow, quick], RATES) == [quick, slow, foreign]


def test_ties_do_not_depend_on_the_order_given() -> None:
    actions = [make(str(n)) for n in range(6)]
    assert rank(actions, RATES) == rank(reversed(actions), RATES)
