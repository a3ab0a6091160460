from tests.metrics.catalogue.whole import sound
from zhanggui.metrics.catalogue.goods import GOODS
from zhanggui.metrics.kinds import Kind


def test_every_entry_is_sound() -> None:
    sound(GOODS)


def test_stock_is_a_snapshot() -> None:
    assert {one.name for one in GOODS if one.kind is Kind.SNAPSHOT} == {
        "stock",
        "available",
        "reserved",
        "inbound",
    }
