"""Check: what became of what was done, forecast beside realised; before against after is called weak evidence."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from zhanggui.app.advise import Adviser
from zhanggui.app.books import engine, last_whole_day
from zhanggui.metrics.ask import ask
from zhanggui.metrics.query import Engine, Where
from zhanggui.metrics.question import Question
from zhanggui.model.period import Period
from zhanggui.outcomes.before_after import METHOD, WEEK, before_after
from zhanggui.outcomes.verdict import Code, Strength, Verdict
from zhanggui.playbooks.margin import Margins
from zhanggui.store.folder import ShopFolder
from zhanggui.store.journal_rows import ActionRow, VerdictRow

Floats = npt.NDArray[np.float64]

MOST_WEEKS = 4


@dataclass(frozen=True, slots=True)
class Checked:
    """One action that was done, and its verdict; ``after`` are the days it was judged by, None when none yet."""

    action: ActionRow
    verdict: Verdict
    after: Period | None


def check(folder: ShopFolder, today: date) -> tuple[Checked, ...]:
    """Judge every action that was done. Verdicts of those whose check day has come go into the journal."""
    journal = folder.journal()
    done = [row for row in journal.actions("done") if row.changed_at is not None]
    if not done:
        return ()
    with engine(folder) as books:
        last = last_whole_day(books, today) or today - timedelta(days=1)
        known = Adviser(books, folder.settings, last).margins()
        told = tuple(_check(books, known, row, (today, last)) for row in done)
    for one in told:
        verdict = one.verdict
        if verdict.code not in {Code.TOO_EARLY, Code.NO_DATA}:
            journal.add_verdict(
                VerdictRow(
                    one.action.id,
                    today,
                    METHOD,
                    verdict.low,
                    verdict.mid,
                    verdict.high,
                    verdict.currency,
                    verdict.code,
                )
            )
    return told


def _check(books: Engine, known: Margins, row: ActionRow, days: tuple[date, date]) -> Checked:
    today, last = days
    currency = row.impact.currency
    early = Verdict(Code.TOO_EARLY, METHOD, Strength.WEAK, currency=currency)
    if row.changed_at is None or (row.check_on is not None and today < row.check_on):
        return Checked(row, early, None)
    start = row.changed_at.date() + timedelta(days=1)
    wanted = min(row.check_on or today, start + timedelta(days=MOST_WEEKS * WEEK))
    weeks = (min(wanted, last + timedelta(days=1)) - start).days // WEEK
    if weeks < 1:
        due = Period(start, max(wanted, start))
        return Checked(row, Verdict(Code.NO_DATA, METHOD, Strength.WEAK, currency=currency), due)
    after = Period(start, start + timedelta(days=weeks * WEEK - 1))
    before = Period(
        row.changed_at.date() - timedelta(days=weeks * WEEK), row.changed_at.date() - timedelta(days=1)
    )
    profit = [_profit(books, known, row, period) for period in (before, after)]
    return Checked(row, before_after(profit[0], profit[1], currency), after)


def _profit(books: Engine, known: Margins, row: ActionRow, period: Period) -> Floats:
    """Daily profit of what the action is about, shape (days,), NaN where unknown."""
    kind, ident = str(row.evidence.get("kind", "")), str(row.evidence.get("ident", ""))
    shop = Where("shop", (row.shop,))
    if kind == "campaign":
        where = (shop, Where("campaign", (ident,)))
        margin = known.of(row.shop).mid
        return _daily(books, "ad_sales", period, where) * margin - _daily(books, "ad_spend", period, where)
    if kind == "sku":
        measure = "net_sales" if row.play == "refund_reason" else "gmv"
        return _daily(books, measure, period, (shop, Where("sku", (ident,)))) * known.of(row.shop, ident).mid
    return _daily(books, "returning_buyer_sales", period, (shop,)) * known.of(row.shop).mid


def _daily(books: Engine, measure: str, period: Period, where: tuple[Where, ...]) -> Floats:
    answer = ask(books, Question((measure,), ("day",), period, where))
    cells = answer.cells.get(measure, [])
    found = {
        day: float(value)
        for day, value in zip(answer.keys["day"], cells, strict=True)
        if value is not None and day
    }
    held = books.span("order_line", "paid_day")
    covered = list(held.values())
    out = []
    for day in period:
        inside = any(day in span for span in covered)
        out.append(found.get(day, 0.0 if inside else np.nan))
    return np.array(out, dtype=np.float64)
