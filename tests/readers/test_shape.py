"""Local times, and what holds for the file as a whole."""

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from tests.readers.plain import SALT, TODAY, TOML, line, reading, sales, text
from zhanggui.readers import Context
from zhanggui.readers.shape import offsets


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
