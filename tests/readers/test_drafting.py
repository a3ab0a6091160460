"""What a proposal writes into its format file."""

from pathlib import Path

from tests.readers.test_mapping import proposed
from zhanggui.readers.grammar import load


def test_sales_without_an_order_number_are_one_order_a_buyer_and_day(tmp_path: Path) -> None:
    lines = "00001,19970101,1,11.77\n00002,19970112,1,12.00\n00002,19970112,5,77.00\n00003,19970102,2,20.76\n"
    draft = proposed(tmp_path / "cdnow.csv", "customer_id,date,quantity,price\n" + lines)
    assert (draft.table, draft.missing, draft.issues) == ("order_line", (), ())
    orders = [row[draft.columns.index("order_id")] for row in draft.rows]
    assert orders[1] == orders[2]
    assert len(set(orders)) == 3
    assert "# No column holds an order number" in draft.toml


def test_the_words_for_a_device_become_the_books_own(tmp_path: Path) -> None:
    lines = "1,2024-05-06,T1,2,3.00,iPhone\n2,2024-05-06,T1,1,4.00,Desktop\n3,2024-05-07,T1,1,4.00,Kiosk\n"
    draft = proposed(tmp_path / "a.csv", "Order ID,Order date,SKU,Qty,Price,Device\n" + lines)
    at = draft.columns.index("device")
    assert [row[at] for row in draft.rows] == ["mobile", "pc", None]


def test_a_draft_that_lacks_a_column_breaks_no_rule_of_the_grammar(tmp_path: Path) -> None:
    draft = proposed(tmp_path / "a.csv", "Order ID,Qty,Price\n1,2,3.00\n2,1,4.00\n")
    assert draft.missing
    assert "paid_at" not in load(draft.toml, "a.toml", own=True).tables[0].columns
