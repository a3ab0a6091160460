"""The verbs around the books: templates, maps, undo, rebuild, and the simulated shop."""

import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from getpass import getuser
from pathlib import Path
from typing import TYPE_CHECKING

from rich.markup import escape

from zhanggui.cli.exits import Exit
from zhanggui.cli.screen import Screen
from zhanggui.cli.session import Session, WrongUse
from zhanggui.reports import order_rows
from zhanggui.store.lock import Holder

if TYPE_CHECKING:
    from zhanggui.app.simulate import Wish
    from zhanggui.readers.mapping import Draft


def _owner(session: Session) -> str:
    return f"zhanggui {session.options.verb} ({getuser()})"


def _waiting(session: Session) -> Callable[[Holder], None]:
    return lambda holder: session.warn(session.say("load.waiting", who=holder.owner))


def run_template(session: Session) -> Exit:
    """`template`: a workbook to fill in, or the list of all."""
    from zhanggui.app.upkeep import names, template, template_titles

    view = Screen(session.phrases)
    name = session.options.name
    if name is None:
        titles = template_titles(session.language)
        heads = [session.say("field.name"), session.say("heading.template")]
        session.emit({"templates": list(names())}, lambda: view.table(heads, [*titles.items()]))
        return Exit.DONE
    path = session.options.out or Path(f"{name}.xlsx")
    try:
        template(name, session.language, path)
    except KeyError as error:
        raise WrongUse("unknown_template", name=name, near=", ".join(names())) from error
    session.emit({"file": str(path)}, lambda: view.line(session.say("template.written", path=path)))
    return Exit.DONE


def run_map(session: Session) -> Exit:
    """`map`: teach it a file that it does not know."""
    from zhanggui.app.mapping import assumptions, propose_map, save_map
    from zhanggui.model.issue import Issue

    folder = session.folder(create=True)
    draft = propose_map(folder, session.options.file, session.today)
    view = Screen(session.phrases)
    if isinstance(draft, Issue):
        text = f"{draft.file}: {session.phrases.issue(draft)}"
        session.emit(
            {"error": {"code": draft.code, "message": text, "nearest": None}}, lambda: session.warn(text)
        )
        return Exit.WRONG
    saved = None if session.options.dry_run else save_map(folder, draft, session.options.out)
    assumed = assumptions(draft)

    def draw() -> None:
        view.line(f"{session.say('map.proposed')}: {session.table(draft.table)}", "bold")
        heads = [session.say("heading.column"), "→", "%", session.say("heading.found")]
        once = session.say("map.per_order")
        words = session.phrases
        rows = [
            (
                escape(g.header),
                f"{order_rows.field(words, g.column)}{once if g.once else ''}" if g.column else "—",
                f"{g.confidence:.0%}" if g.column else "",
                _previewed(session, g.column, g.example),
            )
            for g in draft.guesses
        ]
        view.table(heads, rows, frozenset({2}))
        if draft.rows:
            shown = [
                [_previewed(session, name, cell) for name, cell in zip(draft.columns, row, strict=True)]
                for row in draft.rows
            ]
            view.table([order_rows.field(words, name) for name in draft.columns], shown)
        if assumed:
            view.line(session.say("assumed.heading"))
        for code, header in assumed:
            view.item(session.say(f"assumed.{code}", header=header))
        if saved is not None:
            named = (f"{order_rows.field(words, name)} ({name})" for name in draft.missing)
            lacking = session.say("why.comma").join(named)
            said = (
                session.say("map.lacks", path=saved, columns=lacking)
                if lacking
                else session.say("map.written", path=saved)
            )
            view.line(said)

    session.emit(_map_document(draft, saved, [code for code, _ in assumed]), draw)
    return Exit.REFUSED if draft.missing else Exit.DONE


def _map_document(draft: "Draft", saved: Path | None, assumed: list[str]) -> dict[str, object]:
    """The proposal as JSON holds it."""
    return {
        "table": draft.table,
        "file": None if saved is None else str(saved),
        "columns": [
            {
                "header": guess.header,
                "column": guess.column or None,
                "type": guess.type,
                "confidence": guess.confidence,
                "example": guess.example,
                "per": "order" if guess.once else None,
            }
            for guess in draft.guesses
        ],
        "missing": list(draft.missing),
        "assumed": assumed,
        "toml": draft.toml,
    }


