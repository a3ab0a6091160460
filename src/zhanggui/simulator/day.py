"""A day in the shop: who comes, what they order and pay, what leaves the shelf, what is learnt in the evening.

The one place where the mechanisms meet. It moves the state and appends to the log; it holds no economics of its own.
"""

from collections.abc import Callable

import numpy as np

from zhanggui.simulator import checkout, evening, stock
from zhanggui.simulator.levers import Levers
from zhanggui.simulator.log import Cases, Diary, Lines, Orders, Posted, Run, Supply, Traffic
from zhanggui.simulator.shop import Shop, State
from zhanggui.simulator.streams import Ints
from zhanggui.simulator.visits import visitors


def live_day(shop: Shop, levers: Levers, state: State, diary: Diary) -> None:
    """Live through ``state.day``: append to ``diary``, move ``state`` to the next day."""
    stock.receive(state.shelves, levers, state.day, shop.shelf)
    asked = visitors(shop, levers, state, diary)
    taken = checkout.take(shop, levers, state, asked)
    lines, orders = checkout.settle(shop, levers, state.day, taken)
    diary.orders.append(orders)
    diary.lines.append(lines)
    evening.learn(shop, levers, state, diary, (orders, lines))
    state.day += 1


def live(
    shop: Shop, levers: Levers, state: State, until: int, progress: Callable[[int], None] | None = None
) -> Run:
    """Live from ``state.day`` up to and including day ``until`` - 1; ``state`` is moved along."""
    first, days = state.day, until - state.day
    room = (days, shop.shelf.skus)
    diary = Diary(
        first,
        Traffic.blank(days, shop.shelf.listings, shop.terms.count),
        np.zeros(room, dtype=np.int32),
        np.zeros(room, dtype=np.int32),
        [],
        [],
        [],
        [],
        [],
    )
    for _ in range(days):
        live_day(shop, levers, state, diary)
        if progress is not None:
            progress(state.day)
    sizes = np.cumsum([0, *(part.rows for part in diary.orders)])
    return Run(
        first,
        days,
        Orders.join(diary.orders),
        _shifted(diary.lines, sizes),
        diary.traffic,
        Supply.join(diary.supply),
        Cases.join(diary.cases),
        Posted.join(diary.posted),
        diary.on_hand,
        diary.inbound,
    )


def _shifted(parts: list[Lines], offsets: Ints) -> Lines:
    """Lines of several days as one table: each points at its order's row in the whole."""
    for part, offset in zip(parts, offsets, strict=False):
        part.order.__iadd__(offset)
    return Lines.join(parts)
