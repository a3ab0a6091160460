from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.app.shops import LAST, filled, loaded, pdd, pdd_rows, taobao
from tests.readers.china import grid, save
from zhanggui.app.books import engine
from zhanggui.app.compared.history import History
from zhanggui.app.morning.moved import Compare, change_of, listings, tree
from zhanggui.app.why import Asked, Why
from zhanggui.metrics.query import Engine
from zhanggui.model.period import Period, day
from zhanggui.reports.briefing import Moved
from zhanggui.store.folder import ShopFolder


def taken_apart(folder: ShopFolder, like: Sequence[Period] | None = None) -> tuple[Decimal, list[Moved]]:
    with engine(folder) as books:
        sales = Why(folder, books, Asked("gmv", day(LAST)), LAST)
        told = sales.verdict()
        days = [day(one) for one in reversed(told.days)] if like is None else like
        change = change_of(told.value, told.usual, told.currency)
        assert change is not None
        compare = Compare(sales.history, day(LAST), days)
        found = [tree(told.finding), listings(compare, change)]
    return change, [one for one in found if one is not None]


def _history(folder: ShopFolder, books: Engine) -> History:
    return History(books, "CNY", LAST, tuple(one.shop for one in folder.settings.shops.values()))


def test_both_ways_add_up_to_the_cent(shop: ShopFolder) -> None:
    change, (by_factor, by_item) = taken_apart(shop)
    assert change == Decimal(438 - 624)
    for moved in (by_factor, by_item):
        assert sum(driver.part for driver in moved.drivers) == moved.change == change
    assert [driver.key for driver in by_factor.drivers] == ["orders", "units_per_order", "unit_price"]
    assert (by_item.drivers[0].key, by_item.drivers[0].part) == ("T01-M", Decimal(-336))
    assert by_item.drivers[0].label == "T01-M 纯棉T恤"
    assert by_item.drivers[0].noise is False


def test_nothing_to_compare_with(shop: ShopFolder) -> None:
    with engine(shop) as books:
        compare = Compare(_history(shop, books), day(LAST), ())
        assert tree(None) is None
        assert listings(compare, Decimal(1)) is None
    assert change_of(None, Decimal(1), "CNY") is None
    assert change_of(Decimal("1.005"), Decimal(1), "CNY") in {Decimal("0.00"), Decimal("0.01")}


def test_a_change_that_is_not_of_these_items_is_not_taken_apart(shop: ShopFolder) -> None:
    with engine(shop) as books:
        compare = Compare(
            _history(shop, books), day(LAST), [day(LAST - timedelta(days=7 * n)) for n in range(1, 9)]
        )
        assert listings(compare, Decimal(5000)) is None


def test_orders_that_name_no_item_are_not_taken_apart_by_item(tmp_path: Path) -> None:
    bare: dict[str, Any] = dict.fromkeys(("商品", "商品id", "商家编码-规格维度", "商家编码-商品维度"), "")
    folder = ShopFolder.open(tmp_path / "shop", create=True)
    loaded(folder, pdd(tmp_path / "a.csv", **bare))
    _, found = taken_apart(folder)
    assert [moved.kind for moved in found] == ["tree"]
    mixed = ShopFolder.open(tmp_path / "mixed", create=True)
    half = LAST - timedelta(days=1)
    loaded(mixed, pdd(tmp_path / "b.csv", last=half, **bare), pdd(tmp_path / "c.csv", first=LAST))
    change, (_, by_item) = taken_apart(mixed)
    (nameless,) = (one for one in by_item.drivers if one.key == "unnamed")
    assert (nameless.label, nameless.after) == ("", Decimal(0))
    assert sum(driver.part for driver in by_item.drivers) == change


