import itertools
import os
import shutil
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from tests.app.shops import FIRST, LAST, downloads, filled, loaded, nobody, options, pdd, pdd_rows
from tests.readers.china import grid, save_xlsx
from tests.readers.exports import text
from tests.store.staging import print_of
from zhanggui.app.kpi import kpi
from zhanggui.app.load import load
from zhanggui.app.upkeep import rebuild, undo
from zhanggui.metrics.question import Question
from zhanggui.store.folder import ShopFolder


def figures(folder: ShopFolder) -> list[dict[str, object]]:
    question = Question(
        ("gmv", "orders", "units", "refunds_of_orders"), ("shop", "day", "sku"), None, (), "CNY"
    )
    return [dict(row) for row in kpi(folder, question).rows]


def test_files_are_recognised_by_content_and_told_one_by_one(tmp_path: Path) -> None:
    folder = ShopFolder.open(tmp_path / "shop", create=True)
    told = {one.format: one for one in loaded(folder, downloads(tmp_path / "d").folder)}
    assert set(told) == {"taobao_items", "taobao_orders", "amazon_sp_search_term", "pdd_orders"}
    assert all(one.rows == one.kept + one.refused for one in told.values())
    assert (told["pdd_orders"].shop, told["pdd_orders"].refused) == ("pdd", 0)


def test_two_orders_of_loading_and_twice_are_the_same_books(tmp_path: Path) -> None:
    files = downloads(tmp_path / "d").files
    one, other = (ShopFolder.open(tmp_path / name, create=True) for name in ("one", "other"))
    for file in files:
        loaded(one, file)
    for file in reversed(files):
        loaded(other, file)
    assert {told.status for told in loaded(other, *files)} == {"same"}
    assert figures(one) == figures(other)


def test_an_overlapping_export_changes_nothing_that_it_repeats(tmp_path: Path) -> None:
    folder = ShopFolder.open(tmp_path / "shop", create=True)
    whole = pdd(tmp_path / "a.csv")
    loaded(folder, whole)
    before = figures(folder)
    loaded(folder, pdd(tmp_path / "b.csv", date(2024, 5, 1), LAST))
    assert figures(folder) == before


def test_bad_rows_are_told_and_the_rest_is_loaded(tmp_path: Path) -> None:
    path = pdd(tmp_path / "a.csv", FIRST, FIRST)
    text = path.read_text(encoding="utf-8-sig").splitlines()
    text[1] = text[1].replace("84.00", "很多")
    path.write_text("\r\n".join(text), encoding="utf-8-sig")
    junk = tmp_path / "note.csv"
    junk.write_text("hello\nworld\n", encoding="utf-8")
    bad, good = loaded(ShopFolder.open(tmp_path / "shop", create=True), junk, path)
    if bad.format is not None:
        bad, good = good, bad
    assert bad.status == "refused"
    assert bad.issues
    assert (good.refused, good.kept) == (1, good.rows - 1)
    assert {issue.code for issue in good.issues} == {"bad_number"}
    assert {issue.row for issue in good.issues} == {2}


def test_files_in_the_shop_folder_itself_are_left_alone(tmp_path: Path) -> None:
    folder = ShopFolder.open(tmp_path / "shop", create=True)
    shutil.copy(pdd(tmp_path / "a.csv", FIRST, FIRST), folder.path / "a.csv")
    assert loaded(folder, folder.path) == ()


def test_pictures_in_a_folder_of_downloads_are_not_opened(tmp_path: Path) -> None:
    folder = ShopFolder.open(tmp_path / "shop", create=True)
    (tmp_path / "in").mkdir()
    pdd(tmp_path / "in" / "a.csv", FIRST, FIRST)
    (tmp_path / "in" / "主图.jpg").write_bytes(b"\xff\xd8\xff")
    orders, picture = loaded(folder, tmp_path / "in")
    assert (orders.status, picture.status, picture.file) == ("applied", "aside", "主图.jpg")
    assert [(one.code, one.level) for one in picture.issues] == [("not_looked_at", "notice")]
    (named,) = loaded(folder, tmp_path / "in" / "主图.jpg")
    assert (named.status, [one.code for one in named.issues]) == ("refused", ["not_a_table"])


def test_progress_is_told_and_a_missing_path_is_an_error(tmp_path: Path) -> None:
    folder = ShopFolder.open(tmp_path / "shop", create=True)
    seen: list[tuple[str, int, int]] = []
    path = pdd(tmp_path / "a.csv", FIRST, FIRST)
    load(folder, [path], options(progress=lambda *step: seen.append(step)))
    assert seen == [("a.csv", 0, 1)]
    with pytest.raises(FileNotFoundError):
        loaded(folder, tmp_path / "nothing.csv")


