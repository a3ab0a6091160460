import numpy as np
import pytest

from tests.simulator.worlds import busy_shop
from zhanggui.simulator.levers import Effect
from zhanggui.simulator.people import People, PeopleModel, Returning
from zhanggui.simulator.streams import Stream

WHO = np.arange(5_000) * 7919
ZERO = np.zeros_like(WHO)


def crowd() -> People:
    shop = busy_shop()
    return People(PeopleModel(), Stream.named(1, "people"), np.full(shop.shelf.listings, 40.0))


def test_traits_belong_to_the_customer() -> None:
    people = crowd()
    shares = np.array([0.7, 0.3])
    assert np.array_equal(people.region(WHO, shares)[::-1], people.region(WHO[::-1], shares))
    assert people.region(WHO, shares).mean() == pytest.approx(0.3, abs=0.03)
    assert people.mobile(WHO, 0.9).mean() == pytest.approx(0.1, abs=0.02)
    assert 0 < people.sensitivity(WHO).min() < people.sensitivity(WHO).max() < 1


def test_some_never_come_back_and_the_others_in_their_own_time() -> None:
    back = crowd().next_need(WHO, ZERO, ZERO, 10, busy_shop().shelf)
    assert 0.3 < back.customer.size / WHO.size < 0.95
    assert (back.day > 10).all()
    assert (back.visit == 1).all()
    within = (back.day <= 10 + 365).sum() / WHO.size
    assert 0.2 < within < 0.7


def test_reminders_and_appeal_decide_who_orders() -> None:
    shop, people = busy_shop(), crowd()
    group = Returning(WHO, ZERO, ZERO, ZERO + 5)
    usual = np.ones(shop.shelf.listings)
    plain, looks = people.come_back(group, usual, shop.levers(), 5)
    assert plain.customer.size + looks.customer.size == WHO.size
    forgot = shop.levers((Effect("reminder", 0.3, 0, 9),))
    fewer, _ = people.come_back(group, usual, forgot, 5)
    dearer, _ = people.come_back(group, usual * 0.5, shop.levers(), 5)
    assert set(fewer.customer) < set(plain.customer)
    assert set(dearer.customer) < set(plain.customer)
    again = people.look_again(looks, 5)
    assert 0 < again.customer.size < looks.customer.size


def test_a_shop_starts_with_past_buyers() -> None:
    shop = busy_shop()
    pool = crowd().first_pool(shop.need.mean[0], shop.shelf)
    assert pool.customer.size > 0
    assert (pool.customer < 0).all()
    assert (pool.day >= 0).all()
