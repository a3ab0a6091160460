"""The fixed rule book that many shops work by, run on the same facts as the plays, to be compared with them.

Five clicks and no order: negative. Conversion down three days running: price 5 % down. Cover below seven days:
reorder for thirty. A rule has no money, so its actions come in the order in which a person would take them: terms by
what they cost, listings and SKUs by what they sell.
"""

import math
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from zhanggui.actions.action import Action, Impact, Target
from zhanggui.metrics.ask import ask
from zhanggui.metrics.query import Engine
from zhanggui.metrics.question import Question
from zhanggui.playbooks.columns import Columns
from zhanggui.playbooks.play import last_days

CLICKS = 5
FALLS = 3
COVER_DAYS = 7
TERM_DAYS = 28
ORDER_DAYS = 30
PACE_DAYS = 7
MINUTES = {"negative": 3, "price": 5, "reorder": 15}
_STAGE = {"negative": "traffic", "price": "conversion", "reorder": "stock"}


def rule_book(books: Engine, as_of: date) -> list[Action]:
    """What the rules say at the end of ``as_of``, in the order in which it is worked off."""
    held = books.tables()
    out: list[tuple[float, Action]] = []
    if "ad" in held:
        question = Question(
            ("clicks", "ad_spend", "ad_orders"),
            ("shop", "campaign", "search_term"),
            last_days(as_of, TERM_DAYS),
        )
        out += terms(Columns.of(ask(books, question)), as_of)
    if "traffic_listing" in held:
        question = Question(("conversion", "gmv"), ("shop", "listing", "day"), last_days(as_of, FALLS + 1))
        out += prices(Columns.of(ask(books, question)), as_of)
    if "stock" in held:
        sold = ask(books, Question(("units", "gmv"), ("shop", "sku"), last_days(as_of, PACE_DAYS)))
        left = ask(books, Question(("stock",), ("shop", "sku"), last_days(as_of, TERM_DAYS)))
        out += reorders(Columns.of(sold), Columns.of(left), as_of)
    return [action for _, action in sorted(out, key=lambda one: (-one[0], one[1].id))]


def terms(facts: Columns, as_of: date) -> list[tuple[float, Action]]:
    """Terms with five clicks and no order, with what they cost."""
    clicks, spend, orders = (facts.floats(name) for name in ("clicks", "ad_spend", "ad_orders"))
    out = []
    for row in range(len(facts)):
        shop, _, term = facts.key(row)
        if term and clicks[row] >= CLICKS and orders[row] == 0:
            out.append((float(spend[row]), _action("negative", ("search_term", str(shop), str(term)), as_of)))
    return out


def prices(facts: Columns, as_of: date) -> list[tuple[float, Action]]:
    """Listings whose conversion was lower than the day before three times running, with what they sold."""
    rates: dict[tuple[str, str], dict[date, float]] = {}
    sales: dict[tuple[str, str], float] = {}
    conversion, sold = facts.floats("conversion"), facts.floats("gmv")
    for row in range(len(facts)):
        shop, listing, day = facts.key(row)
        if listing and isinstance(day, date):
            key = (str(shop), str(listing))
            rates.setdefault(key, {})[day] = float(conversion[row])
            sales[key] = sales.get(key, 0.0) + (0.0 if math.isnan(sold[row]) else float(sold[row]))
    days = [as_of - timedelta(days=n) for n in range(FALLS, -1, -1)]
    out = []
    for (shop, listing), known in rates.items():
        series = [known.get(day, math.nan) for day in days]
        if all(late < early for early, late in pairwise(series)):
            out.append((sales[shop, listing], _action("price", ("listing", shop, listing), as_of)))
    return out


def reorders(sold: Columns, left: Columns, as_of: date) -> list[tuple[float, Action]]:
    """SKUs whose stock lasts less than seven days at last week's pace, with what they sold."""
    stock = {left.key(row): units for row, units in enumerate(left.floats("stock"))}
    units, sales = sold.floats("units"), sold.floats("gmv")
    out = []
    for row in range(len(sold)):
        key = sold.key(row)
        if key[1] and units[row] > 0 and stock.get(key, math.nan) < COVER_DAYS * units[row] / PACE_DAYS:
            wanted = math.ceil(units[row] / PACE_DAYS * ORDER_DAYS)
            target = ("sku", str(key[0]), str(key[1]))
            out.append(
                (float(sales[row]), replace(_action("reorder", target, as_of), evidence={"quantity": wanted}))
            )
    return out


def _action(rule: str, target: tuple[str, str, str], as_of: date) -> Action:
    """A rule promises no money: its impact is 0."""
    kind, shop, ident = target
    return Action(
        play=f"rule_{rule}",
        stage=_STAGE[rule],
        target=Target(kind, shop, ident),
        cause=rule,
        impact=Impact(Decimal(0), Decimal(0), Decimal(0), ""),
        minutes=MINUTES[rule],
        role="",
        due=as_of,
        check_on=as_of,
        metric="",
        pool=(rule, shop, ident),
    )
