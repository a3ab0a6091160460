"""Header rows are found by the names they hold."""

from tests.readers.plain import HEADER, line, sales
from zhanggui.readers import Formats
from zhanggui.readers.header import Section, describes, likely, sections
from zhanggui.readers.text import Row

KNOWN = Formats((sales(),))


def table(*lines: str) -> list[Row]:
    return [Row(number, tuple(text.split(",")) if text else ()) for number, text in enumerate(lines, 1)]


def found(*lines: str) -> list[Section]:
    return sections(table(*lines), KNOWN, whole=True)


def test_titles_stand_above_and_descriptions_below() -> None:
    (section,) = found(
        "Sales report", "May 2024", "", HEADER, "the order,,how many,when,how much,who,where", line(1)
    )
    assert section.header.line == 4
    assert section.first == 6
    assert section.titles == ("Sales report", "May 2024")
    assert section.last is None


def test_a_header_repeated_begins_no_table() -> None:
    assert len(found(HEADER, line(1), HEADER, line(2))) == 1


def test_several_tables_in_one_sheet() -> None:
    first, second = found(HEADER, line(1), line(2), "", "Second", HEADER.replace("Shop", "Store"), line(3))
    assert (first.first, first.last) == (2, 3)
    assert (second.header.line, second.first, second.last) == (6, 7, None)


def test_cells_beyond_the_header_count_when_all_rows_have_them() -> None:
    (section,) = found(HEADER, line(1) + ",", line(2) + ",")
    assert section.width == 8
    (section,) = found(HEADER, line(1), line(2) + ",odd", line(3))
    assert section.width == 7


def test_words_where_numbers_belong_describe() -> None:
    match = KNOWN.best(HEADER.split(","))[0]
    assert match is not None
    assert describes(Row(2, tuple("Order number.,,count,time,money,,".split(","))), match)
    assert not describes(Row(2, tuple(line(1).split(","))), match)
    assert not describes(Row(2, tuple(line(1, units="many", at="", amount="").split(","))), match)


def test_the_likely_header_of_an_unknown_file() -> None:
    head = likely(table("A title", "", "colour,size,price", "red,1,2.50", "blue,2,3"))
    assert head is not None
    assert head.line == 3
    assert likely(table("only", "words")) is None
