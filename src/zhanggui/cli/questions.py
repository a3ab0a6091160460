"""The verbs that ask: figures, and what they mean."""

import re
import sys
from collections.abc import Sequence

from zhanggui.app import define
from zhanggui.app.beyond import BEYOND, FAR
from zhanggui.app.kpi import USUAL, USUAL_BESIDE, Ranking, Sheet, document, nearest, plain_key, sheet
from zhanggui.cli import asked
from zhanggui.cli.exits import Exit
from zhanggui.cli.screen import Screen
from zhanggui.cli.session import Session, WrongUse
from zhanggui.metrics.catalogue import CATALOGUE
from zhanggui.metrics.dimensions import DIMENSIONS
from zhanggui.metrics.kinds import Unit
from zhanggui.metrics.lineage import lineage
from zhanggui.metrics.query import Key, Where
from zhanggui.metrics.question import Answer, Question, Refusal
from zhanggui.metrics.wrong import Caution
from zhanggui.model.period import Period, month, week
from zhanggui.reports.briefing import Missing


def _names(session: Session) -> tuple[str, ...]:
    """The figures that ``--metrics`` names; none where it is not given."""
    words = [name.strip() for name in re.split("[,，、]", session.options.metrics or "") if name.strip()]
    return tuple(dict.fromkeys(asked.metric(session, word) or word for word in words))


def _period(session: Session) -> Period | None:
    first, last = session.day(session.options.first), session.day(session.options.last)
    if first is None and last is None:
        return None
    if first is not None and last is not None and first > last:
        raise WrongUse("period_order", first=first, last=last)
    return Period(first or FAR[0], last or FAR[1])


def _where(session: Session) -> tuple[Where, ...]:
    out = []
    for text in session.options.where:
        dim, sign, values = text.partition("=")
        if not sign or not dim:
            raise WrongUse("bad_where", value=text)
        name = asked.filtered(session, dim.strip())
        keys: tuple[Key, ...] = tuple(_typed(session, name, value.strip()) for value in values.split(","))
        out.append(Where(name, keys))
    return tuple(out)


def _typed(session: Session, dim: str, value: str) -> Key:
    if dim in {"day", "week", "month"}:
        named = session.month(value) if dim == "month" else None
        when = session.day(value) if named is None else named.first
        return when if when is None or dim == "day" else (week if dim == "week" else month)(when).first
    return int(value) if dim in {"hour", "weekday", "stars"} and value.isdigit() else value


def _ranking(session: Session, names: tuple[str, ...]) -> Ranking | None:
    """What ``--top``, ``--bottom`` and ``--sort`` ask for. Raises WrongUse."""
    options = session.options
    if options.top is None and options.bottom is None and options.sort is None:
        return None
    if options.top is not None and options.bottom is not None:
        raise WrongUse("top_and_bottom")
    count = options.top if options.bottom is None else options.bottom
    if count is not None and count < 1:
        raise WrongUse("bad_count", value=count)
    metric = asked.metric(session, options.sort) if options.sort else ""
    if metric is None or (metric and metric not in (names or USUAL + USUAL_BESIDE)):
        raise WrongUse("bad_sort", value=options.sort)
    return Ranking(metric, sys.maxsize if count is None else count, smallest=options.bottom is not None)


def run_kpi(session: Session) -> Exit:
    """`kpi`: figures."""
    folder = session.folder()
    currency = session.options.currency or folder.settings.reporting
    names = _names(session)
    ranking = _ranking(session, names)
    question = Question(
        names,
        asked.dimensions(session),
        _period(session),
        _where(session),
        currency,
        converted=bool(session.options.currency),
    )
    shown = sheet(folder, question, session.day(session.options.as_of), ranking)
    answer = shown.answer
    if answer.refused and not answer.cells:
        return _refused(session, answer.refused[0])
    far = [gap for gap in answer.missing if gap.code in BEYOND]
    if far:
        told = session.phrases.missing(Missing(far[0].code, dict(far[0].params)))
        session.emit(document(shown), lambda: Screen(session.phrases).line(told))
        return Exit.NOTHING
    session.emit(document(shown), lambda: _show(session, shown))
    return (
        Exit.REFUSED
        if answer.refused and session.options.metrics
        else Exit.DONE
        if len(answer)
        else Exit.NOTHING
    )