def test_rebuilding_from_the_archive_gives_identical_books(tmp_path: Path) -> None:
    folder = ShopFolder.open(tmp_path / "shop", create=True)
    place = downloads(tmp_path / "d")
    loaded(folder, place.folder)
    before = figures(folder)
    shutil.rmtree(place.folder)
    assert rebuild(folder, "test", nobody) == 4
    assert figures(folder) == before
    assert sum((Decimal(str(row["gmv"])) for row in before), Decimal(0)) > 0


def test_a_file_that_cannot_be_read_as_a_whole_is_refused(tmp_path: Path) -> None:
    path = pdd(tmp_path / "a.csv", FIRST, FIRST)
    head = path.read_text(encoding="utf-8-sig").splitlines()[0]
    path.write_text(head + "\r\n", encoding="utf-8-sig")
    folder = ShopFolder.open(tmp_path / "shop", create=True)
    (told,) = loaded(folder, path)
    assert (told.status, told.kept, [issue.code for issue in told.issues]) == ("refused", 0, ["no_rows"])


def test_what_the_system_will_not_open_is_told_and_the_rest_is_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "d"
    place.mkdir()
    pdd(place / "a.csv", FIRST, FIRST)
    pdd(place / "gone.csv", LAST, LAST)
    closed = place / "closed"
    closed.mkdir()
    whole = os.scandir

    def walked(path: object = ".") -> object:
        if str(path) == str(closed):
            raise PermissionError(13, "Permission denied", str(closed))
        return whole(path)  # type: ignore[call-overload]

    monkeypatch.setattr(os, "scandir", walked)
    folder = ShopFolder.open(tmp_path / "shop", create=True)

    def vanish(file: str, _number: int, _of: int) -> None:
        (place / "gone.csv").unlink(missing_ok=True)

    told = {one.file: one for one in load(folder, [place], options(progress=vanish))}
    assert {name: one.status for name, one in told.items()} == {
        "a.csv": "applied", "closed": "refused", "gone.csv": "refused"
    }  # fmt: skip
    assert {told[name].issues[0].code for name in ("closed", "gone.csv")} == {"unreadable_file"}
    assert told["gone.csv"].issues[0].value == "No such file or directory"


def tmall(path: Path, shop: str, order: str) -> Path:
    header = ("订单编号", "买家会员名", "买家应付货款", "买家应付邮费", "总金额", "买家实际支付金额", "订单状态",
              "订单创建时间", "订单付款时间", "宝贝标题", "宝贝总数量", "店铺名称")  # fmt: skip
    cells = (
        order,
        "甲",
        "50",
        "0",
        "50",
        "50",
        "交易成功",
        "2024-04-01 10:00:00",
        "2024-04-01 10:01:00",
        "灯",
        "1",
        shop,
    )
    path.write_bytes(text(header, [cells], encoding="gb18030"))
    return path


def test_any_order_of_files_in_one_load_gives_the_same_books_and_keys(tmp_path: Path) -> None:
    books = set()
    for number, names in enumerate(itertools.permutations(("乙店", "甲店", None))):
        place = tmp_path / str(number)
        place.mkdir()
        for order, name in enumerate(names):
            tmall(place / f"{order}.csv", name or "", {"乙店": "11", "甲店": "12"}.get(name or "", "13"))
        folder = ShopFolder.open(tmp_path / f"shop{number}", create=True)
        told = loaded(folder, place)
        assert sorted(str(one.shop) for one in told) == ["None", "taobao", "taobao-2"]
        assert [issue.code for one in told for issue in one.issues] == ["shop_unknown"]
        assert folder.find_shop("taobao", "乙店") == "taobao"
        books.add(tuple(sorted((one.shop.key, one.shop.names) for one in folder.settings.shops.values())))
    assert books == {(("taobao", ("乙店",)), ("taobao-2", ("甲店",)))}


def test_workbooks_are_read_in_another_order_than_they_were_looked_at(tmp_path: Path) -> None:
    """Copies made while the shops are learnt stay with their files when those that name a shop go first."""
    place = tmp_path / "in"
    place.mkdir()
    filled("costs", place / "a.xlsx", ("L1", date(2024, 1, 1), 5, "CNY"))
    save_xlsx(place / "b.xlsx", grid("pdd_orders_2026_a", *pdd_rows(FIRST, FIRST)))
    header, cells = (
        line.split(",") for line in tmall(place / "t", "甲店", "11").read_text("gb18030").splitlines()
    )
    (place / "t").unlink()
    save_xlsx(place / "c.xlsx", [header, cells])
    folder = ShopFolder.open(tmp_path / "shop", create=True)
    told = loaded(folder, place)
    assert told[0].file == "c.xlsx"
    assert [
        (one.status, [issue.code for issue in one.issues if issue.level == "refused"]) for one in told
    ] == [("applied", [])] * 3


