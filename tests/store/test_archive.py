import os
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from zhanggui.store import archive as room
from zhanggui.store.archive import Archive, Entry

NOW = datetime(2024, 5, 1, 8)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    (tmp_path / "archive").mkdir()
    return Archive(tmp_path / "archive")


def entry(sha: str, **more: object) -> Entry:
    base = Entry(sha, "订单.csv", NOW, None, None, None, None, None, ())
    return replace(base, **more)  # type: ignore[arg-type]


def test_a_file_is_kept_once_by_its_bytes(archive: Archive, tmp_path: Path) -> None:
    for name in ("a.csv", "copy of a.csv"):
        (tmp_path / name).write_bytes(b"x" * 100_000)
    first, second = (archive.keep(tmp_path / name) for name in ("a.csv", "copy of a.csv"))
    assert first == second
    assert archive.path(first).read_bytes() == b"x" * 100_000
    assert len([one for one in archive.home.rglob("*") if one.is_file()]) == 1


def test_what_is_archived_does_not_change_with_the_original(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("old")
    sha = archive.keep(tmp_path / "a.csv")
    (tmp_path / "a.csv").write_text("new")
    assert archive.path(sha).read_text() == "old"
    with pytest.raises(KeyError):
        archive.path("0" * 64)


def test_a_file_as_long_as_another_is_told_from_it(archive: Archive, tmp_path: Path) -> None:
    for name, text in (("a.csv", "one"), ("b.csv", "two"), ("c.csv", "one")):
        (tmp_path / name).write_text(text)
    shas = [archive.keep(tmp_path / name) for name in ("a.csv", "b.csv", "c.csv")]
    assert shas[0] == shas[2] != shas[1]
    assert [archive.path(sha).read_text() for sha in shas] == ["one", "two", "one"]
    assert Archive(archive.home).keep(tmp_path / "b.csv") == shas[1]


def test_a_file_that_grows_between_two_looks_is_kept_under_what_was_copied(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("whole")
    whole = archive.keep(path)
    path.write_text("half!")
    look = room.sha256

    def growing(one: Path) -> str:
        seen = look(one)
        one.write_text("whole")
        return seen

    monkeypatch.setattr(room, "sha256", growing)
    assert archive.keep(path) == whole
    assert [one.name for one in archive.home.iterdir()] == [whole[:2]]


def test_a_hash_taken_before_counts_only_while_the_file_rests(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("one")
    changed, one = path.stat().st_mtime_ns, room.sha256(path)
    assert archive.keep(path, one, changed) == one
    assert archive.path(one).read_text() == "one"
    path.write_text("two")
    os.utime(path, ns=(changed, changed + 1))
    two = archive.keep(path, one, changed)
    assert two == room.sha256(path) != one
    path.write_text("six")
    os.utime(path, ns=(changed, changed + 2))
    assert archive.keep(path, "0" * 64, changed) == room.sha256(path)
    assert sorted(one.read_text() for one in archive.home.glob("??/*")) == ["one", "six", "two"]
    assert not list(archive.home.glob(".*"))


def test_copies_cut_short_are_removed_and_nothing_else(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x")
    sha = archive.keep(tmp_path / "a.csv")
    (archive.home / ".99.tmp").write_text("half")
    archive.clean()
    assert not (archive.home / ".99.tmp").exists()
    assert archive.path(sha).read_text() == "x"


def test_entries_come_back_in_an_order_that_does_not_depend_on_loading(archive: Archive) -> None:
    every = [
        entry("b" * 64),
        entry("a" * 64, forced="jd", day=date(2024, 5, 1), date_order="dmy", map="c" * 64, file_time=NOW),
        entry("a" * 64, unnamed=(("jd", "jd"), ("taobao", "tb"))),
    ]
    for one in every:
        archive.note(one)
    first = archive.entries()
    for one in reversed(every):
        archive.note(one)
    assert archive.entries() == first
    assert set(first) == set(every)


def test_the_same_bytes_in_another_context_are_another_entry(archive: Archive) -> None:
    sha = "a" * 64
    contexts = [
        entry(sha),
        entry(sha, name="b.csv"),
        entry(sha, forced="x"),
        entry(sha, day=date(2024, 5, 1)),
    ]
    assert len({one.sidecar for one in contexts}) == 4
    assert entry(sha, date_order="mdy").sidecar == entry(sha).sidecar


def test_an_entry_can_be_forgotten(archive: Archive) -> None:
    one = entry("a" * 64)
    archive.note(one)
    assert archive.noted(one)
    archive.forget(one)
    archive.forget(one)
    assert not archive.noted(one)
    assert archive.entries() == ()


def test_a_file_is_laid_out_under_its_original_name(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x")
    sha = archive.keep(tmp_path / "a.csv")
    path = archive.lay_out(entry(sha), tmp_path)
    assert (path.name, path.read_text()) == ("订单.csv", "x")


def test_a_file_is_laid_out_as_a_copy_where_links_do_not_work(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.csv").write_text("x")
    sha = archive.keep(tmp_path / "a.csv")

    def refuse(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    assert archive.lay_out(entry(sha), tmp_path).read_text() == "x"


def test_the_record_of_an_entry_is_the_context_it_was_loaded_in() -> None:
    one = entry("a" * 64, forced="jd", day=date(2024, 5, 1), unnamed=(("jd", "jd"),))
    record = one.record("a.zip/b.csv", "h")
    assert (record.file, record.hash, record.archived, record.name) == (
        "a.zip/b.csv",
        "h",
        "a" * 64,
        "订单.csv",
    )
    assert (record.forced, record.day, record.unnamed) == ("jd", date(2024, 5, 1), (("jd", "jd"),))
