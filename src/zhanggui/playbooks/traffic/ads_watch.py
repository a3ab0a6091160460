"""Ads that have stopped, that pay far more for a click than they ever did, or that lead to an empty shelf.

Looked at are ad groups, or listings where the report goes down to them. One that was clicked day by day and is not
shown at all any more, while the account's others are, has been stopped: what it earned is missing, as far as those
buyers would not have come unpaid (Blake, Nosko and Tadelis 2015). The price of a click is held against the group's own
weeks (`shift`): what is paid more, less what more sales earn that ads brought, is lost. Of an empty shelf see
`empty_shelf`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import exp, hypot

import numpy as np
import numpy.typing as npt

from zhanggui.actions.action import Action, Cell, Impact, Sheet, Target
from zhanggui.metrics.question import Question
from zhanggui.playbooks.ahead import DRIFT, WEEKS, chance
from zhanggui.playbooks.behind import asked
from zhanggui.playbooks.items import STYLES, Items, items
from zhanggui.playbooks.play import Z80, Given, Play, last_days, money
from zhanggui.playbooks.shelf import MEASURES, counted
from zhanggui.playbooks.shift import DAYS, by_day, shift
from zhanggui.playbooks.traffic.empty_shelf import LISTS, Shelves

WEEK, BEFORE = 7, 28
LEAST_GAP = 2  # whole days without a single impression
MISSED = 12.0  # clicks that must be missing: e^-12 is the chance of luck
ACTIVE = 0.6  # share of the days before on which a stopped group was clicked
SHOWN = 0.7  # share of the days in question on which the account's others were clicked
DEARER = 0.5  # rise of the price of a click worth a word
FIGURES = ("ad_spend", "clicks", "ad_sales", "impressions")
BROUGHT = (
    0.4,
    0.7,
    1.0,
)  # share of attributed sales that ads bring and that would not have come: low, mid, high
EMPTY = "ads_on_empty_shelf"
LAST = 2  # days of spend on an empty shelf

Floats = npt.NDArray[np.float64]
Key = tuple[str, ...]  # shop, ad group, listing


@dataclass(frozen=True, slots=True)
class _Group:
    """Daily figures of an ad group or listing, oldest first, and the SKUs that it sells where that is known."""

    key: Key
    spend: Floats
    clicks: Floats
    sales: Floats
    shown: Floats
    skus: tuple[str, ...]


def needs(as_of: date) -> Mapping[str, Question]:
    """Fourteen weeks of ads by group and listing; what was sold, and counts of stock."""
    period = last_days(as_of, DAYS)
    return {
        "groups": Question(FIGURES, ("shop", "ad_group", "day"), period),
        "listings": Question(FIGURES, ("shop", "listing", "day"), period),
        "sold": asked(as_of)["sold"],
        "stock": Question(MEASURES, ("sku", "day"), last_days(as_of, BEFORE)),
    }


def propose(given: Given) -> Sequence[Action]:
    """At most one action per ad group or listing."""
    known = items(given.facts["sold"], given.rows.get("styles", ()))
    groups = _groups(given, known)
    shelves = Shelves(given, counted(given.facts["stock"]))
    clicked: dict[str, Floats] = {}
    for group in groups:
        shop = group.key[0]
        clicked[shop] = clicked.get(shop, np.zeros(DAYS)) + group.clicks
    out = []
    for group in groups:
        action = (
            _empty(given, known, group, shelves)
            or _stopped(given, known, group, clicked[group.key[0]])
            or _dearer(given, known, group)
        )
        out += [action] if action is not None else []
    return out


def _groups(given: Given, known: Items) -> list[_Group]:
    """The ad groups of each shop, its listings where no report names groups."""
    out: list[_Group] = []
    for facts, dim in ((given.facts["groups"], "ad_group"), (given.facts["listings"], "listing")):
        tables = [by_day(facts, ("shop", dim), name, given.as_of) for name in FIGURES]
        none, grouped = np.zeros(DAYS), {group.key[0] for group in out}
        for shop, name in tables[0]:
            if not name or (dim == "listing" and shop in grouped):
                continue
            spend, clicks, sales, shown = (table.get((shop, name), none) for table in tables)
            key = (shop, name, "") if dim == "ad_group" else (shop, "", name)
            words = {name, *re.split(r"[^0-9A-Za-z.]+", name)} - {""}
            out.append(_Group(key, spend, clicks, sales, shown, known.called(shop, words)))
    return out


def _stopped(given: Given, known: Items, group: _Group, account: Floats) -> Action | None:
    """A group that is shown no more while the account's others are."""
    live = np.flatnonzero((group.shown > 0) | (group.clicks > 0) | (group.spend > 0))
    gap = DAYS - 1 - int(live[-1]) if len(live) else DAYS
    if not LEAST_GAP <= gap <= BEFORE:
        return None
    before = slice(DAYS - gap - BEFORE, DAYS - gap)
    missed = float(group.clicks[before].mean()) * gap
    usual = (group.clicks[before] > 0).mean() >= ACTIVE
    if missed < MISSED or not usual or (account[DAYS - gap :] > 0).mean() < SHOWN:
        return None
    margin = max(given.margins.of(group.key[0], group.skus[0] if group.skus else "").mid, 0.0)
    spend, sales = (float(table[before].mean()) * WEEK for table in (group.spend, group.sales))
    low, mid, high = (part * sales * margin - spend for part in BROUGHT)
    seen: dict[str, Cell] = {
        "days": gap,
        "clicks": round(missed),
        "spend": money(spend),
        "sales": money(sales),
    }
    return _action(given, known, group, "ads_stopped", (low, mid, high), seen)


