from decimal import Decimal

import numpy as np

from zhanggui.metrics.question import Answer, Question
from zhanggui.playbooks.columns import Columns


def test_an_answer_becomes_columns_and_unknown_stays_unknown() -> None:
    question = Question(("gmv", "orders", "visitors"), ("shop", "sku"))
    answer = Answer(
        question,
        {"shop": ["a", "a"], "sku": [None, "x"]},
        {"gmv": [Decimal("1.50"), None], "orders": [1, 2]},
        ["CNY", "CNY"],
        [False, False],
    )
    table = Columns.of(answer)
    assert len(table) == 2
    assert table.key(1) == ("a", "x")
    assert table.value("gmv", 0) == Decimal("1.50")
    assert np.isnan(table.floats("gmv")[1])
    assert np.isnan(table.floats("visitors")).all()
    assert table.floats("orders").tolist() == [1.0, 2.0]
