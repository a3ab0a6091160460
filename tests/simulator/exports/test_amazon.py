from pathlib import Path

from tests.simulator.books import cash, table
from tests.simulator.worlds import view
from zhanggui.simulator.exports.amazon import (
    write_business_reports,
    write_inventory,
    write_orders,
    write_returns,
    write_settlements,
)
from zhanggui.simulator.exports.view import Quirks


def test_orders_are_in_utc_and_those_not_paid_have_no_price(tmp_path: Path) -> None:
    write_orders(view("amazon", quirks=Quirks(overlap=False)), tmp_path)
    rows = [row for path in sorted(tmp_path.iterdir()) for row in table(path, "utf-8", "\t")]
    assert all(row["purchase-date"].endswith("+00:00") for row in rows)
    unpaid = [row for row in rows if row["order-status"] in {"Pending", "Cancelled"}]
    assert unpaid
    assert all(row["item-price"] == "" for row in unpaid)
    assert all(len(row["amazon-order-id"]) == 19 for row in rows)


def test_a_settlement_begins_with_its_total(tmp_path: Path) -> None:
    write_settlements(view("amazon"), tmp_path)
    for path in sorted(tmp_path.iterdir()):
        total, *rows = table(path, "utf-8", "\t")
        assert total["transaction-type"] == ""
        assert cash(total["total-amount"]) == sum(cash(row["amount"]) for row in rows)
    tax = [row for row in rows if row["amount-type"] == "ItemWithheldTax"]
    assert sum(cash(row["amount"]) for row in rows if row["amount-description"] == "Tax") == -sum(
        cash(row["amount"]) for row in tax
    )


def test_reports_by_asin_have_their_day_in_the_name_or_in_a_column(tmp_path: Path) -> None:
    write_business_reports(view("amazon"), tmp_path)
    april = table(tmp_path / "BusinessReport-2026-04.csv", "utf-8-sig")
    day = table(tmp_path / "BusinessReport-2026-05-07.csv", "utf-8-sig")
    assert "Date" in april[0]
    assert "Date" not in day[0]
    by_day = table(next(iter(tmp_path.glob("SalesDashboard*"))), "utf-8-sig")
    (same,) = [row for row in by_day if row["Date"] == "5/7/26"]
    assert sum(cash(row["Ordered Product Sales"]) for row in day) == cash(same["Ordered Product Sales"])
    plain = tmp_path / "plain"
    plain.mkdir()
    write_business_reports(view("amazon", quirks=Quirks(daily_files=False)), plain)
    assert len(list(plain.glob("BusinessReport*"))) == 2


def test_stock_and_returns(tmp_path: Path) -> None:
    write_inventory(view("amazon"), tmp_path)
    write_returns(view("amazon"), tmp_path)
    rows = table(max(tmp_path.glob("FBA_Inventory*")), "utf-8", "\t")
    assert len(rows) == view("amazon").shop.shelf.skus
    for row in rows:
        assert int(row["afn-fulfillable-quantity"]) + int(row["afn-reserved-quantity"]) == int(
            row["afn-warehouse-quantity"]
        )
    back = table(next(iter(tmp_path.glob("FBA_Returns*"))), "utf-8", "\t")
    assert {row["detailed-disposition"] for row in back} <= {"SELLABLE", "DEFECTIVE"}
