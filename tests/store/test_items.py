"""Refunds that name the order alone: the item is what the order's lines say, whatever the order of the files."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import permutations

import duckdb
import pytest

from tests.store.staging import File
from tests.store.test_merge import books, line, load
from zhanggui.store.fingerprint import fingerprint

VERSION = datetime(2024, 6, 1)
DAY = VERSION.date()


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with books() as made:
        yield made


def item(order: str, sku: str, paid: int | None, **more: object) -> dict[str, object]:
    return {**line(order, paid), "sku": sku, "listing_id": f"L{sku}", "paid_day": DAY, **more}


def orders(*rows: dict[str, object], version: datetime = VERSION) -> File:
    return File("orders", {"order_line": rows}, version=version)


def back(number: str, order: str, amount: int, **more: object) -> dict[str, object]:
    bare = {"sku": "", "listing_id": "", "line_id": "", "settled_day": DAY}
    return {"refund_id": number, "order_id": order, "amount": amount, "kind": "refund", **bare, **more}


def account(*rows: dict[str, object]) -> File:
    return File("account", {"refund": rows}, version=VERSION)


def told(con: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    return con.execute(
        "SELECT refund_id, sku, listing_id, amount, filled FROM refund ORDER BY ALL"
    ).fetchall()


def either_way(*files: File) -> list[tuple[object, ...]]:
    """What the books tell of refunds, which is the same in whatever order the files come."""
    found = []
    for some in permutations(files):
        with books() as con:
            for file in some:
                load(con, file)
            found.append((told(con), fingerprint(con)))
    assert all(one == found[0] for one in found)
    return found[0][0]


@pytest.mark.parametrize(
    ("lines", "refund", "sku"),
    [
        ([item("1", "a", 9)], back("r", "1", 4), "a"),
        ([item("1", "a", 9), item("1", "gift", 0)], back("r", "1", 4), "a"),  # the only one that was paid for
        ([item("1", "a", 9), item("1", "b", 5)], back("r", "1", 5), "b"),  # the only one of that amount
        ([item("1", "a", 9), item("1", "b", 5)], back("r", "1", 4), ""),
        ([item("1", "a", 5), item("1", "b", 5)], back("r", "1", 5), ""),
        (
            [item("1", "a", 5, line_id="x"), item("1", "b", 5, line_id="y")],
            back("r", "1", 3, line_id="y"),
            "b",
        ),
        (
            [item("1", "a", None), item("1", "b", 5)],
            back("r", "1", 3),
            "",
        ),  # what is unknown may have been paid
        ([item("2", "a", 9)], back("r", "1", 4), ""),
    ],
)
def test_the_item_of_a_refund(lines: list[dict[str, object]], refund: dict[str, object], sku: str) -> None:
    made = either_way(orders(*lines), account(refund))
    listing, filled = (f"L{sku}", "both") if sku else ("", None)
    assert made == [("r", sku, listing, refund["amount"], filled)]


def test_what_a_file_tells_stays_and_the_rest_is_filled_in() -> None:
    made = either_way(
        orders(item("1", "a", 9)),
        account(back("r", "1", 4, sku="own"), back("s", "1", 2, listing_id="mine")),
    )
    assert made == [("r", "own", "La", 4, "listing"), ("s", "a", "mine", 2, "sku")]


def test_an_order_that_is_corrected_takes_its_item_back(con: duckdb.DuckDBPyConnection) -> None:
    load(con, orders(item("1", "a", 9)))
    load(con, account(back("r", "1", 4)))
    assert told(con) == [("r", "a", "La", 4, "both")]
    later = VERSION + timedelta(1)
    load(con, File("later", {"order_line": [item("1", "b", 4), item("1", "c", 4)]}, version=later))
    assert told(con) == [("r", "", "", 4, None)]


def test_what_an_order_states_by_line_is_told_by_line() -> None:
    lines = [item("1", "a", 9, refund_stated=4), item("1", "b", 5, refund_stated=5), item("1", "c", 5)]
    assert either_way(orders(*lines)) == [
        ("1|stated|1", "a", "La", 4, None),
        ("1|stated|2", "b", "Lb", 5, None),
    ]
    # a dated refund is a part of it, and nobody knows of which line
    made = either_way(orders(*lines), account(back("r", "1", 2)))
    assert made == [("1|stated", "", "", 7, None), ("r", "", "", 2, None)]


@pytest.mark.parametrize(("of_line", "sku"), [(True, "b"), (None, "")])
def test_a_refund_stated_on_one_line_is_of_that_line_where_the_file_says_so(
    of_line: bool | None, sku: str
) -> None:
    lines = [item("1", "a", 9), item("1", "b", 5, refund_stated=3, refund_of_line=of_line), item("1", "c", 5)]
    number = "1|stated|1" if sku else "1|stated"
    assert either_way(orders(*lines)) == [(number, sku, "Lb" if sku else "", 3, None)]
