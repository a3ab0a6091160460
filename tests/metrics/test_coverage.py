from datetime import timedelta

from tests.metrics.shop_books import BOTH, ONE, THREE, TWO, books, engine, line
from zhanggui.metrics.coverage import Coverage, before
from zhanggui.metrics.query import Where
from zhanggui.model.period import Period


def test_spans_of_the_shops_asked_for() -> None:
    lines = [*books()["order_line"], line("6", THREE, "10", shop="b")]
    whole = Coverage(engine(order_line=lines), (), (), None)
    assert whole.spans("order_line") == {"a": BOTH, "b": Period(THREE, THREE)}
    assert (whole.first(), whole.last()) == (ONE, THREE)
    only = Coverage(engine(order_line=lines), (), (Where("shop", ("b",)), Where("sku", ("x",))), None)
    assert list(only.spans("order_line")) == ["b"]
    assert (
        Coverage(engine(order_line=[]), (), (), None).first(),
        Coverage(engine(order_line=[]), (), (), None).last(),
    ) == (
        None,
        None,
    )


def test_refunds_are_covered_where_orders_are() -> None:
    late = line("5", TWO + timedelta(days=9), "1")
    books_of = engine(order_line=[*books()["order_line"], late])
    assert Coverage(books_of, (), (), None).spans("refund") == {"a": Period(ONE, TWO + timedelta(days=9))}
    alone = [{**books()["refund"][0], "shop": "b"}]
    assert Coverage(engine(refund=alone), (), (), None).spans("refund") == {"b": BOTH}


def test_refunds_that_settlements_alone_tell_begin_with_the_first_of_these() -> None:
    bare = [{**one, "refund_stated": None} for one in books()["order_line"]]
    fee = books()["fee"][0]
    of = {"shop": "a", "day": TWO, "kind": "refund", "amount": 5}
    settled = [{**fee, **of, "fee_id": "r"}, {**fee, **of, "fee_id": "c", "kind": "commission"}]
    refund = [{**books()["refund"][0], "settled_day": TWO, "order_day": ONE}]
    told = {"fee": settled, "refund": refund}
    assert Coverage(engine(order_line=bare, **told), (), (), None).spans("refund") == {"a": Period(TWO, TWO)}
    stated = [{**bare[0], "refund_stated": 0}, *bare[1:]]
    assert Coverage(engine(order_line=stated, **told), (), (), None).spans("refund") == {"a": BOTH}
    charged = engine(order_line=bare, fee=settled[1:], refund=refund)
    assert Coverage(charged, (), (), None).spans("refund") == {"a": BOTH}


def test_events_are_known_zeros_within_their_table_and_readings_never() -> None:
    coverage = Coverage(engine(), ("shop", "day"), (), None)
    rows = coverage.cut([("a", ONE), ("a", TWO), ("b", ONE), ("a", None)])
    assert coverage.covered("ad", "day", rows).tolist() == [True, False, False, False]
    assert coverage.covered("order_line", "paid_day", rows).tolist() == [True, True, False, False]
    assert coverage.covered("traffic_shop", "day", rows).tolist() == [False] * 4
    assert coverage.covered("ad", "day", coverage.cut([])).tolist() == []


def test_the_days_of_a_row() -> None:
    coverage = Coverage(engine(), ("month", "sku"), (), Period(TWO, TWO + timedelta(days=60)))
    assert coverage.days((ONE.replace(day=1), "s")) == Period(TWO, TWO.replace(day=31))
    assert coverage.days((ONE.replace(month=1, day=1), "s")) is None
    rows = [(ONE, "s"), (ONE, "t"), (TWO, "s")]
    cut = coverage.cut(rows)
    assert (cut.moments, cut.moment_of.tolist()) == ([(ONE, None), (TWO, None)], [0, 0, 1])
    assert (cut.scopes, cut.scope_of.tolist()) == ([(None, None)], [0, 0, 0])


def test_shops_of_a_row() -> None:
    coverage = Coverage(engine(), ("platform",), (), None)
    assert coverage.shops(("amazon",), "abc") == ["b"]
    assert coverage.lacking("stock", ("taobao",)) == []
    assert Coverage(engine(fee=[]), ("shop",), (), None).lacking("fee", ("a",)) == ["a"]


def test_days_before() -> None:
    assert before(TWO, 2) == BOTH


def test_shops_whose_refunds_have_no_day() -> None:
    undated = {**books()["refund"][0], "refund_id": "u", "settled_day": None}
    lines = [*books()["order_line"], line("6", THREE, "10", shop="b")]
    held = engine(order_line=lines, refund=[*books()["refund"], undated])
    coverage = Coverage(held, ("shop",), (), BOTH)
    assert coverage.undated() == coverage.undated() == {"a"}
    assert Coverage(held, ("week",), (), None).undated() == {"a"}
    assert Coverage(held, ("shop",), (), None).undated() == frozenset()
    assert coverage.dated(coverage.cut([("a",), ("b",)])).tolist() == [False, True]
    assert coverage.dated(coverage.cut([])).tolist() == []
    assert Coverage(held, ("platform",), (Where("shop", ("b",)),), None).undated() == frozenset()
    assert Coverage(engine(), (), (), None).undated() == frozenset()
