from zhanggui.cli.exits import Exit


def test_the_codes_that_scripts_rely_on() -> None:
    assert [(one.name, int(one)) for one in Exit] == [
        ("DONE", 0),
        ("REFUSED", 1),
        ("WRONG", 2),
        ("NOTHING", 3),
    ]
