import json
import os
import sys
from importlib.resources.abc import Traversable
from pathlib import Path
from zipfile import Path as ZipPath
from zipfile import ZipFile

import pytest

from zhanggui.readers import shelf
from zhanggui.readers.spec import SpecError


@pytest.fixture
def room(tmp_path: Path) -> Path:
    made = tmp_path / "room"
    (made / "jd").mkdir(parents=True)
    (made / "jd" / "orders.toml").write_text('key = "jd"\nmin = 0\n', "utf-8")
    (made / "notes.toml").write_text("not of a platform", "utf-8")
    return made


def test_what_was_parsed_is_kept_until_a_file_changes(room: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept" / "formats.json"
    told: shelf.Tables = [("jd/orders.toml", {"key": "jd", "min": 0})]
    assert shelf.kept(room, kept) == told
    held = json.loads(kept.read_text("utf-8"))
    kept.write_text(json.dumps({**held, "tables": [["jd/orders.toml", {"key": "kept"}]]}), "utf-8")
    assert shelf.kept(room, kept) == [("jd/orders.toml", {"key": "kept"})]
    os.utime(room / "jd" / "orders.toml", ns=(1, 1))
    assert shelf.kept(room, kept) == told
    kept.write_text("{ damaged", "utf-8")
    assert shelf.kept(room, kept) == told
    (room / "jd" / "more.toml").write_text("", "utf-8")
    assert [name for name, _ in shelf.kept(room, kept)] == ["jd/more.toml", "jd/orders.toml"]
    assert [path.name for path in kept.parent.iterdir()] == ["formats.json"]


def test_where_nothing_can_be_kept_it_works_without(room: Path) -> None:
    inside = room / "notes.toml" / "formats.json"  # a file is no folder
    assert shelf.kept(room, inside) == [("jd/orders.toml", {"key": "jd", "min": 0})]


def test_the_copy_lies_beside_the_compiled_modules_where_there_are_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = tmp_path / "readers" / "shelf.py"
    monkeypatch.setattr(sys, "pycache_prefix", None)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    assert shelf.place(module) == tmp_path / "readers" / "__pycache__" / "formats.json"
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "own"))
    assert shelf.place(module).parent == tmp_path / "own" / "zhanggui"
    assert shelf.place(module) != shelf.place(module.parent / "other.py")
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert shelf.place(module).parent == tmp_path / ".cache" / "zhanggui"


def test_files_within_an_archive_are_parsed_each_time(room: Path, tmp_path: Path) -> None:
    with ZipFile(tmp_path / "room.zip", "w") as box:
        box.write(room / "jd" / "orders.toml", "jd/orders.toml")
    inside: Traversable = ZipPath(tmp_path / "room.zip")
    assert shelf.kept(inside, tmp_path / "formats.json") == [("jd/orders.toml", {"key": "jd", "min": 0})]
    assert not (tmp_path / "formats.json").exists()


def test_what_is_no_toml_is_told_by_its_name(room: Path, tmp_path: Path) -> None:
    (room / "jd" / "orders.toml").write_text("key =", "utf-8")
    with pytest.raises(SpecError, match=r"jd/orders\.toml"):
        shelf.kept(room, tmp_path / "formats.json")


def test_every_shipped_file_is_there() -> None:
    names = [name for name, _ in shelf.tables()]
    assert "taobao/orders.toml" in names
    assert len(names) == len(set(names))
