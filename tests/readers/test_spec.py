"""A format knows its keys."""

from tests.readers.plain import sales


def test_keys_are_the_fields_that_must_not_be_empty() -> None:
    assert [field.name for field in sales().keys] == ["order_id"]


def test_money_says_what_is_in_it() -> None:
    meaning = sales().fields["amount"].money
    assert meaning is not None
    assert (meaning.refunds, meaning.shipping, meaning.discounts, meaning.per) == (
        "in",
        "out",
        "unknown",
        "line",
    )
