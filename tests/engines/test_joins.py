from zhanggui.engines.joins import Needs, clauses, views


def test_nothing_is_joined_unless_needed() -> None:
    none = Needs(cost=False, first=False, product=False)
    assert (views(none), clauses(none, "paid_day")) == ([], [])


def test_costs_of_one_kind_need_one_join() -> None:
    own = Needs(cost=True, first=False, product=False, every=False)
    assert [view.split()[0] for view in views(own)] == ["own_cost"]
    assert (own.unit_cost, own.cost_currency) == ("o.cost", "o.currency")
    every = Needs(cost=True, first=False, product=False, own=False)
    assert len(clauses(every, "paid_day")) == 1
    assert every.unit_cost == "c.cost"
    nothing = Needs(cost=True, first=False, product=False, own=False, every=False)
    assert (len(views(nothing)), len(clauses(nothing, "paid_day"))) == (1, 1)


def test_a_shops_own_cost_goes_first() -> None:
    both = Needs(cost=True, first=True, product=True)
    assert both.unit_cost == "CASE WHEN o.sku IS NOT NULL THEN o.cost ELSE c.cost END"
    assert [view.split()[0] for view in views(both)] == [
        "own_cost",
        "any_cost",
        "first_paid",
        "own_style",
        "any_style",
    ]
    assert "op.product" in both.style
    assert len(clauses(both, "paid_day")) == 5
