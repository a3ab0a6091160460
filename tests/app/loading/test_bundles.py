"""A folder of small files is loaded as its files are one by one."""

import random
from datetime import timedelta
from pathlib import Path

import pytest

from tests.app.shops import FIRST, loaded, pdd
from zhanggui.app.loading.bundles import Bundles
from zhanggui.readers.sheaf import Sheaf, bind
from zhanggui.store.folder import ShopFolder


def days(folder: Path, number: int) -> list[Path]:
    """Daily files; every third also holds the day before, and one has a cell that nobody can read."""
    folder.mkdir()
    out = []
    for place in range(number):
        day = FIRST + timedelta(days=place)
        first = day - timedelta(days=1) if place and place % 3 == 0 else day
        out.append(pdd(folder / f"{day}.csv", first, day))
    text = out[4].read_text("utf-8-sig")
    out[4].write_text(text.replace("84.00", "8x4", 1), "utf-8")
    return out


def books(folder: ShopFolder) -> dict[str, list[tuple[object, ...]]]:
    """Every row of the books but when it was loaded."""
    with folder.read() as reading:
        told = {
            name: sorted(reading.con.execute(f"SELECT * FROM {name}").fetchall(), key=repr)
            for name in ("order_line", "order_line__past", "refund", "load_table", "load_issue")
        }
        loads = reading.con.execute("SELECT load, file, rows, kept, refused, first_day, last_day FROM load")
        return {**told, "load": sorted(loads.fetchall(), key=repr)}


def test_books_of_a_folder_are_those_of_its_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = days(tmp_path / "in", 12)
    together = ShopFolder.open(tmp_path / "together", create=True)
    bound: list[int] = []

    def counted(*given: object) -> Sheaf:
        sheaf = bind(*given)  # type: ignore[arg-type]
        bound.append(len(sheaf.ready))
        return sheaf

    monkeypatch.setattr("zhanggui.app.loading.bundles.bind", counted)
    assert {one.status for one in loaded(together, tmp_path / "in")} == {"applied"}
    assert sum(bound) >= 8
    alone = ShopFolder.open(tmp_path / "alone", create=True)
    random.Random(3).shuffle(files)
    for file in files:
        assert [one.status for one in loaded(alone, file)] == ["applied"]
    given, made = books(together), books(alone)
    assert given == made
    assert {one.status for one in loaded(together, tmp_path / "in")} == {"same"}


def test_files_of_a_shop_that_is_named_are_bound_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    days(tmp_path / "in", 6)
    folder = ShopFolder.open(tmp_path / "shop", create=True)
    asked: list[bool] = []
    taken = Bundles.staged

    def seen(self: Bundles, con: object, found: object, context: object) -> object:
        staged = taken(self, con, found, context)  # type: ignore[arg-type]
        asked.append(staged is not None)
        return staged

    monkeypatch.setattr(Bundles, "staged", seen)
    assert {one.status for one in loaded(folder, tmp_path / "in", shop="pdd")} == {"applied"}
    assert asked == [True, True, True, True, False, True]
