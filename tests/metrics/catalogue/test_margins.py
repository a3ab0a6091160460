from tests.metrics.catalogue.whole import sound
from zhanggui.metrics.catalogue import CATALOGUE
from zhanggui.metrics.catalogue.margins import MARGINS


def test_every_entry_is_sound() -> None:
    sound(MARGINS)


def test_fees_are_the_sum_of_their_kinds_without_ads() -> None:
    parts = ("commission", "payment_fees", "logistics_fees", "creator_fees", "service_fees", "other_fees")
    kinds = [CATALOGUE[name].source.filters[0].values for name in ("fees", *parts)]  # type: ignore[union-attr]
    assert sorted(kinds[0], key=str) == sorted((kind for one in kinds[1:] for kind in one), key=str)
    assert "ads" not in kinds[0]


def test_refund_rate_has_one_basis() -> None:
    assert CATALOGUE["refund_rate"].formula == "refunds_of_orders / gmv"
