"""What gives away rows of another shop."""

import pytest

from zhanggui.store.stranger import other_figures, telling


@pytest.mark.parametrize(
    ("days", "strange"),
    [
        ([[(100.0, 100.0), (300.0, 300.0)]], False),
        ([[(40.0, 100.0), (90.0, 300.0)]], False),  # exported at noon, and again
        ([[(100.0, 55.0), (90.0, 300.0)]], True),
        ([[(100.0, 50.0), (300.0, 90.0)]] * 2, False),
        ([[(100.0, 50.0), (300.0, 90.0)]] * 3, True),
        ([[(100.0, 50.0), (300.0, 90.0)]] * 3 + [[(7.0, 7.0), (9.0, 9.0)]] * 4, False),
        ([[(None, 5.0), (0.0, 0.0)]] * 9, False),
        ([], False),
    ],
)
def test_figures_of_the_same_days(days: list[list[tuple[float | None, float | None]]], strange: bool) -> None:
    assert other_figures(days) is strange


def test_which_tables_tell() -> None:
    assert telling(["stock", "order_head"])
    assert not telling(["stock", "review"])
