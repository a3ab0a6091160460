"""Today: one sentence about the last whole day, its figures, what moved, and the few things worth doing first."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from zhanggui.actions.action import Action
from zhanggui.app.advice.advise import Adviser, evidence
from zhanggui.app.beyond import inside
from zhanggui.app.books import engine, last_whole_day, selling
from zhanggui.app.check import judged
from zhanggui.app.compared.breakdown import Tree, chance, measures
from zhanggui.app.compared.comparison import Comparison
from zhanggui.app.compared.history import History, parts_of
from zhanggui.app.compared.levers import levers
from zhanggui.app.morning.earned import accounts
from zhanggui.app.morning.moved import Compare, change_of, item_dimension, listings, tree
from zhanggui.app.morning.tiles import Tiles, strip
from zhanggui.app.why import Asked, Why
from zhanggui.diagnosis.baseline import Against
from zhanggui.diagnosis.finding import ALPHA, Finding
from zhanggui.diagnosis.one_metric import OneMetric
from zhanggui.metrics.ask import LATE, ask, reckon
from zhanggui.metrics.query import Engine
from zhanggui.metrics.question import Missing as Gap
from zhanggui.metrics.question import Question
from zhanggui.model.money import cents
from zhanggui.model.period import Period, day, month, week
from zhanggui.reports.briefing import Briefing, Kpi, Missing, Moved
from zhanggui.reports.handover import file_name, write_sheet
from zhanggui.reports.messages import Language, Texts
from zhanggui.reports.numbers import Figure
from zhanggui.store.folder import ShopFolder
from zhanggui.store.journal_rows import ActionRow, ImpactRow

SILENT_DAYS = 14
LIKE_WEEKS = 8
LIKE_MONTHS = 3
CODES = {
    Against.WEEKDAY: "weekdays",
    Against.PREVIOUS: "previous",
    Against.LAST_YEAR: "last_year",
    Against.FESTIVAL: "festival",
    Against.PLAN: "plan",
}


def briefing(
    folder: ShopFolder, kind: str, when: date | None, now: datetime, language: Language
) -> Briefing | None:
    """A day's, week's or month's briefing that ends with ``when`` (the last whole day without it).

    The actions belong to the day and are only in the daily one. None where the books hold no paid order.
    Files of the actions are written into the shop folder and the proposals into the journal. Raises BeyondBooksError
    where none of the days is in the books.
    """
    with engine(folder) as books:
        last = when or last_whole_day(books, now.date())
        if last is None:
            return None
        period, like, code = _span(books, kind, last, asked=when is not None)
        inside(books, period)
        made = figures(folder, books, (period, like, code), kind)
        if kind != "day" and not made.kpis:
            return None
        if kind != "day":
            dim = item_dimension(books, period, made.currency)
            return replace(
                made,
                accounts=accounts(books, period, made.currency, dim),
                done=judged(folder, now.date()),
            )
        journal = folder.journal()
        silent = frozenset(
            row.id
            for row in journal.actions()
            if row.state in {"done", "skipped"}
            and row.changed_at is not None
            and _lately(row.changed_at.date(), last, asked=when is not None)
        )
        adviser = Adviser(books, folder.settings, last)
        plan = adviser.plan(silent)
        if not (made.kpis or plan.todo):
            return None
        rates = adviser.rates(made.currency)
        shops = tuple(one.shop for one in folder.settings.shops.values())
        lever = levers(folder, History(books, made.currency, last, shops))
    files = hand_over(folder, plan.todo, last, language)
    journal.record_proposals([row_of(action, last, files) for action in plan.todo], now)
    return replace(
        made,
        todo=plan.todo,
        left_out=plan.left_out,
        files={action: str(path) for action, path in files.items()},
        rates=rates,
        one_metric=_one_metric(made.moved, lever),
        lever=lever,
        to_check=len(journal.due_checks(last + timedelta(days=1))),
    )


def _lately(done: date, last: date, *, asked: bool) -> bool:
    """Whether what was done on a day is not to be proposed again in the list of ``last``.

    A list of an earlier day that was ``asked`` for knows nothing of what was done long after it.
    """
    since = (last - done).days
    return since < SILENT_DAYS and (not asked or since > -SILENT_DAYS)


def headline(folder: ShopFolder, books: Engine, when: date) -> Kpi | None:
    """The tile that the sentence of a day is about; None where sales are not in the books."""
    return figures(folder, books, _span(books, "day", when, asked=True), "day").headline


def _span(books: Engine, kind: str, last: date, *, asked: bool) -> tuple[Period, tuple[Period, ...], str]:
    """The period, the like periods before it (newest first), and the code of the comparison.

    A week that nobody asked for by day is the last whole one; a month is the month so far, against as many days.
    """
    if kind == "day":
        return day(last), (), "weekdays"
    if kind == "week" and not asked and week(last).last > last:
        last = week(last).first - timedelta(days=1)
    whole = week(last) if kind == "week" else month(last)
    period = Period(whole.first, min(whole.last, last))
    if kind == "week":
        like = tuple(period.shift(-7 * n) for n in range(1, LIKE_WEEKS + 1))
    else:
        like = tuple(_months_back(period, n) for n in range(1, LIKE_MONTHS + 1))
    first = min((span.first for span in selling(books).values()), default=last)
    found = tuple(one for one in like if one.first >= first)[:1]
    if kind == "week":
        return period, found, "previous_week"
    return period, found, "shorter_month" if found and found[0].days < period.days else "previous_month"


def _months_back(period: Period, months: int) -> Period:
    """The same days of an earlier month; a shorter month ends with its own last day."""
    first = period.first
    for _ in range(months):
        first = (first - timedelta(days=1)).replace(day=1)
    return Period(first, min(first + timedelta(days=period.days - 1), month(first).last))


def figures(
    folder: ShopFolder, books: Engine, span: tuple[Period, tuple[Period, ...], str], kind: str
) -> Briefing:
    """The briefing without its actions: what `why` says of sales is what its sentence rests on."""
    period, like, code = span
    sales = Why(folder, books, Asked("gmv", period), period.last)
    history = sales.history
    if kind == "day":
        told = sales.verdict()
        if told.p_noise is not None and not told.nothing:
            told = sales.placed(told)
        alike, sought, against = told.alike, told.sought, told.against
        told_days = told.days
        like, code = tuple(day(one) for one in reversed(told.days)), CODES[told.against]
        finding, p_noise, usual = told.finding, told.p_noise, told.usual
        compared, rare = sales.compared, told.rare
    else:
        trading = history.trading
        before = dict.fromkeys((day for one in like for day in trading.days(one.first, one.last)), 1.0)
        days = trading.days(period.first, period.last) or tuple(period)
        compared = Comparison(history, days, before, Against.PREVIOUS)
        finding, p_noise, usual = _whole(compared)
        rare = compared.rare if compared.weights else None
        alike, sought, against, told_days = (), "", Against.PREVIOUS, ()
    signals = history.signals(tuple(name for name, _ in strip(books))) if kind == "day" else {}
    tiles = Tiles(compared, period, like, signals)
    judged = [
        (_sales(kpi, usual, p_noise), None)
        if kpi.metric == "gmv"
        else (replace(kpi, noise=None), None)
        if rare is not None
        else _agreed(folder, books, kpi, period)
        for kpi in tiles.kpis()
    ]
    kpis = tuple(kpi for kpi, _ in judged)
    profit = next((told for kpi, told in judged if kpi.metric == "contribution" and kpi.noise is False), None)
    moved = _moved(Compare(history, period, like, against), kpis, (finding, profit))
    sold = reckon(books, Question(("orders",), ("day",), period))
    missing = [Missing(gap.code, dict(gap.params)) for gap in _sales_first(tiles, kpis)]
    return Briefing(
        kind="day" if kind == "day" else "week" if kind == "week" else "month",
        period=period,
        days_known=sum(1 for orders in sold.cells["orders"] if orders),
        days_open=len(history.trading.open(period)),
        against=code,
        compared=len(like),
        shops=tuple(sorted(selling(books))),
        currency=sales.currency,
        kpis=kpis,
        moved=moved,
        todo=(),
        left_out=(),
        missing=tuple(missing),
        one_metric=None,
        minutes=folder.settings.minutes,
        owners=folder.settings.owners,
        alike=alike,
        sought=sought,
        days=told_days,
        rare=rare,
    )


def _whole(compared: Comparison) -> tuple[Finding | None, float | None, Figure]:
    """A week's or month's sales against the one before: its tree, the chance of mere noise, and the other figure."""
    if not compared.weights:
        return None, None, None
    now, then = compared.sides(measures("gmv"))
    finding = Tree("gmv", compared, provisional=False).finding(now, then)
    even = compared.evened
    far = None if even is None else even.reach(("gmv", None))
    before = then["gmv"]
    usual = None if before is None else cents(Decimal(str(before)), compared.history.currency)
    return finding, chance((None if far is None else far.p,), finding), usual


def _sales_first(tiles: Tiles, kpis: tuple[Kpi, ...]) -> tuple[Gap, ...]:
    """What is missing; where sales can't be told, what they lack comes first, for the sentence names it."""
    if not any(kpi.metric == "gmv" and kpi.value is None for kpi in kpis):
        return tiles.missing
    own = ask(tiles.books, Question(("gmv",), (), tiles.period)).missing
    return (*own, *(gap for gap in tiles.missing if gap not in own))


