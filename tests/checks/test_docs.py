from pathlib import Path

import pytest

from checks import docs


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(docs, "ROOT", tmp_path)
    monkeypatch.setattr(docs, "PAGES", {Path("docs") / "a.md": lambda: "# A\n\n"})
    return tmp_path


def test_a_missing_and_a_changed_page_are_stale(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert docs.main([]) == 1
    assert docs.problems(root) == ["docs/a.md: out of date, run `make docs`"]
    assert docs.main(["--write"]) == 0
    assert (root / "docs" / "a.md").read_text("utf-8") == docs.NOTE + "# A\n"
    assert docs.problems(root) == []
    (root / "docs" / "a.md").write_text("# B\n", "utf-8")
    assert docs.main([]) == 1
    assert capsys.readouterr().out == "docs/a.md: out of date\ndocs/a.md: written\ndocs/a.md: out of date\n"


def test_the_command_line_is_told_to_write(root: Path) -> None:
    with pytest.raises(SystemExit):
        docs.main(["--unknown"])
    assert not (root / "docs").exists()
