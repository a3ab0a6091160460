"""`why`: the answer in the terminal, as JSON, and as a one-file page."""

import re
from datetime import date
from decimal import Decimal

from rich.markup import escape

from zhanggui.app.beyond import BeyondBooksError
from zhanggui.app.where.bands import BAND
from zhanggui.app.why import Asked, why
from zhanggui.cli import asked
from zhanggui.cli.exits import Exit
from zhanggui.cli.screen import Screen
from zhanggui.cli.session import Session, WrongUse
from zhanggui.diagnosis.baseline import Against
from zhanggui.model.period import Period
from zhanggui.reports import order_rows
from zhanggui.reports.briefing import Missing
from zhanggui.reports.explained import Explained, Mixture, Place
from zhanggui.reports.explanation import Explanation
from zhanggui.reports.parted import Parted
from zhanggui.reports.why_page import why_page

LATELY = re.compile(r"(?:last|近|最近)?\s*(\d{1,3})\s*(?:d|days?|天|日)?")


def run_why(session: Session) -> Exit:
    """Explain a metric's change."""
    question = _asked(session)
    try:
        told = why(session.folder(), question, session.today)
    except BeyondBooksError as beyond:
        gap = Missing(beyond.missing.code, dict(beyond.missing.params))
        return _nothing(session, question, gap, session.phrases.missing(gap))
    if told is None:
        return _nothing(session, question, Missing("no_orders"), session.say("sentence.no_sales"))
    shown = Explanation(told, session.phrases)
    if session.options.html is not None:
        session.options.html.parent.mkdir(parents=True, exist_ok=True)
        session.options.html.write_text(why_page(shown), encoding="utf-8")
        session.warn(str(session.options.html))
    session.emit(_document(shown), lambda: _draw(session, shown))
    return Exit.DONE


def _nothing(session: Session, question: Asked, gap: Missing, sentence: str) -> Exit:
    """No figures to explain: one sentence says why."""
    empty = {
        "sentence": sentence, "metric": question.metric, "value": None, "usual": None, "change": None, "drivers": [],
        "places": [], "missing": [{"code": gap.code, **gap.values}],
    }  # fmt: skip
    session.emit(empty, lambda: Screen(session.phrases).line(sentence))
    return Exit.NOTHING


def _asked(session: Session) -> Asked:
    options = session.options
    metric = asked.metric(session, options.metric)
    if metric is None:
        raise asked.unknown_metric(session, options.metric)
    by = asked.dimensions(session, (BAND,))
    against = None
    if options.against is not None:
        kinds = {kind.value: kind for kind in Against}
        if options.against not in kinds:
            known = asked.listed(session, (f"{kind} ({session.say(f'baseline.{kind}')})" for kind in kinds))
            raise WrongUse("bad_against", value=options.against, names=known)
        against = kinds[options.against]
    lately = _lately(session)
    return Asked(metric, None if lately else _period(session), against, by, lately or 1)


def _lately(session: Session) -> int:
    """The number of last days that --period names: 7, 7d, 近7天; 0 where it names none."""
    written = LATELY.fullmatch((session.options.period or "").strip().lower())
    return int(written[1]) if written else 0


def _period(session: Session) -> Period | None:
    text = session.options.period
    if text is None:
        return None
    first, _, last = text.partition("..")
    named = session.month(first)
    if not last and named is not None:
        return named
    try:
        start = session.day(first)
        end = session.day(last) if last else start
    except WrongUse as error:
        raise WrongUse("bad_period", value=text) from error
    try:
        return Period(start or date.min, end or date.max)
    except ValueError as error:
        raise WrongUse("period_order", first=start, last=end) from error


def _number(value: Decimal | float | None) -> str | float | None:
    return f"{value:.2f}" if isinstance(value, Decimal) else value


