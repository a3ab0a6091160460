"""What texts of one kind have in common and others have not: the words that complaints share.

Chinese has no blanks: runs of characters between signs are taken whole, and as pieces of two to four characters;
elsewhere words and pairs of words. A phrase counts once a text.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

LEAST_SHARE = 0.2  # of the texts that must hold a phrase
LEAST_TEXTS = 2
LEAST_LIFT = 2.0  # times as often as in the other texts
LONGEST = 12  # characters of a phrase
_HAN = re.compile(r"[一-鿿]+")
_WORD = re.compile(r"[^\W\d_一-鿿]{3,}")
_PIECES = (2, 3, 4)


def phrases(text: str) -> set[str]:
    """Every phrase of a text, in lower case."""
    out: set[str] = set()
    for run in _HAN.findall(text):
        out |= {run[at : at + size] for size in _PIECES for at in range(len(run) - size + 1)}
        if _PIECES[0] <= len(run) <= LONGEST:
            out.add(run)
    words = [word.lower() for word in _WORD.findall(text)]
    return out | set(words) | {f"{one} {two}" for one, two in pairwise(words)}


def in_common(texts: Sequence[str], others: Iterable[str], most: int = 3) -> tuple[str, ...]:
    """At most ``most`` phrases that several of ``texts`` hold and ``others`` hardly do, the most frequent first.

    Of phrases that lie in one another the longer one is told, unless the shorter one is more frequent.
    """
    mine = Counter(phrase for text in texts for phrase in phrases(text))
    rest = list(others)
    theirs = Counter(phrase for text in rest for phrase in phrases(text))
    least = max(LEAST_TEXTS, LEAST_SHARE * len(texts))
    found = [
        phrase
        for phrase, count in mine.items()
        if count >= least and count / len(texts) >= LEAST_LIFT * (theirs[phrase] + 0.5) / (len(rest) + 1)
    ]
    out: list[str] = []
    for phrase in sorted(found, key=lambda one: (-mine[one], -len(one), one)):
        if len(out) < most and not any(phrase in told or told in phrase for told in out):
            out.append(phrase)
    return tuple(out)
