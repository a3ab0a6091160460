"""Creators' fees for an item that sells no more for them: stop the slot, or ask for what was promised.

A fee names its item where the shop notes it so (template of fees), or where a report does. From the first fee of a row
of them on, the item's sales are held against its four weeks before, after the common change of the shop's other goods
is taken out; what they are more, at the item's own margin, is what the creator brought. Fees are without sales where
even the upper end of that (two standard errors of the item's own days) does not pay back two of them or more. The
money is what was not paid back over the last four weeks, as if the next four went on like them, which nobody knows:
hence its wide interval.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import exp, sqrt

import numpy as np
import numpy.typing as npt

from zhanggui.actions.action import Action, Impact, Sheet, Target
from zhanggui.metrics.question import Question
from zhanggui.playbooks.behind import DAYS, LISTS, Behind, Goods, asked
from zhanggui.playbooks.play import Z80, Given, Play, last_days, money
from zhanggui.playbooks.shift import by_day

NEWS = 28  # days of fees in question
GAP = 7  # days without a fee after which a new row of them begins
BEFORE = 28  # days that sales are held against
LEAST_BEFORE = 14
LEAST_TIMES = 2  # one post that nobody watches is chance
SURE = 2.0  # standard errors
WAIT = 1  # days that a fee is given to bring something
AHEAD = 0.5  # standard error, in logs, of next weeks' fees given the last ones'
WEEK = 7

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Spent:
    """``paid`` over the last ``days``, in ``times`` payments, for what brought ``gain`` ± ``error`` of profit."""

    paid: float
    times: int
    days: int
    sales: float
    gain: float
    error: float


def needs(as_of: date) -> Mapping[str, Question]:
    """Creators' fees by item of the last weeks, and eight weeks of what is behind them."""
    period = last_days(as_of, DAYS)
    return {**asked(as_of), "fees": Question(("fees",), ("shop", "fee_kind", "charged_sku", "day"), period)}


def propose(given: Given) -> Sequence[Action]:
    """One action per item whose creators' fees have not come back."""
    every = by_day(given.facts["fees"], ("shop", "fee_kind", "charged_sku"), "fees", given.as_of, DAYS)
    fees = {(shop, sku): paid for (shop, kind, sku), paid in every.items() if kind == "creator" and sku}
    behind = Behind(given) if fees else None
    out = []
    for (shop, sku), paid in sorted(fees.items()):
        if behind is None or not paid[-GAP:].any():
            continue
        item = behind.item(shop, sku)
        spent = _spent(paid, item, behind.rest(shop, item), max(given.margins.of(shop, sku).mid, 0.0))
        if spent is not None and spent.gain + SURE * spent.error < spent.paid:
            out.append(_action(given, (shop, sku), item, spent))
    return out


def _spent(paid: Floats, item: Goods, others: Floats, margin: float) -> _Spent | None:
    """What the last row of fees brought; ``others``: sales of the shop's other goods by day. None: too early to say."""
    days = np.flatnonzero(paid > 0)
    breaks = np.flatnonzero(np.diff(days) > GAP)
    first = int(days[breaks[-1] + 1] if len(breaks) else days[0])
    late = days[(days >= first) & (days < DAYS - WAIT)]
    start = max(first - BEFORE, 0)
    if len(late) < LEAST_TIMES or first - start < LEAST_BEFORE:
        return None
    span = DAYS - first
    before = item.sales[start:first]
    usual = float(before.mean()) * span
    common = (float(others[first:].sum()) + 1) / (float(others[start:first].mean()) * span + 1)
    gain = float(item.sales[first:].sum()) - usual * common
    scatter = float(before.var(ddof=1)) * (span + span**2 / len(before))
    return _Spent(
        float(paid[late].sum()),
        len(late),
        span,
        gain,
        gain * margin,
        margin * sqrt(scatter + usual * usual / len(before)),
    )


def _action(given: Given, at: tuple[str, str], item: Goods, spent: _Spent) -> Action:
    shop, sku = at
    weeks = max(spent.days, NEWS) / WEEK
    lost = [spent.paid - max(spent.gain + n * spent.error, 0.0) for n in (Z80, 0.0, -Z80)]
    wide = exp(Z80 * AHEAD)
    low, mid, high = money(lost[0] / weeks / wide), money(lost[1] / weeks), money(lost[2] / weeks * wide)
    since = given.as_of - timedelta(days=spent.days - 1)
    row = (sku, since, money(spent.paid), spent.times, money(spent.sales), money(spent.gain))
    return Action(
        play=PLAY.key,
        stage=PLAY.stage,
        target=Target("sku", shop, sku, given.label(shop, sku)),
        cause="fee_without_sales",
        impact=Impact(low, mid, high, given.margins.money(shop), basis=given.margins.of(shop, sku).basis),
        minutes=15,
        role=PLAY.role,
        due=given.as_of + timedelta(days=1),
        check_on=given.as_of + timedelta(days=15),
        metric="fees",
        pool=("creator", shop, sku),
        evidence={
            "paid": money(spent.paid),
            "times": spent.times,
            "since": since,
            "days": spent.days,
            "more_sales": money(spent.sales),
            "gain": money(spent.gain),
            "skus": " ".join(item.skus[:12]),
        },
        sheet=Sheet(("sku", "since", "fee_paid", "times", "more_sales", "gain"), (row,)),
    )


PLAY = Play(
    "creator_fees",
    "traffic",
    "creator_fee_no_sales",
    "ads",
    ("order_line", "fee"),
    needs,
    propose,
    lists=LISTS,
)
