"""Service that has become slow: replies, dispatch, or parcels, for the whole shop or for one region.

Told from the tickets' and orders' own times: the mean wait is held against the shop's own weeks (`shift`). A
warehouse that falls behind is seen before its parcels tell: for so many units paid fewer leave than ever. So is a
courier: of the parcels that left as long ago as they usually take, fewer arrive than ever. What slowness
costs no file says: a day slower takes about 1.45 % of sales (Fisher, Gallino and Xu 2019, at one retailer);
what late replies take is assumed. Both are set against how the shop's orders have gone since (`toll`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from zhanggui.actions.action import Action, Cell, Impact, Sheet, Target
from zhanggui.metrics.question import Question
from zhanggui.playbooks.play import Given, Play, last_days, money
from zhanggui.playbooks.shift import DAYS, Shift, by_day, shift
from zhanggui.playbooks.toll import Prior, lost
from zhanggui.stats.counts import at_most

A_DAY_SLOWER = 0.0145  # share of sales
WIDE = 0.8  # standard error in logs of what a source says of another shop
LATE_REPLIES = Prior(0.10, 0.7)  # assumed
LEAST = {
    "reply": 1.0,
    "ship": 0.5,
    "behind": 1.0,
    "way": 0.3,
    "stuck": 0.6,
}  # rise of the usual wait worth a word
LEAST_SECONDS = {"reply": 120.0, "ship": 6 * 3600.0, "way": 24 * 3600.0}
BEHIND_DAYS = 2.0  # a warehouse that falls behind is so many days late
STUCK_DAYS = 3.0  # parcels that should have arrived, and have not, are late by at least as many
STOPPED = (3, 7, 14)  # days
SCATTER = 0.05  # variance of arrivals over their square, beside that of counts
LUCK = (
    1e-5  # chance of so few arrivals above which they may be luck: of all regions and days together 1 in 100
)
SPREAD_DAYS = 3  # over which parcels sent on one day arrive
HOUR, A_DAY, WEEK = 3600.0, 86_400.0, 7

MEASURES = {
    "replies": ("reply_seconds", "answered_tickets"),
    "shipped": ("shipping_seconds", "lines_shipped", "units_shipped"),
    "sold": ("orders", "units", "gmv"),
}
PARCELS = ("delivery_seconds", "lines_received", "lines_shipped")
Floats = npt.NDArray[np.float64]
Regional = Mapping[tuple[str, ...], Floats]


@dataclass(frozen=True, slots=True)
class _Slow:
    """``cause`` in ``shop`` ('' for all ``region``s): its rise, in seconds but for 'behind', and its part of sales."""

    shop: str
    region: str
    cause: str
    shift: Shift
    part: float


def needs(as_of: date) -> Mapping[str, Question]:
    """Fourteen weeks of waits by day: of shops, and of parcels by region; of orders and sales."""
    period = last_days(as_of, DAYS)
    by = ("shop", "day")
    return {
        **{name: Question(measures, by, period) for name, measures in MEASURES.items()},
        "parcels": Question(PARCELS, ("shop", "region", "day"), period),
    }


def propose(given: Given) -> Sequence[Action]:
    """One action per shop and cause; a region is named where the shop as a whole is not slow."""
    tables = {
        measure: by_day(given.facts[name], ("shop",), measure, given.as_of)
        for name, measures in MEASURES.items()
        for measure in measures
    }
    parcels = [by_day(given.facts["parcels"], ("shop", "region"), name, given.as_of) for name in PARCELS]
    out = []
    for key in tables["orders"]:
        mine = {measure: table.get(key, np.zeros(DAYS)) for measure, table in tables.items()}
        parcels_slow = _of_parcels(key[0], (parcels[0], parcels[1]))
        found = [*_at_the_desk(key[0], mine), *(parcels_slow or _stuck(key[0], parcels))]
        out += [_action(given, one, mine) for one in found]
    return out


def _risen(cause: str, over: Floats, under: Floats) -> Shift | None:
    found = shift(over, under, LEAST[cause])
    return found if found is not None and found.now - found.usual >= LEAST_SECONDS.get(cause, 0.0) else None


def _at_the_desk(shop: str, mine: Mapping[str, Floats]) -> list[_Slow]:
    """Late replies and late dispatch; ``mine``: the shop's measures by day."""
    out = []
    found = _risen("reply", mine["reply_seconds"], mine["answered_tickets"])
    if found is not None:
        out.append(_Slow(shop, "", "reply", found, 1.0))
    found = _risen("ship", mine["shipping_seconds"], mine["lines_shipped"])
    cause = "ship"
    if found is None:
        cause = "behind"
        paid = np.roll(mine["units"], 1)
        paid[0] = 0.0
        found = _risen("behind", paid, mine["units_shipped"])
    if found is not None:
        out.append(_Slow(shop, "", cause, found, 1.0))
    return out


