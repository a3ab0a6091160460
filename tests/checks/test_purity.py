from pathlib import Path

import pytest

from checks.purity import breaches, problems


@pytest.mark.parametrize(
    "call",
    [
        "open('x')",
        "print(1)",
        "eval('1')",
        "np.random.normal()",
        "np.random.default_rng()",
        "numpy.random.seed(1)",
    ],
)
def test_impure_calls_are_named_with_their_line(call: str) -> None:
    ((line, reason),) = breaches(f"x = 1\ny = {call}\n")
    assert line == 2
    assert call.partition("(")[0] in reason


@pytest.mark.parametrize(
    "call", ["np.random.default_rng(seed)", "generator.normal(0, 1)", "books.open()", "max(1, 2)"]
)
def test_pure_calls_pass(call: str) -> None:
    assert list(breaches(call)) == []


def test_only_pure_rooms_are_read(tmp_path: Path) -> None:
    for room in ("stats", "store"):
        (tmp_path / "src" / "zhanggui" / room).mkdir(parents=True)
        (tmp_path / "src" / "zhanggui" / room / "a.py").write_text("print(1)\n", "utf-8")
    assert problems(tmp_path) == ["src/zhanggui/stats/a.py:1: calls print()"]
