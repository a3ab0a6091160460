"""Facts of several tables beside each other: one row per key, a `Column` per measure, in one order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, repeat
from typing import Any, TypeAlias

import numpy as np

from zhanggui.metrics.column import Column, plus
from zhanggui.metrics.query import Facts, Key
from zhanggui.stats.arrays import Bools

Row: TypeAlias = tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Columns over ``rows`` (keys, each once). ``unrated``: measure → rows whose money has no rate of exchange."""

    rows: list[Row]
    columns: Mapping[str, Column]
    unrated: Mapping[str, Bools] = field(default_factory=dict)


def block(facts: Facts, by: Sequence[str], measures: Sequence[str]) -> Block:
    """The columns of ``measures``; ``by`` must name each row of the facts once."""
    columns = {name: Column(facts.numbers[name], facts.known[name], facts.scale(name)) for name in measures}
    return Block(keys(facts, by), columns)


def keys(facts: Facts, by: Sequence[str]) -> list[Row]:
    """The key of each row, over the dimensions ``by``."""
    if not by:
        return [()] * len(facts)
    return list(zip(*(facts.keys[dim].tolist() for dim in by), strict=True))


def order(blocks: Sequence[Block]) -> list[Row]:
    """All keys of all blocks, each once, sorted, unknown first."""
    if not blocks:
        return []
    first = blocks[0].rows
    others = [one.rows for one in blocks[1:] if one.rows != first]
    if not others:
        return list(first)
    # Blocks are sorted, so that theirs are long runs, which sorting keeps; a set would scatter them.
    rows = dict.fromkeys(chain(first, *others))
    if any(None in row for row in rows):
        return _sorted(list(rows))
    return sorted(rows)  # without None each dimension has values of one type


def _sorted(rows: list[Row]) -> list[Row]:
    """Rows by the places of their values among those of each dimension, None first."""
    places = []
    for column in zip(*rows, strict=True):
        known: list[Any] = sorted(value for value in set(column) if value is not None)
        place = {value: n for n, value in enumerate([None, *known])}
        places.append(np.fromiter(map(place.__getitem__, column), np.int64, len(rows)))
    return [rows[n] for n in np.lexsort(places[::-1]).tolist()]


def spread(one: Block, rows: Sequence[Row]) -> tuple[dict[str, Column], dict[str, Bools], Bools]:
    """The block's columns and unrated flags over ``rows``, and where the block has the row at all; what it does not
    have is unknown.
    """
    if one.rows == rows:
        here = np.ones(len(rows), np.bool_)
        return dict(one.columns), dict(one.unrated), here
    index = dict(zip(one.rows, range(len(one.rows)), strict=True))
    at = np.array(list(map(index.get, rows, repeat(-1))), np.int64)
    here = at >= 0
    columns = {name: column.take(at) for name, column in one.columns.items()}
    unrated = {name: np.append(flags, np.False_)[at] for name, flags in one.unrated.items()}
    return columns, unrated, here


def add(left: Block, right: Block) -> Block:
    """Two blocks of different things under the same keys added; a figure unknown in one is unknown in the sum."""
    rows = order([left, right])
    one, one_unrated, one_here = spread(left, rows)
    two, two_unrated, two_here = spread(right, rows)
    columns = {}
    for name, column in one.items():
        other = two[name]
        known = (column.known | ~one_here) & (other.known | ~two_here)
        columns[name] = plus(column, other, known)
    none = np.zeros(len(rows), np.bool_)
    unrated = {name: one_unrated.get(name, none) | two_unrated.get(name, none) for name in columns}
    return Block(rows, columns, unrated)