def _sales(kpi: Kpi, usual: Figure, p_noise: float | None) -> Kpi:
    """The sales tile with the verdict that `why` gives."""
    noise = None if p_noise is None else p_noise > ALPHA or kpi.value == usual
    return replace(kpi, usual=usual, noise=noise)


def _agreed(folder: ShopFolder, books: Engine, kpi: Kpi, period: Period) -> tuple[Kpi, Finding | None]:
    """A day's tile as `why` judges it, and the change taken apart: what that takes for chance is chance, what only that
    can judge is judged.
    """
    if kpi.noise is True or kpi.current is None or period.days > 1 or parts_of(kpi.metric)[0] in LATE:
        return kpi, None
    told = Why(folder, books, Asked(kpi.metric, period), period.last).verdict()
    return (kpi if told.p_noise is None else replace(kpi, noise=told.nothing)), told.finding


def _moved(
    compare: Compare, kpis: tuple[Kpi, ...], findings: tuple[Finding | None, Finding | None]
) -> tuple[Moved, ...]:
    """Sales taken apart two ways, and a profit that moved; nothing where there is nothing to compare with."""
    sales = next((kpi for kpi in kpis if kpi.metric == "gmv"), None)
    change = None if sales is None else change_of(sales.value, sales.usual, compare.currency)
    if change is None or not compare.like:
        return ()
    made = (tree(findings[0]), tree(findings[1], "profit"), listings(compare, change))
    return tuple(moved for moved in made if moved is not None)


