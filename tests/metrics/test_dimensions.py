import pytest

from zhanggui.metrics.dimensions import DIMENSIONS, OF_ITEMS, has
from zhanggui.model.tables import TABLES


def test_every_dimension_is_named_in_both_languages_and_stands_on_columns_that_exist() -> None:
    for name, dimension in DIMENSIONS.items():
        assert dimension.name == name
        assert dimension.zh
        assert dimension.en
        for table, column in dimension.columns.items():
            spread = table == "fee" and name in OF_ITEMS  # told by the lines of the order
            assert column in TABLES["order_line" if spread else table].names, (name, table)


def test_which_table_tells_what() -> None:
    assert has("order_line", "sku")
    assert has("fee", "week")
    assert has("fee", "listing")
    assert not has("fee", "region")
    assert not has("traffic_source", "sku")
    with pytest.raises(KeyError):
        has("fee", "colour")
