from pathlib import Path

import pytest

from checks.pages import problems


@pytest.fixture
def decisions(tmp_path: Path) -> Path:
    folder = tmp_path / "docs" / "decisions"
    folder.mkdir(parents=True)
    return folder


def test_links_are_relative_to_their_page(tmp_path: Path, decisions: Path) -> None:
    (decisions / "README.md").write_text("[up](../a.md#part) [out](https://doi.org/1) [here](#x)", "utf-8")
    (tmp_path / "docs" / "a.md").write_text("[gone](b.md)", "utf-8")
    assert problems(tmp_path) == ["docs/a.md: dead link b.md"]


def test_readme_fits_its_screens(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("x\n" * 60, "utf-8")
    assert problems(tmp_path) == []
    (tmp_path / "README.md").write_text("x\n" * 61, "utf-8")
    assert problems(tmp_path) == ["README.md: 61 lines, 60 allowed"]


def test_a_decision_is_short_numbered_and_checked(tmp_path: Path, decisions: Path) -> None:
    held = "**Check.** Held by\n`docs/decisions/`.\n"
    (decisions / "0001-engine.md").write_text(held + "x\n" * 28, "utf-8")
    (decisions / "0002-lock.md").write_text(held + "x\n" * 29, "utf-8")
    (decisions / "0003-hope.md").write_text("**Check.** None.\n\n`docs/decisions/`\n", "utf-8")
    (decisions / "README.md").write_text("x\n", "utf-8")
    (decisions / "lock.md").write_text(held, "utf-8")
    assert problems(tmp_path) == [
        "docs/decisions/0002-lock.md: 31 lines, 30 allowed",
        "docs/decisions/0003-hope.md: say in a paragraph that begins with **Check.** which file holds it",
        "docs/decisions/lock.md: a decision is named 0001-what-it-is-about.md",
    ]


def test_what_a_page_names_is_there(tmp_path: Path) -> None:
    room = tmp_path / "src" / "zhanggui" / "readers"
    room.mkdir(parents=True)
    (room / "catalogue.py").write_text("FORMATS = ()\n", "utf-8")
    said = "`FORMATS` of `readers/catalogue.py`, `FAMILIES` of\n`src/zhanggui/readers/catalogue.py`; `readers/<name>/`"
    (tmp_path / "README.md").write_text(f"{said}, `readers/gone.py`, `demo/x.md`, `.venv/bin/x`\n", "utf-8")
    assert problems(tmp_path) == [
        "README.md: no file readers/gone.py",
        "README.md: no FAMILIES in src/zhanggui/readers/catalogue.py",
    ]
