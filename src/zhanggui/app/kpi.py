"""Ask for figures: a question in the catalogue's names in, rows of exact figures out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

from zhanggui.app.beyond import exact, outside, unknown
from zhanggui.app.books import engine
from zhanggui.metrics.ask import ask
from zhanggui.metrics.catalogue import CATALOGUE
from zhanggui.metrics.check import check
from zhanggui.metrics.kinds import Unit
from zhanggui.metrics.query import Engine, Key, Value
from zhanggui.metrics.question import Answer, Question, Refusal
from zhanggui.model.money import cents
from zhanggui.store.folder import ShopFolder

Plain: TypeAlias = str | int | float | None
USUAL = (
    "gmv", "orders", "buyers", "units", "refunds_of_orders", "net_sales", "visitor_days", "conversion",
    "spend_per_buyer", "ad_spend", "roas", "contribution", "margin",
)  # fmt: skip


def kpi(folder: ShopFolder, question: Question, as_of: date | None = None) -> Answer:
    """Answer ``question`` from the books of ``folder``, as they are or as known on ``as_of``.

    A question no part of which can be answered comes back without rows and with the reasons, as does one about a shop
    or another name that the books do not know. Of days outside the books nothing but that is missing.
    """
    metrics, refused = check(question)
    if not metrics:
        return Answer(question, {}, {}, [], [], refused)
    with engine(folder, as_of, once=True) as books:
        return _told(books, ask(books, exact(books, question)))


def _told(books: Engine, answer: Answer) -> Answer:
    """The answer, with what was asked for outside the books said instead of figures that nobody knows."""
    strange = unknown(books, answer)
    if strange is not None:
        return Answer(answer.question, {}, {}, [], [], (strange,))
    far = outside(books, answer)
    return answer if far is None else replace(answer, missing=(far,))


def plain(metric: str, values: Iterable[Value], currencies: Iterable[str | None]) -> list[Plain]:
    """A column of figures as JSON holds it: money as a decimal string in its currency's decimals, unknown as None."""
    if CATALOGUE[metric].unit is Unit.MONEY:
        return [
            None if value is None else _money(value, currency)
            for value, currency in zip(values, currencies, strict=True)
        ]
    return [
        None if value is None else int(value) if isinstance(value, int) else float(value) for value in values
    ]


def _money(value: float | Decimal, currency: str | None) -> str:
    amount = value if isinstance(value, Decimal) else Decimal(str(value))
    return str(cents(amount, currency or ""))


def plain_key(value: Key) -> str | int | None:
    """A dimension's value as JSON holds it."""
    return value.isoformat() if isinstance(value, date | datetime) else value


def document(answer: Answer) -> dict[str, object]:
    """The answer as one JSON document: rows, refused, missing."""
    columns: dict[str, Sequence[object]] = {
        dim: list(map(plain_key, keys)) for dim, keys in answer.keys.items()
    }
    columns |= {name: plain(name, cells, answer.currencies) for name, cells in answer.cells.items()}
    rows: list[dict[str, object]] = [
        dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)
    ]
    for row, currency, young in zip(rows, answer.currencies, answer.provisional, strict=True):
        if currency is not None:
            row["currency"] = currency
        if young:
            row["provisional"] = True
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
