"""Check: what became of what was done, forecast beside realised; before against after is called weak evidence.

The days before are taken at the pace that the shop's other items have gone since, so that a festival is no effect of
an action. What was done about waits is judged by the waits, without money; what no figure of the files is about can't
be told.
"""

from datetime import date, timedelta

import numpy as np

from zhanggui.app.advice.advise import Adviser
from zhanggui.app.books import engine, last_whole_day
from zhanggui.metrics.ask import reckon
from zhanggui.metrics.query import Engine, Where
from zhanggui.metrics.question import Question
from zhanggui.model.period import Period
from zhanggui.outcomes.before_after import METHOD, WEEK, before_after
from zhanggui.outcomes.record import JUDGED
from zhanggui.outcomes.verdict import Code, Strength, Verdict
from zhanggui.playbooks.margin import GIVEN, Margins
from zhanggui.reports.briefing import Outcome
from zhanggui.stats.arrays import Floats
from zhanggui.store.folder import ShopFolder
from zhanggui.store.journal_rows import ActionRow, VerdictRow

MOST_WEEKS = 4
ITEMS = ("sku", "listing", "product")
WAITS = {
    "slow_reply": ("reply_seconds", "answered_tickets"),
    "slow_ship": ("shipping_seconds", "lines_shipped"),
    "slow_way": ("delivery_seconds", "lines_received"),
}  # cause: seconds, and what waited


def check(folder: ShopFolder, today: date) -> tuple[Outcome, ...]:
    """Judge every action that was done. Verdicts of those whose check day has come go into the journal."""
    told = judged(folder, today)
    for one in told:
        verdict = one.verdict
        if verdict.code in JUDGED:
            found = (verdict.low, verdict.mid, verdict.high, verdict.currency, verdict.code)
            folder.journal().add_verdict(VerdictRow(one.id, today, METHOD, *found))
    return told


def judged(folder: ShopFolder, today: date) -> tuple[Outcome, ...]:
    """What became of every action that was done, as the books say ``today``; by day of proposal."""
    done = [row for row in folder.journal().actions("done") if row.changed_at is not None]
    if not done:
        return ()
    with engine(folder) as books:
        last = last_whole_day(books, today) or today - timedelta(days=1)
        known = Adviser(books, folder.settings, last).margins()
        return tuple(_check(books, known, row, (today, last)) for row in done)


def _check(books: Engine, known: Margins, row: ActionRow, days: tuple[date, date]) -> Outcome:
    today, last = days
    done = today if row.changed_at is None else row.changed_at.date()
    due = row.due
    if row.changed_at is None or (due is not None and today < due):
        return _outcome(row, Code.TOO_EARLY, None, due)
    start = done + timedelta(days=1)
    wanted = min(due or today, start + timedelta(days=MOST_WEEKS * WEEK))
    weeks = (min(wanted, last + timedelta(days=1)) - start).days // WEEK
    if weeks < 1:
        needed = Period(start, max(wanted - timedelta(days=1), done + timedelta(days=WEEK)))
        return _outcome(row, Code.NO_DATA, needed, due)
    after = Period(start, start + timedelta(days=weeks * WEEK - 1))
    before = Period(done - timedelta(days=weeks * WEEK), done - timedelta(days=1))
    return _outcome(row, _verdict(books, known, row, (before, after)), after, due)


def _outcome(row: ActionRow, found: Verdict | Code, after: Period | None, due: date | None) -> Outcome:
    """The action with its verdict, or with a code that no money comes with."""
    currency = row.impact.currency
    bare = Verdict(found, METHOD, Strength.WEAK, currency=currency) if isinstance(found, Code) else found
    return Outcome(
        id=row.id,
        play=row.play,
        target=row.target,
        label=str(row.evidence.get("label") or row.evidence.get("ident") or ""),
        shop=row.shop,
        done=None if row.changed_at is None else row.changed_at.date(),
        check_on=row.check_on,
        currency=currency,
        forecast=(None, None, None) if _unpriced(row) else (row.impact.low, row.impact.mid, row.impact.high),
        verdict=bare,
        after=after,
        due=due,
    )


def _unpriced(row: ActionRow) -> bool:
    """Whether the action promised no money, so that none tells whether it worked."""
    return not (row.impact.low or row.impact.mid or row.impact.high)


