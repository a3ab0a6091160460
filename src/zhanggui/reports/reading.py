"""What is told of files that were read: what is wrong in them, and those without a table together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from zhanggui.model.issue import NOTICE, Issue
from zhanggui.reports.briefing import ReadFile
from zhanggui.reports.phrases import Phrases

NAMED = 3  # files that are named where several are told together
TOLD_APART = frozenset({"same_file", "not_looked_at"})  # in a line of their own


@dataclass(frozen=True, slots=True)
class Problem:
    """One line: where (``row`` is '' for the file as a whole), what is wrong and what to do, what stood there."""

    file: str
    row: str
    column: str
    text: str
    found: str


def problems(read: Sequence[ReadFile], phrases: Phrases, *, noted: bool) -> list[Problem]:
    """What could not be read; or, ``noted``, what was read with something to know.

    Files without a table (notes, drafts) come last, in one line: they must not hide an export that failed.
    """
    told = [
        issue
        for one in read
        for issue in one.issues
        if issue.code not in TOLD_APART and (issue.level == NOTICE) is noted
    ]
    bare = [issue for issue in told if issue.code == "not_a_table"]
    out = [_problem(issue.file, issue, phrases) for issue in told if issue.code != "not_a_table"]
    if len(bare) > NAMED:
        return [*out, _problem(several([issue.file for issue in bare], phrases), bare[0], phrases)]
    return out + [_problem(issue.file, issue, phrases) for issue in bare]


def _problem(file: str, issue: Issue, phrases: Phrases) -> Problem:
    return Problem(file, str(issue.row or ""), issue.column, phrases.issue(issue), phrases.beside(issue))


def several(files: Sequence[str], phrases: Phrases) -> str:
    """The first few of many files by name, and how many there are."""
    names = phrases.texts.say("why.comma").join(files[:NAMED])
    more = len(files) - NAMED
    return phrases.texts.say("load.several", names=names, more=more) if more > 0 else names


def unopened(read: Iterable[ReadFile], phrases: Phrases) -> str:
    """What was not opened because it can hold no table; '' without any."""
    files = [one.file for one in read if one.status == "aside"]
    if not files:
        return ""
    return phrases.texts.say("load.aside", files=len(files), names=several(files, phrases))
