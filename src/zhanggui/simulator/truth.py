"""The truth of a simulation, for the judge alone: faults with their money, decoys, remedies, ledgers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from zhanggui.simulator.counterfactual import Cost
from zhanggui.simulator.decoys import PlacedDecoy, calendar_decoys
from zhanggui.simulator.exports.adreports import ad_groups, campaigns, search_terms
from zhanggui.simulator.exports.view import listing_ids, sku_codes
from zhanggui.simulator.faults import Targets
from zhanggui.simulator.ledger import money
from zhanggui.simulator.placing import Placed
from zhanggui.simulator.shop import Shop

Json = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Told:
    """A fault of a shop with its cost and the last exported day."""

    placed: Placed
    cost: Cost
    until: int


def target_ids(shop: Shop, scope: str, targets: Targets) -> list[dict[str, object]]:
    """The targets as they are called in the exports."""
    if scope == "listing":
        ids, codes = listing_ids(shop), sku_codes(shop)
        return [
            {
                "listing_id": ids[t],
                "product": shop.products.code(int(shop.shelf.product[t])),
                "skus": codes[int(shop.shelf.first_sku[t]) : int(shop.shelf.first_sku[t + 1])],
            }
            for t in targets
        ]
    if scope == "term":
        ids = listing_ids(shop)
        return [
            {
                "listing_id": ids[int(shop.terms.listing[t])],
                "campaign": campaigns(shop)[t],
                "ad_group": ad_groups(shop)[t],
                "search_term": search_terms(shop)[t],
            }
            for t in targets
        ]
    if scope == "region":
        return [
            {"region": shop.platform.regions[t].name, "code": shop.platform.regions[t].code} for t in targets
        ]
    return [{"shop": shop.plan.key}]


def fault_truth(shop: Shop, told: Told) -> Json:
    """One fault as truth.json tells it: profit lost is positive."""
    placed, cost = told.placed, told.cost
    remedy = placed.fault.remedy
    return {
        "key": placed.fault.key,
        "stage": placed.fault.stage,
        "shop": placed.shop,
        "scope": placed.fault.scope,
        "targets": target_ids(shop, placed.fault.scope, placed.targets),
        "first_day": str(shop.start + timedelta(days=placed.first)),
        "visible_day": None if cost.visible is None else str(shop.start + timedelta(days=cost.visible.day)),
        "visible_in": None if cost.visible is None else cost.visible.signal,
        "strength": placed.strength,
        "data_only": placed.fault.data,
        "money": {
            "currency": shop.platform.currency,
            "per_day": {
                str(shop.start + timedelta(days=cost.first + n)): str(money(int(cents)))
                for n, cents in enumerate(cost.daily.tolist())
            },
            "total": str(money(cost.total(told.until))),
            "to_horizon": str(money(int(cost.daily.sum()))),
        },
        "remedy": {
            "action": remedy.action,
            "minutes": remedy.minutes,
            "delay_days": remedy.delay,
            "cost": str(money(remedy_cost(shop, placed))),
        },
    }


def remedy_cost(shop: Shop, placed: Placed) -> int:
    """What the remedy costs in cents: its days of the target's usual sales (of the shop's, for shop-wide faults)."""
    days = placed.fault.remedy.cost_days
    worth = shop.need.mean[min(placed.first, shop.days - 1)] * shop.shelf.price
    usual = worth[list(placed.targets)].sum() if placed.fault.scope == "listing" else worth.sum()
    return round(float(usual) * days)


def decoy_truth(shop: Shop, decoys: tuple[PlacedDecoy, ...], days: int) -> list[Json]:
    """The decoys of one shop, those placed and those of the calendar."""
    told: list[Json] = [
        {
            "key": d.decoy.key,
            "shop": shop.plan.key,
            "targets": target_ids(shop, d.decoy.scope, d.targets),
            "first_day": str(shop.start + timedelta(days=d.first)),
            "last_day": str(shop.start + timedelta(days=d.last)),
        }
        for d in decoys
        if d.shop == shop.plan.key
    ]
    told += [
        {
            "key": f"festival:{name}",
            "shop": shop.plan.key,
            "targets": target_ids(shop, "shop", ()),
            "first_day": str(shop.start + timedelta(days=first)),
            "last_day": str(shop.start + timedelta(days=last)),
        }
        for name, first, last in calendar_decoys(shop, days)
    ]
    return told
