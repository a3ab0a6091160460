"""A ratio along a dimension as it is told: a table that adds up, and the part that made the change."""

from dataclasses import replace

from tests.reports.test_explained import TOLD
from tests.reports.test_explanation import shown
from zhanggui.diagnosis.parts import Effect
from zhanggui.reports.explained import Mixture, Weighted
from zhanggui.reports.parted import Parted
from zhanggui.reports.phrases import Phrases


def mixture(parts: int = 2) -> Mixture:
    """A ratio of some parts that stay, one that is gone and one that is new."""
    stay = {Effect.WITHIN: -0.002, Effect.MIX: 0.0005, Effect.INTERACTION: -0.0001}
    kept = [
        Weighted(f"s{n}", f"s{n}", (0.05, 0.04), (0.1, 0.1), stay, 0.001 if n else None) for n in range(parts)
    ]
    gone = Weighted("old", "Old cup", (0.03, None), (0.1, 0.0), {Effect.GONE: 0.001}, None)
    new = Weighted("", "", (None, 0.06), (0.0, 0.2), {Effect.NEW: 0.004}, None)
    whole = (*kept, gone, new)
    return Mixture("shop", sum(part.change for part in whole), whole)


def test_a_ratio_along_a_dimension_adds_up_to_its_last_row() -> None:
    told = replace(TOLD, metric="conversion", unit="share", value=0.0434, usual=0.04)
    made = mixture()
    view = Parted(replace(told, mixture=made), Phrases("en"), made)
    heads, rows = view.heads(), view.rows()
    assert "by shop" in view.title()
    assert {len(row) for row in rows} == {len(heads)}
    assert rows[0][:3] == ("s0", "5.00%", "4.00%")
    assert (rows[0][5], rows[0][8], rows[1][9]) == ("−0.20 pp", "−0.16 pp", "not noise")
    assert rows[0][9] == "can't be told"
    assert (rows[2][0], rows[2][5], rows[2][9]) == ("old Old cup (gone)", "—", "")
    assert rows[3][0] == "not stated (new)"
    assert (rows[-1][0], rows[-1][5], rows[-1][8]) == ("Total", "−0.40 pp", "+0.18 pp")


def test_of_many_parts_the_small_ones_stand_together() -> None:
    told = replace(TOLD, metric="conversion", unit="share", value=0.0434, usual=0.04)
    made = mixture(12)
    rows = Parted(replace(told, mixture=made), Phrases("zh"), made).rows()
    assert len(rows) == 10
    assert rows[8][0] == "其余部分"
    assert rows[8][3] == "50.0%"


def told_of(*parts: Weighted, lang: str = "en", p_noise: float = 0.01) -> str:
    made = Mixture("sku", sum(part.change for part in parts), parts)
    explained = replace(TOLD, metric="conversion", unit="share", value=0.03, usual=0.05, p_noise=p_noise)
    return shown(replace(explained, mixture=made, finding=None, places=()), lang).headline()


def test_a_change_that_shifted_weights_made_is_told_by_the_part_that_grew() -> None:
    cheap = Weighted("A", "Cup", (0.02, 0.02), (0.2, 0.5), {Effect.WITHIN: 0.0, Effect.MIX: -0.015}, 0.9)
    other = Weighted("B", "B", (0.06, 0.058), (0.8, 0.5), {Effect.WITHIN: -0.001, Effect.MIX: -0.004}, 0.01)
    assert "Mostly weights shifted: A Cup went from 20.0% to 50.0% of the whole (−1.50 pp)." in told_of(
        cheap, other
    )
    assert "主要是占比变了：A Cup 的占比从 20.0% 到 50.0%" in told_of(cheap, other, lang="zh")
    assert "Mostly weights" not in told_of(cheap, other, p_noise=0.5)


def test_a_part_that_moved_by_itself_is_named_where_it_is_no_chance() -> None:
    fell = Weighted("A", "", (0.05, 0.02), (0.6, 0.6), {Effect.WITHIN: -0.018, Effect.MIX: 0.0}, 0.001)
    still = Weighted("B", "B", (0.05, 0.045), (0.4, 0.4), {Effect.WITHIN: -0.002, Effect.MIX: 0.0}, 0.6)
    assert "Mostly A moved by itself, from 5.00% to 2.00% (−1.80 pp)." in told_of(fell, still)
    assert "by itself" not in told_of(replace(fell, p_noise=0.3), still)
    assert "by itself" not in told_of(replace(fell, p_noise=None), still)
    assert Parted(TOLD, Phrases("en"), Mixture("sku", 0.0, (still,))).sentence() == []
