import subprocess
from pathlib import Path

from checks.tree import modules, text, tracked


def repository(root: Path, **files: bytes) -> Path:
    subprocess.run(["git", "init", "--quiet", str(root)], check=True)
    for name, content in files.items():
        (root / name).write_bytes(content)
    return root


def test_tracked_are_added_and_new_files_but_no_ignored_or_deleted_ones(tmp_path: Path) -> None:
    root = repository(tmp_path, new=b"1", added=b"2", deleted=b"3", ignored=b"4")
    (root / ".gitignore").write_text("ignored\n", "utf-8")
    subprocess.run(["git", "add", "added", "deleted"], cwd=root, check=True)
    (root / "deleted").unlink()
    assert tracked(root) == (Path(".gitignore"), Path("added"), Path("new"))


def test_tracked_keeps_names_that_are_not_ascii(tmp_path: Path) -> None:
    root = repository(tmp_path, **{"订单 导出": b""})
    assert tracked(root) == (Path("订单 导出"),)


def test_modules_are_relative_to_the_package(tmp_path: Path) -> None:
    room = tmp_path / "src" / "zhanggui" / "stats"
    room.mkdir(parents=True)
    (room / "normal.py").touch()
    (room / "data.toml").touch()
    assert list(modules(tmp_path)) == [Path("stats/normal.py")]


def test_text_of_a_file_in_another_encoding_is_none(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes("订单".encode("gb18030"))
    (tmp_path / "b").write_bytes("订单".encode())
    assert text(tmp_path / "a") is None
    assert text(tmp_path / "b") == "订单"
