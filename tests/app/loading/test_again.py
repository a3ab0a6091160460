from decimal import Decimal
from pathlib import Path

import pytest

from tests.app.shops import FIRST, account, loaded, nobody, pdd, site
from tests.store.staging import print_of
from zhanggui.app.upkeep import rebuild, undo
from zhanggui.store.folder import ShopFolder
from zhanggui.store.settings import SettingsError


def test_an_account_loaded_before_its_site_ends_in_the_same_books(tmp_path: Path) -> None:
    files = [
        account(tmp_path / "ads.csv"),
        site(tmp_path / "orders.csv"),
        pdd(tmp_path / "p.csv", FIRST, FIRST),
    ]
    prints = set()
    for number, order in enumerate((files, files[::-1], [files[1], files[0], files[2]])):
        folder = ShopFolder.open(tmp_path / f"shop{number}", create=True)
        (folder.path / folder.settings.salt_file).write_text("07" * 32, encoding="ascii")
        for file in order:
            loaded(folder, file)
        prints.add(print_of(folder))
        with folder.read() as reading:
            assert reading.con.execute("SELECT shop, spend FROM ad").fetchall() == [("shopify", Decimal(7))]
        rebuild(folder, "me", nobody)
        prints.add(print_of(folder))
    assert len(prints) == 1


def test_what_a_load_moved_to_another_shop_is_taken_back_with_it(tmp_path: Path) -> None:
    folder = ShopFolder.open(tmp_path / "shop", create=True)
    loaded(folder, account(tmp_path / "ads.csv"))
    before = print_of(folder)
    loaded(folder, site(tmp_path / "orders.csv"))
    undo(folder, "me", nobody)
    assert print_of(folder) == before
    rebuild(folder, "me", nobody)
    assert print_of(folder) == before


def test_a_map_that_cannot_be_used_is_a_wrong_setting(tmp_path: Path) -> None:
    path = pdd(tmp_path / "a.csv", FIRST, FIRST)
    folder = ShopFolder.open(tmp_path / "shop", create=True)
    for content in (b"key = \n", b"\xff\xfe\x00", b'key = "x"\nplatform = "other"\n'):
        (folder.formats / "x.toml").write_bytes(content)
        with pytest.raises(SettingsError, match=r"x\.toml"):
            loaded(folder, path)
    (folder.formats / "x.toml").rename(folder.formats / "x.toml.draft")
    assert loaded(folder, path)[0].kept > 0
