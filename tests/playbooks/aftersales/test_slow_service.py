from collections.abc import Sequence
from datetime import datetime, time, timedelta

import numpy as np
import pytest

from tests.playbooks.days import Floats, daily, none
from tests.playbooks.giving import DAY, given
from zhanggui.actions.action import Action
from zhanggui.metrics.query import Key, Value
from zhanggui.playbooks.aftersales.slow_service import _long_since, needs, propose
from zhanggui.playbooks.lasting import DAYS as YEAR
from zhanggui.playbooks.margin import Margin, Margins
from zhanggui.playbooks.shift import DAYS

HOUR = 3600.0


def raised(rng: np.random.Generator, mean: float, rise: float, days: int = 5) -> Floats:
    out = mean * rng.gamma(50, 1 / 50, DAYS)
    out[-days:] *= rise
    return out


def run(
    *,
    reply: float = 1.0,
    ship: float = 1.0,
    way: float = 1.0,
    region: float = 1.0,
    slow_in: str = "B",
    stuck: bool = False,
    held: int = 0,
    held_in: str = "ABC",
    stops: float = 0.3,
    parcels: bool = True,
    seed: int = 1,
    rows: Sequence[tuple[Value | Key, ...]] = (),
    margins: Margins | None = None,
) -> list[Action]:
    """Forty units a day at 100; waits of the last five days are so many times the usual."""
    rng = np.random.default_rng(seed)
    units = rng.gamma(40, 1.0, DAYS)
    left = np.roll(units, 1)
    if stuck:
        left[-4:] = 3.0
    lines = {name: rng.gamma(20, 0.5, DAYS) for name in ("A", "B", "C", "")}
    sent = {name: np.roll(lines[name], -2) for name in lines}
    for name in held_in if held else "":
        lines[name][-held:] *= stops
    seconds = {name: raised(rng, 48 * HOUR, way) * lines[name] for name in lines}
    for name in slow_in:
        seconds[name][-5:] *= region
    ways = {
        ("taobao", name): {
            "delivery_seconds": seconds[name],
            "lines_received": lines[name],
            "lines_shipped": sent[name],
        }
        for name in lines
    }
    shop = ("taobao",)
    facts = {
        "replies": daily(
            {shop: {"reply_seconds": raised(rng, 600, reply) * 30, "answered_tickets": np.full(DAYS, 30.0)}},
            ("shop",),
        ),
        "shipped": daily(
            {
                shop: {
                    "shipping_seconds": raised(rng, 15 * HOUR, ship) * left,
                    "lines_shipped": left,
                    "units_shipped": left,
                }
            },
            ("shop",),
        ),
        "parcels": daily(ways, ("shop", "region"))
        if parcels
        else none(("shop", "region", "day"), "delivery_seconds", "lines_received", "lines_shipped"),
        "sold": daily({shop: {"orders": units, "units": units, "gmv": units * 100}}, ("shop",)),
        "visits": none(("shop", "day"), "visitor_days"),
    }
    assert set(facts) == set(needs(DAY))
    return list(propose(given(facts, rows={"tickets": rows}, margins=margins)))


def test_service_as_ever_is_no_alarm() -> None:
    assert [run(seed=seed) for seed in range(8)] == [[]] * 8
    assert run(parcels=False) == []


def test_late_replies_are_found_in_minutes() -> None:
    (action,) = run(reply=6)
    assert (action.cause, action.stage, action.target.kind) == ("slow_reply", "aftersales", "shop")
    assert float(str(action.evidence["before"])) == pytest.approx(10, rel=0.15)
    assert float(str(action.evidence["now"])) == pytest.approx(60, rel=0.3)
    assert 0 < action.impact.low < action.impact.mid < action.impact.high
    assert float(action.impact.mid) < 0.2 * 40 * 100 * 7 * 0.4
    assert action.impact.basis == "effect", "costs are known: what late replies take is assumed"
    assert action.sheet is not None
    assert action.sheet.columns[0] == "place", "no file tells the hours"


