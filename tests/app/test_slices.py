"""Sums by slice: both sides on one list of leaves, money of its day's rate, nothing where a rate is unknown."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.app.test_places import CN, START, US, line
from zhanggui.app.comparison import Comparison
from zhanggui.app.history import History
from zhanggui.app.slices import Slices, leaf_table, summed
from zhanggui.engines.memory import MemoryEngine
from zhanggui.model.period import Period

DAYS = tuple(START + timedelta(days=n) for n in range(36))


def slices(*, rates: bool = True, names: tuple[str, ...] = ("gmv",)) -> tuple[Slices, Comparison]:
    rows = [line(shop, day, sku, 50) for day in DAYS for shop, sku in (("t", "A"), ("u", "B"))]
    rows += [line("u", DAYS[-1], "B", 50, 1 + n) for n in range(3)]
    tables = {"order_line": rows}
    if rates:
        tables["fx"] = [
            {"shop": "", "day": day, "base": "USD", "quote": "CNY", "rate": Decimal(7)} for day in DAYS
        ]
    history = History(MemoryEngine(tables, [CN, US]), "CNY", DAYS[-1], (CN, US))
    period = Period(DAYS[-1], DAYS[-1])
    return Slices(history, names), Comparison.of(history, period, history.baseline(period))


def test_sums_of_both_sides() -> None:
    read, compared = slices()
    found = read.sums(("sku",), compared)["sku"]
    assert list(found) == ["A", "B"]
    assert found["A"] == pytest.approx([50.0, 50.0])
    assert found["B"] == pytest.approx([1400.0, 350.0])
    assert list(Slices(read.history, ("gmv",), ("t",)).sums(("sku",), compared)["sku"]) == ["A"]
    now, then = read.sides(("shop", "sku"), compared)
    assert now is not None
    assert then is not None
    shops = summed(("shop", "sku"), (now, then), compared.weights)["shop"]
    assert shops["u"] == pytest.approx([1400.0, 350.0])
    table = leaf_table(("shop", "sku"), (now, then), compared.weights, 4.0, single=True)
    assert table is not None
    assert list(table.actual) == [50.0, 1400.0]
    assert list(table.expected) == pytest.approx([50.0, 350.0])


def test_an_unknown_rate_or_measure_gives_no_rows() -> None:
    read, compared = slices(rates=False)
    assert read.sides(("sku",), compared)[0] is None
    assert slices(names=("page_views", "gmv"))[0].rows(("sku",), DAYS[-1:], dated=False) is None


def test_one_leaf_tells_nothing_apart_and_a_ratio_of_one_day_has_a_history() -> None:
    read, compared = slices(names=("gmv", "units"))
    now, then = read.sides(("sku",), compared)
    assert now is not None
    assert then is not None
    one = {key: values for key, values in now.items() if key[0] == ("A",)}
    was = {key: values for key, values in then.items() if key[0] == ("A",)}
    assert leaf_table(("sku",), (one, was), compared.weights, 4.0, single=True) is None
    table = leaf_table(("sku",), (now, then), compared.weights, 4.0, single=True)
    assert table is not None
    assert table.history is not None
    assert table.history.num.shape == (len(compared.weights), 2)
    several = leaf_table(("sku",), (now, then), compared.weights, 4.0, single=False)
    assert several is not None
    assert several.history is None
