from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.metrics.shop_books import BOTH, ONE, books, engine, line
from zhanggui.app.morning.earned import SHOWN, accounts
from zhanggui.reports.briefing import Account
from zhanggui.reports.numbers import Figure

COST = books()["sku_cost"][0]
FEE = books()["fee"][0]
AD = {**books()["ad"][0], "grain": "sku", "sku": "", "listing_id": "", "spend": Decimal(30)}
REFUND = books()["refund"][0]


def told(dim: str = "sku", **tables: list[dict[str, Any]]) -> dict[str, Account]:
    return {one.kind: one for one in accounts(engine(**tables), BOTH, "CNY", dim)}


def figures(account: Account) -> dict[str, dict[str, Figure]]:
    """By item, or shop where there is none, the figures by their column."""
    return {
        row.ident or row.shop: dict(zip(account.columns, row.figures, strict=True)) for row in account.rows
    }


def test_a_shop_from_sales_down_to_its_profit() -> None:
    later = line("9", date(2024, 9, 1), "1")
    account = told(order_line=[*books()["order_line"], later])["shops"]
    assert (account.profit, account.total, account.young) == ("contribution", None, False)
    assert told()["shops"].young
    assert figures(account) == {
        "a": {
            "gmv": Decimal("300.00"),
            "refunds_of_orders": Decimal("-50.00"),
            "other_income": Decimal("6.00"),
            "cost_of_goods": Decimal("-80.00"),
            "fees": Decimal("-10.00"),
            "ad_spend": Decimal("-30.00"),
            "contribution": Decimal("136.00"),
            "margin": 136 / 250,
        }
    }


def test_several_shops_end_with_all_together_in_one_currency() -> None:
    dollars = line("9", ONE, "10", shop="b", currency="USD", sku="s")
    rate = {"shop": "", "day": ONE, "base": "USD", "quote": "CNY", "rate": Decimal("7.1")}
    account = told(order_line=[*books()["order_line"], dollars], fx=[rate])["shops"]
    assert [row.shop for row in account.rows] == ["a", "b"]
    assert figures(account)["b"]["gmv"] == Decimal("71.00")
    # Nobody has told what shop b's fees and advertising are.
    assert figures(account)["b"]["contribution"] is None
    assert account.total is not None
    assert account.total[0] == Decimal("371.00")


def test_a_shop_of_a_currency_without_a_rate_has_no_postage_of_0() -> None:
    dollars = line("9", ONE, "10", shop="b", currency="USD", sku="s", shipping=Decimal(2))
    account = told(order_line=[line("1", ONE, "100", shipping=Decimal(6)), dollars])["shops"]
    assert figures(account)["a"]["other_income"] == 6
    assert {figures(account)["b"][name] for name in ("gmv", "other_income", "contribution")} == {None}
    assert account.total is not None
    assert account.total[account.columns.index("other_income")] is None


def test_advertising_of_a_week_counts_once_in_every_currency() -> None:
    week = {**AD, "days": 2, "spend": Decimal(30)}
    rate = {"shop": "", "day": ONE, "base": "USD", "quote": "CNY", "rate": Decimal(7)}
    accounts_ = told(order_line=books()["order_line"], ad=[week])
    assert figures(accounts_["shops"])["a"]["ad_spend"] == Decimal("-30.00")
    dollars = {**week, "currency": "USD", "spend": Decimal(1)}
    accounts_ = told(order_line=books()["order_line"], ad=[dollars], fx=[rate])
    assert figures(accounts_["shops"])["a"]["ad_spend"] == Decimal("-7.00")


def test_postage_that_some_days_state_is_not_lost_where_another_shop_is_converted() -> None:
    dollars = line("9", ONE, "10", shop="b", currency="USD", sku="s")
    rate = {"shop": "", "day": ONE, "base": "USD", "quote": "CNY", "rate": Decimal(7)}
    account = told(order_line=[*books()["order_line"], dollars], fx=[rate])["shops"]
    assert figures(account)["a"]["other_income"] == 6
    assert figures(account)["a"]["contribution"] == 136


def test_files_of_sales_alone_make_no_account() -> None:
    bare: dict[str, list[dict[str, Any]]] = {"fee": [], "ad": [], "refund": [], "sku_cost": []}
    made = accounts(engine(**bare, traffic_shop=[]), BOTH, "CNY", "sku")
    assert not [one for one in made if one.kind != "shops"]