def _refused(session: Session, refusal: Refusal) -> Exit:
    sentence = refusal_text(session, refusal)
    near = nearest(refusal) or refusal.params.get("nearest") or None
    if session.options.json:
        error = {"code": refusal.code, "message": sentence, "nearest": near}
        session.emit({"error": error}, lambda: None)
    else:
        session.warn(sentence)
    return Exit.WRONG


def refusal_text(session: Session, refusal: Refusal) -> str:
    """Why a question has no true answer, and what to ask instead."""
    values: dict[str, object] = {key: _named(session, value) for key, value in refusal.params.items()}
    key = f"refused.{refusal.code}"
    if refusal.code == "unknown_value":
        return session.say(key if refusal.params["known"] else f"{key}_bare", **values)
    near = nearest(refusal) or values.get("nearest")
    if not near and session.phrases.texts.has(f"{key}_bare"):
        return session.say(f"{key}_bare", **values)
    return session.say(key, **{**values, "nearest": near or "—"})


def _named(session: Session, word: str) -> str:
    """A metric's or dimension's name for people."""
    if word in CATALOGUE:
        return f"{CATALOGUE[word].title[session.language]} ({word})"
    if word in DIMENSIONS:
        return DIMENSIONS[word].zh if session.language == "zh" else DIMENSIONS[word].en
    return word


def _show(session: Session, shown: Sheet) -> None:
    view, answer = Screen(session.phrases), shown.answer
    money = any(CATALOGUE[name].unit is Unit.MONEY for name in answer.cells)
    heads = [
        *(_named(session, dim) for dim in answer.keys),
        *(session.say("heading.title") for _ in shown.titles),
    ]
    words = len(heads)
    heads += [CATALOGUE[name].title[session.language] for name in answer.cells]
    rows = []
    for at in range(len(answer)):
        cells = [_key(session, dim, keys[at]) for dim, keys in answer.keys.items()]
        cells += [titles[at] for titles in shown.titles.values()]
        cells += [_figure(session, answer, name, at) for name in answer.cells]
        rows.append([*cells, "*" if answer.provisional[at] else ""])
    view.table([*heads, ""], rows, frozenset(range(words, len(heads))))
    if shown.left:
        view.line(session.say("kpi.left", count=shown.left), "dim")
    for refusal in answer.refused:
        view.line(refusal_text(session, refusal), "yellow")
    for gap in answer.missing:
        view.item(session.phrases.missing(Missing(gap.code, dict(gap.params))))
    if any(answer.provisional):
        view.line(f"* {session.say('kpi.provisional')}", "dim")
    if not money and not answer.cells:
        view.line(session.say("error.no_days"))


def _key(session: Session, dim: str, value: Key) -> str:
    if value == "":
        return session.say("why.unstated")
    if dim == "shop" and isinstance(value, str):
        return session.phrases.shop(value)
    return "—" if value is None else str(plain_key(value))


def _figure(session: Session, answer: Answer, name: str, at: int) -> str:
    unit = CATALOGUE[name].unit
    value, style = answer.cells[name][at], session.phrases.style
    if unit is Unit.MONEY:
        return style.money(value, answer.currencies[at] or "", short=False)
    if unit is Unit.SHARE:
        return style.share(value)
    return style.count(value, short=False) if unit is Unit.COUNT else style.ratio(value)


