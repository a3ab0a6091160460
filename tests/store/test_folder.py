import sys
import threading
from itertools import permutations
from pathlib import Path

import duckdb
import pytest

from tests.store.staging import DAY, File, apply
from zhanggui.store.folder import ShopFolder
from zhanggui.store.load import StatedShop
from zhanggui.store.refusals import NoShopFolderError, ShopUnknownError
from zhanggui.store.settings import SettingsError


@pytest.fixture
def folder(tmp_path: Path) -> ShopFolder:
    return ShopFolder.open(tmp_path / "shop")


def keys(folder: ShopFolder) -> dict[str, tuple[str, ...]]:
    return {key: one.shop.names for key, one in ShopFolder.open(folder.path).settings.shops.items()}


def test_opening_makes_everything_and_opening_again_changes_nothing(tmp_path: Path) -> None:
    folder = ShopFolder.open(tmp_path / "a" / "shop")
    salt = folder.salt
    assert {one.name for one in folder.path.iterdir()} >= {
        "zhanggui.toml",
        ".salt",
        "archive",
        "books",
        "formats",
    }
    assert len(salt) == 32
    again = ShopFolder.open(folder.path, create=False)
    assert again.salt == salt
    with again.read() as reading:
        assert reading.con.execute("SELECT count(*) FROM order_line").fetchone() == (0,)


@pytest.mark.skipif(sys.platform == "win32", reason="no modes there")
def test_the_salt_is_readable_by_its_owner_alone(folder: ShopFolder) -> None:
    assert (folder.path / ".salt").stat().st_mode & 0o777 == 0o600


def test_two_folders_have_two_salts(tmp_path: Path) -> None:
    assert ShopFolder.open(tmp_path / "a").salt != ShopFolder.open(tmp_path / "b").salt


