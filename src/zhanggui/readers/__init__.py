"""Export files come in; canonical rows, and an issue for every row or file that was refused, go out.

One folder per platform family holds that platform's columns as data; recognition, encodings and quirks are
shared. `app` calls it and hands the rows to `store`.
"""

from zhanggui.readers.aside import aside
from zhanggui.readers.catalogue import Formats, formats
from zhanggui.readers.found import Found, find, recognise, shown_name
from zhanggui.readers.spec import Format, SpecError
from zhanggui.readers.stage import Context, Staged, release, stage

__all__ = [
    "Context",
    "Format",
    "Formats",
    "Found",
    "SpecError",
    "Staged",
    "aside",
    "find",
    "formats",
    "recognise",
    "release",
    "shown_name",
    "stage",
]
