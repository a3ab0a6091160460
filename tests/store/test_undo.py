from pathlib import Path

import pytest

from tests.store.staging import DAY, File, apply, print_of
from zhanggui.store import undo as room
from zhanggui.store.folder import ShopFolder
from zhanggui.store.refusals import NothingToUndoError
from zhanggui.store.undo import undo


@pytest.fixture
def folder(tmp_path: Path) -> ShopFolder:
    return ShopFolder.open(tmp_path / "shop")


def one(number: int) -> File:
    return File(f"{number}.csv", {"order_line": [{"order_id": str(number), "paid": 5}]}, version=DAY)


def names(folder: ShopFolder) -> list[str]:
    return sorted(entry.name for entry in folder.archive.entries())


def test_the_last_load_command_is_taken_back_whole(folder: ShopFolder) -> None:
    apply(folder, one(1))
    before = print_of(folder)
    apply(folder, one(2), one(3))
    with folder.read() as reading:
        taken = undo(folder, "me")
        assert sorted(load.file for load in taken) == ["2.csv", "3.csv"]
        assert reading.refresh()
    assert print_of(folder) == before
    assert names(folder) == ["1.csv"]
    with pytest.raises(NothingToUndoError):
        undo(folder, "me")


def test_the_first_load_can_be_taken_back_and_loaded_again(folder: ShopFolder) -> None:
    with pytest.raises(NothingToUndoError):
        undo(folder, "me")
    empty = print_of(folder)
    apply(folder, one(1))
    whole = print_of(folder)
    undo(folder, "me")
    assert print_of(folder) == empty
    assert names(folder) == []
    apply(folder, one(1))
    assert print_of(folder) == whole
    assert names(folder) == ["1.csv"]


def test_a_number_is_never_used_for_two_states_of_the_books(folder: ShopFolder) -> None:
    apply(folder, one(1))
    seen = folder.books.pointer().current
    undo(folder, "me")
    apply(folder, one(2))
    assert folder.books.pointer().current > seen + 1


def test_an_undo_cut_short_before_the_pointer_moves_did_not_happen(
    folder: ShopFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    apply(folder, one(1))
    before = print_of(folder)

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(folder.books, "point", die)
    with pytest.raises(KeyboardInterrupt):
        undo(folder, "me")
    monkeypatch.undo()
    room.settle(folder)
    assert print_of(folder) == before
    assert names(folder) == ["1.csv"]


def test_an_undo_cut_short_after_the_pointer_moved_is_finished_by_the_next_writer(
    folder: ShopFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    apply(folder, one(1))
    forget = folder.archive.forget

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(folder.archive, "forget", die)
    with pytest.raises(KeyboardInterrupt):
        undo(folder, "me")
    monkeypatch.setattr(folder.archive, "forget", forget)
    assert names(folder) == ["1.csv"]
    with folder.writer("next"):
        assert names(folder) == []


def test_a_sidecar_that_a_crash_left_out_is_written_by_the_next_writer(folder: ShopFolder) -> None:
    apply(folder, one(1))
    (entry,) = folder.archive.entries()
    folder.archive.forget(entry)
    with folder.writer("next"):
        assert folder.archive.entries() == (entry,)


def test_an_undone_reading_gives_the_archive_its_former_context_back(folder: ShopFolder) -> None:
    first = File("a.csv", {"order_line": [{"order_id": "1", "paid": 5}]}, version=DAY)
    apply(folder, first, date_order="dmy")
    apply(folder, first, date_order="mdy")
    assert [entry.date_order for entry in folder.archive.entries()] == ["mdy"]
    undo(folder, "me")
    assert [entry.date_order for entry in folder.archive.entries()] == ["dmy"]
