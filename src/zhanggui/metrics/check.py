"""Which questions are refused before anything is read: unknown names, and splits that the books cannot tell."""

from collections.abc import Iterable
from dataclasses import replace
from difflib import get_close_matches

from zhanggui.metrics.catalogue import CATALOGUE
from zhanggui.metrics.dimensions import DIMENSIONS, TIMES, has
from zhanggui.metrics.formula import Name, leaves
from zhanggui.metrics.kinds import Aggregate, Definition, Kind
from zhanggui.metrics.question import Question, Refusal
from zhanggui.metrics.scan import source_of, table_of

# What a distinct figure becomes when its days are added, honestly named.
DAYS_OF = {"visitors": "visitor_days", "platform_buyers": "platform_buyer_days"}


def check(question: Question) -> tuple[tuple[str, ...], tuple[Refusal, ...]]:
    """The metrics that can be asked so, and the refusals of the others. Nothing is read."""
    unknown = [dim for dim in _dims(question) if dim not in DIMENSIONS]
    if unknown:
        return (), (_unknown_dimension(question, unknown[0]),)
    accepted, refused = [], []
    for metric in dict.fromkeys(question.metrics):
        refusal = _check(metric, replace(question, metrics=(metric,)))
        if refusal is None:
            accepted.append(metric)
        else:
            refused.append(refusal)
    return tuple(accepted), tuple(refused)


def find(name: str) -> str | None:
    """The nearest name of the catalogue, by name, title or a platform's own name; None when none is near."""
    spoken: dict[str, str] = {}
    for definition in CATALOGUE.values():
        for word in (definition.name, *definition.title.values(), *definition.known_as.values()):
            spoken.setdefault(word.lower(), definition.name)
    near = get_close_matches(name.lower(), spoken, n=1, cutoff=0.5)
    return spoken[near[0]] if near else None


def _dims(question: Question) -> tuple[str, ...]:
    return (*question.by, *(where.dim for where in question.where))


def _unknown_dimension(question: Question, dim: str) -> Refusal:
    near = get_close_matches(dim.lower(), DIMENSIONS, n=1, cutoff=0.5)
    nearest = None
    if near:
        nearest = replace(
            question,
            by=tuple(dict.fromkeys(near[0] if one == dim else one for one in question.by)),
            where=tuple(replace(one, dim=near[0]) if one.dim == dim else one for one in question.where),
        )
    return Refusal("unknown_dimension", {"name": dim, "nearest": near[0] if near else ""}, nearest)


def _check(metric: str, question: Question) -> Refusal | None:
    if metric not in CATALOGUE:
        near = find(metric)
        nearest = replace(question, metrics=(near,)) if near else None
        return Refusal("unknown_metric", {"name": metric, "nearest": near or ""}, nearest)
    for leaf in leaves(metric):
        refusal = _no_split(metric, leaf, question) or _no_time(metric, leaf, question)
        if refusal is not None:
            return refusal
    return None


def _no_split(metric: str, leaf: Name, question: Question) -> Refusal | None:
    """A dimension that the table of one of the measures has no column for."""
    dims = _dims(question)
    table = table_of(leaf.name, dims)
    lacking = [dim for dim in dims if not _tells(leaf.name, table, dim)]
    if not lacking:
        return None
    params = {"metric": metric, "measure": leaf.name, "table": table, "dimension": lacking[0]}
    return Refusal("no_split", params, _without(question, lacking))


def _tells(measure: str, table: str, dim: str) -> bool:
    """Whether the table tells the dimension; an hour is that of payment, so only figures by paid day have one."""
    if dim == "hour":
        return table == "order_line" and source_of(measure)[1].day == "paid_day"
    if dim == "currency" and CATALOGUE[measure].basis.time == "snapshot":
        return False
    return has(table, dim)


def _no_time(metric: str, leaf: Name, question: Question) -> Refusal | None:
    """Figures of one moment, and figures given for a day, split by a time that adds them up."""
    definition, source = source_of(leaf.name)
    times = [dim for dim in question.by if DIMENSIONS[dim].how in TIMES]
    if leaf.function == "velocity" and times:
        return Refusal("one_moment", {"metric": metric, "dimension": times[0]}, _without(question, times))
    adding = [dim for dim in question.by if dim in ("weekday", "hour")]
    if definition.kind is Kind.SNAPSHOT and adding and "day" not in question.by:
        return Refusal("adds_snapshot", {"metric": metric, "over": adding[0]}, _without(question, adding))
    if source.aggregate is Aggregate.GIVEN and adding and "day" not in question.by:
        return adds(definition, adding[0], question)
    return None


def adds(definition: Definition, over: str, question: Question) -> Refusal:
    """The refusal of a question that would add figures of ``definition`` over ``over``, and the nearest question."""
    summed = DAYS_OF.get(definition.name)
    split = "day" if over in ("day", "weekday", "week", "month") else over
    nearest = replace(question, metrics=(summed,)) if summed else replace(question, by=(*question.by, split))
    params = {
        "metric": definition.name,
        "over": over,
        "kind": definition.kind.value,
        "nearest": summed or definition.name,
    }
    return Refusal(f"adds_{definition.kind.value}", params, nearest)


def _without(question: Question, dims: Iterable[str]) -> Question:
    gone = set(dims)
    return replace(
        question,
        by=tuple(dim for dim in question.by if dim not in gone),
        where=tuple(where for where in question.where if where.dim not in gone),
    )
