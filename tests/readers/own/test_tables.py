"""Own tables as plain csv with the canonical names, or with the headers of either language; bad rows named."""

from pathlib import Path

import pytest

from tests.readers.exports import Reader, same, text, turned

PLAIN = {
    "own_costs": ("sku_cost", "sku,from_day,cost,currency,supplier", "TS,2026-01-01,12.5,CNY,A"),
    "own_stock": ("stock", "day,sku,on_hand,location", "2026-09-01,TS,5,North"),
    "own_purchase_orders": (
        "purchase_order",
        "po_id,sku,ordered_day,expected_day,quantity,cost",
        "P1,TS,2026-09-01,2026-12-01,100,12.5",
    ),
    "own_tickets": ("ticket", "ticket_id,order_id,kind,opened_at", "T1,O1,complaint,2026-09-01 10:00"),
    "own_reviews": ("review", "listing_id,at,stars,text", "652000000001,2026-09-01 10:00,2,Broke"),
    "own_plan": ("plan", "first_day,metric,target,currency", "2026-09-01,gmv,300000,CNY"),
    "own_candidates": ("candidate", "name,cost,price,return_share", "Mask,12,39,0.05"),
    "own_promotions": (
        "promotion",
        "name,first_day,last_day,mechanics,threshold,saving",
        "11.11,2026-11-11,2026-11-11,spend-X-save-Y,300,40",
    ),
    "own_competitor_prices": (
        "price",
        "day,listing_id,seller,final_price",
        "2026-09-01,652000000001,Rival,89",
    ),
    "own_fx": ("fx", "day,base,quote,rate", "2026-09-01,usd,CNY,7.1234"),
}


@pytest.mark.parametrize("key", sorted(PLAIN))
def test_canonical_names(tmp_path: Path, key: str) -> None:
    table, names, cells = PLAIN[key]
    header, line = names.split(","), cells.split(",")
    first = Reader(tmp_path).one("t.csv", text(header, [line]))
    assert first.format == key
    assert (first.kept, first.refused, first.issues) == (1, 0, ())
    got = first.tables[table][0]
    given = dict(zip(header, line, strict=True))
    assert str(got[header[0]]).casefold() == given[header[0]].casefold()
    assert [str(got[name]) for name in header if name not in {"base", "opened_at", "at"}] == [
        value for name, value in given.items() if name not in {"base", "opened_at", "at"}
    ]
    same(first, Reader(tmp_path).one("b.csv", text(*turned(header, [line]))))


def test_costs_without_a_day_have_always_held(tmp_path: Path) -> None:
    data = text(
        ["SKU编码", "单件成本", "店铺"], [["TS", "12.50", "主店"], ["MUG", "3", ""]], encoding="gb18030"
    )
    read = Reader(tmp_path).one("成本.csv", data)
    assert read.pick("sku_cost", "sku", "from_day", "cost", "currency", "shop") == [
        ("TS", "2000-01-01", "12.5", "CNY", "主店"),
        ("MUG", "2000-01-01", "3", "CNY", None),
    ]


def test_a_cost_may_begin_tomorrow(tmp_path: Path) -> None:
    read = Reader(tmp_path).one("c.csv", text(["sku", "from_day", "cost"], [["TS", "2027-01-01", "9"]]))
    assert read.pick("sku_cost", "from_day", "cost") == [("2027-01-01", "9")]


def test_unknown_stock_is_not_nought(tmp_path: Path) -> None:
    data = text(
        ["日期", "SKU编码", "在库数", "可售数"],
        [["2026-09-01", "TS", "", "3"], ["2026-09-01", "MUG", "0", ""]],
    )
    read = Reader(tmp_path).one("s.csv", data)
    assert read.pick("stock", "sku", "on_hand", "available") == [("TS", None, 3), ("MUG", 0, None)]


def test_kinds_of_tickets_in_both_languages(tmp_path: Path) -> None:
    rows = [
        ["1", "退货", "2026-09-01 10:00"],
        ["2", "Complaint", "2026-09-01 10:00"],
        ["3", "", "2026-09-01 10:00"],
    ]
    read = Reader(tmp_path).one("t.csv", text(["工单号", "类型", "提出时间"], rows))
    assert read.pick("ticket", "ticket_id", "kind") == [("1", "return"), ("2", "complaint"), ("3", None)]


def test_bad_rows(tmp_path: Path) -> None:
    rows = [["TS", "12"], ["", "5"], ["MUG", "cheap"], ["CUP", "-1"], ["CAP", ""]]
    read = Reader(tmp_path).one("c.csv", text(["SKU code", "Unit cost"], rows))
    assert (read.kept, read.refused) == (1, 4)
    assert read.codes == [
        ("SKU code", "missing_key"),
        ("Unit cost", "bad_number"),
        ("Unit cost", "negative_amount"),
        ("Unit cost", "missing_value"),
    ]
    rates = Reader(tmp_path).one(
        "fx.csv",
        text(
            ["day", "base", "quote", "rate"],
            [["2026-09-01", "USD", "CNY", "x"], ["2026-09-02", "USD", "CNY", "7"]],
        ),
    )
    assert (rates.kept, rates.codes) == (1, [("rate", "bad_number")])


def test_reviews_without_a_number_are_one_row_each_and_stars_stop_at_five(tmp_path: Path) -> None:
    rows = [
        ["652000000001", "2026-09-01 10:00", "1", "坏了"],
        ["652000000001", "2026-09-01 10:00", "1", "坏了"],
        ["652000000001", "2026-09-02 10:00", "9", "好"],
    ]
    read = Reader(tmp_path).one("r.csv", text(["自家商品ID", "写评时间", "几星", "评语"], rows))
    assert read.format == "own_reviews"
    assert len({row["review_id"] for row in read.tables["review"]}) == 2
    assert read.pick("review", "stars", "text")[-1] == (None, "好")


def test_a_row_that_says_when_it_was_changed_is_as_late_as_that(tmp_path: Path) -> None:
    rows = [["TS", "12", "2026-09-03 10:00"], ["MUG", "5", ""]]
    read = Reader(tmp_path).one("c.csv", text(["SKU code", "Unit cost", "Updated"], rows))
    (first,), (second,) = read.pick("sku_cost", "version")
    assert (first, second != first) == ("2026-09-03 10:00:00", True)
