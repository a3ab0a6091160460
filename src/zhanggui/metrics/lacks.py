"""What a question needed and the books do not hold, as data: tables, costs, rates, columns."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import cast

from zhanggui.metrics.catalogue.traffic import FROM_LISTINGS
from zhanggui.metrics.coverage import Coverage
from zhanggui.metrics.formula import leaves
from zhanggui.metrics.gather import Gathered
from zhanggui.metrics.holes import holes, runs
from zhanggui.metrics.itemless import without_item
from zhanggui.metrics.left_out import left_out
from zhanggui.metrics.query import Engine, Query, Where
from zhanggui.metrics.question import Missing, Question
from zhanggui.metrics.scan import source_of, table_of
from zhanggui.metrics.unstated import never_stated
from zhanggui.model.period import Period

LISTED = 20
LATELY = timedelta(days=31)  # after the last of a shop's advertising, within which its report may be late
STEADY = timedelta(days=14)  # every day of which a channel told something, so that it would be missed
PER_BUYER = frozenset({"spend_per_buyer", "spend_per_buyer_day", "units_per_buyer", "orders_per_buyer"})


def lacks(
    engine: Engine,
    question: Question,
    gathered: Gathered,
    lacking: Mapping[tuple[str, str], set[str]],
    untold: Mapping[tuple[str, str], Mapping[str, set[date]]],
    coverage: Coverage,
) -> tuple[Missing, ...]:
    """What is missing. ``lacking`` and ``untold``: (table, metric) → shops that sell and have nothing in the table, and
    those that sold on days of which it tells nothing, with these days. Days that sums lack: see `holes`.

    Codes: ``no_table`` (nothing loaded), ``shop_without`` and ``days_without`` (as above), ``no_cost`` (SKUs without
    a cost and their share of sales), ``no_item`` (share of sales whose orders name no item), ``no_rate``,
    ``no_reporting_currency``, ``unknown_values`` (shops whose files leave the value out), ``not_stated`` (counted as
    none), ``buyers_unknown`` (share of sales without a known buyer), ``undated_refunds`` (of orders, with no day of
    their own), ``ads_end`` (shops whose advertising ended some days ago: paused, or a report that is late; counted as
    no spend), ``channel_ends`` (the same of a channel), ``without_item`` and ``ads_without_item`` (share of a cost
    that no item of the rows bears, as its file names none), ``refunds_without_order`` (money back of a shop that
    belongs to no order, so that no figure of orders has it), ``refunds_unstated`` (orders that were refunded by their
    status, of unknown amount).
    """
    return (
        *_tables(engine, question, coverage),
        *_shops("shop_without", {key: lost for key, lost in lacking.items() if key[0] in engine.tables()}),
        *_days(lacking, untold),
        *holes(engine, question, coverage, untold.keys()),
        *_ads(engine, question, coverage),
        *without_item(engine, question),
        *(_costs(engine, question) if gathered.uncosted else ()),
        *_rates(gathered),
        *_buyers(engine, question),
        *_undated(question.metrics, coverage),
        *_orderless(engine, question, coverage),
        *_unstated(engine, question, coverage),
        *left_out(engine, question, gathered),
        *never_stated(engine, question, coverage),
    )


def _tables(engine: Engine, question: Question, coverage: Coverage) -> list[Missing]:
    """Tables that the metrics need and that are not there; refunds are where every shop's orders state them."""
    dims = (*question.by, *(where.dim for where in question.where))
    wanted: dict[str, list[str]] = {}
    for metric in question.metrics:
        for leaf in leaves(metric):
            users = wanted.setdefault(table_of(leaf.name, dims), [])
            if metric not in users:
                users.append(metric)
    sold = coverage.spans("order_line").keys()
    stated = {"refund"} if sold and sold <= coverage.spans("refund").keys() else set()
    held = engine.tables() | stated
    # Listings make these sums for a shop whose own report is not there.
    pieced = {"traffic_shop": FROM_LISTINGS} if "traffic_listing" in held else {}
    lost = {
        table: tuple(user for user in users if user not in pieced.get(table, ()))
        for table, users in sorted(wanted.items())
        if table not in held
    }
    return [Missing("no_table", {"table": table, "metrics": users}) for table, users in lost.items() if users]


def _shops(code: str, lacking: Mapping[tuple[str, str], set[str]]) -> list[Missing]:
    tables: dict[str, tuple[set[str], set[str]]] = {}
    for (table, metric), shops in lacking.items():
        if not shops:
            continue
        found = tables.setdefault(table, (set(), set()))
        found[0].update(shops)
        found[1].add(metric)
    return [
        Missing(code, {"table": table, "shops": tuple(sorted(shops)), "metrics": tuple(sorted(metrics))})
        for table, (shops, metrics) in sorted(tables.items())
    ]


