"""The verbs that read files and books: each calls one use case and prints what comes back."""

import sys
from collections.abc import Sequence
from datetime import datetime, time
from getpass import getuser
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from zhanggui.cli import documents
from zhanggui.cli.exits import Exit
from zhanggui.cli.screen import Screen
from zhanggui.cli.session import Session, WrongUse
from zhanggui.reports.briefing import Briefing, Missing, ReadFile
from zhanggui.store.folder import ShopFolder

if TYPE_CHECKING:  # loading and status do without
    from zhanggui.metrics.question import Missing as Lacking

# Tables with a row for every day of trade: a day without one is a gap. Others are snapshots or events.
DAILY = frozenset({"order_line", "traffic_shop", "traffic_listing", "traffic_source", "ad"})


def screen(session: Session) -> Screen:
    """A terminal in the session's language."""
    return Screen(session.phrases)


def outcome(read: Sequence[ReadFile]) -> Exit:
    """Exit code of a load: nothing is done where every file is in the books already or has no usable row."""
    if not any(one.kept for one in read) or all(one.status in {"same", "aside"} for one in read):
        return Exit.NOTHING
    return Exit.REFUSED if _lost(read) else Exit.DONE


def read_files(session: Session, folder: ShopFolder, paths: Sequence[Path]) -> tuple[ReadFile, ...]:
    """Load ``paths`` with progress on standard error, where a person watches."""
    from rich.console import Console
    from rich.progress import Progress

    from zhanggui.app.load import Options, load

    asked = session.options
    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("", total=None)

        def progress(file: str, number: int, of: int) -> None:
            bar.update(task, description=session.say("load.reading", file=file), completed=number, total=of)

        options = Options(
            now=session.now,
            owner=f"zhanggui {asked.verb} ({getuser()})",
            shop=asked.shop_key,
            map_file=asked.map_file,
            day=session.day(asked.day),
            date_order=asked.dates,
            progress=progress,
            waiting=lambda holder: session.warn(session.say("load.waiting", who=holder.owner)),
        )
        return load(folder, paths, options)


def run_load(session: Session) -> Exit:
    """`load`: files into the books."""
    read = read_files(session, session.folder(create=True), session.options.paths)
    if not read:
        session.warn(session.say("load.none"))
    session.emit({"files": documents.files(read)}, lambda: screen(session).files(read))
    return outcome(read)


def run_today(session: Session) -> Exit:
    """`today`: read what is new, then say what to know and do."""
    from dataclasses import replace

    from zhanggui.app.beyond import BeyondBooksError
    from zhanggui.app.today import briefing

    paths = session.options.paths
    folder = session.folder(create=bool(paths))
    read = read_files(session, folder, paths) if paths else ()
    # The journal is slow to import and needed last: it is while the engine reads the books.
    Thread(target=import_module, args=("zhanggui.store.journal",), daemon=True).start()
    try:
        made = briefing(folder, "day", session.day(session.options.date), session.now, session.language)
    except BeyondBooksError as beyond:
        return _beyond(session, beyond.missing, read)
    if made is not None:
        made = replace(made, read=read)
    return _show(session, made, read)


def _beyond(session: Session, far: "Lacking", read: Sequence[ReadFile]) -> Exit:
    """A day or period that the books do not reach: where they begin or end, and nothing to do."""
    gap = Missing(far.code, dict(far.params))
    return _nothing(session, session.phrases.missing(gap), gap, read)


def _nothing(session: Session, sentence: str, gap: Missing, read: Sequence[ReadFile]) -> Exit:
    """A briefing without figures: one sentence, and what is missing."""
    text = session.phrases.missing(gap)
    empty = {
        "sentence": sentence, "one_metric": None, "kpis": [], "actions": [], "left_out": [],
        "missing": [{"code": gap.code, "text": text, **gap.values}],
        "files": documents.files(read),
    }  # fmt: skip

    def tell() -> None:
        if read:
            screen(session).files(read)
        screen(session).line(sentence)
        if gap.code == "no_orders":
            screen(session).line(session.say("next.load", command=session.command), "dim")

    session.emit(empty, tell)
    return Exit.REFUSED if _lost(read) else Exit.NOTHING


def _lost(read: Sequence[ReadFile]) -> bool:
    return any(one.status == "refused" or one.refused for one in read)


