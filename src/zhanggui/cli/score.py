"""The verb `score`: every play against simulated shops of known truth, as one table."""

import re
from typing import TYPE_CHECKING

from zhanggui.cli.exits import Exit
from zhanggui.cli.screen import Screen
from zhanggui.cli.session import Session, WrongUse
from zhanggui.cli.upkeep import progress_bar

if TYPE_CHECKING:
    from zhanggui.app.scoring.table import Score

_SEEDS = re.compile(r"(\d+)(?:-(\d+))?")
PLAY_COLUMNS = (
    "due", "hit_rate", "found_rate", "others", "false_alarms_per_day", "decoy_alarms_per_day",
    "money_ratio", "coverage_80", "wrong_stage",
)  # fmt: skip
TOTAL_LINES = (
    "hit_rate", "covered_hit_rate", "false_alarms_per_day", "decoy_alarms_per_day", "money_ratio", "coverage_80",
    "top3_share", "top10_share", "circle_share", "shown_share", "rule_book_share",
)  # fmt: skip
_SHARES = {
    "hit_rate", "found_rate", "covered_hit_rate", "coverage_80", "wrong_stage", "top3_share", "top10_share",
    "circle_share", "shown_share", "rule_book_share",
}  # fmt: skip


def seeds(text: str) -> tuple[int, int]:
    """'3' or '1-4' as first and last seed; raises WrongUse."""
    found = _SEEDS.fullmatch(text.strip())
    first, last = (int(found[1]), int(found[2] or found[1])) if found else (1, 0)
    if first > last:
        raise WrongUse("bad_seeds", value=text)
    return first, last


def run_score(session: Session) -> Exit:
    """`score`: simulate, read, ask, count; a table for people, figures with --json, a page of docs/ with --page."""
    from zhanggui.app.score import score
    from zhanggui.app.scoring.page import page

    asked = seeds(session.options.seeds)
    with progress_bar() as tell:
        made = score(asked, quick=session.options.quick, progress=tell)
    if session.options.page is not None:
        session.options.page.write_text(page(made), encoding="utf-8")
    session.emit(made.as_dict(), lambda: draw(session, made))
    return Exit.DONE


def cell(name: str, value: float | str | None) -> str:
    """A figure as people read it; '—' where there is nothing to count."""
    if value is None:
        return "—"
    if name in _SHARES:
        return f"{value:.0%}"
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def draw(session: Session, made: "Score") -> None:
    """Plays, faults and the total."""
    view, say = Screen(session.phrases), session.say
    first, last = made.seeds
    grid = made.grid
    view.line(
        say("score.made", first=first, last=last, shops=grid.shops, listings=grid.listings, days=grid.days)
    )
    heads = [say("score.play"), *(say(f"score.{name}") for name in PLAY_COLUMNS)]
    rows = [
        [say(f"play.{one.play}.name"), *(cell(name, getattr(one, name)) for name in PLAY_COLUMNS)]
        for one in made.plays
    ]
    view.table(heads, rows, frozenset(range(1, len(heads))))
    heads = [
        say("score.fault"),
        say("score.stage"),
        *(say(f"score.{n}") for n in ("placed", "due", "found", "found_rate")),
    ]
    lines = [
        [one.fault, say(f"stage.{one.stage}"), str(one.placed), str(one.due), str(one.found), str(one.later)]
        for one in made.faults
    ]
    view.table(heads, lines, frozenset((2, 3, 4, 5)))
    totals = [[say(f"score.{name}"), cell(name, getattr(made.total, name))] for name in TOTAL_LINES]
    view.table([say("score.total"), ""], totals, frozenset((1,)))
    view.line(say("score.note"), "dim")