def _days(
    lacking: Mapping[tuple[str, str], set[str]], untold: Mapping[tuple[str, str], Mapping[str, set[date]]]
) -> list[Missing]:
    """Tables that leave out days of shops that sold on them: these days as runs, the first and the last of them."""
    some = {key: set(shops) - lacking.get(key, set()) for key, shops in untold.items()}
    out = []
    for gap in _shops("days_without", some):
        days = {
            day
            for (table, _), shops in untold.items()
            for shop, found in shops.items()
            if table == gap.params["table"] and shop in cast("tuple[str, ...]", gap.params["shops"])
            for day in found
        }
        ends = {"first": str(min(days)), "last": str(max(days))}
        out.append(replace(gap, params={**gap.params, **ends, "days": tuple(runs(sorted(days)))}))
    return out


def _ads(engine: Engine, question: Question, coverage: Coverage) -> list[Missing]:
    """Shops that sold on days just after the last of their advertising, with the first and the last of these days, and
    channels of shops whose other advertising goes on.
    """
    dims = (*question.by, *(where.dim for where in question.where))
    users = tuple(
        name for name in question.metrics if any(table_of(one.name, dims) == "ad" for one in leaves(name))
    )
    if not users or "ad" not in engine.tables():
        return []
    sold = coverage.spans("order_line")
    alike: dict[tuple[date, date], list[str]] = {}
    going: dict[str, date] = {}
    for shop, told in sorted(coverage.spans("ad").items()):
        last = sold[shop].last if shop in sold else told.last
        asked = question.period
        if asked is not None:
            last = min(last, asked.last) if asked.first <= last else told.last
        if told.last < last <= told.last + LATELY:
            alike.setdefault((told.last + timedelta(days=1), last), []).append(shop)
        elif last <= told.last and (asked is None or asked.first <= last):
            going[shop] = last
    return [
        Missing("ads_end", {"shops": tuple(shops), "metrics": users, "first": str(first), "last": str(last)})
        for (first, last), shops in sorted(alike.items())
    ] + [
        Missing(
            "channel_ends",
            {
                "shops": (shop,),
                "channels": channels,
                "metrics": users,
                "first": str(ended + timedelta(days=1)),
                "last": str(going[shop]),
            },
        )
        for (shop, ended), channels in _channels(engine, question, going).items()
    ]


def _channels(
    engine: Engine, question: Question, going: Mapping[str, date]
) -> dict[tuple[str, date], tuple[str, ...]]:
    """(shop, last day) → channels that reported every day for a while and then no more, of shops that advertise on.

    ``going``: shop → the last day that is asked of it. A channel that comes and goes is not missed.
    """
    if not going:
        return {}
    period = Period(min(going.values()) - LATELY - STEADY, max(going.values()))
    shops = Where("shop", tuple(going))
    asked = [where for where in question.where if where.dim == "ad_channel"]
    facts = engine.fetch(Query(("ad_spend",), ("shop", "ad_channel", "day"), period, (shops,)))
    days: dict[tuple[str, str], set[date]] = {}
    for n in range(len(facts)):
        shop, channel, day = facts.key(n)
        if isinstance(day, date) and day <= going[str(shop)]:
            days.setdefault((str(shop), str(channel)), set()).add(day)
    out: dict[tuple[str, date], tuple[str, ...]] = {}
    for (shop, channel), told in sorted(days.items()):
        ended = max(told)
        steady = {ended - timedelta(days=back) for back in range(STEADY.days)} <= told
        others = any(ended < max(more) for (of, _), more in days.items() if of == shop)
        wanted = all((channel in where.values) is not where.exclude for where in asked)
        if steady and others and wanted and ended < going[shop] <= ended + LATELY:
            out[shop, ended] = (*out.get((shop, ended), ()), channel)
    return out


def _costs(engine: Engine, question: Question) -> list[Missing]:
    """The SKUs without a cost, largest sales first, with their share of sales, for each currency; and the share of
    sales whose orders name no item.
    """
    by = ("currency", "cost_known", "sku")
    query = Query(("gmv",), by, question.period, question.where)
    facts = engine.fetch(query)
    sales: dict[str, int] = {}
    bare: dict[str, list[tuple[int, str]]] = {}
    for n in range(len(facts)):
        currency, known, sku = (str(value if value is not None else "") for value in facts.key(n))
        amount = int(facts.numbers["gmv"][n])
        sales[currency] = sales.get(currency, 0) + amount
        if known == "no":
            bare.setdefault(currency, []).append((amount, sku))
    out = []
    for currency, found in sorted(bare.items()):
        named = sorted((one for one in found if one[1]), key=lambda one: (-one[0], one[1]))
        whole = sales[currency]
        if named:
            params: dict[str, str | float | tuple[str, ...]] = {
                "currency": currency,
                "skus": tuple(sku for _, sku in named[:LISTED]),
                "count": float(len(named)),
                "share": sum(amount for amount, _ in named) / whole if whole else 0.0,
            }
            out.append(Missing("no_cost", params))
        if len(named) < len(found):
            lost = sum(amount for amount, sku in found if not sku)
            share = lost / whole if whole else 0.0
            out.append(Missing("no_item", {"currency": currency, "share": share}))
    return out