def _show(session: Session, made: Briefing | None, read: Sequence[ReadFile]) -> Exit:
    if made is None:
        return _nothing(session, session.say("sentence.no_sales"), Missing("no_orders", {}), read)

    def draw() -> None:
        if read:
            screen(session).files(read)
        everything = getattr(session.options, "everything", False)
        screen(session).briefing(made, everything=everything, command=session.command)

    session.emit(documents.briefing(made, session.phrases), draw)
    return Exit.REFUSED if _lost(read) else Exit.DONE


def run_report(session: Session) -> Exit:
    """`report`: the same for a day, week or month; as a page or workbook where asked."""
    from zhanggui.app.beyond import BeyondBooksError
    from zhanggui.app.today import briefing

    asked = session.options
    try:
        made = briefing(
            session.folder(), asked.period, session.day(asked.date), session.now, session.language
        )
    except BeyondBooksError as beyond:
        return _beyond(session, beyond.missing, ())
    if made is None:
        return _show(session, None, ())
    if asked.html is not None:
        from zhanggui.reports.page import page

        asked.html.parent.mkdir(parents=True, exist_ok=True)
        asked.html.write_text(page(made, session.phrases, session.command), encoding="utf-8")
        session.warn(str(asked.html))
    if asked.xlsx is not None:
        from zhanggui.reports.workbook import workbook

        asked.xlsx.parent.mkdir(parents=True, exist_ok=True)
        workbook(made, session.phrases, asked.xlsx)
        session.warn(str(asked.xlsx))
    session.emit(
        documents.briefing(made, session.phrases),
        lambda: screen(session).briefing(made, command=session.command),
    )
    return Exit.DONE


def run_status(session: Session) -> Exit:
    """`status`: what the books hold."""
    from zhanggui.app.status import status

    held = status(session.folder())

    def draw() -> None:
        view = screen(session)
        if not held.coverage:
            view.line(session.say("status.empty"))
            return
        heads = [session.say(f"heading.{key}") for key in ("shop", "table", "rows", "first", "last", "gaps")]
        rows = [
            (
                " ".join(dict.fromkeys((one.shop, session.phrases.shop(one.shop)))) or "*",
                session.table(one.table),
                f"{one.rows:,}",
                str(one.first or ""),
                str(one.last or ""),
                f"{len(one.missing)}" if one.missing and one.table in DAILY else "",
            )
            for one in held.coverage
        ]
        view.table(heads, rows, frozenset({2, 5}))

    session.emit(documents.status(held), draw)
    return Exit.DONE if held.coverage else Exit.NOTHING


def _mark(session: Session, state: str) -> Exit:
    from zhanggui.app.done import mark, usual_time
    from zhanggui.store.journal import UnknownActionError

    on = session.day(session.options.on)
    folder = session.folder()
    told = session.now if on is None else datetime.combine(on, time(12))
    when = usual_time(folder, session.options.id, told) if on is None else told
    try:
        row = mark(folder, session.options.id, state, when, session.options.note)
    except UnknownActionError as error:
        raise WrongUse("unknown_action", id=session.options.id) from error
    name = session.say(f"play.{row.play}.name")
    text = session.say(
        "done.done" if state == "done" else "done.skip",
        title=f"{name} {row.evidence.get('ident', '')}",
        day=row.due,
        command=session.command,
    )
    if when != told:
        text += session.say("done.on_list_day", on=when.date())
    session.emit(
        {"id": row.id, "state": row.state, "check_on": row.due.isoformat() if row.due else None},
        lambda: screen(session).line(text),
    )
    return Exit.DONE


def run_done(session: Session) -> Exit:
    """`done`: a proposal was carried out."""
    return _mark(session, "done")


def run_skip(session: Session) -> Exit:
    """`skip`: a proposal will not be carried out."""
    return _mark(session, "skipped")


def run_check(session: Session) -> Exit:
    """`check`: forecast beside realised."""
    from zhanggui.app.check import check

    told = check(session.folder(), session.day(session.options.date) or session.today)

    def draw() -> None:
        view = screen(session)
        if not told:
            view.line(session.say("check.empty", command=session.command))
            return
        view.outcomes(told, told)
        view.line(session.say("method.before_after"), "dim")

    session.emit(
        {"checked": [documents.outcome(one) for one in told], "record": documents.record(told)}, draw
    )
    return Exit.DONE if told else Exit.NOTHING
