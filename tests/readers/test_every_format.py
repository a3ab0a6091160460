"""What every format that is shipped must be, whichever platform it is of."""

from collections import Counter
from collections.abc import Iterator

import pytest

from tests.readers.sheets import sheet
from zhanggui.model.shop import PLATFORMS
from zhanggui.readers import Format, formats
from zhanggui.readers.catalogue import hold
from zhanggui.readers.names import normal

KNOWN = formats()
# One column of Google Analytics may be the source, the medium or both, as the report was built.
PLAIN = [one for one in KNOWN if not one.key.startswith("ga4_")]
ORDERS = {"order_line", "order_head", "order_item"}
every_format = pytest.mark.parametrize("item", KNOWN.all, ids=lambda item: item.key)


def spellings(item: Format) -> Iterator[tuple[str, str]]:
    for field in item.fields.values():
        for name in field.names:
            yield field.name, name


def test_every_platform_has_its_currency_and_zone() -> None:
    unknown = {item.platform for item in KNOWN} - set(PLATFORMS)
    assert not unknown, f"give {sorted(unknown)} a line in PLATFORMS of model/shop.py"


@pytest.mark.parametrize("item", PLAIN, ids=lambda item: item.key)
def test_every_spelling_finds_its_field(item: Format) -> None:
    ruled_out = {normal(name) for name in item.never}
    first = {field.name: field.names[0] for field in item.fields.values() if field.names}
    behind = list(sheet(item).header[-2:]) if item.unpivot else []
    shared = {name for name, times in Counter(name for _, name in spellings(item)).items() if times > 1}
    for name, spelling in spellings(item):
        header = [spelling if other == name else usual for other, usual in first.items()] + behind
        if ruled_out & {normal(cell) for cell in header}:
            continue
        match = hold(item, header)
        assert match is not None, spelling
        if spelling not in shared:
            assert header[match.columns[name]] == spelling


@every_format
def test_width_spaces_and_case_of_a_name_do_not_matter(item: Format) -> None:
    header = list(sheet(item).header)
    turned = [f" {name.replace('(', '（').replace(')', '）').replace('ID', 'Id')} " for name in header]
    one, other = hold(item, header), hold(item, turned)
    assert one is not None
    assert other is not None
    assert one.columns == other.columns


@every_format
def test_its_own_header_is_known_for_it_in_any_order(item: Format) -> None:
    header = sheet(item).header
    for cells in (header, header[::-1]):
        match, rival = KNOWN.best(cells)
        assert match is not None, f"{item.key}: its own columns are taken for no format: see need and never"
        assert match.format.key == item.key
        assert rival is None, f"{item.key}: add what tells it from {rival.format.key} to need or never"


@pytest.mark.parametrize(
    "item",
    [one for one in KNOWN if ORDERS & {target.table for target in one.tables}],
    ids=lambda one: one.key,
)
def test_money_of_orders_says_whether_refunds_are_in_and_what_it_is_per(item: Format) -> None:
    for column in item.fields.values():
        if column.type == "money":
            assert column.money is not None
            assert "unknown" not in {column.money.refunds, column.money.per}, column.name


@pytest.mark.parametrize("item", PLAIN, ids=lambda item: item.key)
def test_one_spelling_belongs_to_one_field(item: Format) -> None:
    names = [name for _, name in spellings(item)]
    twice = sorted({name for name in names if names.count(name) > 1})
    assert twice == [], f"{item.key}: say which field each of them is"
