from dataclasses import replace
from datetime import date
from pathlib import Path

from tests.simulator.books import sheet
from tests.simulator.worlds import DAYS, view
from zhanggui.simulator.exports import own, shopify
from zhanggui.simulator.levers import Effect
from zhanggui.simulator.money import SLOT


def read(folder: Path, name: str) -> list[dict[str, str]]:
    return sheet(next(iter(folder.glob(f"{name}_*.xlsx"))))


def test_headings_speak_the_shops_language(tmp_path: Path) -> None:
    own.write_costs(view("taobao"), tmp_path / "cn")
    own.write_costs(view("amazon"), tmp_path / "us")
    assert "单件成本" in read(tmp_path / "cn", "sku_cost")[0]
    assert "Unit cost" in read(tmp_path / "us", "sku_cost")[0]


def test_a_rise_in_cost_is_a_row_from_its_day_on(tmp_path: Path) -> None:
    shop = view("taobao").shop
    dearer = replace(view("taobao"), levers=shop.levers((Effect("unit_cost", 1.5, 20, 999, (0,)),)))
    own.write_costs(dearer, tmp_path)
    rows = read(tmp_path, "sku_cost")
    late = [row for row in rows if row["生效日期"] == "2026-04-21"]
    assert len(rows) == shop.shelf.skus + len(late)
    assert len(late) == int(shop.shelf.first_sku[1])
    for row in late:
        (before,) = [r for r in rows if r["SKU编码"] == row["SKU编码"] and r["生效日期"] < "2026-04-01"]
        assert float(row["单件成本"]) / float(before["单件成本"]) == 1.5 or float(row["单件成本"]) > float(
            before["单件成本"]
        )


def test_purchases_stock_prices_and_promotions(tmp_path: Path) -> None:
    one = view("taobao")
    own.write_purchases(one, tmp_path)
    own.write_stock(one, tmp_path)
    own.write_prices(one, tmp_path)
    own.write_promotions(view("amazon"), tmp_path)
    for row in read(tmp_path, "purchase_order"):
        assert (row["实际到货日期"] == "") == (row["到货数量"] == "0")
    days = {row["日期"] for row in read(tmp_path, "stock")}
    assert str(one.day(DAYS - 1)) in days
    assert all(float(row["到手价"]) > 0 for row in read(tmp_path, "price"))
    assert not list(tmp_path.glob("promotion_*"))
    own.write_promotions(replace(one, until=one.shop.days - 1), tmp_path)
    assert bool(list(tmp_path.glob("promotion_*"))) == bool(one.shop.need.saving.any())


def test_tickets_and_fees_know_their_orders(tmp_path: Path) -> None:
    one = view("shopify")
    names = shopify.order_names(one)
    own.write_tickets(one, tmp_path, names)
    own.write_fees(one, tmp_path, names)
    tickets = read(tmp_path, "ticket")
    assert all(row["Order number"] in names for row in tickets if row["Kind"] == "return")
    assert any(row["Kind"] == "question" for row in tickets)
    kinds = {row["kind"] for row in read(tmp_path, "fee")}
    assert kinds <= {"commission", "payment", "logistics", "creator", "service", "tax", "ads", "other"}


def test_rates_have_a_row_a_day(tmp_path: Path) -> None:
    own.write_rates(date(2026, 4, 1), 9, tmp_path)
    rows = read(tmp_path, "fx")
    assert len(rows) == 10
    assert {row["基准币"] for row in rows} == {"USD"}


def test_reviews_and_slots_that_the_shop_notes_itself(tmp_path: Path) -> None:
    one = view("douyin")
    own.write_reviews(one, tmp_path)
    rows = read(tmp_path, "review")
    assert {row["几星"] for row in rows} <= set("12345")
    assert all(row["自家商品ID"] for row in rows)
    slots = int((one.fees.take(one.fees.kind == SLOT).at < one.end).sum())
    own.write_slots(one, tmp_path)
    assert len(read(tmp_path, "fee")) == slots > 0
    assert {row["费用类型"] for row in read(tmp_path, "fee")} == {"creator"}
    own.write_slots(one, tmp_path / "none", DAYS)
    assert not (tmp_path / "none").exists()