def _one_metric(moved: tuple[Moved, ...], lever: OneMetric | None) -> str | None:
    """The factor that cost most that day, told from noise; else the one that releases most when it is brought back to
    where this shop has had it; else none.
    """
    for one in moved:
        if one.kind == "tree":
            lost = [driver for driver in one.drivers if driver.noise is False and driver.part < 0]
            if lost:
                return min(lost, key=lambda driver: driver.part).key
    return lever.winner.code if lever is not None and lever.winner is not None else None


def hand_over(
    folder: ShopFolder, todo: tuple[Action, ...], last: date, language: Language
) -> dict[str, Path]:
    """Write the file of every action; action id → path."""
    place = folder.path / "actions" / last.isoformat()
    texts = Texts(language)
    return {
        action.id: write_sheet(
            action.sheet, place, file_name(action.play, action.target.shop, action.target.ident), texts
        )
        for action in todo
        if action.sheet is not None
    }


def row_of(action: Action, last: date, files: Mapping[str, Path]) -> ActionRow:
    """The action as the journal keeps it."""
    impact = action.impact
    return ActionRow(
        id=action.id,
        play=action.play,
        target=f"{action.target.kind}:{action.target.ident}",
        shop=action.target.shop,
        proposed=last,
        impact=ImpactRow(impact.low, impact.mid, impact.high, impact.currency, impact.per),
        minutes=action.minutes,
        evidence=evidence(action),
        file=str(files[action.id]) if action.id in files else "",
        check_on=action.check_on,
        owner=action.role,
    )
