import numpy as np

from tests.metrics.shop_books import engine
from zhanggui.metrics.column import Column
from zhanggui.metrics.frame import Block, Row, add, block, keys, order, spread
from zhanggui.metrics.query import Query


def small(rows: list[Row], *values: int | None) -> Block:
    known = np.array([value is not None for value in values])
    return Block(rows, {"units": Column(np.array([value or 0 for value in values], np.int64), known)})


def test_facts_become_a_block() -> None:
    facts = engine().fetch(Query(("gmv", "orders"), ("shop",)))
    one = block(facts, ("shop",), ("orders",))
    assert (one.rows, one.columns["orders"].cells()) == ([("a",)], [3])
    assert keys(engine().fetch(Query(("gmv",))), ()) == [()]


def test_all_keys_in_order_unknown_first() -> None:
    left, right = small([("b",), ("c",)], 1, 2), small([(None,), ("b",)], 3, 4)
    assert order([left, right]) == [(None,), ("b",), ("c",)]
    assert order([left, small([("a",)], 1)]) == [("a",), ("b",), ("c",)]
    assert order([left, left]) == left.rows
    assert order([]) == []


def test_what_a_block_does_not_have_is_unknown() -> None:
    one = small([("b",)], 5)
    columns, _, here = spread(one, [("a",), ("b",)])
    assert (columns["units"].cells(), here.tolist()) == ([None, 5], [False, True])
    assert spread(one, [("b",)])[0] == one.columns
    flagged = Block(one.rows, one.columns, {"units": np.array([True])})
    assert spread(flagged, [("a",), ("b",)])[1]["units"].tolist() == [False, True]


def test_blocks_added() -> None:
    both = add(small([("a",), ("b",)], 1, None), small([("b",), ("c",)], 2, 3))
    assert (both.rows, both.columns["units"].cells()) == ([("a",), ("b",), ("c",)], [1, None, 3])
