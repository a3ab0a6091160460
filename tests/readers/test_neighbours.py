"""Values carried down, and order amounts spread to the cent."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.readers.plain import SALT, TODAY, TOML, line, reading, sales, text
from zhanggui.readers.base import Plan
from zhanggui.readers.cells import Habits
from zhanggui.readers.neighbours import allocated, asked, counted, gather, group, joined

SPREAD = """
[allocate]
by = "order_id"
weight = "units"
take = "%s"
[allocate.amounts]
part = "amount"
[[tables]]"""


def spread(take: str) -> str:
    return TOML.replace("[[tables]]", SPREAD % take, 1).replace('paid = "amount"', 'paid = "part"')


CARRY = TOML.replace("[[tables]]", '[carry]\nby = "order_id"\nfields = ["sold_at"]\n[[tables]]', 1)

# Lines of orders in any order: (order, units, amount in cents).
LINES = st.lists(
    st.tuples(
        st.sampled_from("ABCD"), st.integers(0, 9) | st.none(), st.integers(-5000, 500_000) | st.none()
    ),
    min_size=1,
    max_size=12,
)


def plan(toml: str) -> Plan:
    fields = ("order_id", "units", "amount")
    return Plan(sales(toml), {name: n for n, name in enumerate(fields)}, fields, Habits(), SALT, TODAY)


def shares(
    lines: Sequence[tuple[str, int | None, int | None]], take: str = "same"
) -> tuple[list[tuple[Decimal | None, bool]], set[int]]:
    """The part of each line and whether it is its order's first, as a table gets them; the lines that are disputed."""
    with duckdb.connect() as con:
        con.execute(
            "CREATE TABLE t_typed "
            "(_rowid BIGINT, order_id VARCHAR, units BIGINT, amount DECIMAL(18,4), source_row BIGINT)"
        )
        for place, (order, units, cents) in enumerate(lines):
            amount = None if cents is None else Decimal(cents) / 100
            con.execute("INSERT INTO t_typed VALUES (?, ?, ?, ?, ?)", [place, order, units, amount, place])
        rows, issues = gather(con, plan(spread(take)), "t", "a.csv")
        got = con.execute(f"SELECT part, first_line FROM {rows} ORDER BY _rowid").fetchall()
        return got, {issue.row for issue in issues}


@settings(max_examples=60, deadline=None)
@given(LINES)
def test_shares_add_up_and_follow_the_weights(lines: list[tuple[str, int | None, int | None]]) -> None:
    told, disputed = shares(lines)
    got = [share for share, _ in told]
    orders = [one[0] for one in lines]
    assert [first for _, first in told] == [
        orders.index(order) == place for place, order in enumerate(orders)
    ]
    stated: dict[str, int] = {}
    for order, _, cents in sorted(lines, key=lambda one: not one[2]):
        if cents is not None:
            stated.setdefault(order, cents)
    assert disputed == {
        place for place, (order, _, cents) in enumerate(lines) if cents and cents != stated[order]
    }
    for order in {one[0] for one in lines}:
        mine = [(one, share) for one, share in zip(lines, got, strict=True) if one[0] == order]
        if order not in stated:
            assert all(share is None for _, share in mine)
            continue
        whole = Decimal(stated[order]) / 100
        weights = [Decimal(units or 0) for (_, units, _), _ in mine]
        weights = weights if sum(weights) else [Decimal(1)] * len(mine)
        assert sum(share or 0 for _, share in mine) == whole
        for weight, (_, share) in zip(weights, mine, strict=True):
            assert share is not None
            assert abs(share - whole * weight / sum(weights)) <= Decimal("0.0101")


@pytest.mark.parametrize("take", ["same", "first"])
def test_an_order_amount_is_spread_exactly(tmp_path: Path, take: str) -> None:
    amounts = ["100.00", "100.00", "100.00"] if take == "same" else ["100.00", "", ""]
    lines = [line(1, units=1, amount=amount) for amount in amounts]
    (tmp_path / "a.csv").write_bytes(text(*lines, line(2, units=2, amount="0.01")))
    with reading(tmp_path / "a.csv", sales(spread(take))) as got:
        assert got.rows("paid") == [
            (Decimal("33.33"),),
            (Decimal("33.34"),),
            (Decimal("33.33"),),
            (Decimal("0.01"),),
        ]


