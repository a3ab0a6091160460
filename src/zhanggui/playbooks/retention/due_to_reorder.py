"""Buyers who come back less than they used to, and buyers who are due: remind them while the need is there.

How likely a buyer is to return on a day depends on how long ago the last purchase was. That hazard is learnt from the
shop's own weeks (a life table: Kaplan and Meier 1958, by age and period), and the returns of the last days to weeks
are held against it (`shift`), after the shop's common change is taken out; who bought far below the usual price is not
among those who should come back (`bargains`). Where the platform itself counts old buyers by day, they come first
(`old_buyers`). Fewer returns than can be luck are money lost, and that is said with an interval. Where returns are as
usual, the list of buyers who are due is an opportunity: what a reminder adds is not in the files, so its lower end is 0
until outcomes have measured it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from zhanggui.actions.action import Action, Cell, Impact, Sheet, Target
from zhanggui.metrics.question import Question
from zhanggui.playbooks.fall import DAYS as FALL_DAYS
from zhanggui.playbooks.fall import common_fall
from zhanggui.playbooks.play import Z80, Given, Play, last_days, money
from zhanggui.playbooks.retention.bargains import bargains
from zhanggui.playbooks.retention.old_buyers import LEAST_FALL, asked, every_buyer, fewer_old
from zhanggui.playbooks.shift import DAYS as SHIFT_DAYS
from zhanggui.playbooks.shift import by_day, shifts, shortest
from zhanggui.stats.counts import at_most

DAYS = 365
EARLY, LATE = 0.8, 1.6
PRIOR_GAPS = 2.0
LEAST_BUYERS = 20
LEAST_REPEATERS = 30  # repeat buyers from whom a shop's rhythm can be learnt
RESPONSE = (0.0, 0.03, 0.06)  # additional orders per buyer reminded: low, mid, high; an assumption
# Share of the returns that are missing that do not come by themselves later; who stays away misses later ones as well:
# low, mid, high; an assumption.
GONE = (0.45, 0.85, 1.15)
AGES = (1, 8, 15, 29, 57, 113, DAYS + 1)  # days since the last purchase at which an age group begins
NEW_DAYS = 28  # days before, from which new buyers' usual number is taken
LEARN_BUT = 14  # last days from which the hazard is not learnt
LEAST_RETURNS = 20.0  # returns before, from which a hazard can be learnt
SURE = 0.002  # chance of so few returns, of counts that scatter, above which they may be luck: 0.01 over five windows
SCATTER = 0.03  # variance of returns over their square, beside that of counts
EPOCH = date(1970, 1, 1)

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Visits:
    """Days on which buyers bought, sorted by buyer and day: ``buyer`` (index into names), ``day``, ``spend``;
    ``bargain``: most of the spend was far below the usual price.
    """

    names: npt.NDArray[np.str_]
    buyer: Ints
    day: Ints
    spend: Floats
    bargain: npt.NDArray[np.bool_]

    @property
    def usual_spend(self) -> float:
        """Mean spend of those at usual prices, of all where there are none."""
        plain = self.spend[~self.bargain]
        return float((plain if len(plain) else self.spend).mean())


@dataclass(frozen=True, slots=True)
class _Buyers:
    keys: tuple[str, ...]
    orders: Floats
    since: Floats
    rhythm: Floats
    spend: Floats


@dataclass(frozen=True, slots=True)
class _Fewer:
    """Returns of the last ``days`` against those expected, with the standard error of these; ``p``: of so few."""

    days: int
    seen: float
    expected: float
    error: float
    p: float
    spend: float


def needs(as_of: date) -> Mapping[str, Question]:
    """A year of buyers: on which days they bought what, for how much; old and new ones as the platform counts."""
    return {
        "buyers": Question(("gmv", "units"), ("shop", "buyer", "sku", "day"), last_days(as_of, DAYS)),
        **asked(as_of),
    }


def propose(given: Given) -> Sequence[Action]:
    """One action per shop: where buyers have stopped coming back, or where many of them are due today."""
    out = []
    facts = given.facts["buyers"]
    cheap = bargains(facts, given.as_of)
    for shop in sorted({str(s) for s in facts.keys["shop"]}):
        visits = _visits(given, shop, cheap)
        due = None if visits is None else _due(visits, given.as_of)
        fewer = _fewer_old(given, shop, _spend(given, shop) if visits is None else visits.usual_spend)
        if visits is None or due is None or not due.keys:
            out += [_unlisted(given, shop, fewer)] if fewer is not None else []
            continue
        fewer = fewer or _fewer(visits, (given.as_of - EPOCH).days)
        if fewer is not None or len(due.keys) >= LEAST_BUYERS:
            out.append(_action(given, shop, due, fewer))
    return out


def _spend(given: Given, shop: str) -> float:
    """What a buyer spends on a day, by the platform's own count of them, where no file tells buyers apart."""
    facts = given.facts["buyers"]
    paid = float(by_day(facts, ("shop",), "gmv", given.as_of, FALL_DAYS).get((shop,), np.zeros(1)).sum())
    return paid / max(every_buyer(given, shop), 1.0)


