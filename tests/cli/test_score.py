import pytest

from zhanggui.cli.score import cell, seeds
from zhanggui.cli.session import WrongUse


def test_seeds_are_one_or_a_range() -> None:
    assert seeds("3") == (3, 3)
    assert seeds(" 1-4 ") == (1, 4)
    for wrong in ("", "a", "4-1", "1-", "-2"):
        with pytest.raises(WrongUse):
            seeds(wrong)


def test_figures_are_shown_as_shares_numbers_or_a_dash() -> None:
    assert cell("hit_rate", 0.5) == "50%"
    assert cell("money_ratio", 1.234) == "1.23"
    assert cell("due", 3) == "3"
    assert cell("coverage_80", None) == "—"
