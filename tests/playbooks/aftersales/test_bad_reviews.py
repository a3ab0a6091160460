from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest

from tests.playbooks.days import daily
from tests.playbooks.giving import DAY, columns, given
from zhanggui.actions.action import Action
from zhanggui.metrics.query import Key, Value
from zhanggui.playbooks.aftersales.bad_reviews import PLAY, needs, propose
from zhanggui.playbooks.behind import DAYS

Row = tuple[Value | Key, ...]


def review(ago: int, stars: int | None, listing: str = "L1", text: str = "fine", label: str = "") -> Row:
    return ("taobao", listing, "", DAY - timedelta(days=ago), stars, label, text)


def usual(listings: int = 10, every: int = 3) -> list[Row]:
    """Every third day a review of each listing, one in twenty a bad one."""
    return [
        review(ago, 1 if (ago + n) % 20 == 0 else 5, f"L{n}")
        for n in range(1, listings + 1)
        for ago in range(1, 91)
        if (ago + n) % every == 0
    ]


def run(rows: list[Row], fall: float = 1.0) -> list[Action]:
    orders = np.full(DAYS, 10.0)
    orders[-2:] *= fall
    facts = {
        "sold": daily(
            {("taobao", "A1", "L1"): {"orders": orders, "units": orders, "gmv": orders * 100}},
            ("shop", "sku", "listing"),
        ),
        "seen": columns({"shop": [], "listing": [], "sku": []}, {"page_views": []}),
    }
    assert set(facts) == set(needs(DAY))
    return list(propose(given(facts, rows={"reviews": rows, "styles": (), "listings": ()})))


def test_a_burst_is_told_with_what_it_says_and_costs() -> None:
    burst = [review(n % 2, 1, text="broke after first use") for n in range(5)]
    (action,) = run([*usual(), *burst])
    assert (action.stage, action.target.ident, action.cause) == ("aftersales", "L1", "poor_reviews")
    assert (action.evidence["poor"], action.evidence["days"]) == (5, 2)
    assert action.evidence["words"] == "after first / broke after / first use"
    assert 0 < action.impact.low < action.impact.mid < action.impact.high
    assert action.impact.high < Decimal(2800)  # 7,000 a week at 40 %
    assert action.sheet is not None
    days = [str(row[1]) for row in action.sheet.rows]
    assert days == sorted(days, reverse=True)
    assert len(action.sheet.rows) == 5


def test_orders_that_fell_since_make_it_dearer() -> None:
    burst = [review(n % 2, 1) for n in range(6)]
    (level,), (fell,) = run([*usual(), *burst]), run([*usual(), *burst], 0.4)
    assert fell.impact.mid > level.impact.mid


def test_bad_ones_among_many_good_ones_cost_less() -> None:
    burst = [review(n % 2, 1) for n in range(8)]
    alone, beside = run([*usual(), *burst]), run([*usual(), *burst, *[review(n % 2, 5) for n in range(12)]])
    assert [action.evidence["reviews"] for action in (*alone, *beside)] == [8, 20]
    assert alone[0].impact.mid > Decimal("1.5") * beside[0].impact.mid


def test_a_platform_s_own_word_will_do_where_there_are_no_stars() -> None:
    burst = [review(0, None, label="差评") for _ in range(5)]
    (action,) = run([*usual(), *burst])
    assert action.evidence["words"] == "-"  # others say so as well
    assert run([*usual(), *[review(0, None, label="好评") for _ in range(9)]]) == []


def test_what_is_usual_few_or_young_is_no_burst() -> None:
    assert run(usual()) == []
    assert run([]) == []
    assert run([*usual(), review(0, 1), review(0, 1)]) == []
    assert run([review(n % 2, 1) for n in range(8)]) == []
    odd: list[Row] = [("taobao", "", "", DAY, 1, "", ""), ("taobao", "L1", "", None, 1, "", "")]
    later = [review(-n, 1) for n in range(1, 8)]
    assert run([*usual(), *odd, *later, *[review(120, 1)] * 9]) == []


def test_more_of_everything_is_no_burst() -> None:
    """After a festival all listings are spoken of more, and as well as ever."""
    many = [review(n % 3, 5 if n % 8 else 1, f"L{at}") for at in range(1, 11) for n in range(24)]
    assert run([*usual(), *many]) == []


@pytest.mark.parametrize("seed", range(3))
def test_shops_without_a_burst_are_left_in_peace(seed: int) -> None:
    """300 mornings of a shop whose bad reviews come by chance: one alarm at most."""
    draw = np.random.default_rng(seed)
    rows = [
        ("taobao", f"L{at}", "", DAY - timedelta(days=ago), 1 if draw.random() < 0.08 else 5, "", "")
        for at in range(12)
        for ago in range(398)
        for _ in range(int(draw.poisson(0.4)))
    ]
    alarms: set[tuple[str, date]] = set()
    for back in range(0, 300, 4):
        today = DAY - timedelta(days=back)
        moved = [(*row[:3], row[3] + timedelta(days=back), *row[4:]) for row in rows if row[3] <= today]
        alarms |= {(action.target.ident, today) for action in run([*moved])}
    assert len({ident for ident, _ in alarms}) <= 1
    assert PLAY.recent == {"reviews": 98}
