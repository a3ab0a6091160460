"""Service that has become slow: replies, dispatch, or parcels, for the whole shop or for one region.

Told from the tickets' and orders' own times: the mean wait is held against the shop's own weeks (`shift`). A
wait for a reply or for dispatch that has been longer for months is named as well (`lasting`). A
warehouse that falls behind is seen before its parcels tell: for so many units paid fewer leave than ever. So is a
courier: of the parcels that should have arrived fewer have than chance allows (`parcels`). What slowness
costs no file says: a day slower takes about 1.45 % of sales (Fisher, Gallino and Xu 2019, at one retailer);
what late replies take is assumed. Both are set against how the shop's orders have gone since (`toll`). Late parcels
also come back, are spoken ill of, and cost the next order of who waited for them: no order of these weeks shows it, so
that comes on top, as assumed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import log, sqrt

import numpy as np
import numpy.typing as npt

from zhanggui.actions.action import Action, Cell, Impact, Sheet, Target
from zhanggui.metrics.question import Question
from zhanggui.playbooks.aftersales.parcels import Held, held, rest
from zhanggui.playbooks.lasting import DAYS as YEAR
from zhanggui.playbooks.lasting import began, lasting, weekly
from zhanggui.playbooks.play import Given, Play, last_days, money
from zhanggui.playbooks.shift import DAYS, SURE, WINDOWS, Shift, by_day, shift
from zhanggui.playbooks.toll import Prior, lost
from zhanggui.stats.fdr import adjusted

A_DAY_SLOWER = 0.0145  # share of sales
WIDE = 0.8  # standard error in logs of what a source says of another shop
# Assumed, since nobody has measured it: a third of buyers ask before they buy, and half of these do not wait; it lies
# between a twentieth and two fifths.
LATE_REPLIES = Prior(0.15, 0.8)
# Of what late parcels take in orders, what they take beside it: low, middle, high; assumed.
ALSO = (0.2, 0.5, 1.0)
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
LEAST_WAITS = 20  # before, from which their scatter is known
FDR = 0.02  # share of false alarms among parcels that are said to be stuck
SEVERAL = 3  # regions that are late at once, from which all of the shop is
OTHERS_TOO = 0.05  # chance at which all other regions are late as well
HOURS = ("hour", "tickets", "reply_now", "reply_before", "unanswered")
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
    """``cause`` in ``shop`` ('' for all ``region``s): its rise, in seconds but for what is counted, its part of sales.

    ``late``: days, of what is counted.
    """

    shop: str
    region: str
    cause: str
    shift: Shift
    part: float
    late: float = BEHIND_DAYS


def needs(as_of: date) -> Mapping[str, Question]:
    """A year of waits by day, and of orders and sales; fourteen weeks of parcels by region and of visits."""
    by, year = ("shop", "day"), last_days(as_of, YEAR)
    return {
        **{name: Question(measures, by, year) for name, measures in MEASURES.items()},
        "parcels": Question(PARCELS, ("shop", "region", "day"), last_days(as_of, DAYS)),
        "visits": Question(("visitor_days",), by, last_days(as_of, DAYS)),
    }


def propose(given: Given) -> Sequence[Action]:
    """One action per shop and cause; a region is named where the shop as a whole is not slow."""
    tables = {
        measure: by_day(given.facts[name], ("shop",), measure, given.as_of, YEAR)
        for name, measures in MEASURES.items()
        for measure in measures
    }
    parcels = [by_day(given.facts["parcels"], ("shop", "region"), name, given.as_of) for name in PARCELS]
    visits = by_day(given.facts["visits"], ("shop",), "visitor_days", given.as_of)
    out = []
    stuck = _stuck(parcels)
    for key in tables["orders"]:
        year = {measure: table.get(key, np.zeros(YEAR)) for measure, table in tables.items()}
        mine = {measure: days[-DAYS:] for measure, days in year.items()}
        late = [*_of_parcels(key[0], (parcels[0], parcels[1])), *stuck.get(key[0], [])]
        desk = [
            one for one in _at_the_desk(key[0], mine, year) if one.cause != "reply" or _most_wait(given, one)
        ]
        found = [*desk, *_each_once(late)]
        out += [_action(given, one, mine, visits.get(key)) for one in found]
    return out


def _each_once(late: Sequence[_Slow]) -> list[_Slow]:
    """The first that is of the whole shop, else the first of each region."""
    whole = [one for one in late if not one.region]
    return whole[:1] or list({one.region: one for one in reversed(late)}.values())


def _risen(cause: str, over: Floats, under: Floats) -> Shift | None:
    found = shift(over, under, LEAST[cause])
    return found if found is not None and found.now - found.usual >= LEAST_SECONDS.get(cause, 0.0) else None


def _long_since(cause: str, over: Floats, under: Floats) -> Shift | None:
    """What rose months ago and still lasts, by day of a year; what is younger the days tell better than the weeks."""
    level = lasting(weekly(over), weekly(under), LEAST[cause])
    if level is None or level.usual <= 0 or level.now - level.usual < LEAST_SECONDS[cause]:
        return None
    days = began(over, under, level.weeks)
    if days <= WINDOWS[-1]:
        return None
    pace = float(under[-4 * WEEK :].mean()) * WEEK
    return Shift(days, level.now, level.usual, level.error * level.now, pace)


def _at_the_desk(shop: str, mine: Mapping[str, Floats], year: Mapping[str, Floats]) -> list[_Slow]:
    """Late replies and late dispatch; ``mine``: the shop's measures by day, ``year``: those of a year."""
    out = []
    waits = {"reply": ("reply_seconds", "answered_tickets"), "ship": ("shipping_seconds", "lines_shipped")}
    reply, found = (
        _long_since(cause, *(year[name] for name in names)) or _risen(cause, *(mine[name] for name in names))
        for cause, names in waits.items()
    )
    if reply is not None:
        out.append(_Slow(shop, "", "reply", reply, 1.0))
    cause = "ship"
    if found is None:
        cause = "behind"
        paid = np.roll(mine["units"], 1)
        paid[0] = 0.0
        found = _risen("behind", paid, mine["units_shipped"])
    if found is not None:
        out.append(_Slow(shop, "", cause, found, 1.0))
    return out


