"""Before against after: the weakest evidence there is, and named so.

Whole weeks are compared, so that weekdays cancel; whatever else changed meanwhile is in the difference. On
simulated shops this method is off by 0.2 log points for a single listing (see the science page of the docs), so
its verdicts are only ever 'worked (weak evidence)' and the like.
"""

from decimal import Decimal

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit

from zhanggui.outcomes.verdict import Code, Strength, Verdict

METHOD = "before_after"
WEEK = 7
LEAST_DAYS = 7

Floats = npt.NDArray[np.float64]


def before_after(before: Floats, after: Floats, currency: str) -> Verdict:
    """Verdict from daily profit, shape (days,) each, oldest first, NaN where unknown.

    The estimate is the difference of daily means times seven; its 80 % interval is Welch's (1947) with days as
    observations, their variance taken within weekdays where there are two weeks or more. Fewer than seven known
    days on either side give 'no_data'.
    """
    old, new = before[np.isfinite(before)], after[np.isfinite(after)]
    if len(old) < LEAST_DAYS or len(new) < LEAST_DAYS:
        return Verdict(Code.NO_DATA, METHOD, Strength.WEAK, currency=currency)
    gap = float(new.mean() - old.mean()) * WEEK
    (var_old, free_old), (var_new, free_new) = _spread(before), _spread(after)
    parts = var_old / len(old), var_new / len(new)
    error = float(np.sqrt(sum(parts))) * WEEK
    if error == 0:
        low = high = gap
    else:
        free = sum(parts) ** 2 / (parts[0] ** 2 / free_old + parts[1] ** 2 / free_new)
        wide = float(stdtrit(free, 0.9)) * error
        low, high = gap - wide, gap + wide
    code = Code.WORKED if low > 0 else Code.DID_NOT if high < 0 else Code.CANT_TELL
    return Verdict(code, METHOD, Strength.WEAK, _cents(low), _cents(gap), _cents(high), currency)


def _spread(days: Floats) -> tuple[float, float]:
    """Variance of a day around its weekday's mean (around the overall mean under two weeks), and its freedom."""
    known = days[np.isfinite(days)]
    groups = [day[np.isfinite(day)] for day in (days[start::WEEK] for start in range(WEEK))]
    free = sum(max(len(group) - 1, 0) for group in groups)
    if len(days) < 2 * WEEK or free < WEEK:
        return float(known.var(ddof=1)), float(len(known) - 1)
    squares = sum(float(((group - group.mean()) ** 2).sum()) for group in groups if len(group))
    return squares / free, float(free)


def _cents(amount: float) -> Decimal:
    return Decimal(str(round(amount, 2)))
