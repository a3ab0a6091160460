"""The zone of a shop, told by the offsets behind its clocks."""

from datetime import datetime
from pathlib import Path

import pytest

from tests.readers.china import known
from zhanggui.readers import Found, recognise
from zhanggui.readers.offsets import elsewhere, stated, zone_of

JANUARY, JULY = datetime(2026, 1, 5, 9, 3), datetime(2026, 7, 5, 9, 3)


@pytest.mark.parametrize(
    ("clocks", "currency", "zone"),
    [
        (((JANUARY, -300), (JULY, -240)), "USD", "America/New_York"),
        (((JANUARY, -480),), "USD", "America/Los_Angeles"),
        (((JANUARY, -420), (JULY, -420)), "USD", "America/Phoenix"),
        (((JANUARY, 480), (JULY, 480)), "USD", "Asia/Shanghai"),
        (((JANUARY, 480),), "SGD", "Asia/Singapore"),
        (((JANUARY, 60), (JULY, 120)), "EUR", "Europe/Berlin"),
        (((JANUARY, 0), (JULY, 60)), "GBP", "Europe/London"),
        (((JANUARY, 330),), "USD", "Asia/Kolkata"),
        (((JANUARY, 7),), "USD", ""),
        ((), "USD", ""),
    ],
)
def test_zone_of(clocks: tuple[tuple[datetime, int], ...], currency: str, zone: str) -> None:
    assert zone_of(clocks, "America/New_York", currency) == zone


def orders(tmp_path: Path, *moments: str) -> Found:
    head = "Name,Email,Financial Status,Paid at,Currency,Subtotal,Total,Created at,Lineitem quantity,Lineitem name,"
    lines = [f"#100{n},a@b.c,paid,{at},USD,1,1,{at},1,Tea,1.00,T\n" for n, at in enumerate(moments)]
    path = tmp_path / "orders_export.csv"
    path.write_text(f"{head}Lineitem price,Lineitem sku\n{''.join(lines)}")
    (found,) = recognise(path, known(), tmp_path / "work")
    assert found.format == "shopify_orders"
    return found


def test_clocks_of_a_file(tmp_path: Path) -> None:
    found = orders(
        tmp_path, "2026-01-05 09:03:00 +0800", "2026-01-05T09:04:10-05:00", "2026-02-31 09:00:00 +0100", ""
    )
    assert sorted(set(stated(found))) == [(JANUARY, 480), (datetime(2026, 1, 5, 9, 4), -300)]


def test_a_file_without_offsets_says_nothing(tmp_path: Path) -> None:
    assert stated(orders(tmp_path, "2026-01-05 09:03:00")) == ()


def test_a_table_without_written_clocks_says_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("SKU code,Unit cost,Currency\nA,1,CNY\n")
    (found,) = recognise(path, known(), tmp_path / "work")
    assert found.format == "own_costs"
    assert stated(found) == ()
    path.write_text("nothing,known\n1,2\n")
    assert stated(recognise(path, known(), tmp_path / "work")[0]) == ()


def test_clocks_of_another_zone_are_told_by_their_offset() -> None:
    winter, summer = datetime(2024, 1, 5, 9), datetime(2024, 7, 5, 9)
    assert elsewhere([(winter, -300), (summer, -240)], "America/New_York") == ""
    assert elsewhere([(winter, -300), (summer, -300)], "America/New_York") == "-05:00"
    assert elsewhere([(winter, 330)], "Asia/Shanghai") == "+05:30"
    assert elsewhere([], "Asia/Shanghai") == ""
