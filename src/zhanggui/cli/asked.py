"""Words of the command line as the books know them: metrics and dimensions, in whatever way they are typed."""

import re
from collections.abc import Callable, Iterable

from zhanggui.app import spoken
from zhanggui.cli.session import Session, WrongUse
from zhanggui.metrics.catalogue import CATALOGUE
from zhanggui.metrics.dimensions import DIMENSIONS

# Dimensions that are named where none is near.
USUAL = (
    "day", "week", "month", "shop", "platform", "region", "listing", "sku", "category", "source", "campaign",
    "buyer_kind", "reason",
)  # fmt: skip


def metric(session: Session, word: str) -> str | None:
    """The metric that ``word`` means; the only one that it can be misspelt for is taken, and said. None unknown."""
    return _meant(session, word, spoken.metric, spoken.guess_metric)


def dimension(session: Session, word: str) -> str | None:
    """The dimension that ``word`` means, as `metric`."""
    return _meant(session, word, spoken.dimension, spoken.guess_dimension)


def _meant(
    session: Session, word: str, known: Callable[[str], str | None], near: Callable[[str], str | None]
) -> str | None:
    name = known(word)
    if name is None:
        name = near(word)
        if name is not None:
            session.warn(session.say("asked.taken", word=word, name=titled(session, name)))
    return name


def dimensions(session: Session, more: Iterable[str] = ()) -> tuple[str, ...]:
    """The dimensions of ``--by``, each once; ``more`` are words that the verb knows besides. Raises WrongUse."""
    known = frozenset(more)
    words = [word.strip() for text in session.options.by for word in re.split("[,，、]", text)]
    return tuple(dict.fromkeys(w if w in known else _dimension(session, w) for w in words if w))


def _dimension(session: Session, word: str) -> str:
    found = dimension(session, word)
    if found is None:
        near = spoken.near_dimensions(word)
        named = [titled(session, name) for name in near or USUAL]
        raise WrongUse(
            "unknown_dimension", name=word, near=near[0] if near else None, names=listed(session, named)
        )
    return found


def filtered(session: Session, word: str) -> str:
    """The dimension of a ``--where``. Raises WrongUse."""
    return _dimension(session, word)


def unknown_metric(session: Session, word: str) -> WrongUse:
    """That there is no such metric, with the nearest ones."""
    near = spoken.near_metrics(word)
    names = listed(session, [titled(session, name) for name in near])
    return WrongUse("unknown_metric", name=word, near=near[0] if near else None, names=names)


def listed(session: Session, names: Iterable[str]) -> str:
    """Names one after another."""
    return session.say("why.comma").join(names)


def titled(session: Session, name: str) -> str:
    """A metric's or dimension's name for people, with the one to type."""
    if name in CATALOGUE:
        return f"{CATALOGUE[name].title[session.language]} ({name})"
    return f"{plainly(session, name)} ({name})"


def plainly(session: Session, dim: str) -> str:
    """A dimension's name for people, which may be typed too."""
    one = DIMENSIONS[dim]
    return (one.zh if session.language == "zh" else one.en).partition("(")[0].strip()
