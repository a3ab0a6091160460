"""After-sales: when parcels leave and arrive, what comes back and why, what buyers say, how long they wait.

Reasons compete (each has its own chance, the first that holds is the one given); a refund is asked for days
after receipt and settled days after that, so that a young month looks better than it is. Stars follow the
product's true quality and the service (Hu, Zhang and Pavlou, 2009: mostly fives, some ones).
"""

from dataclasses import dataclass

import numpy as np

from zhanggui.simulator.catalogue import CATEGORIES, Products, Shelf
from zhanggui.simulator.levers import Levers
from zhanggui.simulator.platforms import Platform
from zhanggui.simulator.streams import Flags, Floats, Ints, Stream, poisson

DAY = 86_400
HOUR = 3_600
REASONS = ("late", "defect", "misfit", "mismatch", "wrong_item", "regret", "fraud")
LATE, DEFECT, MISFIT, MISMATCH, WRONG_ITEM, REGRET, FRAUD = range(7)
NONE = -1


@dataclass(frozen=True, slots=True)
class ServiceModel:
    """Parameters of after-sales: usual shares by reason, delays in days, reviews and tickets."""

    late: float = 0.006
    late_a_day: float = 0.012
    defect: float = 0.010
    mismatch: float = 0.008
    wrong_item: float = 0.004
    ship_hours: float = 14.0
    ask_days: float = 2.2
    settle_days: float = 2.0
    partial: float = 0.3
    review_share: float = 0.16
    stars: float = 4.75
    stars_quality: float = 0.25
    stars_noise: float = 0.75
    review_days: float = 3.0
    questions: float = 0.010
    reply_minutes: float = 4.0


@dataclass(frozen=True, slots=True)
class Parcels:
    """Seconds since the first midnight, over orders: left the house, arrived."""

    shipped: Ints
    received: Ints


@dataclass(frozen=True, slots=True)
class Leaving:
    """Orders of a ``day`` that are to be sent: their keys, seconds of payment since the first midnight, regions."""

    day: int
    key: Ints
    paid: Ints
    region: Ints


def send(model: ServiceModel, stream: Stream, platform: Platform, levers: Levers, orders: Leaving) -> Parcels:
    """Parcels of the orders of a day."""
    day, key, region = orders.day, orders.key, orders.region
    hours = model.ship_hours * np.exp(0.45 * stream.normal(key, 1)) + levers.at("ship_hours", day)[0]
    transit = np.array([place.transit_days for place in platform.regions])
    days = transit[region] * np.exp(0.22 * stream.normal(key, 2)) + levers.at("courier_days", day)[region]
    shipped = orders.paid + np.round(hours * HOUR).astype(np.int64)
    return Parcels(shipped, shipped + np.round(days * DAY).astype(np.int64))


@dataclass(frozen=True, slots=True)
class Sold:
    """Paid lines of one day. ``key`` is the line's own; ``paid`` in cents; ``fake`` marks orders meant to come back."""

    key: Ints
    listing: Ints
    units: Ints
    paid: Ints
    paid_at: Ints
    parcels: Parcels
    usual_days: Floats
    fake: Flags


@dataclass(frozen=True, slots=True)
class After:
    """What becomes of each paid line: reason (NONE: kept), cents, units, seconds asked and settled, stars (0: none)."""

    reason: Ints
    refund: Ints
    units: Ints
    asked: Ints
    settled: Ints
    stars: Ints
    reviewed: Ints


def _delay(sold: Sold) -> Floats:
    """Days by which each parcel is later than usual."""
    taken = (sold.parcels.received - sold.paid_at) / DAY
    return np.maximum(taken - sold.usual_days * 1.6, 0.0)


def _chances(
    model: ServiceModel, sold: Sold, goods: tuple[Shelf, Products, Platform], levers: Levers, day: int
) -> list[Floats]:
    """Chance of each reason, over lines, in the order of REASONS."""
    shelf, products, platform = goods
    at = sold.listing
    kind = products.category[shelf.product[at]]
    usual = np.array([c.returns for c in CATEGORIES])[kind] * platform.refund_scale
    sized = np.array([c.sized for c in CATEGORIES])[kind]
    quality = products.quality[shelf.product[at]]
    return [
        np.minimum(model.late + model.late_a_day * _delay(sold), 0.5),
        model.defect * np.exp(-0.45 * quality) + levers.at("defect", day)[at],
        np.where(sized, 0.4 * usual, 0.0) + levers.at("misfit", day)[at],
        model.mismatch * np.exp(-0.3 * quality) + levers.at("mismatch", day)[at],
        np.full(at.size, model.wrong_item) + levers.at("wrong_item", day)[at],
        0.55 * usual,
        sold.fake.astype(np.float64),
    ]