def _of_parcels(shop: str, tables: tuple[Regional, Regional]) -> list[_Slow]:
    """Slow parcels: everywhere, else in single regions; ``tables``: seconds on the way and parcels, by region."""
    over, under = tables
    mine = {key: under[key] for key in under if key[0] == shop and key in over}
    if not mine:
        return []
    whole = float(sum(table.sum() for table in mine.values()))
    slow = [
        _Slow(shop, key[1], "way", found, float(table.sum()) / whole)
        for key, table in mine.items()
        if key[1] and (found := _risen("way", over[key], table)) is not None
    ]
    every = _risen("way", np.sum([over[key] for key in mine], axis=0), np.sum(list(mine.values()), axis=0))
    # One region that is far off raises the mean of all: the others must be slow as well.
    others = [key for key in mine if key[1] not in {one.region for one in slow}]
    rest = (np.sum([table[key] for key in others], axis=0) for table in (over, under)) if others else None
    if every is not None and (rest is None or not slow or _risen("way", *rest) is not None):
        return [_Slow(shop, "", "way", every, 1.0)]
    return slow


def _stuck(shop: str, tables: Sequence[Regional]) -> list[_Slow]:
    """Parcels that should have arrived and have not, everywhere, else in single regions.

    ``tables``: seconds on the way, parcels arrived, parcels sent, by region.
    """
    mine = [{key[1]: days for key, days in table.items() if key[0] == shop} for table in tables]
    whole = [np.sum(list(table.values()) or [np.zeros(DAYS)], axis=0) for table in mine]
    every = _overdue(whole)
    if every is not None:
        return [_Slow(shop, "", "stuck", every, 1.0)]
    out = []
    for region in sorted(set.intersection(*(set(table) for table in mine)) - {""}):
        found = _overdue([table[region] for table in mine])
        if found is not None:
            part = float(mine[1][region].sum()) / float(whole[1].sum())
            out.append(_Slow(shop, region, "stuck", found, part))
    return out


def _overdue(tables: Sequence[Floats]) -> Shift | None:
    """Parcels due over parcels arrived, as a rise; due are those sent the usual days ago."""
    seconds, arrived, sent = tables
    parcels = float(arrived.sum())
    if parcels <= 0:
        return None
    usual = round(float(seconds.sum()) / parcels / A_DAY)
    due = np.zeros(DAYS)
    for lag in range(usual, usual + SPREAD_DAYS):
        due[lag:] += sent[: DAYS - lag] / SPREAD_DAYS
    return _risen("stuck", due, arrived) or _none_arrives(due, arrived)


def _none_arrives(due: Floats, arrived: Floats) -> Shift | None:
    """Of the parcels due hardly one arrives, too few for a share: None where that may be luck."""
    for days in STOPPED:
        usual = float(due[:-days].sum()) / max(float(arrived[:-days].sum()), 1.0)
        left, came = float(due[-days:].sum()), float(arrived[-days:].sum())
        expected = left / max(usual, 0.5)
        if expected > 0 and at_most(came, expected, expected * (1 + SCATTER * expected)) <= LUCK:
            now = (left + 0.5) / (came + 0.5)
            return Shift(days, now, usual, now - usual, float(arrived[:-days].mean()) * WEEK)
    return None


def _action(given: Given, one: _Slow, mine: Mapping[str, Floats]) -> Action:
    shop, found = one.shop, one.shift
    counted = one.cause in ("behind", "stuck")
    # So far half the window on the mean, and as long again (Gott 1993).
    late = max(STUCK_DAYS, float(found.days)) if one.cause == "stuck" else BEHIND_DAYS
    wait = late * A_DAY if counted else found.now - found.usual
    prior = LATE_REPLIES if one.cause == "reply" else Prior(min(wait / A_DAY * A_DAY_SLOWER, 0.5), WIDE)
    before = mine["gmv"][: DAYS - found.days]
    weekly = float(before[-4 * WEEK :].mean()) * WEEK * one.part
    margin = given.margins.of(shop)
    # A region's share of the orders is too small to be seen in those of the whole shop.
    seen = mine["orders"] if not one.region else np.zeros(DAYS)
    low, mid, high = (money(share * weekly * max(margin.mid, 0.0)) for share in lost(seen, found.days, prior))
    hours = HOUR if one.cause != "reply" else 60.0
    evidence: dict[str, Cell] = {
        "now": round(found.now if counted else found.now / hours, 1),
        "before": round(found.usual if counted else found.usual / hours, 1),
        "days": found.days,
        "sales": money(weekly),
    }
    kind, ident = ("region", one.region) if one.region else ("shop", shop)
    row = (ident, evidence["before"], evidence["now"], found.days)
    return Action(
        play=PLAY.key,
        stage=PLAY.stage,
        target=Target(kind, shop, ident, ident),
        cause=f"slow_{one.cause}",
        impact=Impact(low, mid, high, given.margins.money(shop), basis="assumed"),
        minutes=20,
        role=PLAY.role,
        due=given.as_of + timedelta(days=1),
        check_on=given.as_of + timedelta(days=15),
        metric="orders",
        pool=("service", shop, "reply" if one.cause == "reply" else "parcels", one.region),
        evidence=evidence,
        sheet=Sheet(("place", "before", "now", "days"), (row,)),
    )


PLAY = Play("slow_service", "aftersales", "late_replies", "service", ("order_line",), needs, propose)
