"""Buyers who have bought at a rhythm and are now due: remind them while the need is there.

A buyer's own mean gap is shrunk towards the shop's (a gap seen once counts as much as the shop's median twice);
due is between 0.8 and 1.6 of it. What a reminder adds is not in the files: the range of the setting is used and
the impact is marked as assumed, until outcomes have measured it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from zhanggui.actions.action import Action, Impact, Sheet, Target
from zhanggui.metrics.question import Question
from zhanggui.playbooks.play import Given, Play, last_days, money

DAYS = 365
EARLY, LATE = 0.8, 1.6
PRIOR_GAPS = 2.0
LEAST_BUYERS = 20
LEAST_REPEATERS = 30  # repeat buyers from whom a shop's rhythm can be learnt
RESPONSE = (0.01, 0.03, 0.06)  # additional orders per buyer reminded: low, mid, high; an assumption
EPOCH = date(1970, 1, 1)

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Buyers:
    keys: tuple[str, ...]
    orders: Floats
    since: Floats
    rhythm: Floats
    spend: Floats


def needs(as_of: date) -> Mapping[str, Question]:
    """A year of buyers: on which days they bought, and for how much."""
    return {"buyers": Question(("gmv",), ("shop", "buyer", "day"), last_days(as_of, DAYS))}


def propose(given: Given) -> Sequence[Action]:
    """One action per shop with enough buyers due today, with their list as a file."""
    facts = given.facts["buyers"]
    out = []
    for shop in sorted({str(s) for s in facts.keys["shop"]}):
        due = _due(given, shop)
        if due is not None and len(due.keys) >= LEAST_BUYERS:
            out.append(_action(given, shop, due))
    return out


def _due(given: Given, shop: str) -> _Buyers | None:
    """Buyers of ``shop`` with a rhythm whose time has come; days bought on count as orders."""
    facts = given.facts["buyers"]
    known = facts.keys["buyer"].astype(bool) & facts.keys["day"].astype(bool)
    rows = np.flatnonzero((facts.keys["shop"] == shop) & known)
    if not len(rows):
        return None
    names, buyer = np.unique(facts.keys["buyer"][rows].astype(str), return_inverse=True)
    days = np.array([(day - EPOCH).days for day in facts.keys["day"][rows]], dtype=np.float64)
    spend = np.bincount(buyer, np.nan_to_num(facts.floats("gmv")[rows]))
    orders = np.bincount(buyer).astype(np.float64)
    first, last = np.full(len(names), np.inf), np.zeros(len(names))
    np.minimum.at(first, buyer, days)
    np.maximum.at(last, buyer, days)
    again = orders > 1
    if again.sum() < LEAST_REPEATERS:
        return None
    own = (last - first) / np.maximum(orders - 1, 1)
    usual = float(np.median(own[again]))
    rhythm = ((orders - 1) * own + PRIOR_GAPS * usual) / (orders - 1 + PRIOR_GAPS)
    since = float((given.as_of - EPOCH).days) - last
    due = again & (since >= EARLY * rhythm) & (since <= LATE * rhythm)
    keys = tuple(str(name) for name in names[due])
    return _Buyers(keys, orders[due], since[due], rhythm[due], spend[due] / orders[due])


def _action(given: Given, shop: str, due: _Buyers) -> Action:
    margin = given.margins.of(shop)
    value = float(due.spend.sum()) * max(margin.mid, 0.0)
    # The window of the list is what one week brings, so that a list a week is money a week.
    weeks = max(float(np.median(due.rhythm)) * (LATE - EARLY) / 7, 1.0)
    low, mid, high = (money(value * share / weeks) for share in RESPONSE)
    listed = sorted(
        zip(due.keys, due.orders, due.since, due.rhythm, due.spend, strict=True), key=lambda b: (-b[4], b[0])
    )
    rows = tuple(
        (key, None, int(orders), int(since), round(float(rhythm)), money(spend))
        for key, orders, since, rhythm, spend in listed
    )
    return Action(
        play=PLAY.key,
        stage=PLAY.stage,
        target=Target("buyers", shop, "due", shop),
        cause="buyers_due",
        impact=Impact(low, mid, high, given.margins.money(shop), basis="assumed"),
        minutes=25,
        role=PLAY.role,
        due=given.as_of + timedelta(days=3),
        check_on=given.as_of + timedelta(days=21),
        metric="repeat_rate",
        pool=("repurchase", shop),
        evidence={
            "buyers": len(due.keys),
            "rhythm": round(float(np.median(due.rhythm))),
            "spend": money(float(due.spend.mean())),
            "response_low": RESPONSE[0],
            "response_high": RESPONSE[2],
        },
        sheet=Sheet("due_buyers", ("buyer", "last_order", "orders", "days_since", "rhythm", "spend"), rows),
    )


PLAY = Play("due_to_reorder", "repurchase", "reminder_stopped", "crm", ("order_line",), needs, propose)
