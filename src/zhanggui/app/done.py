"""Done and skip: the operator says what became of a proposal."""

from datetime import datetime

from zhanggui.store.folder import ShopFolder
from zhanggui.store.journal_rows import ActionRow


def mark(folder: ShopFolder, ident: str, state: str, when: datetime, note: str = "") -> ActionRow:
    """Mark the proposal ``ident`` (or the only one that begins so) as 'done', 'skipped' or 'undone'.

    Raises UnknownActionError where there is none, or more than one begins so.
    """
    journal = folder.journal()
    full = [row.id for row in journal.actions() if row.id.startswith(ident)] if ident else []
    return journal.mark(full[0] if len(full) == 1 else ident, state, "", when, note)
