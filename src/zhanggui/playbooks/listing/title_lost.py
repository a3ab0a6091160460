"""A page whose title lost words that buyers may be searching for: what the change has cost so far, and will.

Who reads a title is known to the platform alone, so every changed title is looked at: visits since the change against
those of the four weeks before, what the shop's other pages have in common taken out. Visits of a few days say little;
what a lost term usually takes is assumed and gives way as they come in (a normal posterior, in logs). Sales fall by
less than visits do: who comes back, follows an ad or knows the shop finds the page without the term, and buys more
often than who searches; by how much less is assumed, loosely. A title that did no harm within two weeks is not spoken
of, and so is one that only gained words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import exp, log

import numpy as np

from zhanggui.actions.action import Action, Impact, Sheet, Target
from zhanggui.metrics.question import Question
from zhanggui.model.period import Period
from zhanggui.playbooks.ahead import coming
from zhanggui.playbooks.columns import Columns
from zhanggui.playbooks.fall import USUAL_SCATTER, share_lost
from zhanggui.playbooks.page import Page
from zhanggui.playbooks.play import Given, Play, last_days, money
from zhanggui.playbooks.titles import lost_words

LATE = 14  # days within which a change is spoken of
BEFORE = 28  # days before them whose titles and visits are the usual ones
USUAL_LOSS = -0.35  # log change of visits by a title that lost a term: assumed
SPREAD = 0.35  # its standard error: many a term brought next to nothing, some more than half of the visits: assumed
SAYS, LOOSE = 0.6, 0.3  # of a fall of visits, in logs, what sales fall by, and its standard error: assumed
LEAST_LOSS = 0.1  # of the visits
LEAST_VISITS = 10.0  # a week, usually
WEEK = 7

_BEFORE = (
    "visitor_days", "platform_sales", "platform_order_amount",
    "platform_buyer_days", "platform_units", "platform_order_units",
)  # fmt: skip

Code = tuple[str, str]  # shop, listing
Told = tuple[float, float, float]  # visits, sales, orders


@dataclass(frozen=True, slots=True)
class _Change:
    """A page whose title changed on ``day``; visits ``seen`` since then and ``usual`` a day, ``sales`` and ``orders``
    of a usual week.
    """

    code: Code
    before: str
    now: str
    lost: tuple[str, ...]
    day: date
    seen: float
    usual: float
    sales: float
    orders: float


def needs(as_of: date) -> Mapping[str, Question]:
    """Visits by title: day by day over the last two weeks, as a sum over the four before."""
    by = ("shop", "listing", "page_title")
    late = last_days(as_of, LATE)
    first = late.first - timedelta(days=BEFORE)
    return {
        "late": Question(("visitor_days",), (*by, "day"), late),
        "before": Question(_BEFORE, by, Period(first, late.first - timedelta(days=1))),
    }


def propose(given: Given) -> Sequence[Action]:
    """One action per page whose title lost words and probably visits with them."""
    visits = _by_day(given.facts["late"])
    before = _before(given.facts["before"])
    out = []
    for change in _changes(before, visits, given.as_of):
        share = _share(change, _common(change, before, visits, given.as_of), given.as_of)
        if 1 - exp(share[0]) >= LEAST_LOSS:
            out.append(_action(given, change, share))
    return out


def closer(given: Given, actions: Sequence[Action], pages: Mapping[str, Page]) -> Sequence[Action]:
    """The actions with the SKUs of their pages, told by the titles that orders bear, and their money by what these
    leave.
    """
    out = []
    for action in actions:
        skus = pages[action.id].skus if action.id in pages else ()
        impact = action.impact.times(given.margins.among(action.target.shop, skus))
        out.append(replace(action, impact=impact, evidence={**action.evidence, "skus": " ".join(skus[:12])}))
    return out


def _by_day(facts: Columns) -> dict[Code, dict[date, tuple[str, float]]]:
    """Page → day → the title it bore and its visits; of two titles of a day the one that was visited more."""
    out: dict[Code, dict[date, tuple[str, float]]] = {}
    values = np.nan_to_num(facts.floats("visitor_days"))
    for row in range(len(facts)):
        day, title = facts.keys["day"][row], str(facts.keys["page_title"][row] or "")
        code = (str(facts.keys["shop"][row]), str(facts.keys["listing"][row] or ""))
        if title and code[1] and isinstance(day, date):
            days = out.setdefault(code, {})
            days[day] = max(days.get(day, ("", -1.0)), (title, float(values[row])), key=lambda one: one[1])
    return out


def _before(facts: Columns) -> dict[Code, dict[str, Told]]:
    """Page → title → visits, sales and orders before."""
    out: dict[Code, dict[str, Told]] = {}
    visits, paid, ordered, *counts = (facts.floats(name) for name in _BEFORE)
    # Some platforms (Amazon) count of a page what was ordered alone, and units.
    visits, sales = np.nan_to_num(visits), np.nan_to_num(np.where(np.isnan(paid), ordered, paid))
    orders = np.select([np.isfinite(one) for one in counts], counts, 0.0)
    for row in range(len(facts)):
        code = (str(facts.keys["shop"][row]), str(facts.keys["listing"][row] or ""))
        title = str(facts.keys["page_title"][row] or "")
        if title:
            out.setdefault(code, {})[title] = (float(visits[row]), float(sales[row]), float(orders[row]))
    return out


def _changes(
    before: Mapping[Code, Mapping[str, Told]],
    visits: Mapping[Code, Mapping[date, tuple[str, float]]],
    as_of: date,
) -> list[_Change]:
    out = []
    for code, days in sorted(visits.items()):
        titles = before.get(code, {})
        usual = sum(seen for seen, *_ in titles.values()) / BEFORE
        now = days[max(days)][0]
        if now in titles or usual * WEEK < LEAST_VISITS:
            continue
        main = max(titles, key=lambda title: titles[title][0])
        lost = lost_words(main, now)
        day = _since(days, now)
        if not lost or (as_of - max(days)).days >= WEEK:
            continue
        seen = sum(count for at, (_, count) in days.items() if at >= day)
        sales, orders = (sum(told[at] for told in titles.values()) * WEEK / BEFORE for at in (1, 2))
        out.append(_Change(code, main, now, lost, day, seen, usual, sales, orders))
    return out


def _since(days: Mapping[date, tuple[str, float]], title: str) -> date:
    """The first day of the last run of days on which the page bore ``title``."""
    first = max(days)
    for day in sorted(days, reverse=True):
        if days[day][0] != title:
            break
        first = day
    return first


def _common(
    change: _Change,
    before: Mapping[Code, Mapping[str, Told]],
    visits: Mapping[Code, Mapping[date, tuple[str, float]]],
    as_of: date,
) -> float:
    """How the shop's other pages fare since the change against their usual visits; 1 where there are none."""
    span = (as_of - change.day).days + 1
    usual = seen = 0.0
    for code, titles in before.items():
        if code[0] == change.code[0] and code != change.code:
            usual += sum(count for count, *_ in titles.values()) / BEFORE * span
            seen += sum(count for day, (_, count) in visits.get(code, {}).items() if day >= change.day)
    return (seen + 1) / (usual + 1)


