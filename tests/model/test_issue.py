from zhanggui.model.issue import CODES, NOTICE, REFUSED, Issue


def test_codes_are_unique_and_an_issue_is_a_value() -> None:
    assert len(set(CODES)) == len(CODES)
    issue = Issue("a.csv", 3, "金额", "bad_number", "abc")
    assert issue == Issue("a.csv", 3, "金额", "bad_number", "abc", REFUSED)
    assert issue != Issue("a.csv", 3, "金额", "bad_number", "abc", NOTICE)


def test_bytes_that_are_no_text_can_be_shown_and_kept() -> None:
    issue = Issue("\udcb6订单.csv", 1, "金\udc81额", "wrong_encoding", "\udcb1")
    assert (issue.file, issue.column, issue.value) == ("?订单.csv", "金?额", "?")
    assert "\udcb1" not in str(issue)
