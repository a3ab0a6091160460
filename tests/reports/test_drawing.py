from zhanggui.reports.drawing import middle, sparkline, waterfall


def test_a_line_needs_two_known_days_and_breaks_at_an_unknown_one() -> None:
    assert sparkline([None, 3.0]) == ""
    assert sparkline([]) == ""
    drawn = sparkline([1.0, 2.0, None, 2.0])
    assert drawn.count("<polyline") == 2
    assert drawn.count("<circle") == 1
    assert "nan" not in sparkline([5.0, 5.0, 5.0])


def test_a_waterfall_ends_where_its_parts_lead() -> None:
    bars, from_zero = waterfall(100, [-60, 20])
    assert from_zero
    assert [(bar.left, bar.width) for bar in bars] == [(0, 100), (40, 60), (40, 20), (0, 60)]


def test_a_small_change_of_a_large_sum_is_made_visible_and_says_so() -> None:
    bars, from_zero = waterfall(10000, [30.0])
    assert not from_zero
    assert bars[1].width > 50
    assert bars[2].left == 0
    assert bars[2].width == 100


def test_nothing_at_all_does_not_divide_by_zero() -> None:
    assert waterfall(0, [0])[0][0].left == 0
    assert middle([]) == ()
    assert middle([0.0])[0].width == 0


def test_bars_lie_on_both_sides_of_the_middle() -> None:
    down, up = middle([-10, 5])
    assert (down.left, down.width) == (0, 50)
    assert (up.left, up.width) == (50, 25)