def _most_wait(given: Given, one: _Slow) -> bool:
    """Whether replies as a rule have become slower: of a few waits one that was forgotten for an hour doubles the mean.

    The mean of their logs must leave that of before by as many standard errors as the mean itself, by the scatter of
    single waits before; true where no list tells single waits.
    """
    late: list[float] = []
    before: list[float] = []
    for shop, opened, replied, day in given.rows.get("tickets", ()):
        if shop == one.shop and isinstance(opened, datetime) and isinstance(replied, datetime):
            of_late = isinstance(day, date) and (given.as_of - day).days < one.shift.days
            (late if of_late else before).append(log(max((replied - opened).total_seconds(), 1.0)))
    if not late or len(before) < LEAST_WAITS:
        return True
    error = float(np.std(before, ddof=1)) * sqrt(1 / len(late) + 1 / len(before))
    return float(np.mean(late)) - float(np.mean(before)) >= SURE * error


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
    # One region that is far off raises the mean of all: several must be slow, or the others as well.
    others = [key for key in mine if key[1] not in {one.region for one in slow}]
    rest = (np.sum([table[key] for key in others], axis=0) for table in (over, under)) if others else None
    several = rest is None or not slow or len(slow) >= SEVERAL
    if every is not None and (several or (rest is not None and _risen("way", *rest) is not None)):
        return [_Slow(shop, "", "way", every, 1.0)]
    return slow


def _stuck(parcels: Sequence[Regional]) -> dict[str, list[_Slow]]:
    """Shop → its parcels that should have arrived and have not, everywhere, else in single regions.

    ``parcels``: seconds on the way, parcels arrived, parcels sent, by shop and region. All regions of all shops are
    judged together (Benjamini and Hochberg 1995).
    """
    shops = {
        shop: [{key[1]: days for key, days in table.items() if key[0] == shop} for table in parcels]
        for shop in sorted({key[0] for key in parcels[1]})
    }
    looked = [(shop, one) for shop, tables in shops.items() for one in held(*tables)]
    if not looked:
        return {}
    real = adjusted(np.array([one.p for _, one in looked])) <= FDR
    out: dict[str, list[_Slow]] = {}
    for shop, tables in shops.items():
        found = [one for (of, one), is_real in zip(looked, real, strict=True) if of == shop and is_real]
        found = [one for one in found if one.expected >= (1 + LEAST["stuck"]) * one.came]
        out[shop] = [_held(shop, one, tables[1]) for one in _where(found, tables)]
    return out


def _where(found: Sequence[Held], tables: Sequence[Mapping[str, Floats]]) -> Sequence[Held]:
    """The whole shop where several regions stand out, or what is left without them is late as well; else these."""
    whole = [one for one in found if not one.region]
    regions = [one for one in found if one.region]
    if not whole or not regions:
        return found
    if len(regions) >= SEVERAL:
        return whole
    others = rest(tables[0], tables[1], tables[2], [one.region for one in regions])
    return whole if others is None or others.p <= OTHERS_TOO else regions


