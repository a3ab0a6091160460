"""One item such as there never was: a fee among orders; nothing is said with too little history."""

from datetime import timedelta

import pytest

from tests.app.where.test_places import CN, START, line
from zhanggui.app.compared.history import History
from zhanggui.app.where.lump import lump
from zhanggui.app.where.slices import Slices
from zhanggui.engines.memory import MemoryEngine

DAYS = tuple(START + timedelta(days=n) for n in range(30))


def test_an_item_that_was_never_there_is_no_chance() -> None:
    rows = [line("t", day, f"S{n}", 40 + (7 * n + day.day) % 13) for day in DAYS for n in range(8)]
    rows.append(line("t", DAYS[-1], "FEE", 900))
    slices = Slices(History(MemoryEngine({"order_line": rows}, [CN]), "CNY", DAYS[-1], (CN,)), ("gmv",))
    found = lump(slices, ("shop", "sku"), DAYS[-1], DAYS, 360.0)
    assert found is not None
    assert found < 1e-6
    assert lump(slices, ("shop", "sku"), DAYS[-1], DAYS, 10_000.0) is None  # too small a part of the day
    assert lump(slices, ("shop", "sku"), DAYS[5], DAYS, 10.0) is None  # too little history
    assert lump(slices, ("shop",), DAYS[-1], DAYS, 360.0) is None  # no item among the dimensions
    assert lump(slices, ("sku",), DAYS[-2], DAYS, 100.0) is None  # what sells every day is no odd one


@pytest.mark.filterwarnings("error")
def test_where_no_item_is_known_before_nothing_is_said() -> None:
    rows = [{**line("t", day, "", 40), "tax": None} for day in DAYS[:-1]]
    rows.append({**line("t", DAYS[-1], "A", 40), "tax": 5})
    slices = Slices(
        History(MemoryEngine({"order_line": rows}, [CN]), "CNY", DAYS[-1], (CN,)), ("tax_collected",)
    )
    assert lump(slices, ("sku",), DAYS[-1], DAYS, 1.0) is None


def test_an_item_smaller_than_such_items_are_is_no_odd_one() -> None:
    rows = [line("t", day, f"{day}", 300 + day.day) for day in DAYS[:-1]]
    rows.append(line("t", DAYS[-1], "small", 20))
    slices = Slices(History(MemoryEngine({"order_line": rows}, [CN]), "CNY", DAYS[-1], (CN,)), ("gmv",))
    assert lump(slices, ("shop", "sku"), DAYS[-1], DAYS, 30.0) == 1.0


def test_two_of_an_item_where_others_come_once_are_chance_and_a_hundred_are_not() -> None:
    """Counts of one tell no scatter; what Poisson's law makes of them is no news."""
    for many, seen in ((2, False), (100, True)):
        rows = [line("t", day, f"{day}", 30) for day in DAYS[:-1]]
        rows += [line("t", DAYS[-1], "last", 30, n) for n in range(many)]
        slices = Slices(History(MemoryEngine({"order_line": rows}, [CN]), "CNY", DAYS[-1], (CN,)), ("units",))
        found = lump(slices, ("shop", "sku"), DAYS[-1], DAYS, 1.0)
        assert found is not None
        assert (found < 0.01) is seen