def test_late_replies_are_handed_over_by_the_hour() -> None:
    """By day 10 minutes at any hour; in the last days 90 at nine in the evening, and one without a reply."""
    rows: list[tuple[Value | Key, ...]] = []
    for ago in range(40):
        for hour, minutes in ((10, 12), (21, 90 if ago < 5 else 10)):
            at = datetime.combine(DAY - timedelta(days=ago), time(hour, 5))
            rows.append(("taobao", at, at + timedelta(minutes=minutes), at.date()))
    rows += [("taobao", at, None, at.date()), ("jd", at, at, at.date()), ("taobao", None, None, at.date())]
    late = datetime.combine(DAY, time(3))
    rows.append(("taobao", late, None, DAY))
    (action,) = run(reply=6, rows=rows)
    assert action.sheet is not None
    assert action.sheet.columns == ("hour", "tickets", "reply_now", "reply_before", "unanswered")
    days = action.evidence["days"]
    assert action.sheet.rows[0][:1] == ("21:00",)
    assert action.sheet.rows[0][1] == days
    assert action.sheet.rows[1][:4] == ("10:00", days, 12.0, 12.0)
    assert action.sheet.rows[2] == ("03:00", 1, None, None, 1)


def test_where_costs_are_unknown_the_margin_is_what_is_assumed() -> None:
    unknown = Margins(Margin(0.1, 0.25, 0.5, known=False), currency={"taobao": "CNY"})
    assert run(reply=6, margins=unknown)[0].impact.basis == "assumed"


def test_late_dispatch_is_found_and_so_is_a_warehouse_that_stands_still() -> None:
    assert [one.cause for one in run(ship=4)] == ["slow_ship"]
    assert [one.cause for one in run(stuck=True)] == ["slow_behind"]


def test_slow_parcels_are_of_the_courier_or_of_one_region() -> None:
    (action,) = run(way=2.5)
    assert (action.cause, action.target.kind, action.target.ident) == ("slow_way", "shop", "taobao")
    (action,) = run(region=8)
    assert (action.target.kind, action.target.ident) == ("region", "B")
    assert float(str(action.evidence["sales"])) == pytest.approx(7000, rel=0.35)


def test_several_regions_that_are_slow_at_once_are_the_courier() -> None:
    (action,) = run(region=3, slow_in="ABC")
    assert (action.cause, action.target.kind, action.target.ident) == ("slow_way", "shop", "taobao")
    assert {one.target.ident for one in run(region=8, slow_in="AB")} == {"A", "B"}


def test_parcels_that_do_not_arrive_are_seen_before_they_do() -> None:
    (action,) = run(held=3)
    assert (action.cause, action.target.kind) == ("slow_stuck", "shop")
    assert float(str(action.evidence["now"])) > 1.6
    assert float(str(action.evidence["before"])) < 1.2
    (action,) = run(held=6, held_in="B")
    assert (action.cause, action.target.kind, action.target.ident) == ("slow_stuck", "region", "B")


def test_where_nothing_arrives_at_all_no_share_is_needed() -> None:
    (action,) = run(held=7, held_in="B", stops=0.0)
    assert (action.cause, action.target.ident) == ("slow_stuck", "B")


def test_what_all_regions_wait_for_is_told_once() -> None:
    (action,) = run(held=6, held_in="ABC", region=8)
    assert (action.cause, action.target.kind) == ("slow_stuck", "shop")


def test_two_regions_that_are_stuck_alone_are_not_the_whole_shop() -> None:
    assert {one.target.ident for one in run(held=7, held_in="AB", stops=0.0)} == {"A", "B"}


def test_one_forgotten_question_is_no_slow_desk() -> None:
    """Five a day at five to fifteen minutes; of the last days one waited for two hours, or all wait so long."""
    at = [datetime.combine(DAY - timedelta(days=ago), time(9 + n)) for ago in range(40) for n in range(5)]

    def waits(*late: int) -> list[tuple[Value | Key, ...]]:
        rows: list[tuple[Value | Key, ...]] = []
        for n, opened in enumerate(at):
            minutes = late[n] if n < len(late) else 5 + n * 7 % 11
            rows.append(("taobao", opened, opened + timedelta(minutes=minutes), opened.date()))
        return rows

    assert run(reply=6, rows=waits(120)) == []
    assert [one.cause for one in run(reply=6, rows=waits(*[120] * 25))] == ["slow_reply"]
    assert [one.cause for one in run(reply=6, rows=waits(120)[:19])] == ["slow_reply"], "too few to say"


