from decimal import Decimal

import numpy as np
import pytest

from zhanggui.metrics.column import Column
from zhanggui.metrics.query import Value
from zhanggui.metrics.question import Answer, Cells, Question


def test_rows_of_an_answer() -> None:
    answer = Answer(Question(("gmv",), ("shop",)), {"shop": ["a"]}, {"gmv": [Decimal(1)]}, ["CNY"], [False])
    assert (answer.columns, answer.rows, len(answer)) == (
        ("shop", "gmv"),
        [{"shop": "a", "gmv": Decimal(1)}],
        1,
    )


def test_cells_are_made_when_they_are_looked_at() -> None:
    column = Column(np.array([12_500, 0], np.int64), np.array([True, False]), 10_000)
    cells = Cells({"gmv": column})
    assert (list(cells), len(cells), "gmv" in cells, "orders" in cells) == (["gmv"], 1, True, False)
    assert cells["gmv"] is cells["gmv"]
    assert cells == {"gmv": [Decimal("1.25"), None]}
    assert cells.get("orders") is None
    with pytest.raises(KeyError):
        cells["orders"]


def test_columns_for_statistics() -> None:
    question = Question(("gmv",))
    column = Column(np.array([12_500, 0], np.int64), np.array([True, False]), 10_000)
    plain: dict[str, list[Value]] = {"gmv": [Decimal("1.25"), None]}
    for cells in (Cells({"gmv": column}), plain):
        found = Answer(question, {}, cells, [None, None], [False, False]).floats("gmv")
        assert found[0] == 1.25
        assert np.isnan(found[1])