def test_a_folder_opened_by_many_at_once_is_made_once(tmp_path: Path) -> None:
    salts, failures = set(), []

    def one() -> None:
        try:
            salts.add(ShopFolder.open(tmp_path / "shop").salt)
        except BaseException as error:  # noqa: BLE001
            failures.append(error)

    threads = [threading.Thread(target=one) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(salts) == 1


def test_no_folder_is_made_unasked(tmp_path: Path) -> None:
    with pytest.raises(NoShopFolderError):
        ShopFolder.open(tmp_path / "nothing", create=False)
    assert not (tmp_path / "nothing").exists()


def test_wrong_settings_are_told_when_opening(folder: ShopFolder) -> None:
    (folder.path / "zhanggui.toml").write_text("[books]\nminutes = -1\n")
    with pytest.raises(SettingsError, match=r"books\.minutes"):
        ShopFolder.open(folder.path)


def test_own_maps_are_found_in_order(folder: ShopFolder) -> None:
    for name in ("b.toml", "a.toml", "note.txt"):
        (folder.formats / name).write_text("")
    assert [one.name for one in folder.map_files()] == ["a.toml", "b.toml"]


# --- which shop -----------------------------------------------------------------------------------


def test_a_file_that_states_no_shop_goes_to_the_only_one_of_its_platform(folder: ShopFolder) -> None:
    assert folder.resolve_shop("jd", None) == "jd"
    assert folder.resolve_shop("jd", None) == "jd"
    assert keys(folder) == {"jd": ()}


def test_the_first_name_becomes_a_name_of_the_platforms_shop(folder: ShopFolder) -> None:
    folder.resolve_shop("jd", None)
    assert folder.resolve_shop("jd", "京东旗舰店") == "jd"
    assert folder.resolve_shop("jd", "京东二店") == "jd-2"
    assert keys(folder) == {"jd": ("京东旗舰店",), "jd-2": ("京东二店",)}
    with pytest.raises(ShopUnknownError) as caught:
        folder.resolve_shop("jd", None)
    assert (caught.value.code, caught.value.choices) == ("shop_unknown", ("jd", "jd-2"))


def test_names_of_one_call_are_given_keys_in_their_own_order(folder: ShopFolder) -> None:
    found = folder.register_shops([StatedShop("jd", name) for name in ("c", "a", "b")])
    assert found == {("jd", "a"): "jd", ("jd", "b"): "jd-2", ("jd", "c"): "jd-3"}


def test_marketplaces_have_the_same_keys_whichever_comes_first(tmp_path: Path) -> None:
    wanted = {"Amazon.com": "amazon", "Amazon.ca": "amazon-ca", "Amazon.co.uk": "amazon-uk"}
    for number, names in enumerate(permutations(wanted)):
        apart, together = (ShopFolder.open(tmp_path / f"{kind}{number}") for kind in ("a", "b"))
        assert {name: apart.resolve_shop("amazon", name) for name in names} == wanted
        together.reserve([StatedShop("amazon", name) for name in names])
        assert {name: together.resolve_shop("amazon", name) for name in names} == wanted
    folder = ShopFolder.open(tmp_path / "nameless")
    assert folder.resolve_shop("amazon", None) == "amazon"
    assert folder.resolve_shop("amazon", "Amazon.ca") == "amazon"
    assert folder.resolve_shop("amazon", "Amazon.com") == "amazon-2"


def test_what_a_file_says_of_its_shop_is_kept(folder: ShopFolder) -> None:
    folder.register_shops([StatedShop("amazon", "Amazon.de", "DE", "EUR", "Europe/Berlin")])
    shop = folder.shop("amazon-de")
    assert (shop.region, shop.currency, shop.zone, shop.names) == (
        "DE",
        "EUR",
        "Europe/Berlin",
        ("Amazon.de",),
    )
    with pytest.raises(KeyError):
        folder.shop("nobody")


def test_a_shop_named_by_the_user_wins_and_is_made(folder: ShopFolder) -> None:
    assert folder.resolve_shop("jd", "stated", "mine") == "mine"
    assert folder.shop("mine").platform == "jd"
    assert folder.register_shops([StatedShop("jd", "x")], "mine") == {("jd", "x"): "mine"}


def test_a_shop_named_by_the_name_that_its_files_state_is_that_shop(folder: ShopFolder) -> None:
    folder.register_shops([StatedShop("jd", "小店")])
    assert folder.resolve_shop("jd", None, "小店") == "jd"
    assert folder.resolve_shop("pdd", None, "小店") == "pdd"
    assert keys(ShopFolder.open(folder.path)) == {"jd": ("小店",), "pdd": ("小店",)}
    with pytest.raises(ShopUnknownError):
        folder.resolve_shop("own", None, "nobody")


def test_a_blank_shop_in_the_merchants_own_templates_is_every_shop(folder: ShopFolder) -> None:
    folder.register_shops([StatedShop("jd", "店")])
    assert folder.resolve_shop("own", None) == ""
    assert folder.resolve_shop("own", "jd") == "jd"
    assert folder.resolve_shop("own", "店") == "jd"
    assert folder.register_shops([StatedShop("own", "nobody")]) == {}


def test_a_key_that_is_taken_by_another_platform_is_not_used_twice(folder: ShopFolder) -> None:
    folder.resolve_shop("jd", None, "pdd")
    assert folder.resolve_shop("pdd", "多多店") == "pdd-2"


def test_what_the_user_wrote_stays(folder: ShopFolder) -> None:
    path = folder.path / "zhanggui.toml"
    path.write_text(
        path.read_text("utf-8") + '\n# ours\n[shops.jd]\nplatform = "jd" # main\nnote = "x"\n', "utf-8"
    )
    folder = ShopFolder.open(folder.path)
    before = path.read_text("utf-8")
    folder.resolve_shop("pdd", "多多店")
    assert path.read_text("utf-8").startswith(before)


def test_a_block_that_raises_gives_up_what_it_applied(folder: ShopFolder) -> None:
    from tests.store.staging import record, stage

    file = File("a.csv", {"order_line": [{"order_id": "1", "paid": 5}]}, version=DAY)

    def load() -> None:
        with folder.writer("test") as writer:
            writer.apply(stage(writer.con, file), record(file))
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        load()
    with folder.read() as reading:
        assert reading.con.execute("SELECT count(*) FROM order_line").fetchone() == (0,)
    apply(folder, file)
    with folder.read() as reading:
        assert reading.con.execute("SELECT count(*) FROM order_line").fetchone() == (1,)


def test_the_journal_is_a_file_of_the_folder_unless_the_settings_say_otherwise(
    folder: ShopFolder, tmp_path: Path
) -> None:
    folder.journal().close()
    assert (folder.path / "journal.sqlite").is_file()
    text = (folder.path / "zhanggui.toml").read_text("utf-8")
    other = f'journal = "sqlite:///{tmp_path / "team.sqlite"}"'
    (folder.path / "zhanggui.toml").write_text(text.replace('journal = "journal.sqlite"', other), "utf-8")
    ShopFolder.open(folder.path).journal().close()
    assert (tmp_path / "team.sqlite").is_file()


def test_a_disk_that_is_full_is_an_error_of_the_system_and_the_books_stay(tmp_path: Path) -> None:
    folder = ShopFolder.open(tmp_path / "shop")
    before = folder.books.pointer()

    def fill() -> None:
        with folder.writer("me"):
            raise duckdb.IOException("IO Error: Could not write file: No space left on device\nmore")

    with pytest.raises(OSError, match="No space left"):
        fill()
    assert folder.books.pointer() == before


def test_keys_reserved_for_a_load_hold_whichever_shop_comes_first(tmp_path: Path) -> None:
    folder = ShopFolder.open(tmp_path / "shop")
    names = [StatedShop("jd", name) for name in ("c", "a", "b")]
    folder.reserve(names)
    assert folder.settings.shops == {}
    with pytest.raises(ShopUnknownError):
        folder.resolve_shop("jd", None)
    assert [folder.resolve_shop("jd", name) for name in ("c", "a")] == ["jd-3", "jd"]
    folder.reserve([StatedShop("jd", "aa"), StatedShop("jd", "a"), StatedShop("own", "x")])
    assert folder.resolve_shop("jd", "aa") == "jd-2"


def test_the_only_name_reserved_is_the_shop_of_files_that_state_none(tmp_path: Path) -> None:
    folder = ShopFolder.open(tmp_path / "shop")
    folder.reserve([StatedShop("jd", "a")])
    assert folder.resolve_shop("jd", None) == "jd"
    assert folder.resolve_shop("jd", "a") == "jd"
    assert folder.shop("jd").names == ("a",)
    folder.reserve([StatedShop("pdd", "a"), StatedShop("pdd", "b")])
    assert folder.resolve_shop("pdd", None, "pdd") == "pdd"
    assert folder.resolve_shop("pdd", "b") == "pdd-2"


def test_an_account_serves_the_one_site_though_it_was_there_before_it(tmp_path: Path) -> None:
    folder = ShopFolder.open(tmp_path / "shop")
    assert folder.resolve_shop("meta", None) == "meta"
    assert folder.resolve_shop("shopify", None) == "shopify"
    assert folder.resolve_shop("meta", None) == "shopify"
    assert folder.settings.reporting == "USD"
    folder.calls("meta", "meta", "mine")
    assert folder.resolve_shop("meta", None) == "meta"  # somebody named it: it is a shop of its own


def test_who_waited_for_the_lock_knows_the_shops_that_were_made_meanwhile(tmp_path: Path) -> None:
    first, second = ShopFolder.open(tmp_path), ShopFolder.open(tmp_path)
    with first.writer("first"):
        first.register_shops([StatedShop("taobao", "木棉家居旗舰店")])
    with second.writer("second"):
        assert second.register_shops([StatedShop("taobao", "木棉家居旗舰店")]) == {
            ("taobao", "木棉家居旗舰店"): "taobao"
        }
    assert keys(second) == {"taobao": ("木棉家居旗舰店",)}
