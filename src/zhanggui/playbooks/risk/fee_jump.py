"""A fee that takes a larger share than it used to: a wrong rate, a wrong tax setting, parcels charged by a wrong size.

Each fee of the settlement, by its name, is looked at by entry first: what one charge comes to tells a new rate whatever
the number of orders that were closed on a day; where orders have become larger, no more than that counts. A fee that
is new, or has no entries of its own, is held against the income of the same settlement (or against paid sales, or the
number of lines, whichever it goes with most closely). Many fees are charged when orders are closed, so that a new rate
comes in over days: while it still rises, its later days tell what it will be. Fees that hardly differ from day to day,
such as rent for the warehouse, are left alone, and so are creators' shares, which follow where the sales come from.
What is charged above the usual share is money, counted as it stands, for sales like those of the last four weeks.
A jump of months ago that never went back is named as well (`lasting`), where the fee has risen against everything that
it may be charged on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from zhanggui.actions.action import Action, Impact, Sheet, Target
from zhanggui.metrics.question import Question
from zhanggui.playbooks.lasting import DAYS as YEAR
from zhanggui.playbooks.lasting import LEAST_BEFORE, WEEK, began, lasting, weekly
from zhanggui.playbooks.play import Z80, Given, Play, last_days, money
from zhanggui.playbooks.shift import DAYS, LEAST_RISE, WINDOWS, Shift, by_day, shift, shifts, shortest

BASES = {
    "receipts": "income",
    "settled_refunds": "income",
    "gmv": "sold",
    "lines": "sold",
}  # measure: question
LEAST_SHARE = 0.004  # of sales by which a fee must have grown
NOT_JUDGED = ("creator", "ads", "receipt", "refund", "transfer", "")
POINTS = ("积分", "points")
LEAST_MORE = 0.15  # of its usual amount by which a fee must have grown
LEAST_DAYS = 3  # days on which it was charged
MOST_DAYS = 0.6  # share of the days since its first on which a fee must be charged
LAGS = (7, 14)  # days over which orders are closed
AS_WELL = 1.5  # times the variance that the best base leaves
YOUNG = 14  # days within which a rise may still be coming in
RISING = 1.1  # times the share of its earlier days
STEEP, MORE = (
    2.0,
    1.25,
)  # times it, at which a rise is in its first days; times its later days that it will be: assumed
RENT = 0.1  # mean change from day to day, of the mean, below which a fee does not come with orders
AHEAD = 0.25  # standard error, in logs, of next weeks' sales
# The same of how far a rate has come in, by the days since: orders that are closed were paid one to two weeks before.
COMING = {3: 0.7, 7: 0.4}
PACE = 28  # days of sales that next weeks' will be like

Floats = npt.NDArray[np.float64]


def needs(as_of: date) -> Mapping[str, Question]:
    """A year of fees by name, of settled income and of paid sales, by day."""
    period = last_days(as_of, YEAR)
    return {
        "fees": Question(("fees", "fee_entries"), ("shop", "fee_kind", "fee_name", "day"), period),
        "income": Question(("receipts", "settled_refunds"), ("shop", "day"), period),
        "sold": Question(("gmv", "lines"), ("shop", "day"), period),
    }


def propose(given: Given) -> Sequence[Action]:
    """One action per fee whose share has jumped."""
    by = ("shop", "fee_kind", "fee_name")
    fees, entries = (
        by_day(given.facts["fees"], by, name, given.as_of, YEAR) for name in ("fees", "fee_entries")
    )
    tables = {
        name: by_day(given.facts[asked], ("shop",), name, given.as_of, YEAR) for name, asked in BASES.items()
    }
    bases: dict[str, tuple[Floats, ...]] = {}
    none, out = np.zeros(YEAR), []
    for (shop, kind, name), paid in fees.items():
        if kind in NOT_JUDGED:
            continue
        year = {of: table.get((shop,), none) for of, table in tables.items()}
        mine = {of: days[-DAYS:] for of, days in year.items()}
        if shop not in bases:
            bases[shop] = _bases(mine)
        count = entries.get((shop, kind, name), none)
        # What is older comes first: windows of weeks hold its own beginning against it.
        others = [days for key, days in fees.items() if key[0] == shop and days is not paid and days.any()]
        first = _first(others or [paid])
        found, told = _old(paid, count, year, first), (paid[first:], _income(year)[first:])
        if found is None:
            found = _each(paid[-DAYS:], count[-DAYS:], mine) or _jump(paid[-DAYS:], bases[shop])
            told = paid[-DAYS:], bases[shop][0]
        if found is not None:
            action = _action(given, (shop, kind, name), found, told)
            out += [action] if action is not None else []
    return out


def _first(fees: Sequence[Floats]) -> int:
    """The first day on which a shop's settlements tell any of some fees."""
    return int(np.argmax(np.sum([np.abs(days) for days in fees], axis=0) > 0))


