from datetime import date

import pytest

from zhanggui.engines.literal import literal, member
from zhanggui.metrics.query import Key, Where


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "NULL"), (date(2024, 2, 29), "DATE '2024-02-29'"), ("it's", "'it''s'"), (7, "7")],
)
def test_literals(value: Key, text: str) -> None:
    assert literal(value) == text


@pytest.mark.parametrize(
    ("where", "text"),
    [
        (Where("x", ("a", "b")), "x IN ('a', 'b')"),
        (Where("x", ("a", None)), "(x IS NULL OR x IN ('a'))"),
        (Where("x", (None,)), "x IS NULL"),
        (Where("x", ()), "1 = 0"),
        (Where("x", ("a",), exclude=True), "(x IS NULL OR x NOT IN ('a'))"),
        (Where("x", ("a", None), exclude=True), "(x IS NOT NULL AND x NOT IN ('a'))"),
        (Where("x", (None,), exclude=True), "x IS NOT NULL"),
        (Where("x", (), exclude=True), "1 = 1"),
    ],
)
def test_memberships(where: Where, text: str) -> None:
    assert member("x", where) == text