def aftermath(
    model: ServiceModel,
    stream: Stream,
    goods: tuple[Shelf, Products, Platform],
    sold: Sold,
    view: tuple[Levers, int],
) -> After:
    """Refunds and reviews of the lines paid on a day."""
    levers, day = view
    reason = np.full(sold.key.size, NONE, dtype=np.int64)
    for code, chance in reversed(list(enumerate(_chances(model, sold, goods, levers, day)))):
        reason = np.where(stream.uniform(sold.key, 10 + code) < chance, code, reason)
    back = reason != NONE
    part = (reason == DEFECT) & (stream.uniform(sold.key, 3) < model.partial)
    share = np.where(part, 0.2 + 0.4 * stream.uniform(sold.key, 4), 1.0)
    refund = np.where(back, np.maximum(np.round(sold.paid * share), 0), 0).astype(np.int64)
    early = (reason == LATE) | ((reason == REGRET) & (stream.uniform(sold.key, 5) < 0.25))  # noqa: PLR2004
    wait = model.ask_days * DAY * stream.exponential(sold.key, 6)
    hours_to_ship = sold.parcels.shipped - sold.paid_at
    soon = sold.paid_at + hours_to_ship * (0.2 + 0.7 * stream.uniform(sold.key, 7))
    asked = np.where(early, soon, sold.parcels.received + wait).astype(np.int64)
    settle = np.where(early, 0.2, model.settle_days) * DAY * (0.4 + stream.exponential(sold.key, 8))
    quality = goods[1].quality[goods[0].product[sold.listing]]
    stars, reviewed = _reviews(model, stream, sold, reason, quality)
    return After(
        reason,
        refund,
        np.where(back & ~part, sold.units, 0),
        np.where(back, asked, NONE),
        np.where(back, asked + settle.astype(np.int64), NONE),
        stars,
        reviewed,
    )


def _reviews(
    model: ServiceModel, stream: Stream, sold: Sold, reason: Ints, quality: Floats
) -> tuple[Ints, Ints]:
    """Stars (0: no review) and seconds of the review, over lines."""
    lost = np.array([0.0, 2.6, 1.7, 2.2, 2.4, 0.4, 0.0])
    hurt = np.where(reason == NONE, 0.0, lost[np.maximum(reason, 0)]) + 0.35 * np.minimum(_delay(sold), 6.0)
    felt = (
        model.stars + model.stars_quality * quality + model.stars_noise * stream.normal(sold.key, 20) - hurt
    )
    speaks = stream.uniform(sold.key, 21) < model.review_share * (1.0 + 0.6 * (hurt > 1.0))
    writes = speaks & (reason != LATE) & ~sold.fake
    stars = np.where(writes, np.clip(np.round(felt), 1, 5), 0).astype(np.int64)
    when = sold.parcels.received + (model.review_days * DAY * stream.exponential(sold.key, 22)).astype(
        np.int64
    )
    return stars, np.where(writes, when, NONE)


@dataclass(frozen=True, slots=True)
class Questions:
    """Pre-sale questions of a day: listing and seconds asked, first answered, closed."""

    listing: Ints
    opened: Ints
    replied: Ints
    closed: Ints


def questions(model: ServiceModel, stream: Stream, day: int, visitors: Ints, reply: float) -> Questions:
    """What the visitors of ``day`` ask; ``reply`` multiplies the usual minutes until the first answer."""
    count = poisson(stream.uniform(day, np.arange(visitors.size), 30), visitors * model.questions)
    listing = np.repeat(np.arange(visitors.size), count)
    nth = np.arange(listing.size) - np.repeat(np.cumsum(count) - count, count)
    opened = day * DAY + 8 * HOUR + (stream.uniform(day, listing, nth, 31) * 15.5 * HOUR).astype(np.int64)
    minutes = model.reply_minutes * reply * np.exp(0.9 * stream.normal(day, listing, nth, 32))
    replied = opened + np.maximum(np.round(minutes * 60), 5).astype(np.int64)
    talk = (stream.exponential(day, listing, nth, 33) * 900).astype(np.int64)
    return Questions(listing, opened, replied, replied + 30 + talk)