def _buyers(engine: Engine, question: Question) -> list[Missing]:
    """The share of sales without a known buyer, where a figure per buyer was asked for."""
    users = tuple(metric for metric in question.metrics if metric in PER_BUYER)
    if not users:
        return []
    facts = engine.fetch(Query(("gmv", "known_buyer_sales"), ("currency",), question.period, question.where))
    out = []
    for n in range(len(facts)):
        everything, known = (int(facts.numbers[name][n]) for name in ("gmv", "known_buyer_sales"))
        if everything > known:
            currency = str(facts.keys["currency"][n])
            share = 1 - known / everything
            out.append(Missing("buyers_unknown", {"currency": currency, "share": share, "metrics": users}))
    return out


def _undated(metrics: Iterable[str], coverage: Coverage) -> list[Missing]:
    """Whether there are refunds without a day of their own, which are in ``refunds_of_orders`` only."""
    users = tuple(metric for metric in metrics if any(by_day_of_refund(leaf.name) for leaf in leaves(metric)))
    return [Missing("undated_refunds", {"metrics": users})] if users and coverage.undated() else []


def _of_orders(metrics: Iterable[str]) -> tuple[str, ...]:
    """The metrics that take off the refunds of orders."""
    return tuple(name for name in metrics if any(one.name == "refunds_of_orders" for one in leaves(name)))


def _orderless(engine: Engine, question: Question, coverage: Coverage) -> list[Missing]:
    """Refunds of accounts without an order number, paid back in the period: `refunds` has them, orders have not."""
    users = _of_orders(question.metrics)
    if not users or "refund" not in engine.tables():
        return []
    where = (Where("order_id", ("",)), Where("kind", ("refund",)))
    found: dict[tuple[str, str], Decimal] = {}
    for shop, amount, currency, day in engine.rows(
        "refund", ("shop", "amount", "currency", "settled_day"), where
    ):
        inside = question.period is None or (isinstance(day, date) and day in question.period)
        if inside and amount is not None and coverage.asked(str(shop)):
            key = str(shop), str(currency or "")
            found[key] = found.get(key, Decimal(0)) + Decimal(str(amount))
    return [
        Missing(
            "refunds_without_order",
            {"shops": (shop,), "amount": f"{amount:.2f} {currency}", "metrics": users},
        )
        for (shop, currency), amount in sorted(found.items())
        if amount
    ]


def _unstated(engine: Engine, question: Question, coverage: Coverage) -> list[Missing]:
    """Orders whose status says that money went back, and no file how much."""
    users = _of_orders(question.metrics)
    if not users:
        return []
    where = (Where("status", ("refunded",)), Where("refund_stated", (None,)))
    if not engine.rows("order_line", ("shop",), where, 1):
        return []
    columns = ("shop", "order_id", "paid_day")
    period = question.period
    asked = {
        (str(shop), str(order))
        for shop, order, day in engine.rows("order_line", columns, where)
        if (period is None or (isinstance(day, date) and day in period)) and coverage.asked(str(shop))
    }
    orders = tuple(sorted({order for _, order in asked}))
    told = engine.rows("refund", ("shop", "order_id"), (Where("order_id", orders),)) if orders else []
    lost = asked - {(str(shop), str(order)) for shop, order in told}
    return [
        Missing(
            "refunds_unstated",
            {"shops": (shop,), "count": float(sum(one == shop for one, _ in lost)), "metrics": users},
        )
        for shop in sorted({shop for shop, _ in lost})
    ]


def of_money_back(measure: str) -> bool:
    """Whether a measure counts money that went back, not goods."""
    kinds = _refund_kinds(measure)
    return "refund" in kinds and "return" not in kinds


def by_day_of_refund(measure: str) -> bool:
    """Whether a measure counts refunds by the day the money went back."""
    return "refund" in _refund_kinds(measure) and source_of(measure)[1].day == "settled_day"


def _refund_kinds(measure: str) -> set[object]:
    """The kinds of refunds that a measure counts; none where it is of another table."""
    _, source = source_of(measure)
    if source.tables[0] != "refund":
        return set()
    return {value for where in source.filters if where.dim == "kind" for value in where.values}


def _rates(gathered: Gathered) -> list[Missing]:
    found = []
    if gathered.exchange.undecided:
        found.append(
            Missing("no_reporting_currency", {"currencies": tuple(sorted(gathered.exchange.undecided))})
        )
    return found + [
        Missing(
            "no_rate",
            {
                "base": base,
                "quote": quote,
                "days": float(len(days)),
                "first": str(min(days)),
                "last": str(max(days)),
            },
        )
        for (base, quote), days in sorted(gathered.exchange.lacking.items())
    ]
