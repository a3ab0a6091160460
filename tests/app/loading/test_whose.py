"""Files that name no shop: the folder says whose they are, or the rows say that they are not."""

from datetime import date
from pathlib import Path

import pytest

from tests.app.shops import FIRST, loaded, pdd_rows
from tests.readers.china import grid, save
from zhanggui.app.loading.whose import Called, chosen, only_shop, shop_beside, shop_of_folder
from zhanggui.reports.briefing import ReadFile
from zhanggui.store.folder import ShopFolder

MIDDLE = date(2024, 4, 1)
END = date(2024, 4, 30)


def export(
    path: Path,
    first: date = FIRST,
    last: date = END,
    tail: str = "",
    parts: tuple[str, ...] = ("订单号", "商品id"),
) -> Path:
    """Orders of a shop; the cells of ``parts`` end in ``tail``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [{**one, **{name: f"{one[name]}{tail}" for name in parts}} for one in pdd_rows(first, last)]
    return save(path, grid("pdd_orders_2026_a", *rows), "utf-8-sig")


def told(files: tuple[ReadFile, ...]) -> list[tuple[str, str | None, list[str]]]:
    """File, shop and issues of each."""
    codes = [[issue.code for issue in one.issues if issue.level == "refused"] for one in files]
    return [(one.file, one.shop, found) for one, found in zip(files, codes, strict=True)]


def test_a_second_shop_in_a_folder_of_its_own_is_asked_for_and_then_known(tmp_path: Path) -> None:
    folder = ShopFolder.open(tmp_path / "shop", create=True)
    root = tmp_path / "downloads"
    export(root / "east" / "a.csv")
    export(root / "west" / "b.csv", tail="9")
    export(root / "west" / "earlier.csv", date(2024, 1, 1), date(2024, 1, 9), "9")
    found = told(loaded(folder, root))
    assert found[0] == ("a.csv", "pdd", [])
    assert ("b.csv", None, ["shop_doubtful"]) in found
    west = told(loaded(folder, root / "west", shop="west"))
    assert {(shop, *codes) for _, shop, codes in west} == {("west",)}
    export(root / "west" / "next.csv", date(2024, 5, 1), date(2024, 5, 5), "9")
    assert ("next.csv", "west", []) in told(loaded(folder, root))
    # The first shop's folder is asked for once, and remembered.
    export(root / "east" / "next-a.csv", date(2024, 5, 1), date(2024, 5, 5))
    assert ("next-a.csv", None, ["shop_unknown"]) in told(loaded(folder, root))
    loaded(folder, root / "east", shop="pdd")
    export(root / "east" / "last-a.csv", date(2024, 5, 6), date(2024, 5, 8))
    assert ("last-a.csv", "pdd", []) in told(loaded(folder, root))


def test_after_a_doubt_nothing_more_of_the_folder_is_taken(tmp_path: Path) -> None:
    folder = ShopFolder.open(tmp_path / "shop", create=True)
    export(tmp_path / "d" / "a.csv")
    export(tmp_path / "d" / "b.csv", tail="9")
    export(tmp_path / "d" / "c.csv", date(2023, 1, 1), date(2023, 1, 9), "9")
    found = told(loaded(folder, tmp_path / "d"))
    assert [codes for _, _, codes in found] == [[], ["shop_doubtful"], ["shop_doubtful"]]


def test_exports_of_one_shop_are_no_question(tmp_path: Path) -> None:
    folder = ShopFolder.open(tmp_path / "shop", create=True)
    export(tmp_path / "d" / "03" / "a.csv", FIRST, MIDDLE)
    export(tmp_path / "d" / "04" / "b.csv", MIDDLE, END)  # overlaps by a day
    export(tmp_path / "d" / "05" / "c.csv", date(2024, 5, 1), date(2024, 5, 5))
    export(tmp_path / "d" / "all.csv")
    assert {(shop, *codes) for _, shop, codes in told(loaded(folder, tmp_path / "d"))} == {("pdd",)}


def test_other_orders_of_the_same_items_are_no_question(tmp_path: Path) -> None:
    """Exports of one shop by channel or payment: no order in common, the same listings."""
    folder = ShopFolder.open(tmp_path / "shop", create=True)
    export(tmp_path / "d" / "a.csv")
    export(tmp_path / "d" / "b.csv", tail="9", parts=("订单号",))
    assert {(shop, *codes) for _, shop, codes in told(loaded(folder, tmp_path / "d"))} == {("pdd",)}
    export(tmp_path / "e" / "west" / "c.csv", tail="8", parts=("订单号",))
    export(tmp_path / "e" / "east" / "d.csv", tail="7", parts=("订单号",))
    found = [
        codes for _, _, codes in told(loaded(ShopFolder.open(tmp_path / "new", create=True), tmp_path / "e"))
    ]
    assert found == [[], ["shop_doubtful"]]  # the same items in two folders may be two shops


@pytest.mark.parametrize(
    ("place", "member", "key"),
    [
        ("downloads/west", "", "west"),
        ("downloads/West/2024-05", "", "west"),
        ("downloads", "x.zip/老店/a.csv", "pdd"),
        ("downloads/pdd", "", None),
        ("downloads", "", None),
    ],
)
def test_a_folder_names_a_shop(tmp_path: Path, place: str, member: str, key: str | None) -> None:
    text = '[shops.pdd]\nplatform = "pdd"\nnames = ["老店"]\n[shops.west]\nplatform = "pdd"\n'
    folder = ShopFolder.open(tmp_path / "shop", create=True)
    (folder.path / "zhanggui.toml").write_text(text, "utf-8")
    settings = ShopFolder.open(folder.path).settings
    assert shop_of_folder(settings, "pdd", tmp_path / place / "a.csv", member) == key
    assert shop_of_folder(settings, "jd", tmp_path / place / "a.csv", member) is None
    assert (only_shop(settings, "pdd"), only_shop(settings, "jd")) == (None, None)


def test_shops_of_one_platform_are_called_by_their_names(tmp_path: Path) -> None:
    folder = ShopFolder.open(tmp_path / "shop", create=True)
    called = Called(folder)
    assert dict(called) == {}
    text = (
        '[shops.pdd]\nplatform = "pdd"\nnames = ["老店"]\n[shops.jd]\nplatform = "jd"\nnames = ["京东店"]\n'
    )
    (folder.path / "zhanggui.toml").write_text(text, "utf-8")
    folder = ShopFolder.open(folder.path)
    called = Called(folder)
    assert dict(called) == {}  # each the only one of its platform
    more = '[shops.pdd-2]\nplatform = "pdd"\n[shops.west]\nplatform = "pdd"\nnames = ["西店"]\n'
    (folder.path / "zhanggui.toml").write_text(text + more, "utf-8")
    called = Called(ShopFolder.open(folder.path))
    assert (dict(called), len(called)) == ({"pdd": "老店"}, 1)  # a key of the merchant's own stays


def test_keys_that_nobody_chose() -> None:
    assert [chosen(key, "pdd") for key in ("pdd", "pdd-2", "pdd-west", "west")] == [True, True, False, False]


def test_a_folder_is_of_the_shop_that_its_files_state_where_each_shop_has_its_own() -> None:
    east, west = Path("east"), Path("west")
    stated = {("jd", east): {"甲"}, ("jd", west): {"乙"}, ("pdd", east): {"丙"}}
    assert shop_beside(stated, "jd", west) == "乙"
    assert shop_beside(stated, "jd", Path("north")) is None
    assert shop_beside(stated, "pdd", east) is None  # one folder alone
    assert shop_beside({("jd", east): {"甲", "乙"}, ("jd", west): {"乙"}}, "jd", west) is None
    assert shop_beside({("jd", east): {"甲"}, ("jd", west): {"甲"}}, "jd", west) is None
