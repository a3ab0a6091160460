from decimal import Decimal

from tests.simulator.worlds import DAYS, world
from zhanggui.simulator.ledger import money
from zhanggui.simulator.money import profit


def test_cents_become_exact_amounts() -> None:
    assert money(-1234) == Decimal("-12.34")


def test_a_ledger_grows_with_the_days_and_keeps_its_own_sum() -> None:
    early, late = world().ledger("taobao", 30), world().ledger("taobao")
    assert early.gmv < late.gmv
    assert early.refunds < late.refunds
    told = late.as_dict()
    parts = [Decimal(told[n]) for n in ("gmv", "shipping", "refunds", "fees", "ad_spend", "cost_of_goods")]
    assert Decimal(told["contribution"]) == parts[0] + parts[1] - sum(parts[2:], Decimal(0))


def test_sales_are_those_of_the_window_and_refunds_only_those_settled_in_it() -> None:
    story = world().stories["taobao"]
    parts = profit(story.run, story.fees)
    ledger = world().ledger("taobao")
    assert ledger.gmv == money(int(parts.gmv[:DAYS].sum()))
    assert ledger.refunds <= money(int(parts.refunds[:DAYS].sum()))
    # Some of what was sold until an evening comes back after it.
    early = world().ledger("taobao", 30)
    assert early.refunds < money(int(parts.refunds[:31].sum()))