def run_define(session: Session) -> Exit:
    """`define`: one metric, a formula of the user's own, or the list of all."""
    if not session.options.metric:
        return _list(session)
    name = define.resolve(session.options.metric)
    own = define.formula(session.options.metric) if name is None else None
    if own is not None:
        return _formula(session, own)
    name = asked.metric(session, session.options.metric)
    if name is None:
        raise asked.unknown_metric(session, session.options.metric)
    shown = define.document(CATALOGUE[name], session.language)
    session.emit(shown, lambda: _define(session, name))
    return Exit.DONE


def _formula(session: Session, own: define.Formula) -> Exit:
    """What a formula is computed from, and what speaks against it."""
    if own.unknown:
        raise asked.unknown_metric(session, own.unknown[0])
    against = [(one.code, session.say(f"caution.{one.code}", **_shown(session, one))) for one in own.cautions]

    def draw() -> None:
        view = Screen(session.phrases)
        view.line(f"{session.say('heading.formula')}: {own.text}", "bold")
        _items(view, session.say("heading.lineage"), [_named(session, name) for name in own.measures])
        for _, sentence in against or [("", session.say("caution.none"))]:
            view.line(sentence)

    cautions = [{"code": code, "text": text} for code, text in against]
    session.emit({"formula": own.text, "lineage": sorted(own.measures), "cautions": cautions}, draw)
    return Exit.DONE


def _shown(session: Session, caution: Caution) -> dict[str, str]:
    """The parts of a caution in words."""
    differs = caution.params.get("differs", "")

    def word(name: str, text: str) -> str:
        if name not in {"left_value", "right_value"}:
            return _named(session, text)
        key = f"time.{text}" if differs == "time" else f"basis_of.{differs}_{text}"
        return session.say(key) if session.phrases.texts.has(key) else f"{differs} {text or '-'}"

    return {name: word(name, text) for name, text in caution.params.items()}


def _list(session: Session) -> Exit:
    entries = [define.document(one, session.language) for one in CATALOGUE.values()]

    def draw() -> None:
        view = Screen(session.phrases)
        heads = ["", session.say("heading.metric"), session.say("heading.kind")]
        rows = [
            (one.name, one.title[session.language], session.say(f"kind.{one.kind.value}"))
            for one in CATALOGUE.values()
        ]
        view.table(heads, rows)

    session.emit({"metrics": entries}, draw)
    return Exit.DONE


def _define(session: Session, name: str) -> None:
    view = Screen(session.phrases)
    one = CATALOGUE[name]
    view.line(f"{one.title[session.language]} ({name})", "bold")
    view.line(one.meaning[session.language])
    view.line(f"{session.say('heading.kind')}: {session.say(f'kind.{one.kind.value}')}")
    view.line(f"{session.say('heading.counted_on')}: {session.say(f'time.{one.basis.time}')}")
    parts = {"refunds": one.basis.refunds, "shipping": one.basis.shipping, "tax": one.basis.tax}
    basis = [session.say(f"basis_of.{key}_{value}") for key, value in parts.items() if value]
    _items(view, session.say("heading.basis"), basis)
    made = lineage(name)
    view.line(f"{session.say('heading.formula')}: {made.formula}")
    if one.formula:
        _items(view, session.say("heading.lineage"), [_named(session, part) for part in made.measures])
    _items(view, session.say("heading.table"), [session.table(table) for table in made.tables])
    above = [CATALOGUE[node].title[session.language] for node in define.above(name)]
    if len(above) > 1:
        view.line(f"{session.say('heading.above')}: {' > '.join(above)}")
    _items(view, session.say("heading.split"), [asked.plainly(session, dim) for dim in made.dimensions])
    if one.known_as:
        view.line(
            f"{session.say('heading.also')}: " + "; ".join(f"{p}: {n}" for p, n in one.known_as.items())
        )
    if one.traps:
        view.line(session.say("heading.traps"), "bold")
        for trap in one.traps:
            view.item(trap[0 if session.language == "zh" else 1])


def _items(view: Screen, head: str, items: object) -> None:
    if isinstance(items, Sequence) and not isinstance(items, str) and items:
        view.line(f"{head}: " + ", ".join(str(item) for item in items))
