"""What happened: the columns in which a run of a shop is written down, day after day.

All money in cents of the shop's currency (int64), all moments in seconds since the first local midnight (-1: never).
"""

from dataclasses import dataclass, fields
from typing import Self

import numpy as np

from zhanggui.simulator.streams import Flags, Floats, Ints


@dataclass(frozen=True, slots=True)
class Columns:
    """Base of the tables below: each field is an array, all of one length."""

    @classmethod
    def join(cls, parts: list[Self]) -> Self:
        """The rows of ``parts`` one after the other; there must be at least one part."""
        return cls(*(np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(cls)))

    def take(self, rows: Ints | Flags) -> Self:
        """The given rows, by index or by mask."""
        return type(self)(*(getattr(self, f.name)[rows] for f in fields(self)))

    @property
    def rows(self) -> int:
        """Number of rows."""
        return int(getattr(self, fields(self)[0].name).size)


@dataclass(frozen=True, slots=True)
class Orders(Columns):
    """One row an order. ``paid_at`` is -1 when it was never paid; ``term`` is -1 unless an ad click led to it.

    Numbers of ``customer``, ``source`` (SOURCES), ``device`` and ``region``; days from 0, moments in seconds since
    the first midnight, -1 for never. ``click_day`` is the day of the click that led to it. ``goods`` are cents
    before shipping, after savings. ``gift``, ``fake`` (to be sent back for the money) and ``picker`` (came for the
    bargain alone) are 0 or 1.
    """

    key: Ints
    day: Ints
    customer: Ints
    visit: Ints
    source: Ints
    term: Ints
    click_day: Ints
    device: Ints
    region: Ints
    created_at: Ints
    paid_at: Ints
    shipped_at: Ints
    received_at: Ints
    goods: Ints
    shipping: Ints
    gift: Ints
    fake: Ints
    picker: Ints


@dataclass(frozen=True, slots=True)
class Lines(Columns):
    """One row a line of an order; ``order`` is the row in Orders. Amounts are of the whole line.

    ``listed``: at the crossed-out price, ``gross``: at the selling price, ``paid``: after all savings. ``reason``
    is -1 when nothing came back; ``back`` units came back, and ``refund`` cents were paid for them. ``asked_at``,
    ``settled_at`` and ``reviewed_at``: moments in seconds, -1 for never; ``stars`` are 0 without a review.
    """

    order: Ints
    listing: Ints
    sku: Ints
    units: Ints
    listed: Ints
    gross: Ints
    paid: Ints
    cost: Ints
    reason: Ints
    refund: Ints
    back: Ints
    asked_at: Ints
    settled_at: Ints
    stars: Ints
    reviewed_at: Ints


@dataclass(frozen=True, slots=True)
class Traffic:
    """Counts by day and listing. ``impressions`` (days, 3, listings): search, recommend, ads; ``visits``
    (days, 5, listings) by source; the rest (days, listings). Ads by day and term, shape (days, terms);
    ``ad_spend`` and ``price`` in cents. ``served``: share of the day that the item's ad budget lasted.
    """

    impressions: Ints
    visits: Ints
    visitors: Ints
    page_views: Ints
    carts: Ints
    favourites: Ints
    bounced: Ints
    price: Ints
    stars: Floats
    served: Floats
    ad_impressions: Ints
    ad_clicks: Ints
    ad_spend: Ints

    @classmethod
    def blank(cls, days: int, listings: int, terms: int) -> "Traffic":
        """Room for ``days`` days."""

        def room(*shape: int) -> Ints:
            return np.zeros(shape, dtype=np.int32)

        return cls(
            impressions=room(days, 3, listings),
            visits=room(days, 5, listings),
            visitors=room(days, listings),
            page_views=room(days, listings),
            carts=room(days, listings),
            favourites=room(days, listings),
            bounced=room(days, listings),
            price=room(days, listings),
            stars=np.zeros((days, listings), dtype=np.float32),
            served=np.ones((days, listings), dtype=np.float32),
            ad_impressions=room(days, terms),
            ad_clicks=room(days, terms),
            ad_spend=room(days, terms),
        )


@dataclass(frozen=True, slots=True)
class Supply(Columns):
    """One row a purchase order line; ``arrives`` may lie beyond the end of the run."""

    sku: Ints
    units: Ints
    placed: Ints
    expected: Ints
    arrives: Ints


@dataclass(frozen=True, slots=True)
class Cases(Columns):
    """One row a pre-sale question."""

    listing: Ints
    opened_at: Ints
    replied_at: Ints
    closed_at: Ints


@dataclass(frozen=True, slots=True)
class Posted(Columns):
    """One row a review that no order of ours stands behind: listing, moment, stars."""

    listing: Ints
    at: Ints
    stars: Ints


@dataclass(frozen=True, slots=True)
class Run:
    """A run of one shop over days first..last (both included).

    ``on_hand`` and ``inbound`` have shape (days, SKUs), at the end of each day.
    """

    first: int
    days: int
    orders: Orders
    lines: Lines
    traffic: Traffic
    supply: Supply
    cases: Cases
    posted: Posted
    on_hand: Ints
    inbound: Ints


@dataclass(slots=True)
class Diary:
    """The log of a run while it is being written."""

    first: int
    traffic: Traffic
    on_hand: Ints
    inbound: Ints
    orders: list[Orders]
    lines: list[Lines]
    supply: list[Supply]
    cases: list[Cases]
    posted: list[Posted]
