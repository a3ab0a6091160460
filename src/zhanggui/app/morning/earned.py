"""What shops and items earned in a period: sales down to the profit, as far down as the books know it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from zhanggui.app.compared.breakdown import OPTIONAL, SUMS
from zhanggui.app.labels import labels
from zhanggui.metrics.ask import ask, reckon
from zhanggui.metrics.itemless import GAPS
from zhanggui.metrics.query import Engine
from zhanggui.metrics.question import Answer, Question
from zhanggui.model.money import cents
from zhanggui.model.period import Period
from zhanggui.reports.briefing import Account, Earner
from zhanggui.reports.numbers import Figure

LEVELS = ("contribution", "cm2", "gross_profit")  # profits, the one with most taken off first
ENOUGH = Decimal("0.5")  # of sales whose profit is known, for that profit to be the one told
SHOWN = 5  # items
TERMS = dict(SUMS["contribution"])  # with their signs
COSTS = tuple(name for name, sign in TERMS.items() if sign < 0 and name not in OPTIONAL)
OTHER = {name: sign for name, sign in TERMS.items() if name in OPTIONAL}
# Terms that a profit is before: no part of it.
BEFORE = {
    "contribution": frozenset[str](),
    "cm2": frozenset({"ad_spend"}),
    "gross_profit": frozenset({"ad_spend", "fees", "shipping_income", "platform_discounts"}),
}

Amounts = Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class _Row:
    """One shop, or one item of a shop (``ident``), with its figures; money is to the cent."""

    shop: str
    ident: str
    amounts: Amounts

    def money(self, name: str) -> Decimal:
        """An amount, 0 where it is not known."""
        value = self.amounts[name]
        return value if isinstance(value, Decimal) else Decimal(0)


def accounts(books: Engine, period: Period, currency: str, dim: str) -> tuple[Account, ...]:
    """Every shop's account, the items that earned most and those that lost money; in ``currency``.

    ``dim``: 'sku' or 'listing', what the orders name their items by. No account of shops where the files tell nothing
    but sales, none of items where the profit of none is known.
    """
    return (*_of_shops(books, period, currency), *_of_items(books, period, currency, dim))


def _of_shops(books: Engine, period: Period, currency: str) -> tuple[Account, ...]:
    names = ("gmv", *OTHER, *COSTS, "net_sales", *LEVELS)
    asked = Question(names, ("shop",), period, currency=currency, converted=True)
    answer = reckon(books, asked)
    rows = _rows(answer, "", currency)
    if all(row.amounts[name] is None for row in rows for name in COSTS):
        return ()
    level = _level(rows) or LEVELS[0]
    whole = _rows(reckon(books, replace(asked, by=())), "", currency) if len(rows) > 1 else []
    other = any(_other(row, level) for row in (*rows, *whole))
    columns = ("gmv", COSTS[0], *(("other_income",) if other else ()), *COSTS[1:], level, "margin")
    earners = tuple(Earner(row.shop, "", row.shop, _line(row, columns, level)) for row in rows)
    total = _line(whole[0], columns, level) if whole else None
    return (Account("shops", currency, columns, level, earners, total, young=any(answer.provisional)),)


def _of_items(books: Engine, period: Period, currency: str, dim: str) -> tuple[Account, ...]:
    names = ("gmv", "units", "net_sales", *LEVELS)
    answer = ask(books, Question(names, ("shop", dim), period, currency=currency, converted=True))
    rows = [row for row in _rows(answer, dim, currency) if row.ident]
    level = _level(rows)
    if level is None:
        return ()
    known = [row for row in rows if row.amounts[level] is not None]
    ranked = sorted(known, key=lambda row: (-row.money(level), row.shop, row.ident))
    best = [row for row in ranked if row.money(level) > 0][:SHOWN]
    worst = [row for row in reversed(ranked) if row.money(level) < 0][:SHOWN]
    titles = labels(books, dim, [(row.shop, row.ident) for row in (*best, *worst)])
    columns = ("gmv", "units", level, "margin")
    empty = Account(
        "best",
        currency,
        columns,
        level,
        (),
        young=any(answer.provisional),
        unknown=1 - float(_sold(known) / _sold(rows)),
        bare=tuple(
            (str(gap.params["measure"]), float(str(gap.params["share"])))
            for gap in answer.missing
            if gap.code in GAPS and gap.params["measure"] not in BEFORE[level]
        ),
    )
    made = (
        replace(empty, rows=_earners(best, titles, empty)),
        replace(empty, kind="worst", rows=_earners(worst, titles, empty)),
    )
    return tuple(account for account in made if account.rows)


def _earners(
    rows: Sequence[_Row], titles: Mapping[tuple[str, str], str], account: Account
) -> tuple[Earner, ...]:
    return tuple(
        Earner(
            row.shop,
            row.ident,
            titles.get((row.shop, row.ident), ""),
            _line(row, account.columns, account.profit),
        )
        for row in rows
    )


def _rows(answer: Answer, dim: str, currency: str) -> list[_Row]:
    """The answer's rows, every amount to the cent; ``dim`` '' where they are of shops or of everything."""
    whole = [""] * len(answer)
    shops, idents = answer.keys.get("shop", whole), answer.keys[dim] if dim else whole
    return [
        _Row(
            str(shops[n] or ""),
            str(idents[n] or ""),
            {
                name: cents(value, currency) if isinstance(value := cells[n], Decimal) else value
                for name, cells in answer.cells.items()
            },
        )
        for n in range(len(answer))
    ]


def _sold(rows: Sequence[_Row]) -> Decimal:
    return sum((row.money("gmv") for row in rows), Decimal(0))


def _level(rows: Sequence[_Row]) -> str | None:
    """The profit with most taken off that is known of enough of the sales, else the one known of most; None of none."""
    known = {level: _sold([row for row in rows if row.amounts[level] is not None]) for level in LEVELS}
    enough = [level for level in LEVELS if known[level] > 0 and known[level] >= ENOUGH * _sold(rows)]
    best = max(LEVELS, key=lambda level: known[level])
    return enough[0] if enough else best if known[best] > 0 else None


def _other(row: _Row, level: str) -> Decimal:
    """What else came in or was taken off: postage and platforms' discounts, less what orders were put right by."""
    parts = (sign * row.money(name) for name, sign in OTHER.items() if name not in BEFORE[level])
    return sum(parts, Decimal(0))


def _line(row: _Row, columns: Sequence[str], level: str) -> tuple[Figure, ...]:
    """The row's figures: costs below zero, the margin of what was left after refunds."""
    net, profit = row.amounts["net_sales"], row.amounts[level]
    told: dict[str, Figure] = {
        **row.amounts,
        **{name: -row.money(name) for name in COSTS if row.amounts.get(name) is not None},
        "margin": None if profit is None or not net or net < 0 else float(profit) / float(net),
    }
    if "other_income" in columns:
        told["other_income"] = None if row.amounts["gmv"] is None else _other(row, level)
    return tuple(told[name] for name in columns)
