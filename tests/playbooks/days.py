"""Facts of single days, made by hand."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from tests.playbooks.giving import DAY, columns
from zhanggui.metrics.query import Key, Value
from zhanggui.playbooks.columns import Columns

Floats = npt.NDArray[np.float64]


K = TypeVar("K", bound=tuple[Key, ...])


def daily(rows: Mapping[K, Mapping[str, Floats]], dims: tuple[str, ...]) -> Columns:
    """Columns from (values of ``dims``) → measure → days, oldest first, the last being DAY."""
    keys: dict[str, list[Key]] = {dim: [] for dim in (*dims, "day")}
    names = sorted({name for tables in rows.values() for name in tables})
    cells: dict[str, list[Value]] = {name: [] for name in names}
    for key, tables in rows.items():
        size = len(next(iter(tables.values())))
        for at in range(size):
            for dim, value in zip(dims, key, strict=True):
                keys[dim].append(value)
            keys["day"].append(DAY - timedelta(days=size - 1 - at))
            for name in names:
                told = tables.get(name)
                cells[name].append(None if told is None else Decimal(str(round(float(told[at]), 2))))
    return columns(keys, cells)


def none(dims: tuple[str, ...], *measures: str) -> Columns:
    """No rows at all."""
    return columns({dim: [] for dim in dims}, {name: [] for name in measures})
