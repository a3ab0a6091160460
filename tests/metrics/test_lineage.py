import pytest

from zhanggui.metrics.catalogue import CATALOGUE
from zhanggui.metrics.lineage import lineage


def test_of_a_measure() -> None:
    found = lineage("low_reviews")
    assert found.formula == "count(review.review_id) where stars in (1, 2, 3) by day"
    assert (found.made_of, found.measures, found.tables) == ((), ("low_reviews",), ("review",))
    assert (
        lineage("reply_seconds").formula
        == "sum_known(ticket.first_reply_at - ticket.opened_at) by opened_day"
    )
    assert lineage("new_buyers").formula == "distinct(order_line.buyer) where new buyers by paid_day"
    assert lineage("known_buyer_sales").formula.endswith("where buyer not in (None) by paid_day")
    assert lineage("stock").formula == "sum(stock.on_hand else stock.available) by day"


def test_of_a_metric() -> None:
    found = lineage("margin")
    assert found.made_of == ("contribution", "net_sales")
    assert set(found.tables) == {"order_line", "refund", "fee", "ad"}
    assert "shop" in found.dimensions
    assert "listing" in found.dimensions
    assert "region" not in found.dimensions


def test_everything_has_one() -> None:
    for name in CATALOGUE:
        assert lineage(name).tables
    with pytest.raises(KeyError):
        lineage("nothing")
