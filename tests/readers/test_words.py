"""Which columns a piece of scalar SQL speaks of."""

from zhanggui.readers.words import identifiers, literal, quoted, replaced


def test_columns_and_nothing_else() -> None:
    sql = (
        """CASE WHEN status LIKE '%paid%' THEN round(total - coalesce(fee, 0), 2) ELSE "odd name"::DATE END"""
    )
    assert identifiers(sql) == ("status", "total", "fee", "odd name")


def test_quoting_doubles_the_quote() -> None:
    assert quoted('a"b') == '"a""b"'
    assert literal("it's") == "'it''s'"


def test_columns_are_replaced_and_nothing_else() -> None:
    sql = """lower(fee) LIKE '%fee%' AND "fee" <> fee_days AND fee::DATE IS NOT NULL"""
    assert replaced(sql, {"fee": "trim(fee)"}) == (
        """lower(trim(fee)) LIKE '%fee%' AND trim(fee) <> fee_days AND trim(fee)::DATE IS NOT NULL"""
    )
