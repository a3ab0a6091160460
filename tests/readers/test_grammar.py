"""A format file that breaks the grammar is refused with its place and the reason."""

import pytest

from tests.readers.plain import TOML
from zhanggui.readers import SpecError, formats
from zhanggui.readers.grammar import load


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('key = "sales"', "key = 3", "key: text is expected"),
        ('type = "count"', 'type = "number of"', "[fields.units]: type"),
        ("min = 0", 'min = "none"', "[fields.units]: min"),
        ("personal = true", 'personal = "yes"', "[fields.buyer]: personal"),
        ('need = ["order_id"', 'need = ["order"', "need: no field 'order'"),
        ('table = "order_line"', 'table = "orders"', "no canonical table 'orders'"),
        ('paid = "amount"', 'payed = "amount"', "no such column in order_line"),
        ('paid = "amount"', 'paid = "total * 2"', "order_line.paid: no field 'total'"),
        ('covers = ["sold_at"]', 'covers = ["bought_at"]', "covers: no field 'bought_at'"),
        ('covers = ["sold_at"]', 'cover = ["sold_at"]', "[version]: unknown name 'cover'"),
        ('refunds = "in"', 'refunds = "maybe"', "refunds: 'in', 'out' or 'unknown'"),
        ("patterns = ['amount", "patterns = ['(amount", "patterns"),
        ("[fields.sku]", "[fields.Sku]", "small letters"),
        ('key = "sales"', 'key = "sales', "sales.toml"),
        (
            'key = "sales"',
            'key = "sales"\ncurrency_of = { "Order No" = "XXZ" }',
            "currency_of: Order No: no currency",
        ),
        ('key = "', 'noon = "ymd"\nkey = "', "noon: 'ymd' is neither mdy nor dmy"),
    ],
)
def test_refused_with_its_place(old: str, new: str, said: str) -> None:
    assert old in TOML
    with pytest.raises(SpecError, match=r"sales\.toml") as error:
        load(TOML.replace(old, new, 1), "sales.toml")
    assert said in str(error.value)


def test_money_must_say_what_it_means() -> None:
    broken = "\n".join(row for row in TOML.splitlines() if not row.startswith("money"))
    with pytest.raises(SpecError, match=r"\[fields\.amount\]: money"):
        load(broken, "sales.toml")


def test_every_part_is_read() -> None:
    more = """
[carry]
by = "order_id"
fields = ["buyer"]
[allocate]
by = "order_id"
weight = "units"
take = "first"
[allocate.amounts]
part = "amount"
[period]
from = ["title", "user"]
[rows]
drop = ["order_id = 'x'"]
"""
    made = load(TOML.replace("[[tables]]", more + "[[tables]]", 1), "sales.toml", own=True)
    assert made.carry is not None
    assert made.carry.fields == ("buyer",)
    assert made.allocate is not None
    assert (made.allocate.take, dict(made.allocate.amounts)) == ("first", {"part": "amount"})
    assert made.period == ("title", "user")
    assert made.drop == ("order_id = 'x'",)
    assert made.own


def test_a_field_has_no_name_that_sql_keeps_for_itself() -> None:
    with pytest.raises(SpecError, match="'at' is a word of SQL: call it at_"):
        load(TOML.replace("[fields.sku]", "[fields.at]"), "x.toml")


def test_an_empty_cell_says_something_of_texts_alone() -> None:
    said = TOML.replace("[fields.sku]", '[fields.sku]\nblank = "pc"')
    with pytest.raises(SpecError, match="only of a text that is not personal"):
        load(said, "x.toml")
    assert load(said.replace('type = "id"', 'type = "text"'), "x.toml").fields["sku"].blank == "pc"


def test_a_format_that_another_export_tells_better_needs_no_tables() -> None:
    text = 'key = "a"\nplatform = "other"\ntitle = { zh = "a", en = "a" }\nneed = ["b"]\n'
    field = '[fields.b]\nnames = ["B"]\ntype = "id"\n'
    made = load(f'{text}instead = "C"\n{field}', "a.toml")
    assert (made.instead, made.tables) == ("C", ())
    with pytest.raises(SpecError, match="tables"):
        load(text + field, "a.toml")


def test_what_is_seen_or_clicked_is_never_below_nought() -> None:
    for key, names in {"zhitongche": ("impressions", "clicks"), "sycm_goods": ("visitors",)}.items():
        item = formats().get(key)
        assert [item.fields[name].floor for name in names] == [0] * len(names)
    assert formats().get("zhitongche").fields["orders"].floor is None
