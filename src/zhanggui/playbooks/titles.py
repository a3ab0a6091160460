"""Titles of a page before and now: the words that buyers searched for and that are gone.

Chinese titles have no blanks: a run that is not found again is compared character by character, and what is missing is
told from two characters on. A word that is only moved, or part of a longer one, is not lost. Of a title that lost no
word altogether those are told that it repeats less often: the core term may stand beside a name that holds its words.
"""

import re
from collections import Counter
from difflib import SequenceMatcher

_WORDS = re.compile(r"[^\W_]+")
_HAN = re.compile(r"[一-鿿]")
LEAST = 2  # characters of a piece of Chinese worth telling


def lost_words(before: str, now: str) -> tuple[str, ...]:
    """What the title ``before`` said and ``now`` does not, in its order, without repetition."""
    there = " ".join(_WORDS.findall(now.lower()))
    out: dict[str, str] = {}
    for word in _WORDS.findall(before):
        if word.lower() in there:
            continue
        pieces = _missing(word, there) if _HAN.search(word) else [word]
        for piece in pieces:
            out.setdefault(piece.lower(), piece)
    return tuple(out.values()) or _rarer(before, there.split())


def _rarer(before: str, there: list[str]) -> tuple[str, ...]:
    """Words that stood more often in ``before`` than ``there``, in their order."""
    fewer = Counter(_WORDS.findall(before.lower())) - Counter(there)
    words = {word.lower(): word for word in reversed(_WORDS.findall(before)) if fewer[word.lower()]}
    return tuple(
        words[low] for low in dict.fromkeys(_WORDS.findall(before.lower())) if low in words and low in there
    )


def _missing(word: str, there: str) -> list[str]:
    """Pieces of ``word`` that ``there`` does not hold."""
    steps = SequenceMatcher(None, word.lower(), there, autojunk=False).get_opcodes()
    pieces = [word[first:last] for kind, first, last, _, _ in steps if kind in ("delete", "replace")]
    return [piece for piece in pieces if len(piece) >= LEAST and piece.lower() not in there]
