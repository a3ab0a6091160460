import numpy as np

from tests.simulator.worlds import busy, busy_shop
from zhanggui.simulator.people import Returning
from zhanggui.simulator.shop import first_state, queue


def test_a_state_and_its_copy_go_their_own_ways() -> None:
    state = first_state(busy_shop())
    copy = state.copy()
    copy.rank += 1
    copy.shelves.on_hand += 1
    copy.people.setdefault(3, []).clear()
    fresh = first_state(busy_shop())
    assert np.array_equal(state.rank, fresh.rank)
    assert np.array_equal(state.shelves.on_hand, fresh.shelves.on_hand)
    assert len(state.people.get(3, [])) == len(fresh.people.get(3, []))


def test_people_are_booked_on_their_day_and_beyond_the_end_let_go() -> None:
    book: dict[int, list[Returning]] = {}
    day = np.array([4, 2, 4, 9])
    queue(book, Returning(np.arange(4), np.zeros(4, dtype=int), np.arange(4), day), 9)
    assert sorted(book) == [2, 4]
    assert book[4][0].customer.tolist() == [0, 2]


def test_states_are_kept_on_the_morning_of_a_day() -> None:
    assert busy().states[30].day == 30
