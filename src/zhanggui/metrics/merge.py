"""Two answers to one query over different rows, as one: what both tell of a combination is added."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from zhanggui.metrics.query import Facts, Key


def merged(one: Facts, other: Facts) -> Facts:
    """The sum of ``one`` and ``other``, additive measures of the same names and dimensions.

    A combination that only one of them has keeps its value; where both have it and one value is unknown, the sum is.
    Rows are sorted as in `Facts`.
    """
    rows: dict[tuple[Key, ...], int] = {}
    for facts in (one, other):
        for row in range(len(facts)):
            rows.setdefault(facts.key(row), len(rows))
    order = sorted(rows, key=lambda key: tuple((value is not None, str(value)) for value in key))
    places = {key: at for at, key in enumerate(order)}
    return Facts(
        one.by,
        {dim: _column([key[n] for key in order]) for n, dim in enumerate(one.by)},
        {name: _sums(one, other, places, name) for name in one.numbers},
        _known(one, other, places),
        one.money,
        one.scales,
    )


def _column(values: list[Key]) -> npt.NDArray[np.object_]:
    column = np.empty(len(values), dtype=object)
    column[:] = values
    return column


def _sums(
    one: Facts, other: Facts, places: Mapping[tuple[Key, ...], int], name: str
) -> npt.NDArray[np.int64]:
    total = np.zeros(len(places), dtype=np.int64)
    for facts in (one, other):
        for row in range(len(facts)):
            total[places[facts.key(row)]] += facts.numbers[name][row]
    return total


def _known(
    one: Facts, other: Facts, places: Mapping[tuple[Key, ...], int]
) -> dict[str, npt.NDArray[np.bool_]]:
    known = {name: np.ones(len(places), dtype=np.bool_) for name in one.numbers}
    for facts in (one, other):
        for row in range(len(facts)):
            at = places[facts.key(row)]
            for name, column in known.items():
                column[at] &= facts.known[name][row]
    return known