def _previewed(session: Session, name: str, value: object) -> str:
    """A cell of the preview; a buyer's code says nothing to anybody."""
    if name == "buyer" and value:
        return session.say("assumed.hidden")
    return escape(order_rows.cell(session.phrases, name, value))


def run_undo(session: Session) -> Exit:
    """`undo`: take back the last load."""
    from zhanggui.app.upkeep import undo
    from zhanggui.store.refusals import NothingToUndoError

    try:
        taken = undo(session.folder(), _owner(session), _waiting(session))
    except NothingToUndoError:
        session.emit({"files": []}, lambda: None)
        session.warn(session.say("error.nothing_to_undo"))
        return Exit.NOTHING
    files = [{"file": one.file, "load": one.load, "kept": one.kept} for one in taken]
    session.emit(
        {"files": files}, lambda: Screen(session.phrases).line(session.say("undo.done", n=len(taken)))
    )
    return Exit.DONE


def run_rebuild(session: Session) -> Exit:
    """`rebuild`: the books again, from the archive."""
    from zhanggui.app.upkeep import rebuild

    many = rebuild(session.folder(), _owner(session), _waiting(session))
    session.emit({"files": many}, lambda: Screen(session.phrases).line(session.say("rebuild.done", n=many)))
    return Exit.DONE if many else Exit.NOTHING


@contextmanager
def progress_bar() -> Iterator[Callable[[str, int, int], None]]:
    """A bar on standard error, where a person watches."""
    from rich.console import Console
    from rich.progress import Progress, TaskID

    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        tasks: dict[str, TaskID] = {}

        def tell(what: str, done: int, of: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=of)
            bar.update(tasks[what], completed=done, total=of)

        yield tell


def run_simulate(session: Session) -> Exit:
    """`simulate`: a shop of known truth."""
    from zhanggui.app.simulate import Wish, simulate

    asked = session.options
    wish = Wish(
        out=asked.out,
        seed=asked.seed,
        preset=asked.preset,
        shops=asked.shops,
        days=asked.days,
        listings=asked.listings,
        faults=asked.faults or "",
        decoys=asked.decoys or "",
        platforms=asked.platforms or "",
    )
    try:
        with progress_bar() as tell:
            made = simulate(wish, tell)
    except ValueError as error:
        raise _unmade(wish, str(error)) from error
    document = {"out": str(made.out), "files": made.files, "bytes": made.size, "truth": made.truth}
    session.emit(document, lambda: Screen(session.phrases).line(session.say("demo.written", path=made.out)))
    return Exit.DONE


def _unmade(wish: "Wish", told: str) -> WrongUse:
    """Why a shop so wished for can't be made: too small, or names that are not known."""
    least = {"shops": (wish.shops, 1), "days": (wish.days, 14), "listings": (wish.listings, 10)}
    if any(asked is not None and asked < number for asked, number in least.values()):
        return WrongUse("too_small", **{name: number for name, (_, number) in least.items()})
    left, _, right = told.partition(": ")
    strange, known = (right, "") if left.startswith("unknown ") else (left, right)
    return WrongUse("unknown_wish", name=strange, near=known or None)


def run_demo(session: Session) -> Exit:
    """`demo`: simulate a shop, read its files, say what to do, and write the page."""
    from zhanggui.app.simulate import Wish, simulate
    from zhanggui.app.today import briefing
    from zhanggui.cli.verbs import read_files
    from zhanggui.reports.page import page

    out = session.options.out
    downloads, shop = out / "downloads", out / "shop"
    with progress_bar() as tell:
        simulate(Wish(downloads, session.options.seed, "demo"), tell)
    (downloads / "truth.json").replace(out / "truth.json")
    session.warn(session.say("demo.written", path=downloads))
    plain = Namespace(**{**vars(session.options), "shop": shop})
    plain.shop_key = plain.map_file = plain.day = plain.dates = None
    there = replace(session, options=plain)
    folder = there.folder(create=True)
    read = read_files(there, folder, [downloads])
    made = briefing(folder, "day", None, session.now, session.language)
    if made is None:
        session.warn(session.say("sentence.no_sales"))
        return Exit.NOTHING
    made = replace(made, read=read)
    html = out / "today.html"
    html.write_text(page(made, session.phrases, f"zhanggui --shop {shop}"), encoding="utf-8")
    view = Screen(session.phrases)
    view.files(read)
    view.briefing(made, command=f"zhanggui --shop {shop}")
    view.line(session.say("demo.next", shop=shop, html=html))
    return Exit.DONE
