from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import permutations
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.staging import File, apply
from tests.store.test_merge import books, line, load
from zhanggui.store import unlinked
from zhanggui.store.fingerprint import fingerprint
from zhanggui.store.folder import ShopFolder

DAY = date(2024, 5, 1)
VERSION = datetime(2024, 6, 1)


@pytest.fixture
def folder(tmp_path: Path) -> ShopFolder:
    return ShopFolder.open(tmp_path / "shop")


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with books() as made:
        yield made


def on(number: int) -> dict[str, object]:
    day = DAY + timedelta(number)
    return {"settled_day": day, "settled_at": datetime(day.year, day.month, day.day, 9)}


def entry(number: str, amount: object, day: int, **more: object) -> dict[str, object]:
    """A refund of an account without an order number."""
    return {"refund_id": number, "order_id": "", "kind": "refund", "amount": amount, "currency": "CNY"} | {
        **on(day),
        **more,
    }


def case(number: str, order: str, amount: object, day: int, **more: object) -> dict[str, object]:
    """A case of the after-sales list."""
    told = {"refund_id": f"return|{number}", "order_id": order, "kind": "return", "currency": "CNY"}
    return {**told, "amount": amount, "sku": "x", **on(day), **more}


def account(*rows: dict[str, object]) -> File:
    return File("account", {"refund": rows}, version=VERSION)


def cases(*rows: dict[str, object]) -> File:
    return File("cases", {"refund": rows}, version=VERSION)


