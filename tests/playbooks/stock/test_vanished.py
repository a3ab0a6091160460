from collections.abc import Mapping
from datetime import date, timedelta

from tests.playbooks.giving import DAY, columns
from zhanggui.metrics.query import Key, Value
from zhanggui.playbooks.columns import Columns
from zhanggui.playbooks.shelf import MEASURES
from zhanggui.playbooks.stock.vanished import Vanished, vanished

BEFORE, NOW = DAY - timedelta(days=9), DAY - timedelta(days=2)
Counts = Mapping[str | None, Mapping[date, int | None]]


def counts(told: Counts, name: str = "stock") -> Columns:
    rows = [(sku, day, units) for sku, days in told.items() for day, units in days.items()]
    cells: dict[str, list[Value]] = {one: [None] * len(rows) for one in MEASURES}
    cells[name] = [units for *_, units in rows]
    keys: dict[str, list[Key]] = {"sku": [row[0] for row in rows], "day": [row[1] for row in rows]}
    return columns(keys, cells)


def run(
    left: int,
    daily: int = 2,
    came: tuple[date | None, int | None, int | None] | None = None,
    name: str = "stock",
    today: date = DAY,
) -> list[Vanished]:
    """A1 had 80 and has ``left`` seven days later; ``daily`` units are sold every day."""
    steady: Counts = {f"B{n}": {BEFORE: 50, NOW: 40} for n in range(6)}
    told: Counts = {"A1": {BEFORE: 80, NOW: left}, **steady, None: {BEFORE: 99, NOW: 0}, "C": {BEFORE: None}}
    sold = {"A1": {DAY - timedelta(days=n): float(daily) for n in range(28)}}
    orders = {} if came is None else {"A1": [(BEFORE, *came)]}
    return list(vanished(counts(told, name), sold, orders, today).values())


def test_goods_that_nobody_bought_are_missing() -> None:
    (one,) = run(6)
    assert (one.sku, one.since, one.day, one.sold, one.arrived) == ("A1", BEFORE, NOW, 14.0, 0.0)
    assert one.missing == 80 - 14 - 6
    assert run(6, name="available") == [one]


def test_what_was_sold_lately_or_is_little_is_not_missing() -> None:
    assert run(60) == []
    assert run(30) == []  # 36 of 80, and 14 sold in the week before may have left late
    assert run(6, daily=5) == []


def test_what_arrived_is_missing_too() -> None:
    assert run(40, came=(NOW, 60, None))[0].missing == 80 + 60 - 14 - 40
    assert run(40, came=(NOW, 60, 10)) == []
    assert run(40, came=(DAY, 60, None)) == []
    assert run(40, came=(None, 60, None)) == []
    assert run(40, came=(NOW, None, None)) == []


def test_an_old_count_is_no_news() -> None:
    assert run(6, today=NOW + timedelta(days=7)) != []
    assert run(6, today=NOW + timedelta(days=8)) == []


def test_a_count_of_which_most_shelves_are_short_says_nothing_of_one() -> None:
    told: Counts = {f"B{n}": {BEFORE: 80, NOW: 5 if n < 3 else 70} for n in range(8)}
    assert vanished(counts(told), {}, {}, DAY) == {}
    one = {**told, "B1": {BEFORE: 80, NOW: 70}, "B2": {BEFORE: 80, NOW: 70}}
    assert list(vanished(counts(one), {}, {}, DAY)) == ["B0"]
