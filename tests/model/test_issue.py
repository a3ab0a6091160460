from zhanggui.model.issue import CODES, NOTICE, REFUSED, Issue


def test_codes_are_unique_and_an_issue_is_a_value() -> None:
    assert len(set(CODES)) == len(CODES)
    issue = Issue("a.csv", 3, "金额", "bad_number", "abc")
    assert issue == Issue("a.csv", 3, "金额", "bad_number", "abc", REFUSED)
    assert issue != Issue("a.csv", 3, "金额", "bad_number", "abc", NOTICE)
