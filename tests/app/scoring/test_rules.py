from datetime import timedelta
from decimal import Decimal

from tests.playbooks.giving import DAY, columns
from zhanggui.app.scoring.rules import prices, reorders, rule_book, terms
from zhanggui.engines.memory import MemoryEngine


def test_five_clicks_and_no_order() -> None:
    table = columns(
        {"shop": ["s"] * 4, "campaign": ["c"] * 4, "search_term": ["a", "b", "d", ""]},
        {"clicks": [5, 4, 9, 9], "ad_spend": [Decimal(n) for n in (7, 1, 2, 3)], "ad_orders": [0, 0, 1, 0]},
    )
    ((worth, action),) = terms(table, DAY)
    assert (worth, action.target.ident, action.stage) == (7.0, "a", "traffic")


def test_three_falls_running() -> None:
    days = [DAY - timedelta(days=n) for n in (3, 2, 1, 0)]
    table = columns(
        {"shop": ["s"] * 8, "listing": ["x"] * 4 + ["y"] * 4, "day": days * 2},
        {"conversion": [0.4, 0.3, 0.2, 0.1, 0.4, 0.3, 0.3, 0.1], "gmv": [Decimal(5)] * 7 + [None]},
    )
    ((worth, action),) = prices(table, DAY)
    assert (worth, action.target.ident) == (20.0, "x")


def test_less_than_a_week_of_stock() -> None:
    sold = columns(
        {"shop": ["s"] * 3, "sku": ["a", "b", "c"]}, {"units": [70, 70, 7], "gmv": [Decimal(9)] * 3}
    )
    left = columns({"shop": ["s"] * 2, "sku": ["a", "b"]}, {"stock": [69, 70]})
    ((_, action),) = reorders(sold, left, DAY)
    assert action.target.ident == "a"


def test_books_without_its_tables_have_no_rules() -> None:
    assert rule_book(MemoryEngine({}, []), DAY) == []
