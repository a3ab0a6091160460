"""One recognised table into the books."""

from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from tests.app.shops import FIRST, loaded, pdd
from zhanggui.app.intake import context, refused
from zhanggui.readers import formats, recognise
from zhanggui.store.folder import ShopFolder
from zhanggui.store.load import LoadRecord


@pytest.mark.parametrize("kind", [duckdb.IOException, duckdb.OutOfRangeException])
def test_a_file_that_fails_while_it_is_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: type[Exception]
) -> None:
    path = pdd(tmp_path / "a.csv", FIRST, FIRST)
    folder = ShopFolder.open(tmp_path / "shop", create=True)

    def fails(*_: object) -> None:
        raise kind("IO Error: Cannot open file\nmore")

    monkeypatch.setattr("zhanggui.app.intake.stage", fails)
    (told,) = loaded(folder, path)
    assert (told.status, told.issues[0].value) == ("refused", "IO Error: Cannot open file")


def test_a_reader_learns_the_zone_and_currency_of_the_shop(tmp_path: Path) -> None:
    folder = ShopFolder.open(tmp_path / "shop", create=True)
    record = LoadRecord("a.csv", "h", "h", "a.csv", datetime(2024, 6, 1, 8))
    for platform, currency, zone in (
        ("amazon", "USD", "America/Los_Angeles"),
        ("pdd", "CNY", "Asia/Shanghai"),
        ("nobody", "CNY", "Asia/Shanghai"),
    ):
        told = context(folder, platform, record)
        assert (told.currency, told.zone, told.today.isoformat()) == (currency, zone, "2024-06-01")
    assert context(folder, "pdd", record).date_order is None


def test_a_table_that_nobody_knows_is_told(tmp_path: Path) -> None:
    path = tmp_path / "notes.csv"
    path.write_text("to do,when\nbuy tea,soon\ncall mum,later\n", "utf-8")
    (found,) = recognise(path, formats(), tmp_path)
    told = refused(found)
    assert (told.status, told.kept, [issue.code for issue in told.issues]) == (
        "refused",
        0,
        [issue.code for issue in found.issues],
    )
    assert told.issues
