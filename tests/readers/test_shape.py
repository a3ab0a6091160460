"""Local times, values carried down, and order amounts spread to the cent."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.plain import SALT, TODAY, TOML, line, reading, sales, text
from zhanggui.readers import Context
from zhanggui.readers.shape import offsets

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


def test_instants_become_local_across_a_change_of_the_clock(tmp_path: Path) -> None:
    toml = TOML.replace(
        'names = ["Sold at"]\ntype = "time"', 'names = ["Sold at"]\ntype = "time"\nzone = "utc"'
    )
    times = [
        "2024-03-10T09:59:59Z",
        "2024-03-10T10:00:00Z",
        "2024-11-03T08:59:00+00:00",
        "2024-11-03T09:00:00+00:00",
    ]
    (tmp_path / "a.csv").write_bytes(text(*(line(n, at=at) for n, at in enumerate(times))))
    context = Context(SALT, TODAY, "America/Los_Angeles", "USD")
    with reading(tmp_path / "a.csv", sales(toml), context) as got:
        shown = [str(row[0]) for row in got.rows("paid_at")]
    assert shown == [
        "2024-03-10 01:59:59",
        "2024-03-10 03:00:00",
        "2024-11-03 01:59:00",
        "2024-11-03 01:00:00",
    ]


@given(
    st.sampled_from(["America/New_York", "Europe/London", "Asia/Shanghai", "Australia/Lord_Howe"]),
    st.integers(0, 15_000),
)
def test_offsets_agree_with_the_time_zone(zone: str, hours: int) -> None:
    moment = datetime(2023, 1, 1) + timedelta(hours=hours)
    steps = offsets(zone, date(2023, 1, 1), date(2024, 12, 31))
    minutes = next(m for since, m in reversed(steps) if since <= moment)
    local = moment.replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo(zone))
    assert local.utcoffset() == timedelta(minutes=minutes)


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
        assert got.issues == [(3, "", "conflict")]
        assert sum(Decimal(str(row[0])) for row in got.rows("paid")) == 10


def test_values_of_the_first_row_are_carried(tmp_path: Path) -> None:
    toml = TOML.replace("[[tables]]", '[carry]\nby = "order_id"\nfields = ["sold_at"]\n[[tables]]', 1)
    (tmp_path / "a.csv").write_bytes(text(line(1), line(1, at=""), line(2, at="")))
    with reading(tmp_path / "a.csv", sales(toml)) as got:
        assert got.rows("paid_day") == [(date(2024, 5, 6),), (date(2024, 5, 6),), (None,)]


def test_days_and_hours_follow_from_the_time(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(text(line(1, at="2024-05-05 23:59:59")))
    with reading(tmp_path / "a.csv") as got:
        assert got.rows("paid_day, paid_hour, paid_weekday, line_id, title, version, currency") == [
            (date(2024, 5, 5), 23, 7, "", None, datetime(2024, 5, 5, 23, 59, 59), "USD")
        ]


def test_the_currency_of_the_header(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(text(line(1)).replace(b"Amount", b"Amount (SGD)"))
    with reading(tmp_path / "a.csv") as got:
        assert got.rows("currency") == [("SGD",)]
