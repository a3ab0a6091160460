"""Search terms that cost more than they bring: put them on the negative list.

A rule of clicks kills good terms (five clicks and no order: 59 % of terms that truly convert at 10 %). Here each
term's conversion is shrunk towards the account's (beta-binomial), and a term is proposed only when the chance
that it loses money exceeds the setting, since a negative keyword is quickly forgotten and hard to miss. A term may
turn bad: what is older than a week counts a quarter (a power prior: Ibrahim and Chen 2000), and the saving is that of
the last week's clicks at the last week's price. A term whose orders cost no more clicks' money than the account's is
left alone whatever it loses: then the price, the bids or the product lose it, and those are to be mended. So is one
that is not surely worse than the account (a few clicks say nothing), and one that has paid for itself by what it sold.

What an order earns is the margin of the goods that the ad group or campaign names, by the baskets of these; where
that is not known, or is far below what is usual in the shop (a price or a cost is wrong), the usual margin and basket.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from zhanggui.actions.action import Action, Impact, Sheet, Target
from zhanggui.metrics.question import Question
from zhanggui.playbooks.behind import asked
from zhanggui.playbooks.columns import Columns
from zhanggui.playbooks.items import STYLES, Items, items
from zhanggui.playbooks.play import Z80, Given, Play, last_days, money
from zhanggui.stats.shrink import Beta, beta_prior

DAYS = 56
RECENT = 7
OLDER = 0.25  # what a click or order before the last week counts of one within it
MOST_PRIOR = (
    40.0  # clicks that the account may weigh against a term: what it was like last month, it need not be now
)
MOST_CHANCE = 0.999  # that is ever told
LEAST_EXPECTED = 2.0  # orders that a term's clicks would bring the account: fewer clicks say nothing
OWN = 3.0  # orders that the basket of more terms weighs against a term's own, and that of the account against it
SANE = 0.5  # of the usual margin: what earns less has a price or cost that is wrong
WEEKLY_SCATTER = 0.2  # standard error, in logs, of next weeks' clicks given the last week's
BY = ("shop", "campaign", "ad_group", "search_term")

Floats = npt.NDArray[np.float64]
Key = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class _Term:
    shop: str
    campaign: str
    ad_group: str
    text: str
    clicks: float
    orders: float
    spend: float
    chance: float
    saving: tuple[float, float, float]  # a week: low, mid, high


def needs(as_of: date) -> Mapping[str, Question]:
    """Eight weeks of terms, and the last week of them; what was sold, for the names of items."""
    measures = ("clicks", "ad_spend", "ad_orders", "ad_sales")
    return {
        "terms": Question(measures, BY, last_days(as_of, DAYS)),
        "recent": Question(measures, BY, last_days(as_of, RECENT)),
        "sold": asked(as_of)["sold"],
    }


def propose(given: Given) -> Sequence[Action]:
    """One action a campaign, with the list of its losing terms as a file."""
    found: dict[tuple[str, str], list[_Term]] = {}
    for term in _losing(given):
        found.setdefault((term.shop, term.campaign), []).append(term)
    return [_action(given, key, terms) for key, terms in sorted(found.items())]


def _losing(given: Given) -> list[_Term]:
    facts = given.facts["terms"]
    known = items(given.facts["sold"], given.rows.get("styles", ()))
    shops, terms = facts.keys["shop"], facts.keys["search_term"]
    told = np.isfinite(facts.floats("clicks")) & np.isfinite(facts.floats("ad_spend")) & terms.astype(bool)
    out: list[_Term] = []
    for shop in sorted({str(s) for s in shops}):
        rows = np.flatnonzero((shops == shop) & told)
        if len(rows):
            out += _of_shop(given, known, shop, rows)
    return out


def _of_shop(given: Given, known: Items, shop: str, rows: npt.NDArray[np.intp]) -> list[_Term]:
    facts = given.facts["terms"]
    clicks, spend = facts.floats("clicks")[rows], facts.floats("ad_spend")[rows]
    orders, sales = facts.floats("ad_orders")[rows], facts.floats("ad_sales")[rows]
    sales = np.where(orders == 0, 0.0, sales)  # reports leave the sales of a term without orders empty
    told = np.isfinite(orders) & np.isfinite(sales)
    if not told.any() or orders[told].sum() <= 0:
        return []
    prior = beta_prior(orders[told], clicks[told]).at_most(MOST_PRIOR)
    usual = float(spend[told].sum() / orders[told].sum())  # what an order costs the account in clicks
    keys = [_key(facts, int(row)) for row in rows]
    worth = _worth(given, known, keys, (np.where(told, orders, 0.0), np.where(told, sales, 0.0)))
    late = _late(given.facts["recent"], shop)
    out = []
    for at in np.flatnonzero(told & (clicks > 0) & (spend > 0)):
        now = late.get(keys[at])
        if now is None or now[0] <= 0 or now[2] <= 0 or clicks[at] * prior.mean < LEAST_EXPECTED:
            continue  # it costs nothing any more, or has hardly been clicked
        basket, margin = worth[keys[at][1:3]]
        older = OLDER * max(spend[at] - now[2], 0.0)
        if (now[3] + OLDER * max(sales[at] - now[3], 0.0)) * margin >= now[2] + older:
            continue  # it has paid for itself
        # A term's own basket counts as much as it has orders, against three orders of the others'.
        basket = (sales[at] + OWN * basket) / (orders[at] + OWN)
        judged = _judge(prior, (basket * margin, usual), (clicks[at], orders[at]), now[:3])
        if judged is not None and judged[0] >= given.settings.loss_chance:
            out.append(_Term(*keys[at], clicks[at], orders[at], spend[at], *judged))
    return out


def _worth(
    given: Given, known: Items, keys: Sequence[Key], sold: tuple[Floats, Floats]
) -> dict[tuple[str, str], tuple[float, float]]:
    """(campaign, ad group) → the basket of its orders and their margin; ``sold``: orders and sales of each term."""
    shop, usual = keys[0][0], given.margins.usual(keys[0][0]).mid
    groups: dict[tuple[str, str], list[float]] = {}
    for key, orders, sales in zip(keys, *sold, strict=True):
        total = groups.setdefault(key[1:3], [0.0, 0.0])
        total[0] += orders
        total[1] += sales
    baskets = sorted((sales / orders, orders) for orders, sales in groups.values() if orders > 0)
    # The median of groups: one item that is sold for next to nothing is not what orders are worth.
    middle = baskets[len(baskets) // 2][0]
    out = {}
    for group, (orders, sales) in groups.items():
        words = {word for name in group for word in (name, *re.split(r"[^0-9A-Za-z.]+", name)) if word}
        margins = [given.margins.of(shop, sku).mid for sku in known.called(shop, words)]
        margin = sum(margins) / len(margins) if margins else usual
        if margin >= SANE * usual:
            out[group] = (sales + OWN * middle) / (orders + OWN), margin
        else:
            out[group] = middle, usual
    return out


def _key(facts: Columns, row: int) -> Key:
    """Shop, campaign, ad group and words of a row."""
    shop, campaign, group, text = (str(facts.keys[dim][row] or "") for dim in BY)
    return shop, campaign, group, text


def _late(facts: Columns, shop: str) -> dict[Key, tuple[float, float, float, float]]:
    """Term → clicks, orders, spend and sales of the last week."""
    clicks, orders, spend = (facts.floats(name) for name in ("clicks", "ad_orders", "ad_spend"))
    sales = np.nan_to_num(facts.floats("ad_sales"))
    out = {}
    for row in np.flatnonzero(facts.keys["shop"] == shop):
        if np.isfinite(clicks[row]) and np.isfinite(orders[row]) and np.isfinite(spend[row]):
            seen = (float(cells[row]) for cells in (clicks, orders, spend, sales))
            out[_key(facts, int(row))] = (next(seen), next(seen), next(seen), next(seen))
    return out


def _judge(
    prior: Beta, worth: tuple[float, float], seen: tuple[float, float], now: tuple[float, float, float]
) -> tuple[float, tuple[float, float, float]] | None:
    """Chance of loss and the saving a week (80 % interval); None where a sale earns nothing, and where the term's
    orders are as cheap as the account's.

    ``seen``: clicks and orders of all weeks; ``now``: clicks, orders and spend of the last; ``worth``: what an order
    earns, and what it costs the account in clicks.
    """
    earns, costs = worth
    if earns <= 0:
        return None
    clicks = now[0] + OLDER * max(seen[0] - now[0], 0.0)
    orders = now[1] + OLDER * max(seen[1] - now[1], 0.0)
    posterior = prior.after(min(orders, clicks), clicks)
    each = now[2] / now[0]
    if each <= costs * posterior.mean:
        return None
    # It must lose money, and be surely worse than what the account gets for its money.
    chance = min(posterior.below(each / earns), posterior.below(each / costs))
    low, mid, high = (
        now[2] - now[0] * rate * earns
        for rate in (posterior.quantile(0.9), posterior.mean, posterior.quantile(0.1))
    )
    wide = float(np.exp(Z80 * np.sqrt(WEEKLY_SCATTER**2 + 1 / (now[0] + 0.5))))
    return chance, (min(low / wide, low), mid, high * wide)


def _action(given: Given, key: tuple[str, str], terms: list[_Term]) -> Action:
    shop, campaign = key
    terms.sort(key=lambda term: (-term.saving[1], term.ad_group, term.text))
    low, mid, high = (sum(term.saving[n] for term in terms) for n in range(3))
    rows = tuple(
        (
            term.campaign,
            term.ad_group,
            term.text,
            "exact",
            int(term.clicks),
            int(term.orders),
            money(term.spend),
        )
        for term in terms
    )
    columns = ("campaign", "ad_group", "search_term", "match_type", "clicks", "orders", "spend")
    return Action(
        play=PLAY.key,
        stage=PLAY.stage,
        target=Target("campaign", shop, campaign, campaign or shop),
        cause="terms_lose",
        impact=Impact(
            money(low),
            money(mid),
            money(high),
            given.margins.money(shop),
            basis=given.margins.usual(shop).basis,
        ),
        minutes=5 + (len(terms) + 3) // 4,
        role=PLAY.role,
        due=given.as_of + timedelta(days=1),
        check_on=given.as_of + timedelta(days=15),
        metric="ad_spend",
        pool=("ads", shop, campaign, "terms"),
        evidence={
            "terms": len(terms),
            "clicks": int(sum(term.clicks for term in terms)),
            "orders": int(sum(term.orders for term in terms)),
            "spend": money(sum(term.spend for term in terms)),
            "days": DAYS,
            "chance": min(MOST_CHANCE, *(term.chance for term in terms)),
            "worst": terms[0].text,
        },
        sheet=Sheet(columns, rows),
    )


PLAY = Play(
    "negative_terms",
    "traffic",
    "keyword_bleeding",
    "ads",
    ("ad",),
    needs,
    propose,
    lists={"styles": STYLES},
)