def test_files_that_fill_too_much_room_are_looked_at_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zhanggui.app.load.HELD", -1)
    folder = ShopFolder.open(tmp_path / "shop", create=True)
    told = loaded(folder, tmall(tmp_path / "b.csv", "b", "1"), tmall(tmp_path / "a.csv", "a", "2"))
    assert [(one.file, one.shop, one.status) for one in told] == [
        ("a.csv", "taobao", "applied"), ("b.csv", "taobao-2", "applied")
    ]  # fmt: skip


def test_a_file_that_grows_while_it_waits_is_looked_at_again(tmp_path: Path) -> None:
    first, second = (pdd(tmp_path / f"{name}.csv", FIRST, FIRST) for name in "ab")
    folder = ShopFolder.open(tmp_path / "shop", create=True)

    def grow(file: str, _number: int, _of: int) -> None:
        if file == "b.csv":
            pdd(second, FIRST, LAST)

    told = load(folder, [first, second], options(progress=grow))
    assert told[1].rows > told[0].rows
    rebuild(folder, "me", nobody)
    assert {one.status for one in loaded(folder, first, second)} == {"same"}


MAP = """
key = "till"
platform = "other"
title = { zh = "收银", en = "Till" }
need = ["order_id", "amount"]
[fields.order_id]
names = ["Receipt"]
type = "id"
key = true
[fields.sold_at]
names = ["When"]
type = "time"
[fields.amount]
names = ["Sum"]
type = "money"
money = { refunds = "in", shipping = "out", tax = "in", per = "row" }
[[tables]]
table = "order_line"
[tables.columns]
order_id = "order_id"
paid_at = "sold_at"
paid = "amount"
status = "'paid'"
"""


def test_rebuilt_books_are_the_same_after_every_way_of_loading(own: ShopFolder, tmp_path: Path) -> None:
    folder = own
    load(folder, [tmall(tmp_path / "as.csv", "丙店", "77")], options(shop="main"))
    (tmp_path / "till.toml").write_text(MAP, "utf-8")
    (tmp_path / "till.csv").write_text("Receipt,When,Sum\n1,05/06/2024,12.50\n2,05/07/2024,3\n", "utf-8")
    load(folder, [tmp_path / "till.csv"], options(map_file=tmp_path / "till.toml", date_order="mdy"))
    prints = [print_of(folder)]
    with folder.read() as reading:
        assert reading.con.execute("SELECT count(DISTINCT shop) FROM order_line").fetchone() == (4,)
        assert reading.con.execute(
            "SELECT min(paid_day) FROM order_line WHERE shop = 'other'"
        ).fetchone() == (date(2024, 5, 6),)
    rebuild(folder, "me", nobody)
    assert print_of(folder) == prints[0]
    undo(folder, "me", nobody)
    prints.append(print_of(folder))
    rebuild(folder, "me", nobody)
    assert print_of(folder) == prints[1] != prints[0]


def test_the_two_layouts_of_one_export_are_the_same_orders(tmp_path: Path) -> None:
    path = pdd(tmp_path / "a.csv", FIRST, FIRST)
    lines = [line.split(",") for line in path.read_text("utf-8-sig").splitlines()]
    other = tmp_path / "b.csv"
    keep = [lines[0].index("订单成交时间"), *range(lines[0].index("订单成交时间"))]
    other.write_text("\n".join(",".join(line[i] for i in keep) for line in lines) + "\n", "utf-8")
    folder = ShopFolder.open(tmp_path / "shop", create=True)
    loaded(folder, path)
    once = figures(folder)
    assert loaded(folder, other)[0].status == "applied"
    assert figures(folder) == once


def test_dates_that_a_file_leaves_open_are_read_as_the_shop_writes_them(tmp_path: Path) -> None:
    (tmp_path / "till.toml").write_text(MAP, "utf-8")
    (tmp_path / "till.csv").write_text("Receipt,When,Sum\n1,05/06/2024 09:00:00 AM,12.50\n", "utf-8")
    folder = ShopFolder.open(tmp_path / "shop", create=True)
    asked = options(now=datetime(2024, 12, 31, 8), map_file=tmp_path / "till.toml")
    (told,) = load(folder, [tmp_path / "till.csv"], asked)
    assert [issue.code for issue in told.issues] == ["ambiguous_dates"]
    settings = folder.path / "zhanggui.toml"
    settings.write_text(settings.read_text("utf-8") + 'dates = "mdy"\n', "utf-8")
    folder = ShopFolder.open(folder.path)
    load(folder, [tmp_path / "till.csv"], asked)
    with folder.read() as reading:
        assert reading.con.execute("SELECT paid_day FROM order_line").fetchall() == [(date(2024, 5, 6),)]