def _income(mine: Mapping[str, Floats]) -> Floats:
    """Settled income by day, paid sales where no settlement tells it."""
    return mine["receipts"] if mine["receipts"].any() else mine["gmv"]


def _bases(mine: Mapping[str, Floats]) -> tuple[Floats, ...]:
    """What fees are charged on, by day: settled income (paid sales where no settlement tells it), the same less what
    was given back, paid sales, paid lines; and each of them over the days before, since many fees are charged when
    orders are closed, days after they were paid.
    """
    income, back, sold, lines = (mine[name] for name in BASES)
    plain = (income, income - back, sold, lines) if income.any() else (sold, lines)
    return (*plain, *(_spread(base, days) for base in plain for days in LAGS))


def _spread(base: Floats, days: int) -> Floats:
    """Mean of each day and those before it, ``days`` in all, from its first day on."""
    whole = np.cumsum(np.concatenate([np.zeros(days), base]))
    mean: Floats = (whole[days:] - whole[:-days]) / days
    return mean


def _each(paid: Floats, entries: Floats, mine: Mapping[str, Floats]) -> Shift | None:
    """The rise of what one entry comes to, beyond that of the orders (``mine``: the shop's BASES by day); None where it
    is a rent, is rare, or has not risen.
    """
    counted = paid[paid > 0]
    if len(counted) < LEAST_DAYS or _is_rent(counted) or _is_rare(paid, mine["gmv"]):
        return None
    found = [
        one
        for one in shifts(paid, entries)
        if one.now >= one.usual * (1 + LEAST_RISE) * _larger(entries, mine, one.days)
    ]
    best = shortest(found)
    return None if best is None else _grown(best, paid, entries)


def _larger(entries: Floats, mine: Mapping[str, Floats], days: int) -> float:
    """How many times as large as usual the orders may be that are charged over the last days, 1 at least.

    What is charged today was paid today, or on any days within the lag before.
    """
    return max(
        _risen(mine["gmv"], mine["lines"], days, days + LAGS[0]),
        _risen(mine["receipts"], entries, days, days),
    )


def _risen(over: Floats, under: Floats, days: int, within: int) -> float:
    """How many times as large a ratio is as over all, in the highest stretch of ``days`` of those ``within`` the last;
    1 at least, and where it is not known.
    """
    usual = float(over.sum() / max(under.sum(), 1.0))
    tops, bottoms = (np.convolve(one[-within:], np.ones(days), "valid") for one in (over, under))
    highest = float((tops / np.maximum(bottoms, 1.0)).max())
    return max(highest / usual, 1.0) if usual > 0 else 1.0


def _jump(paid: Floats, bases: Sequence[Floats]) -> Shift | None:
    """The rise against the base that the fee goes with best; None where it is a rent, or has not risen.

    The fee itself must have risen as well: a share also rises when sales fall.
    """
    counted = paid[paid > 0]
    told = [base for base in bases if base.any()]
    if not told or len(counted) < LEAST_DAYS or _is_rent(counted) or _is_rare(paid, told[0]):
        return None
    left = [_left(paid, base) for base in told]
    # Half of those that go nearly as well must say so: after a festival fees come late, and then sales are low.
    near = sorted((rest, n) for n, rest in enumerate(left) if rest <= AS_WELL * min(left))
    jumps = [_grown(one, paid, told[n]) for _, n in near if (one := shift(paid, told[n])) is not None]
    if 2 * len(jumps) < len(near):
        return None
    found = jumps[0]
    before = paid[: DAYS - found.days]
    charged = before[int(np.argmax(before != 0)) :]
    usual = float(charged.mean()) if len(charged) else 0.0
    return found if float(paid[-found.days :].mean()) > usual * (1 + LEAST_MORE) else None