def test_orders_without_weight_are_spread_evenly(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(text(line(1, units=0, amount=10), line(1, units=0, amount=10)))
    with reading(tmp_path / "a.csv", sales(spread("same"))) as got:
        assert got.rows("paid") == [(5,), (5,)]


def test_rows_that_disagree_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(text(line(1, amount=10), line(1, amount=12)))
    with reading(tmp_path / "a.csv", sales(spread("same"))) as got:
        assert got.issues == [(3, "Amount", "order_differs")]
        assert sum(Decimal(str(row[0])) for row in got.rows("paid")) == 10


def test_a_row_of_0_does_not_dispute_what_another_states(tmp_path: Path) -> None:
    for amounts in ((6, 0, 0), (0, 0, 6), ("", 6, 0)):
        (tmp_path / "a.csv").write_bytes(text(*(line(1, units=1, amount=amount) for amount in amounts)))
        with reading(tmp_path / "a.csv", sales(spread("same"))) as got:
            assert got.issues == []
            assert got.rows("paid") == [(2,), (2,), (2,)]


def test_values_of_the_first_row_are_carried(tmp_path: Path) -> None:
    toml = CARRY
    (tmp_path / "a.csv").write_bytes(text(line(1), line(1, at=""), line(2, at="")))
    with reading(tmp_path / "a.csv", sales(toml)) as got:
        assert got.rows("paid_day") == [(date(2024, 5, 6),), (date(2024, 5, 6),), (None,)]


def test_rows_alone_need_no_neighbours() -> None:
    with duckdb.connect() as con:
        con.execute("CREATE TABLE t AS SELECT 0 AS _rowid, 'A' AS order_id, 2 AS units, 5 AS amount")
        made = plan(spread("first"))
        assert con.execute(counted(made, "t")).fetchone() == (1, 1)
        assert con.execute(f"SELECT first_line, part FROM ({joined(made, 't', '', '')})").fetchall() == [
            (True, 5)
        ]


def test_which_formats_look_at_neighbours() -> None:
    assert not asked(plan(TOML))
    assert asked(plan(TOML.replace('paid = "amount"', 'paid = "CASE WHEN first_line THEN amount END"')))
    assert asked(plan(CARRY))
    assert group(plan(TOML)) == group(plan(CARRY)) == group(plan(spread("same"))) == "order_id"


@pytest.mark.parametrize("lines", [2, 3])
def test_an_amount_that_only_a_later_row_has_is_not_the_first_rows(lines: int) -> None:
    rows: list[tuple[str, int | None, int | None]] = [("A", 1, None), *[("A", 1, 500)] * (lines - 1)]
    assert [share for share, _ in shares(rows, "first")[0]] == [None] * lines
    assert sum(share or 0 for share, _ in shares(rows)[0]) == 5


def test_amounts_without_a_column_are_not_spread() -> None:
    made = plan(spread("same"))
    assert allocated(made) == made.format.allocate
    alone = replace(made, columns={"order_id": 0, "units": 1})
    assert allocated(alone) is None
    assert allocated(plan(TOML)) is None
    with duckdb.connect() as con:
        con.execute("CREATE TABLE t_typed AS SELECT 0 AS _rowid, 'A' AS order_id, 2 AS units, NULL AS amount")
        con.execute("INSERT INTO t_typed SELECT n, 'A', 2, NULL FROM range(1, 3) t(n)")
        rows, issues = gather(con, alone, "t", "a.csv")
        got = con.execute(f"SELECT part, first_line FROM {rows} ORDER BY _rowid").fetchall()
    assert (got, issues) == ([(None, True), (None, False), (None, False)], [])


def test_the_amount_that_is_disputed_is_named(tmp_path: Path) -> None:
    toml = spread("same").replace('part = "amount"', 'part = "amount"\nother = "units"')
    (tmp_path / "a.csv").write_bytes(text(line(1), line(1, units="7")))
    with reading(tmp_path / "a.csv", sales(toml)) as got:
        assert got.issues == [(3, "Units", "order_differs")]


def test_an_amount_of_two_columns_is_reckoned_from_what_the_order_says(tmp_path: Path) -> None:
    toml = spread("same").replace('part = "amount"', 'part = "amount - coalesce(units, 0)"')
    for units in ((4, "", ""), (4, 0, 0), (0, 0, 4), (4, 4, 4)):
        (tmp_path / "a.csv").write_bytes(text(*(line(1, units=one, amount=10) for one in units)))
        with reading(tmp_path / "a.csv", sales(toml)) as got:
            assert got.issues == []
            assert sum(Decimal(str(row[0])) for row in got.rows("paid")) == 6
