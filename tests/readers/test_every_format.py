"""What every format that is shipped must be, whichever platform it is of."""

import re
from collections import Counter
from collections.abc import Iterator

import duckdb
import pytest

from tests.readers.sheets import sheet
from zhanggui.model.shop import PLATFORMS
from zhanggui.model.tables import TABLES
from zhanggui.readers import Format, formats
from zhanggui.readers.catalogue import hold
from zhanggui.readers.names import normal

KNOWN = formats()
# One column of Google Analytics may be the source, the medium or both, as the report was built.
PLAIN = [one for one in KNOWN if not one.key.startswith("ga4_")]
ORDERS = {"order_line", "order_head", "order_item"}
WORD = re.compile(r"'(\w*)'")
# A text that a column is given: all of its SQL, or what a CASE comes to.
GIVEN = re.compile(r"(?:\bTHEN|\bELSE)\s+'([^']*)'|^\s*'([^']*)'\s*$", re.IGNORECASE)
every_format = pytest.mark.parametrize("item", KNOWN.all, ids=lambda item: item.key)


def spellings(item: Format) -> Iterator[tuple[str, str]]:
    for field in item.fields.values():
        for name in field.names:
            yield field.name, name


def words(table: str, column: str) -> set[str]:
    """The words that a column may hold, as the books say; none where it may hold any text."""
    note = TABLES[table].column(column).note
    like = re.fullmatch(r"as in (\w+)", note)
    if like:
        return words(like[1], column)
    return set(WORD.findall(note)) if " | " in note else set()


def pieces(item: Format) -> Iterator[tuple[str, str]]:
    """Each SQL of a format, and where it stands."""
    yield from (("[rows] drop", sql) for sql in item.drop)
    yield from (("[rows] parts", sql) for sql in item.parts)
    yield "[version] updated", item.updated
    yield "[shop] name", item.shop.name
    if item.allocate:
        yield "[allocate] weight", item.allocate.weight
        yield from ((f"[allocate.amounts] {name}", sql) for name, sql in item.allocate.amounts.items())
    for target in item.tables:
        yield f"{target.table}: when", target.when
        yield from ((f"{target.table}.{name}", sql) for name, sql in target.columns.items())


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


def test_the_books_say_the_words_of_their_columns() -> None:
    assert words("order_item", "status") == words("order_line", "status") > {"paid", "unpaid", "done"}
    assert words("ad", "grain") > {"account", "campaign", "search_term"}
    assert words("order_line", "title") == set()


@every_format
def test_columns_of_few_words_hold_no_other(item: Format) -> None:
    for target in item.tables:
        for name, sql in target.columns.items():
            known = words(target.table, name)
            said = {whole or part for part, whole in GIVEN.findall(sql)}
            strange = sorted(said - known) if known else []
            assert not strange, f"{item.key}: {target.table}.{name}: {strange} are none of {sorted(known)}"


@every_format
def test_its_sql_can_be_read(item: Format) -> None:
    for place, sql in pieces(item):
        try:
            duckdb.extract_statements(f"SELECT ({sql or 'NULL'})")
        except duckdb.Error as error:
            raise AssertionError(f"{item.key}: {place}: {error}") from error