def counted(con: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    return con.execute(
        "SELECT order_id, amount, day(settled_day) FROM refund WHERE kind = 'refund' ORDER BY ALL"
    ).fetchall()


def either_way(*files: File) -> list[tuple[object, ...]]:
    """What counts, which is the same in whatever order the files come."""
    told = []
    for some in permutations(files):
        with books() as con:
            for file in some:
                load(con, file)
            told.append((counted(con), fingerprint(con)))
    assert all(one == told[0] for one in told)
    return told[0][0]


def test_money_that_an_account_tells_without_an_order_is_that_of_the_cases() -> None:
    told = either_way(
        cases(case("1", "a", 30, 3), case("2", "b", 50, 4)), account(entry("e1", 30, 3), entry("e2", 50, 5))
    )
    assert told == [("a", 30, 4), ("b", 50, 6)]


def test_where_no_case_tells_it_nothing_goes_away() -> None:
    told = either_way(
        cases(case("1", "a", 30, 3)),
        account(entry("e1", 30, 3), entry("e2", 30, 3), entry("e3", 7, 3), entry("e4", 30, 90)),
    )
    assert told == [("", 7, 4), ("", 30, 4), ("", 30, 30), ("a", 30, 4)]


def test_what_an_order_file_states_is_dated_by_the_account() -> None:
    sold = line("a", 99, paid_day=DAY, refund_stated=40, currency="CNY")
    told = either_way(File("orders", {"order_line": [sold]}, version=VERSION), account(entry("e1", 40, 12)))
    assert told == [("a", 40, 13)]


def test_orders_cases_and_an_account_tell_one_refund_once() -> None:
    sold = line("a", 99, paid_day=DAY, refund_stated=40, currency="CNY")
    told = either_way(
        File("orders", {"order_line": [sold]}, version=VERSION),
        cases(case("1", "a", 40, 5)),
        account(entry("e1", 40, 6)),
    )
    assert told == [("a", 40, 7)]


def test_an_entry_with_the_number_of_its_order_is_no_other_money() -> None:
    linked = entry("e1", 40, 5, order_id="a")
    told = either_way(cases(case("1", "a", 40, 5)), account(linked, entry("e2", 40, 5)))
    assert told == [("", 40, 6), ("a", 40, 6)]


def test_the_sum_of_a_day_is_the_money_of_its_cases() -> None:
    told = either_way(cases(case("1", "a", 30, 3), case("2", "b", 50, 3)), account(entry("sum", 80, 3)))
    assert told == [("a", 30, 4), ("b", 50, 4)]
    told = either_way(cases(case("1", "a", 80, 3)), account(entry("e1", 60, 3), entry("e2", 20, 3)))
    assert told == [("a", 80, 4)]
    told = either_way(cases(case("1", "a", 30, 3), case("2", "b", 50, 3)), account(entry("other", 81, 3)))
    assert told == [("", 81, 4), ("a", 30, 4), ("b", 50, 4)]


def test_a_case_that_was_only_asked_for_gets_its_day_from_the_account() -> None:
    asked = case("1", "a", 30, 3, settled_day=None, settled_at=None, requested_day=DAY)
    assert either_way(cases(asked), account(entry("e1", 30, 20))) == [("a", 30, 21)]


def test_another_currency_or_shop_is_other_money() -> None:
    told = either_way(cases(case("1", "a", 30, 3)), account(entry("e1", 30, 3, currency="USD")))
    assert told == [("", 30, 4), ("a", 30, 4)]


def test_an_account_that_is_replaced_takes_its_days_back(con: duckdb.DuckDBPyConnection) -> None:
    load(con, cases(case("1", "a", 30, 3)))
    load(con, account(entry("e1", 30, 5)))
    assert counted(con) == [("a", 30, 6)]
    linked = entry("e1", 30, 5, order_id="b")
    load(con, File("again", {"refund": [linked]}, version=VERSION + timedelta(1)))
    assert counted(con) == [("a", 30, 4), ("b", 30, 6)]
    kinds = con.execute("SELECT kind FROM refund__past").fetchall()
    assert kinds == [("refund",)]


def test_the_case_of_the_same_day_is_taken_before_one_that_waits(con: duckdb.DuckDBPyConnection) -> None:
    load(con, cases(case("1", "a", 30, 3), case("2", "b", 30, 5)))
    load(con, account(entry("e1", 30, 5)))
    ids = con.execute("SELECT refund_id FROM refund WHERE kind = 'refund' ORDER BY 1").fetchall()
    assert ids == [("a|returned|return|1",), ("b|account|e1",)]


def test_as_many_find_one_as_can() -> None:
    def claim(place: int, first: int, last: int) -> unlinked._Claim:
        return unlinked._Claim(place, None, DAY + timedelta(first), DAY + timedelta(last))

    def told(place: int, day: int) -> unlinked._Entry:
        return unlinked._Entry(place, DAY + timedelta(day))

    found = unlinked.paired(
        [told(1, 2), told(2, 6), told(3, 40)], [claim(8, 0, 9), claim(9, 0, 3), claim(7, 50, 60)]
    )
    assert list(found) == [(1, 9), (2, 8)]


DAYS = st.integers(0, 3)
AMOUNTS = st.sampled_from([5, 10])
SIDE = st.lists(st.tuples(AMOUNTS, DAYS), max_size=6)


@settings(max_examples=15)
@given(SIDE, SIDE)
def test_no_refund_counts_twice_and_none_goes_away(
    made: list[tuple[int, int]], told: list[tuple[int, int]]
) -> None:
    one = cases(*(case(str(n), f"o{n}", amount, day) for n, (amount, day) in enumerate(made)))
    other = account(*(entry(f"e{n}", amount, day) for n, (amount, day) in enumerate(told)))
    found = [row[1] for row in either_way(*(file for file in (one, other) if file.tables["refund"]))]
    for amount in (5, 10):
        here, there = (sum(value == amount for value, _ in side) for side in (made, told))
        assert here <= found.count(amount) <= max(here, there)
    total = sum(Decimal(str(amount)) for amount in found)
    assert total >= max(sum(amount for amount, _ in made), sum(amount for amount, _ in told))


def test_what_stays_open_is_told_once(folder: ShopFolder) -> None:
    first, second, third = apply(
        folder,
        cases(case("1", "a", 30, 3), case("2", "b", 50, 9)),
        account(entry("e1", 30, 3), entry("e2", 7, 4), entry("e3", 8, 60)),
        File("more", {"refund": [case("3", "c", 1, 4)]}, version=VERSION),
    )
    assert not first.issues
    (issue,) = second.issues
    assert (issue.code, issue.value, issue.level) == ("refunds_unlinked", "7.00 CNY (1)", "notice")
    assert not third.issues
    with folder.read() as reading:
        assert unlinked.doubtful(reading.con, ["jd"]) == (unlinked.Doubt("jd", 1, Decimal(7), "CNY"),)
        assert unlinked.doubtful(reading.con, ["other"]) == ()
