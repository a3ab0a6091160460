from collections.abc import Iterator
from decimal import Decimal

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhanggui.store import resolve, schema


def books() -> duckdb.DuckDBPyConnection:
    made = duckdb.connect()
    schema.create(made)
    return made


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with books() as made:
        yield made


CENTS = st.integers(0, 10_000_000).map(lambda n: Decimal(n) / 100)


@settings(max_examples=30)
@given(CENTS, st.lists(CENTS, min_size=1, max_size=9))
def test_the_parts_of_a_paid_amount_add_up_to_it_exactly(paid: Decimal, weights: list[Decimal]) -> None:
    with books() as con:
        con.execute("INSERT INTO order_head (shop, order_id, paid, source_file, version) "
                    "VALUES ('s', '1', ?, 'h', now())", [paid])  # fmt: skip
        for number, weight in enumerate(weights):
            con.execute(
                "INSERT INTO order_item (shop, order_id, line_id, list_amount, source_file, version) "
                "VALUES ('s', '1', ?, ?, 'i', now())",
                [str(number), weight],
            )
        resolve.touch_all(con)
        resolve.put_together(con)
        rows = con.execute("SELECT line_id, paid FROM order_line ORDER BY line_id").fetchall()
    assert sum(row[1] for row in rows) == paid
    assert len(rows) == len(weights)
    whole = sum(weights)
    for (_, part), weight in zip(rows, weights, strict=True):
        share = paid * weight / whole if whole else paid / len(weights)
        assert abs(part - share) <= Decimal("0.02")


def test_every_order_is_touched_once(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("INSERT INTO order_line (shop, order_id, line_id) VALUES ('s', '1', 'a'), ('s', '1', 'b')")
    con.execute(
        "INSERT INTO refund (shop, refund_id, order_id) VALUES ('s', 'r', '1'), ('s', 'q', ''), ('s', 'p', '2')"
    )
    resolve.touch_all(con)
    assert con.execute("SELECT order_id FROM zg_touched ORDER BY 1").fetchall() == [("1",), ("2",)]


def test_only_what_was_put_together_is_dropped(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("INSERT INTO load_table VALUES ('h', 'order_head', 1), ('o', 'order_line', 1)")
    con.execute(
        "INSERT INTO order_line (shop, order_id, source_file) VALUES ('s', '1', 'h'), ('s', '1', 'o'), ('s', '2', 'h')"
    )
    con.execute("CREATE TEMP TABLE zg_touched AS SELECT 's' AS shop, '1' AS order_id")
    resolve.drop_derived(con)
    assert con.execute("SELECT order_id, source_file FROM order_line ORDER BY ALL").fetchall() == [
        ("1", "o"),
        ("2", "h"),
    ]


def test_the_sku_of_an_undated_refund_is_known_only_where_the_order_has_one(
    con: duckdb.DuckDBPyConnection,
) -> None:
    con.execute(
        "INSERT INTO order_line (shop, order_id, line_id, sku, listing_id, refund_stated, source_file, version) VALUES "
        "('s', '1', 'a', 'x', 'l', 1, 'o', now()), ('s', '2', 'a', 'x', 'l', 1, 'o', now()), "
        "('s', '2', 'b', 'y', 'l', 1, 'o', now())"
    )
    resolve.touch_all(con)
    resolve.stated_refunds(con)
    assert con.execute("SELECT order_id, sku, listing_id, amount FROM refund ORDER BY 1").fetchall() == [
        ("1", "x", "l", 1),
        ("2", "", "l", 2),
    ]


def test_a_refund_in_another_currency_is_not_taken_off(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(
        "INSERT INTO order_line (shop, order_id, refund_stated, currency) VALUES ('s', '1', 5, 'CNY')"
    )
    con.execute(
        "INSERT INTO refund (shop, refund_id, order_id, kind, amount, currency) "
        "VALUES ('s', 'r', '1', 'refund', 3, 'USD')"
    )
    resolve.touch_all(con)
    resolve.stated_refunds(con)
    assert con.execute("SELECT amount FROM refund WHERE refund_id = '1|stated'").fetchall() == [(5,)]
    assert resolve.any_row(con, "refund", "amount = 5")
    assert not resolve.any_row(con, "refund", "amount = 6")
