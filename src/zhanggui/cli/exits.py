"""Exit codes, in one place."""

from enum import IntEnum


class Exit(IntEnum):
    """What a script can rely on."""

    DONE = 0
    REFUSED = 1  # done, with rows or files that were refused
    WRONG = 2  # wrong use or settings, or a question that can't be answered
    NOTHING = 3  # nothing was there to do, none of it could be done, or all of it had been done before
