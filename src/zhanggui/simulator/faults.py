"""Faults: what goes wrong in a shop, each on one stage, as a handful of effects on levers, with what mends it.

A fault knows which targets suit it, which levers it moves and which action truly mends it at which cost. Its money
is never stated here: it is the difference between two runs (see `truth`).
"""

from collections.abc import Callable
from dataclasses import dataclass

from zhanggui.simulator.levers import Effect
from zhanggui.simulator.shop import Shop
from zhanggui.simulator.streams import Ints
from zhanggui.simulator.targets import (
    advertised,
    best_sellers,
    brand_terms,
    regions,
    sized,
    small_terms,
    varied,
    whole_shop,
)

STAGES = ("selection", "listing", "traffic", "conversion", "retention", "aftersales", "stock", "risk")
ALL = ("taobao", "douyin", "amazon", "shopify")
ADVERTISERS = ("taobao", "amazon", "shopify")
# Amazon keeps the page, the till, the warehouse, the courier and the customer to itself.
OWN_PAGE = OWN_PARCELS = OWN_CUSTOMERS = FREE_LINE = ("taobao", "douyin", "shopify")
FOREVER = 1 << 20

Targets = tuple[int, ...]
Suits = Callable[[Shop, int], Ints]


@dataclass(frozen=True, slots=True)
class Move:
    """One lever's part in a fault: ``value`` at full strength, from ``after`` days in, for ``days`` days."""

    lever: str
    value: float
    after: int = 0
    days: int = FOREVER


@dataclass(frozen=True, slots=True)
class Remedy:
    """What mends a fault.

    The ``action`` and its ``minutes`` of work, ``cost_days``: its cost in days of the target's usual sales, ``delay``:
    days until it works.
    """

    action: str
    minutes: int
    cost_days: float = 0.0
    delay: int = 0


@dataclass(frozen=True, slots=True)
class Fault:
    """A kind of fault.

    ``scope`` says what its target is: 'listing', 'term', 'region' or 'shop'. ``suits`` picks the candidates, the
    best first. ``data`` faults spoil files only and cost nothing.
    """

    key: str
    stage: str
    scope: str
    moves: tuple[Move, ...]
    remedy: Remedy
    suits: Suits
    platforms: tuple[str, ...] = ALL
    data: bool = False

    def effects(self, targets: Targets, first: int, last: int, strength: float) -> tuple[Effect, ...]:
        """The fault's effects on ``targets`` from day ``first`` to ``last``, at ``strength`` (1 is as catalogued)."""
        out = []
        for move in self.moves:
            begin = first + move.after
            end = min(last, begin + move.days - 1)
            if begin <= end:
                out.append(Effect(move.lever, move.value, begin, end, targets).scaled(strength))
        return tuple(out)


def _listing(
    key: str, stage: str, remedy: Remedy, *moves: Move, on: tuple[str, ...] = ALL, suits: Suits = best_sellers
) -> Fault:
    return Fault(key, stage, "listing", moves, remedy, suits, on)


def _ads(key: str, stage: str, remedy: Remedy, *moves: Move) -> Fault:
    return _listing(key, stage, remedy, *moves, on=ADVERTISERS, suits=advertised)


def _shop(key: str, stage: str, remedy: Remedy, *moves: Move, on: tuple[str, ...] = ALL) -> Fault:
    return Fault(key, stage, "shop", moves, remedy, whole_shop, on)


