"""A report by day whose column of days nobody knows is not taken for a report of its whole period."""

from pathlib import Path

import pytest

from tests.readers.exports import Read, Reader

HEADER = "Campaign,Whatever,Currency code,Impr.,Clicks,Cost"
TITLES = "Campaign report\nSeptember 1, 2026 - September 10, 2026\n"


def read(folder: Path, days: list[str], titles: str = TITLES) -> Read:
    rows = "".join(f"Brand,{day},EUR,100,5,2.50\n" for day in days)
    return Reader(folder).one("campaigns.csv", f"{titles}{HEADER}\n{rows}".encode())


@pytest.mark.parametrize(
    "days",
    [
        ["2026-09-01", "2026-09-02"],
        ["2026/9/3", "2026/9/3", "2026/9/4"],
        ["09/02/2026", "09/03/2026", ""],
        ["46266", "46267"],
    ],
)
def test_days_of_the_period_in_a_column_nobody_reads(tmp_path: Path, days: list[str]) -> None:
    got = read(tmp_path, days)
    assert (got.kept, got.tables) == (0, {})
    assert [(i.row, i.column, i.code, i.value) for i in got.issues] == [
        (3, "Whatever", "unread_days", days[0])
    ]


def test_days_in_wrapped_cells(tmp_path: Path) -> None:
    for days in (["'2026-09-01", "'2026-09-02"], ["2026-09-01\t", "2026-09-02\t"]):
        assert [i.code for i in read(tmp_path, days).issues] == ["unread_days"]


@pytest.mark.parametrize(
    "days",
    [
        ["2025-01-07", "2025-03-08"],  # when the campaigns began
        ["2026-09-01", "2026-09-01"],  # one day tells nothing
        ["2026-09-01", "x", "y"],
        ["2026-09-31", "2026-09-41"],
        ["a", "b"],
    ],
)
def test_other_days_and_texts_are_no_days_of_rows(tmp_path: Path, days: list[str]) -> None:
    got = read(tmp_path, days)
    assert (got.format, got.kept) == ("google_ads_campaigns", len(days))


def test_a_period_of_one_day_has_nothing_to_split(tmp_path: Path) -> None:
    titles = "Campaign report\nSeptember 1, 2026 - September 1, 2026\n"
    assert read(tmp_path, ["2026-09-01", "2026-09-02"], titles).kept == 2
