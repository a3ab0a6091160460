"""Ask for figures: a question in the catalogue's names in, rows of exact figures out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

import numpy as np

from zhanggui.app.beyond import exact, outside, unknown
from zhanggui.app.books import engine
from zhanggui.app.labels import PLACES, labels, titles
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
# Of books that hold no order.
USUAL_BESIDE = (
    "platform_sales", "visitor_days", "page_views", "cart_units", "impressions", "clicks", "ctr", "ad_spend",
    "ad_sales", "roas", "fees", "refunds",
)  # fmt: skip
TITLED = 500  # rows up to which items are told by their titles too


@dataclass(frozen=True, slots=True)
class Ranking:
    """The ``count`` largest or smallest rows: of ``metric``, or of the first that was answered where it was not."""

    metric: str
    count: int
    smallest: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """An answer as it is shown: its rows, how many are ``left`` out, and the ``titles`` of items.

    ``titles``: 'sku' or 'listing', where rows are of such → a title for every row, '' where the books have none.
    """

    answer: Answer
    left: int = 0
    titles: Mapping[str, list[str]] = field(default_factory=dict)


def kpi(folder: ShopFolder, question: Question, as_of: date | None = None) -> Answer:
    """Answer ``question`` from the books of ``folder``, as they are or as known on ``as_of``.

    A question no part of which can be answered comes back without rows and with the reasons, as does one about a shop
    or another name that the books do not know. Of days outside the books nothing but that is missing.
    """
    return sheet(folder, question, as_of).answer


def sheet(
    folder: ShopFolder, question: Question, as_of: date | None = None, ranking: Ranking | None = None
) -> Sheet:
    """The answer of `kpi` to be shown: the rows of a ``ranking`` where one is asked for, items with their titles.

    A question without metrics is about those that are `usual`.
    """
    with engine(folder, as_of, once=True) as books:
        asked = question if question.metrics else replace(question, metrics=usual(books))
        metrics, refused = check(asked)
        if not metrics:
            return Sheet(Answer(asked, {}, {}, [], [], refused))
        answer, left = _told(books, ask(books, exact(books, asked))), 0
        if ranking is not None and answer.cells:
            answer, left = ranked(answer, ranking)
        return Sheet(answer, left, _titles(books, answer))


def usual(books: Engine) -> tuple[str, ...]:
    """The figures that are told where none is named: of the orders, or of what else the files tell without any."""
    return USUAL if books.span("order_line", "paid_day") else USUAL_BESIDE


def _titles(books: Engine, answer: Answer) -> dict[str, list[str]]:
    """The titles of the rows' items; none where there are too many to be read."""
    out = {}
    for dim in (dim for dim in PLACES if dim in answer.keys and len(answer) <= TITLED):
        codes = [str(code or "") for code in answer.keys[dim]]
        if "shop" in answer.keys:
            keys = [(str(shop), code) for shop, code in zip(answer.keys["shop"], codes, strict=True)]
            own = labels(books, dim, keys)
            out[dim] = [own.get(key, "") for key in keys]
        else:
            found = titles(books, dim, codes, ("", *books.shops()))
            out[dim] = [found.get(code, "") for code in codes]
    return {dim: told for dim, told in out.items() if any(told)}


def _told(books: Engine, answer: Answer) -> Answer:
    """The answer, with what was asked for outside the books said instead of figures that nobody knows."""
    strange = unknown(books, answer)
    if strange is not None:
        return Answer(answer.question, {}, {}, [], [], (strange,))
    far = outside(books, answer)
    return answer if far is None else replace(answer, missing=(far,))


def ranked(answer: Answer, ranking: Ranking) -> tuple[Answer, int]:
    """The answer with the rows of a ranking, and how many rows that leaves out.

    Money of several currencies is not compared: each has its own largest rows, the currencies in their order. Rows of
    which the figure is unknown come last.
    """
    metric = ranking.metric if ranking.metric in answer.cells else next(iter(answer.cells))
    values = answer.floats(metric)
    money = CATALOGUE[metric].unit is Unit.MONEY
    groups = [currency or "" for currency in answer.currencies] if money else [""] * len(answer)
    sized = np.where(np.isnan(values), np.inf, values if ranking.smallest else -values).tolist()
    kept = [
        at
        for group in sorted(set(groups))
        for at in sorted((n for n, one in enumerate(groups) if one == group), key=lambda n: (sized[n], n))[
            : ranking.count
        ]
    ]
    chosen = replace(
        answer,
        keys={dim: [column[at] for at in kept] for dim, column in answer.keys.items()},
        cells={name: [column[at] for at in kept] for name, column in answer.cells.items()},
        currencies=[answer.currencies[at] for at in kept],
        provisional=[answer.provisional[at] for at in kept],
    )
    return chosen, len(answer) - len(kept)


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


def document(shown: Sheet) -> dict[str, object]:
    """The answer as one JSON document: rows, refused, missing, and how many rows are left out of it."""
    answer = shown.answer
    columns: dict[str, Sequence[object]] = {}
    for dim, keys in answer.keys.items():
        columns[dim] = list(map(plain_key, keys))
        if dim in shown.titles:
            columns[f"{dim}_title"] = shown.titles[dim]
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
        **({"rows_left_out": shown.left} if shown.left else {}),
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
