import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tests.store.staging import DAY, File, apply
from zhanggui.store.books import Books, NoBooksError, Pointer, Reading, connect
from zhanggui.store.folder import ShopFolder


@pytest.fixture
def books(tmp_path: Path) -> Books:
    made = Books(tmp_path, tmp_path / "scratch")
    made.scratch.mkdir()
    made.found()
    return made


def rows(reading: Reading) -> int:
    return int(reading.con.execute("SELECT count(*) FROM order_line").fetchall()[0][0])


def one(number: int, orders: int = 1) -> File:
    lines = [{"order_id": f"{number}-{n}", "paid": 5} for n in range(orders)]
    return File(f"{number}.csv", {"order_line": lines}, version=DAY)


def test_the_first_generation_is_empty_and_made_once(books: Books) -> None:
    assert books.pointer() == Pointer(1)
    books.found()
    assert books.pointer() == Pointer(1)
    assert {path.name for path in books.home.iterdir()} == {"000001.duckdb", "CURRENT", "scratch"}


def test_books_are_written_in_the_oldest_format_that_is_supported(books: Books) -> None:
    with Reading(books) as reading:
        ((tags,),) = reading.con.execute(
            "SELECT tags FROM duckdb_databases() WHERE database_name = current_database()"
        ).fetchall()
    assert tags["storage_version"].startswith("v1.5")


def test_numbers_are_never_used_twice_even_without_a_pointer(books: Books) -> None:
    (books.home / "CURRENT").unlink()
    books.found()
    assert books.pointer() == Pointer(2)


@pytest.mark.parametrize("text", ["", "rubbish\n", "1.duckdb"])
def test_a_damaged_pointer_is_told(books: Books, text: str) -> None:
    (books.home / "CURRENT").write_text(text)
    with pytest.raises(NoBooksError):
        books.pointer()


def test_a_generation_that_is_gone_is_told(books: Books) -> None:
    books.path(1).unlink()
    with pytest.raises(NoBooksError):
        Reading(books)


def test_a_reader_that_meets_a_moving_pointer_takes_the_new_one(
    books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = iter([Pointer(7), Pointer(1), Pointer(1)])
    monkeypatch.setattr(books, "pointer", lambda: next(first))
    assert Reading(books).generation == 1


def test_readers_cannot_write(books: Books) -> None:
    with Reading(books) as reading, pytest.raises(duckdb.InvalidInputException):
        reading.con.execute("DELETE FROM order_line")


def test_cleaning_leaves_what_counts_and_what_undo_needs(books: Books) -> None:
    for name in (
        "000002.duckdb",
        "000003.duckdb",
        "000004.work",
        "000004.work.wal",
        "000005.copy",
        "mine.txt",
    ):
        (books.home / name).write_text("")
    (books.home / "rebuild-x").mkdir()
    books.clean(Pointer(3, 2))
    assert {path.name for path in books.home.iterdir()} == {
        "000002.duckdb", "000003.duckdb", "CURRENT", "mine.txt", "scratch",
    }  # fmt: skip


def test_a_file_that_another_process_keeps_open_is_left_for_later(
    books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    (books.home / "000009.work").write_text("")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr("pathlib.Path.unlink", refuse)
    books.clean(Pointer(1))


def test_a_reader_keeps_its_generation_until_it_asks_for_the_next(tmp_path: Path) -> None:
    folder = ShopFolder.open(tmp_path / "shop")
    with folder.read() as reading:
        for number in range(3):
            apply(folder, one(number))
        assert rows(reading) == 0
        assert reading.refresh()
        assert not reading.refresh()
        assert rows(reading) == 3
        assert reading.path == folder.books.path(reading.generation)


READ = """
import sys
from pathlib import Path
from zhanggui.store.folder import ShopFolder
folder = ShopFolder.open(Path(sys.argv[1]))
print("ready", flush=True)
seen, last = 0, -1
with folder.read() as reading:
    while last < int(sys.argv[2]):
        reading.refresh()
        orders, files = reading.con.execute(
            "SELECT (SELECT count(*) FROM order_line), (SELECT count(*) FROM load)").fetchone()
        assert orders == 50 * files and files >= last, (orders, files, last)
        last = files
        seen += 1
print(seen, flush=True)
"""


def test_many_readers_read_whole_books_while_a_writer_works(tmp_path: Path) -> None:
    folder = ShopFolder.open(tmp_path / "shop")
    readers = [
        subprocess.Popen(
            [sys.executable, "-c", READ, str(folder.path), "5"],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        for _ in range(3)
    ]
    for reader in readers:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "ready\n"
    for number in range(5):
        apply(folder, one(number, orders=50))
    for reader in readers:
        assert reader.wait(60) == 0
        assert reader.stdout is not None
        assert int(reader.stdout.read()) > 0
        reader.stdout.close()


def test_questions_are_given_less_memory_than_loads(tmp_path: Path) -> None:
    def limit(con: duckdb.DuckDBPyConnection) -> float:
        ((told,),) = con.execute("SELECT current_setting('memory_limit')").fetchall()
        number, unit = str(told).split()
        return float(number) * {"MiB": 1, "GiB": 1024}[unit]

    path = tmp_path / "a.duckdb"
    with connect(path, tmp_path / "scratch", read_only=False) as con:
        writing = limit(con)
    with connect(path, tmp_path / "scratch", read_only=True) as con:
        assert limit(con) < writing < 1024
