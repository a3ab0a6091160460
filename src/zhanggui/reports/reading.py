"""What is told of files that were read: what is wrong in them, and what is the same in many of them once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from zhanggui.model.issue import NOTICE
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

    What is the same in many files (a year of daily files of a kind that nobody knows) is told once. Files without a
    table (notes, drafts) come last: they must not hide an export that failed.
    """
    told = [
        issue
        for one in read
        for issue in one.issues
        if issue.code not in TOLD_APART and (issue.level == NOTICE) is noted
    ]
    alike: dict[tuple[str, str, str, str], list[str]] = {}
    for issue in sorted(told, key=lambda one: one.code == "not_a_table"):
        where = str(issue.row or ""), issue.column
        alike.setdefault((*where, phrases.issue(issue), phrases.beside(issue)), []).append(issue.file)
    out: list[Problem] = []
    for same, files in alike.items():
        if len(files) > NAMED:
            out.append(Problem(several(files, phrases), *same))
        else:
            out += [Problem(file, *same) for file in files]
    return out


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
