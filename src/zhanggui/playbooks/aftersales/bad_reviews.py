"""A burst of bad reviews on a listing: answer them, find what they have in common, and mend it.

Bad are one and two stars, or what the platform itself calls bad where it gives no stars. Those of the last days to
weeks are held against the listing's own reviews before, shrunk towards the shop's usual listing (gamma-Poisson), and
after the common rise of the shop's other listings is taken out; over all listings and windows so many must not be luck
(Bonferroni), and bad ones must be a larger share of what is said as well.

What they cost no file says: a star less takes 5 to 9 % of sales (Luca 2016), a single bad review that shoppers see
first takes 51 % of purchases (Varga and Albuquerque 2024). A burst does both, and stands first as far as nobody else
writes: what it takes is thought to lie as far on the way from the one to the other, in logs, as bad reviews are a share
of those of its days, half of the way as a standard error, and is set against how the listing's own orders have gone
since (`toll`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import log

import numpy as np
import numpy.typing as npt

from zhanggui.actions.action import Action, Cell, Impact, Sheet, Target
from zhanggui.metrics.question import Question
from zhanggui.playbooks.ahead import coming, pace
from zhanggui.playbooks.behind import DAYS as SOLD_DAYS
from zhanggui.playbooks.behind import LISTS, Behind, asked
from zhanggui.playbooks.play import Given, Play, money
from zhanggui.playbooks.toll import WEEK, Prior, lost
from zhanggui.playbooks.words import in_common
from zhanggui.stats.counts import at_most

REVIEWS = ("review", ("shop", "listing_id", "sku", "day", "stars", "label", "text"))
DAYS = 98
WINDOWS = (1, 2, 3, 5, 7, 14, 28)
POOR = 2  # stars
POOR_WORDS = ("差评", "差", "bad", "negative", "poor")
LEAST = 3  # bad reviews
LEAST_LIFT = 2.0  # times their usual share of all reviews
SURE = 0.001  # chance of so many on any listing of a shop, above which they may be luck
SCATTER = 1.0  # variance over square, beside that of counts, of what is expected of a listing's days
PRIOR_DAYS = 30.0  # days of the shop's usual listing that a listing's own history is worth
PRIOR_REVIEWS = 10.0
LEAST_HISTORY = 14  # days on which the shop's reviews are known
FEW, MANY = 0.07, 0.51  # share of sales, as the sources say
MOST_ROWS = 200
LEAST_CHANCE = 1e-9  # below it a chance is a number of the machine

Floats = npt.NDArray[np.float64]


@dataclass(slots=True)
class _Said:
    """Reviews of a listing: ``poor`` and ``all`` by day, shape (DAYS,), and (day, stars, text) of the bad ones."""

    poor: Floats = field(default_factory=lambda: np.zeros(DAYS))
    all: Floats = field(default_factory=lambda: np.zeros(DAYS))
    texts: list[tuple[date, Cell, str]] = field(default_factory=list)
    others: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Burst:
    """``seen`` bad ones of ``said`` reviews over ``days``, ``expected`` by what is usual; ``p``: of so many."""

    days: int
    seen: float
    said: float
    expected: float
    p: float


def needs(as_of: date) -> Mapping[str, Question]:
    """Sales of the goods behind the listings."""
    return asked(as_of)


def propose(given: Given) -> Sequence[Action]:
    """One action per listing with a burst of bad reviews."""
    said = _said(given)
    behind = Behind(given) if said else None
    out = []
    for shop in sorted({shop for shop, _ in said}):
        mine = {code: one for (name, code), one in sorted(said.items()) if name == shop}
        known = _known(mine)
        for code, one in mine.items():
            burst = _burst(one, list(mine.values()), known)
            if burst is not None and behind is not None:
                out.append(_action(given, (shop, code), behind, (one, burst)))
    return out


def _said(given: Given) -> dict[tuple[str, str], _Said]:
    out: dict[tuple[str, str], _Said] = {}
    for shop, listing, sku, day, stars, label, text in given.rows["reviews"]:
        code = str(listing or sku or "")
        ago = (given.as_of - day).days if isinstance(day, date) else -1
        if not code or not isinstance(day, date) or not 0 <= ago < DAYS:
            continue
        one = out.setdefault((str(shop), code), _Said())
        one.all[DAYS - 1 - ago] += 1
        score = None if stars is None else int(str(stars))
        if _is_poor(score, str(label or "")):
            one.poor[DAYS - 1 - ago] += 1
            one.texts.append((day, score if score is not None else str(label), str(text or "")))
        else:
            one.others.append(str(text or ""))
    return out


def _is_poor(stars: int | None, label: str) -> bool:
    if stars is not None:
        return stars <= POOR
    return any(word in label.lower() for word in POOR_WORDS)


def _known(mine: Mapping[str, _Said]) -> int:
    """Days for which the shop's reviews are known: from the first one on."""
    every = np.sum([one.all for one in mine.values()], axis=0)
    return DAYS - int(np.argmax(every > 0))