def _dearer(given: Given, known: Items, group: _Group) -> Action | None:
    """A group whose clicks cost far more than they ever did."""
    found = shift(group.spend, group.clicks, DEARER)
    if found is None:
        return None
    late, before = slice(DAYS - found.days, DAYS), slice(DAYS - found.days - BEFORE, DAYS - found.days)
    margin = max(given.margins.of(group.key[0], group.skus[0] if group.skus else "").mid, 0.0)
    more, sold = (
        float(table[late].mean() - table[before].mean()) * WEEK for table in (group.spend, group.sales)
    )
    # What a click costs is known; how many there will be is told by those of a few days, and drifts.
    clicks = chance(
        float(group.clicks[late].sum()) * WEEKS * WEEK / found.days, float(group.clicks[late].sum())
    )
    wide = exp(Z80 * hypot(found.error / (found.now - found.usual), DRIFT, clicks))
    gain = max(sold, 0.0) * margin
    least, usual, most = (part * gain for part in BROUGHT)
    low, mid, high = more / wide - most, more - usual, more * wide - least
    seen: dict[str, Cell] = {
        "price_now": money(found.now),
        "price_usual": money(found.usual),
        "days": found.days,
        "spend": money(more),
    }
    return _action(given, known, group, "clicks_dearer", (low, mid, high), seen)


def _empty(given: Given, known: Items, group: _Group, shelves: Shelves) -> Action | None:
    """A group that is still paid for though nothing of what it sells is left."""
    if (group.spend[-LAST:] <= 0).any():
        return None
    empty = shelves.empty(group.key[0], group.skus)
    if empty is None:
        return None
    weekly = float(group.spend[-WEEK:].mean()) * WEEK
    seen: dict[str, Cell] = {
        "spend": money(weekly),
        "days": empty.days,
        "sales": money(empty.sales),
        "back": empty.back.on(given.as_of),
        "po": "" if empty.back.order is None else empty.back.order.po,
    }
    return _action(given, known, group, EMPTY, empty.loss(weekly), seen)


def _action(
    given: Given,
    known: Items,
    group: _Group,
    cause: str,
    impact: tuple[float, float, float],
    evidence: Mapping[str, Cell],
) -> Action:
    shop, name, listing = group.key
    low, mid, high = sorted(impact)
    empty = cause == EMPTY
    if listing:
        target = Target("listing", shop, listing, listing)
    elif group.skus:
        target = known.target(known.by_sku[shop, group.skus[0]])
    else:
        target = Target("campaign", shop, name, name)
    margin = given.margins.of(shop, group.skus[0] if group.skus else "")
    clicks = evidence.get("price_now"), evidence.get("price_usual")
    rows = tuple((name, listing, sku, evidence["spend"], *clicks) for sku in group.skus or ("",))
    return Action(
        play=PLAY.key,
        stage="stock" if empty else PLAY.stage,
        target=target,
        cause=cause,
        impact=Impact(
            money(low),
            money(mid),
            money(high),
            given.margins.money(shop),
            basis=margin.basis,
        ),
        minutes=8,
        role=PLAY.role,
        due=given.as_of if empty else given.as_of + timedelta(days=1),
        check_on=given.as_of + timedelta(days=15),
        metric="ad_spend",
        # An empty shelf is one loss, whoever speaks of it.
        pool=("stock", *known.by_sku[shop, group.skus[0]]) if empty else ("ads", shop, name, listing, cause),
        evidence={"group": name or listing, **evidence, "skus": " ".join(group.skus[:12])},
        sheet=Sheet(("ad_group", "listing", "sku", "spend", "click_now", "click_usual"), rows),
    )


PLAY = Play(
    "ads_watch",
    "traffic",
    "ads_paused",
    "ads",
    ("order_line", "ad"),
    needs,
    propose,
    lists={"styles": STYLES, **LISTS},
)