def _verdict(books: Engine, known: Margins, row: ActionRow, periods: tuple[Period, Period]) -> Verdict:
    currency, kind = row.impact.currency, str(row.evidence.get("kind", ""))
    waited = WAITS.get(str(row.evidence.get("cause", "")))
    if waited is not None:
        where = [Where("shop", (row.shop,))]
        where += [Where("region", (str(row.evidence.get("ident", "")),))] if kind == "region" else []
        old, new = (-_wait(books, waited, period, tuple(where)) for period in periods)
        return Verdict(before_after(old, new, currency).code, METHOD, Strength.WEAK, currency=currency)
    if _unpriced(row) or kind not in (*ITEMS, "campaign", "buyers"):
        return Verdict(Code.CANT_TELL, METHOD, Strength.WEAK, currency=currency)
    old, new = (_profit(books, known, row, period) for period in periods)
    return before_after(old * _growth(books, row, *periods), new, currency)


def _wait(books: Engine, measures: tuple[str, str], period: Period, where: tuple[Where, ...]) -> Floats:
    """Mean wait by day, shape (days,), NaN where nothing waited."""
    over, under = (_daily(books, name, period, where) for name in measures)
    under = np.where(under > 0, under, np.nan)
    waited: Floats = over / under
    return waited


def _item(row: ActionRow) -> Where | None:
    """The item that the action is about, as a filter; None where it is about a campaign or about buyers."""
    kind, ident = str(row.evidence.get("kind", "")), str(row.evidence.get("ident", ""))
    if kind not in ITEMS:
        return None
    skus = tuple(str(row.evidence.get("skus") or "").split())
    if kind == "listing" and not skus:
        return Where("listing", (ident,))
    return Where("sku", skus or (ident,))


def _growth(books: Engine, row: ActionRow, before: Period, after: Period) -> float:
    """What the shop's other items sold after against before, halved to doubled at most: festivals are no effect.

    1 where the action is not about an item, or nothing else was sold before.
    """
    item = _item(row)
    if item is None:
        return 1.0
    others = (Where("shop", (row.shop,)), Where(item.dim, item.values, exclude=True))
    sums = [float(np.nansum(_daily(books, "gmv", period, others))) for period in (before, after)]
    return min(max(sums[1] / sums[0], 0.5), 2.0) if sums[0] > 0 else 1.0


def _profit(books: Engine, known: Margins, row: ActionRow, period: Period) -> Floats:
    """Daily profit of what the action is about, shape (days,), NaN where unknown."""
    shop, item = Where("shop", (row.shop,)), _item(row)
    if item is not None:
        return _of_item(books, known, row, period, (shop, item))
    if str(row.evidence.get("kind", "")) == "campaign":
        where = (shop, Where("campaign", (str(row.evidence.get("ident", "")),)))
        margin = known.of(row.shop).mid
        return _daily(books, "ad_sales", period, where) * margin - _daily(books, "ad_spend", period, where)
    return _daily(books, "returning_buyer_sales", period, (shop,)) * known.of(row.shop).mid


def _of_item(
    books: Engine, known: Margins, row: ActionRow, period: Period, where: tuple[Where, ...]
) -> Floats:
    """Sales and postage less goods, fees, parcels and what is usually given back, where the cost is known: a price put
    right sells less and earns more.
    """
    measure = "net_sales" if row.play == "refund_reason" else "gmv"
    sales = _daily(books, measure, period, where)
    sku = str(where[1].values[0]) if where[1].dim == "sku" else ""
    margin = known.of(row.shop, sku)
    if not margin.known:
        return sales * margin.mid
    paid = sales if measure == "gmv" else _daily(books, "gmv", period, where)
    goods, lines, units, *more = (
        np.nan_to_num(_daily(books, name, period, where))
        for name in ("cost_of_goods", "lines", "units", *GIVEN)
    )
    fees = known.charged(row.shop, sku)
    # Young orders have not come back yet: what usually does is taken off.
    back = margin.back * paid if measure == "gmv" else 0.0
    return sales + sum(more) - goods - back - fees.rate * paid - fees.line * lines - fees.unit * units


def _daily(books: Engine, measure: str, period: Period, where: tuple[Where, ...]) -> Floats:
    answer = reckon(books, Question((measure,), ("day",), period, where))
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