def _burst(one: _Said, every: Sequence[_Said], known: int) -> _Burst | None:
    """The least likely of the windows, where it can't be luck."""
    found = [burst for days in WINDOWS if (burst := _window(one, every, known, days)) is not None]
    best = min(found, key=lambda burst: (burst.p, burst.days), default=None)
    return best if best is not None and best.p * len(WINDOWS) * len(every) <= SURE else None


def _window(one: _Said, every: Sequence[_Said], known: int, days: int) -> _Burst | None:
    before = known - days
    seen, said = float(one.poor[-days:].sum()), float(one.all[-days:].sum())
    if before < LEAST_HISTORY or seen < LEAST:
        return None
    poor, talk = (sum(float(getattr(each, name)[:-days].sum()) for each in every) for name in ("poor", "all"))
    usual = (poor + 1) / (len(every) * before)  # a day, of the shop's usual listing
    share = (poor + 1) / (talk + PRIOR_REVIEWS)
    own, told = float(one.poor[:-days].sum()), float(one.all[:-days].sum())
    known_poor = own + usual * PRIOR_DAYS
    expected = known_poor / (before + PRIOR_DAYS) * days * _common(one, every, before, days)
    chance = max(
        1.0 - at_most(seen - 1, expected, expected * (1 + expected * (SCATTER + 1 / known_poor))),
        LEAST_CHANCE,
    )
    by_share = said * (own + share * PRIOR_REVIEWS) / (told + PRIOR_REVIEWS)
    return _Burst(days, seen, said, expected, chance) if seen >= LEAST_LIFT * by_share else None


def _common(one: _Said, every: Sequence[_Said], before: int, days: int) -> float:
    """How many more reviews the other listings have had than usual, 1 at least."""
    now = sum(float(each.all[-days:].sum()) for each in every if each is not one)
    usual = sum(float(each.all[:-days].sum()) for each in every if each is not one) / before * days
    return max((now + 1) / (usual + 1), 1.0)


def _cost(burst: _Burst) -> Prior:
    """Share of sales that a burst takes, as the sources say: the more, the fewer others speak beside it."""
    first = burst.seen / (burst.said + 1)
    return Prior(FEW ** (1 - first) * MANY**first, log(MANY / FEW) / 2)


def _action(given: Given, at: tuple[str, str], behind: Behind, found: tuple[_Said, _Burst]) -> Action:
    (shop, code), (said, burst) = at, found
    goods = behind.of(shop, code)
    days = min(burst.days, SOLD_DAYS - 3 * WEEK)
    weekly = float(goods.sales[:-days][-4 * WEEK :].mean()) * WEEK
    margin = given.margins.of(shop, goods.skus[0] if goods.skus else "")
    shares = coming(lost(goods.orders, days, _cost(burst)), *pace(goods.orders[:-days]))
    low, mid, high = (money(part * weekly * max(margin.mid, 0.0)) for part in shares)
    since = given.as_of - timedelta(days=burst.days - 1)
    late = sorted(
        (one for one in said.texts if one[0] >= since), key=lambda one: (one[0], one[2]), reverse=True
    )
    rest = [text for day, _, text in said.texts if day < since] + said.others
    rows = tuple((code, day, stars, text) for day, stars, text in late[:MOST_ROWS])
    return Action(
        play=PLAY.key,
        stage=PLAY.stage,
        target=Target("listing", shop, code, code),
        cause="poor_reviews",
        impact=Impact(
            low, mid, high, given.margins.money(shop), basis="effect" if margin.known else "assumed"
        ),
        minutes=20,
        role=PLAY.role,
        due=given.as_of + timedelta(days=1),
        check_on=given.as_of + timedelta(days=15),
        metric="orders",
        pool=("sales", shop, code),
        evidence={
            "poor": int(burst.seen),
            "reviews": int(burst.said),
            "expected": round(burst.expected, 1),
            "days": burst.days,
            "p_noise": burst.p,
            "words": " / ".join(in_common([text for _, _, text in late], rest)) or "-",
            "sales": money(weekly),
            "skus": " ".join(goods.skus[:12]),
        },
        sheet=Sheet(("listing", "day", "stars", "text"), rows),
    )


PLAY = Play(
    "bad_reviews",
    "aftersales",
    "review_burst",
    "service",
    ("order_line", "review"),
    needs,
    propose,
    lists={**LISTS, "reviews": REVIEWS},
    recent={"reviews": DAYS},
)
