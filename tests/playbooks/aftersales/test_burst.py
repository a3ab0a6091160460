from datetime import timedelta

import numpy as np

from tests.playbooks.giving import DAY, columns, given
from zhanggui.playbooks.aftersales.back import Back
from zhanggui.playbooks.aftersales.burst import (
    DAYS,
    KEPT,
    Arrived,
    arrived,
    asked,
    asked_question,
    bursts,
    question,
)
from zhanggui.playbooks.items import items

A, B, OTHER = ("s", "A"), ("s", "B"), ("t", "A")
LATE = {A: Back(orders=140), B: Back(orders=400), OTHER: Back(orders=140)}
PAST = {A: Back(orders=420), B: Back(orders=1200)}


def came(**ago: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Arrivals by days ago (``d3=2``: two of three days ago)."""
    out = np.zeros(DAYS)
    for day, count in ago.items():
        out[DAYS - 1 - int(day[1:])] = count
    return out


def test_a_few_of_a_rare_reason_within_days_are_many() -> None:
    table: Arrived = {(A, "wrong item"): came(d0=1, d1=1, d2=2), (B, "wrong item"): came(d50=1)}
    found = bursts(table, LATE, PAST)
    assert set(found) == {(A, "wrong item")}
    assert (found[A, "wrong item"].days, found[A, "wrong item"].seen) == (3, 4)
    assert found[A, "wrong item"].expected < 0.1
    assert found[A, "wrong item"].p < 1e-4


def test_what_comes_back_as_ever_is_none() -> None:
    usual = came(**{f"d{day}": 1 for day in range(DAYS)})
    assert bursts({(A, "size"): usual, (B, "size"): usual * 3}, LATE, PAST)[A, "size"].p > 0.2


def test_a_van_of_late_parcels_is_no_items_fault() -> None:
    van = {(A, "late"): came(d1=4), (B, "late"): came(d1=40, d60=1)}
    alone = {(A, "late"): came(d1=4), (B, "late"): came(d60=1)}
    assert bursts(van, LATE, PAST)[A, "late"].p > 100 * bursts(alone, LATE, PAST)[A, "late"].p


def test_without_a_reason_or_sales_of_late_nothing_is_said() -> None:
    rows = came(d0=9)
    assert bursts({(A, ""): rows, (("s", "gone"), "x"): rows, (B, "x"): came(d1=2)}, LATE, PAST) == {}
    assert bursts({(OTHER, "x"): rows}, LATE, PAST)[OTHER, "x"].p < 0.01


def test_arrivals_are_put_on_their_items_and_days() -> None:
    facts = columns(
        {
            "shop": ["s"] * 5,
            "sku": ["A", "A", "lost", "A", "A"],
            "reason": ["x", None, "x", "x", "x"],
            "refund_day": [DAY, DAY, DAY, None, DAY - timedelta(days=DAYS)],
        },
        {"returned_orders": [2, 1, 5, 7, 9]},
    )
    sold = columns({"shop": ["s"], "sku": ["A"], "listing": [""]}, {"orders": [1], "units": [1]})
    table = arrived(given({"arrived": facts}), items(sold, ()))
    assert {key: days[-2:].tolist() for key, days in table.items()} == {(A, "x"): [0, 2], (A, ""): [0, 1]}
    assert float(table[A, "x"].sum()) == 2
    assert question(DAY).by == ("shop", "sku", "reason", "refund_day")


def test_what_comes_back_often_for_all_reasons_does_for_this_one_too() -> None:
    table: Arrived = {(A, "size"): came(d0=2, d1=2), (B, "size"): came(d50=1)}
    often = {A: Back(orders=420, refunded=126), B: Back(orders=1200, refunded=36)}
    assert bursts(table, LATE, often)[A, "size"].p > 10 * bursts(table, LATE, PAST)[A, "size"].p


def test_cases_are_put_on_their_items_by_the_day_they_were_opened() -> None:
    facts = columns(
        {
            "shop": ["s"] * 5,
            "sku": ["A", "A", "", "A", "A"],
            "reason": ["broken", "broken", "broken", "", None],
            "ticket_kind": ["return", "exchange", "return", "question", "question"],
            "day": [DAY, DAY, DAY, DAY - timedelta(days=KEPT), None],
        },
        {"tickets": [2, 1, 4, 9, 9]},
    )
    sold = columns({"shop": ["s"], "sku": ["A"], "listing": [""]}, {"orders": [1], "units": [1]})
    table = asked(given({"asked": facts}), items(sold, ()))
    assert {key: days[-1] for key, days in table.items()} == {(A, "broken"): 3}
    facts.keys["day"][3] = DAY - timedelta(days=KEPT - 1)
    assert asked(given({"asked": facts}), items(sold, ())) == {}
    assert asked_question(DAY).by == ("shop", "sku", "reason", "ticket_kind", "day")


def test_of_windows_that_show_it_the_shortest_tells_the_pace() -> None:
    table: Arrived = {
        (A, "wrong item"): came(d0=2, d1=2, d2=1, d6=1),
        (B, "wrong item"): came(d50=1, d60=2, d70=2),
    }
    found = bursts(table, LATE, PAST)[A, "wrong item"]
    assert (found.days, found.seen) == (3, 5), "six of seven days are hardly less likely"
    slow: Arrived = {(A, "x"): came(d1=2, d5=3, d9=3, d12=4), (B, "x"): came(d50=1)}
    assert bursts(slow, LATE, PAST)[A, "x"].days == 14
