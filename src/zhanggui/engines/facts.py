"""Columns of aggregates come in, `Facts` go out: what is unknown is decided here, once for all SQL engines."""

from collections.abc import Mapping
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from zhanggui.engines.sql import Part
from zhanggui.metrics.kinds import Aggregate, Unit
from zhanggui.metrics.query import Facts, Query
from zhanggui.metrics.scan import scale_of, source_of

Columns: TypeAlias = Mapping[str, npt.NDArray[np.generic]]
Ints: TypeAlias = npt.NDArray[np.int64]


def assemble(query: Query, parts: Mapping[str, Part], columns: Columns) -> Facts:
    """Facts from the columns ``k0..`` and ``a0..`` of a result."""
    keys = {dim: objects(columns[f"k{n}"]) for n, dim in enumerate(query.by)}
    numbers, known = {}, {}
    for name, part in parts.items():
        value = whole(columns[part.value])
        told = _known(name, whole(columns[part.rows]), whole(columns[part.stated]))
        numbers[name] = np.where(told, value, 0)
        known[name] = told
    scales = {name: scale_of(name) for name in query.measures}
    money = frozenset(name for name in query.measures if source_of(name)[0].unit is Unit.MONEY)
    others = {name: scale for name, scale in scales.items() if name not in money and scale != 1}
    return Facts(query.by, keys, numbers, known, money, others)


def _known(name: str, rows: Ints, stated: Ints) -> npt.NDArray[np.bool_]:
    """Whether each value is known, from the rows that count and those of them that state a value.

    No row that counts is a known zero, except for figures that the platform gives (GIVEN).
    """
    _, source = source_of(name)
    known: npt.NDArray[np.bool_] = (rows == 0) | (stated > 0)
    if source.aggregate is Aggregate.GIVEN:
        known = (rows == 1) & (stated == 1)
    elif source.aggregate in (Aggregate.SUM, Aggregate.DAYS, Aggregate.COST):
        known = rows == stated
    return known


def whole(column: npt.NDArray[np.generic]) -> npt.NDArray[np.int64]:
    """A column of whole numbers, NULL as 0."""
    filled = column.filled(0) if isinstance(column, np.ma.MaskedArray) else column
    return filled.astype(np.int64)


def objects(column: npt.NDArray[np.generic]) -> npt.NDArray[np.object_]:
    """A column of Python values, NULL as None, dates as date."""
    mask = np.ma.getmaskarray(column) if isinstance(column, np.ma.MaskedArray) else None
    plain = column.data if isinstance(column, np.ma.MaskedArray) else column
    if plain.dtype.kind == "M":
        plain = plain.astype("datetime64[D]")
    values = plain.astype(object)
    if mask is not None and mask.any():
        values[mask] = None
    return values
