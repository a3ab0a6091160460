from decimal import Decimal

from zhanggui.metrics.question import Answer, Question


def test_rows_of_an_answer() -> None:
    answer = Answer(Question(("gmv",), ("shop",)), {"shop": ["a"]}, {"gmv": [Decimal(1)]}, ["CNY"], [False])
    assert (answer.columns, answer.rows, len(answer)) == (
        ("shop", "gmv"),
        [{"shop": "a", "gmv": Decimal(1)}],
        1,
    )