def _share(change: _Change, common: float, as_of: date) -> tuple[float, float]:
    """Log change of visits by the title, with its standard error."""
    days = (as_of - change.day).days + 1
    expected = change.usual * days * common
    told = log((change.seen + 0.5) / (expected + 0.5))
    noise = (
        1 / (change.seen + 0.5) + 1 / (change.usual * BEFORE + 0.5) + USUAL_SCATTER * max(WEEK / days, 1.0)
    )
    prior, own = 1 / SPREAD**2, 1 / noise
    return (prior * USUAL_LOSS + own * told) / (prior + own), (prior + own) ** -0.5


def _action(given: Given, change: _Change, share: tuple[float, float]) -> Action:
    (shop, code), (mid, error) = change.code, share
    margin = given.margins.of(shop, "")
    worth = change.sales * max(margin.mid, 0.0)
    shares = share_lost(SAYS * mid, float(np.hypot(SAYS * error, LOOSE)))
    shares = coming(shares, change.orders, change.orders * BEFORE / WEEK)
    low, usual, high = (money(worth * part) for part in shares)
    days = (given.as_of - change.day).days + 1
    row = (code, change.now, change.before, " ".join(change.lost))
    return Action(
        play=PLAY.key,
        stage=PLAY.stage,
        target=Target("listing", shop, code, code),
        cause="title_lost",
        impact=Impact(
            low, usual, high, given.margins.money(shop), basis="effect" if margin.known else "assumed"
        ),
        minutes=10,
        role=PLAY.role,
        due=given.as_of,
        check_on=given.as_of + timedelta(days=15),
        metric="visitor_days",
        pool=("sales", shop, code),
        evidence={
            "words": " ".join(change.lost),
            "changed": change.day,
            "days": days,
            "seen": round(change.seen),
            "usual": round(change.usual * days),
            "sales": money(change.sales),
        },
        sheet=Sheet(("listing", "title_now", "title_before", "words_lost"), (row,)),
    )


PLAY = Play(
    "title_lost",
    "listing",
    "title_lost_term",
    "art",
    ("traffic_listing",),
    needs,
    propose,
    closer=closer,
)
