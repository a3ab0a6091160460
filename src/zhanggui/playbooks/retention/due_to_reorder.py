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
    """A year of buyers: how many orders on how many days, first and last."""
    measures = ("orders", "gmv", "first_paid", "last_paid")
    return {"buyers": Question(measures, ("shop", "buyer"), last_days(as_of, DAYS))}


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
    facts = given.facts["buyers"]
    known = np.array([bool(buyer) for buyer in facts.keys["buyer"]], dtype=bool)
    rows = np.flatnonzero((facts.keys["shop"] == shop) & known)
    if not len(rows):
        return None
    today = float((given.as_of - EPOCH).days)
    orders, spend = facts.floats("orders")[rows], facts.floats("gmv")[rows]
    first, last = facts.floats("first_paid")[rows], facts.floats("last_paid")[rows]
    again = (orders > 1) & (last > first)
    if again.sum() < LEAST_REPEATERS:
        return None
    own = (last - first) / np.maximum(orders - 1, 1)
    usual = float(np.median(own[again]))
    rhythm = ((orders - 1) * own + PRIOR_GAPS * usual) / (orders - 1 + PRIOR_GAPS)
    since = today - last
    due = again & (since >= EARLY * rhythm) & (since <= LATE * rhythm)
    keys = tuple(str(facts.keys["buyer"][rows[at]]) for at in np.flatnonzero(due))
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
