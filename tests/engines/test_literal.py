from datetime import date, timedelta

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


def test_days_that_follow_one_another_are_stretches() -> None:
    days = tuple(date(2024, 2, 25) + timedelta(days=n) for n in range(9) if n != 4)
    early, late = (
        "BETWEEN DATE '2024-02-25' AND DATE '2024-02-28'",
        "BETWEEN DATE '2024-03-01' AND DATE '2024-03-04'",
    )
    assert member("d", Where("d", days)) == f"(d {early} OR d {late})"
    assert member("d", Where("d", days[:4])) == f"d {early}"
    assert member("d", Where("d", (*days[:4], None))) == f"(d IS NULL OR d {early})"
    assert member("d", Where("d", days[::2])).startswith("d IN (")
    assert member("d", Where("d", (*days[:4], "other"))).startswith("d IN (")
