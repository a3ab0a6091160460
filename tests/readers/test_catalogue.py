"""Which format a header belongs to, and when that is open."""

from pathlib import Path

import pytest

from tests.readers.plain import HEADER, TOML, sales
from zhanggui.readers import Formats, SpecError, formats
from zhanggui.readers.catalogue import hold
from zhanggui.readers.grammar import load

CELLS = HEADER.split(",")


def test_columns_are_found_by_name_in_any_order() -> None:
    match, rival = Formats((sales(),)).best(CELLS[::-1])
    assert match is not None
    assert match.columns["order_id"] == 6
    assert rival is None


def test_a_currency_in_the_name_is_read() -> None:
    match = hold(sales(), [cell.replace("Amount", "Amount (SGD)") for cell in CELLS])
    assert match is not None
    assert (match.currency, match.lacking) == ("SGD", ())


def test_a_header_of_one_country_tells_the_currency_unless_a_name_says_it() -> None:
    local = load('currency_of = { "Order No" = "IDR" }\n' + TOML, "local")
    plain, named = hold(local, CELLS), hold(local, [c.replace("Amount", "Amount (SGD)") for c in CELLS])
    other = hold(local, [cell.replace("Order No", "订单号") for cell in CELLS])
    assert plain
    assert named
    assert other
    assert (plain.currency, named.currency, other.currency) == ("IDR", "SGD", "")


def test_two_formats_that_fit_alike_are_rivals() -> None:
    twin = load(TOML.replace('key = "sales"', 'key = "twin"'), "twin")
    match, rival = Formats((sales(), twin)).best(CELLS)
    assert match is not None
    assert rival is not None
    assert {match.format.key, rival.format.key} == {"sales", "twin"}


def test_a_users_own_map_goes_first() -> None:
    mine = load(TOML.replace('key = "sales"', 'key = "mine"'), "mine", own=True)
    match, rival = Formats((sales(), mine)).best(CELLS)
    assert match is not None
    assert match.format.key == "mine"
    assert rival is None


def test_a_name_that_rules_a_format_out() -> None:
    assert (
        hold(load(TOML.replace("[fields.order_id]", 'never = ["Shop"]\n[fields.order_id]', 1), "x"), CELLS)
        is None
    )


def test_the_nearest_format_says_what_lacks() -> None:
    near = Formats((sales(),)).nearest([cell for cell in CELLS if cell != "Order No"])
    assert near is not None
    assert near.lacking == ("order_id",)


def test_maps_of_a_folder_are_read_and_doubles_refused(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(TOML, "utf-8")
    known = formats([tmp_path])
    assert known.get("sales").own
    assert len(known.all) > 20
    (tmp_path / "b.toml").write_text(TOML, "utf-8")
    with pytest.raises(SpecError, match="sales"):
        formats([tmp_path])


def test_formats_of_one_platform_agree_whether_order_lines_have_numbers() -> None:
    """Else the lines of an order that two of them hold would stand in the books twice."""
    kinds: dict[str, set[bool]] = {}
    for item in formats():
        for target in item.tables:
            if target.table == "order_line":
                kinds.setdefault(item.platform, set()).add(target.columns.get("line_id", "''") != "''")
    assert len(kinds) >= 10
    assert {platform: len(found) for platform, found in kinds.items() if len(found) > 1} == {}