FAULTS: dict[str, Fault] = {
    fault.key: fault
    for fault in (
        # listing
        _listing("image_swapped", "listing", Remedy("restore_image", 20), Move("image", 0.55)),
        _listing("title_lost_term", "listing", Remedy("restore_title", 10), Move("title", 0.40)),
        _listing(
            "page_slow", "listing", Remedy("compress_images", 30), Move("load_seconds", 4.0), on=OWN_PAGE
        ),
        _listing("page_weak", "listing", Remedy("restore_page", 60), Move("page", 0.50)),
        _listing("promise_long", "listing", Remedy("shorten_promise", 10), Move("promise_days", 9.0)),
        # conversion and price
        _listing("price_below_cost", "conversion", Remedy("correct_price", 5), Move("price", 0.32)),
        _listing("coupon_stacked", "conversion", Remedy("unstack_coupon", 10), Move("coupon", 0.55)),
        _listing(
            "promotion_pull_forward",
            "conversion",
            Remedy("end_promotion", 15),
            Move("coupon", 0.26, 0, 10),
            Move("pull", 0.10, 0, 10),
            Move("pull", -0.75, 10, 21),
        ),
        _listing(
            "competitor_cut_price", "conversion", Remedy("answer_price", 30, 0.3), Move("rival_price", 0.80)
        ),
        _shop(
            "pay_fails_mobile",
            "conversion",
            Remedy("repair_payment", 45),
            Move("pay_fail_mobile", 0.30),
            on=OWN_PAGE,
        ),
        # Hardly anybody buys on Douyin from a computer.
        _shop(
            "pay_fails_pc",
            "conversion",
            Remedy("repair_payment", 45),
            Move("pay_fail_pc", 0.75),
            on=("taobao", "shopify"),
        ),
        _shop(
            "free_shipping_removed",
            "conversion",
            Remedy("restore_free_line", 10),
            Move("free_line", 1.0),
            Move("page", 0.70),
            on=FREE_LINE,
        ),
        # traffic
        _listing("rank_lost", "traffic", Remedy("rebuild_rank", 60, 2.0, 3), Move("rank", -1.7)),
        Fault(
            "keyword_bleeding",
            "traffic",
            "term",
            (Move("volume", 9.0), Move("relevance", 0.02)),
            Remedy("negative_keyword", 3),
            small_terms,
            ("amazon", "shopify"),
        ),
        _ads("budget_capped", "traffic", Remedy("raise_budget", 5), Move("budget", 0.12)),
        Fault(
            "brand_bid_up",
            "traffic",
            "term",
            (Move("cpc", 8.0),),
            Remedy("cut_brand_bid", 5),
            brand_terms,
            ("amazon", "shopify"),
        ),
        _ads(
            "bids_too_high", "traffic", Remedy("cut_bids", 10), Move("group_bid", 10.0), Move("budget", 12.0)
        ),
        _ads("ads_paused", "traffic", Remedy("resume_ads", 5), Move("ads_on", 0.0)),
        _listing(
            "creator_fee_no_sales",
            "traffic",
            Remedy("stop_creator", 20),
            Move("creator_fee", 1.0, 0, 5),
            on=("taobao", "douyin"),
        ),
        _listing(
            "creator_stopped",
            "traffic",
            Remedy("win_creator_back", 60, 1.0, 2),
            Move("creator_visits", 0.15),
            on=("douyin",),
        ),
        # retention
        _shop(
            "reminder_stopped",
            "retention",
            Remedy("resume_reminder", 15),
            Move("reminder", 0.30),
            on=OWN_CUSTOMERS,
        ),
        _shop(
            "member_benefit_removed",
            "retention",
            Remedy("restore_benefit", 15),
            Move("member", 0.55),
            on=OWN_CUSTOMERS,
        ),
        _shop(
            "points_inflation",
            "retention",
            Remedy("correct_points", 10),
            Move("points", 0.05),
            on=OWN_CUSTOMERS,
        ),
        # after-sales
        _listing(
            "size_chart_wrong",
            "aftersales",
            Remedy("correct_size_chart", 20),
            Move("misfit", 0.28),
            suits=sized,
        ),
        _listing("batch_defect", "aftersales", Remedy("quarantine_batch", 90, 3.0), Move("defect", 0.24)),
        _listing("page_misleads", "aftersales", Remedy("correct_description", 30), Move("mismatch", 0.20)),
        _listing("packed_wrong", "aftersales", Remedy("check_packing", 40), Move("wrong_item", 0.16)),
        _listing(
            "review_burst",
            "aftersales",
            Remedy("answer_reviews", 60),
            Move("bad_reviews", 6.0, 0, 8),
            Move("page", 0.72, 2),
        ),
        _shop(
            "late_replies",
            "aftersales",
            Remedy("staff_service", 60, 0.05),
            Move("reply", 20.0),
            on=OWN_CUSTOMERS,
        ),
        _shop(
            "courier_delay",
            "aftersales",
            Remedy("change_courier", 60, 0.02),
            Move("courier_days", 4.0),
            on=OWN_PARCELS,
        ),
        Fault(
            "region_logistics_down",
            "aftersales",
            "region",
            (Move("courier_days", 12.0),),
            Remedy("reroute_region", 45, 0.02),
            regions,
            OWN_PARCELS,
        ),
        _shop(
            "ships_late",
            "aftersales",
            Remedy("staff_warehouse", 60, 0.05),
            Move("ship_hours", 84.0),
            on=OWN_PARCELS,
        ),
        # stock
        _listing(
            "stock_out_coming",
            "stock",
            Remedy("reorder", 15),
            Move("on_hand", 0.35, 0, 1),
            Move("reorder", 0.0),
        ),
        _ads(
            "stock_out_with_ads",
            "stock",
            Remedy("pause_ads", 5),
            Move("on_hand", 0.0, 0, 1),
            Move("supply_days", 25.0),
            Move("reorder", 0.05),
        ),
        # The delivery that should have filled the shelf is not there, and the next ones are late as well.
        _listing(
            "supplier_late",
            "stock",
            Remedy("second_supplier", 60, 0.5),
            Move("on_hand", 0.15, 0, 1),
            Move("supply_days", 35.0),
        ),
        _listing(
            "overstock_ageing",
            "stock",
            Remedy("clear_stock", 60, 1.0),
            Move("arrival", 1.0, 0, 1),
            suits=varied,
        ),
        _listing("cost_rise", "selection", Remedy("renegotiate_cost", 120, 0.0, 5), Move("unit_cost", 1.35)),
        # money and risk
        _shop(
            "commission_wrong",
            "risk",
            Remedy("claim_commission", 30),
            Move("commission", 1.6),
            on=("taobao", "douyin", "amazon"),
        ),
        _shop("vat_wrong", "risk", Remedy("correct_tax_setting", 20), Move("tax_leak", 0.07)),
        _shop("freight_overcharged", "risk", Remedy("claim_freight", 30), Move("fulfilment", 1.6)),
        _listing("fake_orders", "risk", Remedy("block_buyers", 20), Move("fake_orders", 7.0)),
        # data: nothing is lost but trust
        Fault("export_twice", "risk", "shop", (), Remedy("drop_duplicate", 2), whole_shop, ALL, data=True),
        Fault(
            "day_missing",
            "risk",
            "shop",
            (),
            Remedy("export_again", 5),
            whole_shop,
            ("taobao", "amazon"),
            data=True,
        ),
    )
}
