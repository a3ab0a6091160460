from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import pytest

from tests.playbooks.giving import DAY, columns, given
from zhanggui.metrics.query import Key, Value
from zhanggui.playbooks.aftersales.long_since import Since, long_since, questions
from zhanggui.playbooks.columns import Columns
from zhanggui.playbooks.items import Item, Items, items

MONTHS = [date(2025, month, 1) for month in range(7, 13)] + [date(2026, month, 1) for month in range(1, 7)]


def monthly(name: str, counts: Mapping[str, Sequence[int]]) -> Columns:
    """Counts of SKUs of taobao by month, the last ones of MONTHS; a row more names no SKU, and one no month."""
    keys: dict[str, list[Key]] = {"shop": [], "sku": [], "month": []}
    cells: list[Value] = []
    for sku, mine in {**counts, "": [9]}.items():
        for month, count in zip(MONTHS[-len(mine) :], mine, strict=True):
            keys["shop"].append("taobao")
            keys["sku"].append(sku)
            keys["month"].append(month if sku else None)
            cells.append(count)
    return columns(keys, {name: cells})


def run(orders: Mapping[str, Sequence[int]], back: Mapping[str, Sequence[int]]) -> dict[Item, Since]:
    facts = {"sold_months": monthly("orders", orders), "refunds_months": monthly("refunded_orders", back)}
    assert set(facts) == set(questions(DAY))
    sold = columns(
        {"shop": ["taobao"] * len(orders), "sku": list(orders), "listing": [""] * len(orders)},
        {"units": [1] * len(orders)},
    )
    known: Items = items(sold, ())
    return long_since(given(facts), known)


ORDERS = {f"S{n}": [60] * 12 for n in range(8)}
USUAL = {f"S{n}": [3] * 12 for n in range(1, 8)}


def test_what_comes_back_more_often_for_months_is_found_with_its_month() -> None:
    found = run(ORDERS, {**USUAL, "S0": [3] * 8 + [15] * 4})
    assert set(found) == {("taobao", "S0")}
    one = found["taobao", "S0"]
    # Of June most refunds are not in yet.
    assert (one.day, one.end, one.orders, one.refunded) == (date(2026, 3, 1), date(2026, 5, 31), 180, 45)
    assert one.days == 92
    assert one.usual == pytest.approx(0.05, rel=0.1)
    assert one.rate.mean == pytest.approx(0.25, rel=0.05)


def test_what_went_back_rose_with_all_or_is_still_less_than_the_others_is_none() -> None:
    assert run(ORDERS, {**USUAL, "S0": [3] * 5 + [15] * 3 + [3] * 4}) == {}
    assert run(ORDERS, {f"S{n}": [3] * 8 + [15] * 4 for n in range(8)}) == {}
    often = {f"S{n}": [20] * 12 for n in range(1, 8)}
    assert run(ORDERS, {**often, "S0": [3] * 8 + [15] * 4}) == {}


def test_what_always_came_back_or_is_young_or_rarely_sold_is_none() -> None:
    assert run(ORDERS, {**USUAL, "S0": [15] * 12}) == {}
    assert run({**ORDERS, "S0": [60] * 3}, {**USUAL, "S0": [3, 15, 15]}) == {}
    assert run({**ORDERS, "S0": [2] * 12}, {**USUAL, "S0": [0] * 8 + [2] * 4}) == {}
    assert run({}, {}) == {}


def test_chance_is_no_change() -> None:
    rng = np.random.default_rng(7)
    found = 0
    for _ in range(20):
        back = {name: [int(n) for n in rng.binomial(60, 0.08, 12)] for name in ORDERS}
        found += len(run(ORDERS, back))
    assert found == 0
