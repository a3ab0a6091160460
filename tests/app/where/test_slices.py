"""Sums by slice: both sides on one list of leaves, money of its day's rate, nothing where a rate is unknown."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.app.where.test_places import CN, START, US, line
from zhanggui.app.compared.comparison import Comparison
from zhanggui.app.compared.history import History
from zhanggui.app.where.slices import UNTOLD, Rows, Slices, leaf_table, summed, told
from zhanggui.engines.memory import MemoryEngine
from zhanggui.model.period import Period

DAYS = tuple(START + timedelta(days=n) for n in range(36))


def slices(*, rates: bool = True, names: tuple[str, ...] = ("gmv",)) -> tuple[Slices, Comparison]:
    rows = [line(shop, day, sku, 50) for day in DAYS for shop, sku in (("t", "A"), ("u", "B"))]
    rows += [line("u", DAYS[-1], "B", 50, 1 + n) for n in range(3)]
    tables = {"order_line": rows}
    if rates:
        tables["fx"] = [
            {"shop": "", "day": day, "base": "USD", "quote": "CNY", "rate": Decimal(7)} for day in DAYS
        ]
    history = History(MemoryEngine(tables, [CN, US]), "CNY", DAYS[-1], (CN, US))
    period = Period(DAYS[-1], DAYS[-1])
    return Slices(history, names), Comparison.of(history, period, history.baseline(period))


def test_sums_of_both_sides() -> None:
    read, compared = slices()
    found = read.sums(("sku",), compared)["sku"]
    assert list(found) == ["A", "B"]
    assert found["A"] == pytest.approx([50.0, 50.0])
    assert found["B"] == pytest.approx([1400.0, 350.0])
    assert list(Slices(read.history, ("gmv",), ("t",)).sums(("sku",), compared)["sku"]) == ["A"]
    now, then = read.sides(("shop", "sku"), compared)
    assert now is not None
    assert then is not None
    shops = summed(("shop", "sku"), (now, then), compared.weights)["shop"]
    assert shops["u"] == pytest.approx([1400.0, 350.0])
    table = leaf_table(("shop", "sku"), (now, then), compared.weights, 4.0, single=True)
    assert table is not None
    assert list(table.actual) == [50.0, 1400.0]
    assert list(table.expected) == pytest.approx([50.0, 350.0])


def test_an_unknown_rate_or_measure_gives_no_rows() -> None:
    read, compared = slices(rates=False)
    assert read.sides(("sku",), compared)[0] is None
    assert slices(names=("page_views", "gmv"))[0].rows(("sku",), DAYS[-1:], dated=False) is None


def test_profit_by_item_is_before_advertising_where_that_names_none() -> None:
    ad = {
        "shop": "t",
        "channel": "c",
        "days": 1,
        "grain": "account",
        "sku": "",
        "listing_id": "",
        "currency": "CNY",
    }
    fee = {"shop": "t", "sku": "", "kind": "service", "amount": Decimal(2), "currency": "CNY"}
    cost = {"shop": "", "sku": "A", "from_day": START, "cost": Decimal(20), "currency": "CNY"}
    back = {
        "shop": "t",
        "refund_id": "r",
        "kind": "refund",
        "amount": Decimal(1),
        "currency": "CNY",
        "sku": "A",
    }
    tables = {
        "order_line": [line("t", day, "A", 50) for day in DAYS],
        "ad": [{**ad, "day": day, "spend": Decimal(5)} for day in DAYS],
        "fee": [{**fee, "day": day, "fee_id": str(day), "order_id": f"{day}A0"} for day in DAYS],
        "refund": [{**back, "settled_day": DAYS[0], "order_day": DAYS[0]}],
        "sku_cost": [cost],
    }
    history = History(MemoryEngine(tables, [CN]), "CNY", DAYS[-1], (CN,))
    read = Slices(history, ("contribution",))
    assert read.rows(("shop",), DAYS[-1:], dated=False) == {(("t",), None): [23.0]}
    assert read.rows(("sku",), DAYS[-1:], dated=False) == {(("A",), None): [28.0]}


def test_one_leaf_tells_nothing_apart_and_a_ratio_of_one_day_has_a_history() -> None:
    read, compared = slices(names=("gmv", "units"))
    now, then = read.sides(("sku",), compared)
    assert now is not None
    assert then is not None
    one = {key: values for key, values in now.items() if key[0] == ("A",)}
    was = {key: values for key, values in then.items() if key[0] == ("A",)}
    assert leaf_table(("sku",), (one, was), compared.weights, 4.0, single=True) is None
    table = leaf_table(("sku",), (now, then), compared.weights, 4.0, single=True)
    assert table is not None
    assert table.history is not None
    assert table.history.num.shape == (len(compared.weights), 2)
    several = leaf_table(("sku",), (now, then), compared.weights, 4.0, single=False)
    assert several is not None
    assert several.history is None


def test_a_dimension_that_a_shop_does_not_tell_is_the_shop() -> None:
    now: Rows = {(("a", "x", "n"), None): [5.0], (("a", "", "n"), None): [1.0], (("b", "", "n"), None): [4.0]}
    then: Rows = {(("b", "", "s"), DAYS[0]): [3.0], (("b", "", "n"), DAYS[0]): [2.0]}
    found = told(("shop", "listing", "region"), (now, then))
    assert set(found[0]) == {
        (("a", "x", "n"), None),
        (("a", "", "n"), None),
        (("b", f"{UNTOLD}b", "n"), None),
    }
    assert found[1][("b", f"{UNTOLD}b", "s"), DAYS[0]] == [3.0]
    assert told(("listing", "region"), (now, then)) == (now, then)
    plain: Rows = {(("a", "x"), None): [5.0]}
    assert told(("shop", "listing"), (plain, plain)) == (plain, plain)
    parts: Rows = {
        (("a", "x"), None): [0.0, 9.0],
        (("a", "y"), None): [0.0, 8.0],
        (("a", ""), None): [3.0, 0.0],
    }
    assert told(("shop", "sku"), (parts, {}))[0] == {(("a", f"{UNTOLD}a"), None): [3.0, 17.0]}


def test_what_names_nothing_may_be_unknown() -> None:
    day = DAYS[-1]
    shared = {"shop": "t", "day": day, "days": 1, "device": "all", "currency": "CNY"}
    traffic = [{**shared, "listing_id": "L1", "visitors": 9}]
    rows = [{**line("t", day, "A", 50), "listing_id": "L1"}, {**line("t", day, "B", 50), "listing_id": ""}]
    books = MemoryEngine({"order_line": rows, "traffic_listing": traffic}, [CN])
    read = Slices(History(books, "CNY", day, (CN,)), ("units", "visitor_days"))
    found = read.rows(("listing",), (day,), dated=False)
    assert found == {(("L1",), None): [1.0, 9.0]}
    strange = [*rows, {**line("t", day, "C", 50), "listing_id": "L2"}]
    blind = MemoryEngine({"order_line": strange, "traffic_listing": traffic}, [CN])
    assert (
        Slices(History(blind, "CNY", day, (CN,)), read.names).rows(("listing",), (day,), dated=False) is None
    )


def test_the_finest_report_of_each_part() -> None:
    read, compared = slices()
    found = read.finest((("shop",), ("shop", "sku"), ("shop", "sku", "region")), compared)
    assert found[0] is not None
    assert {leaf for leaf, _ in found[0]} == {("t", "A", ""), ("u", "B", "")}
    blind, held = slices(rates=False)
    assert None in blind.finest((("shop",), ("shop", "sku")), held)


def test_by_days_weeks_and_months_every_day_stands_against_its_own() -> None:
    read, compared = slices()
    week = Period(DAYS[-7], DAYS[-1])
    compared = Comparison.of(read.history, week, read.history.baseline(week))
    for dim in ("day", "week", "month"):
        found = read.sums((dim,), compared)[dim]
        assert sum(now for now, _ in found.values()) == pytest.approx(7 * 400 + 1050)
        assert sum(then for _, then in found.values()) == pytest.approx(7 * 400)
        assert all(then > 0 for _, then in found.values())
    days = read.sums(("day",), compared)["day"]
    assert days[DAYS[-1].isoformat()] == pytest.approx([1450.0, 400.0])
    assert days[DAYS[-2].isoformat()] == pytest.approx([400.0, 400.0])
    now, then = read.sides(("sku", "day"), compared)
    assert now is not None
    assert then is not None
    assert summed(("sku", "day"), (now, then), compared.weights)["sku"]["A"] == pytest.approx([350.0, 350.0])


def test_days_that_stand_for_none_are_not_told_by_day() -> None:
    read, compared = slices()
    bare = Comparison(read.history, compared.days, compared.weights, compared.against)
    assert read.sides(("day",), bare) == (None, None)