@pytest.mark.parametrize(("rise", "until", "found"), [(3.0, 0, True), (3.0, 60, False), (1.2, 0, False)])
def test_replies_that_are_slow_for_months_are_told_with_their_day(
    rise: float, until: int, found: bool
) -> None:
    rng = np.random.default_rng(3)
    tickets, units = np.full(YEAR, 30.0), rng.gamma(40, 1.0, YEAR)
    waits = 600 * rng.gamma(50, 1 / 50, YEAR)
    waits[YEAR - 120 : YEAR - until] *= rise
    sent = {"shipping_seconds": units * 15 * HOUR, "lines_shipped": units, "units_shipped": units}
    shop, by = ("taobao",), ("shop",)
    facts = {
        "replies": daily({shop: {"reply_seconds": waits * tickets, "answered_tickets": tickets}}, by),
        "shipped": daily({shop: sent}, by),
        "parcels": none(("shop", "region", "day"), "delivery_seconds", "lines_received", "lines_shipped"),
        "sold": daily({shop: {"orders": units, "units": units, "gmv": units * 100}}, by),
        "visits": none(("shop", "day"), "visitor_days"),
    }
    actions = propose(given(facts, rows={"tickets": ()}))
    assert [one.cause for one in actions] == (["slow_reply"] if found else [])
    if found:
        (action,) = actions
        assert abs(int(str(action.evidence["days"])) - 120) <= 7
        assert float(str(action.evidence["now"])) == pytest.approx(30, rel=0.1)
        assert float(str(action.evidence["before"])) == pytest.approx(10, rel=0.1)
        # 15 % of 28,000 a week at 40 %: orders of before are not known.
        assert float(action.impact.mid) == pytest.approx(28_000 * 0.4 * 0.15, rel=0.2)


def test_a_desk_that_is_slow_since_last_week_is_not_said_to_be_slow_for_months() -> None:
    rng = np.random.default_rng(5)
    tickets, units = rng.integers(0, 4, YEAR).astype(np.float64), rng.gamma(8, 1.0, YEAR)
    waits = 540 * rng.gamma(2, 0.5, YEAR)
    waits[: YEAR - 108] = tickets[: YEAR - 108] = units[: YEAR - 108] = 0
    waits[-6:] *= 20
    sent = {"shipping_seconds": units * 15 * HOUR, "lines_shipped": units, "units_shipped": units}
    shop, by = ("taobao",), ("shop",)
    facts = {
        "replies": daily({shop: {"reply_seconds": waits * tickets, "answered_tickets": tickets}}, by),
        "shipped": daily({shop: sent}, by),
        "parcels": none(("shop", "region", "day"), "delivery_seconds", "lines_received", "lines_shipped"),
        "sold": daily({shop: {"orders": units, "units": units, "gmv": units * 100}}, by),
        "visits": none(("shop", "day"), "visitor_days"),
    }
    (action,) = propose(given(facts, rows={"tickets": ()}))
    assert (action.cause, int(str(action.evidence["days"])) <= 7) == ("slow_reply", True)


def test_late_parcels_cost_more_than_the_orders_of_these_weeks(monkeypatch: pytest.MonkeyPatch) -> None:
    (slow,) = run(way=3.0)
    monkeypatch.setattr("zhanggui.playbooks.aftersales.slow_service.ALSO", (0.0, 0.0, 0.0))
    (orders,) = run(way=3.0)
    assert slow.cause == "slow_way"
    ends = [[float(getattr(one.impact, end)) for end in ("low", "mid", "high")] for one in (slow, orders)]
    assert np.divide(ends[0], ends[1]) == pytest.approx([1.2, 1.5, 2.0], rel=0.01)


def test_what_the_days_tell_better_is_not_told_by_the_weeks() -> None:
    replies = np.full(YEAR, 20.0)
    waited = replies * 600 * np.random.default_rng(1).normal(1.0, 0.03, YEAR)
    for days, told in ((40, False), (70, True)):
        slow = waited.copy()
        slow[-days:] *= 8
        found = _long_since("reply", slow, replies)
        assert (found is not None and found.days == days) is told