def _visits(given: Given, shop: str, cheap: npt.NDArray[np.bool_]) -> _Visits | None:
    """Purchases of known buyers of ``shop``; None where there are none. ``cheap``: rows that are bargains."""
    facts = given.facts["buyers"]
    known = facts.keys["buyer"].astype(bool) & facts.keys["day"].astype(bool)
    rows = np.flatnonzero((facts.keys["shop"] == shop) & known)
    if not len(rows):
        return None
    names, buyer = np.unique(facts.keys["buyer"][rows].astype(str), return_inverse=True)
    days = np.array([(day - EPOCH).days for day in facts.keys["day"][rows]], dtype=np.int64)
    size = int(days.max()) + 1
    visits, of = np.unique(buyer * size + days, return_inverse=True)  # sorted by buyer and day
    spend = np.nan_to_num(facts.floats("gmv")[rows])
    whole, low = (
        np.bincount(of, paid).astype(np.float64) for paid in (spend, np.where(cheap[rows], spend, 0.0))
    )
    return _Visits(names, visits // size, visits % size, whole, (low > 0) & (2 * low >= whole))


def _due(visits: _Visits, as_of: date) -> _Buyers | None:
    """Buyers with a rhythm whose time has come; days bought on count as orders. None: too few come back."""
    size = len(visits.names)
    spend = np.bincount(visits.buyer, visits.spend, size)
    orders = np.bincount(visits.buyer, minlength=size).astype(np.float64)
    first, last = np.full(size, np.inf), np.zeros(size)
    np.minimum.at(first, visits.buyer, visits.day)
    np.maximum.at(last, visits.buyer, visits.day)
    again = orders > 1
    if again.sum() < LEAST_REPEATERS:
        return None
    own = (last - first) / np.maximum(orders - 1, 1)
    usual = float(np.median(own[again]))
    rhythm = ((orders - 1) * own + PRIOR_GAPS * usual) / (orders - 1 + PRIOR_GAPS)
    since = float((as_of - EPOCH).days) - last
    due = again & (since >= EARLY * rhythm) & (since <= LATE * rhythm)
    keys = tuple(str(name) for name in visits.names[due])
    return _Buyers(keys, orders[due], since[due], rhythm[due], spend[due] / orders[due])


# --- whether they come back as they used to -----------------------------------------------------------------


def _fewer_old(given: Given, shop: str, spend: float) -> _Fewer | None:
    """Whether the platform counts fewer old buyers than can be luck."""
    one = fewer_old(given, shop)
    return None if one is None else _Fewer(one.days, one.seen, one.expected, one.deviation, one.p, spend)


def _fewer(visits: _Visits, today: int) -> _Fewer | None:
    """Whether fewer buyers return than can be luck, and than the shop's own weeks have ever shown."""
    ages, seen, learnt = _returns(visits, today)
    expected: Floats = ages.sum(axis=0)
    if learnt.sum() < LEAST_RETURNS:
        return None
    judged: dict[int, _Fewer] = {}
    windows = shifts(expected, seen, 1 / (1 - LEAST_FALL) - 1)
    for found in windows:
        due = float(expected[-found.days :].sum()) * _common(visits, today, found.days) / found.usual
        back = float(seen[-found.days :].sum())
        unsure = _unsure(ages[:, -found.days :].sum(axis=1), learnt)
        chance = at_most(back, due, due + due**2 * (SCATTER + unsure))
        if back <= (1 - LEAST_FALL) * due and chance <= SURE:
            error = due * float(np.hypot(found.error / found.now, np.sqrt(unsure)))
            judged[found.days] = _Fewer(found.days, back, due, error, chance, visits.usual_spend)
    best = shortest([found for found in windows if found.days in judged])
    return None if best is None else judged[best.days]


def _unsure(expected: Floats, learnt: Floats) -> float:
    """Variance, over its square, of the sum of what is expected of each age, whose hazard so many returns taught."""
    told = learnt > 0
    return float((expected[told] ** 2 / learnt[told]).sum()) / float(expected.sum()) ** 2


def _common(visits: _Visits, today: int, days: int) -> float:
    """New buyers of the last days against the four weeks before, 1 at most: where they stay away too, no returning one
    is lost. When the books are young everybody looks new, so that older weeks are no measure.
    """
    # First purchases that are known, at usual prices.
    new = visits.day[~np.append(False, visits.buyer[1:] == visits.buyer[:-1]) & ~visits.bargain]
    first = today - days + 1
    since = min(max(first - int(visits.day.min()), 1), NEW_DAYS)
    usual = float(((new < first) & (new >= first - since)).sum()) / since * days
    now = float((new >= first).sum())
    return common_fall(usual, now)[0]


def _returns(visits: _Visits, today: int) -> tuple[Floats, Floats, Floats]:
    """Returns by age and day that the shop's own hazard lets expect, those seen by day, shape (SHIFT_DAYS,), and how
    many taught the hazard of each age.

    The hazard of an age is that of all days but the last two weeks, from when there were buyers to come back. What
    follows a bargain is not looked at.
    """
    start = max(int(visits.day.min()), today - SHIFT_DAYS + 1)
    same = visits.buyer[1:] == visits.buyer[:-1]
    back = np.append(np.where(same, visits.day[1:], today + 1), today + 1)  # the day of the next purchase
    came = np.append(same, values=False)
    groups = list(pairwise(AGES))
    expected, seen, learnt = np.zeros((len(groups), SHIFT_DAYS)), np.zeros(SHIFT_DAYS), np.zeros(len(groups))
    until = SHIFT_DAYS - LEARN_BUT
    plain = ~visits.bargain
    for number, ages in enumerate(groups):
        at_risk, returned = _life(visits.day[plain], back[plain], came[plain], ages, today)
        at_risk[: SHIFT_DAYS - 1 - (today - start)] = 0.0
        returned[at_risk == 0] = 0.0
        days = float(at_risk[:until].sum())
        if days > 0:
            learnt[number] = float(returned[:until].sum())
            expected[number] = at_risk * learnt[number] / days
            seen += returned
    return expected, seen, learnt


def _life(
    bought: Ints, back: Ints, came: npt.NDArray[np.bool_], ages: tuple[int, int], today: int
) -> tuple[Floats, Floats]:
    """Buyers at risk and returns by day, shape (SHIFT_DAYS,), of an age group (from, to before)."""
    first = np.maximum(bought + ages[0] - (today - SHIFT_DAYS + 1), 0)
    last = np.minimum(np.minimum(bought + ages[1] - 1, today), back) - (today - SHIFT_DAYS + 1)
    inside = (first < SHIFT_DAYS) & (last >= first)
    steps = np.zeros(SHIFT_DAYS + 1)
    np.add.at(steps, first[inside], 1.0)
    np.add.at(steps, last[inside] + 1, -1.0)
    age = back - bought
    here = inside & came & (age >= ages[0]) & (age < ages[1]) & (last == back - (today - SHIFT_DAYS + 1))
    returned = np.bincount(last[here], minlength=SHIFT_DAYS).astype(np.float64)
    return np.cumsum(steps)[:SHIFT_DAYS], returned


def _impact(given: Given, shop: str, due: _Buyers, fewer: _Fewer | None) -> Impact:
    if fewer is not None:
        return _lost(given, shop, fewer)
    # The window of the list is what one week brings, so that a list a week is money a week.
    weeks = max(float(np.median(due.rhythm)) * (LATE - EARLY) / 7, 1.0)
    value = float(due.spend.sum()) * max(given.margins.of(shop).mid, 0.0) / weeks
    low, mid, high = (money(value * share) for share in RESPONSE)
    return Impact(low, mid, high, given.margins.money(shop), basis="assumed")


def _lost(given: Given, shop: str, fewer: _Fewer) -> Impact:
    margin = given.margins.of(shop)
    value = fewer.spend * max(margin.mid, 0.0) / (fewer.days / 7)
    gap, wide = fewer.expected - fewer.seen, Z80 * fewer.error
    ends = zip((gap - wide, gap, gap + wide), GONE, strict=True)
    low, mid, high = (money(max(one, 0.0) * share * value) for one, share in ends)
    return Impact(low, mid, high, given.margins.money(shop), basis=margin.basis)


def _told(fewer: _Fewer) -> dict[str, Cell]:
    return {
        "returned": int(fewer.seen),
        "expected": round(fewer.expected, 1),
        "p_noise": fewer.p,
        "days": fewer.days,
    }


def _unlisted(given: Given, shop: str, fewer: _Fewer) -> Action:
    """Old buyers stay away whom no file tells apart: what brings them is to be looked at."""
    return Action(
        play=PLAY.key,
        stage=PLAY.stage,
        target=Target("shop", shop, shop, shop),
        cause="old_buyers_fell",
        impact=_lost(given, shop, fewer),
        minutes=15,
        role=PLAY.role,
        due=given.as_of + timedelta(days=1),
        check_on=given.as_of + timedelta(days=21),
        metric="orders",
        pool=("repurchase", shop),
        evidence={**_told(fewer), "shop": shop},
    )


def _action(given: Given, shop: str, due: _Buyers, fewer: _Fewer | None) -> Action:
    listed = sorted(
        zip(due.keys, due.orders, due.since, due.rhythm, due.spend, strict=True), key=lambda b: (-b[4], b[0])
    )
    rows = tuple(
        (key, None, int(orders), int(since), round(float(rhythm)), money(spend))
        for key, orders, since, rhythm, spend in listed
    )
    evidence: dict[str, Cell] = {
        "buyers": len(due.keys),
        "rhythm": round(float(np.median(due.rhythm))),
        "spend": money(float(due.spend.mean())),
    }
    if fewer is None:
        evidence |= {"response_low": RESPONSE[0], "response_high": RESPONSE[2]}
    else:
        evidence |= _told(fewer)
    return Action(
        play=PLAY.key,
        stage=PLAY.stage,
        target=Target("buyers", shop, "due", shop),
        cause="buyers_due" if fewer is None else "returns_fell",
        impact=_impact(given, shop, due, fewer),
        minutes=25,
        role=PLAY.role,
        due=given.as_of + timedelta(days=3),
        check_on=given.as_of + timedelta(days=21),
        metric="repeat_rate",
        pool=("repurchase", shop),
        evidence=evidence,
        sheet=Sheet(("buyer", "last_order", "orders", "days_since", "rhythm", "spend"), rows),
    )


PLAY = Play("due_to_reorder", "repurchase", "reminder_stopped", "crm", ("order_line",), needs, propose)
