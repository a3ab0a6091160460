import sys
from pathlib import Path

import pytest

from zhanggui.store import files


def test_a_write_replaces_the_whole_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("a much longer text than the new one")
    files.write(path, b"new")
    assert path.read_bytes() == b"new"
    assert [one.name for one in tmp_path.iterdir()] == ["a"]


@pytest.mark.skipif(sys.platform == "win32", reason="no modes there")
def test_a_secret_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    files.write(tmp_path / "salt", b"x", 0o600)
    assert (tmp_path / "salt").stat().st_mode & 0o777 == 0o600


def test_a_write_that_fails_leaves_the_old_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a"
    path.write_text("old")

    def full(_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(files, "flush", full)
    with pytest.raises(OSError, match="disk full"):
        files.write(path, b"new")
    assert path.read_text() == "old"
    assert [one.name for one in tmp_path.iterdir()] == ["a"]


def test_a_clone_has_the_same_bytes_and_lives_its_own_life(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_bytes(bytes(range(256)) * 5000)
    files.clone(old, new)
    assert new.read_bytes() == old.read_bytes()
    new.write_bytes(b"changed")
    assert old.stat().st_size == 256 * 5000


def test_move_takes_the_place_of_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a")
    (tmp_path / "b").write_text("b")
    files.move(tmp_path / "a", tmp_path / "b")
    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [("b", "a")]
