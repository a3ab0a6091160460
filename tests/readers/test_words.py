"""Which columns a piece of scalar SQL speaks of."""

from zhanggui.readers.words import identifiers, literal, quoted


def test_columns_and_nothing_else() -> None:
    sql = (
        """CASE WHEN status LIKE '%paid%' THEN round(total - coalesce(fee, 0), 2) ELSE "odd name"::DATE END"""
    )
    assert identifiers(sql) == ("status", "total", "fee", "odd name")


def test_quoting_doubles_the_quote() -> None:
    assert quoted('a"b') == '"a""b"'
    assert literal("it's") == "'it''s'"
