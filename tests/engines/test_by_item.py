"""Entries of a settlement by the items of their orders: exact, whatever the order looks like."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engines.contract import FIRST, LINE, same
from tests.engines.duck_books import connect
from zhanggui.engines.by_item import entries
from zhanggui.engines.duck import DuckEngine
from zhanggui.engines.memory import MemoryEngine
from zhanggui.metrics.query import Facts, Query, Value, Where
from zhanggui.model.period import Period

FEE = {
    "shop": "us",
    "fee_id": "f",
    "order_id": "1",
    "sku": "",
    "day": FIRST,
    "kind": "payment",
    "currency": "USD",
}


def line(number: str, paid: str | None, sku: str, **more: Any) -> dict[str, Any]:
    """A line of an order, of a listing named after its SKU."""
    amount = None if paid is None else Decimal(paid)
    return {
        **LINE,
        "order_id": "1",
        "line_id": number,
        "paid": amount,
        "sku": sku,
        "listing_id": f"L{sku}",
        **more,
    }


def told(books: Mapping[str, list[dict[str, Any]]], query: Query) -> Facts:
    """The answer of both engines."""
    found = DuckEngine(connect(books)).fetch(query)
    same(found, MemoryEngine(books).fetch(query))
    return found


def by(dim: str, *fees: Mapping[str, Any], lines: list[dict[str, Any]]) -> dict[object, Value]:
    """Fees by a dimension."""
    facts = told({"order_line": lines, "fee": [{**FEE, **fee} for fee in fees]}, Query(("fees",), (dim,)))
    return {facts.key(n)[0]: facts.value("fees", n) for n in range(len(facts))}


LINES = [line("a", "20.00", "A"), line("b", "10.00", "B"), line("c", None, "C")]


def test_what_names_its_order_is_spread_by_what_was_paid() -> None:
    assert by("sku", {"amount": Decimal(1)}, lines=LINES) == {"A": Decimal("0.6666"), "B": Decimal("0.3334")}
    assert by("listing", {"amount": Decimal(-3)}, lines=LINES) == {"LA": -2, "LB": -1}


def test_what_names_its_item_stays_with_it() -> None:
    assert by("listing", {"amount": Decimal(1), "sku": "B"}, lines=LINES) == {"LB": 1}
    assert by("sku", {"amount": Decimal(1), "sku": "Z"}, lines=LINES) == {"Z": 1}
    assert by("listing", {"amount": Decimal(1), "sku": "Z"}, lines=LINES) == {"": 1}


def test_what_settlements_charge_to_a_sku_by_name_is_told_apart() -> None:
    fees = ({"amount": Decimal(1)}, {"fee_id": "g", "amount": Decimal(2), "sku": "B"})
    assert by("charged_sku", *fees, lines=LINES) == {"": 1, "B": 2}


@pytest.mark.parametrize("order", ["", "2"])
def test_without_a_known_order_there_is_no_item(order: str) -> None:
    assert by("sku", {"amount": Decimal(1), "order_id": order}, lines=LINES) == {"": 1}


def test_of_what_was_free_each_line_bears_as_much() -> None:
    free = [line("a", "0", "A"), line("b", None, "B")]
    assert by("sku", {"amount": Decimal(1)}, lines=free) == {"A": Decimal("0.5"), "B": Decimal("0.5")}


def test_an_unknown_amount_stays_unknown() -> None:
    assert by("sku", {"amount": None}, lines=LINES) == {"A": None, "B": None}


def test_an_entry_is_counted_once_with_its_dearest_line() -> None:
    books = {"order_line": LINES, "fee": [{**FEE, "amount": Decimal(1)}]}
    facts = told(books, Query(("fee_entries",), ("sku",)))
    assert [(facts.key(n)[0], facts.value("fee_entries", n)) for n in range(len(facts))] == [
        ("A", 1),
        ("B", 0),
    ]


def test_entries_of_one_id_are_spread_each_by_itself() -> None:
    """What a settlement charges for an order at one moment: its price, its tax and its fees have one id."""
    fees = [
        {"amount": Decimal("9.00"), "name": "price"},
        {"amount": Decimal("3.00"), "name": "price"},
        {"amount": Decimal("1.50"), "name": "tax", "sku": "A"},
        {"amount": Decimal("1.50"), "name": "tax", "sku": "B"},
    ]
    assert by("sku", *fees, lines=LINES) == {"A": Decimal("9.5"), "B": Decimal("5.5")}
    books = {"order_line": LINES, "fee": [{**FEE, **fee} for fee in fees]}
    counted = told(books, Query(("fee_entries",), ("sku",)))
    assert sum(counted.value("fee_entries", n) or 0 for n in range(len(counted))) == len(fees)


def test_other_days_and_other_items_stay_out() -> None:
    later = {**FEE, "fee_id": "g", "day": FIRST + timedelta(days=9), "amount": Decimal(7)}
    books = {"order_line": LINES, "fee": [{**FEE, "amount": Decimal(3)}, later]}
    period = Period(FIRST, FIRST)
    facts = told(books, Query(("fees",), ("day",), period, (Where("listing", ("LB",)),)))
    assert [facts.value("fees", n) for n in range(len(facts))] == [1]


MONEY = st.decimals(Decimal(-9999999999), Decimal(9999999999), places=4)


@given(
    st.lists(st.tuples(st.none() | MONEY, st.sampled_from("ABC")), max_size=5),
    st.lists(
        st.tuples(MONEY, st.sampled_from(("", "A", "Z")), st.sampled_from(("1", "2"))), min_size=1, max_size=4
    ),
)
def test_parts_add_up_to_the_whole(
    lines: list[tuple[Decimal | None, str]], fees: list[tuple[Decimal, str, str]]
) -> None:
    books = {
        "order_line": [
            line(str(n), str(paid) if paid is not None else None, sku) for n, (paid, sku) in enumerate(lines)
        ],
        "fee": [
            {**FEE, "fee_id": str(n), "amount": amount, "sku": sku, "order_id": order}
            for n, (amount, sku, order) in enumerate(fees)
        ],
    }
    for dims in (("sku",), ("listing", "category"), ("variant",)):
        facts = told(books, Query(("fees",), dims))
        parts = [facts.value("fees", n) for n in range(len(facts))]
        assert sum(part for part in parts if part is not None) == sum(amount for amount, _, _ in fees)


def test_entries_meet_their_orders_by_hash() -> None:
    """With another condition than equal columns every entry would be compared with every line: hours, not seconds."""
    books = {"order_line": LINES, "fee": [{**FEE, "amount": Decimal(1)}]}
    plan = str(connect(books).execute(f"EXPLAIN SELECT count(*) FROM {entries([])}").fetchall()[0][1])
    assert "HASH_JOIN" in plan
    assert not any(slow in plan for slow in ("NL_JOIN", "NESTED_LOOP", "CROSS_PRODUCT"))
