"""Where an item loses its sales: is it out of stock, dearer, beaten on price, seen by fewer, or sold to fewer of those.

A fall of an item's sales is one fact; the stage it belongs to is another, told by what else is known of its page.
Every figure is of the days in question ('now') against the days before ('usual'), both per day, NaN where unknown.
A worse picture and a lost rank bring the same fewer visits: only how those who see the item (or its ads) click tells
them apart, and only where they are many enough. Fewer visits of a cause that can't be told are a matter of traffic,
where its step of the way from being seen to being bought lies; fewer orders alone are a risk to look into.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import exp, isfinite, log, nan

EMPTY_SHELF = 0.6  # share of an item's usual sales whose stock is gone
DEARER = 0.08  # log change of its own price
OFFER = 0.12  # log change of its own price that made an offer which has ended
CHEAPER_RIVAL = -0.05  # log change of the rivals' price
ODDS = 1.5  # log odds from which clicks tell a worse picture from a lost rank
USUAL_FALL = -0.7  # log change of visits where nobody counts them
NOTHING = (
    6.0  # purchases that are missing, all of them, from which nothing can be bought: half as many are e^-3
)
SEARCH_ALONE = 0.3  # how much deeper, in logs, search must have fallen than all other sources


@dataclass(frozen=True, slots=True)
class Page:
    """What the books know of an item's page.

    ``visits``, ``search`` and ``elsewhere`` (all sources but search): (now, usual); ``clicks`` and ``shown`` (of ads),
    ``opened`` and ``seen`` (of the page): counted now, and what is usual of as many days. ``empty``: share of its
    usual sales whose stock is gone. ``price``, ``rival``: log changes. ``offer``: by how much, in logs, it was cheaper
    over days that have ended lately, when more of it was sold. ``lost``: words that its title had before and
    has no more. ``skus``: what is sold on it.
    """

    visits: tuple[float, float] = (nan, nan)
    search: tuple[float, float] = (nan, nan)
    elsewhere: tuple[float, float] = (nan, nan)
    clicks: tuple[float, float] = (nan, nan)
    shown: tuple[float, float] = (nan, nan)
    opened: tuple[float, float] = (nan, nan)
    seen: tuple[float, float] = (nan, nan)
    empty: float = nan
    price: float = nan
    rival: float = nan
    offer: float = nan
    lost: tuple[str, ...] = ()
    skus: tuple[str, ...] = ()
    figures: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Driver:
    """``code`` of what the sales are lost by, the ``stage`` at which it is mended, the ``role`` who does it."""

    code: str
    stage: str
    role: str


OUT_OF_STOCK = Driver("out_of_stock", "stock", "supply")
AFTER_OFFER = Driver("after_offer", "conversion", "pricing")
DEARER_NOW = Driver("dearer", "conversion", "pricing")
RIVAL_CHEAPER = Driver("rival_cheaper", "conversion", "pricing")
TITLE_CHANGED = Driver("title_changed", "listing", "art")
FEWER_CLICK = Driver("fewer_click", "listing", "art")
FOUND_LESS = Driver("found_less", "traffic", "ads")
FEWER_VISITS = Driver("fewer_visits", "traffic", "ads")
SEEN_LESS = Driver("seen_less", "traffic", "ads")
NOTHING_SOLD = Driver("nothing_sold", "stock", "supply")
PAGE_SELLS_LESS = Driver("page_sells_less", "listing", "art")
NOT_KNOWN = Driver("below_usual", "risk", "operator")


def change(pair: tuple[float, float]) -> float:
    """Log change from usual to now, half a count added to both; NaN where unknown."""
    now, usual = pair
    if not (isfinite(now) and isfinite(usual) and usual > 0):
        return nan
    return log((now + 0.5) / (usual + 0.5))


def driver(page: Page, signal: str, fell: tuple[float, float] = (nan, nan)) -> Driver:
    """What an item's fall comes from; ``signal``: what fell ('visits', 'buys', 'stays', 'clicks', 'opened', 'orders').

    ``fell``: what was counted of it, and expected.
    What is known for certain comes first (an empty shelf, a price, a title); then where on the way from being seen
    to being bought the fall lies. Where visitors come and nothing at all is bought, it can't be bought. After an offer
    fewer come and fewer buy, as many have bought ahead.
    """
    certain = _certain(page)
    if certain is not None:
        return certain
    if signal == "buys" and fell[0] <= 0 and fell[1] >= NOTHING:
        return NOTHING_SOLD
    return _on_the_way(page, signal)


def _certain(page: Page) -> Driver | None:
    """What is known for certain; None where nothing is."""
    if page.empty >= EMPTY_SHELF:
        return OUT_OF_STOCK
    if page.offer >= OFFER:
        return AFTER_OFFER
    if page.price >= DEARER:
        return DEARER_NOW
    if page.rival <= CHEAPER_RIVAL:
        return RIVAL_CHEAPER
    return TITLE_CHANGED if page.lost else None


def _on_the_way(page: Page, signal: str) -> Driver:
    """Which step lost people; unknown where nobody counts the visits."""
    odds = fewer_click(page)
    if signal in ("clicks", "opened") or odds >= ODDS:
        return FEWER_CLICK
    if signal in ("buys", "stays"):
        return PAGE_SELLS_LESS
    if signal == "orders":
        return NOT_KNOWN
    if odds > -ODDS:
        return SEEN_LESS
    if change(page.search) < change(page.elsewhere) - SEARCH_ALONE and change(page.search) < 0:
        return FOUND_LESS
    return FEWER_VISITS


def fewer_click(page: Page) -> float:
    """Log odds that those who see the item click as much less as its visits fell, against their clicking as ever.

    Counts of clicks, on ads and on the page's own impressions, are taken as Poisson; 0 where neither tells.
    """
    fall = change(page.visits)
    fall = min(fall if isfinite(fall) else USUAL_FALL, USUAL_FALL / 2)
    odds = 0.0
    for (clicks, usual_clicks), (shown, usual_shown) in (
        (page.clicks, page.shown),
        (page.opened, page.seen),
    ):
        if isfinite(clicks) and isfinite(shown) and usual_shown > 0:
            odds += clicks * fall - shown * usual_clicks / usual_shown * (exp(fall) - 1)
    return odds
