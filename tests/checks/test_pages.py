from pathlib import Path

import pytest

from checks.pages import problems


@pytest.fixture
def decisions(tmp_path: Path) -> Path:
    folder = tmp_path / "docs" / "decisions"
    folder.mkdir(parents=True)
    return folder


def test_links_are_relative_to_their_page(tmp_path: Path, decisions: Path) -> None:
    (decisions / "0001-engine.md").write_text(
        "[up](../a.md#part) [out](https://doi.org/1) [here](#x)", "utf-8"
    )
    (tmp_path / "docs" / "a.md").write_text("[gone](b.md)", "utf-8")
    assert problems(tmp_path) == ["docs/a.md: dead link b.md"]


def test_readme_fits_its_screens(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("x\n" * 100, "utf-8")
    assert problems(tmp_path) == []
    (tmp_path / "README.md").write_text("x\n" * 101, "utf-8")
    assert problems(tmp_path) == ["README.md: 101 lines, 100 allowed"]


def test_a_decision_is_short_and_numbered(tmp_path: Path, decisions: Path) -> None:
    (decisions / "0001-engine.md").write_text("x\n" * 30, "utf-8")
    (decisions / "0002-lock.md").write_text("x\n" * 31, "utf-8")
    (decisions / "README.md").write_text("x\n", "utf-8")
    (decisions / "lock.md").write_text("x\n", "utf-8")
    assert problems(tmp_path) == [
        "docs/decisions/0002-lock.md: 31 lines, 30 allowed",
        "docs/decisions/lock.md: a decision is named 0001-what-it-is-about.md",
    ]