def _document(shown: Explanation) -> dict[str, object]:
    told: Explained = shown.told
    finding, lever = told.finding, told.lever
    return {
        "sentence": shown.headline(),
        "metric": told.metric,
        "from": told.period.first.isoformat(),
        "to": told.period.last.isoformat(),
        "asked": None
        if told.asked is None
        else {"from": told.asked.first.isoformat(), "to": told.asked.last.isoformat()},
        "against": {"code": told.against.value, "days": [day.isoformat() for day in told.days]},
        "value": _number(told.value),
        "usual": _number(told.usual),
        "change": _number(told.change),
        "currency": told.currency if told.unit == "money" else None,
        "range": [told.low, told.high],
        "p_noise": told.p_noise,
        "nothing": told.nothing,
        "event": told.event or None,
        "provisional": told.provisional,
        "so_far": _number(told.so_far),
        "alike": list(told.alike),
        "sought": told.sought,
        "plan_of_usual": told.asks,
        "harmless": told.harmless,
        "drivers": [
            {
                "code": driver.code,
                "effect": driver.effect.value,
                "change": _number(driver.change),
                "low": _number(driver.low),
                "high": _number(driver.high),
                "p_noise": driver.p_noise,
            }
            for driver in (finding.drivers if finding else ())
        ],
        "unknown": list(finding.unknown) if finding else [],
        "mixture": None if told.mixture is None else _mixture(told.mixture),
        "places": [_place(shown, place) for place in told.places],
        "hidden": None if told.hidden is None else _place(shown, told.hidden),
        "one_metric": None
        if lever is None or lever.winner is None
        else {
            "metric": lever.winner.code,
            "current": lever.winner.current,
            "attainable": lever.winner.attainable,
            "money": {
                "low": lever.winner.money.low,
                "mid": lever.winner.money.mid,
                "high": lever.winner.money.high,
            },
            "runner_up": lever.runner_up.code if lever.runner_up else None,
            "lead": lever.lead,
        },
        "missing": [{"code": gap.code, **gap.values} for gap in told.missing],
    }


def _mixture(mixture: Mixture) -> dict[str, object]:
    return {
        "by": mixture.dim,
        "change": mixture.change,
        "parts": [
            {
                "value": part.value,
                "label": part.label,
                "rate": list(part.rates),
                "weight": list(part.weights),
                **{effect.value: change for effect, change in part.effects.items()},
                "p_noise": part.p_noise,
            }
            for part in mixture.parts
        ],
    }


def _place(shown: Explanation, place: Place) -> dict[str, object]:
    return {
        "where": {dim: value for dim, value, _ in place.where},
        "name": shown.place(place),
        "kind": "new"
        if place.expected == 0 and place.actual
        else "gone"
        if place.actual == 0 and place.expected
        else None,
        "actual": place.actual,
        "expected": place.expected,
        "change": place.change,
        "share": place.share,
        "p_noise": place.p_noise,
        "sure": place.sure,
        "lately": None
        if place.lately is None
        else dict(zip(("actual", "expected"), place.lately, strict=True)),
    }


def _draw(session: Session, shown: Explanation) -> None:
    view, told = Screen(session.phrases), shown.told
    view.line(shown.headline(), "bold")
    for line in shown.lever():
        view.line(line)
    if told.finding is not None and told.finding.drivers:
        view.title(shown.made_of())
        rows = [
            (part.name, part.before, part.after, part.part, part.span, part.noise) for part in shown.parts()
        ]
        rows.append((session.say("heading.total"), "", "", shown.signed(told.finding.change), "", ""))
        heads = [session.say(f"why.{key}") for key in ("before", "now", "interval")]
        heads = [session.say("heading.driver"), *heads[:2], session.say("heading.part"), heads[2]]
        view.table([*heads, session.say("heading.noise")], rows, frozenset({1, 2, 3, 4}))
    if told.mixture is not None:
        parted = Parted(told, shown.phrases, told.mixture)
        view.title(parted.title())
        view.table(parted.heads(), parted.rows(), frozenset(range(1, 9)))
    if told.places:
        view.title(shown.places_title())
        heads = [session.say(f"why.{key}") for key in ("where", "expected", "actual")]
        heads += [session.say("why.moved"), *([session.say("why.share")] if shown.shares else [])]
        heads.append(session.say("heading.noise"))
        found = [
            (
                shown.named(place),
                *shown.held(place),
                *([shown.share(place)] if shown.shares else []),
                shown.verdict(place),
            )
            for place in told.places
        ]
        view.table(heads, found, frozenset({1, 2, 3, 4}))
    if told.proof is not None and told.proof.rows and not told.nothing:
        view.title(session.say("why.rows"))
        found_rows = [[escape(cell) for cell in row] for row in order_rows.rows(told.proof, session.phrases)]
        right = order_rows.numbers(told.proof.columns)
        view.table(order_rows.heads(told.proof, session.phrases), found_rows, right)
    for note in (*shown.notes(), *shown.missing()):
        view.line(f"· {note}", "dim")
