"""Done and skip: the operator says what became of a proposal."""

from datetime import datetime, time

from zhanggui.app.books import engine, last_whole_day
from zhanggui.store.folder import ShopFolder
from zhanggui.store.journal_rows import ActionRow

BEHIND = 14  # days between the end of the books and the clock, from which the clock says nothing of when it was done


def mark(folder: ShopFolder, ident: str, state: str, when: datetime, note: str = "") -> ActionRow:
    """Mark the proposal ``ident`` (or the only one that begins so) as 'done', 'skipped' or 'undone'.

    Raises UnknownActionError where there is none, or more than one begins so.
    """
    full = _found(folder, ident)
    return folder.journal().mark(ident if full is None else full.id, state, "", when, note)


def usual_time(folder: ShopFolder, ident: str, now: datetime) -> datetime:
    """When a proposal was done if nobody says: now; noon of the day of its list where the books end long before the
    clock, so that the days after it are in the files that come next.
    """
    full = _found(folder, ident)
    if full is None or (now.date() - full.proposed).days <= BEHIND:
        return now
    with engine(folder, once=True) as books:
        last = last_whole_day(books, now.date())
    if last is None or (now.date() - last).days <= BEHIND:
        return now
    return datetime.combine(min(full.proposed, last), time(12))


def _found(folder: ShopFolder, ident: str) -> ActionRow | None:
    """The only proposal that begins with ``ident``."""
    found = [row for row in folder.journal().actions() if row.id.startswith(ident)] if ident else []
    return found[0] if len(found) == 1 else None
