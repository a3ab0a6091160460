import subprocess
from pathlib import Path

import pytest

from checks.length import LIMIT, allowed, problems


@pytest.fixture
def root(tmp_path: Path) -> Path:
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    (tmp_path / "checks").mkdir()
    return tmp_path


def write(root: Path, name: str, lines: int) -> None:
    (root / name).write_text("x\n" * lines, "utf-8")


def test_allowed_skips_comments() -> None:
    assert allowed("# lines path\n410 a/b.py  # tables\n\n") == {Path("a/b.py"): 410}


def test_a_file_at_the_limit_is_fine_and_one_above_is_named(root: Path) -> None:
    write(root, "fine.py", LIMIT)
    write(root, "long.py", LIMIT + 1)
    write(root, "data.csv", LIMIT + 1)
    assert problems(root) == ["long.py: 401 lines, 400 allowed: split it by what it does"]


@pytest.mark.parametrize(
    ("lines", "breach"),
    [
        (450, None),
        (451, "451 lines, 450 allowed"),
        (449, "lower its 450"),
        (400, "needs no exception"),
        (0, "needs no exception"),
    ],
)
def test_an_exception_only_shrinks(root: Path, lines: int, breach: str | None) -> None:
    (root / "checks" / "long_files.txt").write_text("450 a.py\n", "utf-8")
    write(root, "a.py", lines)
    found = problems(root)
    if breach is None:
        assert found == []
    else:
        assert len(found) == 1
        assert breach in found[0]
