"""Places made narrower: an item is told where it is nearly all of a slice's change, and no place thrice."""

import numpy as np
import pytest

from zhanggui.app.where.narrowed import narrowed, told_already
from zhanggui.diagnosis.leaves import LeafTable, Where
from zhanggui.diagnosis.locate import Slice


def table(actual: list[float], expected: list[float], *, ratio: bool = False) -> LeafTable:
    """Two items in two channels: A web, B web, A draft, B draft; the band is A's or B's own."""
    items, channels = np.array([0, 1, 0, 1]), np.array([0, 0, 1, 1])
    tens = np.full(4, 10.0) if ratio else None
    return LeafTable(
        {"listing": items, "channel": channels, "price_band": items},
        {"listing": ["A", "B"], "channel": ["web", "draft"], "price_band": ["low", "high"]},
        np.array(actual), np.array(expected), tens, tens,
    )  # fmt: skip


def whole(leaves: LeafTable, *where: tuple[str, str]) -> Slice:
    mask = leaves.leaves(where)
    now, then = float(leaves.actual[mask].sum()), float(leaves.expected[mask].sum())
    total = float((leaves.actual - leaves.expected).sum())
    return Slice(where, now, then, now - then, (now - then) / total if total else None, 9.0, int(mask.sum()))


def test_orders_of_a_new_channel_that_are_all_of_one_item_are_told_with_it() -> None:
    found = table([20, 30, 9, 0], [21, 30, 0, 0])
    one = narrowed(whole(found, ("channel", "draft")), found)
    assert one.where == (("channel", "draft"), ("listing", "A"))
    assert (one.actual, one.expected, one.change) == (9.0, 0.0, 9.0)
    assert one.share == pytest.approx(9 / 8)


def test_a_band_that_is_the_items_own_is_not_told_beside_it() -> None:
    found = table([2, 30, 1, 9], [20, 30, 10, 9])
    one = narrowed(whole(found, ("price_band", "low")), found)
    assert one.where == (("listing", "A"),)
    assert one.change == -27.0


@pytest.mark.parametrize(
    ("actual", "expected", "ratio"),
    [
        ([20, 30, 9, 8], [21, 30, 0, 0], False),  # both items are new there
        ([20, 30, 12, 2], [21, 30, 2, 6], False),  # another fell meanwhile
        ([20, 30, 5, 5], [21, 30, 5, 5], False),  # nothing moved
        ([2, 3, 9, 0], [2, 3, 0, 0], True),
    ],
)
def test_a_slice_stays_where_other_items_moved(
    actual: list[float],
    expected: list[float],
    ratio: bool,
) -> None:
    found = table(actual, expected, ratio=ratio)
    one = whole(found, ("channel", "draft"))
    assert narrowed(one, found) is one


def test_a_nameless_item_and_one_that_is_told_narrow_nothing() -> None:
    found = table([20, 30, 9, 0], [21, 30, 0, 0])
    named = whole(found, ("listing", "A"), ("channel", "draft"))
    assert narrowed(named, found) is named
    bare = LeafTable(
        {"listing": np.array([0, 0]), "channel": np.array([0, 1])},
        {"listing": [""], "channel": ["web", "draft"]},
        np.array([5.0, 9.0]),
        np.array([5.0, 0.0]),
    )
    slice_ = whole(bare, ("channel", "draft"))
    assert narrowed(slice_, bare) is slice_


SHOP: Where = (("shop", "s"),)
ITEM: Where = (("shop", "s"), ("listing", "A"))
REGION: Where = (("shop", "s"), ("listing", "A"), ("region", "north"))
OTHER: Where = (("shop", "s"), ("listing", "B"))


def test_a_place_and_a_part_of_it_are_told_and_no_third() -> None:
    assert not told_already(ITEM, [SHOP])
    assert not told_already(SHOP, [ITEM])
    assert told_already(REGION, [SHOP, ITEM])
    assert told_already(OTHER, [SHOP, ITEM])
    assert told_already(SHOP, [ITEM, OTHER])
    assert not told_already((("shop", "t"),), [SHOP, ITEM])