def _held(shop: str, one: Held, arrived: Mapping[str, Floats]) -> _Slow:
    every = float(sum(days.sum() for days in arrived.values()))
    part = float(arrived[one.region].sum()) / every if one.region else 1.0
    # While none comes the wait is open: as long again is as likely as not (Gott 1993).
    late = max(STUCK_DAYS, one.late if one.came > 0 else 2 * one.late)
    ratio = (one.expected + 0.5) / (one.came + 0.5)
    return _Slow(shop, one.region, "stuck", Shift(one.days, ratio, 1.0, ratio, one.expected), part, late)


def _action(given: Given, one: _Slow, mine: Mapping[str, Floats], visits: Floats | None) -> Action:
    shop, found = one.shop, one.shift
    counted = one.cause in ("behind", "stuck")
    wait = one.late * A_DAY if counted else found.now - found.usual
    prior = LATE_REPLIES if one.cause == "reply" else Prior(min(wait / A_DAY * A_DAY_SLOWER, 0.5), WIDE)
    # Of what has lasted for longer the sales before it, and orders without it, are not known.
    is_old = found.days > DAYS - 4 * WEEK
    before = mine["gmv"] if is_old else mine["gmv"][: DAYS - found.days]
    sold = float(before[-4 * WEEK :].mean()) * WEEK * one.part
    margin = given.margins.of(shop)
    # A region's share of the orders is too small to be seen in those of the whole shop.
    seen = np.zeros(DAYS) if one.region or is_old else mine["orders"]
    shares = lost(seen, found.days, prior, visits if seen.any() else None)
    also = (0.0, 0.0, 0.0) if one.cause == "reply" else ALSO
    worth = sold * max(margin.mid, 0.0)
    low, mid, high = (money(share * (1 + more) * worth) for share, more in zip(shares, also, strict=True))
    hours = HOUR if one.cause != "reply" else 60.0
    evidence: dict[str, Cell] = {
        "now": round(found.now if counted else found.now / hours, 1),
        "before": round(found.usual if counted else found.usual / hours, 1),
        "days": found.days,
        "sales": money(sold),
    }
    kind, ident = ("region", one.region) if one.region else ("shop", shop)
    row = (ident, evidence["before"], evidence["now"], found.days)
    hourly = _hours(given, shop, found.days) if one.cause == "reply" else ()
    return Action(
        play=PLAY.key,
        stage=PLAY.stage,
        target=Target(kind, shop, ident, ident),
        cause=f"slow_{one.cause}",
        impact=Impact(
            low, mid, high, given.margins.money(shop), basis="effect" if margin.known else "assumed"
        ),
        minutes=20,
        role=PLAY.role,
        due=given.as_of + timedelta(days=1),
        check_on=given.as_of + timedelta(days=15),
        metric="orders",
        pool=("service", shop, "reply" if one.cause == "reply" else "parcels", one.region),
        evidence=evidence,
        sheet=Sheet(HOURS, hourly) if hourly else Sheet(("place", "before", "now", "days"), (row,)),
    )


def _hours(given: Given, shop: str, days: int) -> tuple[tuple[Cell, ...], ...]:
    """Cases by the hour they were opened, the hours in which most was waited first: those of the last ``days``, their
    mean minutes to the first reply and that of before, and those without any. Nothing where no list tells hours.
    """
    table: dict[int, list[list[float]]] = {}
    for of, opened, replied, day in given.rows.get("tickets", ()):
        if of == shop and isinstance(opened, datetime) and isinstance(day, date):
            late = (given.as_of - day).days < days
            cell = table.setdefault(opened.hour, [[], [], []])
            if isinstance(replied, datetime) and replied >= opened:
                cell[late].append((replied - opened).total_seconds() / 60)
            elif late:
                cell[2].append(1.0)
    rows = [
        (f"{hour:02d}:00", len(now) + len(none), _mean(now), _mean(before), len(none), sum(now))
        for hour, (before, now, none) in table.items()
        if now or none
    ]
    return tuple(row[:5] for row in sorted(rows, key=lambda row: (-row[5], row[0])))


def _mean(minutes: Sequence[float]) -> Cell:
    return round(sum(minutes) / len(minutes), 1) if minutes else None


PLAY = Play(
    "slow_service",
    "aftersales",
    "late_replies",
    "service",
    ("order_line",),
    needs,
    propose,
    lists={"tickets": ("ticket", ("shop", "opened_at", "first_reply_at", "opened_day"))},
    recent={"tickets": 8 * WEEK},
)
