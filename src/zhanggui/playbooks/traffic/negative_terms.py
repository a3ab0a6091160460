"""Search terms that cost more than they bring: put them on the negative list.

A rule of clicks kills good terms (five clicks and no order: 59 % of terms that truly convert at 10 %). Here each
term's conversion is shrunk towards the account's (beta-binomial), and a term is proposed only when the chance
that it loses money exceeds the setting, since a negative keyword is quickly forgotten and hard to miss.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from zhanggui.actions.action import Action, Impact, Sheet, Target
from zhanggui.metrics.question import Question
from zhanggui.playbooks.columns import Columns
from zhanggui.playbooks.margin import Margin
from zhanggui.playbooks.play import Given, Play, last_days, money
from zhanggui.stats.shrink import Beta, beta_prior

DAYS = 56
BY = ("shop", "campaign", "ad_group", "search_term")


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
    """Eight weeks of terms; attributed orders are complete enough when the last week is left to mature."""
    period = last_days(as_of, DAYS)
    return {"terms": Question(("clicks", "ad_spend", "ad_orders", "ad_sales"), BY, period)}


def propose(given: Given) -> Sequence[Action]:
    """One action a campaign, with the list of its losing terms as a file."""
    found: dict[tuple[str, str], list[_Term]] = {}
    for term in _losing(given):
        found.setdefault((term.shop, term.campaign), []).append(term)
    return [_action(given, key, terms) for key, terms in sorted(found.items())]


def _losing(given: Given) -> list[_Term]:
    facts = given.facts["terms"]
    shops, terms = facts.keys["shop"], facts.keys["search_term"]
    told = np.isfinite(facts.floats("clicks")) & np.isfinite(facts.floats("ad_spend")) & terms.astype(bool)
    out: list[_Term] = []
    for shop in sorted({str(s) for s in shops}):
        rows = np.flatnonzero((shops == shop) & told)
        if len(rows):
            out += _of_shop(given, facts, shop, rows)
    return out


def _of_shop(given: Given, facts: Columns, shop: str, rows: npt.NDArray[np.intp]) -> list[_Term]:
    clicks, spend = facts.floats("clicks")[rows], facts.floats("ad_spend")[rows]
    orders, sales = facts.floats("ad_orders")[rows], facts.floats("ad_sales")[rows]
    sales = np.where(orders == 0, 0.0, sales)  # reports leave the sales of a term without orders empty
    told = np.isfinite(orders) & np.isfinite(sales)
    if not told.any() or orders[told].sum() <= 0:
        return []
    prior = beta_prior(orders[told], clicks[told])
    value = float(sales[told].sum() / orders[told].sum())
    margin = given.margins.of(shop)
    out = []
    for at in np.flatnonzero(told & (clicks > 0) & (spend > 0)):
        row = rows[at]
        # A term's own basket counts as much as it has orders, against three orders of the account's.
        basket = (sales[at] + 3 * value) / (orders[at] + 3)
        judged = _judge(prior, margin, (clicks[at], orders[at], spend[at]), basket)
        if judged is not None and judged[0] >= given.settings.loss_chance:
            campaign, group, text = (str(facts.keys[dim][row] or "") for dim in BY[1:])
            figures = (clicks[at], orders[at], spend[at])
            out.append(_Term(shop, campaign, group, text, *figures, *judged))
    return out


def _judge(
    prior: Beta, margin: Margin, seen: tuple[float, float, float], basket: float
) -> tuple[float, tuple[float, float, float]] | None:
    """Chance of loss and the saving a week (80 % interval of the posterior); None where a sale earns nothing."""
    clicks, orders, spend = seen
    worth = basket * margin.mid
    if worth <= 0:
        return None
    posterior = prior.after(min(orders, clicks), clicks)
    chance = posterior.below(spend / clicks / worth)
    weeks = DAYS / 7
    low, mid, high = (
        (spend - clicks * rate * worth) / weeks
        for rate in (posterior.quantile(0.9), posterior.mean, posterior.quantile(0.1))
    )
    return chance, (low, mid, high)


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
            money(low), money(mid), money(high), given.margins.money(shop), basis=given.margins.of(shop).basis
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
            "chance": min(term.chance for term in terms),
            "worst": terms[0].text,
        },
        sheet=Sheet("negative_terms", columns, rows),
    )


PLAY = Play("negative_terms", "traffic", "keyword_bleeding", "ads", ("ad",), needs, propose)
