import pytest

from zhanggui.model.table import columns, table


def test_a_table_is_read_from_lines() -> None:
    made = table("t", "shop id", "day", "a thing", "id id: its id\n\n day day: when", part=True)
    assert made.names == ("shop", "id", "day")
    assert made.key == ("shop", "id")
    assert made.part
    assert made.column("day").note == "when"


def test_an_unknown_column_and_an_unknown_type_are_errors() -> None:
    with pytest.raises(KeyError):
        table("t", "shop", None, "", "").column("nothing")
    with pytest.raises(ValueError, match="wrong"):
        columns("a wrong: type")
