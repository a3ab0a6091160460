import os
from pathlib import Path

import pytest

from tests.app.shops import FIRST, LAST, Downloads, downloads, loaded, nobody, pdd
from zhanggui.app import load
from zhanggui.app.loading.unchanged import NAME, Unchanged
from zhanggui.app.upkeep import undo
from zhanggui.readers import Formats, Found, formats, recognise
from zhanggui.store.folder import ShopFolder
from zhanggui.store.loadbook import all_loads

LONG_AGO = 1_700_000_000


@pytest.fixture
def place(tmp_path: Path) -> Downloads:
    held = downloads(tmp_path / "d")
    for path in held.folder.rglob("*"):
        os.utime(path, (LONG_AGO, LONG_AGO))
    return held


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the files that were opened."""
    names: list[str] = []

    def seen(path: Path, known: Formats, work: Path) -> list[Found]:
        names.append(path.name)
        return recognise(path, known, work)

    monkeypatch.setattr(load, "recognise", seen)
    return names


@pytest.fixture
def resting(tmp_path: Path, place: Downloads, opened: list[str]) -> ShopFolder:
    """A shop folder that has found all of the downloads in its books."""
    folder = ShopFolder.open(tmp_path / "shop")
    loaded(folder, place.folder)
    loaded(folder, place.folder)
    opened.clear()
    return folder


def test_what_was_found_in_the_books_is_not_opened_again(
    resting: ShopFolder, place: Downloads, opened: list[str]
) -> None:
    first = {(one.file, one.status, one.rows, one.kept, one.shop) for one in loaded(resting, place.folder)}
    assert opened == []
    assert len(first) == len(place.files)
    assert {status for _, status, *_ in first} == {"same"}
    (resting.path / NAME).write_bytes(b"{")  # damaged: everything is opened again, and told alike
    again = {(one.file, one.status, one.rows, one.kept, one.shop) for one in loaded(resting, place.folder)}
    assert again == first
    assert len(opened) == len(place.files)


def test_a_file_that_changed_or_is_new_is_opened(
    resting: ShopFolder, place: Downloads, opened: list[str]
) -> None:
    changed = next(path for path in place.files if path.suffix == ".csv")
    changed.write_bytes(changed.read_bytes() + b"\n")
    os.utime(changed, (LONG_AGO, LONG_AGO))
    pdd(place.folder / "new.csv", FIRST, LAST, **{"商品数量(件)": 3})
    told = {one.file: one.status for one in loaded(resting, place.folder)}
    assert sorted(opened) == sorted([changed.name, "new.csv"])
    assert told["new.csv"] == "applied"


def test_other_settings_or_books_let_everything_be_looked_at(
    resting: ShopFolder, place: Downloads, opened: list[str]
) -> None:
    undo(resting, "me", nobody)
    told = loaded(resting, place.folder)
    assert len(opened) == len([one for one in told if one.status == "applied"]) > 0
    opened.clear()
    loaded(resting, place.folder)
    opened.clear()
    loaded(resting, place.folder, day=LAST)
    assert len(opened) == len(place.files)
    opened.clear()
    settings = resting.path / "zhanggui.toml"
    settings.write_text(settings.read_text("utf-8") + "\n# read again\n", "utf-8")
    loaded(ShopFolder.open(resting.path), place.folder)
    assert len(opened) == len(place.files)


def test_a_file_that_vanishes_and_a_memory_that_cannot_be_written_stop_nothing(
    resting: ShopFolder, place: Downloads, tmp_path: Path
) -> None:
    known = formats()
    with resting.read() as reading:
        rows = all_loads(reading.con)
    memory = Unchanged(resting, known, rows)
    first, *_ = place.files
    assert memory.rows(first)
    memory.learn(tmp_path / "gone.csv", ["x"])
    first.unlink()
    assert memory.rows(first) == memory.rows(tmp_path / "gone.csv") == ()
    (resting.path / NAME).unlink()
    (resting.path / NAME).mkdir()
    memory.learn(place.files[0], ["x"])
    memory.save()
    assert (resting.path / NAME).is_dir()


def test_files_that_are_gone_are_forgotten(resting: ShopFolder, place: Downloads, tmp_path: Path) -> None:
    gone, *_ = place.files
    kept = (resting.path / NAME).read_text("utf-8")
    assert gone.name in kept.encode().decode("unicode_escape")
    gone.unlink()
    other = pdd(tmp_path / "other.csv", FIRST, FIRST)
    os.utime(other, (LONG_AGO, LONG_AGO))
    loaded(resting, other)
    loaded(resting, other)
    kept = (resting.path / NAME).read_text("utf-8").encode().decode("unicode_escape")
    assert gone.name not in kept
    assert "other.csv" in kept
