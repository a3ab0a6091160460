from tests.app.scoring.test_table import CALM, FOUND
from zhanggui.app.scoring.grid import QUICK
from zhanggui.app.scoring.page import UNSEEN, figure, page
from zhanggui.app.scoring.table import Score, fault_scores, play_score, total
from zhanggui.playbooks import PLAYS
from zhanggui.simulator.faults import FAULTS


def test_figures_are_shares_numbers_or_a_dash() -> None:
    assert figure("hit_rate", 0.5) == "50 %"
    assert figure("money_ratio", 1.234) == "1.23"
    assert figure("due", 3) == "3"
    assert figure("coverage_80", None) == "—"


def test_the_page_holds_every_play_and_fault_and_what_it_was_made_of() -> None:
    counts = [FOUND, CALM]
    faults = fault_scores(counts)
    made = Score(
        (3, 5), QUICK, tuple(play_score(play, counts) for play in PLAYS), faults, total(counts, faults)
    )
    text = page(made)
    assert "Seeds 3 to 5" in text
    assert f"{QUICK.listings} listings" in text
    for line in (*(play.key for play in PLAYS), *(one.fault for one in faults)):
        assert f"| {line} |" in text
    assert text == page(made)


def test_the_page_says_of_which_faults_the_files_hold_nothing() -> None:
    for names, where, why in UNSEEN:
        assert {name in FAULTS for name in names.split(", ")} == {True}
        assert where
        assert why.endswith(".")
