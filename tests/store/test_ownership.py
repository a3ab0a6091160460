from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.store.staging import DAY, File, record, stage
from zhanggui.store.folder import ShopFolder
from zhanggui.store.ownership import Owners, owners_of


@pytest.fixture
def folder(tmp_path: Path) -> ShopFolder:
    return ShopFolder.open(tmp_path / "shop")


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as made:
        yield made


def file(*shops: str | None, platform: str = "jd") -> File:
    lines = [{"order_id": str(n), "shop": shop} for n, shop in enumerate(shops)]
    return File("a.csv", {"order_line": lines}, platform=platform, version=DAY)


def ask(con: duckdb.DuckDBPyConnection, folder: ShopFolder, one: File, **more: object) -> Owners:
    return owners_of(con, folder, stage(con, one), record(one, **more))


def left(con: duckdb.DuckDBPyConnection) -> list[str]:
    return [row[0] for row in con.execute("SELECT order_id FROM staged_order_line ORDER BY 1").fetchall()]


def test_names_become_keys(con: duckdb.DuckDBPyConnection, folder: ShopFolder) -> None:
    owners = ask(con, folder, file("b", "a"))
    assert owners.shops == {"a": "jd", "b": "jd-2"}
    assert (owners.keys, owners.lost, owners.issues) == (("jd", "jd-2"), 0, ())


def test_no_name_is_the_only_shop(con: duckdb.DuckDBPyConnection, folder: ShopFolder) -> None:
    owners = ask(con, folder, file(None))
    assert (owners.unnamed, owners.keys) == ("jd", ("jd",))


def test_a_new_shop_trades_in_the_money_of_its_orders(
    con: duckdb.DuckDBPyConnection, folder: ShopFolder
) -> None:
    def orders(platform: str, currency: str) -> File:
        lines = [{"order_id": "1", "shop": None}]
        return File("a.csv", {"order_line": lines}, platform=platform, currency=currency, version=DAY)

    ask(con, folder, orders("shopee", "IDR"))
    assert folder.shop("shopee").currency == "IDR"
    ask(con, folder, orders("shopee", "THB"))
    assert folder.shop("shopee").currency == "IDR"
    ask(con, folder, orders("jd", ""))
    assert folder.shop("jd").currency == "CNY"


def test_rows_without_a_name_belong_to_the_one_shop_their_file_names(
    con: duckdb.DuckDBPyConnection, folder: ShopFolder
) -> None:
    folder.register_shops([])
    ask(con, folder, file("x", "y"))
    owners = ask(con, folder, file("y", None))
    assert (owners.unnamed, owners.keys) == ("jd-2", ("jd-2",))


def test_rows_that_could_be_of_several_shops_are_left_out(
    con: duckdb.DuckDBPyConnection, folder: ShopFolder
) -> None:
    owners = ask(con, folder, file("x", "y", None))
    assert (owners.lost, owners.all_lost, left(con)) == (1, False, ["0", "1"])
    assert [(issue.code, issue.row, issue.value) for issue in owners.issues] == [
        ("shop_unknown", 4, "jd, jd-2")
    ]


def test_what_was_decided_before_is_decided_again(con: duckdb.DuckDBPyConnection, folder: ShopFolder) -> None:
    ask(con, folder, file("x", "y"))
    assert ask(con, folder, file(None), unnamed=(("jd", "jd-2"),)).unnamed == "jd-2"


def test_the_users_word_counts_and_rows_of_another_shop_are_left_out(
    con: duckdb.DuckDBPyConnection, folder: ShopFolder
) -> None:
    ask(con, folder, file("x", "y"))
    owners = ask(con, folder, file("x", "y", "new", None), forced="jd")
    assert (owners.shops, owners.unnamed, owners.keys) == ({}, "jd", ("jd",))
    assert [(issue.code, issue.row, issue.value, issue.level) for issue in owners.issues] == [
        ("other_shop", 4, "new", "refused"),
        ("other_shop", 3, "y", "refused"),
    ]
    assert (owners.lost, left(con)) == (2, ["0", "3"])
    owners = ask(con, folder, file("y"), forced="jd")
    assert (owners.lost, owners.all_lost, owners.keys) == (1, True, ())


def test_a_name_that_nobody_knows_is_the_named_shops_from_now_on(
    con: duckdb.DuckDBPyConnection, folder: ShopFolder
) -> None:
    owners = ask(con, folder, file("new", None), forced="jd-main")
    assert (owners.keys, owners.lost) == (("jd-main",), 0)
    assert folder.find_shop("jd", "new") == "jd-main"
    assert ask(con, folder, file("new")).keys == ("jd-main",)


def test_of_several_unknown_names_nobody_can_tell_which_is_meant(
    con: duckdb.DuckDBPyConnection, folder: ShopFolder
) -> None:
    owners = ask(con, folder, file("a", "b", None), forced="jd-main")
    assert (owners.all_lost, owners.lost, owners.keys) == (True, 3, ())
    assert [(issue.code, issue.row) for issue in owners.issues] == [("other_shop", 2), ("other_shop", 3)]
    assert "jd-main" not in folder.settings.shops


def test_a_marketplace_is_of_every_seller_on_it(con: duckdb.DuckDBPyConnection, folder: ShopFolder) -> None:
    assert ask(con, folder, file("Amazon.com", platform="amazon")).keys == ("amazon",)
    owners = ask(con, folder, file("Amazon.com", None, platform="amazon"), forced="second")
    assert (owners.keys, owners.lost, owners.issues) == (("second",), 0, ())
    assert folder.find_shop("amazon", "Amazon.com") == "amazon"
    several = ask(con, folder, file("Amazon.com", "Amazon.ca", platform="amazon"), forced="second")
    assert "Amazon.com" in {issue.value for issue in several.issues}


def test_an_account_that_serves_the_shop_states_no_shop_of_its_platform(
    con: duckdb.DuckDBPyConnection, folder: ShopFolder
) -> None:
    folder.resolve_shop("shopify", None)
    owners = ask(con, folder, file("account", platform="google"), forced="shopify")
    assert (owners.keys, owners.lost, owners.issues) == (("shopify",), 0, ())


def test_a_template_names_shops_that_exist(con: duckdb.DuckDBPyConnection, folder: ShopFolder) -> None:
    folder.resolve_shop("jd", "京东旗舰店")
    owners = ask(con, folder, file("京东旗舰店", "nobody", None, platform="own"))
    assert (owners.shops, owners.unnamed, owners.keys) == ({"京东旗舰店": "jd"}, "", ("", "jd"))
    assert [(issue.code, issue.row, issue.value) for issue in owners.issues] == [
        ("no_such_shop", 3, "nobody")
    ]
    assert (owners.lost, left(con)) == (1, ["0", "2"])


def test_a_file_of_which_nothing_is_left_says_so(con: duckdb.DuckDBPyConnection, folder: ShopFolder) -> None:
    owners = ask(con, folder, file("nobody", platform="own"))
    assert (owners.all_lost, owners.lost) == (True, 1)


def test_a_template_for_a_shop_that_does_not_exist_is_refused(
    con: duckdb.DuckDBPyConnection, folder: ShopFolder
) -> None:
    owners = ask(con, folder, file(None, platform="own"), forced="nobody")
    assert owners.all_lost
    assert [issue.code for issue in owners.issues] == ["no_such_shop"]
