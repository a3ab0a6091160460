from zhanggui.app.scoring.circle import Gains
from zhanggui.app.scoring.table import Count, fault_scores, per_day, play_score, total
from zhanggui.app.scoring.tally import Find, Placing, Recovered, Stake
from zhanggui.playbooks import PLAYS

FOUND = Count(
    "faults",
    60,
    placed=("price_below_cost", "keyword_bleeding"),
    finds=(
        Find("price_below_cost", "conversion", frozenset({"price_error"}), frozenset({"price_error"})),
        Find("keyword_bleeding", "traffic", frozenset(), frozenset({"negative_terms"})),
    ),
    stakes=(
        Stake("price_error", "price_below_cost", 1.2, covered=True),
        Stake("price_error", "x", None, covered=False),
    ),
    placings=(Placing("price_error", 4, 1),),
    recovered=Recovered(10.0, 30.0, 60.0),
    gains=Gains(30.0, 15.0, 60.0, 45.0),
)
CALM = Count("healthy", 10, {"price_error": 1, "reorder": 4})


def test_shares_are_taken_of_sums() -> None:
    made = total([FOUND, FOUND, CALM], fault_scores([FOUND, FOUND, CALM]))
    assert (made.top3_share, made.top10_share, made.circle_share, made.rule_book_share) == (
        1 / 6,
        0.5,
        0.5,
        0.25,
    )
    assert (made.hit_rate, made.money_ratio, made.coverage_80) == (0.5, 1.2, 0.5)
    assert made.shown_share == 0.75
    assert made.false_alarms_per_day == 0.5
    assert made.decoy_alarms_per_day is None


def test_the_line_of_a_play() -> None:
    play = next(one for one in PLAYS if one.key == "price_error")
    line = play_score(play, [FOUND, CALM])
    assert (line.due, line.hit_rate, line.wrong_stage) == (1, 1.0, 0.25)
    terms = next(one for one in PLAYS if one.key == "negative_terms")
    assert (play_score(terms, [FOUND]).hit_rate, play_score(terms, [FOUND]).found_rate) == (0.0, 1.0)
    assert per_day([CALM], "healthy", "reorder") == 0.4
    assert play_score(play, []).hit_rate is None
