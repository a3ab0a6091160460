from zhanggui.playbooks.words import in_common, phrases


def test_chinese_runs_are_taken_whole_and_in_pieces() -> None:
    found = phrases("质量太差了，退")
    assert {"质量太差了", "质量", "太差了", "质量太差"} <= found
    assert not any("退" in phrase for phrase in found)


def test_words_and_pairs_elsewhere() -> None:
    assert phrases("Broke on first use!") == {"broke", "first", "use", "broke first", "first use"}


def test_what_complaints_share_and_others_have_not() -> None:
    poor = ["质量太差了，颜色也不对", "质量太差了", "用了一次，质量太差了", "物流慢"]
    assert in_common(poor, ["质量很好", "颜色好看", "物流快"]) == ("质量太差了",)


def test_one_voice_is_nothing_in_common() -> None:
    assert in_common(["box torn", "never came"], []) == ()
    assert in_common(["good box", "good box"], ["good box"] * 9) == ()
    assert in_common(["too small", "small, too small"], ["fine"], most=1) == ("too small",)
