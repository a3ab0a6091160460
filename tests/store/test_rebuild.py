import shutil
from pathlib import Path

import pytest

from tests.store.staging import DAY, NOW, File, apply, print_of, stage
from zhanggui.store.archive import Entry
from zhanggui.store.folder import ShopFolder
from zhanggui.store.rebuild import rebuild
from zhanggui.store.undo import undo
from zhanggui.store.writer import Writer

FILES = [
    File("head.csv", {"order_head": [{"order_id": "1", "paid": 10}]}, platform="taobao", version=DAY),
    File("items.csv", {"order_item": [{"order_id": "1", "line_id": "a", "list_amount": 3},
                                      {"order_id": "1", "line_id": "b", "list_amount": 7}]},
         platform="taobao", version=DAY),
    File("old.csv", {"order_line": [{"order_id": "9", "paid": 1}]}, version=DAY),
    File("new.csv", {"order_line": [{"order_id": "9", "paid": 2, "refund_stated": 1}]}, version=NOW),
    File("named.csv", {"order_line": [{"shop": "京东二店", "order_id": "8", "paid": 2}]}, version=NOW),
]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> ShopFolder:
    made = ShopFolder.open(tmp_path / "shop")
    apply(made, *FILES[:4])
    apply(made, FILES[4])
    return made


def load_one(writer: Writer, path: Path, entry: Entry) -> None:
    (file,) = (one for one in FILES if one.name == path.name)
    assert path.read_text("utf-8") == repr((file.tables, file.version, file.extra))
    writer.apply(stage(writer.con, file), entry.record(file.name, file.hash))


def test_books_made_again_are_the_same(folder: ShopFolder) -> None:
    before = print_of(folder)
    assert rebuild(folder, load_one, "me") == 5
    assert print_of(folder) == before
    assert not list(folder.books.home.glob("rebuild-*"))


def test_books_that_were_deleted_are_made_again(folder: ShopFolder) -> None:
    before = print_of(folder)
    shutil.rmtree(folder.books.home)
    again = ShopFolder.open(folder.path)
    rebuild(again, load_one, "me")
    assert print_of(again) == before
    assert len(again.archive.entries()) == 5


def test_what_was_taken_back_is_not_made_again(folder: ShopFolder) -> None:
    undo(folder, "me")
    before = print_of(folder)
    assert rebuild(folder, load_one, "me") == 4
    assert print_of(folder) == before


def test_a_rebuild_that_fails_leaves_the_books_as_they_were(folder: ShopFolder) -> None:
    before = print_of(folder)

    def fail(*_: object) -> None:
        raise RuntimeError("unreadable")

    with pytest.raises(RuntimeError, match="unreadable"):
        rebuild(folder, fail, "me")
    assert print_of(folder) == before
    assert len(folder.archive.entries()) == 5


def test_a_file_without_a_shop_goes_where_it_went_though_there_are_several_now(tmp_path: Path) -> None:
    folder = ShopFolder.open(tmp_path / "shop")
    apply(folder, FILES[2])
    folder.resolve_shop("jd", None, "jd-other")
    before = print_of(folder)
    rebuild(folder, load_one, "me")
    assert print_of(folder) == before


def test_undo_after_a_rebuild_takes_back_the_last_load(folder: ShopFolder) -> None:
    rebuild(folder, load_one, "me")
    assert [one.file for one in undo(folder, "me")] == ["named.csv"]
    assert sorted(entry.name for entry in folder.archive.entries()) == sorted(one.name for one in FILES[:4])
    before = print_of(folder)
    rebuild(folder, load_one, "me")
    assert print_of(folder) == before


def test_a_long_rebuild_counts_only_when_it_is_whole(
    folder: ShopFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zhanggui.store.writer.PUBLISH_EVERY", 0.0)
    before = print_of(folder)

    def last_fails(writer: Writer, path: Path, entry: Entry) -> None:
        if entry.name == folder.archive.entries()[-1].name:
            raise RuntimeError("cut short")
        load_one(writer, path, entry)

    with pytest.raises(RuntimeError, match="cut short"):
        rebuild(folder, last_fails, "me")
    assert print_of(folder) == before
