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


def test_the_device_of_an_order_is_of_each_of_its_lines(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(
        "INSERT INTO order_head (shop, order_id, device, source_file, version) "
        "VALUES ('s', '1', 'pc', 'h', now()), ('s', '2', 'mobile', 'h', now())"
    )
    con.execute(
        "INSERT INTO order_item (shop, order_id, line_id, source_file, version) "
        "VALUES ('s', '1', 'a', 'i', now()), ('s', '1', 'b', 'i', now()), ('s', '3', 'a', 'i', now())"
    )
    resolve.touch_all(con)
    resolve.put_together(con)
    assert con.execute("SELECT order_id, device FROM order_line ORDER BY ALL").fetchall() == [
        ("1", "pc"),
        ("1", "pc"),
        ("2", "mobile"),
        ("3", None),
    ]


@pytest.mark.parametrize(
    ("head", "stated"), [(4, [("a", None, None), ("b", 4, True)]), (5, [("a", 5, None), ("b", None, None)])]
)
def test_a_refund_that_head_and_items_tell_alike_stays_on_its_line(
    con: duckdb.DuckDBPyConnection, head: int, stated: list[tuple[object, ...]]
) -> None:
    con.execute(
        "INSERT INTO order_head (shop, order_id, refund_stated, source_file, version) "
        "VALUES ('s', '1', ?, 'h', TIMESTAMP '2024-01-02')",
        [head],
    )
    con.execute(
        "INSERT INTO order_item (shop, order_id, line_id, sku, refund_stated, refund_of_line, source_file, version) "
        "VALUES ('s', '1', 'x', 'a', NULL, true, 'i', TIMESTAMP '2024-01-01'), "
        "('s', '1', 'y', 'b', 4, true, 'i', TIMESTAMP '2024-01-01')"
    )
    resolve.touch_all(con)
    resolve.put_together(con)
    told = con.execute(
        "SELECT sku, refund_stated, CASE WHEN refund_stated > 0 THEN refund_of_line END FROM order_line ORDER BY 1"
    )
    assert told.fetchall() == stated


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


def case(con: duckdb.DuckDBPyConnection, number: str, amount: int, hour: int, kind: str = "return") -> None:
    con.execute(
        "INSERT INTO refund (shop, refund_id, order_id, sku, settled_at, kind, amount, reason, currency, version) "
        f"VALUES ('s', ?, '1', 'x', TIMESTAMP '2024-05-01 {hour:02}:00:00', ?, ?, 'too small', 'CNY', now())",
        [number, kind, amount],
    )


def made(con: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    resolve.touch_all(con)
    resolve.stated_refunds(con)
    con.execute("DROP TABLE zg_touched")
    return con.execute(
        "SELECT refund_id, amount, hour(settled_at), reason FROM refund "
        f"WHERE kind = 'refund' AND {resolve.DERIVED} ORDER BY 1"
    ).fetchall()


def test_cases_are_refunds_where_no_account_tells_them(con: duckdb.DuckDBPyConnection) -> None:
    case(con, "return|1", 5, 8)
    case(con, "return|2", 7, 9)
    both = [("1|returned|return|1", 5, 8, "too small"), ("1|returned|return|2", 7, 9, "too small")]
    assert made(con) == both
    assert made(con) == both


def test_what_the_account_tells_is_the_money_of_the_first_cases(con: duckdb.DuckDBPyConnection) -> None:
    case(con, "return|1", 5, 8)
    case(con, "return|2", 7, 9)
    case(con, "ledger", 6, 10, "refund")
    assert made(con) == [("1|returned|return|2", 6, 9, "too small")]
    case(con, "ledger 2", 6, 10, "refund")
    assert made(con) == []


def test_an_order_file_states_no_more_than_the_cases(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(
        "INSERT INTO order_line (shop, order_id, refund_stated, currency) VALUES ('s', '1', 6, 'CNY')"
    )
    case(con, "return|1", 5, 8)
    assert made(con) == [("1|returned|return|1", 5, 8, "too small"), ("1|stated", 1, None, None)]


def test_money_of_one_line_is_none_of_another_lines(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(
        "INSERT INTO order_line (shop, order_id, line_id, sku, refund_stated, refund_of_line, currency) VALUES "
        "('s', '1', 'a', 'x', 50, true, 'CNY'), ('s', '1', 'b', 'y', NULL, true, 'CNY')"
    )
    case(con, "ledger", 30, 10, "refund")
    con.execute("UPDATE refund SET line_id = ''")
    assert made(con) == [("1|stated", 20, None, None)]
    con.execute("UPDATE refund SET line_id = 'b' WHERE refund_id = 'ledger'")
    assert made(con) == [("1|stated", 50, None, None)]
    assert con.execute("SELECT sku FROM refund WHERE refund_id = '1|stated'").fetchall() == [("x",)]
    case(con, "return|1", 50, 8)
    case(con, "return|2", 30, 9)
    con.execute("UPDATE refund SET line_id = 'a' WHERE refund_id = 'return|1'")
    con.execute("UPDATE refund SET line_id = 'b' WHERE refund_id = 'return|2'")
    assert made(con) == [("1|returned|return|1", 50, 8, "too small")]


def test_the_rest_of_an_order_that_went_back_whole_went_with_its_last_refund(
    con: duckdb.DuckDBPyConnection,
) -> None:
    con.execute(
        "INSERT INTO order_line (shop, order_id, refund_stated, status, currency) "
        "VALUES ('s', '1', 25, 'refunded', 'CNY')"
    )
    assert made(con) == [("1|stated", 25, None, None)]
    case(con, "return|1", 3, 8)
    case(con, "return|2", 20, 9)
    assert made(con)[-1] == ("1|stated", 2, 9, None)
    assert con.execute(
        "SELECT count(*) FROM refund WHERE kind = 'refund' AND settled_day IS NULL"
    ).fetchone() == (2,)
    con.execute("UPDATE order_line SET status = 'done'")
    assert made(con)[-1] == ("1|stated", 2, None, None)
