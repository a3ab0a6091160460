"""Ask for figures: a question in the catalogue's names in, rows of exact figures out."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from zhanggui.app.books import engine
from zhanggui.metrics.ask import ask
from zhanggui.metrics.catalogue import CATALOGUE
from zhanggui.metrics.check import check
from zhanggui.metrics.kinds import Unit
from zhanggui.metrics.query import Key, Value
from zhanggui.metrics.question import Answer, Question, Refusal
from zhanggui.model.money import cents
from zhanggui.store.folder import ShopFolder

USUAL = (
    "gmv", "orders", "buyers", "units", "refunds_of_orders", "net_sales", "visitor_days", "conversion",
    "spend_per_buyer", "ad_spend", "roas", "contribution", "margin",
)  # fmt: skip


def kpi(folder: ShopFolder, question: Question, as_of: date | None = None) -> Answer:
    """Answer ``question`` from the books of ``folder``, as they are or as known on ``as_of``.

    A question no part of which can be answered comes back without rows and with the reasons.
    """
    metrics, refused = check(question)
    if not metrics:
        return Answer(question, {}, {}, [], [], refused)
    with engine(folder, as_of, once=True) as books:
        return ask(books, question)


def plain(metric: str, value: Value, currency: str | None) -> str | int | float | None:
    """A figure as JSON holds it: money as a decimal string in the currency's decimals, unknown as None."""
    if value is None:
        return None
    if CATALOGUE[metric].unit is Unit.MONEY:
        amount = value if isinstance(value, Decimal) else Decimal(str(value))
        return str(cents(amount, currency or ""))
    return int(value) if isinstance(value, int) else float(value)


def plain_key(value: Key) -> str | int | None:
    """A dimension's value as JSON holds it."""
    return value.isoformat() if isinstance(value, date | datetime) else value


def document(answer: Answer) -> dict[str, object]:
    """The answer as one JSON document: rows, refused, missing."""
    rows = []
    for at, row in enumerate(answer.rows):
        currency = answer.currencies[at]
        shown: dict[str, object] = {dim: plain_key(row[dim]) for dim in answer.keys}  # type: ignore[arg-type]
        shown.update({name: plain(name, answer.cells[name][at], currency) for name in answer.cells})
        if currency is not None:
            shown["currency"] = currency
        if answer.provisional[at]:
            shown["provisional"] = True
        rows.append(shown)
    return {
        "rows": rows,
        "refused": [refusal(one) for one in answer.refused],
        "missing": [{"code": gap.code, **gap.params} for gap in answer.missing],
        "labels": dict(answer.labels),
    }


def nearest(one: Refusal) -> str | None:
    """What can be asked instead, as the command line takes it; None where nothing is near."""
    if one.nearest is None:
        return None
    parts = [",".join(one.nearest.metrics), *(f"--by {dim}" for dim in one.nearest.by)]
    return " ".join(parts)


def refusal(one: Refusal) -> dict[str, object]:
    """A refusal as JSON holds it."""
    params: Mapping[str, str] = one.params
    return {"code": one.code, **params, "nearest": nearest(one)}