def test_items_that_earned_most_and_those_that_lost_money() -> None:
    many = [
        line(f"{n}", ONE, "100", sku=f"s{n}", title=f"item {n}", refund_stated=Decimal(0)) for n in range(9)
    ]
    costs = [{**COST, "sku": f"s{n}", "cost": Decimal(20 * n)} for n in range(9)]
    fee = {**FEE, "order_id": "8", "amount": Decimal(7)}
    found = told(order_line=many, sku_cost=costs, fee=[fee], refund=[], ad=[])
    best, worst = found["best"], found["worst"]
    assert best.profit == "cm2"
    assert [row.ident for row in best.rows] == ["s0", "s1", "s2", "s3", "s4"][:SHOWN]
    assert [row.title for row in best.rows][:2] == ["item 0", "item 1"]
    assert figures(worst) == {
        "s8": {"gmv": Decimal(100), "units": 1, "cm2": Decimal("-67.00"), "margin": -0.67},
        "s7": {"gmv": Decimal(100), "units": 1, "cm2": Decimal("-40.00"), "margin": -0.4},
        "s6": {"gmv": Decimal(100), "units": 1, "cm2": Decimal("-20.00"), "margin": -0.2},
    }
    assert (worst.unknown, worst.bare) == (0.0, ())


def test_what_cannot_be_ranked_is_told() -> None:
    lines = [
        line(str(n), ONE, paid, sku=sku, refund_stated=Decimal(0))
        for n, (sku, paid) in enumerate((("s", "300"), ("t", "100"), ("u", "50")))
    ]
    costs = [COST, {**COST, "sku": "u", "cost": Decimal(60)}]
    fees = [{**FEE, "order_id": "0"}, {**FEE, "fee_id": "h", "amount": Decimal(30)}]
    found = told(order_line=lines, sku_cost=costs, fee=fees, ad=[AD], refund=[])
    assert {kind: [row.ident for row in one.rows] for kind, one in found.items() if kind != "shops"} == {
        "best": ["s"],
        "worst": ["u"],
    }
    assert found["best"].unknown == 100 / 450
    assert found["best"].bare == (("fees", 0.75),)
    # Its advertising names no item: what is ranked is the profit before it.
    assert found["best"].profit == "cm2"


def test_the_profit_is_the_gross_one_where_no_settlement_is_loaded() -> None:
    found = told(fee=[], ad=[])
    assert {one.profit for one in found.values()} == {"gross_profit"}
    assert "other_income" not in found["shops"].columns
    assert figures(found["shops"])["a"]["fees"] is None


MONEY = st.decimals(-500, 500, places=2)
SPENT = st.decimals(0, 500, places=2)


@given(
    paid=st.lists(st.tuples(SPENT, SPENT, SPENT), min_size=1, max_size=4),
    refund=SPENT,
    fee=MONEY,
    spend=SPENT,
    cost=SPENT,
)
def test_the_terms_of_every_row_add_up_to_its_profit(
    paid: list[tuple[Decimal, Decimal, Decimal]], refund: Decimal, fee: Decimal, spend: Decimal, cost: Decimal
) -> None:
    lines = [
        line(str(n), ONE, str(one), shipping=postage, platform_discount=given)
        for n, (one, postage, given) in enumerate(paid)
    ]
    account = told(
        order_line=lines,
        refund=[{**REFUND, "order_id": "0", "amount": refund}],
        fee=[{**FEE, "amount": fee}],
        ad=[{**AD, "grain": "campaign", "campaign": "c", "spend": spend}],
        sku_cost=[{**COST, "cost": cost}],
    )["shops"]
    (row,) = figures(account).values()
    terms = [value for name, value in row.items() if name not in {account.profit, "margin"}]
    assert sum((value for value in terms if isinstance(value, Decimal)), Decimal(0)) == row[account.profit]


def test_an_item_that_only_cost_something_lost_money() -> None:
    lines = [line("1", ONE, "300", refund_stated=Decimal(0)), line("2", date(2024, 1, 9), "5", sku="old")]
    late = {**FEE, "fee_id": "h", "order_id": "2", "amount": Decimal(4)}
    found = told(order_line=lines, fee=[{**FEE, "order_id": "1"}, late], ad=[], refund=[])
    assert figures(found["worst"]) == {
        "old": {"gmv": Decimal(0), "units": 0, "cm2": Decimal(-4), "margin": None}
    }