@pytest.fixture
def abroad(tmp_path: Path) -> ShopFolder:
    """Two shops, two currencies: Taobao's order is counted in dollars beside Pinduoduo's yuan."""
    folder = ShopFolder.open(tmp_path / "shop", create=True)
    loaded(folder, pdd(tmp_path / "a.csv"), *taobao(tmp_path))
    text = (folder.path / "zhanggui.toml").read_text(encoding="utf-8")
    (folder.path / "zhanggui.toml").write_text(
        text.replace('# reporting = "CNY"', 'reporting = "CNY"'), encoding="utf-8"
    )
    return ShopFolder.open(folder.path, create=False)


def test_items_of_two_shops_add_up_too(abroad: ShopFolder) -> None:
    assert abroad.settings.reporting == "CNY"
    change, found = taken_apart(abroad)
    assert [sum(driver.part for driver in moved.drivers) for moved in found] == [change, change]


def test_money_of_two_currencies_is_converted_before_items_are_compared(tmp_path: Path) -> None:
    folder = ShopFolder.open(tmp_path / "shop", create=True)
    loaded(folder, pdd(tmp_path / "a.csv"), *taobao(tmp_path))
    path = folder.path / "zhanggui.toml"
    head, mark, rest = path.read_text(encoding="utf-8").partition("[shops.taobao]")
    path.write_text(
        head.replace('# reporting = "CNY"', 'reporting = "CNY"') + mark + rest.replace('"CNY"', '"USD"', 1),
        encoding="utf-8",
    )
    folder = ShopFolder.open(folder.path, create=False)
    loaded(folder, filled("fx", tmp_path / "fx.xlsx", (LAST, "USD", "CNY", 7)))
    again = ShopFolder.open(tmp_path / "again", create=True)
    (again.path / "zhanggui.toml").write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    again = ShopFolder.open(again.path, create=False)
    loaded(again, pdd(tmp_path / "a.csv"), *taobao(tmp_path), tmp_path / "fx.xlsx")
    change, found = taken_apart(again)
    assert change == Decimal(2 * 84 + 3 * 40 + 150 * 7 - 624)
    by_item = next(moved for moved in found if moved.kind == "listings")
    assert sum(driver.part for driver in by_item.drivers) == change
    assert replace(by_item.drivers[0], noise=None).part == Decimal(700)


def orders_of(path: Path, *sold: tuple[date, str, int]) -> Path:
    """A Pinduoduo order export with one order of every (day, SKU, price)."""
    like = pdd_rows(LAST, LAST)[-1]
    money = ("商品总价(元)", "用户实付金额(元)", "商家实收金额(元)")
    rows = [
        like
        | dict.fromkeys(money, f"{price}.00")
        | {"订单号": f"{when:%y%m%d}-{n:015d}", "商家编码-规格维度": sku, "订单成交时间": f"{when} 10:30:00"}
        for n, (when, sku, price) in enumerate(sold)
    ]
    return save(path, grid("pdd_orders_2026_a", *rows), "utf-8-sig")


def test_one_sale_of_an_item_that_sells_now_and_then_is_no_news(tmp_path: Path) -> None:
    """One that is sold on every fifth day, and on none of the like days; beside it one whose sales stopped."""
    rng = np.random.default_rng(4)
    sold: list[tuple[date, str, int]] = []
    for n in range(80):
        when = LAST - timedelta(days=n)
        for sku, rate in (("STOPPED", 12.0), ("B", 12.0), ("C", 4.0), ("D", 4.0)):
            sold += [(when, sku, 20)] * (0 if (sku, n) == ("STOPPED", 0) else int(rng.poisson(rate)))
        if n == 0 or (n % 5 == 1 and n % 7):
            sold.append((when, "SELDOM", 290))
    folder = ShopFolder.open(tmp_path / "shop", create=True)
    loaded(folder, orders_of(tmp_path / "orders.csv", *sold))
    _, (_, by_item) = taken_apart(folder)
    told = {driver.key: (driver.before, driver.noise) for driver in by_item.drivers}
    assert by_item.drivers[0].key == "SELDOM"
    assert told["SELDOM"] == (0, True)
    assert told["STOPPED"][1] is False
    assert told["C"][1] is told["D"][1] is True
