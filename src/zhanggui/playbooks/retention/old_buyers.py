"""Old buyers as the platform itself counts them by day: whether fewer of them buy than can be luck.

Young books take most of those who return for new; the platform knows better. Its old buyers are held against their own
weeks, its new ones telling the shop's common change, and, where it counts who comes by way of what was bought before,
against these visits: who comes and no longer buys is told in days where a count alone takes weeks.
"""

from collections.abc import Mapping
from datetime import date

import numpy as np
import numpy.typing as npt

from zhanggui.metrics.query import Where
from zhanggui.metrics.question import Question
from zhanggui.playbooks.fall import DAYS, Fall, falls
from zhanggui.playbooks.play import Given, last_days
from zhanggui.playbooks.shift import by_day

LEAST_FALL = 0.25
LOOKS = (3, 5, 7, 10, 14)  # days in question
SURE = 0.005  # chance of so few, of all looks together, above which they may be luck
BUYERS = ("platform_buyer_days", "platform_new_buyer_days")
VISITS = ("visitor_days", "platform_buyer_days")
OWN_PAGES = ("我的淘宝",)  # sources by which those come who have bought before
# What reports that part buyers by day call the two sorts, as sources of the books.
OLD = ("Returning", "returning", "Returning customer", "老客", "老买家")
NEW = ("New", "new", "First-time", "First time", "First-time customer", "新客", "新买家")

Floats = npt.NDArray[np.float64]


def asked(as_of: date) -> Mapping[str, Question]:
    """Eight weeks of the platform's buyers, old and new, and of the visits by way of what was bought before."""
    period = last_days(as_of, DAYS)
    parted = (Where("source", (*OLD, *NEW)),)
    pages = (Where("source", OWN_PAGES),)
    return {
        "platform": Question(BUYERS, ("shop", "day"), period),
        "parted": Question(BUYERS[:1], ("shop", "source", "day"), period, parted),
        "visits": Question(VISITS, ("shop", "listing", "source", "source_detail", "day"), period, pages),
    }


def fewer_old(given: Given, shop: str) -> Fall | None:
    """The fall of the old buyers of ``shop`` that is least likely luck; None where there is none, or nobody counts."""
    old, new = _parted(given, shop)
    visits, bought = (_shop(given, "visits", shop, name) for name in VISITS)
    looks = []
    if old.any() and new.any():
        looks += [one for one in falls(np.stack([old, new]), windows=LOOKS) if one.at == 0]
    if visits.any():
        looks += falls(bought[None, :], visits[None, :], LOOKS)
    sure = [
        one for one in looks if one.seen <= (1 - LEAST_FALL) * one.expected and one.p * len(looks) <= SURE
    ]
    return min(sure, key=lambda one: one.p, default=None)


def every_buyer(given: Given, shop: str) -> float:
    """Buyers of the eight weeks as the platform counts them by day, added up over the days."""
    return float(sum(one.sum() for one in _parted(given, shop)))


def _parted(given: Given, shop: str) -> tuple[Floats, Floats]:
    """Old and new buyers by day, shape (DAYS,): of the shop's days, else of a report that parts them."""
    every, new = (_shop(given, "platform", shop, name) for name in BUYERS)
    if new.any():
        return every - new, new
    tables = by_day(given.facts["parted"], ("shop", "source"), BUYERS[0], given.as_of, DAYS)
    none = np.zeros(DAYS)
    old, fresh = (np.sum([tables.get((shop, one), none) for one in names], axis=0) for names in (OLD, NEW))
    return old, fresh


def _shop(given: Given, facts: str, shop: str, name: str) -> Floats:
    return by_day(given.facts[facts], ("shop",), name, given.as_of, DAYS).get((shop,), np.zeros(DAYS))
