from pathlib import Path

from tests.simulator.books import cash, table
from tests.simulator.worlds import DAYS, view
from zhanggui.simulator.exports.shopify import (
    order_names,
    write_inventory,
    write_new_returning,
    write_orders,
    write_products,
)
from zhanggui.simulator.exports.view import Quirks


def test_order_values_stand_on_the_first_line_only(tmp_path: Path) -> None:
    write_orders(view("shopify", quirks=Quirks(overlap=False)), tmp_path)
    rows = [row for path in sorted(tmp_path.iterdir()) for row in table(path, "utf-8")]
    orders: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        orders.setdefault(row["Name"], []).append(row)
    several = [lines for lines in orders.values() if len(lines) > 1]
    assert several
    for first, *others in several:
        assert first["Total"]
        assert all(not line["Total"] and not line["Financial Status"] for line in others)
    for first, *_ in orders.values():
        assert cash(first["Total"]) == cash(first["Subtotal"]) + cash(first["Shipping"])
    assert rows[0]["Created at"][-5:] in {"-0400", "-0500"}
    assert set(orders) <= set(order_names(view("shopify")))


def test_line_prices_less_the_discount_are_the_subtotal(tmp_path: Path) -> None:
    write_orders(view("shopify", quirks=Quirks(overlap=False)), tmp_path)
    rows = [row for path in sorted(tmp_path.iterdir()) for row in table(path, "utf-8")]
    total = sum(cash(row["Lineitem price"]) * int(row["Lineitem quantity"]) for row in rows)
    assert total == sum(cash(row["Subtotal"]) + cash(row["Discount Amount"]) for row in rows)


def test_products_and_stock(tmp_path: Path) -> None:
    write_products(view("shopify"), tmp_path)
    write_inventory(view("shopify"), tmp_path)
    products = table(tmp_path / "products_export.csv", "utf-8")
    stock = table(max(tmp_path.glob("inventory_export*")), "utf-8")
    assert {row["Variant SKU"] for row in products} == {row["SKU"] for row in stock}
    assert sum(row["Title"] != "" for row in products) == view("shopify").shop.shelf.listings


def test_customers_of_a_day_are_new_or_returning(tmp_path: Path) -> None:
    shop = view("shopify")
    write_new_returning(shop, tmp_path)
    (path,) = tmp_path.iterdir()
    rows = table(path, "utf-8")
    orders = shop.run.orders
    paid = (orders.paid_at >= 0) & (orders.day < DAYS)
    assert {row["New or returning customer"] for row in rows} == {"New", "Returning"}
    assert sum(int(row["Orders"]) for row in rows) == int(paid.sum())
    again = sum(int(row["Orders"]) for row in rows if row["New or returning customer"] == "Returning")
    assert again == int((paid & (orders.visit > 0)).sum())
    assert all(0 < int(row["Customers"]) <= int(row["Orders"]) for row in rows)
    assert sum(cash(row["Total sales"]) for row in rows) * 100 == int(
        (orders.goods + orders.shipping)[paid].sum()
    )