def _old(paid: Floats, entries: Floats, year: Mapping[str, Floats], first: int) -> Shift | None:
    """The rise of months ago that still lasts, all by day of a year: against everything that the fee may be charged on,
    and by entry; told by what it has risen against least. ``first``: day from which settlements tell other fees.
    """
    counted = paid[paid > 0]
    if len(counted) < LEAST_DAYS or _is_rent(counted) or _is_rare(paid, year["gmv"]):
        return None
    is_new = not paid[
        first : first + LEAST_BEFORE * WEEK
    ].any()  # then nothing is known of its entries before
    told = (year["receipts"], year["gmv"], year["lines"], *(() if is_new else (entries,)))
    bases = [np.where(np.arange(YEAR) >= first, base, 0.0) for base in told if base.any()]
    fee = weekly(np.where(np.arange(YEAR) >= first, paid, 0.0))
    levels = [(level, base) for base in bases if (level := lasting(fee, weekly(base), LEAST_RISE))]
    if not levels or len(levels) < len(bases):
        return None
    level, base = min(levels, key=lambda one: one[0].now / one[0].usual if one[0].usual > 0 else np.inf)
    days = began(paid, base, level.weeks)
    pace = float(base[-PACE:].mean()) * WEEK
    return Shift(days, level.now, level.usual, level.error * level.now, pace)


def _grown(found: Shift, paid: Floats, base: Floats) -> Shift:
    """A young rise as its later days show it, more where they are far above the first ones, with half of what they have
    grown beside its standard error; for a base as large as in the last four weeks.
    """
    found = replace(found, weekly=float(base[-max(found.days, PACE) :].mean()) * 7)
    half = (found.days + 1) // 2
    sums = [
        float(one[part].sum())
        for part in (slice(-found.days, -half), slice(-half, None))
        for one in (paid, base)
    ]
    if found.days > YOUNG or min(sums[1], sums[3]) <= 0:
        return found
    before, after = sums[0] / sums[1], sums[2] / sums[3]
    if after < RISING * before:
        return found
    error = float(np.hypot(found.error, (after - before) / 2))
    # A longer window that is steep may merely begin before the rise.
    steep = found.days == min(WINDOWS) and after >= STEEP * before
    return replace(found, now=after * MORE if steep else after, error=error)


def _is_rent(counted: Floats) -> bool:
    """Whether days differ too little for a fee that comes with orders."""
    half = np.diff(counted)
    return float(np.abs(half).mean()) < RENT * float(counted.mean())


def _is_rare(paid: Floats, sales: Floats) -> bool:
    """Whether days without it are many, as of what returns cost: a few more of them are chance."""
    days = (sales > 0) & (np.cumsum(np.abs(paid)) > 0)
    return float((paid[days] != 0).mean()) < MOST_DAYS


def _left(paid: Floats, base: Floats) -> float:
    """Variance that is left of a fee's days once its base is known, over the square of what the base makes of it."""
    days = base > 0
    made = base[days] * (paid[days].sum() / base[days].sum())
    return float(((paid[days] - made) ** 2).sum() / (made**2).sum()) if made.any() else np.inf


def _action(
    given: Given, key: tuple[str, str, str], found: Shift, tables: tuple[Floats, Floats]
) -> Action | None:
    """``tables``: the fee and the sales it is a share of, by day; None where it is too small a part of these."""
    shop, kind, name = key
    paid, sales = tables
    late, early = slice(-found.days, None), slice(0, -found.days)
    more = found.now - found.usual
    mid = more * found.weekly
    if mid < LEAST_SHARE * float(sales[late].mean()) * 7:
        return None
    # In logs: what still comes in of a young rate may be as much again, and what has come in is there.
    coming = COMING.get(found.days, 0.0)
    wide = float(np.exp(Z80 * np.sqrt((found.error / more) ** 2 + AHEAD**2 + coming**2)))
    low, high = mid / wide, mid * wide
    now, usual = (float(paid[part].sum() / max(sales[part].sum(), 1.0)) for part in (late, early))
    points = any(word in name.lower() for word in POINTS)
    rows = ((name, round(usual, 5), round(now, 5), money(mid)),)
    return Action(
        play=PLAY.key,
        stage="retention" if points else PLAY.stage,
        target=Target("shop", shop, name or kind, name or kind),
        cause="points_cost_more" if points else "fee_share_up",
        impact=Impact(money(low), money(mid), money(high), given.margins.money(shop), basis="sales"),
        minutes=20,
        role=PLAY.role,
        due=given.as_of + timedelta(days=1),
        check_on=given.as_of + timedelta(days=21),
        metric="fees",
        pool=("fees", shop, kind, name),
        evidence={
            "rate": now,
            "usual": usual,
            "days": found.days,
            "since": given.as_of - timedelta(days=found.days - 1),
            "name": name or kind,
            "shop": shop,
            "weekly": money(mid),
        },
        sheet=Sheet(("fee", "usual_share", "share_now", "more_a_week"), rows),
    )


PLAY = Play("fee_jump", "risk", "commission_wrong", "finance", ("order_line", "fee"), needs, propose)
