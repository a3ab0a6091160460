"""A day that is missing from a report that has all others: export it again.

Nothing is lost but trust: the figures of that day, and of every week and month that holds it, are unknown until the
file is loaded. Such an action promises no money and says so; it comes after all that do. The last days before today
are not asked after: reports are late.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from zhanggui.actions.action import Action, Impact, Sheet, Target
from zhanggui.metrics.question import Question
from zhanggui.playbooks.columns import Columns
from zhanggui.playbooks.play import Given, Play, last_days
from zhanggui.stats.counts import at_most

DAYS = 28
LEAST_DAYS = 21  # of them a report must have, to be one of every day
WEEK = 7
RECENT = 14  # days for which a gap is asked after
REPORTS = {"orders": "lines", "traffic": "page_views", "listings": "page_views", "ads": "impressions"}
NEAR = 3  # days before and after a gap that say how busy it would have been
LUCK = 1e-3  # chance of a day without any, by the scatter of the others, above which it may be just that


def needs(as_of: date) -> Mapping[str, Question]:
    """Four weeks of order lines, of page views (of the shop, and of its listings) and of ad impressions, by day."""
    period = last_days(as_of, DAYS)
    by = {"listings": ("shop", "listing", "day")}
    return {name: Question((one,), by.get(name, ("shop", "day")), period) for name, one in REPORTS.items()}


def propose(given: Given) -> Sequence[Action]:
    """One action per shop and report that lacks days."""
    out = []
    for report, measure in REPORTS.items():
        for shop, counts in _counts(given.facts[report], measure).items():
            missing = _missing(counts, given.as_of)
            if missing:
                out.append(_action(given, shop, report, missing))
    return out


def _counts(facts: Columns, measure: str) -> dict[str, dict[date, float]]:
    """Shop → day → count."""
    values = np.nan_to_num(facts.floats(measure))
    out: dict[str, dict[date, float]] = {}
    for row in range(len(facts)):
        day = facts.keys["day"][row]
        if isinstance(day, date) and values[row] > 0:
            mine = out.setdefault(str(facts.keys["shop"][row]), {})
            mine[day] = mine.get(day, 0.0) + float(values[row])
    return dict(sorted(out.items()))


def _missing(counts: Mapping[date, float], today: date) -> list[date]:
    """Days without anything between days that have it, in a report that usually has every day.

    A day as quiet as the quietest of its neighbours must hardly ever be without any: small shops have such days. A shop
    that never sells on some day of the week has no report of every day: it keeps holidays too, which no file tells.
    """
    if len(counts) < LEAST_DAYS or len({day.weekday() for day in counts}) < WEEK:
        return []
    every = np.array(list(counts.values()))
    scatter = max((float(every.var()) - float(every.mean())) / float(every.mean()) ** 2, 0.0)
    recent = (today - timedelta(days=n) for n in range(RECENT, 0, -1))
    gaps = [day for day in recent if day not in counts and min(counts) < day < max(counts)]
    return [day for day in gaps if _chance(_quiet(counts, day), scatter) <= LUCK]


def _quiet(counts: Mapping[date, float], day: date) -> float:
    """The least count of the days around a gap; of all days where the gap is long."""
    around = (day + timedelta(days=n) for n in range(-NEAR, NEAR + 1))
    return min([counts[one] for one in around if one in counts] or counts.values())


def _chance(mean: float, scatter: float) -> float:
    """Chance of none at all; ``scatter``: variance over the square of the mean, beside that of counts."""
    return at_most(0, mean, mean + scatter * mean**2)


def _action(given: Given, shop: str, report: str, missing: Sequence[date]) -> Action:
    nothing = Decimal(0)
    return Action(
        play=PLAY.key,
        stage=PLAY.stage,
        target=Target("shop", shop, report, report),
        cause=f"no_{report}",
        impact=Impact(nothing, nothing, nothing, given.margins.money(shop), basis="data"),
        minutes=5,
        role=PLAY.role,
        due=given.as_of + timedelta(days=1),
        check_on=given.as_of + timedelta(days=2),
        metric=REPORTS[report],
        pool=("data", shop, report),
        evidence={
            "shop": shop,
            "count": len(missing),
            "first": missing[0],
            "dates": ", ".join(str(day) for day in missing[:5]),
        },
        sheet=Sheet(("place", "report", "day"), tuple((shop, report, day) for day in missing)),
    )


PLAY = Play("data_gap", "risk", "day_missing", "operator", ("order_line",), needs, propose)
