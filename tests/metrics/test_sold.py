from datetime import date

from zhanggui.metrics.rates import Rates
from zhanggui.metrics.sold import Exchange, Targets


def test_the_currency_of_a_row() -> None:
    by_shop = Targets(
        ("shop", "day"), "CNY", {"a": {"USD"}, "b": {"USD", "EUR"}}, {"a": {"CNY"}, "c": {"EUR"}}
    )
    assert [by_shop.of((shop, None)) for shop in "abcd"] == ["USD", "CNY", "EUR", "CNY"]
    assert Targets(("day",), None, {None: {"USD", "EUR"}}, {}).of((None,)) is None
    everything = Targets(("shop",), "CNY", {"a": {"USD"}}, always=True)
    assert everything.of(("a",)) == "CNY"
    split = Targets(("currency",), "CNY")
    assert (split.of(("USD",)), split.of((None,))) == ("USD", None)


def test_money_without_a_currency_has_no_rate() -> None:
    exchange = Exchange(Rates(()), Targets((), "CNY"))
    assert exchange.rate(None, "CNY", date(2024, 1, 1)) is None
    assert exchange.rate("CNY", "CNY", None) == 1
    assert (exchange.lacking, exchange.undecided) == ({}, set())
