"""Content: short videos and live rooms send visits in bursts, for a slot fee and a commission, or for nothing.

A post's audience is heavy-tailed and fades within days (Cha, Kwak, Rodriguez, Ahn and Moon, 2007).
"""

from dataclasses import dataclass

import numpy as np

from zhanggui.simulator.catalogue import Shelf
from zhanggui.simulator.levers import Levers
from zhanggui.simulator.platforms import CONTENT, Platform
from zhanggui.simulator.streams import Floats, Ints, Stream


@dataclass(frozen=True, slots=True)
class ContentModel:
    """Parameters of content: ``posts`` a listing-year for a shop that lives wholly on content, and their fees.

    ``reach``: visits of a post in usual content days; ``fade``: days to a third; ``fee_share``: slot fee against
    the sales expected from it; ``commission``: creator's share of the sales that content brings.
    """

    posts: float = 5.0
    reach: float = 4.0
    fade: float = 1.6
    fee_share: float = 0.08
    commission: float = 0.12


@dataclass(frozen=True, slots=True)
class Posts:
    """Creators' posts: ``boost`` (days, listings) multiplies the usual content visits; one element a post else."""

    boost: Floats
    day: Ints
    listing: Ints
    fee: Ints


def make_posts(
    model: ContentModel, stream: Stream, shelf: Shelf, platform: Platform, usual: tuple[Floats, int]
) -> Posts:
    """The year's posts; ``usual``: sales expected of a usual day in cents over listings, and the number of days."""
    sales, days = usual
    index = np.arange(shelf.listings)
    chance = model.posts * platform.mix[CONTENT] / 365.0
    hit = stream.uniform(np.arange(days)[:, None], index[None, :], 1) < chance
    day, listing = np.nonzero(hit)
    size = model.reach * np.exp(0.9 * stream.normal(day, listing, 2))
    boost = np.ones((days, shelf.listings))
    for after in range(8):
        inside = day + after < days
        np.add.at(boost, (day[inside] + after, listing[inside]), (size * np.exp(-after / model.fade))[inside])
    fee = np.round(model.fee_share * size * model.fade * sales[listing] * platform.mix[CONTENT] / 1000) * 1000
    return Posts(boost, day, listing, fee.astype(np.int64))


def content_visits(stream: Stream, day: int, need: Floats, boost: Floats, view: tuple[Levers, float]) -> Ints:
    """Visits from content on ``day``, over listings; ``view``: levers and the usual visits per unit of need."""
    levers, usual = view
    sent = need * usual * (boost * levers.at("creator_visits", day) + levers.at("viral", day))
    return np.floor(sent + stream.uniform(day, np.arange(need.size), 5)).astype(np.int64)
