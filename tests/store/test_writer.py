import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.store.staging import DAY, NOW, File, apply, print_of, record, stage
from zhanggui.model.issue import Issue
from zhanggui.store import writer as room
from zhanggui.store.books import Pointer
from zhanggui.store.folder import ShopFolder


@pytest.fixture
def folder(tmp_path: Path) -> ShopFolder:
    return ShopFolder.open(tmp_path / "shop")


def one(number: int, *issues: Issue) -> File:
    lines = [{"order_id": f"{number}-{n}", "paid": 5} for n in range(20)]
    return File(f"{number}.csv", {"order_line": lines}, version=DAY, issues=issues)


def count(folder: ShopFolder) -> int:
    with folder.read() as reading:
        return int(reading.con.execute("SELECT count(*) FROM order_line").fetchall()[0][0])


def test_a_session_that_finds_nothing_to_do_leaves_the_books_alone(folder: ShopFolder) -> None:
    apply(folder, one(1))
    before = folder.books.pointer()
    with folder.writer("test") as writer:
        assert writer.loaded(record(one(1))) is not None
        assert writer.loaded(record(one(2))) is None
        assert not folder.books.work_path(before.current + 1).exists()
    assert folder.books.pointer() == before


def test_the_same_file_again_changes_nothing(folder: ShopFolder) -> None:
    (first,) = apply(folder, one(1))
    before = folder.books.pointer()
    (again,) = apply(folder, one(1))
    assert (first.status, again.status, again.load) == ("applied", "same", first.load)
    assert again.issues == (Issue("1.csv", 0, "", "same_file", level="notice"),)
    assert folder.books.pointer() == before


def test_a_load_is_entered_with_its_issues(folder: ShopFolder) -> None:
    issue = Issue("1.csv", 3, "金额", "bad_number", "abc")
    apply(folder, one(1, issue))
    with folder.read() as reading:
        rows = reading.con.execute(
            "SELECT file, format, shops, rows, kept, refused, loaded_at FROM load"
        ).fetchall()
        issues = reading.con.execute("SELECT source_row, column_name, code, value FROM load_issue").fetchall()
    assert rows == [("1.csv", "hand", "jd", 20, 20, 0, NOW)]
    assert issues == [(3, "金额", "bad_number", "abc")]


def test_temporary_tables_are_gone_after_applying(folder: ShopFolder) -> None:
    with folder.writer("test") as writer:
        writer.apply(stage(writer.con, one(1)), record(one(1)))
        left = writer.con.execute("SELECT count(*) FROM duckdb_tables() WHERE temporary").fetchone()
    assert left == (0,)


def test_a_file_of_an_unknown_shop_is_refused_and_can_be_loaded_with_one(folder: ShopFolder) -> None:
    apply(folder, File("a", {"order_line": [{"shop": "a", "order_id": "1"}, {"shop": "b", "order_id": "2"}]}))
    (refused,) = apply(folder, one(1))
    assert (refused.status, refused.load, refused.kept) == ("refused", "", 0)
    assert [issue.code for issue in refused.issues] == ["shop_unknown"]
    (loaded,) = apply(folder, one(1), forced="jd-2")
    assert (loaded.status, loaded.shops) == ("applied", ("jd-2",))
    assert count(folder) == 22


def test_long_sessions_publish_by_themselves_and_undo_goes_back_before_the_first(
    folder: ShopFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "PUBLISH_EVERY", 0.0)
    apply(folder, one(0))
    before = folder.books.pointer().current
    seen = []
    with folder.writer("test") as writer:
        for number in range(1, 4):
            writer.apply(stage(writer.con, one(number)), record(one(number)))
            seen.append(count(folder))
    assert seen == [40, 60, 80]
    assert folder.books.pointer() == Pointer(before + 3, before)
    names = {path.name for path in folder.books.home.glob("*.duckdb")}
    assert names == {f"{before:06d}.duckdb", f"{before + 3:06d}.duckdb"}


def test_publishing_without_news_moves_nothing(folder: ShopFolder) -> None:
    with folder.writer("test") as writer:
        writer.publish()
    assert folder.books.pointer() == Pointer(1)


def test_a_failed_file_leaves_the_ones_before_it(folder: ShopFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    with folder.writer("test") as writer:
        writer.apply(stage(writer.con, one(1)), record(one(1)))
        staged = stage(writer.con, one(2))
        writer.con.execute("ALTER TABLE staged_order_line DROP COLUMN paid")
        with pytest.raises(Exception, match="paid"):
            writer.apply(staged, record(one(2)))
    assert count(folder) == 20


def test_books_end_the_same_in_every_order_of_files_and_sessions(tmp_path: Path) -> None:
    files = [one(1), one(2), File("3.csv", {"order_line": [{"order_id": "1-1", "paid": 9}]}, version=NOW)]
    prints = set()
    for number, order in enumerate(([0, 1, 2], [2, 1, 0], [1, 2, 0, 2, 1])):
        folder = ShopFolder.open(tmp_path / str(number) / "shop")
        for place in order:
            apply(folder, files[place])
        prints.add(print_of(folder))
    assert len(prints) == 1


# --- kill -9 ----------------------------------------------------------------------------------------

LOAD = """
import sys
from pathlib import Path
from tests.store.staging import apply
from tests.store.test_writer import one
from zhanggui.store import writer as room
from zhanggui.store.folder import ShopFolder
room.PUBLISH_EVERY = 0.0
folder = ShopFolder.open(Path(sys.argv[1]))
print("ready", flush=True)
apply(folder, *(one(n) for n in range(int(sys.argv[2]), int(sys.argv[3]))))
"""


def start(folder: ShopFolder, first: int, last: int) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", LOAD, str(folder.path), str(first), str(last)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
def test_killed_at_any_moment_the_books_are_whole_and_the_next_writer_works(tmp_path: Path) -> None:
    folder = ShopFolder.open(tmp_path / "shop")
    apply(folder, one(1000))
    chance = random.Random(7)
    for turn in range(6):
        process = start(folder, turn * 5, turn * 5 + 5)
        time.sleep(chance.uniform(0.0, 1.2))
        process.kill()
        process.wait(20)
        assert process.stdout is not None
        process.stdout.close()
        with folder.read() as reading:
            ((rows, files, orders),) = reading.con.execute(
                "SELECT (SELECT count(*) FROM order_line), (SELECT count(*) FROM load), "
                "(SELECT count(*) FROM (SELECT source_file FROM order_line GROUP BY ALL HAVING count(*) = 20))"
            ).fetchall()
        assert rows == 20 * files == 20 * orders
    apply(folder, *(one(n) for n in range(30)))
    assert count(folder) == 20 * 31
    clean = ShopFolder.open(tmp_path / "clean" / "shop")
    apply(clean, one(1000), *(one(n) for n in range(30)))
    assert print_of(folder) == print_of(clean)
    assert [entry.sha for entry in folder.archive.entries()] == [
        entry.sha for entry in clean.archive.entries()
    ]
    assert len(list(folder.books.home.glob("*.work*"))) == 0
