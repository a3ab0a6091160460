from datetime import date

from tests.engines import contract
from zhanggui.engines.memory import MemoryEngine
from zhanggui.metrics.query import Query
from zhanggui.model.period import Period


def test_exact_at_the_limit() -> None:
    contract.limits(MemoryEngine)


def test_unknown_stays_unknown() -> None:
    contract.unknowns(MemoryEngine)


def test_rows_are_sorted_by_key_and_limited() -> None:
    lines = [{**contract.LINE, "order_id": str(n), "source_row": 1} for n in (3, 1, 2)]
    assert MemoryEngine({"order_line": lines}).rows("order_line", ("order_id",), limit=2) == [("1",), ("2",)]


def test_the_largest_rows_are_those_of_all_rows_not_of_the_first() -> None:
    paid = {1: 5, 2: None, 3: 90, 4: 90, 5: -2}
    lines = [{**contract.LINE, "order_id": str(n), "source_row": n, "paid": paid[n]} for n in (4, 3, 5, 2, 1)]
    engine = MemoryEngine({"order_line": lines})
    assert engine.rows("order_line", ("order_id",), limit=3, largest="paid") == [("3",), ("4",), ("1",)]
    every = engine.rows("order_line", ("order_id",), largest="paid")
    assert every == [("3",), ("4",), ("1",), ("5",), ("2",)]


def test_cost_of_the_shop_goes_before_that_of_every_shop_and_the_latest_holds() -> None:
    line = {**contract.LINE, "sku": "B", "quantity": 2, "currency": "CNY"}
    costs = [
        {"shop": "", "sku": "B", "from_day": date(2020, 1, 1), "cost": 5, "currency": "CNY", "product": "款"},
        {"shop": "us", "sku": "B", "from_day": date(2020, 1, 1), "cost": 3, "currency": "CNY"},
        {"shop": "us", "sku": "B", "from_day": date(2024, 1, 28), "cost": 4, "currency": "CNY"},
        {"shop": "us", "sku": "B", "from_day": date(2024, 1, 29), "cost": 9, "currency": "CNY"},
    ]
    engine = MemoryEngine({"order_line": [line, {**line, "shop": "cn"}], "sku_cost": costs})
    facts = engine.fetch(Query(("cost_of_goods",), ("shop", "product")))
    assert [(*facts.key(n), facts.value("cost_of_goods", n)) for n in range(2)] == [
        ("cn", "款", 10),
        ("us", "款", 8),
    ]
    assert engine.shops() == {}


def test_being_ready_changes_no_answer() -> None:
    engine = MemoryEngine({"order_line": [contract.LINE]})
    engine.keep(Period(contract.FIRST, contract.FIRST))
    assert engine.fetch(Query(("orders",))).value("orders", 0) == 1
