"""What plays are given, made by hand."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import numpy as np

from zhanggui.metrics.query import Key, Value
from zhanggui.playbooks.columns import Columns
from zhanggui.playbooks.margin import Margin, Margins
from zhanggui.playbooks.play import Given, Settings

DAY = date(2026, 6, 28)


def columns(keys: Mapping[str, Sequence[Key]], cells: Mapping[str, Sequence[Value]]) -> Columns:
    arrays = {}
    for dim, values in keys.items():
        arrays[dim] = np.empty(len(values), dtype=object)
        arrays[dim][:] = list(values)
    return Columns(
        arrays, {name: list(values) for name, values in cells.items()}, len(next(iter(cells.values())))
    )


def given(
    facts: Mapping[str, Columns],
    *,
    margin: float = 0.4,
    margins: Margins | None = None,
    rows: Mapping[str, Sequence[tuple[Value | Key, ...]]] | None = None,
    settings: Settings | None = None,
) -> Given:
    plain = Margins(Margin(margin, margin, margin, known=True), currency={"taobao": "CNY", "jd": "CNY"})
    return Given(
        facts,
        margins or plain,
        DAY,
        settings or Settings(),
        rows or {},
        {("taobao", "A1"): "Blue cup"},
    )


def yuan(*amounts: float) -> list[Decimal]:
    return [Decimal(str(round(amount, 2))) for amount in amounts]
